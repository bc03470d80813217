"""Delivery: what is due, what it says, and what follows from each outcome. Nothing is sent here."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import assert_never

from handlers.alerts import card, follow_up
from handlers.correction_notes import correction_note, under
from handlers.digests import sent_digest
from handlers.folding import fold_lines
from handlers.living import AGE, PACE, fingerprint
from handlers.message import Message, say
from handlers.outcome import Later, Never, Outcome, Scope, Sent, Unknown
from handlers.queueing import THREAD
from handlers.retries import LEASE, MOST_TRIES, backed_off, close, hold
from handlers.rollups import many_at_once
from handlers.stories import story_for
from storage import articles, channels, edits, outbox
from storage.model import ArticleId, Delivery, DeliveryId, DeliveryKind, DeliveryState, StoryKey
from storage.store import Store, Transaction

BATCH = 50
PING_FOR = timedelta(minutes=10)
"""A card that is sent later than this calls nobody: what was urgent is so no more."""
MOST_RECOVERED = 10_000
_LIVING = frozenset({DeliveryKind.ALERT, DeliveryKind.ROLL_UP, DeliveryKind.CATCH_UP})
"""What is edited when what it tells of changes."""


def due(store: Store, now: datetime) -> tuple[Delivery, ...]:
    """Claim the deliveries to be sent now, at most one a channel, each durably marked as being sent.

    What a sender did not settle within its lease is put back first: it will be looked up before it is sent again.
    """
    with store.transaction() as tx:
        for lost in outbox.unknown(tx, now):
            outbox.settle_later(tx, lost.id, now, "whoever was sending it did not say what became of it")
        fold_lines(tx, now, BATCH)
        return outbox.claim_due(tx, now, LEASE, BATCH)


def recover(store: Store, now: datetime) -> int:
    """Put what a stopped run was sending back in line, to be looked up before it is sent again; return how many.

    Only for who holds the store: anybody else's sending is none of ours. Held channels are tried once more: a token or
    an invitation may be new.
    """
    with store.transaction() as tx:
        channels.release_all(tx)
        edits.free_edits(tx, now)
        unknown = outbox.deliveries(tx, DeliveryState.SENDING, MOST_RECOVERED)
        for delivery in unknown:
            outbox.settle_later(tx, delivery.id, now, "the last run stopped while sending it")
    return len(unknown)


def thread_of(store: Store, delivery: Delivery) -> str | None:
    """Return the ref of the message that `delivery` belongs under, None for one that goes to the channel itself."""
    if delivery.kind is DeliveryKind.CORRECTION:
        return under(delivery)
    if delivery.kind is not DeliveryKind.FOLLOW_UP:
        return None
    facts = json.loads(delivery.subject)
    with store.reading() as tx:
        if "card" in facts:
            noted = outbox.delivery(tx, DeliveryId(facts["card"]))
            return noted.ref if noted else None
        stored = articles.article(tx, ArticleId(facts["article"])) if facts.get("where") == THREAD else None
        teller = outbox.sent_alert(tx, delivery.channel.id, stored.story) if stored else None
    return teller.ref if teller else None


def compose(store: Store, delivery: Delivery, now: datetime) -> Message | None:
    """Return what `delivery` says as things stand now, or None when its subject is no longer there."""
    with store.reading() as tx:
        match delivery.kind:
            case DeliveryKind.ALERT:
                return _carded(tx, delivery, now)
            case DeliveryKind.FOLLOW_UP:
                return _followed_up(tx, delivery)
            case DeliveryKind.DIGEST:
                return sent_digest(tx, delivery)
            case DeliveryKind.NOTICE:
                return say(delivery.subject)
            case DeliveryKind.CORRECTION:
                return correction_note(tx, delivery)
            case DeliveryKind.ROLL_UP | DeliveryKind.CATCH_UP:
                return many_at_once(tx, delivery)
            case _:
                assert_never(delivery.kind)


def _carded(tx: Transaction, delivery: Delivery, now: datetime) -> Message | None:
    """Return the card of a story; it calls somebody only while it is fresh."""
    story = story_for(tx, StoryKey(delivery.subject), delivery.channel)
    if story is None:
        return None
    return replace(card(story, now), ping=delivery.ping if now - delivery.created < PING_FOR else None)


def _followed_up(tx: Transaction, delivery: Delivery) -> Message | None:
    facts = json.loads(delivery.subject)
    if "line" in facts:
        return say(facts["line"])
    stored = articles.article(tx, ArticleId(facts["article"]))
    return follow_up(stored, facts["difference"]) if stored else None


def shown_by(store: Store, delivery: Delivery) -> str | None:
    """Return the hash of what `delivery` says now, whenever that is asked; None for what is never edited."""
    if delivery.kind not in _LIVING:
        return None
    return fingerprint(compose(store, delivery, delivery.created))


def settle(
    store: Store, delivery: Delivery, outcome: Outcome, now: datetime, jitter: float, shown: str | None = None
) -> None:
    """Write down what became of `delivery` and what follows: done, tried again later, or dead and shown as such.

    A broken channel is held, a workspace that is closed to us tried now and then: what waits there stays in line.
    `jitter` (0 to 1) spreads the tries that follow an unknown outcome. `shown` is the hash of what it says, None where
    an earlier try may have said something else: then it is looked at again.
    """
    with store.transaction() as tx:
        match outcome:
            case Sent(ref):
                outbox.settle_sent(tx, delivery.id, ref, now, shown)
                channels.open_desk(tx, delivery.channel.desk)
                if shown is None and delivery.kind in _LIVING:
                    edits.touch(tx, (delivery.id,), now, PACE, AGE)
            case Later(wait, why):
                outbox.settle_later(tx, delivery.id, now + wait, why, was_tried=False)
            case Never(why, Scope.CHANNEL):
                outbox.settle_later(tx, delivery.id, now, why)
                hold(tx, delivery.channel, why, now)
            case Never(why, Scope.WORKSPACE):
                outbox.settle_later(tx, delivery.id, now, why)
                close(tx, delivery.channel, why, now)
            case Unknown(why) if delivery.tries < MOST_TRIES:
                outbox.settle_later(tx, delivery.id, now + backed_off(delivery.tries, jitter), why)
            case Unknown(why) | Never(why):
                outbox.settle_dead(tx, delivery.id, why, now)
            case _:
                assert_never(outcome)
