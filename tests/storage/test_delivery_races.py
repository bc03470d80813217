"""Many senders at one outbox: nothing goes out twice, nothing is left behind, no channel hears things out of order."""

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from storage import outbox
from storage.model import Channel, Delivery, DeliveryKind, DeliveryState, NewDelivery
from storage.store import Store, open_store
from tests.builders import NOW
from tests.storage.builders import a_channel

LEASE = timedelta(minutes=2)
SECOND = timedelta(seconds=1)


def queue(store: Store, channels: int, each: int) -> tuple[Channel, ...]:
    """Queue so many deliveries in each of so many channels, due a second apart."""
    with store.transaction() as tx:
        places = tuple(a_channel(tx, ref=f"slack:C{number}") for number in range(channels))
        for place in places:
            for number in range(each):
                new = NewDelivery(place.id, f"key-{number}", DeliveryKind.ALERT, "story", NOW + SECOND * number)
                assert outbox.enqueue(tx, new, NOW)
    return places


def together(number: int, work: Callable[[], None]) -> None:
    """Do `work` in so many threads that start at the same moment; an error in one of them is raised here."""
    gate, errors = threading.Barrier(number), list[BaseException]()

    def run() -> None:
        gate.wait()
        try:
            work()
        except BaseException as error:  # noqa: BLE001 (an assertion in a thread must fail the test too)
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def drain(store: Store, heard: list[Delivery], later: timedelta) -> None:
    """Claim and send until nothing is due; what was heard is noted in the transaction that settles it."""
    while True:
        with store.transaction() as tx:
            claimed = outbox.claim_due(tx, NOW + later, LEASE, 3)
        if not claimed:
            return
        for one in claimed:
            with store.transaction() as tx:
                outbox.settle_sent(tx, one.id, f"ref-{one.id}", NOW + later)
                heard.append(one)


def test_senders_at_once_never_claim_the_same_delivery(store: Store) -> None:
    queue(store, channels=12, each=1)
    claimed: list[Delivery] = []

    def claim() -> None:
        with store.transaction() as tx:
            claimed.extend(outbox.claim_due(tx, NOW, LEASE, 3))

    together(8, claim)

    assert Counter(Counter(one.id for one in claimed).values()) == {1: 12}
    assert {one.tries for one in claimed} == {1}


def test_every_channel_hears_everything_once_and_in_order_from_many_senders(store: Store) -> None:
    places = queue(store, channels=5, each=12)
    heard: list[Delivery] = []

    together(6, lambda: drain(store, heard, SECOND * 60))
    drain(store, heard, SECOND * 60)

    for place in places:
        assert [one.key for one in heard if one.channel == place] == [f"key-{number}" for number in range(12)]
    with store.reading() as tx:
        assert outbox.facts(tx).pending == outbox.facts(tx).sending == 0
        assert outbox.count(tx, DeliveryState.SENT) == 60


def test_a_channel_never_has_two_deliveries_in_the_air(store: Store) -> None:
    queue(store, channels=3, each=10)
    crowds: list[int] = []

    def claim_and_look() -> None:
        for _ in range(10):
            with store.transaction() as tx:
                claimed = outbox.claim_due(tx, NOW + SECOND * 60, LEASE, 2)
                flying = outbox.deliveries(tx, DeliveryState.SENDING)
                crowds.append(max(Counter(one.channel.id for one in flying).values(), default=0))
            with store.transaction() as tx:
                for one in claimed:
                    outbox.settle_sent(tx, one.id, None, NOW)

    together(4, claim_and_look)

    assert set(crowds) <= {0, 1}
    assert 1 in crowds


def test_the_same_key_queued_from_many_threads_is_queued_once(store: Store) -> None:
    with store.transaction() as tx:
        place = a_channel(tx)
    queued: list[bool] = []

    def enqueue() -> None:
        with store.transaction() as tx:
            queued.append(outbox.enqueue(tx, NewDelivery(place.id, "alert:s", DeliveryKind.ALERT, "s", NOW), NOW))

    together(8, enqueue)

    assert Counter(queued) == {True: 1, False: 7}


def test_two_stores_on_one_file_never_claim_the_same_delivery(store: Store, path: Path) -> None:
    queue(store, channels=10, each=1)
    claimed: list[Delivery] = []
    with closing(open_store(f"sqlite:///{path}", NOW)) as second:
        stores = iter((store, second, store, second))
        turn = threading.Lock()

        def claim() -> None:
            with turn:
                mine = next(stores)
            with mine.transaction() as tx:
                claimed.extend(outbox.claim_due(tx, NOW, LEASE, 4))

        together(4, claim)

    assert Counter(Counter(one.id for one in claimed).values()) == {1: 10}


def test_a_claim_that_is_rolled_back_is_free_again(store: Store) -> None:
    queue(store, channels=1, each=1)

    def claim_and_fail() -> None:
        with store.transaction() as tx:
            assert outbox.claim_due(tx, NOW, LEASE, 1)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        claim_and_fail()

    with store.transaction() as tx:
        [again] = outbox.claim_due(tx, NOW, LEASE, 1)
    assert again.tries == 1


def test_one_broken_channel_holds_up_no_other(store: Store) -> None:
    broken, sound = queue(store, channels=2, each=4)
    for number in range(4):
        with store.transaction() as tx:
            for one in outbox.claim_due(tx, NOW + SECOND * 10, LEASE, 10):
                if one.channel == broken:
                    outbox.settle_later(tx, one.id, NOW + timedelta(hours=number + 1), "down")
                else:
                    outbox.settle_sent(tx, one.id, None, NOW)

    with store.reading() as tx:
        left = outbox.deliveries(tx, DeliveryState.PENDING)
    assert {one.channel for one in left} == {broken}
    assert len(left) == 4
    assert sound != broken


def test_retrying_what_was_given_up_puts_it_at_its_old_place(store: Store) -> None:
    queue(store, channels=1, each=3)
    with store.transaction() as tx:
        [first] = outbox.claim_due(tx, NOW, LEASE, 1)
        outbox.settle_dead(tx, first.id, "gone", NOW)
        outbox.retry(tx, first.id, NOW)

        [again] = outbox.claim_due(tx, NOW + SECOND * 9, LEASE, 1)

    assert (again.id, again.key, again.tries) == (first.id, "key-0", 2)


def test_what_is_due_later_in_the_line_waits_for_its_own_time(store: Store) -> None:
    queue(store, channels=1, each=3)
    heard: list[Delivery] = []

    drain(store, heard, SECOND)

    assert [one.key for one in heard] == ["key-0", "key-1"]


def test_a_notice_in_a_digests_name_is_still_another_delivery(store: Store) -> None:
    [place] = queue(store, channels=1, each=1)
    with store.transaction() as tx:
        new = NewDelivery(place.id, "KEY-0", DeliveryKind.NOTICE, "story", NOW)

        assert outbox.enqueue(tx, new, NOW)
        assert len(outbox.deliveries_of(tx, "KEY-0")) == 1


def test_only_an_alert_that_arrived_there_is_a_sent_alert(store: Store) -> None:
    with store.transaction() as tx:
        here, there = a_channel(tx), a_channel(tx, ref="slack:C2")
        for place, kind in ((here, DeliveryKind.ALERT), (there, DeliveryKind.FOLLOW_UP)):
            outbox.enqueue(tx, NewDelivery(place.id, f"{kind}:s", kind, "s", NOW), NOW)
        before = outbox.sent_alert(tx, here.id, "s")  # type: ignore[arg-type] # a story's key
        for one in outbox.claim_due(tx, NOW, LEASE, 9):
            outbox.settle_sent(tx, one.id, "ref", NOW)

        after = [outbox.sent_alert(tx, place.id, "s") for place in (here, there)]  # type: ignore[arg-type] # the same

    assert before is None
    assert [one.ref if one else None for one in after] == ["ref", None]
