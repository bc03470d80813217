"""Articles that an embargo holds: kept apart from all others, so that nothing finds them before their time."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.sqlite import Insert
from sqlmodel import col, func, select

from feeds.model import Article, FeedId
from storage.articles import article_key
from storage.model import ArticleKey, Held
from storage.rows import as_published, page_columns, to_article
from storage.store import Transaction
from storage.tables import HeldRow, table

_NEW = Insert(table(HeldRow))
_LATEST: dict[str, Any] = {
    name: column for name, column in _NEW.excluded.items() if name not in {"id", "key", "feed_id", "first_seen"}
}
_HOLD = _NEW.on_conflict_do_update(index_elements=["key"], set_=_LATEST)


def hold(tx: Transaction, feed: FeedId, article: Article, until: datetime, now: datetime) -> None:
    """Hold `article` until then; what is held already is held as it is now, and until what it says now."""
    facts = {"key": article_key(feed, article), "feed_id": feed, "until": until, "first_seen": now}
    tx.session.connection().execute(_HOLD, {**facts, **as_published(article), **page_columns(article)})


def due(tx: Transaction, now: datetime) -> tuple[Held, ...]:
    """Return what is held no longer than `now`, in the order it was seen."""
    query = select(HeldRow).where(col(HeldRow.until) <= now).order_by(col(HeldRow.id))
    return tuple(_held(row) for row in tx.session.exec(query))


def let_go(tx: Transaction, keys: Iterable[ArticleKey]) -> None:
    """Hold these no longer: they are articles now, or will never be."""
    wanted = list(keys)
    if wanted:
        tx.session.exec(delete(HeldRow).where(col(HeldRow.key).in_(wanted)))


def first_seen(tx: Transaction, keys: Sequence[ArticleKey]) -> dict[ArticleKey, datetime]:
    """Return when those of `keys` that are held were first seen."""
    rows = tx.session.exec(select(HeldRow.key, HeldRow.first_seen).where(col(HeldRow.key).in_(keys)))
    return {ArticleKey(key): seen for key, seen in rows}


def held_at(tx: Transaction, url: str) -> Held | None:
    """Return what is held at that canonical address."""
    row = tx.session.exec(select(HeldRow).where(col(HeldRow.url) == url).order_by(col(HeldRow.id)).limit(1)).first()
    return _held(row) if row else None


def waiting(tx: Transaction) -> tuple[int, datetime | None]:
    """Return how many articles are held, and when the first of them may be told."""
    return tx.session.exec(select(func.count(), func.min(HeldRow.until))).one()


def _held(row: HeldRow) -> Held:
    return Held(ArticleKey(row.key), FeedId(row.feed_id), to_article(row), row.until, row.first_seen)
