"""The speakers across articles: one for "Trump", "Donald J. Trump" and "President Donald Trump", another for Ivanka.

Names are merged where they are written alike but for titles and middle initials, and never by a surname alone. A
surname alone is a speaker of its own (`bare`), until a question reads it under the one person it will mean.
"""

import difflib
from collections.abc import Iterable

from sqlalchemy import or_
from sqlmodel import col, func, select
from sqlmodel.sql.expression import Select

from storage.casting import add_alias, merge_speakers, speaker_of
from storage.model import SpeakerCount, SpeakerId, SpeakersRead
from storage.names import Name, read_name, without_generation
from storage.store import Transaction
from storage.tables import AliasRow, QuoteRow, SpeakerRow

__all__ = [
    "add_alias",
    "find_speakers",
    "merge_speakers",
    "most_quoted",
    "nearest_speakers",
    "speaker_of",
    "speakers_read_as",
]

DOMINANT = 0.75
"""The share of a surname's quotes that one person needs, for the surname alone to be read as that person."""
NEAR = 0.7
MOST_COMPARED = 5000


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


def bearing(tx: Transaction, typed: str) -> tuple[SpeakerCount, ...]:
    """Return who bears the name `typed`, whole or by its end, people before bare surnames; the most quoted first.

    A whole name is one person's, or nobody's; a surname alone may be several people's.
    """
    name = read_name(typed)
    if not name.folded:
        return ()
    same = or_(col(AliasRow.surname) == name.surname, col(AliasRow.core) == name.core)
    rows = [row for row in tx.session.exec(select(AliasRow).where(same)) if _names(row, name)]
    exact = {row.speaker_id for row in rows if row.core == name.core and not name.bare}
    found = _counted(tx, exact or {row.speaker_id for row in rows})
    bare = _bare(tx, (each.id for each in found))
    return tuple(each for each in found if each.id not in bare) or found


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


def whole_names(tx: Transaction, ids: Iterable[int]) -> dict[int, str]:
    """Return for each speaker known by a surname alone the name of the one person it will mean, where there is one.

    Whoever has three quarters of the surname's quotes is meant.
    """
    wanted = [SpeakerId(each) for each in set(ids)]
    found: dict[int, str] = {}
    for bare in _bare(tx, wanted):
        surname = select(SpeakerRow.surname).where(col(SpeakerRow.id) == bare).scalar_subquery()
        full = (col(SpeakerRow.surname) == surname, col(SpeakerRow.bare).is_(False))
        family = _counted(tx, [each or 0 for each in tx.session.exec(select(SpeakerRow.id).where(*full))])
        if bare is not None and family and family[0].quotes >= DOMINANT * sum(each.quotes for each in family):
            found[bare] = family[0].name
    return found


def nearest_speakers(tx: Transaction, typed: str, limit: int = 3) -> tuple[SpeakerCount, ...]:
    """Return the speakers whose names are spelt most like `typed`, the nearest first; for when nobody is found.

    A name must begin or end as what was typed does: a slip is rarely at both ends.
    """
    name = read_name(typed)
    if not name.folded:
        return ()
    spellings: dict[str, int] = {}
    for core, surname, speaker in tx.session.exec(_alike(name).order_by(col(AliasRow.speaker_id)).limit(MOST_COMPARED)):
        spellings.setdefault(core, speaker)
        spellings.setdefault(surname, speaker)
    near = difflib.get_close_matches(name.core, spellings, n=limit * 2, cutoff=NEAR)
    counted = {each.id: each for each in _counted(tx, (spellings[each] for each in near))}
    ranked = dict.fromkeys(SpeakerId(spellings[each]) for each in near)
    return tuple(counted[each] for each in ranked if each in counted)[:limit]


def _alike(name: Name) -> Select[str, str, int]:
    """Return the aliases of which the name or the surname is about as long as `name` and shares one of its ends."""
    least, most = len(name.core) * NEAR / (2 - NEAR), len(name.core) * (2 - NEAR) / NEAR
    length = [func.length(column).between(least, most) for column in (AliasRow.core, AliasRow.surname)]
    ends = [
        column.startswith(first, autoescape=True) | column.endswith(last, autoescape=True)
        for column in (col(AliasRow.core), col(AliasRow.surname))
        for first, last in {(name.core[:1], name.core[-2:]), (name.surname[:1], name.surname[-2:])}
    ]
    return select(AliasRow.core, AliasRow.surname, AliasRow.speaker_id).where(or_(*length), or_(*ends))


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
