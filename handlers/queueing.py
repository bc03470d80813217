"""Decides which channels are told of an article, how loudly and when, and queues it: once a story and channel."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from feeds.model import Level, Match, Salience, WatchlistId
from handlers.living import touch
from handlers.stories import independent_outlets
from handlers.wall_clock import holds
from storage import articles, channels, matches, outbox, wishes
from storage.model import (
    Change,
    Channel,
    ChannelId,
    Delivery,
    DeliveryKind,
    DeliveryState,
    NewDelivery,
    Route,
    StoredArticle,
    StoredWatchlist,
    StoryKey,
    Updates,
    WaitsFor,
)
from storage.store import Transaction

THREAD, CHANNEL = "thread", "channel"
"""Where a follow-up goes: under the message that told the story, or to the channel itself."""
PING_SPAN = timedelta(hours=1)
_TOLD = frozenset({DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.FOLDED})
_LOUD = frozenset({Change.CORRECTION, Change.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Call:
    """How one channel is told of a story: the loudest of its routes that the story satisfies, and whom it may call."""

    channel: ChannelId
    level: Level
    ping: str | None = None
    pings_an_hour: int = 1


def alert_key(story: str) -> str:
    """Return the key that makes a story's alert unique in a channel."""
    return f"alert:{story}"


def queue_alerts(
    tx: Transaction,
    stored: StoredArticle,
    found: Sequence[Match],
    lists: Sequence[StoredWatchlist],
    now: datetime,
    arrived: datetime | None = None,
) -> int:
    """Queue the alert of `stored`'s story to every channel that asked for it and was not told; return how many.

    Where it was told, the card is looked at again; where it still waits, it speaks as loudly as it now should.
    `arrived` is when the article did: from then on our own time counts.
    """
    touch(tx, (stored.story,), now)
    calls = calls_of(_wished(tx, stored.story, found, _routes_met(tx, stored, found, lists), now))
    places = channels.channels_with(tx, [call.channel for call in calls])
    news = (_news(tx, stored.story, call, places[call.channel], now) for call in calls)
    return sum(_queue(tx, each, arrived or now) for each in news)


def loud_routes(found: Sequence[Match], lists: Iterable[StoredWatchlist]) -> tuple[Route, ...]:
    """Return where the lists are matched loudly enough: not digest-only, not by one passing mention."""
    salience = {match.watchlist: match.salience for match in found}
    return tuple(
        route
        for each in lists
        for route in each.routes
        if salience.get(each.watchlist.id, 0) > Salience.PASSING and route.level >= Level.ALERT
    )


def calls_of(routes: Iterable[Route]) -> tuple[Call, ...]:
    """Return one call a channel: as loud as the loudest route to it, calling whom the loudest that calls names."""
    calls: dict[ChannelId, Call] = {}
    for route in sorted(routes, key=lambda route: (-route.level, route.ping is None)):
        known = calls.get(route.channel)
        if known is None:
            calls[route.channel] = Call(route.channel, route.level, route.ping, route.pings_an_hour)
        elif known.ping is None and route.ping is not None:
            calls[route.channel] = Call(route.channel, known.level, route.ping, route.pings_an_hour)
    return tuple(calls.values())


def _wished(
    tx: Transaction, story: StoryKey, found: Sequence[Match], routes: Sequence[Route], now: datetime
) -> tuple[Route, ...]:
    """Return `routes`, with those to the people who follow a list that is matched, without those that were muted."""
    loud = [match.watchlist for match in found if match.salience > Salience.PASSING]
    abouts = {about_list(watchlist): watchlist for watchlist in loud}
    followed = [
        Route(abouts[each.about], each.channel, each.level) for each in wishes.followers(tx, tuple(abouts), now)
    ]
    about = about_story(story)
    silent = wishes.muted(tx, (about, *abouts), now)
    return tuple(
        route
        for route in (*routes, *followed)
        if not {(route.channel, about), (route.channel, about_list(route.watchlist))} & silent
    )


def about_list(watchlist: WatchlistId) -> str:
    """Return how a wish names a watchlist."""
    return f"watchlist:{watchlist}"


def about_story(story: str) -> str:
    """Return how a wish names a story."""
    return f"story:{story}"


def _routes_met(
    tx: Transaction, stored: StoredArticle, found: Sequence[Match], lists: Sequence[StoredWatchlist]
) -> tuple[Route, ...]:
    """Return the routes that the story satisfies now that it has this article.

    One that waits for several outlets counts them over the whole story, whichever of its articles its list found.
    """
    at_once = tuple(route for route in loud_routes(found, lists) if route.owners <= 1)
    patient = [each for each in lists if any(route.owners > 1 for route in each.routes)]
    if not patient:
        return at_once
    in_story = _loudest_matches(tx, stored.story)
    waiting = [route for route in loud_routes(in_story, patient) if route.owners > 1]
    if not waiting:
        return at_once
    outlets = independent_outlets(tx, stored.story)
    return (*at_once, *(route for route in waiting if route.owners <= outlets))


def _loudest_matches(tx: Transaction, story: StoryKey) -> tuple[Match, ...]:
    loudest: dict[WatchlistId, Match] = {}
    for told in articles.story(tx, story):
        for match in matches.matches_of(tx, told.id):
            known = loudest.get(match.watchlist)
            if known is None or known.salience < match.salience:
                loudest[match.watchlist] = match
    return tuple(loudest.values())


def _news(tx: Transaction, story: StoryKey, call: Call, place: Channel, now: datetime) -> NewDelivery:
    due, waits_for = time_to_tell(place, call.level, now)
    ping = call.ping if _may_ping(tx, call, now) else None
    return NewDelivery(call.channel, alert_key(story), DeliveryKind.ALERT, story, due, call.level, ping, waits_for)


def _queue(tx: Transaction, new: NewDelivery, arrived: datetime) -> int:
    if outbox.enqueue(tx, new, arrived):
        return 1
    outbox.speak_up(tx, new)
    return 0


def time_to_tell(place: Channel, level: Level, now: datetime) -> tuple[datetime, WaitsFor | None]:
    """Return when `place` may be told something of that level, and why not at once: it may be asleep."""
    morning = holds(place.quiet, ZoneInfo(place.zone or "UTC"), level, now)
    return (morning, WaitsFor.MORNING) if morning else (now, None)


def _may_ping(tx: Transaction, call: Call, now: datetime) -> bool:
    if call.ping is None:
        return False
    return outbox.pings_since(tx, call.channel, call.ping, now - PING_SPAN) < call.pings_an_hour


def queue_note(tx: Transaction, story: str, line: str, now: datetime) -> int:
    """Queue one line under every card that told of a story; return how many."""
    return sum(
        outbox.enqueue(
            tx,
            NewDelivery(
                alert.channel.id,
                f"note:{alert.id}:{now.isoformat()}",
                DeliveryKind.FOLLOW_UP,
                json.dumps({"card": alert.id, "line": line}),
                now,
            ),
            now,
        )
        for alert in outbox.deliveries_of(tx, alert_key(story))
        if alert.state in {DeliveryState.SENT, DeliveryState.SENDING}
    )


def join_alerts(tx: Transaction, younger: str, older: str) -> None:
    """Let the cards of the story `younger` be cards of `older`, at most one a channel: that which is there longest.

    The other one stays as it was said, and speaks for nothing any more.
    """
    here = {alert.channel.id: alert for alert in outbox.deliveries_of(tx, alert_key(older))}
    for alert in outbox.deliveries_of(tx, alert_key(younger)):
        other = here.get(alert.channel.id)
        if other is None:
            outbox.rename(tx, alert.id, alert_key(older), older)
        elif _standing(alert) < _standing(other):
            outbox.rename(tx, other.id, f"{other.key}:giving way", younger)
            outbox.rename(tx, alert.id, other.key, older)
            outbox.rename(tx, other.id, alert.key, younger)


def _standing(alert: Delivery) -> tuple[bool, int]:
    """Return what sorts the cards of one channel: those that arrived first, then the longest there."""
    return alert.state is not DeliveryState.SENT, alert.id


def queue_follow_ups(tx: Transaction, stored: StoredArticle, difference: str, now: datetime) -> int:
    """Queue word of a change to every channel that was already told the story; return how many messages that are.

    It goes under the message that told it; a correction and a withdrawal go to the channel as well, once for all that
    carry the same copy. Where there are no threads, everything goes to the channel.
    """
    touch(tx, (stored.story,), now)
    told = outbox.deliveries_of(tx, alert_key(stored.story))
    silent = {channel for channel, _ in wishes.muted(tx, (about_story(stored.story),), now)}
    heard = [alert for alert in told if alert.state in _TOLD and alert.channel.id not in silent]
    return sum(_follow(tx, alert, stored, difference, now) for alert in heard)


def _follow(tx: Transaction, alert: Delivery, stored: StoredArticle, difference: str, now: datetime) -> int:
    change, threads = stored.change, alert.channel.updates is Updates.THREAD
    keys: Mapping[str, str] = {
        **({THREAD: f"change:{stored.key}:{now.isoformat()}"} if threads else {}),
        **({CHANNEL: _key_in_channel(stored, difference)} if change in _LOUD or not threads else {}),
    }
    due, waits_for = time_to_tell(alert.channel, Level.ALERT, now)
    queued = 0
    for where, key in keys.items():
        subject = json.dumps({"article": stored.id, "difference": difference, "where": where})
        kind = DeliveryKind.FOLLOW_UP
        queued += outbox.enqueue(tx, NewDelivery(alert.channel.id, key, kind, subject, due, waits_for=waits_for), now)
    return queued


def _key_in_channel(stored: StoredArticle, difference: str) -> str:
    """Return a key that is the same for every carrier of a copy that makes the same change."""
    said = hashlib.sha256(difference.encode()).hexdigest()[:16]
    return f"change:{stored.copies}:{stored.change}:{said}"
