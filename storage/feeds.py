"""The watched feeds: added, claimed for a poll under a lease, kept with what the poll told, removed. Polls nothing."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, or_, text, update
from sqlmodel import col, func, select

from feeds.errors import RequestError, State
from feeds.model import Asking, Feed, FeedId, Move, Pages, Validators
from storage.sqlite import listed
from storage.store import Transaction
from storage.tables import POLLED, FeedRow, table

_FEED = table(FeedRow)
_WATCHED = _FEED.c.removed_at.is_(None)
_ONE = update(_FEED).where(_FEED.c.id == bindparam("feed_id"))
_LEASED = update(_FEED).where(_FEED.c.id.in_(listed("ids"))).values(leased_until=bindparam("until"))
_FREE = or_(_FEED.c.leased_until.is_(None), _FEED.c.leased_until <= bindparam("now"))


def add_feed(  # noqa: PLR0913 - what is known of a feed before its first poll, by keyword
    tx: Transaction, *, url: str, name: str, every: timedelta, backlog: timedelta, tag: str | None, now: datetime
) -> Feed:
    """Watch a feed from now on: it is due at once. A feed that was removed begins again, beside its old articles.

    Raises:
        RequestError: it is watched already.
    """
    row = tx.session.exec(select(FeedRow).where(col(FeedRow.url) == url)).one_or_none()
    if row is not None and row.removed_at is None:
        raise RequestError(f"{url} is already watched, as {row.name}: /feeds list shows them all")
    row = FeedRow(
        id=row.id if row else None,
        url=url,
        name=name,
        every_seconds=int(every.total_seconds()),
        backlog_seconds=int(backlog.total_seconds()),
        next_poll=now,
        tag=tag,
        added_at=now,
    )
    row = tx.session.merge(row)
    tx.session.flush()
    return to_feed(row)


def find_feed(tx: Transaction, name_or_url: str) -> Feed | None:
    """Return the watched feed with that address, or with that name in any case (the first added, of several)."""
    typed = name_or_url.strip()
    wanted = or_(_FEED.c.url == typed, func.lower(_FEED.c.name) == typed.lower())
    query = _FEED.select().where(_WATCHED, wanted).order_by((_FEED.c.url == typed).desc(), _FEED.c.id)
    row = tx.session.connection().execute(query).first()
    return to_feed(row) if row else None


def feed(tx: Transaction, feed: FeedId) -> Feed | None:
    """Return the feed with that id, watched or not."""
    row = tx.session.connection().execute(_FEED.select().where(_FEED.c.id == feed)).first()
    return to_feed(row) if row else None


def all_feeds(tx: Transaction) -> tuple[Feed, ...]:
    """Return every watched feed, paused ones too, in the order they were added."""
    return _feeds(tx, _FEED.select().where(_WATCHED).order_by(_FEED.c.id))


def claim_due_feeds(tx: Transaction, now: datetime, lease: timedelta, limit: int) -> tuple[Feed, ...]:
    """Lease at most `limit` feeds that are due and in nobody's hands, the longest due first, and return them.

    A lease that ran out is free again: whoever held it is taken for dead.
    """
    due = _FEED.select().where(text(POLLED), _FEED.c.next_poll <= bindparam("now"), _FREE)
    return _lease(tx, due.order_by(_FEED.c.next_poll, _FEED.c.id).limit(limit), now, lease)


def claim_feeds(tx: Transaction, ids: Iterable[FeedId], now: datetime, lease: timedelta) -> tuple[Feed, ...]:
    """Lease those of the feeds `ids` that are watched, due or not, and in nobody's hands."""
    free = _FEED.select().where(_FEED.c.id.in_(listed("ids")), _WATCHED, _FREE)
    return _lease(tx, free.order_by(_FEED.c.next_poll, _FEED.c.id), now, lease, ids=json.dumps(list(ids)))


def end_leases(tx: Transaction) -> None:
    """Free every feed: only for who holds the store, and before it polls, when whoever leased one is dead."""
    tx.session.exec(update(FeedRow).where(col(FeedRow.leased_until).is_not(None)).values(leased_until=None))


def keep_feed(tx: Transaction, feed: Feed) -> None:
    """Keep `feed` as a poll left it and end its lease. One that was removed meanwhile stays removed."""
    keep_feeds(tx, (feed,))


def keep_feeds(tx: Transaction, polled: Sequence[Feed]) -> None:
    """Keep what polls told of feeds and end their leases, all in one statement; settings stay as they are."""
    if polled:
        tx.session.connection().execute(_ONE, [{"feed_id": feed.id, **_health(feed)} for feed in polled])


def edit_feed(tx: Transaction, feed: Feed) -> None:
    """Keep the settings of `feed`: what people decide, not what polls tell. A poll under way does not undo them."""
    tx.session.connection().execute(_ONE, {"feed_id": feed.id, **_settings(feed)})


def name_feed(tx: Transaction, feed: FeedId, name: str) -> None:
    """Call `feed` so from now on."""
    tx.session.connection().execute(_ONE, {"feed_id": feed, "name": name})


def remove_feed(tx: Transaction, feed: FeedId, now: datetime) -> None:
    """Watch `feed` no more. Its articles and quotes stay."""
    tx.session.exec(update(FeedRow).where(col(FeedRow.id) == feed).values(removed_at=now, leased_until=None))


def move_feed(tx: Transaction, feed: FeedId, url: str) -> None:
    """Ask for `feed` at another address from now on; what was known of the answers of the old one is forgotten.

    Raises:
        RequestError: another feed has that address.
    """
    if is_taken(tx, feed, url):
        raise RequestError(f"{url} is the address of another feed: /feeds list shows them all")
    fresh = {"etag": None, "last_modified": None, "body_hash": None, "moved_to": None, "moved_since": None, "moves": 0}
    tx.session.exec(update(FeedRow).where(col(FeedRow.id) == feed).values(url=url, **fresh))


def is_taken(tx: Transaction, feed: FeedId, url: str) -> bool:
    """Say whether a feed other than `feed`, watched or removed, has that address."""
    other = select(FeedRow.id).where(col(FeedRow.url) == url, col(FeedRow.id) != feed)
    return tx.session.exec(other).first() is not None


def to_feed(row: FeedRow | Row[Any]) -> Feed:
    """Return the value of a row."""
    return Feed(
        id=FeedId(row.id or 0),
        url=row.url,
        name=row.name,
        every=timedelta(seconds=row.every_seconds),
        backlog=timedelta(seconds=row.backlog_seconds),
        next_poll=row.next_poll,
        polled_at=row.polled_at,
        validators=Validators(row.etag, row.last_modified, row.body_hash),
        failures=row.failures,
        trouble=row.trouble,
        paused=row.paused,
        tag=row.tag,
        state=State(row.state) if row.state else None,
        failing_since=row.failing_since,
        pages=Pages(row.pages),
        asking=_asking(row.asking),
        move=Move(row.moved_to, row.moved_since, row.moves) if row.moved_to and row.moved_since else None,
    )


def _health(feed: Feed) -> dict[str, Any]:
    move = feed.move
    return {
        "next_poll": feed.next_poll,
        "polled_at": feed.polled_at,
        "etag": feed.validators.etag,
        "last_modified": feed.validators.last_modified,
        "body_hash": feed.validators.body_hash,
        "failures": feed.failures,
        "trouble": feed.trouble,
        "state": feed.state.value if feed.state else None,
        "failing_since": feed.failing_since,
        "moved_to": move.to if move else None,
        "moved_since": move.since if move else None,
        "moves": move.times if move else 0,
        "leased_until": None,
    }


def _settings(feed: Feed) -> dict[str, Any]:
    return {
        "name": feed.name,
        "every_seconds": int(feed.every.total_seconds()),
        "backlog_seconds": int(feed.backlog.total_seconds()),
        "paused": feed.paused,
        "tag": feed.tag,
        "pages": feed.pages.value,
        "asking": _as_json(feed.asking),
    }


def _asking(stored: str | None) -> Asking:
    if stored is None:
        return Asking()
    facts = json.loads(stored)
    headers = tuple((str(name), str(value)) for name, value in facts["headers"])
    return Asking(headers, facts["login"], facts["user_agent"])


def _as_json(asking: Asking) -> str | None:
    if asking == Asking():
        return None
    return json.dumps({"headers": asking.headers, "login": asking.login, "user_agent": asking.user_agent})


def _feeds(tx: Transaction, query: Select[Any], **bound: object) -> tuple[Feed, ...]:
    return tuple(to_feed(row) for row in tx.session.connection().execute(query, bound))


def _lease(tx: Transaction, free: Select[Any], now: datetime, lease: timedelta, **bound: object) -> tuple[Feed, ...]:
    """Lease the feeds that `free` selects. Rows are locked where the database can; SQLite has one writer anyway."""
    claimed = _feeds(tx, free.with_for_update(skip_locked=True), now=now, **bound)
    ids = json.dumps([feed.id for feed in claimed])
    tx.session.connection().execute(_LEASED, {"ids": ids, "until": now + lease})
    return claimed
