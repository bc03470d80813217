"""Delivery: what is due, what it says, and what follows from each outcome. Nothing is sent here."""

import json
from datetime import datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from handlers.alerts import card, follow_up
from handlers.correction_notes import correction_note, under
from handlers.digest_layout import digest_message
from handlers.digests import digest_between
from handlers.message import Message, say
from handlers.outcome import Later, Never, Outcome, Scope, Sent, Unknown
from handlers.stories import story_for
from storage import articles, channels, outbox
from storage.model import (
    ArticleId,
    Change,
    Channel,
    Delivery,
    DeliveryId,
    DeliveryKind,
    DeliveryState,
    NewDelivery,
    StoryKey,
)
from storage.store import Store, Transaction

LEASE = timedelta(minutes=2)
BATCH = 50
MOST_RECOVERED = 10_000
FIRST_RETRY = timedelta(seconds=5)
LONGEST_RETRY = timedelta(minutes=15)
MOST_TRIES = 12
PROBED_EVERY = timedelta(minutes=15)
"""How often one message tries whether a workspace that was closed to us is open again."""


def due(store: Store, now: datetime) -> tuple[Delivery, ...]:
    """Claim the deliveries to be sent now, at most one a channel, each durably marked as being sent.

    What a sender did not settle within its lease is put back first: it will be looked up before it is sent again.
    """
    with store.transaction() as tx:
        for lost in outbox.unknown(tx, now):
            outbox.settle_later(tx, lost.id, now, "whoever was sending it did not say what became of it")
        return outbox.claim_due(tx, now, LEASE, BATCH)


def recover(store: Store, now: datetime) -> int:
    """Put what a stopped run was sending back in line, to be looked up before it is sent again; return how many.

    Only for who holds the store: anybody else's sending is none of ours. Held channels are tried once more: a token or
    an invitation may be new.
    """
    with store.transaction() as tx:
        channels.release_all(tx)
        unknown = outbox.deliveries(tx, DeliveryState.SENDING, MOST_RECOVERED)
        for delivery in unknown:
            outbox.settle_later(tx, delivery.id, now, "the last run stopped while sending it")
    return len(unknown)


def thread_of(store: Store, delivery: Delivery) -> str | None:
    """Return the ref of the card that `delivery` belongs under: an update or a note does, a correction does not."""
    if delivery.kind is DeliveryKind.CORRECTION:
        return under(delivery)
    if delivery.kind is not DeliveryKind.FOLLOW_UP:
        return None
    facts = json.loads(delivery.subject)
    with store.reading() as tx:
        if "card" in facts:
            noted = outbox.delivery(tx, DeliveryId(facts["card"]))
            return noted.ref if noted else None
        stored = articles.article(tx, ArticleId(facts["article"]))
        if stored is None or stored.change is not Change.UPDATE:
            return None
        card_sent = outbox.sent_alert(tx, delivery.channel.id, stored.story)
    return card_sent.ref if card_sent else None


def compose(store: Store, delivery: Delivery, now: datetime) -> Message | None:
    """Return what `delivery` says as things stand now, or None when its subject is no longer there."""
    with store.reading() as tx:
        match delivery.kind:
            case DeliveryKind.ALERT:
                story = story_for(tx, StoryKey(delivery.subject), delivery.channel)
                return card(story, now) if story else None
            case DeliveryKind.FOLLOW_UP:
                return _followed_up(tx, delivery)
            case DeliveryKind.DIGEST:
                window = json.loads(delivery.subject)
                since, until = (datetime.fromisoformat(window[end]) for end in ("since", "until"))
                digest = digest_between(tx, delivery.channel.desk, since, until)
                return digest_message(digest, ZoneInfo(window["zone"]))
            case DeliveryKind.NOTICE:
                return say(delivery.subject)
            case DeliveryKind.CORRECTION:
                return correction_note(tx, delivery)
            case DeliveryKind.ROLL_UP | DeliveryKind.CATCH_UP:
                return None
            case _:
                assert_never(delivery.kind)


def _followed_up(tx: Transaction, delivery: Delivery) -> Message | None:
    facts = json.loads(delivery.subject)
    if "line" in facts:
        return say(facts["line"])
    stored = articles.article(tx, ArticleId(facts["article"]))
    return follow_up(stored, facts["difference"]) if stored else None


def settle(store: Store, delivery: Delivery, outcome: Outcome, now: datetime, jitter: float) -> None:
    """Write down what became of `delivery` and what follows: done, tried again later, or dead and shown as such.

    A broken channel, or every channel of a workspace that is closed to us, is held: what waits for it stays in line.
    `jitter` (0 to 1) spreads the tries that follow an unknown outcome.
    """
    with store.transaction() as tx:
        match outcome:
            case Sent(ref):
                outbox.settle_sent(tx, delivery.id, ref, now)
                channels.open_desk(tx, delivery.channel.desk)
            case Later(wait, why):
                outbox.settle_later(tx, delivery.id, now + wait, why, was_tried=False)
            case Never(why, Scope.CHANNEL):
                outbox.settle_later(tx, delivery.id, now, why)
                if channels.hold(tx, delivery.channel.id, why, now):
                    _tell_of_hold(tx, delivery.channel, why, now)
            case Never(why, Scope.WORKSPACE):
                outbox.settle_later(tx, delivery.id, now, why)
                channels.close_desk(tx, delivery.channel.desk, why, now, PROBED_EVERY)
            case Unknown(why) if delivery.tries < MOST_TRIES:
                outbox.settle_later(tx, delivery.id, now + backed_off(delivery.tries, jitter), why)
            case Unknown(why) | Never(why):
                outbox.settle_dead(tx, delivery.id, why, now)
            case _:
                assert_never(outcome)


def _tell_of_hold(tx: Transaction, broken: Channel, why: str, now: datetime) -> None:
    """Say once, in the desk's first channel that still speaks, that `broken` does not; the log tells the operator."""
    speaking = next((each for each in channels.channels(tx, broken.desk) if each.held is None), None)
    if speaking is not None:
        text = (
            f"Nothing is sent to {broken.name} any more: {why}. Mend it, then name it in a to: option. Nothing is lost."
        )
        notice = NewDelivery(speaking.id, f"held:{broken.id}:{now.isoformat()}", DeliveryKind.NOTICE, text, now)
        outbox.enqueue(tx, notice, now)


def backed_off(tries: int, jitter: float) -> timedelta:
    """Return how long to wait after `tries` failed tries: doubling, capped, with full jitter (0 to 1)."""
    doubled: timedelta = min(LONGEST_RETRY, FIRST_RETRY * (1 << min(tries, 10)))
    return doubled * max(0.1, jitter)
