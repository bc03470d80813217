"""`/news`: the articles that hold some words, newest first, or one story whole."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from feeds.errors import RequestError
from feeds.urls import canonical_url
from handlers.alerts import changed, headline
from handlers.grammar import Argument, Entry, Kind
from handlers.message import Block, Line, Message, Moment, joined, plural, say, words, written
from handlers.request import Reply, Request, Role
from handlers.sharing import SHARE, shareable
from handlers.story_layout import story_message
from handlers.times import moment
from storage import articles, embargoes, search
from storage.model import ArticleId, StoredArticle
from storage.store import Store, Transaction

SHOWN = 8
MOST_SHOWN = 25
_LINK = re.compile(r"https?://\S+")


def news(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/news QUERY`, or show one story for `/news LINK` and `/news id:N`.

    Raises:
        RequestError: nothing was asked, or an option cannot be read.
    """
    typed = request.command.words.strip()
    with store.reading() as tx:
        if request.command.option("id") or _LINK.fullmatch(typed):
            return shareable(request, story_message(tx, _asked_for(tx, request, now)))
        if not typed:
            raise RequestError('What is it about? For example /news "National Guard" since:24h')
        return _found(tx, request, now)


def _found(tx: Transaction, request: Request, now: datetime) -> Reply:
    typed = request.command.words
    zone = ZoneInfo(request.person.zone)
    since = _time(request, "since", zone, now)
    until = _time(request, "until", zone, now)
    limit = limit_of(request, SHOWN, MOST_SHOWN)
    read_as = f"the phrase “{typed}”" if " " in typed else f"“{typed}”"
    found = search.search_articles(tx, search.phrases(typed), since=since, until=until, limit=limit)
    if not found.articles and " " in typed:
        read_as = f"all of the words {typed}, in any order"
        found = search.search_articles(tx, search.any_order(typed), since=since, until=until, limit=limit)
    if not found.articles:
        return Reply(
            say(f"Nothing stored mentions “{typed}”.", "Fewer words find more; /watch test QUERY reads a whole query.")
        )
    title = f"{plural(found.count, 'article')} with {read_as}"
    rows = [block for stored in found.articles for block in _row(stored)]
    more = found.count - len(found.articles)
    blocks: list[Block] = [Line(words(title)), *rows]
    if more > 0:
        blocks.append(
            Line(words(f"and {more:,} more: limit:{MOST_SHOWN} shows more, since: and until: narrow it"), small=True)
        )
    return shareable(request, Message(title, tuple(blocks)))


def _row(stored: StoredArticle) -> tuple[Line, ...]:
    facts = joined((words(stored.article.source), (Moment(stored.article.published),), changed(stored)))
    return (Line((headline(stored),)), Line(facts, small=True, indent=1))


def _asked_for(tx: Transaction, request: Request, now: datetime) -> StoredArticle:
    number = request.command.option("id")
    if number is not None:
        found = articles.article(tx, ArticleId(int(number))) if number.isdigit() else None
        if found is None:
            raise RequestError(f"No article has the number {number}.")
        return found
    link = request.command.words.strip()
    found = articles.article_at(tx, canonical_url(link))
    if found is None and (held := embargoes.held_at(tx, canonical_url(link))) is not None:
        until = written(Moment(held.until), ZoneInfo(request.person.zone), now)
        raise RequestError(f"{link} is held by an embargo until {until}; then it is told like any other article.")
    if found is None:
        raise RequestError(f"{link} is not stored: no watched feed has brought it.")
    return found


def limit_of(request: Request, usual: int, most: int) -> int:
    """Return how many results are asked for, within bounds.

    Raises:
        RequestError: `limit:` is no number from 1 to `most`.
    """
    typed = request.command.option("limit")
    if typed is None:
        return usual
    if not typed.isdigit() or not 1 <= int(typed) <= most:
        raise RequestError(f"limit:{typed} cannot be used: give a number from 1 to {most}")
    return int(typed)


def _time(request: Request, name: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    typed = request.command.option(name)
    return moment(typed, zone, now) if typed else None


ENTRIES = (
    Entry(
        name="news",
        action=None,
        summary="the articles that hold some words, or one story whole",
        usage="/news QUERY | LINK [since: until: limit:]",
        examples=("/news immigration raid since:24h", '/news "National Guard"', "/news https://news.example/story"),
        role=Role.READER,
        answer=news,
        positional=(Argument("query", "words, or an article's link"),),
        options=(
            Argument("since", "90m, 24h, 7d, today, yesterday, mon or a date", Kind.TIME),
            Argument("until", "the same forms as since", Kind.TIME),
            Argument("limit", f"how many to show, 1 to {MOST_SHOWN}"),
            Argument("id", "one story by its number"),
            SHARE,
        ),
    ),
)
