"""What an admin chooses for a channel is kept, shown, written down, and nobody else's to choose."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers.message import Line, Message, Words
from handlers.request import Role
from storage import audit, channels
from storage.model import Unsure
from tests.newsroom import Desk, open_newsroom


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_newsroom(tmp_path)
    yield opened
    opened.store.close()


@pytest.mark.parametrize(
    "line", ["/desk setup here unsure:never", "/desk setup unsure:never", "/desk setup unsure:NEVER to:here"]
)
def test_a_choice_is_kept_for_the_channel_it_is_typed_in(desk: Desk, line: str) -> None:
    reply = desk.types(line)

    assert "rather never" in _shown(reply.message)
    assert _unsure(desk) == [Unsure.NEVER]


def test_a_choice_for_another_channel_leaves_this_one_alone(desk: Desk) -> None:
    with desk.store.transaction() as tx:
        channels.ensure_channel(tx, desk.place.desk.id, "terminal:2", "#night")

    desk.types("/desk setup to:#night unsure:twice")

    assert _unsure(desk) == [None, Unsure.TWICE]


def test_a_choice_leaves_the_other_settings_of_its_channel(desk: Desk) -> None:
    with desk.store.transaction() as tx:
        channels.hold(tx, desk.place.channel.id, "is_archived", desk.now)

    desk.types("/desk setup unsure:twice")

    with desk.store.reading() as tx:
        (place,) = channels.channels(tx, desk.place.desk.id)
    assert (place.unsure, place.name) == (Unsure.TWICE, desk.place.channel.name)


def test_without_a_choice_each_channel_says_what_was_chosen_and_that_nobody_did(desk: Desk) -> None:
    asked = _shown(desk.types("/desk setup").message)
    desk.types("/desk setup unsure:twice")

    told = _shown(desk.types("/desk setup").message)

    assert "rather never" in asked
    assert "nobody chose yet" in asked
    assert "rather twice" in told
    assert "nobody chose yet" not in told


@pytest.mark.parametrize(
    "line", ["/desk setup unsure:perhaps", "/desk setup unsure:twice to:#nowhere", "/desk setup elsewhere unsure:twice"]
)
def test_what_cannot_be_read_is_refused_with_what_would_work(desk: Desk, line: str) -> None:
    reply = desk.types(line)

    assert reply.refused
    assert "unsure:twice or unsure:never" in _shown(reply.message) or "to:here" in _shown(reply.message)
    assert _unsure(desk) == [None]


@pytest.mark.parametrize("role", [Role.READER, Role.EDITOR])
def test_only_admins_choose(desk: Desk, role: Role) -> None:
    assert desk.types("/desk setup unsure:twice", role=role).refused
    assert _unsure(desk) == [None]


def test_a_choice_is_written_down_with_what_was_before(desk: Desk) -> None:
    desk.types("/desk setup unsure:never")
    desk.types("/desk setup unsure:twice")

    with desk.store.reading() as tx:
        latest, first = audit.history(tx, desk.place.desk.id, of="channel")
    assert (first.before, first.after) == (None, "never")
    assert (latest.before, latest.after, latest.action) == ("never", "twice", "desk setup")


def _unsure(desk: Desk) -> list[Unsure | None]:
    with desk.store.reading() as tx:
        return [place.unsure for place in channels.channels(tx, desk.place.desk.id)]


def _shown(message: Message) -> str:
    lines = (block for block in message.blocks if isinstance(block, Line))
    return "\n".join("".join(part.text for part in line.inlines if isinstance(part, Words)) for line in lines)
