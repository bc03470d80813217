"""A message that may have arrived follows its channel's choice; without one it is given up and the channel asked."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from handlers.outcome import Never, Scope
from handlers.unsure import GIVEN_UP, when_unsure
from storage import channels, outbox
from storage.model import Delivery, DeliveryKind, NewDelivery, Unsure
from tests.newsroom import Desk, open_newsroom

WHY = "the app lacks a scope"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_newsroom(tmp_path)
    yield opened
    opened.store.close()


def test_rather_twice_sends_it_again(desk: Desk) -> None:
    delivery = _chosen(desk, Unsure.TWICE)

    assert when_unsure(desk.store, delivery, WHY, desk.now) is None
    assert _asked(desk) == []


def test_rather_never_gives_it_up_without_closing_the_channel(desk: Desk) -> None:
    delivery = _chosen(desk, Unsure.NEVER)

    assert when_unsure(desk.store, delivery, WHY, desk.now) == Never(f"{GIVEN_UP}: {WHY}", Scope.MESSAGE)
    assert _asked(desk) == []


def test_while_nobody_chose_it_is_given_up_and_the_channel_is_asked_once(desk: Desk) -> None:
    delivery = _chosen(desk, None)

    outcomes = [when_unsure(desk.store, delivery, WHY, desk.now) for _ in range(2)]

    assert outcomes == [Never(f"{GIVEN_UP}: {WHY}")] * 2
    (question,) = _asked(desk)
    assert "/desk setup here unsure:twice" in question
    assert WHY in question


def test_what_was_chosen_after_it_was_claimed_counts(desk: Desk) -> None:
    delivery = _chosen(desk, None)
    desk.types("/desk setup unsure:twice")

    assert when_unsure(desk.store, delivery, WHY, desk.now) is None


def _chosen(desk: Desk, unsure: Unsure | None) -> Delivery:
    """Queue a delivery to the desk's channel, for which `unsure` was chosen, and return it claimed."""
    channel = replace(desk.place.channel, unsure=unsure)
    with desk.store.transaction() as tx:
        channels.keep_settings(tx, channel)
        outbox.enqueue(tx, NewDelivery(channel.id, "k", DeliveryKind.NOTICE, "words", desk.now), desk.now)
        (claimed,) = outbox.deliveries_of(tx, "k")
    return claimed


def _asked(desk: Desk) -> list[str]:
    with desk.store.reading() as tx:
        return [each.subject for each in outbox.deliveries_of(tx, f"unsure:{desk.place.channel.id}")]
