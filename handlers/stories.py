"""Puts stories together from what is stored: for a card, for a digest, for `/news LINK`."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from feeds.model import Level, Match, WatchlistId
from handlers.alerts import Story
from storage import articles, owners, quotes, watchlists, wishes
from storage import matches as found_matches
from storage.model import ArticleId, Change, Channel, StoredArticle, StoredQuote, StoredWatchlist, StoryKey
from storage.store import Transaction


def story_for(tx: Transaction, key: StoryKey, channel: Channel) -> Story | None:
    """Return the story as it stands, named by the lists that speak to `channel`; None when nothing is stored."""
    told = articles.story(tx, key)
    if not told:
        return None
    lists = {each.watchlist.id: each for each in watchlists.all_watchlists(tx, channel.desk)}
    matches = {stored.id: found_matches.matches_of(tx, stored.id) for stored in told}
    matched = {match.watchlist for found in matches.values() for match in found}
    followed = wishes.ever_followed(tx, channel.id)
    speaking = [
        each
        for each in lists.values()
        if each.watchlist.id in matched
        and (_level(each, channel) is not None or f"watchlist:{each.watchlist.id}" in followed)
    ]
    return Story(
        articles=told,
        quotes=(*quotes_of_story(tx, told), *_withdrawn_quotes(tx, told)),
        lists=tuple(each.watchlist.name for each in speaking),
        level=max((_level(each, channel) or Level.ALERT for each in speaking), default=Level.ALERT),
        spoken=spoken(told, matches),
        matched=_found_by({each.watchlist.id for each in speaking}, matches),
        corrections=owners.corrections(tx),
    )


def independent_outlets(tx: Transaction, key: StoryKey) -> int:
    """Return how many tell the story independently: what an alert that waits for several outlets counts."""
    told = articles.story(tx, key)
    return len(Story(told, (), (), corrections=owners.corrections(tx)).voices)


def quotes_of_story(tx: Transaction, told: Sequence[StoredArticle]) -> tuple[StoredQuote, ...]:
    """Return the quotes of all its articles, the first published article's first, each in order of place."""
    order = {stored.id: place for place, stored in enumerate(told)}
    found = quotes.quotes_of(tx, tuple(order))
    return tuple(sorted(found, key=lambda quote: (order[quote.article.id], quote.quote.start)))


def _withdrawn_quotes(tx: Transaction, told: Sequence[StoredArticle]) -> tuple[StoredQuote, ...]:
    """Return the quotes that went with the articles that were withdrawn: a card marks what it showed of them."""
    withdrawn = [(each.id, each.changed_at) for each in told if each.change is Change.WITHDRAWN and each.changed_at]
    return tuple(quote for article, at in withdrawn for quote in quotes.taken_out(tx, article, at))


def spoken(told: Iterable[StoredArticle], matches: dict[ArticleId, tuple[Match, ...]]) -> frozenset[str]:
    """Return the words of the articles that their watchlists were found by, in lower case."""
    return frozenset(
        (stored.article.title if mention.part == "title" else stored.article.text)[mention.start : mention.end].lower()
        for stored in told
        for match in matches[stored.id]
        for mention in match.mentions
    )


def stories_between(tx: Transaction, listed: StoredWatchlist, since: datetime, until: datetime) -> tuple[Story, ...]:
    """Return the stories of one watchlist whose articles were first seen as news in that time."""
    by_story: dict[StoryKey, None] = dict.fromkeys(
        stored.story for stored in found_matches.matched_between(tx, listed.watchlist.id, since, until)
    )
    stories, corrections = [], owners.corrections(tx)
    for key in by_story:
        told = articles.story(tx, key)
        matches = {stored.id: found_matches.matches_of(tx, stored.id) for stored in told}
        stories.append(
            Story(
                articles=told,
                quotes=quotes_of_story(tx, told),
                lists=(listed.watchlist.name,),
                spoken=spoken(told, matches),
                matched=_found_by({listed.watchlist.id}, matches),
                corrections=corrections,
            )
        )
    return tuple(stories)


def _found_by(lists: set[WatchlistId], matches: dict[ArticleId, tuple[Match, ...]]) -> frozenset[ArticleId]:
    return frozenset(key for key, found in matches.items() if any(match.watchlist in lists for match in found))


def _level(each: StoredWatchlist, channel: Channel) -> Level | None:
    return next((route.level for route in each.routes if route.channel == channel.id), None)
