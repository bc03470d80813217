"""`/digest now`, and the digest a channel is sent: what a stretch of time brought."""

import json
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from feeds.errors import RequestError
from feeds.model import Feed, WatchlistId
from handlers.alerts import distinct
from handlers.digest_layout import Digest, Section, digest_message
from handlers.grammar import Argument, Entry, Kind
from handlers.message import Form, Line, Message, Moment, Words
from handlers.request import Reply, Request, Role
from handlers.sharing import SHARE, shareable
from handlers.stories import stories_between
from handlers.times import moment
from storage import articles, channels, feeds, matches, outbox, watchlists
from storage.model import ChannelId, Delivery, DeliveryKind, Density, DeskId, NewDelivery, StoredWatchlist
from storage.store import Store, Transaction

USUAL = timedelta(hours=24)


def now_digest(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/digest now`: the past day, or since when it is asked.

    Raises:
        RequestError: `since:` is no time, or lies ahead.
    """
    zone = ZoneInfo(request.person.zone)
    typed = request.command.option("since")
    since = moment(typed, zone, now) if typed else now - USUAL
    if since >= now:
        raise RequestError(f"since:{typed} lies ahead: a digest looks back")
    with store.reading() as tx:
        return shareable(request, digest_message(digest_between(tx, request.desk.id, since, now), zone))


def digest_between(
    tx: Transaction, desk: DeskId, since: datetime, until: datetime, only: Collection[WatchlistId] = ()
) -> Digest:
    """Return what that time brought the desk: its lists' stories, the counts round them, and the failing feeds.

    `only` are the lists it tells of; all of the desk's where it is empty.
    """
    lists = told_lists(tx, desk, only)
    earlier = since - (until - since)
    sections = tuple(
        Section(each.watchlist.name, stories, matches.story_count(tx, each.watchlist.id, earlier, since))
        for each in lists
        if (stories := stories_between(tx, each, since, until))
    )
    told = {story.lead.story: story for section in sections for story in section.stories}
    within = [stored for story in told.values() for stored in story.articles if stored.first_seen < until]
    watched = [feed for feed in feeds.all_feeds(tx) if not feed.paused]
    failing = tuple(f"{feed.name} ({_without_host(feed)})" for feed in watched if feed.trouble)
    return Digest(
        since=since,
        until=until,
        sections=sections,
        articles=len(within),
        copies=len(within) - len({stored.copies for stored in within}),
        updates=sum(stored.change is not None for stored in within),
        healthy=len(watched) - len(failing),
        feeds=len(watched),
        troubles=failing,
        quotes=sum(len(distinct(story.quotes)) for story in told.values()),
    )


def told_lists(tx: Transaction, desk: DeskId, only: Collection[WatchlistId]) -> tuple[StoredWatchlist, ...]:
    """Return the desk's lists that are not paused: all of them, or those in `only`."""
    standing = (each for each in watchlists.all_watchlists(tx, desk) if not each.paused)
    return tuple(each for each in standing if not only or each.watchlist.id in only)


def sent_digest(tx: Transaction, delivery: Delivery) -> Message:
    """Return what a digest's delivery says: its window as it stands now, for the channel it goes to.

    One that was scheduled tells last, and in a line, of what its channel was alerted to already.
    """
    window = json.loads(delivery.subject)
    since, until = (datetime.fromisoformat(window[end]) for end in ("since", "until"))
    digest = digest_between(tx, delivery.channel.desk, since, until, window.get("lists", ()))
    if "schedule" in window:
        digest = _parted(tx, digest, delivery.channel.id)
    due = datetime.fromisoformat(window["due"]) if "due" in window else None
    return digest_message(digest, ZoneInfo(window["zone"]), Density(window.get("density", Density.USUAL)), due)


def _parted(tx: Transaction, digest: Digest, channel: ChannelId) -> Digest:
    """Return `digest` with the stories that `channel` was alerted to set apart from its sections."""
    told = {story.lead.story: story for section in digest.sections for story in section.stories}
    alerted = {key: story for key, story in told.items() if outbox.sent_alert(tx, channel, key)}
    sections = (
        replace(section, stories=tuple(each for each in section.stories if each.lead.story not in alerted))
        for section in digest.sections
    )
    return replace(digest, sections=tuple(each for each in sections if each.stories), alerted=tuple(alerted.values()))


def _without_host(feed: Feed) -> str:
    """Return the feed's trouble without the host it begins with: the feed's name stands before it already."""
    return (feed.trouble or "").removeprefix(f"{urlsplit(feed.url).hostname}: ")


def queue_digest(store: Store, ref: str, zone: str, now: datetime) -> Message | None:
    """Queue the digest of what came since the last one in the channel `ref`; say so where nothing did.

    Keyed by its window, so that a restart never sends one twice.
    """
    with store.transaction() as tx:
        desk = channels.find_desk(tx, ref)
        channel = channels.find_channel(tx, desk.id, ref) if desk else None
        if desk is None or channel is None:
            return None
        last = outbox.last_delivery(tx, channel.id, DeliveryKind.DIGEST)
        since = last.created if last else now - USUAL
        until = articles.end_of_window(tx, now)
        if last and not articles.news_count(tx, since, until):
            at = Line((Words("Nothing new since the last digest, "), Moment(since, Form.CLOCK)))
            return Message("Nothing new", (at,))
        window = {"since": since.isoformat(), "until": until.isoformat(), "zone": zone}
        key = f"digest:{since.isoformat()}"
        outbox.enqueue(tx, NewDelivery(channel.id, key, DeliveryKind.DIGEST, json.dumps(window), now), until)
    return None


ENTRIES = (
    Entry(
        name="digest",
        action="now",
        summary="what the past day brought, list by list",
        usage="/digest now [since:24h]",
        examples=("/digest now", "/digest now since:yesterday", "/digest now since:7d"),
        role=Role.READER,
        answer=now_digest,
        options=(Argument("since", "90m, 24h, 7d, today, yesterday, mon or a date", Kind.TIME), SHARE),
    ),
)
