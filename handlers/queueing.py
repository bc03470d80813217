"""Decides which channels are told of an article, and queues it: once a story and channel, whatever it matches."""

import json
from collections.abc import Sequence
from datetime import datetime

from feeds.model import Level, Match, Salience
from storage import outbox
from storage.model import (
    ChannelId,
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
