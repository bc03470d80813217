"""What the storage tests put into a store."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from feeds.model import Article, Feed, Forms, Level, Match, Mention, Part, Quote, Salience, WatchlistId
from storage import articles, channels, feeds, quotes, watchlists
from storage.model import Channel, QuoteQuery, Reading, StoredArticle, StoredQuote, StoredWatchlist, StoryKey
from storage.store import Transaction
from storage.utterances import find_utterances, sightings
from tests.builders import NOW, a_quote, an_article

HOUR = timedelta(hours=1)


def outlet(tx: Transaction, name: str = "Example Times", path: str = "rss") -> Feed:
    """Watch an outlet's feed, at an address made of its name and `path`."""
    url = f"https://{name.lower().replace(' ', '-')}.example/{path}"
    return feeds.add_feed(tx, url=url, name=name, every=HOUR, backlog=HOUR, tag=None, now=NOW)


def numbered(number: int, **changes: Any) -> Article:  # noqa: ANN401 (any field of an Article)
    """Return an article with a GUID and an address of its own."""
    return an_article(**{"guid": f"g-{number}", "url": f"https://times.example/{number}", **changes})


def speech(number: int, *lines: tuple[str, str | None], **changes: Any) -> tuple[Article, tuple[Quote, ...]]:  # noqa: ANN401 (any field of an Article)
    """Return an article of one paragraph a line, (words, speaker), and the quotes in it."""
    paragraphs, said, at = [], [], 0
    for words, speaker in lines:
        paragraphs.append(f"It was then that “{words}” was heard.")
        start = at + paragraphs[-1].index("“") + 1
        said.append(a_quote(words, speaker, start=start, end=start + len(words), cue=None))
        at += len(paragraphs[-1]) + 1
    return numbered(number, text="\n".join(paragraphs), **changes), tuple(said)


def reading_of(
    feed: Feed,
    article: Article,
    said: tuple[Quote, ...] = (),
    matches: tuple[Match, ...] = (),
    **changes: Any,  # noqa: ANN401 (any field of a Reading)
) -> Reading:
    """Return what is kept of an article that founds its own story."""
    key = articles.article_key(feed.id, article)
    return replace(Reading(key, article, StoryKey(key), key, said, matches, news=True), **changes)


def keep(
    tx: Transaction, feed: Feed, article: Article, said: tuple[Quote, ...] = (), matches: tuple[Match, ...] = ()
) -> StoredArticle:
    """Keep an article that is not there yet."""
    stored = articles.keep_reading(tx, feed.id, reading_of(feed, article, said, matches), NOW)
    assert stored is not None
    return stored


def quotes_in(tx: Transaction, stored: StoredArticle) -> tuple[StoredQuote, ...]:
    """Return the quotes that stand in one article."""
    return quotes.quotes_of(tx, (stored.id,))


def a_channel(tx: Transaction, desk: str = "slack:T1", ref: str = "slack:C1") -> Channel:
    """Return a channel of a desk, both made where they are not there."""
    return channels.ensure_channel(tx, channels.ensure_desk(tx, desk, desk, "UTC").id, ref, ref)


def a_list(tx: Transaction, channel: Channel, name: str = "Deportation") -> StoredWatchlist:
    """Add a watchlist that alerts in `channel`."""
    routes = ((channel.id, Level.ALERT),)
    return watchlists.add_watchlist(tx, channel.desk, name, "deport", Forms(), Salience.PASSING, routes, NOW)


def a_match(watchlist: WatchlistId) -> Match:
    """Return a match in the headline and in the text."""
    mentions = (Mention(Part.TITLE, 0, 11, "deport"), Mention(Part.TEXT, 2, 13, "deport"))
    return Match(watchlist, mentions, Salience.HEADLINE)


@dataclass(frozen=True, slots=True)
class QuotesFound:
    """One page of sightings; `count` and `outlets` are of all that were found."""

    quotes: tuple[StoredQuote, ...]
    count: int
    outlets: int


def find_quotes(tx: Transaction, query: QuoteQuery) -> QuotesFound:
    """Return one page of the quotes that stand and are asked for, as `/quotes` and its files find them."""
    upto = tuple(sightings(tx, replace(query, limit=query.offset + query.limit)))
    found = find_utterances(tx, query)
    return QuotesFound(upto[query.offset :], found.sightings, found.outlets)
