"""The speakers across articles: one for "Trump", "Donald J. Trump" and "President Donald Trump", another for Ivanka.

Names are merged where they are written alike but for titles and middle initials, and never by a surname alone. A
surname alone is a speaker of its own (`bare`), until a question reads it under the one person it will mean.
"""

import difflib
from collections.abc import Iterable

from sqlalchemy import delete, or_, update
from sqlmodel import col, func, select

from storage.model import SpeakerCount, SpeakerId, SpeakersRead
from storage.names import Name, fold, is_capitals, read_name, without_generation
from storage.store import Transaction
from storage.tables import AliasRow, QuoteRow, RoleRow, SpeakerRow

DOMINANT = 0.75
"""The share of a surname's quotes that one person needs, for the surname alone to be read as that person."""
NEAR = 0.7
MOST_COMPARED = 5000


def speaker_of(tx: Transaction, written: str, role: str | None = None) -> SpeakerId | None:
    """Return the speaker that `written` names, made where there is none yet; None where it holds no letter.

    `role`, as written beside the quote, tells whose surname it is: "Trump" with the role "President" is the one Trump
    who was a President before.
    """
    name = read_name(written)
    if not name.folded:
        return None
    row = _by_alias(tx, name)
    if (row is None or row.bare) and name.bare and role:
        row = _by_role(tx, name, role) or row
    if row is None:
        row = _by_core(tx, name) or _made(tx, name)
        _alias(tx, name, row)
    _prefer(row, name)
    if role and not row.bare:
        _remember_role(tx, row, role)
    return SpeakerId(row.id or 0)


def find_speakers(tx: Transaction, typed: str) -> tuple[SpeakerCount, ...]:
    """Return who may be meant by a full name, a last name or an alias in any case, the most quoted first.

    Where that finds nobody, `typed` is taken for the beginning of a name. Nobody without a quote is found.
    """
    name = read_name(typed)
    if not name.folded:
        return ()
    same = or_(col(AliasRow.surname) == name.surname, col(AliasRow.core) == name.core)
    rows = tx.session.exec(select(AliasRow).where(same)).all()
    found = {row.speaker_id for row in rows if _names(row, name)}
    if not found:
        begins = col(AliasRow.folded).startswith(f"{name.folded} ", autoescape=True)
        found = set(tx.session.exec(select(AliasRow.speaker_id).where(begins).limit(MOST_COMPARED)))
    return _counted(tx, found)


def most_quoted(tx: Transaction, limit: int) -> tuple[SpeakerCount, ...]:
    """Return at most `limit` speakers, the most quoted first."""
    number = func.count()
    query = (
        select(QuoteRow.speaker_id)
        .where(col(QuoteRow.gone_at).is_(None), col(QuoteRow.speaker_id).is_not(None))
        .group_by(col(QuoteRow.speaker_id))
        .order_by(number.desc(), col(QuoteRow.speaker_id))
        .limit(limit)
    )
    return _counted(tx, [each for each in tx.session.exec(query) if each is not None])


def speakers_read_as(tx: Transaction, typed: str) -> SpeakersRead | None:
    """Return whom `typed` is read as, and who else might be meant; None where nobody is found.

    The most quoted is meant; the bare surname with them, where three quarters of their surname's quotes are theirs.
    """
    found = find_speakers(tx, typed)
    bare = _bare(tx, (each.id for each in found))
    people = [each for each in found if each.id not in bare]
    if not people:
        return SpeakersRead(found[0].name, (found[0].id,), found[0].quotes, found[1:]) if found else None
    main = people[0]
    alone = _surname_alone(tx, main)
    meant = (main, *alone)
    ids = tuple(each.id for each in meant)
    others = tuple(each for each in found if each.id not in ids)
    return SpeakersRead(main.name, ids, sum(each.quotes for each in meant), others)


def nearest_speakers(tx: Transaction, typed: str, limit: int = 3) -> tuple[SpeakerCount, ...]:
    """Return the speakers whose names are spelt most like `typed`, the nearest first; for when nobody is found."""
    name = read_name(typed)
    if not name.folded:
        return ()
    first = name.surname[:1], name.folded[:1]
    alike = or_(*(col(column).startswith(letter) for column in (AliasRow.surname, AliasRow.folded) for letter in first))
    spellings: dict[str, int] = {}
    for row in tx.session.exec(select(AliasRow).where(alike).limit(MOST_COMPARED)):
        spellings.setdefault(row.core, row.speaker_id)
        spellings.setdefault(row.surname, row.speaker_id)
    near = difflib.get_close_matches(name.core, spellings, n=limit * 2, cutoff=NEAR)
    counted = {each.id: each for each in _counted(tx, (spellings[each] for each in near))}
    ranked = dict.fromkeys(SpeakerId(spellings[each]) for each in near)
    return tuple(counted[each] for each in ranked if each in counted)[:limit]


def add_alias(tx: Transaction, speaker: SpeakerId, written: str) -> None:
    """Let `written` mean `speaker` from now on, and take over the quotes of whoever it meant.

    Raises:
        LookupError: no such speaker.
    """
    row = tx.session.get(SpeakerRow, speaker)
    if row is None:
        raise LookupError(f"speaker {speaker} is not stored")
    name = read_name(written)
    other = _by_alias(tx, name)
    if other is None:
        _alias(tx, name, row)
    elif other.id is not None and other.id != speaker:
        merge_speakers(tx, speaker, SpeakerId(other.id))


def merge_speakers(tx: Transaction, kept: SpeakerId, merged: SpeakerId) -> None:
    """Give everything of `merged` to `kept`: quotes, ways of writing the name, roles."""
    tx.session.exec(update(QuoteRow).where(col(QuoteRow.speaker_id) == merged).values(speaker_id=kept))
    tx.session.exec(update(AliasRow).where(col(AliasRow.speaker_id) == merged).values(speaker_id=kept))
    roles = tx.session.exec(select(RoleRow.folded).where(col(RoleRow.speaker_id) == merged)).all()
    for role in roles:
        tx.session.merge(RoleRow(speaker_id=kept, folded=role))
    tx.session.exec(delete(RoleRow).where(col(RoleRow.speaker_id) == merged))
    tx.session.exec(delete(SpeakerRow).where(col(SpeakerRow.id) == merged))


def _by_alias(tx: Transaction, name: Name) -> SpeakerRow | None:
    query = select(SpeakerRow).join(AliasRow, col(AliasRow.speaker_id) == col(SpeakerRow.id))
    return tx.session.exec(query.where(col(AliasRow.folded) == name.folded)).first()


def _by_core(tx: Transaction, name: Name) -> SpeakerRow | None:
    """Return the one speaker written like `name` but for middle initials, unless initials tell two people apart."""
    initials: dict[int, set[str]] = {}
    for row in tx.session.exec(select(AliasRow).where(col(AliasRow.core) == name.core)):
        initials.setdefault(row.speaker_id, set()).update(filter(None, (row.initials,)))
    same = [each for each, theirs in initials.items() if name.initials in theirs]
    open_to = [each for each, theirs in initials.items() if not theirs or not name.initials]
    fitting = same or open_to
    return tx.session.get(SpeakerRow, fitting[0]) if len(fitting) == 1 else None


def _by_role(tx: Transaction, name: Name, role: str) -> SpeakerRow | None:
    query = select(SpeakerRow).join(RoleRow, col(RoleRow.speaker_id) == col(SpeakerRow.id))
    theirs = (col(SpeakerRow.surname) == name.surname, col(SpeakerRow.bare).is_(False))
    found = tx.session.exec(query.where(col(RoleRow.folded) == fold(role), *theirs).limit(2)).all()
    return found[0] if len(found) == 1 else None


def _made(tx: Transaction, name: Name) -> SpeakerRow:
    row = SpeakerRow(name=name.shown, surname=name.surname, bare=name.bare)
    tx.session.add(row)
    tx.session.flush()
    return row


def _alias(tx: Transaction, name: Name, row: SpeakerRow) -> None:
    tx.session.add(
        AliasRow(
            folded=name.folded, core=name.core, initials=name.initials, surname=name.surname, speaker_id=row.id or 0
        )
    )
    tx.session.flush()


def _prefer(row: SpeakerRow, name: Name) -> None:
    """Show a speaker without middle initials, and in ordinary case, once the name was seen so."""
    shown = read_name(row.name)
    if shown.core == name.core and _oddness(name) < _oddness(shown):
        row.name = name.shown


def _oddness(name: Name) -> tuple[int, bool]:
    return len(name.initials), is_capitals(name.shown) or name.shown.islower()


def _remember_role(tx: Transaction, row: SpeakerRow, role: str) -> None:
    folded = fold(role)
    if folded and tx.session.get(RoleRow, (row.id, folded)) is None:
        tx.session.add(RoleRow(speaker_id=row.id or 0, folded=folded))
        tx.session.flush()


def _names(row: AliasRow, name: Name) -> bool:
    """Return whether `name` is all of an alias, or the end of it ("von der Leyen")."""
    if row.core == name.core:
        return not name.initials or not row.initials or row.initials == name.initials
    ends = (row.core, row.folded, without_generation(row.core))
    return any(f" {each}".endswith(f" {name.core}") for each in ends)


def _counted(tx: Transaction, ids: Iterable[int]) -> tuple[SpeakerCount, ...]:
    count = func.count().label("quotes")
    query = (
        select(SpeakerRow.id, SpeakerRow.name, count)
        .join(QuoteRow, col(QuoteRow.speaker_id) == col(SpeakerRow.id))
        .where(col(SpeakerRow.id).in_(tuple(ids)), col(QuoteRow.gone_at).is_(None))
        .group_by(col(SpeakerRow.id), col(SpeakerRow.name))
        .order_by(count.desc(), col(SpeakerRow.id))
    )
    return tuple(SpeakerCount(SpeakerId(each or 0), name, quotes) for each, name, quotes in tx.session.exec(query))


def _bare(tx: Transaction, ids: Iterable[SpeakerId]) -> frozenset[int | None]:
    bare = select(SpeakerRow.id).where(col(SpeakerRow.id).in_(tuple(ids)), col(SpeakerRow.bare).is_(True))
    return frozenset(tx.session.exec(bare))


def _surname_alone(tx: Transaction, main: SpeakerCount) -> tuple[SpeakerCount, ...]:
    """Return the speakers known by the surname of `main` alone, where `main` is whom it means."""
    surname = read_name(main.name).surname
    rows = tx.session.exec(select(SpeakerRow.id).where(col(SpeakerRow.surname) == surname))
    family = _counted(tx, [each or 0 for each in rows])
    bare = _bare(tx, (each.id for each in family))
    full = sum(each.quotes for each in family if each.id not in bare)
    if main.quotes < DOMINANT * full:
        return ()
    return tuple(each for each in family if each.id in bare)
