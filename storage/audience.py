"""Who was shown a quote: the channels that were alerted to its story, had it in a digest, or where it was shared."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select

from storage.channels import ensure_channel, to_channel
from storage.corrections import places_shared
from storage.model import Channel, DeliveryKind, DeliveryState, DeskId, StoredQuote
from storage.store import Transaction
from storage.tables import ArticleRow
from storage.tables_desk import ChannelRow, DeliveryRow, MatchRow, WatchlistRow

ARRIVED = (DeliveryState.SENT.value, DeliveryState.SENDING.value, DeliveryState.FOLDED.value)
"""What is being sent counts as shown: it may say what was read before the correction."""
LATEST_DIGEST = timedelta(days=8)
"""A digest covers a week at most, and is sent within a day."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A channel that was shown a quote; `ref` is the message to answer under, None for the channel itself."""

    channel: Channel
    ref: str | None


def audience(tx: Transaction, quote: StoredQuote) -> tuple[Shown, ...]:
    """Return every channel that was shown `quote` or its story, once each, of whatever desk; by alerts first.

    Places of shares that are no channel of their desk yet become one.
    """
    found: dict[int, Shown] = {}
    for shown in (*_alerted(tx, quote), *_digested(tx, quote), *_shared(tx, quote)):
        found.setdefault(shown.channel.id, shown)
    return tuple(found.values())


def _alerted(tx: Transaction, quote: StoredQuote) -> Iterator[Shown]:
    query = (
        select(DeliveryRow.ref, ChannelRow)
        .join(ChannelRow, col(ChannelRow.id) == col(DeliveryRow.channel_id))
        .where(
            col(DeliveryRow.subject) == quote.article.story,
            col(DeliveryRow.kind) == DeliveryKind.ALERT.value,
            col(DeliveryRow.state).in_(ARRIVED),
        )
        .order_by(col(DeliveryRow.id))
    )
    for ref, channel in tx.session.exec(query):
        yield Shown(to_channel(channel), ref)


def _digested(tx: Transaction, quote: StoredQuote) -> Iterator[Shown]:
    """Yield the digests that told of the story: of desks whose lists found it, over the time it was first seen in."""
    desks = _desks_that_found(tx, quote)
    if not desks:
        return
    first = quote.article.first_seen
    query = (
        select(DeliveryRow.ref, DeliveryRow.subject, ChannelRow)
        .join(ChannelRow, col(ChannelRow.id) == col(DeliveryRow.channel_id))
        .where(
            col(DeliveryRow.kind) == DeliveryKind.DIGEST.value,
            col(DeliveryRow.created) >= first,
            col(DeliveryRow.created) < first + LATEST_DIGEST,
            col(DeliveryRow.state).in_(ARRIVED),
            col(ChannelRow.desk_id).in_(desks),
        )
        .order_by(col(DeliveryRow.id))
    )
    for ref, subject, channel in tx.session.exec(query):
        if _covers(subject, first):
            yield Shown(to_channel(channel), ref)


def _shared(tx: Transaction, quote: StoredQuote) -> Iterator[Shown]:
    for desk, place, name in places_shared(tx, quote.id):
        yield Shown(ensure_channel(tx, desk, place, name), None)


def _desks_that_found(tx: Transaction, quote: StoredQuote) -> frozenset[DeskId]:
    query = (
        select(WatchlistRow.desk_id)
        .join(MatchRow, col(MatchRow.watchlist_id) == col(WatchlistRow.id))
        .join(ArticleRow, col(ArticleRow.id) == col(MatchRow.article_id))
        .where(col(ArticleRow.story) == quote.article.story)
        .distinct()
    )
    return frozenset(DeskId(desk) for desk in tx.session.exec(query))


def _covers(subject: str, moment: datetime) -> bool:
    window = json.loads(subject)
    if "since" not in window or "until" not in window:
        return False
    since, until = (datetime.fromisoformat(window[end]) for end in ("since", "until"))
    return since <= moment < until
