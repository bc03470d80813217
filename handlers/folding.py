"""Many deliveries in one message: a flood becomes a roll-up, what waited too long or overnight one catch-up."""

from datetime import datetime, timedelta

from feeds.model import Level
from handlers.living import AGE, PACE
from storage import edits, folding, outbox
from storage.folding import Waiting
from storage.model import Channel, Delivery, DeliveryKind, DeliveryState, NewDelivery, Updates
from storage.store import Transaction

FLOOD_LIMIT = 10
"""So many cards in `FLOOD_SPAN` are shown one by one in a channel that chose no number of its own."""
FLOOD_SPAN = timedelta(minutes=10)
LATE = timedelta(hours=6)
"""What was due this long ago is told in one catch-up, not in a card each."""
_CAUGHT_UP = (DeliveryKind.ALERT, DeliveryKind.FOLLOW_UP)


def fold_lines(tx: Transaction, now: datetime, most: int) -> int:
    """Fold what should be told together in the lines whose turn it is, at most `most`; return how many went into one.

    A delivery that was tried is never folded: it may have arrived.
    """
    heads = [head for head in outbox.heads(tx, now, most) if head.kind in _CAUGHT_UP and head.tries == 0]
    return sum(_caught_up(tx, head, now) or _rolled_up(tx, head, now) for head in heads)


def _caught_up(tx: Transaction, head: Delivery, now: datetime) -> int:
    """Fold all that is late, or waited for the morning, into one catch-up; a single message needs none."""
    if head.waits_for is None and head.due > now - LATE:
        return 0
    which = Waiting(head.channel.id, now, _CAUGHT_UP, late_since=now - LATE)
    last = folding.last_teller(tx, head.channel.id, DeliveryKind.CATCH_UP)
    if last is not None and not _is_open(last, head.channel, now):
        last = None
    if last is None and folding.waiting(tx, which) < 2:  # noqa: PLR2004 (one is a card)
        return 0
    return _fold(tx, which, last or _new(tx, DeliveryKind.CATCH_UP, head, head.due, now), now)


def _rolled_up(tx: Transaction, head: Delivery, now: datetime) -> int:
    """Fold the cards of a flood into its roll-up; a flash is folded only by a flood of flashes."""
    limit = head.channel.flood_limit or FLOOD_LIMIT
    least = Level.FLASH if head.level is Level.FLASH else Level.DIGEST
    if head.kind is not DeliveryKind.ALERT:
        return 0
    if folding.cards_since(tx, head.channel.id, now - FLOOD_SPAN, least) < limit:
        return 0
    which = Waiting(head.channel.id, now, (DeliveryKind.ALERT,), loudest=head.level)
    last = folding.last_teller(tx, head.channel.id, DeliveryKind.ROLL_UP)
    due = head.due
    if last is not None and not _is_open(last, head.channel, now):
        due = _next(last, head, now)
        last = None
    return _fold(tx, which, last or _new(tx, DeliveryKind.ROLL_UP, head, due, now), now)


def _is_open(teller: Delivery, channel: Channel, now: datetime) -> bool:
    """Return whether what is folded into `teller` now will be read there: it is composed yet, or can be edited."""
    untouched = teller.state is DeliveryState.PENDING and teller.tries == 0
    if teller.kind is DeliveryKind.CATCH_UP or channel.updates is Updates.CHANNEL:
        return untouched
    return untouched or teller.created > now - FLOOD_SPAN


def _next(last: Delivery, head: Delivery, now: datetime) -> datetime:
    """Return when a roll-up after `last` is due: where nothing can be edited, a flood speaks once in its span."""
    if head.channel.updates is Updates.CHANNEL and last.created > now - FLOOD_SPAN:
        return last.created + FLOOD_SPAN
    return head.due


def _new(tx: Transaction, kind: DeliveryKind, head: Delivery, due: datetime, now: datetime) -> Delivery:
    """Queue a teller at the place of `head` in the line, and return it."""
    key = f"{kind.value}:{head.id}:{now.isoformat()}"
    outbox.enqueue(tx, NewDelivery(head.channel.id, key, kind, "", due, level=head.level), now)
    (teller,) = (each for each in outbox.deliveries_of(tx, key) if each.channel.id == head.channel.id)
    return teller


def _fold(tx: Transaction, which: Waiting, teller: Delivery, now: datetime) -> int:
    folded = folding.fold(tx, which, teller.id, now)
    edits.touch(tx, (teller.id,), now, PACE, AGE)
    return folded
