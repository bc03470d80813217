"""The outbox as people see it: what waits, what died and why, and who sent it again."""

from datetime import timedelta

import pytest

from feeds.errors import RequestError
from handlers.deliver import due, settle
from handlers.line import listed, retried, speed
from handlers.outcome import Never, Sent
from storage import audit, outbox
from storage.model import DeliveryKind, DeliveryState, NewDelivery
from tests.newsroom import Desk, shown


def queued(desk: Desk, *texts: str, kind: DeliveryKind = DeliveryKind.NOTICE) -> None:
    with desk.store.transaction() as tx:
        for text in texts:
            new = NewDelivery(desk.place.channel.id, text, kind, text, desk.now)
            outbox.enqueue(tx, new, desk.now)


def dies(desk: Desk, why: str = "it is too long") -> int:
    (delivery,) = due(desk.store, desk.now)
    settle(desk.store, delivery, Never(why), desk.now, 0.5)
    return delivery.id


def test_what_could_not_be_sent_stands_first_with_its_reason(desk: Desk) -> None:
    queued(desk, "one", "two")
    number = dies(desk)

    first, *lines = listed(desk.store)

    assert first == "1 waiting, 0 being sent, 1 could not be sent"
    assert lines[0].split()[:3] == [str(number), "dead", "notice"]
    assert lines[0].endswith("1 try  it is too long")
    assert " pending " in lines[1]


def test_a_long_line_says_how_much_it_does_not_show(desk: Desk) -> None:
    queued(desk, *(f"notice {number}" for number in range(outbox.SHOWN + 5)))

    *_, last = listed(desk.store)

    assert last == "and 5 more"


def test_what_is_sent_again_goes_out_and_is_on_the_record(desk: Desk) -> None:
    queued(desk, "one")
    number = dies(desk)

    said = retried(desk.store, str(number), "anna", desk.now)

    assert said == "1 delivery put back into line"
    assert [each.id for each in due(desk.store, desk.now)] == [number]
    with desk.store.reading() as tx:
        [entry] = audit.history(tx, desk.place.desk.id, f"delivery:{number}")
    assert (entry.who, entry.action) == ("anna", "outbox retry")
    assert entry.before == "could not be sent: it is too long"


def test_all_of_it_is_sent_again_in_the_old_order(desk: Desk) -> None:
    queued(desk, "one", "two", "three")
    for _ in range(3):
        dies(desk)

    said = retried(desk.store, "all", "anna", desk.now)
    order = []
    while claimed := due(desk.store, desk.now):
        order.append(claimed[0].subject)
        settle(desk.store, claimed[0], Sent("1"), desk.now, 0.5)

    assert (said, order) == ("3 deliveries put back into line", ["one", "two", "three"])


@pytest.mark.parametrize("which", ["99", "one", "", "-1"])
def test_what_was_not_given_up_cannot_be_sent_again(desk: Desk, which: str) -> None:
    queued(desk, "one")

    with pytest.raises(RequestError, match="outbox list"):
        retried(desk.store, which, "anna", desk.now)


def test_sending_all_again_of_nothing_is_no_error(desk: Desk) -> None:
    assert retried(desk.store, "all", "anna", desk.now) == "0 deliveries put back into line"


def test_our_own_time_is_said_of_alerts_that_went_straight_out(desk: Desk) -> None:
    with desk.store.reading() as tx:
        before = speed(tx, desk.place.desk.id)
    for number in range(20):
        queued(desk, f"alert {number}", kind=DeliveryKind.ALERT)
        (delivery,) = due(desk.store, desk.now)
        desk.now += timedelta(seconds=3 if number == 7 else 0.4)
        settle(desk.store, delivery, Sent("1"), desk.now, 0.5)
        desk.now += timedelta(hours=1)

    status = shown(desk.types("/desk status").message)

    assert before == "no alert sent yet"
    assert "3.0 s or less for 95 of 100 alerts, 0.4 s for half of them" in status
    with desk.store.reading() as tx:
        assert len(outbox.deliveries(tx, DeliveryState.SENT)) == 20
