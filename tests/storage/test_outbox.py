"""The outbox: queued once, one in the air a channel, in order, and never lost by a crash."""

from datetime import timedelta

import pytest

from storage import channels, outbox
from storage.model import Channel, Delivery, DeliveryKind, DeliveryState, NewDelivery, StoryKey
from storage.store import Store, Transaction
from tests.builders import NOW

LEASE = timedelta(minutes=2)
MINUTE = timedelta(minutes=1)


def place(tx: Transaction, ref: str = "terminal") -> Channel:
    desk = channels.ensure_desk(tx, "terminal", "this terminal", "UTC")
    return channels.ensure_channel(tx, desk.id, ref, ref)


def queue(tx: Transaction, channel: Channel, key: str, due: timedelta = timedelta(0)) -> bool:
    return outbox.enqueue(tx, NewDelivery(channel.id, key, DeliveryKind.ALERT, key, NOW + due), NOW)


def claim(tx: Transaction, after: timedelta = timedelta(0)) -> tuple[Delivery, ...]:
    return outbox.claim_due(tx, NOW + after, LEASE, 10)


def test_a_key_is_queued_once_a_channel_even_after_it_was_sent(store: Store) -> None:
    with store.transaction() as tx:
        here, there = place(tx), place(tx, "#desk")
        queue(tx, here, "story")
        outbox.settle_sent(tx, claim(tx)[0].id, "1", NOW)

        assert [queue(tx, here, "story"), queue(tx, there, "story")] == [False, True]


def test_a_channel_has_one_delivery_in_the_air_and_keeps_its_order(store: Store) -> None:
    with store.transaction() as tx:
        here = place(tx)
        for key in ("first", "second"):
            queue(tx, here, key)

        first, meanwhile = claim(tx), claim(tx)
        outbox.settle_sent(tx, first[0].id, "ref-1", NOW)
        second = claim(tx)

    assert [each.key for each in (*first, *second)] == ["first", "second"]
    assert meanwhile == ()
    assert first[0].state is DeliveryState.SENDING
    assert first[0].tries == 1


def test_channels_do_not_wait_for_one_another(store: Store) -> None:
    with store.transaction() as tx:
        for ref in ("#a", "#b"):
            queue(tx, place(tx, ref), "story")

        assert [each.channel.ref for each in claim(tx)] == ["#a", "#b"]


def test_a_delivery_to_be_tried_later_holds_its_place_in_the_line(store: Store) -> None:
    with store.transaction() as tx:
        here = place(tx)
        for key in ("first", "second"):
            queue(tx, here, key)
        outbox.settle_later(tx, claim(tx)[0].id, NOW + MINUTE, "429")

        assert claim(tx) == ()
        again = claim(tx, MINUTE)

    assert [(each.key, each.tries, each.why, each.due) for each in again] == [("first", 2, "429", NOW + MINUTE)]


def test_what_is_due_tomorrow_does_not_hold_up_today(store: Store) -> None:
    with store.transaction() as tx:
        here = place(tx)
        queue(tx, here, "digest", timedelta(days=1))
        queue(tx, here, "alert")

        assert [each.key for each in claim(tx)] == ["alert"]


def test_a_dead_delivery_is_shown_and_the_line_goes_on(store: Store) -> None:
    with store.transaction() as tx:
        here = place(tx)
        for key in ("first", "second"):
            queue(tx, here, key)
        outbox.settle_dead(tx, claim(tx)[0].id, "channel is archived", NOW)

        assert [each.why for each in outbox.deliveries(tx, DeliveryState.DEAD)] == ["channel is archived"]
        assert [each.key for each in claim(tx)] == ["second"]


def test_a_dead_delivery_can_be_tried_again(store: Store) -> None:
    with store.transaction() as tx:
        queue(tx, place(tx), "story")
        dead = claim(tx)[0]
        outbox.settle_dead(tx, dead.id, "gone", NOW)

        assert [outbox.retry(tx, dead.id, NOW), outbox.retry(tx, dead.id, NOW)] == [True, False]
        assert [each.key for each in claim(tx)] == ["story"]


def test_a_delivery_whose_sender_died_is_unknown_not_free(store: Store) -> None:
    with store.transaction() as tx:
        queue(tx, place(tx), "story")
        claim(tx)

        assert outbox.unknown(tx, NOW) == ()
        assert [each.key for each in outbox.unknown(tx, NOW + LEASE)] == ["story"]
        assert claim(tx, LEASE) == ()


def test_a_late_outcome_changes_nothing(store: Store) -> None:
    with store.transaction() as tx:
        here = place(tx)
        queue(tx, here, "story")
        sent = claim(tx)[0]
        outbox.settle_sent(tx, sent.id, "ref-1", NOW)

        outbox.settle_later(tx, sent.id, NOW, "timed out")
        outbox.settle_dead(tx, sent.id, "timed out", NOW)

        alert = outbox.sent_alert(tx, here.id, StoryKey("story"))
    assert alert is not None
    assert (alert.state, alert.ref, alert.why) == (DeliveryState.SENT, "ref-1", None)


def test_the_last_of_a_kind_and_all_of_a_key_are_found(store: Store) -> None:
    with store.transaction() as tx:
        here, there = place(tx), place(tx, "#desk")
        for channel, key in ((here, "old"), (here, "new"), (there, "new")):
            queue(tx, channel, key)

        last = outbox.last_delivery(tx, here.id, DeliveryKind.ALERT)
        assert last is not None
        assert last.key == "new"
        assert outbox.last_delivery(tx, here.id, DeliveryKind.DIGEST) is None
        assert {each.channel.ref for each in outbox.deliveries_of(tx, "new")} == {"terminal", "#desk"}


def test_the_outbox_says_how_it_stands(store: Store) -> None:
    with store.transaction() as tx:
        here = place(tx)
        queue(tx, here, "first", -MINUTE)
        queue(tx, here, "second")

        facts = outbox.facts(tx)

        assert (facts.pending, facts.sending, facts.dead, facts.oldest) == (2, 0, 0, NOW - MINUTE)
        assert outbox.count(tx, DeliveryState.PENDING) == 2


@pytest.mark.parametrize("limit", [1, 3])
def test_no_more_is_claimed_than_asked_for(store: Store, limit: int) -> None:
    with store.transaction() as tx:
        for number in range(5):
            queue(tx, place(tx, f"#{number}"), "story")

        assert len(outbox.claim_due(tx, NOW, LEASE, limit)) == limit
