"""Which stored articles were read by another reader than the present one, and noting that they were read again."""

from datetime import datetime

from sqlmodel import col, func, select, update

from storage.model import ArticleId, StoredArticle
from storage.rows import to_stored
from storage.store import Transaction
from storage.tables import ArticleRow

_BEFORE_ALL = ArticleId(0)


def unread(
    tx: Transaction, reader: str, since: datetime | None, after: ArticleId = _BEFORE_ALL, limit: int = 50
) -> tuple[StoredArticle, ...]:
    """Return at most `limit` articles with ids beyond `after` that `reader` has not read, in the order kept.

    `since` is meant of when they were first seen.
    """
    query = select(ArticleRow).where(*_wanted(reader, since), col(ArticleRow.id) > after)
    return tuple(to_stored(row) for row in tx.session.exec(query.order_by(col(ArticleRow.id)).limit(limit)))


def unread_count(tx: Transaction, reader: str, since: datetime | None) -> int:
    """Return how many articles `reader` has not read."""
    return tx.session.exec(select(func.count()).select_from(ArticleRow).where(*_wanted(reader, since))).one()


def note_read(tx: Transaction, article: ArticleId, reader: str) -> None:
    """Note that `reader` has read an article."""
    tx.session.exec(update(ArticleRow).where(col(ArticleRow.id) == article).values(reader=reader))


def forget_readers(tx: Transaction, since: datetime | None) -> None:
    """Forget who read the articles, so that they are all read again, also when that is broken off and taken up."""
    query = update(ArticleRow).values(reader=None)
    tx.session.exec(query.where(col(ArticleRow.first_seen) >= since) if since else query)


def _wanted(reader: str, since: datetime | None) -> tuple[bool, ...]:
    other = col(ArticleRow.reader).is_(None) | (col(ArticleRow.reader) != reader)
    return (other, *((col(ArticleRow.first_seen) >= since,) if since else ()))
