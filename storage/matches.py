"""What the watchlists found in articles, as it was found when the article was read. Finds nothing itself."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Integer, Text, bindparam, delete, insert
from sqlmodel import col, func, select

from feeds.model import Match, Mention, Part, Salience, WatchlistId
from storage.model import ArticleId, DeskId, MatchedArticle, StoredArticle
from storage.rows import to_stored
from storage.store import Transaction
from storage.tables import ArticleRow, table
from storage.tables_desk import MatchRow, WatchlistRow

_NEW = insert(table(MatchRow)).from_select(
    ("article_id", "watchlist_id", "salience", "mentions"),
    select(
        bindparam("in_article", type_=Integer),
        col(WatchlistRow.id),
        bindparam("weight", type_=Integer),
        bindparam("places", type_=Text),
    ).where(col(WatchlistRow.id) == bindparam("by")),
)


def keep_matches(tx: Transaction, article: ArticleId, matches: Sequence[Match]) -> None:
    """Keep `matches` as what was found in `article`, in place of what was found before.

    A match of a watchlist that was deleted while the article was being read is left out.
    """
    tx.session.exec(delete(MatchRow).where(col(MatchRow.article_id) == article))
    add_matches(tx, article, matches)


def add_matches(tx: Transaction, article: ArticleId, matches: Sequence[Match]) -> None:
    """Keep `matches` of an article that has none yet, as `keep_matches` does."""
    if not matches:
        return
    found = [
        {
            "in_article": article,
            "by": match.watchlist,
            "weight": int(match.salience),
            "places": json.dumps([[each.part, each.start, each.end, each.form] for each in match.mentions]),
        }
        for match in {match.watchlist: match for match in matches}.values()
    ]
    tx.session.connection().execute(_NEW, found)


def matches_of(tx: Transaction, article: ArticleId) -> tuple[Match, ...]:
    """Return what was found in `article`, by every desk's watchlists."""
    query = select(MatchRow).where(col(MatchRow.article_id) == article).order_by(col(MatchRow.watchlist_id))
    return tuple(_match(row) for row in tx.session.exec(query))


def matched_between(
    tx: Transaction, watchlist: WatchlistId, since: datetime, until: datetime
) -> tuple[StoredArticle, ...]:
    """Return the news that a watchlist found and that was first seen from `since` until before `until`.

    In order of publication. What went to the archive in silence is left out.
    """
    query = (
        select(ArticleRow)
        .join(MatchRow, col(MatchRow.article_id) == col(ArticleRow.id))
        .where(col(MatchRow.watchlist_id) == watchlist, *_seen(since, until))
        .order_by(col(ArticleRow.published), col(ArticleRow.id))
    )
    return tuple(to_stored(row) for row in tx.session.exec(query))


def news_between(tx: Transaction, desk: DeskId, since: datetime, until: datetime) -> tuple[MatchedArticle, ...]:
    """Return the news that the desk's watchlists found in that time, story by story, in order of publication."""
    query = (
        select(ArticleRow, MatchRow)
        .join(MatchRow, col(MatchRow.article_id) == col(ArticleRow.id))
        .join(WatchlistRow, col(WatchlistRow.id) == col(MatchRow.watchlist_id))
        .where(col(WatchlistRow.desk_id) == desk, col(WatchlistRow.removed_at).is_(None), *_seen(since, until))
        .order_by(col(ArticleRow.published), col(ArticleRow.id), col(MatchRow.watchlist_id))
    )
    stories: dict[str, dict[ArticleId, tuple[StoredArticle, list[Match]]]] = {}
    for row, match in tx.session.exec(query):
        story = stories.setdefault(row.story, {})
        story.setdefault(ArticleId(row.id or 0), (to_stored(row), []))[1].append(_match(match))
    return tuple(MatchedArticle(stored, tuple(found)) for story in stories.values() for stored, found in story.values())


def match_count(tx: Transaction, watchlist: WatchlistId, since: datetime) -> int:
    """Return how many articles first seen since then a watchlist found, news or not."""
    query = select(func.count()).select_from(MatchRow).join(ArticleRow, col(ArticleRow.id) == col(MatchRow.article_id))
    return tx.session.exec(
        query.where(col(MatchRow.watchlist_id) == watchlist, col(ArticleRow.first_seen) >= since)
    ).one()


def story_count(tx: Transaction, watchlist: WatchlistId, since: datetime, until: datetime) -> int:
    """Return how many different stories `matched_between` would bring."""
    query = (
        select(func.count(func.distinct(ArticleRow.story)))
        .select_from(MatchRow)
        .join(ArticleRow, col(ArticleRow.id) == col(MatchRow.article_id))
    )
    return tx.session.exec(query.where(col(MatchRow.watchlist_id) == watchlist, *_seen(since, until))).one()


def _seen(since: datetime, until: datetime) -> tuple[bool, ...]:
    first_seen = col(ArticleRow.first_seen)
    return (first_seen >= since, first_seen < until, col(ArticleRow.news).is_(True))  # type: ignore[return-value] # SQL


def _match(row: MatchRow) -> Match:
    mentions = tuple(Mention(Part(part), start, end, form) for part, start, end, form in json.loads(row.mentions))
    return Match(WatchlistId(row.watchlist_id), mentions, Salience(row.salience))
