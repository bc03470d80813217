"""Decides which channels are told of an article, and queues it: once a story and channel, whatever it matches."""

import json
from collections.abc import Sequence
from datetime import datetime

from feeds.model import Level, Match, Salience
from storage import outbox
from storage.model import (
    ChannelId,
    Delivery,
    DeliveryKind,
    DeliveryState,
    NewDelivery,
    StoredArticle,
    StoredWatchlist,
)
from storage.store import Transaction


def alert_key(story: str) -> str:
    """Return the key that makes a story's alert unique in a channel."""
    return f"alert:{story}"


def queue_alerts(
    tx: Transaction, stored: StoredArticle, matches: Sequence[Match], lists: Sequence[StoredWatchlist], now: datetime
) -> int:
    """Queue the alert of `stored`'s story to every channel that asked for it and was not told; return how many."""
    return sum(
        outbox.enqueue(tx, NewDelivery(channel, alert_key(stored.story), DeliveryKind.ALERT, stored.story, now), now)
        for channel in channels_to_alert(matches, lists)
    )


def channels_to_alert(matches: Sequence[Match], lists: Sequence[StoredWatchlist]) -> tuple[ChannelId, ...]:
    """Return the channels whose lists are matched loudly enough: not digest-only, not by one passing mention."""
    salience = {match.watchlist: match.salience for match in matches}
    found = [
        route.channel
        for each in lists
        for route in each.routes
        if salience.get(each.watchlist.id, 0) > Salience.PASSING and route.level >= Level.ALERT
    ]
    return tuple(dict.fromkeys(found))


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
    """Queue word of a change to every channel that was already told the story; return how many."""
    subject = json.dumps({"article": stored.id, "difference": difference})
    key = f"change:{stored.key}:{now.isoformat()}"
    told = outbox.deliveries_of(tx, alert_key(stored.story))
    return sum(
        outbox.enqueue(tx, NewDelivery(alert.channel.id, key, DeliveryKind.FOLLOW_UP, subject, now), now)
        for alert in told
        if alert.state in {DeliveryState.SENT, DeliveryState.SENDING}
    )
