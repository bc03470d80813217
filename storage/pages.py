"""What became of articles' own pages: those still owed, those that came late, and the other addresses they named."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import text
from sqlmodel import col, select

from feeds.model import Article, Match, PageState, Quote
from storage.matches import keep_matches
from storage.model import ArticleId, StoredArticle
from storage.quotes import revise_quotes
from storage.rows import as_published, page_columns, to_stored
from storage.sqlite import insert_new
from storage.store import Transaction
from storage.tables import OWED, AddressRow, ArticleRow, table

_ADDRESS = insert_new(table(AddressRow))


def owed(tx: Transaction, since: datetime, until: datetime, limit: int) -> tuple[StoredArticle, ...]:
    """Return at most `limit` articles first seen since then, before `until`, whose pages are asked for once more."""
    first_seen = col(ArticleRow.first_seen)
    query = select(ArticleRow).where(text(OWED), first_seen >= since, first_seen < until)
    rows = tx.session.exec(query.order_by(first_seen.desc(), col(ArticleRow.id)).limit(limit))
    return tuple(to_stored(row) for row in rows)


def complete(
    tx: Transaction,
    article: ArticleId,
    after: Article,
    quotes: Sequence[Quote],
    matches: Sequence[Match],
    now: datetime,
) -> StoredArticle | None:
    """Put what its page told in the place of an article whose page was owed; None where it is owed no more.

    The publisher changed nothing, so no revision is kept, and no change is noted.
    """
    row = tx.session.get(ArticleRow, article)
    if row is None or row.page != PageState.OWED:
        return None
    for column, value in (as_published(after) | page_columns(after)).items():
        setattr(row, column, value)
    row.missing_since = now if after.page is PageState.GONE else None
    tx.session.flush()
    stored = to_stored(row)
    revise_quotes(tx, stored, quotes, now)
    keep_matches(tx, article, matches)
    return stored


def add_address(tx: Transaction, article: ArticleId, url: str) -> None:
    """Know `article` by another address, too."""
    tx.session.connection().execute(_ADDRESS, {"url": url, "article_id": article})
