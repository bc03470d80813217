"""Opening the desk: what a first run finds there, and which feeds the sample newsroom or an OPML file bring."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from feeds.model import Feed, Level
from feeds.opml import Subscription
from feeds.watchlists import starter_watchlists
from storage import articles, channels, feeds, sentences, watchlists
from storage.model import Channel, ChannelId, Desk, Sentences, Updates
from storage.store import Transaction

SAMPLE = "sample"
SAMPLE_BACKLOG = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Place:
    """A desk and the channel it is spoken to in."""

    desk: Desk
    channel: Channel


def open_terminal(tx: Transaction, ref: str, zone: str, now: datetime) -> Place:
    """Return the terminal's desk and channel; the first time, with the starter watchlists alerting there."""
    known = channels.find_desk(tx, ref)
    desk = channels.ensure_desk(tx, ref, "this terminal", zone)
    channel = replace(channels.ensure_channel(tx, desk.id, ref, "this terminal"), updates=Updates.CHANNEL)
    channels.keep_settings(tx, channel)
    if known is None:
        _add_starters(tx, desk, ((channel.id, Level.ALERT),), now)
    return Place(desk, channel)


def open_desk(tx: Transaction, ref: str, name: str, zone: str, now: datetime) -> Desk:
    """Return the desk of a workspace or server; the first time, with the starter lists, which speak nowhere yet."""
    known = channels.find_desk(tx, ref)
    desk = channels.ensure_desk(tx, ref, name, zone)
    if known is None:
        _add_starters(tx, desk, (), now)
    return desk


def has_own_feeds(tx: Transaction) -> bool:
    """Whether the desk watches anything beside the sample wire."""
    return any(feed.tag != SAMPLE for feed in feeds.all_feeds(tx))


def open_sample(tx: Transaction, wire: Iterable[Subscription], every: timedelta, now: datetime) -> tuple[Feed, ...]:
    """Watch the sample wire at its addresses of today; outlets watched before keep what is known of them."""
    known = {feed.name: feed for feed in feeds.all_feeds(tx) if feed.tag == SAMPLE}
    opened = []
    for each in wire:
        feed = known.get(each.name)
        if feed is None:
            feed = feeds.add_feed(
                tx, url=each.url, name=each.name, every=every, backlog=SAMPLE_BACKLOG, tag=SAMPLE, now=now
            )
        elif feed.url != each.url:
            feeds.move_feed(tx, feed.id, each.url)
            articles.readdress(tx, feed.id, _origin(feed.url), _origin(each.url))
        opened.append(feed)
    return tuple(opened)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"


def close_sample(tx: Transaction, now: datetime) -> int:
    """Stop watching the sample wire, whose articles stay; return how many of its feeds were watched."""
    sample = [feed for feed in feeds.all_feeds(tx) if feed.tag == SAMPLE]
    for feed in sample:
        feeds.remove_feed(tx, feed.id, now)
    return len(sample)


def add_subscriptions(
    tx: Transaction, subscriptions: Iterable[Subscription], every: timedelta, now: datetime
) -> tuple[Feed, ...]:
    """Watch every feed of a list that is not watched yet, each address once as first named; return the added ones."""
    watched = {feed.url for feed in feeds.all_feeds(tx)}
    listed: dict[str, Subscription] = {}
    for each in subscriptions:
        listed.setdefault(each.url, each)
    return tuple(
        feeds.add_feed(tx, url=each.url, name=each.name, every=every, backlog=timedelta(0), tag=each.tag, now=now)
        for each in listed.values()
        if each.url not in watched
    )


def _add_starters(tx: Transaction, desk: Desk, routes: tuple[tuple[ChannelId, Level], ...], now: datetime) -> None:
    for each in starter_watchlists():
        added = watchlists.add_watchlist(tx, desk.id, each.name, each.query, each.forms, each.minimum, routes, now)
        sentences.keep_sentences(tx, added.watchlist.id, Sentences(each.must_match, each.must_not_match))
