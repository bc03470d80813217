"""The quotes of the stored articles: kept at their offsets, found by speaker, words and time. Attributes nothing.

For every quote that stands, `article.text[start:end] == quote.text`. One that a revision took out is kept, marked with
when it went, and no longer found; its offsets are those of the text before.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import col, select

from feeds.model import Quote
from storage import corrections, fulltext, ledger, speakers
from storage.alignment import aligned, reworded
from storage.casting import speakers_of, surnames_of
from storage.ledger import Sighting
from storage.model import ArticleId, QuoteId, QuoteQuery, Realigned, StoredArticle, StoredQuote, Words
from storage.quote_query import conditions
from storage.rows import paragraphs_round, quote_columns, to_quote, to_stored
from storage.store import Transaction
from storage.tables import ArticleRow, QuoteRow, SpeakerRow, table

_NEW = insert(table(QuoteRow))


def keep_quotes(tx: Transaction, said: Sequence[tuple[StoredArticle, Quote]]) -> None:
    """Keep quotes of articles that are stored for the first time.

    Raises:
        ValueError: a quote is not the text at its offsets.
    """
    for stored, quote in said:
        _check(stored, quote)
    if not said:
        return
    speakers = speakers_of(tx, [(quote.speaker, quote.role) for _, quote in said])
    names = surnames_of(tx, speakers)
    places = ledger.place(
        tx,
        [
            Sighting(
                quote.text,
                quote.kind,
                speaker,
                *(names[speaker] if speaker else ("", False)),
                stored.id,
                stored.article.published,
            )
            for (stored, quote), speaker in zip(said, speakers, strict=True)
        ],
    )
    tx.session.connection().execute(
        _NEW,
        [
            {
                "article_id": stored.id,
                "speaker_id": speaker,
                **quote_columns(quote, stored.article),
                "wording": place.wording,
                "length": place.length,
                "utterance": place.utterance,
            }
            for (stored, quote), speaker, place in zip(said, speakers, places, strict=True)
        ],
    )


def revise_quotes(tx: Transaction, stored: StoredArticle, quotes: Sequence[Quote], now: datetime) -> Realigned:
    """Keep the quotes of an article as it stands after a revision, or as it was read again; return what changed.

    A quote that says the same words keeps its id, wherever it moved to; one that is no longer there is marked gone.
    What a person corrected stays, as long as its words stand in the text, whether or not they are read as a quote.

    Raises:
        ValueError: a quote is not the text at its offsets.
    """
    for quote in quotes:
        _check(stored, quote)
    rows = _of_article(tx, stored.id)
    ordered = sorted(quotes, key=lambda quote: quote.start)
    places = aligned([row.text for row in rows], [quote.text for quote in ordered])
    same = [(rows[place], quote) for place, quote in zip(places, ordered, strict=True) if place is not None]
    new = [quote for place, quote in zip(places, ordered, strict=True) if place is None]
    respoken = _move(tx, stored, same)
    kept = {id(row) for row, _ in same}
    left = [row for row in rows if id(row) not in kept and not _stays(row, stored)]
    gone = [row for row in left if row.gone_at is None]
    for row in gone:
        row.gone_at = now
    tx.session.flush()
    keep_quotes(tx, [(stored, quote) for quote in new])
    _hand_on(tx, stored, left, new)
    return Realigned(len(new), len(gone), respoken)


def quotes_of(tx: Transaction, articles: Iterable[ArticleId]) -> tuple[StoredQuote, ...]:
    """Return the quotes that stand in these articles, article by article in the order kept, each in order of place."""
    wanted = col(QuoteRow.article_id).in_(tuple(articles))
    query = _standing().where(wanted).order_by(col(QuoteRow.article_id), col(QuoteRow.start))
    return _values(tx, tx.session.exec(query))


def quote(tx: Transaction, quote: QuoteId) -> StoredQuote | None:
    """Return the quote with that id, if it stands."""
    return next(iter(_values(tx, tx.session.exec(_standing().where(col(QuoteRow.id) == quote)))), None)


def quote_as_kept(tx: Transaction, quote: QuoteId) -> StoredQuote | None:
    """Return the quote with that id, also one that a revision or a person took out: then as it stood."""
    return next(iter(_values(tx, tx.session.exec(_with_article().where(col(QuoteRow.id) == quote)))), None)


def quotes_by_id(tx: Transaction, ids: Sequence[int]) -> dict[int, StoredQuote]:
    """Return the quotes with those ids that stand."""
    rows = tx.session.exec(_standing().where(col(QuoteRow.id).in_(ids)))
    return {quote.id: quote for quote in _values(tx, rows)}


def likeliest_quotes(tx: Transaction, words: Words, limit: int, *, former: bool = False) -> tuple[StoredQuote, ...]:
    """Return at most `limit` quotes whose own words hold most of `words`, rare ones before common, in no order.

    With `former` those that a revision took out, in place of those that stand.
    """
    wanted = conditions(QuoteQuery(former=former))
    if not any(letter.isalnum() for group in words.all_of for phrase in group for letter in phrase):
        return ()
    ids = tx.session.execute(fulltext.likeliest("quote", words, "text", limit)).scalars().all()
    rows = tx.session.exec(_with_article().where(col(QuoteRow.id).in_(ids), *wanted))
    return _values(tx, rows)


def sightings_of(tx: Transaction, utterance: int, limit: int, *, gone: bool = False) -> tuple[StoredQuote, ...]:
    """Return at most `limit` sightings of an utterance, the first published first; with `gone` also former ones."""
    query = (_with_article() if gone else _standing()).where(col(QuoteRow.utterance) == utterance)
    rows = tx.session.exec(query.order_by(col(QuoteRow.published), col(QuoteRow.id)).limit(limit))
    return _values(tx, rows)


def taken_out(tx: Transaction, article: ArticleId, since: datetime) -> tuple[StoredQuote, ...]:
    """Return the quotes that were taken out of an article at that time or after it, as they stood."""
    gone = (col(QuoteRow.article_id) == article, col(QuoteRow.gone_at) >= since)
    query = _with_article().where(*gone).order_by(col(QuoteRow.start))
    return _values(tx, tx.session.exec(query))


def _values(
    tx: Transaction, rows: Iterable[tuple[QuoteRow, ArticleRow, str | None, bool | None]]
) -> tuple[StoredQuote, ...]:
    """Return rows as quotes; a surname alone is told by the whole name of the one person it means."""
    found = list(rows)
    whole = speakers.whole_names(tx, [row.speaker_id for row, *_, bare in found if bare and row.speaker_id])
    return tuple(
        to_quote(row, whole.get(row.speaker_id or 0, name), to_stored(article)) for row, article, name, _ in found
    )


def _standing() -> Any:  # noqa: ANN401 - a selection of four things, whose type SQLModel cannot say through outerjoin
    return _with_article().where(col(QuoteRow.gone_at).is_(None))


def _with_article() -> Any:  # noqa: ANN401 - the same
    return (
        select(QuoteRow, ArticleRow, SpeakerRow.name, SpeakerRow.bare)
        .join(ArticleRow, col(ArticleRow.id) == col(QuoteRow.article_id))
        .outerjoin(SpeakerRow, col(SpeakerRow.id) == col(QuoteRow.speaker_id))
    )


def _check(stored: StoredArticle, quote: Quote) -> None:
    if stored.article.text[quote.start : quote.end] != quote.text:
        raise ValueError(f"a quote of article {stored.key} is not its text from {quote.start} to {quote.end}")


def _of_article(tx: Transaction, article: ArticleId) -> list[QuoteRow]:
    """Return the rows of an article that stand, and those that a person took out, in order of place."""
    there = col(QuoteRow.gone_at).is_(None) | col(QuoteRow.correction).is_not(None)
    query = select(QuoteRow).where(col(QuoteRow.article_id) == article, there).order_by(col(QuoteRow.start))
    return list(tx.session.exec(query))


def _move(tx: Transaction, stored: StoredArticle, same: Sequence[tuple[QuoteRow, Quote]]) -> int:
    """Put each quote as read now into its row; return how many are said by somebody else than before."""
    changed, respoken = [], 0
    for row, quote in same:
        before = (row.text, row.speaker, row.published)
        corrections.read_again(row, quote, stored)
        respoken += before[1] != row.speaker
        if before != (row.text, row.speaker, row.published) or not row.wording:
            changed.append(row)
    if changed:
        corrections.settle(tx, changed)
    return respoken


def _stays(row: QuoteRow, stored: StoredArticle) -> bool:
    """Keep a corrected quote that is no longer read as one where its words still stand; return whether it is kept."""
    if row.correction is None:
        return False
    article = stored.article
    found = [at for at in (article.text.find(row.text, row.start), article.text.find(row.text)) if at >= 0]
    if not found:
        return False
    row.start, row.end = found[0], found[0] + len(row.text)
    row.context = paragraphs_round(article.text, row.start, row.end)
    row.published, row.source = article.published, article.source
    return True


def _hand_on(tx: Transaction, stored: StoredArticle, left: Sequence[QuoteRow], new: Sequence[Quote]) -> None:
    """Hand the corrections of quotes that are gone to those that say the same in other words."""
    for old in left:
        place = reworded(old.text, [quote.text for quote in new]) if old.correction else None
        if place is not None:
            where = (col(QuoteRow.article_id) == stored.id, col(QuoteRow.start) == new[place].start)
            standing = (col(QuoteRow.gone_at).is_(None), col(QuoteRow.end) == new[place].end)
            corrections.carry(tx, old, tx.session.exec(select(QuoteRow).where(*where, *standing)).one())
