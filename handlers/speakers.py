"""`/desk speaker`: who a speaker is taken to be, and an admin's word on it: another name, the same, or not the same."""

import json
from datetime import datetime

from feeds.errors import RequestError
from handlers.grammar import Argument, Entry, Kind
from handlers.message import Block, Button, Line, Message, Words, plural, words
from handlers.records import Write, write_down
from handlers.request import Reply, Request, Role, refusal
from storage import speakers
from storage.model import SpeakerId
from storage.names import read_name
from storage.speaker_edits import SpeakerFacts, name_also, part, speaker_facts, speaker_written, unite
from storage.store import Store, Transaction

LONGEST = 100
SHOWN = 12
_EDITS = ("alias", "same", "not")


def speaker(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/desk speaker NAME`, and change who it means where an admin says so.

    Raises:
        RequestError: nobody or several are called so, or the change makes no sense.
    """
    typed = request.command.words.strip().strip('"').strip()
    asked = [name for name in _EDITS if request.command.all_of(name)]
    if not typed:
        raise RequestError('Which speaker? For example /desk speaker "Karen Bassey"')
    if len(asked) > 1:
        raise RequestError(f"One change at a time: {asked[0]}: or {asked[1]}:")
    if not asked:
        with store.reading() as tx:
            return Reply(_shown(speaker_facts(tx, _who(tx, typed))))
    if request.person.role < Role.ADMIN:
        return refusal("Changing who a speaker is is for admins here. Ask an admin of this desk.")
    with store.transaction() as tx:
        who = _who(tx, typed)
        before = speaker_facts(tx, who)
        undo = _changed(tx, before, asked[0], request.command.all_of(asked[0]))
        after = speaker_facts(tx, who)
        _write_down(tx, request, before, after, now)
    return Reply(_shown(after, before, undo))


def _who(tx: Transaction, typed: str) -> SpeakerId:
    """Return the one speaker that is called so."""
    if len(typed) > LONGEST:
        raise RequestError(f"A name has at most {LONGEST} characters.")
    exact = speaker_written(tx, typed)
    if exact is not None and not read_name(typed).bare:
        return exact
    found = speakers.bearing(tx, typed)
    if len(found) > 1:
        names = ", ".join(f'"{each.name}" ({each.quotes})' for each in found[:5])
        raise RequestError(f"Several are called {typed}: write the whole name, one of {names}")
    if found:
        return found[0].id
    if exact is None:
        near = ", ".join(each.name for each in speakers.nearest_speakers(tx, typed))
        raise RequestError(f"Nobody called {typed} is quoted.{f' Nearest: {near}.' if near else ''}")
    return exact


def _changed(tx: Transaction, who: SpeakerFacts, edit: str, typed: tuple[str, ...]) -> str:
    """Carry one change out; return the command that takes it back, empty where nothing changed."""
    names = [" ".join(each.split())[:LONGEST].replace('"', "") for each in typed]
    if any(not read_name(each).folded for each in names):
        raise RequestError(f"{edit}: needs a name")
    if edit == "not":
        try:
            part(tx, who.id, names)
        except LookupError as error:
            aliases = ", ".join(who.aliases[:SHOWN])
            raise RequestError(f"{error}. {who.name} is written: {aliases}") from None
        return f'/desk speaker "{who.name}" same:"{names[0]}"'
    taken = [alias for name in names for alias in _united(tx, who, edit, name)]
    return f'/desk speaker "{who.name}" {" ".join(f"not:{chr(34)}{each}{chr(34)}" for each in taken)}' if taken else ""


def _united(tx: Transaction, who: SpeakerFacts, edit: str, name: str) -> list[str]:
    """Let `name` be another way to write `who`, or who is called so be the same; return the names that came along."""
    other = _who(tx, name) if edit == "same" else speaker_written(tx, name)
    if other == who.id:
        return []
    theirs = speaker_facts(tx, other) if other is not None else None
    if edit == "same" and other is not None:
        unite(tx, who.id, other)
    else:
        name_also(tx, who.id, name)
    if theirs is None:
        return [name]
    first = [theirs.name] if read_name(theirs.name).folded in theirs.aliases else []
    return [*first, *(alias for alias in theirs.aliases if not first or alias != read_name(theirs.name).folded)]


def _write_down(tx: Transaction, request: Request, before: SpeakerFacts, after: SpeakerFacts, now: datetime) -> None:
    was, stands = (
        json.dumps({"name": each.name, "aliases": each.aliases, "quotes": each.quotes}) for each in (before, after)
    )
    write_down(tx, request, Write("desk speaker", f"speaker:{after.id}", was, stands), now)


def _shown(facts: SpeakerFacts, before: SpeakerFacts | None = None, undo: str = "") -> Message:
    was = f" (was {before.quotes:,})" if before and before.quotes != facts.quotes else ""
    title = f"{facts.name}: {plural(facts.quotes, 'quote')}{was}"
    blocks: list[Block] = [Line((Words(facts.name, strong=True), Words(f": {plural(facts.quotes, 'quote')}{was}")))]
    if facts.spellings:
        spelt = ", ".join(f"{name} ({number:,})" for name, number in facts.spellings[:SHOWN])
        blocks.append(Line(words(f"Spelt in articles: {spelt}")))
    blocks.append(Line(words(f"Names that mean them: {', '.join(facts.aliases[:SHOWN])}"), small=True))
    if facts.roles:
        blocks.append(Line(words(f"Roles: {', '.join(facts.roles)}"), small=True))
    buttons = [Button("Undo", undo)] if undo else []
    return Message(title, tuple(blocks), (*buttons, Button("Quotes", f'/quotes by:"{facts.name}"')))


ENTRIES = (
    Entry(
        name="desk",
        action="speaker",
        summary="who a speaker is taken to be; admins say who is the same and who is not",
        usage='/desk speaker NAME [alias:"…" | same:"…" | not:"…"]',
        examples=(
            '/desk speaker "Karen Bassey"',
            '/desk speaker "Robert Kenning" alias:"RFK"',
            '/desk speaker "Karen Bassey" not:"Caren Bassey"',
        ),
        role=Role.READER,
        answer=speaker,
        positional=(Argument("name", "the speaker's name", Kind.SPEAKER),),
        options=(
            Argument("alias", "another way to write this speaker"),
            Argument("same", "another speaker who is the same", Kind.SPEAKER),
            Argument("not", "a way of writing that is somebody else"),
        ),
    ),
)
