"""Whose words they are: finds the speaker that a name means as articles are kept, or makes one. Answers no question.

What was looked up is remembered for the length of the transaction, which is the only one that writes.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sqlalchemy import delete, insert, select, update
from sqlmodel import col

from storage.model import SpeakerId
from storage.names import Name, fold, is_capitals, read_name
from storage.sqlite import insert_new, listed
from storage.store import Transaction
from storage.tables import AliasRow, QuoteRow, RoleRow, SpeakerRow, table

_NAMES_KEPT = 4096
_read = lru_cache(_NAMES_KEPT)(read_name)
_NEW_SPEAKER = insert(table(SpeakerRow))
_NEW_ALIAS = insert_new(table(AliasRow))
_NEW_ROLE = insert_new(table(RoleRow))


@dataclass(slots=True)
class _Speaker:
    id: SpeakerId
    name: str
    surname: str
    bare: bool


@dataclass(slots=True)
class _Cast:
    """What one transaction knows of the tables: `asked` holds the names looked up, whether or not there was anyone.

    `aliases` and `roles` still have to be written.
    """

    asked: set[str] = field(default_factory=set)
    people: dict[SpeakerId, _Speaker] = field(default_factory=dict)
    by_alias: dict[str, SpeakerId] = field(default_factory=dict)
    by_core: dict[str, dict[SpeakerId, set[str]]] = field(default_factory=dict)
    roles_kept: set[tuple[SpeakerId, str]] = field(default_factory=set)
    aliases: list[dict[str, object]] = field(default_factory=list)
    roles: list[dict[str, object]] = field(default_factory=list)


def speakers_of(tx: Transaction, said: Sequence[tuple[str | None, str | None]]) -> tuple[SpeakerId | None, ...]:
    """Return for each (name, role) the speaker it names, made where there is none; None where no letter is written.

    `role`, as written beside the quote, tells whose surname it is: "Trump" with the role "President" is the one Trump
    who was a President before.
    """
    cast: _Cast = tx.session.info.setdefault(_Cast, _Cast())
    names = [_read(written or "") for written, _ in said]
    _look_up(tx, cast, [name for name in names if name.folded])
    found = tuple(
        _speaker_of(tx, cast, name, role) if name.folded else None for name, (_, role) in zip(names, said, strict=True)
    )
    _write(tx, cast)
    return found


def speaker_of(tx: Transaction, written: str, role: str | None = None) -> SpeakerId | None:
    """Return the speaker that one name means, as `speakers_of` does."""
    return speakers_of(tx, ((written, role),))[0]


def surnames_of(tx: Transaction, speakers: Iterable[SpeakerId | None]) -> dict[SpeakerId, tuple[str, bool]]:
    """Return the surname of each speaker, and whether it is all that is known of the name."""
    cast: _Cast = tx.session.info.setdefault(_Cast, _Cast())
    wanted = {each for each in speakers if each is not None}
    if unknown := wanted - cast.people.keys():
        rows = tx.session.connection().execute(select(table(SpeakerRow)).where(col(SpeakerRow.id).in_(unknown)))
        cast.people.update({each: _Speaker(each, name, surname, bare) for each, name, surname, bare in rows})
    return {each: (cast.people[each].surname, cast.people[each].bare) for each in wanted}


def add_alias(tx: Transaction, speaker: SpeakerId, written: str) -> None:
    """Let `written` mean `speaker` from now on, and take over the quotes of whoever it meant.

    Raises:
        LookupError: no such speaker.
    """
    if tx.session.get(SpeakerRow, speaker) is None:
        raise LookupError(f"speaker {speaker} is not stored")
    name = read_name(written)
    other = tx.session.execute(select(col(AliasRow.speaker_id)).where(col(AliasRow.folded) == name.folded)).scalar()
    if other is not None and other != speaker:
        merge_speakers(tx, speaker, SpeakerId(other))
    elif other is None and name.folded:
        tx.session.execute(_NEW_ALIAS, _alias(name, speaker))
    forget_cast(tx)


def merge_speakers(tx: Transaction, kept: SpeakerId, merged: SpeakerId) -> None:
    """Give everything of `merged` to `kept`: quotes, ways of writing the name, roles."""
    if kept == merged:
        return
    for owned in (QuoteRow, AliasRow):
        tx.session.execute(update(owned).where(col(owned.speaker_id) == merged).values(speaker_id=kept))
    roles = tx.session.execute(select(col(RoleRow.folded)).where(col(RoleRow.speaker_id) == merged)).scalars().all()
    if roles:
        tx.session.execute(_NEW_ROLE, [{"speaker_id": kept, "folded": role} for role in roles])
    tx.session.execute(delete(RoleRow).where(col(RoleRow.speaker_id) == merged))
    tx.session.execute(delete(SpeakerRow).where(col(SpeakerRow.id) == merged))
    forget_cast(tx)


def forget_cast(tx: Transaction) -> None:
    """Forget what this transaction has looked up of names: somebody else wrote them."""
    tx.session.info.pop(_Cast, None)


_WRITTEN = select(col(AliasRow.folded), col(AliasRow.core), col(AliasRow.initials), *table(SpeakerRow).c).join(
    SpeakerRow, col(SpeakerRow.id) == col(AliasRow.speaker_id)
)
# Two questions in one: SQLite reads the whole table for "or" between two indexes where both ask a subquery.
# Who is found twice is learnt once.
_ALIASES = _WRITTEN.where(col(AliasRow.folded).in_(listed("written"))).union_all(
    _WRITTEN.where(col(AliasRow.core).in_(listed("cores")))
)


def _look_up(tx: Transaction, cast: _Cast, names: Iterable[Name]) -> None:
    """Learn who is written like `names`, in one question for all that were not asked for before."""
    new = {name.folded: name.core for name in names if name.folded not in cast.asked}
    if not new:
        return
    cast.asked |= new.keys()
    wanted = {"written": json.dumps(list(new)), "cores": json.dumps(list(set(new.values())))}
    for folded, core, initials, number, shown, surname, bare in tx.session.connection().execute(_ALIASES, wanted):
        speaker = cast.people.setdefault(SpeakerId(number), _Speaker(SpeakerId(number), shown, surname, bare))
        _learn(cast, folded, core, initials, speaker.id)


def _learn(cast: _Cast, folded: str, core: str, initials: str, speaker: SpeakerId) -> None:
    cast.by_alias[folded] = speaker
    cast.by_core.setdefault(core, {}).setdefault(speaker, set()).update(filter(None, (initials,)))


def _speaker_of(tx: Transaction, cast: _Cast, name: Name, role: str | None) -> SpeakerId:
    number = cast.by_alias.get(name.folded)
    speaker = cast.people[number] if number is not None else None
    if (speaker is None or speaker.bare) and name.bare and role:
        speaker = _by_role(tx, cast, name, role) or speaker
    if speaker is None:
        speaker = _by_core(cast, name) or _made(tx, cast, name)
        cast.aliases.append(_alias(name, speaker.id))
        _learn(cast, name.folded, name.core, name.initials, speaker.id)
    _prefer(tx, speaker, name)
    if role and not speaker.bare:
        _remember_role(cast, speaker.id, fold(role))
    return speaker.id


def _by_core(cast: _Cast, name: Name) -> _Speaker | None:
    """Return the one speaker written like `name` but for middle initials, unless initials tell two people apart."""
    initials = cast.by_core.get(name.core, {})
    same = [each for each, theirs in initials.items() if name.initials in theirs]
    open_to = [each for each, theirs in initials.items() if not theirs or not name.initials]
    fitting = same or open_to
    return cast.people[fitting[0]] if len(fitting) == 1 else None


def _by_role(tx: Transaction, cast: _Cast, name: Name, role: str) -> _Speaker | None:
    _write(tx, cast)
    query = (
        select(table(SpeakerRow))
        .join(RoleRow, col(RoleRow.speaker_id) == col(SpeakerRow.id))
        .where(
            col(RoleRow.folded) == fold(role),
            col(SpeakerRow.surname) == name.surname,
            col(SpeakerRow.bare).is_(False),
        )
    )
    found = tx.session.connection().execute(query.limit(2)).all()
    if len(found) != 1:
        return None
    number, shown, surname, bare = found[0]
    return cast.people.setdefault(SpeakerId(number), _Speaker(SpeakerId(number), shown, surname, bare))


def _made(tx: Transaction, cast: _Cast, name: Name) -> _Speaker:
    made = tx.session.connection().execute(
        _NEW_SPEAKER,
        {"name": name.shown, "surname": name.surname, "bare": name.bare},
    )
    speaker = _Speaker(SpeakerId(made.lastrowid), name.shown, name.surname, name.bare)
    cast.people[speaker.id] = speaker
    return speaker


def _prefer(tx: Transaction, speaker: _Speaker, name: Name) -> None:
    """Show a speaker without middle initials, and in ordinary case, once the name was seen so."""
    if speaker.name == name.shown:
        return
    shown = _read(speaker.name)
    if shown.core == name.core and _oddness(name) < _oddness(shown):
        speaker.name = name.shown
        tx.session.execute(update(SpeakerRow).where(col(SpeakerRow.id) == speaker.id).values(name=name.shown))


def _oddness(name: Name) -> tuple[int, bool]:
    return len(name.initials), is_capitals(name.shown) or name.shown.islower()


def _remember_role(cast: _Cast, speaker: SpeakerId, role: str) -> None:
    if role and (speaker, role) not in cast.roles_kept:
        cast.roles_kept.add((speaker, role))
        cast.roles.append({"speaker_id": speaker, "folded": role})


def _alias(name: Name, speaker: SpeakerId) -> dict[str, object]:
    return {
        "folded": name.folded,
        "core": name.core,
        "initials": name.initials,
        "surname": name.surname,
        "speaker_id": speaker,
    }


def _write(tx: Transaction, cast: _Cast) -> None:
    """Write what was learnt of names and roles, a statement for all of a kind."""
    connection = tx.session.connection()
    if cast.aliases:
        connection.execute(_NEW_ALIAS, cast.aliases)
    if cast.roles:
        connection.execute(_NEW_ROLE, cast.roles)
    cast.aliases, cast.roles = [], []
