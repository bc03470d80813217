"""Articles' own pages in the pipeline: which are wanted, and what they make of their articles. Fetches nothing."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from feeds.article import Page
from feeds.completion import as_fed, canonical_of, completed, is_whole
from feeds.errors import FeedError, FeedGone, KeptOut, NothingThere, State
from feeds.model import Article, Feed, Pages, PageState
from handlers import queueing
from handlers.arrivals import NEWS_FOR, Arrival, Found, read, rematching
from handlers.newsroom import Newsroom
from handlers.reading import Thought
from storage import articles, pages
from storage.model import ArticleId, StoredArticle, StoredWatchlist

MOST_AT_ONCE = 20
"""How many pages one poll asks for; those beyond are owed."""
ONCE_MORE_AFTER = timedelta(minutes=5)
OWED_FOR = timedelta(days=1)
_PASSING = frozenset((State.SOFT, State.TEMPORARY))


@dataclass(frozen=True, slots=True)
class Visit:
    """What asking for a page brought: the page, found `at` an address in the end; or without one, what became of it."""

    state: PageState
    page: Page | None = None
    at: str = ""


def failed_visit(error: FeedError) -> Visit:
    """Return what a failure means for the page: asked for once more only where that may help."""
    if isinstance(error, KeptOut):
        return Visit(PageState.DISALLOWED)
    if isinstance(error, FeedGone | NothingThere):
        return Visit(PageState.GONE)
    return Visit(PageState.OWED if error.state in _PASSING else PageState.MISSED)


def wanted_pages(arrival: Arrival, now: datetime) -> tuple[str, ...]:
    """Return the addresses of the pages that the articles of `arrival`, which was read, need; the newest first."""
    wanted = [each for each in reversed(arrival.found) if _wants_page(arrival.feed, each, now)]
    return tuple(dict.fromkeys(each.versions[-1].url or "" for each in wanted))[:MOST_AT_ONCE]


def with_pages(newsroom: Newsroom, arrival: Arrival, visits: Mapping[str, Visit], now: datetime) -> Arrival:
    """Return `arrival` with what `visits` (by address) brought to its articles, those read again that are other now.

    Where a page names an address under which the article is stored already, it is that article, and nothing new.
    """
    filled = [_filled(each, visits, now) if _wants_page(arrival.feed, each, now) else each for each in arrival.found]
    named = Counter(each.versions[-1].url for each in filled)
    filled = [_as_met(each) if each.met_at and named[each.versions[-1].url] > 1 else each for each in filled]
    moved = [each for each in filled if each.met_at]
    with newsroom.store.reading() as tx:
        there = articles.known(tx, arrival.feed.id, [each.versions[-1] for each in moved])
    same = {id(each): stored.id for each, stored in zip(moved, there, strict=True) if stored is not None}
    return read(
        newsroom,
        replace(
            arrival,
            found=tuple(each for each in filled if id(each) not in same),
            met_at=tuple(_met(moved, same)),
        ),
    )


def owed_pages(newsroom: Newsroom, now: datetime) -> tuple[StoredArticle, ...]:
    """Return articles whose pages did not come with their feed and are asked for once more now."""
    with newsroom.store.reading() as tx:
        return pages.owed(tx, now - OWED_FOR, now - ONCE_MORE_AFTER, MOST_AT_ONCE)


def keep_owed(newsroom: Newsroom, owed: Sequence[StoredArticle], visits: Mapping[str, Visit], now: datetime) -> int:
    """Keep what the second try brought, and queue what it asks for; a page that failed again is given up.

    Return how many messages were queued.
    """
    with newsroom.store.reading() as tx:
        lists = newsroom.lists(tx)
    after = [_second(each.article, visits.get(each.article.url or ""), now) for each in owed]
    thoughts = newsroom.reader.read(after, tuple(each.watchlist for each in lists))
    while (queued := _completed(newsroom, list(zip(owed, after, thoughts, strict=True)), lists, now)) is None:
        before = lists
        with newsroom.store.reading() as tx:
            lists = newsroom.lists(tx)
        thoughts = tuple(map(rematching(before, lists), after, thoughts))
    return queued


def _completed(
    newsroom: Newsroom,
    read_again: Sequence[tuple[StoredArticle, Article, Thought]],
    lists: tuple[StoredWatchlist, ...],
    now: datetime,
) -> int | None:
    """Write what was read; return how many messages were queued; None, and nothing, where a list was changed."""
    queued = 0
    with newsroom.store.transaction() as tx:
        if newsroom.lists(tx) != lists:
            return None
        for each, article, thought in read_again:
            stored = pages.complete(tx, each.id, article, thought.quotes, thought.matches, now)
            if stored is not None and stored.news and now - stored.first_seen < NEWS_FOR:
                queued += queueing.queue_alerts(tx, stored, thought.matches, lists, now)
    return queued


def _wants_page(feed: Feed, found: Found, now: datetime) -> bool:
    article = found.versions[-1]
    if article.url is None or feed.pages is Pages.NEVER:
        return False
    if found.stored is not None and found.stored.article.as_fed is not None:
        return True
    if now - article.published > NEWS_FOR:
        return False
    return feed.pages is Pages.ALL or (bool(found.thoughts and found.thoughts[-1].matches) and not is_whole(article))


def _filled(found: Found, visits: Mapping[str, Visit], now: datetime) -> Found:
    """Return `found` with its page's facts, unread where its text is another now; one beyond the limit is owed."""
    article = found.versions[-1]
    visit = visits.get(article.url or "", Visit(PageState.OWED))
    if visit.page is None:
        return _without_page(found, visit.state)
    after = completed(article, visit.page, now)
    url = canonical_of(article, visit.page, visit.at) if found.stored is None else article.url
    versions = (
        (replace(after, url=url),) if after.text != article.text else (*found.versions[:-1], replace(after, url=url))
    )
    thoughts = found.thoughts if after.text == article.text else ()
    return replace(found, versions=versions, thoughts=thoughts, met_at=article.url if url != article.url else None)


def _without_page(found: Found, state: PageState) -> Found:
    """Return `found` as the feed gives it; of a stored article whose page was read before, that text stays."""
    article, before = found.versions[-1], found.stored.article if found.stored else None
    if before is None or before.as_fed is None:
        return replace(found, versions=(*found.versions[:-1], replace(article, page=state)))
    kept = replace(article, text=before.text, page=before.page, as_fed=as_fed(article))
    return replace(found, versions=(kept,), thoughts=())


def _as_met(found: Found) -> Found:
    """Return `found` under the address the feed gives: the one its page names is claimed by another article, too."""
    versions = (*found.versions[:-1], replace(found.versions[-1], url=found.met_at))
    return replace(found, versions=versions, met_at=None)


def _met(moved: Sequence[Found], same: Mapping[int, ArticleId]) -> Iterator[tuple[ArticleId, str]]:
    for each in moved:
        if each.met_at and id(each) in same:
            yield same[id(each)], each.met_at


def _second(article: Article, visit: Visit | None, now: datetime) -> Article:
    if visit is None or visit.page is None:
        state = visit.state if visit else PageState.MISSED
        return replace(article, page=PageState.MISSED if state is PageState.OWED else state)
    return completed(article, visit.page, now)
