"""The hour of a scheduled digest: which are due, and what is queued for them.

Exactly one a window: the run that queues a digest also moves its window on, in one transaction.
"""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from handlers.digests import told_lists
from handlers.wall_clock import next_time
from storage import articles, matches, outbox, schedules
from storage.model import DeliveryKind, Empty, NewDelivery, Schedule
from storage.store import Store, Transaction

LATE_AFTER = timedelta(minutes=10)
"""A digest that is queued later than this says so."""


def queue_due_digests(store: Store, now: datetime) -> int:
    """Queue the digest of every schedule whose time has come, and move its window on; return how many were queued.

    Times that were missed come in one digest, marked late. Where the clock was set back, the next time is the next.
    """
    with store.reading() as tx:
        stale = [each for each in schedules.all_schedules(tx) if _is_stale(each, now)]
    if not stale:
        return 0
    with store.transaction() as tx:
        return sum(_run(tx, each, now) for each in schedules.all_schedules(tx) if _is_stale(each, now))


def _is_stale(each: Schedule, now: datetime) -> bool:
    return each.next_run <= now or each.next_run > next_time(each.at, each.days, ZoneInfo(each.zone), now)


def _run(tx: Transaction, each: Schedule, now: datetime) -> int:
    following = next_time(each.at, each.days, ZoneInfo(each.zone), now)
    if each.next_run > now:
        schedules.keep_run(tx, each.id, each.covered_until, following, each.skips)
        return 0
    if each.skips:
        schedules.keep_run(tx, each.id, each.covered_until, following, each.skips - 1)
        return 0
    until = articles.end_of_window(tx, now)
    since = min(each.covered_until, until)
    schedules.keep_run(tx, each.id, until, following, 0)
    if each.empty is Empty.SKIP and not _has_stories(tx, each, since, until):
        return 0
    window = {"since": since.isoformat(), "until": until.isoformat(), "zone": each.zone, "schedule": each.id}
    window |= {"lists": each.lists, "density": each.density.value}
    if now - each.next_run > LATE_AFTER:
        window["due"] = each.next_run.isoformat()
    key = f"digest:{each.id}:{since.isoformat()}"
    new = NewDelivery(each.channel.id, key, DeliveryKind.DIGEST, json.dumps(window), now)
    return int(outbox.enqueue(tx, new, now))


def _has_stories(tx: Transaction, each: Schedule, since: datetime, until: datetime) -> bool:
    lists = told_lists(tx, each.channel.desk, each.lists)
    return any(matches.story_count(tx, listed.watchlist.id, since, until) for listed in lists)
