"""The sentences a watchlist is tested with, in their order. They are kept apart: matching never reads them."""

from sqlalchemy import delete, insert
from sqlmodel import col, select

from feeds.model import WatchlistId
from storage.model import Sentences
from storage.store import Transaction
from storage.tables import table
from storage.tables_desk import SentenceRow


def sentences(tx: Transaction, watchlist: WatchlistId) -> Sentences:
    """Return the texts that a watchlist must and must not match; empty for one without tests."""
    query = select(SentenceRow).where(col(SentenceRow.watchlist_id) == watchlist).order_by(col(SentenceRow.number))
    rows = tx.session.exec(query).all()
    return Sentences(
        tuple(row.text for row in rows if row.must_match), tuple(row.text for row in rows if not row.must_match)
    )


def keep_sentences(tx: Transaction, watchlist: WatchlistId, kept: Sentences) -> None:
    """Test a watchlist with `kept` from now on, in place of what it was tested with before."""
    tx.session.exec(delete(SentenceRow).where(col(SentenceRow.watchlist_id) == watchlist))
    tests = [(text, True) for text in kept.must_match] + [(text, False) for text in kept.must_not_match]
    if tests:
        rows = [
            {"watchlist_id": watchlist, "number": number, "must_match": must, "text": text}
            for number, (text, must) in enumerate(tests, 1)
        ]
        tx.session.connection().execute(insert(table(SentenceRow)), rows)
