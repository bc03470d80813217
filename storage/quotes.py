"""The quotes of the stored articles: kept at their offsets, found by speaker, words and time. Attributes nothing.

For every quote that stands, `article.text[start:end] == quote.text`. One that a revision took out is kept, marked with
when it went, and no longer found; its offsets are those of the text before.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert
from sqlmodel import col, func, select

from feeds.model import Quote
from storage import fulltext
from storage.casting import speaker_of, speakers_of
from storage.model import ArticleId, QuoteId, QuoteQuery, QuotesFound, StoredArticle, StoredQuote
from storage.rows import quote_columns, to_quote, to_stored
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
    tx.session.connection().execute(
        _NEW,
        [
            {"article_id": stored.id, "speaker_id": speaker, **quote_columns(quote, stored.article)}
            for (stored, quote), speaker in zip(said, speakers, strict=True)
        ],
    )


def revise_quotes(tx: Transaction, stored: StoredArticle, quotes: Sequence[Quote], now: datetime) -> None:
    """Keep the quotes of an article as it stands after a revision.

    A quote that says the same words keeps its id, wherever it moved to; one that is no longer there is marked gone.

    Raises:
        ValueError: a quote is not the text at its offsets.
    """
    for quote in quotes:
        _check(stored, quote)
    query = select(QuoteRow).where(col(QuoteRow.article_id) == stored.id, col(QuoteRow.gone_at).is_(None))
    before: defaultdict[str, list[QuoteRow]] = defaultdict(list)
    for row in tx.session.exec(query.order_by(col(QuoteRow.start))):
        before[row.text].append(row)
    new: list[Quote] = []
    for quote in sorted(quotes, key=lambda quote: quote.start):
        if before[quote.text]:
            _move(tx, before[quote.text].pop(0), stored, quote)
        else:
            new.append(quote)
    keep_quotes(tx, [(stored, quote) for quote in new])
    for row in (row for rows in before.values() for row in rows):
        row.gone_at = now
    tx.session.flush()


def quotes_of(tx: Transaction, articles: Iterable[ArticleId]) -> tuple[StoredQuote, ...]:
    """Return the quotes that stand in these articles, article by article in the order kept, each in order of place."""
    wanted = col(QuoteRow.article_id).in_(tuple(articles))
    query = _standing().where(wanted).order_by(col(QuoteRow.article_id), col(QuoteRow.start))
    return tuple(to_quote(row, name, to_stored(of)) for row, of, name in tx.session.exec(query))


def quote(tx: Transaction, quote: QuoteId) -> StoredQuote | None:
    """Return the quote with that id, if it stands."""
    found = tx.session.exec(_standing().where(col(QuoteRow.id) == quote)).first()
    return to_quote(found[0], found[2], to_stored(found[1])) if found else None


def find_quotes(tx: Transaction, query: QuoteQuery) -> QuotesFound:
    """Return one page of the quotes that stand and are asked for, the newest first, and how many there are in all."""
    wanted = _conditions(query)
    counted = select(func.count(), func.count(func.distinct(QuoteRow.source))).where(*wanted)
    count, outlets = tx.session.exec(counted).one()
    page = _standing().where(*wanted).order_by(col(QuoteRow.published).desc(), col(QuoteRow.id).desc())
    rows = tx.session.exec(page.limit(query.limit).offset(query.offset))
    return QuotesFound(tuple(to_quote(row, name, to_stored(of)) for row, of, name in rows), count, outlets)


def _standing() -> Any:  # noqa: ANN401 - a selection of three things, whose type SQLModel cannot say through outerjoin
    return (
        select(QuoteRow, ArticleRow, SpeakerRow.name)
        .join(ArticleRow, col(ArticleRow.id) == col(QuoteRow.article_id))
        .outerjoin(SpeakerRow, col(SpeakerRow.id) == col(QuoteRow.speaker_id))
        .where(col(QuoteRow.gone_at).is_(None))
    )


def _conditions(query: QuoteQuery) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [col(QuoteRow.gone_at).is_(None)]
    if query.speakers is not None:
        wanted.append(col(QuoteRow.speaker_id).in_(query.speakers))
    if query.words is not None:
        wanted.append(col(QuoteRow.id).in_(fulltext.rows_with("quote", query.words, "text" if query.quoted else None)))
    if query.since is not None:
        wanted.append(col(QuoteRow.published) >= query.since)
    if query.until is not None:
        wanted.append(col(QuoteRow.published) < query.until)
    if query.sources:
        wanted.append(col(QuoteRow.source).in_(query.sources))
    if query.not_sources:
        wanted.append(col(QuoteRow.source).not_in(query.not_sources))
    return wanted


def _check(stored: StoredArticle, quote: Quote) -> None:
    if stored.article.text[quote.start : quote.end] != quote.text:
        raise ValueError(f"a quote of article {stored.key} is not its text from {quote.start} to {quote.end}")


def _move(tx: Transaction, row: QuoteRow, stored: StoredArticle, quote: Quote) -> None:
    if row.speaker != quote.speaker:
        row.speaker_id = speaker_of(tx, quote.speaker, quote.role) if quote.speaker else None
    for column, value in quote_columns(quote, stored.article).items():
        setattr(row, column, value)
