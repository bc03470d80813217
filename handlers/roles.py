"""`/desk roles`: who may do more on this desk than their platform says, and giving or taking a role."""

from datetime import datetime

from feeds.errors import RequestError
from handlers.grammar import Argument, Entry, Kind, first_word
from handlers.message import Line, Message, Table, say, words
from handlers.request import Reply, Request, Role
from storage import audit, people
from storage.model import AuditEntry
from storage.store import Store

GIVEN = ("reader", "editor", "admin")


def roles(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/desk roles [PERSON ROLE]`: without a person the list; `reader` takes a given role back.

    Raises:
        RequestError: the person or the role cannot be read.
    """
    typed, role = first_word(request.command.words)
    if not typed:
        return _listed(request, store)
    person, role = _person(request, typed), role.strip().lower()
    if role not in GIVEN:
        raise RequestError(f"Which role? Write /desk roles {typed} {' or '.join(GIVEN)}")
    with store.transaction() as tx:
        before = people.appointment(tx, request.desk.id, person)
        if role == "reader":
            people.dismiss(tx, request.desk.id, person)
        else:
            people.appoint(tx, request.desk.id, person, role, now)
        who, where = request.person.ref, request.place or "private"
        audit.record(tx, AuditEntry(now, request.desk.id, who, where, "desk roles", before, role, about=person))
    return Reply(say(f"{typed} is {role} of this desk."))


def _listed(request: Request, store: Store) -> Reply:
    with store.reading() as tx:
        given = people.appointments(tx, request.desk.id)
    lead = "Everybody else is what the platform says: its admins are admins, full members readers, guests nothing."
    if not given:
        return Reply(say("No role was given to anybody here.", lead))
    rows = tuple((person, role) for person, role in given)
    return Reply(Message("Roles", (Table(("person", "role"), rows), Line(words(lead), small=True))))


def _person(request: Request, typed: str) -> str:
    platform = request.person.ref.partition(":")[0]
    number = typed.removeprefix("@").removeprefix(f"{platform}:")
    known = {"slack": number.startswith(("U", "W")) and number.isalnum(), "discord": number.lstrip("U").isdigit()}
    if not known.get(platform, False):
        raise RequestError(f'"{typed}" names nobody: mention the person with @ and pick the name from the list')
    return f"discord:U{number.lstrip('U')}" if platform == "discord" else f"{platform}:{number}"


ENTRIES = (
    Entry(
        name="desk",
        action="roles",
        summary="who may do what here, and giving a role",
        usage="/desk roles [PERSON ROLE]",
        examples=("/desk roles", "/desk roles @jane editor", "/desk roles @jane reader"),
        role=Role.ADMIN,
        answer=roles,
        positional=(
            Argument("person", "somebody, mentioned with @"),
            Argument("role", "reader, editor or admin", Kind.CHOICE, choices=GIVEN),
        ),
    ),
)
