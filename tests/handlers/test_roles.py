"""Roles that an admin gives: who may be named, and what that changes."""

from dataclasses import replace

import pytest

from handlers.commands import answer, parse
from handlers.request import Command, Person, Reply, Request, Role
from storage import audit, people
from tests.newsroom import Desk, shown


def types(desk: Desk, words: str, platform: str = "slack", role: Role = Role.ADMIN) -> Reply:
    person = Person(f"{platform}:U1", "Ada", role, "UTC")
    request = Request(Command("desk", "roles", words), person, desk.place.desk, None, f"{platform}:C1", "#news")
    return answer(request, desk.store, desk.now)


def types_line(desk: Desk, line: str, platform: str) -> Reply:
    command = parse(line)
    assert command is not None
    return types(desk, command.words, platform)


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


@pytest.mark.parametrize(
    ("platform", "typed", "group"),
    [
        ("slack", "<!subteam^S2|@metro-desk>", "slack:S2"),
        ("slack", "<!subteam^S2>", "slack:S2"),
        ("slack", "slack:S2", "slack:S2"),
        ("discord", "<@&77>", "discord:R77"),
        ("discord", "discord:R77", "discord:R77"),
    ],
)
def test_a_group_is_given_a_role_as_a_person_is(desk: Desk, platform: str, typed: str, group: str) -> None:
    reply = types_line(desk, f"/desk roles {typed} editor", platform)

    assert given(desk) == ((group, "editor"),)
    assert "Guests in it stay guests." in shown(reply.message)


def test_what_is_told_of_a_group_says_when_it_counts(desk: Desk) -> None:
    in_slack = shown(types(desk, "@&S2 editor").message)
    in_discord = shown(types(desk, "@&77 editor", "discord").message)

    assert "within ten minutes" in in_slack
    assert "usergroups:read" in in_slack
    assert "from the next command on" in in_discord


def test_the_list_tells_groups_from_persons_and_what_it_shows_can_be_taken_back(desk: Desk) -> None:
    types(desk, "@&S2 admin")
    types(desk, "@U2 editor")
    listed = shown(types(desk, "").message)

    reply = types(desk, "slack:S2 reader")

    assert "slack:S2, a user group" in listed
    assert "'slack:U2'" in listed
    assert given(desk) == (("slack:U2", "editor"),)
    assert "no role of its own" in shown(reply.message)


def test_discords_everyone_is_no_group(desk: Desk) -> None:
    server = replace(desk.place.desk, ref="discord:G100")
    person = Person("discord:U1", "Ada", Role.ADMIN, "UTC")
    request = Request(Command("desk", "roles", "@&100 admin"), person, server, None, "discord:C1", "#news")

    reply = answer(request, desk.store, desk.now)

    assert reply.refused
    assert "@everyone is everybody" in shown(reply.message)
    assert given(desk) == ()


@pytest.mark.parametrize("typed", ["@&77", "discord:R77", "@&U2", "@S2", "@42", "discord:U42"])
def test_another_platforms_people_and_groups_are_nobody_in_slack(desk: Desk, typed: str) -> None:
    assert types(desk, f"{typed} editor").refused
    assert given(desk) == ()


def test_the_help_says_that_groups_can_be_named(desk: Desk) -> None:
    told = shown(desk.types("/desk help desk roles").message)

    assert "group" in told
    assert "@metro-desk" in told


@pytest.mark.parametrize(
    "words", ["Ursula editor", "@&metro editor", "jane editor", "@jane editor", "@U2", "@U2 emperor", "@U2 guest"]
)
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
