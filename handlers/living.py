"""Living cards: which messages are looked at again, and what follows from each edit. Nothing is edited here."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import assert_never

from handlers.message import Message
from handlers.outcome import Later, Never, Outcome, Scope, Sent, Unknown
from handlers.retries import LEASE, MOST_TRIES, backed_off, close, hold
from storage import edits, folding
from storage.model import Delivery, DeliveryKind, StoryKey
from storage.store import Store, Transaction

PACE = timedelta(minutes=1)
"""A message changes at most this often; what comes meanwhile is one edit."""
AGE = timedelta(days=1)
"""A message older than this stays as it is."""
AT_ONCE = 20


def touch(tx: Transaction, stories: Iterable[StoryKey], now: datetime) -> int:
    """Have the cards of `stories` looked at again, in every channel; return how many messages that are."""
    return edits.touch_stories(tx, stories, now, PACE, AGE)


def due_edits(store: Store, now: datetime) -> tuple[Delivery, ...]:
    """Take the messages that are to be looked at now; those that grew too old meanwhile stay as they are."""
    with store.transaction() as tx:
        taken = edits.claim_edits(tx, now, LEASE, AT_ONCE)
        old = {each.id for each in taken if each.settled_at is None or each.settled_at <= now - AGE}
        for each in old:
            edits.settle_edit_over(tx, each, given_up=False)
    return tuple(each for each in taken if each.id not in old)


def fingerprint(message: Message | None) -> str:
    """Return the hash of what `message` says, the same on every machine; of None, that of nothing."""
    return hashlib.sha256(repr(message).encode()).hexdigest()[:32]


def edit_key(delivery: Delivery, shown: str) -> str:
    """Return the name of the edit that lets `delivery` show `shown`: the same whenever it is tried again."""
    return f"{delivery.id}:{shown[:12]}"


def settle_unchanged(store: Store, delivery: Delivery, now: datetime) -> None:
    """Note that a message says already what it should."""
    with store.transaction() as tx:
        edits.settle_edited(tx, delivery.id, delivery.shown or "", delivery.ref or "", now, PACE)


def settle_edit(store: Store, delivery: Delivery, outcome: Outcome, shown: str, now: datetime, jitter: float) -> None:
    """Write down what became of the edit that lets `delivery` show `shown`, and what follows from it.

    One that nobody knows of is made again: it says the same. A message that can be edited no more stays as it is; what
    it should have told and did not goes back into the line.
    """
    with store.transaction() as tx:
        match outcome:
            case Sent(ref):
                edits.settle_edited(tx, delivery.id, shown, ref, now, PACE)
            case Later(wait):
                edits.settle_edit_later(tx, delivery.id, now + wait, was_tried=False)
            case Never(why, Scope.CHANNEL):
                edits.settle_edit_later(tx, delivery.id, now, was_tried=False)
                hold(tx, delivery.channel, why, now)
            case Never(why, Scope.WORKSPACE):
                edits.settle_edit_later(tx, delivery.id, now, was_tried=False)
                close(tx, delivery.channel, why, now)
            case Unknown() if delivery.edit_tries < MOST_TRIES:
                edits.settle_edit_later(tx, delivery.id, now + max(PACE, backed_off(delivery.edit_tries, jitter)))
            case Unknown() | Never():
                _give_up(tx, delivery)
            case _:
                assert_never(outcome)


def _give_up(tx: Transaction, delivery: Delivery) -> None:
    edits.settle_edit_over(tx, delivery.id, given_up=True)
    last_seen = delivery.edited_at or delivery.settled_at
    if delivery.kind in {DeliveryKind.ROLL_UP, DeliveryKind.CATCH_UP} and last_seen is not None:
        folding.unfold(tx, delivery.id, last_seen)
