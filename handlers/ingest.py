"""The pipeline: from a fetched feed to kept articles and queued alerts, in three breaths.

Read what is known; think (parse, match, quote: slow, no lock held); write everything in one short transaction:
articles, quotes, matches, deliveries, the feed's validators and its next poll. A 304 can never hide an article that
was lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from feeds.errors import FeedError
from feeds.fetch import Fetched, Unchanged
from feeds.model import Article, Feed
from feeds.schedule import after_failure, after_success
from feeds.stories import StoryIndex
from feeds.stories.revisions import class_of_change
from handlers import queueing
from handlers.newsroom import Newsroom, document
from handlers.reading import Thought
from storage import articles, feeds, watchlists
from storage.articles import article_key
from storage.model import ArticleKey, Change, Reading, StoredArticle, StoredWatchlist, StoryKey
from storage.store import Transaction

LONGEST_NAME = 60
NEWS_FOR = timedelta(days=3)
"""An item older than this at first sight goes to the archive, not to alerts (product §7)."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a poll brought: articles kept for the first time, those of them that are news, changed ones, messages."""

    feed: Feed
    new: int = 0
    news: int = 0
    changed: int = 0
    queued: int = 0
    complaints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One article of a feed: its versions that tell something new, oldest first, with what reading each found."""

    stored: StoredArticle | None
    versions: tuple[Article, ...]
    thoughts: tuple[Thought, ...] = ()


def ingest(newsroom: Newsroom, feed: Feed, fetched: Fetched, now: datetime, jitter: float) -> Ingested:
    """Keep what `fetched` brings and queue what it asks for; `jitter` (-1 to 1) spreads the next poll.

    A feed that was added without a name takes its own title at its first poll.

    Raises:
        NotAFeed: the body is something else; nothing is kept. Hand the error to `failed`.
    """
    parsed = newsroom.reader.parse(fetched, now, feed.name)
    if feed.polled_at is None and feed.name == urlsplit(feed.url).hostname and parsed.title:
        feed = replace(feed, name=parsed.title[:LONGEST_NAME])
        parsed = replace(parsed, articles=tuple(replace(each, source=feed.name) for each in parsed.articles))
    with newsroom.store.reading() as tx:
        known = articles.known(tx, feed.id, parsed.articles)
        lists = watchlists.active_watchlists(tx)
    found = _think(newsroom, by_identity(parsed.articles, known), lists)
    hint = max(filter(None, (fetched.max_age, parsed.ttl)), default=None)
    new = sum(each.stored is None for each in found)
    answered = replace(feed, validators=fetched.validators)
    polled = after_success(answered, new > 0, hint, now, jitter, window=parsed.window)
    with newsroom.folding(now) as index:
        readings = _place(index, feed, found, now)
        with newsroom.store.transaction() as tx:
            kept = [_keep_new(tx, feed, each, reading, lists, now) for each, reading in readings]
            revised = [_revise(tx, each, lists, now) for each in found if each.stored is not None]
            feeds.keep_feed(tx, polled)
    return Ingested(
        polled,
        new=sum(one is not None for one in kept),
        news=sum(reading.news for _, reading in readings),
        changed=len(revised),
        queued=sum(one or 0 for one in kept) + sum(revised),
        complaints=parsed.complaints,
    )


def unchanged(newsroom: Newsroom, feed: Feed, answer: Unchanged, now: datetime, jitter: float) -> Ingested:
    """Note that `feed` has nothing new, and when to ask again."""
    known = replace(feed, validators=answer.validators)
    polled = after_success(known, found_new=False, hint=answer.max_age, now=now, jitter=jitter)
    with newsroom.store.transaction() as tx:
        feeds.keep_feed(tx, polled)
    return Ingested(polled)


def failed(newsroom: Newsroom, feed: Feed, error: FeedError, now: datetime, jitter: float) -> Feed:
    """Note that `feed` could not be read, why, and when to try again."""
    tried = replace(after_failure(feed, error, now, jitter), polled_at=feed.polled_at)
    with newsroom.store.transaction() as tx:
        feeds.keep_feed(tx, tried)
    return tried


def by_identity(entries: Sequence[Article], known: Sequence[StoredArticle | None]) -> tuple[Found, ...]:
    """Return the articles of a feed that tell something new, first published first.

    Entries with one GUID or one link are versions of one article. `known` holds what is stored of each entry. Where
    the article is stored, only its last version counts, and only when its headline or text differs.
    """
    groups: dict[str, list[tuple[Article, StoredArticle | None]]] = {}
    for entry, stored in sorted(
        zip(reversed(entries), reversed(known), strict=True), key=lambda pair: pair[0].published
    ):
        names = [f"guid {entry.guid}", *([f"url {entry.url}"] if entry.url else [])]
        group = next((groups[name] for name in names if name in groups), [])
        group.append((entry, stored))
        groups.update(dict.fromkeys(names, group))
    found = []
    for group in {id(group): group for group in groups.values()}.values():
        stored = next((one for _, one in reversed(group) if one is not None), None)
        versions = tuple(entry for entry, _ in group)
        if stored is None:
            found.append(Found(None, versions))
        elif _differs(stored.article, versions[-1]):
            found.append(Found(stored, versions[-1:]))
    return tuple(found)


def _differs(before: Article, after: Article) -> bool:
    return (before.title, before.text) != (after.title, after.text)


def _think(newsroom: Newsroom, found: Sequence[Found], lists: Sequence[StoredWatchlist]) -> tuple[Found, ...]:
    to_read = [version for each in found for version in each.versions]
    thoughts = iter(newsroom.reader.read(to_read, tuple(each.watchlist for each in lists)))
    return tuple(replace(each, thoughts=tuple(next(thoughts) for _ in each.versions)) for each in found)


def _place(index: StoryIndex, feed: Feed, found: Sequence[Found], now: datetime) -> list[tuple[Found, Reading]]:
    readings = []
    for each in found:
        if each.stored is not None:
            continue
        article, thought = each.versions[0], each.thoughts[0]
        key = article_key(feed.id, article)
        seen = document(key, article)
        placement = index.place(seen)
        index.keep(seen, placement)
        story, copies = StoryKey(placement.story), ArticleKey(placement.copies)
        news = _is_news(feed, article, now)
        readings.append((each, Reading(key, article, story, copies, thought.quotes, thought.matches, news)))
    return readings


def _is_news(feed: Feed, article: Article, now: datetime) -> bool:
    """Return whether `article` may alert: at a first poll only what the feed's backlog allows, later what is young."""
    if feed.polled_at is None:
        return not article.undated and now - article.published < feed.backlog
    return now - article.published < NEWS_FOR


def _keep_new(
    tx: Transaction, feed: Feed, found: Found, reading: Reading, lists: Sequence[StoredWatchlist], now: datetime
) -> int | None:
    """Keep a new article with every version after its first; return how many messages were queued."""
    stored = articles.keep_reading(tx, feed.id, reading, now)
    if stored is None:
        return None
    queued = queueing.queue_alerts(tx, stored, reading.matches, lists, now) if reading.news else 0
    for version, thought in zip(found.versions[1:], found.thoughts[1:], strict=True):
        change, difference = class_of_change(stored.article, version)
        stored = articles.revise(tx, stored.id, version, change, difference, thought.quotes, thought.matches, now)
        if reading.news:
            queued += queueing.queue_alerts(tx, stored, thought.matches, lists, now)
    return queued


def _revise(tx: Transaction, found: Found, lists: Sequence[StoredWatchlist], now: datetime) -> int:
    """Keep the new version of a stored article; return how many messages were queued."""
    assert found.stored is not None  # noqa: S101 (the caller's filter, for the type checker)
    version, thought = found.versions[-1], found.thoughts[-1]
    change, difference = class_of_change(found.stored.article, version)
    stored = articles.revise(tx, found.stored.id, version, change, difference, thought.quotes, thought.matches, now)
    told = queueing.queue_follow_ups(tx, stored, difference, now) if change is not Change.COSMETIC else 0
    fresh = stored.news and now - stored.first_seen < NEWS_FOR
    return told + (queueing.queue_alerts(tx, stored, thought.matches, lists, now) if fresh and not told else 0)
