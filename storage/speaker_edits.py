"""What an admin decides of speakers: another way to write one, two that are one, one that is two. Guesses nothing.

What is decided stands in the table of aliases, where every later reading looks first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlmodel import col, func

from storage import corrections
from storage.casting import add_alias, forget_cast, merge_speakers
from storage.model import SpeakerId
from storage.names import read_name
from storage.store import Transaction
from storage.tables import AliasRow, QuoteRow, RoleRow, SpeakerRow, table

AT_ONCE = 500
MOST_ROLES = 12


@dataclass(frozen=True, slots=True)
class SpeakerFacts:
    """A speaker: the shown name, how often they are quoted, how articles spell them with how often, and their roles.

    `aliases` are all the ways of writing that mean them, folded.
    """

    id: SpeakerId
    name: str
    quotes: int
    spellings: tuple[tuple[str, int], ...]
    aliases: tuple[str, ...]
    roles: tuple[str, ...]


def speaker_facts(tx: Transaction, speaker: SpeakerId) -> SpeakerFacts:
    """Return what is known of a speaker.

    Raises:
        LookupError: no such speaker.
    """
    row = tx.session.get(SpeakerRow, speaker)
    if row is None:
        raise LookupError(f"speaker {speaker} is not stored")
    count = func.count()
    theirs = (col(QuoteRow.speaker_id) == speaker, col(QuoteRow.gone_at).is_(None))
    spelt = select(col(QuoteRow.speaker), count).where(*theirs).group_by(col(QuoteRow.speaker)).order_by(count.desc())
    spellings = tuple((name or "", number) for name, number in tx.session.execute(spelt))
    aliases = select(col(AliasRow.folded)).where(col(AliasRow.speaker_id) == speaker).order_by(col(AliasRow.folded))
    roles = select(col(RoleRow.folded)).where(col(RoleRow.speaker_id) == speaker).order_by(col(RoleRow.folded))
    return SpeakerFacts(
        speaker,
        row.name,
        sum(number for _, number in spellings),
        spellings,
        tuple(tx.session.execute(aliases).scalars()),
        tuple(tx.session.execute(roles.limit(MOST_ROLES)).scalars()),
    )


def speaker_written(tx: Transaction, written: str) -> SpeakerId | None:
    """Return the speaker that `written`, a whole way of writing a name, means; None for nobody."""
    meant = select(col(AliasRow.speaker_id)).where(col(AliasRow.folded) == read_name(written).folded)
    found = tx.session.execute(meant).scalar()
    return SpeakerId(found) if found is not None else None


def name_also(tx: Transaction, speaker: SpeakerId, written: str) -> None:
    """Let `written` mean `speaker`; whoever it meant becomes one with them."""
    other = speaker_written(tx, written)
    moved = _quotes_of(tx, other) if other not in {None, speaker} else ()
    add_alias(tx, speaker, written)
    _place_again(tx, moved)


def unite(tx: Transaction, kept: SpeakerId, merged: SpeakerId) -> None:
    """Make two speakers one: `kept` takes over quotes, ways of writing and roles."""
    moved = _quotes_of(tx, merged)
    merge_speakers(tx, kept, merged)
    _place_again(tx, moved)


def part(tx: Transaction, speaker: SpeakerId, written: Sequence[str]) -> SpeakerId:
    """Make those who are written so a speaker of their own, named as the first is written; return who.

    Raises:
        LookupError: the speaker is not written so, or is written in no other way.
    """
    names = [read_name(each) for each in written]
    folded = {name.folded for name in names if name.folded}
    aliases = set(speaker_facts(tx, speaker).aliases)
    if not folded or not folded <= aliases:
        raise LookupError(f"{' and '.join(sorted(folded - aliases)) or 'an empty name'} does not mean that speaker")
    if folded == aliases:
        raise LookupError("that is every way the speaker is written: nobody would be left")
    first = names[0]
    made = tx.session.connection().execute(
        insert(table(SpeakerRow)), {"name": first.shown, "surname": first.surname, "bare": first.bare}
    )
    new = SpeakerId(made.lastrowid)
    theirs = (col(AliasRow.speaker_id) == speaker, col(AliasRow.folded).in_(folded))
    tx.session.execute(update(AliasRow).where(*theirs).values(speaker_id=new))
    forget_cast(tx)
    spellings = select(col(QuoteRow.speaker)).where(col(QuoteRow.speaker_id) == speaker).distinct()
    spelt = [each for each in tx.session.execute(spellings).scalars() if each and read_name(each).folded in folded]
    moved = select(col(QuoteRow.id)).where(col(QuoteRow.speaker_id) == speaker, col(QuoteRow.speaker).in_(spelt))
    _place_again(tx, tuple(tx.session.execute(moved).scalars()))
    return new


def _quotes_of(tx: Transaction, speaker: SpeakerId | None) -> tuple[int | None, ...]:
    return tuple(tx.session.execute(select(col(QuoteRow.id)).where(col(QuoteRow.speaker_id) == speaker)).scalars())


def _place_again(tx: Transaction, quotes: Sequence[int | None]) -> None:
    """Give quotes to whom their names mean now, and find their utterances there."""
    for first in range(0, len(quotes), AT_ONCE):
        some = select(QuoteRow).where(col(QuoteRow.id).in_(quotes[first : first + AT_ONCE]))
        corrections.settle(tx, tuple(tx.session.execute(some.order_by(col(QuoteRow.published))).scalars()))
