"""What `/desk status` says of a desk: its own troubles, with what was chosen for them, and nobody else's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.message import Inline, Line, Message, Table, Words
from handlers.outcome import Never, Scope
from handlers.unsure import GIVEN_UP
from storage import channels, outbox
from storage.model import ChannelId, DeliveryKind, NewDelivery
from tests.newsroom import Desk, open_newsroom


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_newsroom(tmp_path)
    yield opened
    opened.store.close()


def test_what_may_have_arrived_is_shown_with_what_was_chosen_for_its_channel(desk: Desk) -> None:
    _gives_up(desk, desk.place.channel.id, f"{GIVEN_UP}: a scope is missing")

    unasked = _shown(desk.types("/desk status").message)
    desk.types("/desk setup unsure:never")
    told = _shown(desk.types("/desk status").message)

    assert "could not be sent: it may have arrived" in unasked
    assert "nobody chose yet" in unasked
    assert "rather never" in told
    assert "nobody chose yet" not in told


def test_what_could_not_be_sent_for_another_reason_asks_for_no_choice(desk: Desk) -> None:
    _gives_up(desk, desk.place.channel.id, "msg_too_long")

    status = _shown(desk.types("/desk status").message)

    assert "could not be sent: msg_too_long" in status
    assert "rather never" not in status


def test_another_desk_s_troubles_are_none_of_its_business(desk: Desk) -> None:
    with desk.store.transaction() as tx:
        other = channels.ensure_desk(tx, "slack:T02", "The Rival", "UTC")
        theirs = channels.ensure_channel(tx, other.id, "slack:C09", "#secret-desk")
    _gives_up(desk, theirs.id, "msg_too_long")
    with desk.store.transaction() as tx:
        waits = NewDelivery(theirs.id, "waits", DeliveryKind.NOTICE, "words", desk.now)
        outbox.enqueue(tx, waits, desk.now)

    status = _shown(desk.types("/desk status").message)

    assert "secret" not in status
    assert "0 waiting, 0 could not be sent" in status


def test_a_held_channel_is_shown_with_its_cure(desk: Desk) -> None:
    with desk.store.transaction() as tx:
        channels.hold(tx, desk.place.channel.id, "is_archived", desk.now)

    assert "nothing is sent to this terminal: is_archived · mend it" in _shown(desk.types("/desk status").message)


def test_a_closed_workspace_is_shown(desk: Desk) -> None:
    outcome = Never("token_revoked", Scope.WORKSPACE)
    with desk.store.transaction() as tx:
        channels.close_desk(tx, desk.place.desk.id, outcome.why, desk.now, desk.now - desk.now)

    assert "token_revoked · bring a new token" in _shown(desk.types("/desk status").message)


def _gives_up(desk: Desk, channel: ChannelId, why: str) -> None:
    with desk.store.transaction() as tx:
        outbox.enqueue(tx, NewDelivery(channel, "k", DeliveryKind.NOTICE, "words", desk.now), desk.now)
        (queued,) = outbox.deliveries_of(tx, "k")
        outbox.settle_dead(tx, queued.id, why, desk.now)


def _shown(message: Message) -> str:
    return "\n".join(_text(block.inlines) for block in message.blocks if isinstance(block, Line)) + "\n".join(
        ": ".join(row) for block in message.blocks if isinstance(block, Table) for row in block.rows
    )


def _text(inlines: tuple[Inline, ...]) -> str:
    return "".join(part.text for part in inlines if isinstance(part, Words))
