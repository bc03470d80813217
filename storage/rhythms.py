"""How often feeds bring something, learned from when their articles were first seen. It judges nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import func, select

from feeds.model import FeedId
from storage.store import Transaction
from storage.tables import ArticleRow, table

_ARTICLE = table(ArticleRow)
_FEWEST_GAPS = 4


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a feed last brought something; `gap` is the usual time between two such polls, None where unknown yet."""

    last: datetime
    gap: timedelta | None


def rhythms(tx: Transaction, since: datetime) -> dict[FeedId, Rhythm]:
    """Return the rhythm of every feed that brought something since then; the gap is the mean of at least four."""
    seen = _ARTICLE.c.first_seen
    query = select(_ARTICLE.c.feed_id, func.min(seen), func.max(seen), func.count(seen.distinct()))
    rows = tx.session.connection().execute(query.where(seen >= since).group_by(_ARTICLE.c.feed_id))
    return {
        FeedId(feed): Rhythm(last, (last - first) / (polls - 1) if polls > _FEWEST_GAPS else None)
        for feed, first, last, polls in rows
    }
