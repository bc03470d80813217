"""What people correct of the quotes: it wins over what is read, now and whenever the article is read again.

A corrected quote keeps what was read beside what stands, so that a correction can be taken back.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from feeds.model import Quote, QuoteKind
from storage import ledger
from storage.casting import speaker_of, surnames_of
from storage.model import ArticleId, DeskId, Fix, QuoteId, SpeakerId, StoredArticle
from storage.names import read_name
from storage.rows import quote_columns
from storage.sqlite import insert_new
from storage.store import Transaction
from storage.tables import QuoteRow, table
from storage.tables_desk import ShareRow
from storage.wordings import folded_words, wording_key

AS_READ = ("speaker", "kind", "medium", "how", "confidence")
"""What is read of a quote and may be corrected."""
CORRECTED = "corrected by an editor"
_NEW_SHARE = insert_new(table(ShareRow))


def correct(tx: Transaction, quote: QuoteId, fix: Fix | None, by: str, now: datetime) -> Fix | None:
    """Let `fix` stand over what was read of a quote, in place of an earlier one; None takes that back.

    Return the earlier one. `by` is who corrects. A quote that nobody said is no longer found.

    Raises:
        LookupError: no such quote, or a revision took it out.
    """
    row = tx.session.get(QuoteRow, quote)
    before = fix_of(row) if row else None
    if row is None or (row.gone_at is not None and not (before and before.nobody)):
        raise LookupError(f"quote {quote} is not stored, or no longer in its article")
    if row.as_read is not None:
        _put(row, json.loads(row.as_read))
    row.as_read = json.dumps({name: getattr(row, name) for name in AS_READ}) if fix else None
    row.correction = json.dumps(asdict(fix)) if fix else None
    row.corrected_at, row.corrected_by = (now, by) if fix else (None, None)
    row.gone_at = now if fix and fix.nobody else None
    overlay(row)
    settle(tx, (row,))
    return before


def fix_of(row: QuoteRow) -> Fix | None:
    """Return what a person corrected of a row."""
    if row.correction is None:
        return None
    kept = json.loads(row.correction)
    return Fix(**{**kept, "kind": QuoteKind(kept["kind"]) if kept["kind"] else None})


def fix_of_quote(tx: Transaction, quote: QuoteId) -> Fix | None:
    """Return what a person corrected of a quote."""
    row = tx.session.get(QuoteRow, quote)
    return fix_of(row) if row else None


def read_again(row: QuoteRow, quote: Quote, stored: StoredArticle) -> None:
    """Put what was read of a quote into its row; what a person corrected stays over it."""
    _put(row, quote_columns(quote, stored.article))
    if row.correction is not None:
        row.as_read = json.dumps({name: getattr(row, name) for name in AS_READ})
        overlay(row)


def carry(tx: Transaction, old: QuoteRow, row: QuoteRow) -> None:
    """Let the correction of a quote that is gone stand over the one that came in its place, in other words."""
    row.as_read = json.dumps({name: getattr(row, name) for name in AS_READ})
    row.correction, row.corrected_at, row.corrected_by = old.correction, old.corrected_at, old.corrected_by
    row.gone_at = old.corrected_at if (fix := fix_of(old)) and fix.nobody else None
    overlay(row)
    settle(tx, (row,))


def overlay(row: QuoteRow) -> None:
    """Put what a person corrected over what was read."""
    fix = fix_of(row)
    if fix is None:
        return
    if fix.speaker is not None or fix.nobody or fix.unknown:
        row.speaker, row.how, row.confidence = fix.speaker, CORRECTED, 1.0
    row.kind = fix.kind.value if fix.kind else row.kind
    row.medium = fix.medium if fix.medium is not None else row.medium


def settle(tx: Transaction, rows: Sequence[QuoteRow]) -> None:
    """Find the speakers that rows name, and their places in the ledger, after words or names in them changed."""
    for row in rows:
        corrected = row.how == CORRECTED
        row.speaker_id = speaker_of(tx, row.speaker, None if corrected else row.role) if row.speaker else None
    tx.session.flush()
    sightings = sightings_in(tx, rows)
    for row, place in zip(rows, ledger.place(tx, sightings), strict=True):
        row.wording, row.length, row.utterance = place.wording, place.length, place.utterance
    tx.session.flush()


def sightings_in(tx: Transaction, rows: Iterable[QuoteRow]) -> tuple[ledger.Sighting, ...]:
    """Return rows as the ledger sees them."""
    many = tuple(rows)
    names = surnames_of(tx, [SpeakerId(row.speaker_id) if row.speaker_id else None for row in many])
    return tuple(
        ledger.Sighting(
            row.text,
            QuoteKind(row.kind),
            SpeakerId(row.speaker_id) if row.speaker_id else None,
            *names.get(SpeakerId(row.speaker_id or 0), ("", False)),
            ArticleId(row.article_id),
            row.published,
        )
        for row in many
    )


def read_alike(tx: Transaction, quote: QuoteId) -> frozenset[QuoteId]:
    """Return the sightings, within a fortnight, of the same words by whom a corrected quote was read to be by.

    Empty where it is not corrected: then its utterance has them.
    """
    row = tx.session.get(QuoteRow, quote)
    if row is None or row.as_read is None:
        return frozenset()
    surname = read_name(json.loads(row.as_read)["speaker"] or "").surname
    near = col(QuoteRow.published).between(row.published - ledger.TOGETHER, row.published + ledger.TOGETHER)
    same = col(QuoteRow.wording) == wording_key(surname, folded_words(row.text))
    found = tx.session.exec(select(QuoteRow.id).where(same, near, col(QuoteRow.gone_at).is_(None)))
    return frozenset(QuoteId(each or 0) for each in found)


def note_shares(
    tx: Transaction, desk: DeskId, place: tuple[str, str], quotes: Iterable[QuoteId], now: datetime
) -> None:
    """Note that quotes were put before all in a place (the platform's address, and its name)."""
    ref, name = place
    shared = [
        {"desk_id": desk, "place": ref, "name": name, "quote_id": quote, "shared_at": now}
        for quote in dict.fromkeys(quotes)
    ]
    if shared:
        tx.session.connection().execute(_NEW_SHARE, shared)


def places_shared(tx: Transaction, quote: QuoteId) -> tuple[tuple[DeskId, str, str], ...]:
    """Return where a quote was shared: the desk, the place's address and its name."""
    query = select(ShareRow).where(col(ShareRow.quote_id) == quote).order_by(col(ShareRow.desk_id), col(ShareRow.place))
    return tuple((DeskId(row.desk_id), row.place, row.name) for row in tx.session.exec(query))


def _put(row: QuoteRow, columns: dict[str, Any]) -> None:
    for column, value in columns.items():
        setattr(row, column, value)
