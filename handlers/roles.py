"""`/desk roles`: who may do more on this desk than their platform says, and giving or taking a role.

A role is given to a person or to a group: a user group in Slack, a role of the server in Discord.
"""

import re
from datetime import datetime

from feeds.errors import RequestError
from handlers.grammar import Argument, Entry, Kind, first_word
from handlers.message import Line, Message, Table, say, words
from handlers.records import Write, write_down
from handlers.request import Reply, Request, Role
from storage import people
from storage.store import Store

GIVEN = ("reader", "editor", "admin")
_REFS = {
    "slack": ((r"@?(?:slack:)?([UW][A-Z0-9]+)", "slack:"), (r"(?:@&|slack:)(S[A-Z0-9]+)", "slack:")),
    "discord": ((r"@?(?:discord:)?U?([0-9]+)", "discord:U"), (r"(?:@&|discord:R)([0-9]+)", "discord:R")),
}
"""How a person and how a group is typed on each platform, and what the ref begins with."""
_GROUPS = {
    "slack:S": ("a user group", "Slack says within ten minutes who is in it, if the app may ask (usergroups:read)."),
    "discord:R": ("a role of the server", "It counts for whoever has that role, from the next command on."),
}


def roles(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/desk roles [WHO ROLE]`: without a person or group the list; `reader` takes a given role back.

    Raises:
        RequestError: the person, the group or the role cannot be read.
    """
    typed, role = first_word(request.command.words)
    if not typed:
        return _listed(request, store)
    who, role = _ref(request, typed), role.strip().lower()
    if role not in GIVEN:
        raise RequestError(f"Which role? Write /desk roles {typed} {' or '.join(GIVEN)}")
    with store.transaction() as tx:
        before = people.appointment(tx, request.desk.id, who)
        if role == "reader":
            people.dismiss(tx, request.desk.id, who)
        else:
            people.appoint(tx, request.desk.id, who, role, now)
        write_down(tx, request, Write("desk roles", who, before, role), now)
    return Reply(_given(typed, who, role))


def _listed(request: Request, store: Store) -> Reply:
    with store.reading() as tx:
        given = people.appointments(tx, request.desk.id)
    lead = "Everybody else is what the platform says: its admins are admins, full members readers, guests nothing."
    if not given:
        return Reply(say("No role was given to anybody here.", lead))
    rows = tuple((_named(who), role) for who, role in given)
    return Reply(Message("Roles", (Table(("who", "role"), rows), Line(words(lead), small=True))))


def _ref(request: Request, typed: str) -> str:
    """Return the ref of the person or group that `typed` mentions, or writes out as the list does."""
    platform = request.person.ref.partition(":")[0]
    for pattern, prefix in _REFS.get(platform, ()):
        if found := re.fullmatch(pattern, typed):
            return _not_everybody(prefix + found[1], request.desk.ref)
    raise RequestError(f'"{typed}" names nobody: mention a person or a group with @ and pick the name from the list')


def group_ref(request: Request, typed: str) -> str:
    """Return the ref of the user group or role that `typed` mentions.

    Raises:
        RequestError: it names none, or a person, or everybody.
    """
    ref = _ref(request, typed)
    if _group(ref) is None:
        raise RequestError(f'"{typed}" is no user group or role: mention one with @ and pick the name from the list')
    return ref


def _not_everybody(ref: str, desk: str) -> str:
    """Return `ref`, which is not to be Discord's @everyone: the role with the number of its server."""
    if ref.removeprefix("discord:R") == desk.removeprefix("discord:G"):
        raise RequestError("@everyone is everybody on this server: name the persons, or a role that only some have")
    return ref


def _given(typed: str, who: str, role: str) -> Message:
    group = _group(who)
    if group is None:
        return say(f"{typed} is {role} of this desk.")
    if role == "reader":
        return say(f"{_named(who)}, has no role of its own here any more.")
    return say(f"{_named(who)}, is {role} of this desk.", f"{group[1]} Guests in it stay guests.")


def _named(who: str) -> str:
    group = _group(who)
    return f"{who}, {group[0]}" if group else who


def _group(who: str) -> tuple[str, str] | None:
    """Return what kind of group `who` is and when it counts, or None for a person."""
    return next((group for start, group in _GROUPS.items() if who.startswith(start)), None)


ENTRIES = (
    Entry(
        name="desk",
        action="roles",
        summary="who may do what here, and giving a person or a group a role",
        usage="/desk roles [WHO ROLE]",
        examples=(
            "/desk roles",
            "/desk roles @jane editor",
            "/desk roles @metro-desk admin",
            "/desk roles @jane reader",
        ),
        role=Role.ADMIN,
        answer=roles,
        positional=(
            Argument("who", "a person, a Slack user group or a Discord role, mentioned with @"),
            Argument("role", "reader, editor or admin", Kind.CHOICE, choices=GIVEN),
        ),
    ),
)
