"""The third breath of the pipeline: what arrived and was read becomes kept articles and queued alerts.

Everything is written in one short transaction:
articles, quotes, matches, deliveries, the feed's validators and its next poll. A 304 can never hide an article that
was lost.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from feeds.embargo import embargoed_until
from feeds.errors import FeedError, State
from feeds.fetch import Fetched, Unchanged
from feeds.model import Article, Feed, Match
from feeds.moves import after_redirect, has_moved
from feeds.schedule import after_failure, after_outage, after_success
from feeds.stories import StoryIndex
from feeds.stories.revisions import class_of_change
from handlers import operators, queueing
from handlers.arrivals import NEWS_FOR, Arrival, Found, arrive, matched_again, read
from handlers.newsroom import Newsroom, document, remember
from storage import articles, channels, embargoes, feeds, pages
from storage.articles import article_key
from storage.model import ArticleKey, Change, Reading, StoredArticle, StoredWatchlist, StoryKey
from storage.store import Transaction


@dataclass(frozen=True, slots=True)
class Ingested:
    """What a poll brought: articles kept for the first time, those of them that are news, changed ones, messages.

    `kept` is False for a poll without news that is not written down yet.
    """

    feed: Feed
    new: int = 0
    news: int = 0
    changed: int = 0
    queued: int = 0
    complaints: tuple[str, ...] = ()
    kept: bool = True


Placed = tuple[int, Reading]
"""Which of the found articles it is, and what is to be kept of it."""


@dataclass(frozen=True, slots=True)
class _Told:
    """An article as it stands after this poll, and how many messages it queued."""

    stored: StoredArticle
    queued: int


def ingest(newsroom: Newsroom, feed: Feed, fetched: Fetched, now: datetime, jitter: float) -> Ingested:
    """Read and keep what `fetched` brings as the feed gives it, without asking for any page; see `keep`.

    Raises:
        NotAFeed: the body is something else; nothing is kept. Hand the error to `failed`.
    """
    return keep(newsroom, read(newsroom, arrive(newsroom, feed, fetched, now)), now, jitter)


def keep(newsroom: Newsroom, arrival: Arrival, now: datetime, jitter: float) -> Ingested:
    """Keep what arrived and was read, and queue what it asks for; `jitter` (-1 to 1) spreads the next poll."""
    feed = arrival.feed
    held = _embargoed(newsroom, arrival, now)
    free = tuple(each for each in arrival.found if each not in held)
    found_new = any(each.stored is None for each in free)
    polled = after_success(feed, found_new, arrival.hint, now, jitter, window=arrival.window)

    def note(tx: Transaction) -> None:
        for each, until in held.items():
            embargoes.hold(tx, feed.id, each.versions[-1], until, now)
        feeds.keep_feed(tx, polled)
        if arrival.is_familiar:
            follow_move(tx, polled, now)
        if feed.polled_at is None:
            feeds.name_feed(tx, feed.id, feed.name)

    return replace(write(newsroom, replace(arrival, found=free), now, note), feed=polled)


def write(newsroom: Newsroom, arrival: Arrival, now: datetime, note: Callable[[Transaction], None]) -> Ingested:
    """Keep what arrived in one transaction, with what `note` writes beside it.

    What is kept was matched by the watchlists as they stand when it is kept: where one was changed while the articles
    were being read, they are matched with that one again, before anything is written.
    """
    with newsroom.folding(now) as index:
        placed = _place(index, arrival.feed, arrival.found, now)
        while (written := _written(newsroom, arrival, placed, now, note)) is None:
            with newsroom.store.reading() as tx:
                lists = newsroom.lists(tx)
            arrival = matched_again(arrival, lists)
        kept, revised = written
        for told in (*kept, *revised):
            remember(index, told.stored)
    return Ingested(
        arrival.feed,
        new=len(kept),
        news=sum(told.stored.news for told in kept),
        changed=len(revised),
        queued=sum(told.queued for told in (*kept, *revised)),
        complaints=arrival.complaints,
    )


def _written(
    newsroom: Newsroom, arrival: Arrival, placed: Sequence[Placed], now: datetime, note: Callable[[Transaction], None]
) -> tuple[list[_Told], list[_Told]] | None:
    """Write what arrived: the new articles and the revised ones; None, and nothing, where a list was changed."""
    with newsroom.store.transaction() as tx:
        if newsroom.lists(tx) != arrival.lists:
            return None
        kept = _keep_new(tx, arrival, placed, now)
        revised = [_revise(tx, each, arrival.lists, now) for each in arrival.found if each.stored is not None]
        for article, url in arrival.met_at:
            pages.add_address(tx, article, url)
        embargoes.let_go(tx, (told.stored.key for told in kept))
        note(tx)
    return kept, revised


def unchanged(feed: Feed, answer: Unchanged, now: datetime, jitter: float) -> Ingested:
    """Return what a poll without news means: when to ask again. Hand it to `keep_unchanged`."""
    known = replace(after_redirect(feed, answer.moved_to, now), validators=answer.validators)
    polled = after_success(known, found_new=False, hint=answer.max_age, now=now, jitter=jitter)
    return Ingested(polled, kept=False)


def keep_unchanged(newsroom: Newsroom, polled: Sequence[Ingested], now: datetime) -> None:
    """Keep polls without news, all in one short transaction."""
    with newsroom.store.transaction() as tx:
        feeds.keep_feeds(tx, [each.feed for each in polled])
        for each in polled:
            follow_move(tx, each.feed, now)


def failed(newsroom: Newsroom, feed: Feed, error: FeedError, now: datetime, jitter: float) -> Feed:
    """Note that `feed` could not be read, why, and when to try again; say once that it breaks whoever reads it."""
    tried = replace(after_failure(feed, error, now, jitter), polled_at=feed.polled_at)
    with newsroom.store.transaction() as tx:
        feeds.keep_feed(tx, tried)
        if error.state is State.BREAKS_READER and feed.state is not State.BREAKS_READER:
            text = f"{feed.name} is in quarantine: {error}. It is tried once a day; /feeds list shows how it does."
            operators.tell(tx, f"quarantine:{feed.id}:{now.isoformat()}", text, now)
    return tried


def spare(newsroom: Newsroom, spared: Sequence[Feed], down_since: datetime, jitter: float) -> None:
    """Put feeds back to how they were before our own network went down, each asked soon; say that once."""
    with newsroom.store.transaction() as tx:
        feeds.keep_feeds(tx, [after_outage(feed, down_since, jitter) for feed in spared])
        text = "Our own network looks down: four in five feeds give no answer. None of them is counted as failing."
        operators.tell(tx, f"network:{down_since.isoformat()}", text, down_since)


def follow_move(tx: Transaction, feed: Feed, now: datetime) -> None:
    """Ask a feed that moved for good, and is the same feed there, at its new address; not where another feed has it."""
    if feed.move is not None and has_moved(feed, now) and not feeds.is_taken(tx, feed.id, feed.move.to):
        feeds.move_feed(tx, feed.id, feed.move.to)


def _embargoed(newsroom: Newsroom, arrival: Arrival, now: datetime) -> dict[Found, datetime]:
    """Return which new articles an embargo holds, each until when. What was kept before it is out."""
    new = [each for each in arrival.found if each.stored is None]
    keys = [article_key(arrival.feed.id, each.versions[-1]) for each in new]
    with newsroom.store.reading() as tx:
        seen = embargoes.first_seen(tx, keys)
        zones: Sequence[tzinfo] = [ZoneInfo(desk.zone) for desk in channels.desks(tx)] or [UTC]
    asked = {
        each: embargoed_until(each.versions[-1], seen.get(key, now), zones) for each, key in zip(new, keys, strict=True)
    }
    return {each: until for each, until in asked.items() if until is not None and until > now}


def _place(index: StoryIndex, feed: Feed, found: Sequence[Found], now: datetime) -> list[Placed]:
    readings = []
    for number, each in enumerate(found):
        if each.stored is not None:
            continue
        article, thought = each.versions[0], each.thoughts[0]
        key = article_key(feed.id, article)
        if key in index:  # another feed of the outlet brought it since it was looked up
            continue
        seen = document(key, article)
        placement = index.place(seen)
        index.keep(seen, placement)
        story, copies = StoryKey(placement.story), ArticleKey(placement.copies)
        news = _is_news(feed, article, now)
        readings.append(
            (number, Reading(key, article, story, copies, thought.quotes, thought.matches, news, thought.reader))
        )
    return readings


def _is_news(feed: Feed, article: Article, now: datetime) -> bool:
    """Return whether `article` may alert: at a first poll only what the feed's backlog allows, later what is young."""
    if feed.polled_at is None:
        return not article.undated and now - article.published < feed.backlog
    return now - article.published < NEWS_FOR


def _keep_new(tx: Transaction, arrival: Arrival, placed: Sequence[Placed], now: datetime) -> list[_Told]:
    """Keep new articles; return those that were not there already."""
    seen = articles.time_of_keeping(tx, now)
    found = [(arrival.found[number], reading) for number, reading in placed]
    readings = [replace(reading, matches=each.thoughts[0].matches) for each, reading in found]
    stored = articles.keep_readings(tx, arrival.feed.id, readings, seen)
    return [
        _tell_new(tx, one, each, reading, arrival, now)
        for one, (each, _), reading in zip(stored, found, readings, strict=True)
        if one is not None
    ]


def _tell_new(
    tx: Transaction,
    stored: StoredArticle,
    found: Found,
    reading: Reading,
    arrival: Arrival,
    now: datetime,
) -> _Told:
    """Keep every version of a new article after its first, and queue what it asks for."""
    queued = queueing.queue_alerts(tx, stored, reading.matches, arrival.lists, now, arrival.at) if reading.news else 0
    for version, thought in zip(found.versions[1:], found.thoughts[1:], strict=True):
        change, difference = class_of_change(stored.article, version)
        stored = articles.revise(tx, stored.id, version, change, difference, thought.quotes, thought.matches, now)
        if reading.news:
            queued += queueing.queue_alerts(tx, stored, thought.matches, arrival.lists, now, arrival.at)
    return _Told(stored, queued)


def _revise(tx: Transaction, found: Found, lists: Sequence[StoredWatchlist], now: datetime) -> _Told:
    """Keep the new version of a stored article, and queue what it asks for."""
    assert found.stored is not None  # noqa: S101 (the caller's filter, for the type checker)
    version, thought = found.versions[-1], found.thoughts[-1]
    change, difference = class_of_change(found.stored.article, version)
    withdrawn = change is Change.WITHDRAWN
    found_now = _still_found(tx, found.stored, thought.matches) if withdrawn else thought.matches
    stored = articles.revise(tx, found.stored.id, version, change, difference, thought.quotes, found_now, now)
    queued = queueing.queue_follow_ups(tx, stored, difference, now) if change is not Change.COSMETIC else 0
    if stored.news and now - stored.first_seen < NEWS_FOR and not withdrawn:
        queued += queueing.queue_alerts(tx, stored, thought.matches, lists, now)
    return _Told(stored, queued)


def _still_found(tx: Transaction, stored: StoredArticle, now_found: Sequence[Match]) -> tuple[Match, ...]:
    """Return what was found in an article before it was withdrawn: the notice in its place says little of its topic."""
    again = {match.watchlist for match in now_found}
    before = (match._replace(mentions=()) for match in articles.matches_of(tx, stored.id))
    return (*now_found, *(match for match in before if match.watchlist not in again))
