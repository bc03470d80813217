"""Where a watchlist speaks: a channel becomes a desk channel by being named, never before."""

from dataclasses import replace

import pytest

from feeds.errors import RequestError
from handlers.commands import parse
from handlers.places import desk_channel
from handlers.request import Command, Person, Request, Role
from storage import channels
from storage.model import Channel
from tests.newsroom import Desk


def asked(desk: Desk, place: str = "slack:C1", name: str = "#news") -> Request:
    person = Person("slack:U1", "Jane", Role.ADMIN, "UTC")
    return Request(Command("watch", "add", ""), person, desk.place.desk, None, place, name)


def named(desk: Desk, typed: str, request: Request | None = None) -> Channel:
    with desk.store.transaction() as tx:
        return desk_channel(tx, request or asked(desk), typed)


def test_here_is_where_it_was_typed(desk: Desk) -> None:
    assert (named(desk, "here").ref, named(desk, "HERE").name) == ("slack:C1", "#news")


def test_here_is_nowhere_without_a_place(desk: Desk) -> None:
    with pytest.raises(RequestError, match="this is none"):
        named(desk, "here", replace(asked(desk), place=""))


@pytest.mark.parametrize(
    ("place", "mention", "ref"),
    [
        ("slack:C1", "<C2 politics>", "slack:C2"),
        ("slack:C1", "<#C2|politics>", "slack:C2"),
        ("slack:T1/C1", "<C2 politics>", "slack:T1/C2"),
        ("discord:C100", "<#200|politics>", "discord:C200"),
    ],
)
def test_a_mentioned_channel_is_meant_on_the_same_platform(desk: Desk, place: str, mention: str, ref: str) -> None:
    channel = named(desk, mention, asked(desk, place))

    assert (channel.ref, channel.name) == (ref, "#politics")


def test_a_mention_without_a_name_keeps_the_known_name(desk: Desk) -> None:
    named(desk, "<C2 politics>")

    assert named(desk, "<C2 C2>").name == "#politics"


def test_a_channel_of_the_desk_may_be_named_in_words(desk: Desk) -> None:
    named(desk, "<C2 Politics>")

    assert named(desk, "#politics").ref == "slack:C2"


def test_an_unknown_name_is_refused_with_the_cure(desk: Desk) -> None:
    with pytest.raises(RequestError, match="write to:here in it"):
        named(desk, "#nowhere")


def test_another_desks_channel_is_unknown(desk: Desk) -> None:
    with desk.store.transaction() as tx:
        other = channels.ensure_desk(tx, "slack:T9", "Other", "UTC")
        channels.ensure_channel(tx, other.id, "slack:C9", "#secret")

    with pytest.raises(RequestError):
        named(desk, "#secret")


def test_the_grammar_keeps_the_id_of_a_mentioned_channel() -> None:
    command = parse("/watch add ports dock to:<#C2|politics>")

    assert command is not None
    assert command.option("to") == "<C2 politics>"


def test_the_grammar_keeps_the_id_of_a_mentioned_person() -> None:
    command = parse("/desk roles <@U2|jane> editor")

    assert command is not None
    assert command.words == "@U2 editor"
