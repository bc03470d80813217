"""Roles that an admin gives: who may be named, and what that changes."""

import pytest

from handlers.commands import answer
from handlers.request import Command, Person, Reply, Request, Role
from storage import audit, people
from tests.newsroom import Desk, shown


def types(desk: Desk, words: str, platform: str = "slack", role: Role = Role.ADMIN) -> Reply:
    person = Person(f"{platform}:U1", "Ada", role, "UTC")
    request = Request(Command("desk", "roles", words), person, desk.place.desk, None, f"{platform}:C1", "#news")
    return answer(request, desk.store, desk.now)


def given(desk: Desk) -> tuple[tuple[str, str], ...]:
    with desk.store.reading() as tx:
        return people.appointments(tx, desk.place.desk.id)


@pytest.mark.parametrize(
    ("platform", "typed", "person"),
    [
        ("slack", "@U2", "slack:U2"),
        ("slack", "@W2", "slack:W2"),
        ("slack", "slack:U2", "slack:U2"),
        ("discord", "@42", "discord:U42"),
        ("discord", "discord:U42", "discord:U42"),
    ],
)
def test_a_person_is_known_by_the_platforms_id(desk: Desk, platform: str, typed: str, person: str) -> None:
    reply = types(desk, f"{typed} editor", platform)

    assert not reply.refused
    assert given(desk) == ((person, "editor"),)


@pytest.mark.parametrize("words", ["jane editor", "@jane editor", "@U2", "@U2 emperor", "@U2 guest"])
def test_what_names_nobody_or_no_role_gives_nothing(desk: Desk, words: str) -> None:
    assert types(desk, words).refused
    assert given(desk) == ()


def test_the_terminal_has_nobody_to_appoint(desk: Desk) -> None:
    assert desk.types("/desk roles @U2 editor").refused


def test_reader_takes_a_given_role_back(desk: Desk) -> None:
    types(desk, "@U2 editor")
    types(desk, "@U2 reader")

    assert given(desk) == ()


def test_the_list_says_who_was_given_what(desk: Desk) -> None:
    assert "No role was given" in shown(types(desk, "").message)

    types(desk, "@U2 editor")

    assert "slack:U2" in shown(types(desk, "").message)


def test_only_admins_give_roles(desk: Desk) -> None:
    assert types(desk, "@U2 editor", role=Role.EDITOR).refused
    assert given(desk) == ()


def test_giving_a_role_is_written_down(desk: Desk) -> None:
    types(desk, "@U2 editor")
    types(desk, "@U2 admin")

    with desk.store.reading() as tx:
        last = audit.history(tx, desk.place.desk.id, "slack:U2")[0]

    assert (last.who, last.before, last.after) == ("slack:U1", "editor", "admin")


@pytest.mark.parametrize(
    "line", ["/watch list", "/watch nonsense", "/nonsense", "/help", "/desk roles", "/quotes help"]
)
def test_a_guest_is_told_nothing_not_even_what_there_is(desk: Desk, line: str) -> None:
    reply = desk.types(line, role=Role.GUEST)

    assert reply.refused
    assert shown(reply.message) == "This is for members of this desk."
