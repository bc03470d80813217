"""What a poll brought, on its way into the memory: parsed, compared with what is known, read. Nothing is written here.

The first two breaths of the pipeline; `ingest` is the third.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from feeds.completion import as_fed
from feeds.fetch import Fetched
from feeds.model import Article, Feed
from feeds.moves import after_redirect
from feeds.watchlists import compile_watchlists, find_matches
from handlers.newsroom import Newsroom
from handlers.reading import Thought
from storage import articles
from storage.model import ArticleId, StoredArticle, StoredWatchlist

LONGEST_NAME = 60
NEWS_FOR = timedelta(days=3)
"""An item older than this at first sight goes to the archive, not to alerts (product §7)."""


@dataclass(frozen=True, slots=True)
class Found:
    """One article of a feed: its versions that tell something new, oldest first, with what reading each found.

    `met_at` is the address the feed gives, where the article's page names another as canonical.
    """

    stored: StoredArticle | None
    versions: tuple[Article, ...]
    thoughts: tuple[Thought, ...] = ()
    met_at: str | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A feed with the validators of its answer, what it tells that is new, and the lists that were watched then.

    `hint` is how long the feed asks to be left alone, `window` the time its entries span. `is_familiar` says
    that some of its entries were known. `met_at` are other addresses of articles that are stored already. `at` is when
    its body arrived.
    """

    feed: Feed
    found: tuple[Found, ...]
    lists: tuple[StoredWatchlist, ...]
    hint: timedelta | None
    window: timedelta | None
    complaints: tuple[str, ...]
    is_familiar: bool
    met_at: tuple[tuple[ArticleId, str], ...] = ()
    at: datetime | None = None


def arrive(newsroom: Newsroom, feed: Feed, fetched: Fetched, now: datetime) -> Arrival:
    """Return what `fetched` brings that is not known yet, unread.

    A feed that was added without a name takes its own title at its first poll.

    Raises:
        NotAFeed: the body is something else.
    """
    parsed = newsroom.reader.parse(fetched, now, feed.name)
    if feed.polled_at is None and feed.name == urlsplit(feed.url).hostname and parsed.title:
        feed = replace(feed, name=parsed.title[:LONGEST_NAME])
        parsed = replace(parsed, articles=tuple(replace(each, source=feed.name) for each in parsed.articles))
    with newsroom.store.reading() as tx:
        known = articles.known(tx, feed.id, parsed.articles)
        lists = newsroom.lists(tx)
    return Arrival(
        feed=replace(after_redirect(feed, fetched.moved_to, now), validators=fetched.validators),
        found=by_identity(parsed.articles, known),
        lists=lists,
        hint=max(filter(None, (fetched.max_age, parsed.ttl)), default=None),
        window=parsed.window,
        complaints=parsed.complaints,
        is_familiar=any(known),
        at=now,
    )


def read(newsroom: Newsroom, arrival: Arrival) -> Arrival:
    """Return `arrival` with what reading found in each of its versions that was not read before."""
    to_read = [version for each in arrival.found if not each.thoughts for version in each.versions]
    thoughts = iter(newsroom.reader.read(to_read, tuple(each.watchlist for each in arrival.lists)))
    found = (
        each if each.thoughts else replace(each, thoughts=tuple(next(thoughts) for _ in each.versions))
        for each in arrival.found
    )
    return replace(arrival, found=tuple(found))


def matched_again(arrival: Arrival, lists: tuple[StoredWatchlist, ...]) -> Arrival:
    """Return an arrival that was read with other lists as if it had been read with `lists`."""
    again = rematching(arrival.lists, lists)
    found = (replace(each, thoughts=tuple(map(again, each.versions, each.thoughts))) for each in arrival.found)
    return replace(arrival, found=tuple(found), lists=lists)


def rematching(
    before: Sequence[StoredWatchlist], lists: Sequence[StoredWatchlist]
) -> Callable[[Article, Thought], Thought]:
    """Return what makes a thought of an article that was read with `before` one with `lists`.

    Only lists that are not as before are matched; what was found by one that is watched no more is left out.
    """
    known = {each.watchlist for each in before}
    fresh = compile_watchlists(each.watchlist for each in lists if each.watchlist not in known)
    kept = {each.watchlist.id for each in lists if each.watchlist in known}

    def again(version: Article, thought: Thought) -> Thought:
        found = (*(match for match in thought.matches if match.watchlist in kept), *find_matches(version, fresh))
        return replace(thought, matches=tuple(sorted(found, key=lambda match: match.watchlist)))

    return again


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
    """Say whether the feed tells something else than before; what its page added is not the feed's."""
    if before.as_fed is not None:
        return before.as_fed != as_fed(after)
    return (before.title, before.text) != (after.title, after.text)
