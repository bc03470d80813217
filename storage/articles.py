"""The articles: recognised, kept with their quotes and matches, revised, and read back by story, time and address."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import text, update
from sqlmodel import col, func, select

from feeds.model import Article, FeedId, Match, PageState, Quote
from storage import rulings
from storage.identity import article_key, known
from storage.matches import add_matches, keep_matches, matched_between, matches_of, news_between, story_count
from storage.model import ArticleId, Change, Counts, Reading, Revision, StoredArticle, StoryKey
from storage.quotes import keep_quotes, revise_quotes
from storage.rows import as_published, page_columns, to_article, to_revision, to_stored
from storage.sqlite import insert_new
from storage.store import Transaction
from storage.tables import AddressRow, ArticleRow, QuoteRow, RevisionRow, table
from storage.tables_desk import DIGESTS, DeliveryRow

__all__ = [
    "article",
    "article_at",
    "article_key",
    "counts",
    "end_of_window",
    "keep_reading",
    "keep_readings",
    "known",
    "matched_between",
    "matches_of",
    "news_between",
    "news_count",
    "revise",
    "revisions_of",
    "story",
    "story_count",
    "time_of_keeping",
    "window",
]
_NEW = insert_new(table(ArticleRow))
AT_ONCE = 500
"""How many rows are fetched, or ids asked for, at a time."""
INSTANT = timedelta(microseconds=1)


def keep_reading(tx: Transaction, feed: FeedId, reading: Reading, now: datetime) -> StoredArticle | None:
    """Keep an article with its quotes and matches; return it, or None where its key is there already."""
    return keep_readings(tx, feed, (reading,), now)[0]


def keep_readings(
    tx: Transaction, feed: FeedId, readings: Sequence[Reading], now: datetime
) -> tuple[StoredArticle | None, ...]:
    """Keep articles in their order, as `keep_reading` does; names are looked up and quotes written for all at once.

    An article of a strand that an editor ruled on is told as the story the ruling says.
    """
    ruled = rulings.told_as(tx, (reading.story for reading in readings))
    stored = tuple(_keep(tx, feed, reading, ruled.get(reading.story), now) for reading in readings)
    kept = [(one, reading) for one, reading in zip(stored, readings, strict=True) if one is not None]
    keep_quotes(tx, [(one, quote) for one, reading in kept for quote in reading.quotes])
    for one, reading in kept:
        add_matches(tx, one.id, reading.matches)
    return stored


def time_of_keeping(tx: Transaction, now: datetime) -> datetime:
    """Return when what is kept in this transaction was first seen: `now`, but never inside a window already told.

    A poll's `now` is older than its writing, and clocks step back. Ask in the transaction that keeps; see
    `end_of_window`.
    """
    told = tx.session.exec(select(func.max(DeliveryRow.created)).where(text(DIGESTS))).one()
    return now if told is None else max(now, told)


def end_of_window(tx: Transaction, now: datetime) -> datetime:
    """Return where a window that is told in this transaction ends (half-open): `now`, or after all that is kept.

    With windows that begin where the last one ended, and digests created at their window's end, every article falls
    into one window and no article into two, whatever is being polled meanwhile and however clocks step.
    """
    latest = tx.session.exec(select(func.max(ArticleRow.first_seen))).one()
    return now if latest is None else max(now, latest + INSTANT)


def revise(  # noqa: PLR0913, PLR0917 - a revision is these eight, and `Article` is the same before and after
    tx: Transaction,
    article: ArticleId,
    after: Article,
    change: Change,
    difference: str,
    quotes: Sequence[Quote],
    matches: Sequence[Match],
    now: datetime,
) -> StoredArticle:
    """Put `after` in the place of a stored article, whose text before is kept as a revision; return how it stands.

    Quotes that are still there keep their ids. A cosmetic change is not one a reader should know of: `change` and
    `changed_at` stay as they were.

    Raises:
        LookupError: no such article.
    """
    row = tx.session.get(ArticleRow, article)
    if row is None:
        raise LookupError(f"article {article} is not stored")
    before = as_published(to_article(row))
    tx.session.add(RevisionRow(article_id=article, at=now, change=change.value, difference=difference, **before))
    for column, value in (as_published(after) | page_columns(after)).items():
        setattr(row, column, value)
    row.reader = None
    if change is not Change.COSMETIC:
        row.change, row.changed_at = change.value, now
    tx.session.flush()
    stored = to_stored(row)
    revise_quotes(tx, stored, quotes, now)
    keep_matches(tx, article, matches)
    return stored


def readdress(tx: Transaction, feed: FeedId, before: str, after: str) -> None:
    """Let the addresses of a feed's articles begin with `after` where they began with `before`: their host moved."""
    moved = func.replace(col(ArticleRow.url), before, after)
    there = (col(ArticleRow.feed_id) == feed, col(ArticleRow.url).startswith(before, autoescape=True))
    tx.session.exec(update(ArticleRow).where(*there).values(url=moved))


def revisions_of(tx: Transaction, article: ArticleId) -> tuple[Revision, ...]:
    """Return every change of an article, the first one first."""
    query = select(RevisionRow).where(col(RevisionRow.article_id) == article)
    rows = tx.session.exec(query.order_by(col(RevisionRow.at), col(RevisionRow.id)))
    return tuple(to_revision(row) for row in rows)


def article(tx: Transaction, article: ArticleId) -> StoredArticle | None:
    """Return the article with that id."""
    row = tx.session.get(ArticleRow, article)
    return to_stored(row) if row else None


def article_at(tx: Transaction, url: str) -> StoredArticle | None:
    """Return the article at that canonical address; of several, the one seen first; else one that is also met there."""
    query = select(ArticleRow).where(col(ArticleRow.url) == url).order_by(col(ArticleRow.id))
    also = select(ArticleRow).join(AddressRow).where(col(AddressRow.url) == url).order_by(col(ArticleRow.id))
    row = tx.session.exec(query.limit(1)).first() or tx.session.exec(also.limit(1)).first()
    return to_stored(row) if row else None


def story(tx: Transaction, key: StoryKey) -> tuple[StoredArticle, ...]:
    """Return the articles of a story in order of publication; empty where there is no such story."""
    query = select(ArticleRow).where(col(ArticleRow.story) == key)
    rows = tx.session.exec(query.order_by(col(ArticleRow.published), col(ArticleRow.id)))
    return tuple(to_stored(row) for row in rows)


def window(tx: Transaction, since: datetime) -> Iterator[StoredArticle]:
    """Return the articles first seen since then, in the order they were kept, fetched as they are asked for."""
    query = select(ArticleRow).where(col(ArticleRow.first_seen) >= since).order_by(col(ArticleRow.id))
    rows = tx.session.exec(query, execution_options={"yield_per": AT_ONCE})
    return (to_stored(row) for row in rows)


def news_count(tx: Transaction, since: datetime, until: datetime) -> int:
    """Return how many articles that are news were first seen from `since` until before `until`."""
    first_seen = col(ArticleRow.first_seen)
    query = select(func.count()).select_from(ArticleRow).where(first_seen >= since, first_seen < until)
    return tx.session.exec(query.where(col(ArticleRow.news).is_(True))).one()


def counts(tx: Transaction) -> Counts:
    """Return what the memory holds."""
    articles, stories = tx.session.exec(select(func.count(), func.count(func.distinct(ArticleRow.story)))).one()
    standing = col(QuoteRow.gone_at).is_(None)
    speakers = func.count(func.distinct(QuoteRow.speaker_id))
    quotes, quoted = tx.session.exec(select(func.count(), speakers).where(standing)).one()
    return Counts(articles, stories, quotes, quoted)


def _keep(
    tx: Transaction, feed: FeedId, reading: Reading, ruled: StoryKey | None, now: datetime
) -> StoredArticle | None:
    told = ruled or reading.story
    columns = {
        "key": reading.key,
        "feed_id": feed,
        **as_published(reading.article),
        **page_columns(reading.article),
        "news": reading.news,
        "first_seen": now,
        "story": told,
        "strand": None if told == reading.story else reading.story,
        "copies": reading.copies,
        "reader": reading.reader,
        "missing_since": now if reading.article.page is PageState.GONE else None,
    }
    kept = tx.session.connection().execute(_NEW, columns)
    if not kept.rowcount:
        return None
    return StoredArticle(
        id=ArticleId(kept.lastrowid),
        key=reading.key,
        feed=feed,
        article=reading.article,
        first_seen=now,
        story=told,
        copies=reading.copies,
        news=reading.news,
        strand=reading.story,
        missing_since=now if reading.article.page is PageState.GONE else None,
    )
