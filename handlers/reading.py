"""What thinking an article needs: the parser, the quote reader and the matcher, behind a few calls.

The bot runs a Reader in a worker process; the filters of the command line run it in their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from feeds.article import Page, read_page
from feeds.fetch import Fetched
from feeds.model import Article, Match, Quote, Watchlist
from feeds.parse import ParsedFeed, parse_feed
from feeds.quotes import Nlp, load_nlp, read_many
from feeds.quotes.version import reader_version
from feeds.robots import Rules, read_rules
from feeds.watchlists import CompiledWatchlists, compile_watchlists, find_matches


@dataclass(frozen=True, slots=True)
class Thought:
    """What reading one article found. `reader` is the version that read its quotes, None where it could not."""

    quotes: tuple[Quote, ...]
    matches: tuple[Match, ...]
    reader: str | None = None


class Reader(Protocol):
    """Reads feeds, pages and articles, somewhere; its calls may take seconds and hold no lock."""

    def start(self) -> None:
        """Load what reading needs, so that the first article need not wait."""

    def stop(self) -> None:
        """Read nothing more."""

    def parse(self, fetched: Fetched, now: datetime, source: str) -> ParsedFeed:
        """Return the entries of what was fetched, in the name of the outlet `source`.

        Raises:
            NotAFeed: it is something else, or broke the reader.
        """

    def read(self, articles: Sequence[Article], watchlists: tuple[Watchlist, ...]) -> tuple[Thought, ...]:
        """Return what each article holds, in their order."""

    def page(self, fetched: Fetched) -> Page:
        """Return the article of a page.

        Raises:
            BreaksReader: it broke the reader, or took too long.
        """

    def rules(self, robots: bytes, url: str) -> Rules:
        """Return what a host's robots.txt says of `url`; one that breaks the reader allows nothing."""


class LocalReader:
    """A Reader in this process. The pipeline is loaded at the first text; watchlists are compiled when they change."""

    def __init__(self) -> None:
        self._nlp: Nlp | None = None
        self._watchlists: tuple[Watchlist, ...] = ()
        self._compiled: CompiledWatchlists = compile_watchlists(())

    def start(self) -> None:
        """Load the pipeline."""
        self._nlp = self.nlp

    def stop(self) -> None:
        """Do nothing: there is no process to end."""

    def parse(self, fetched: Fetched, now: datetime, source: str) -> ParsedFeed:
        """Return the entries of what was fetched."""
        return parse_feed(fetched.url, fetched.body, now, source, content_type=fetched.content_type)

    def read(self, articles: Sequence[Article], watchlists: tuple[Watchlist, ...]) -> tuple[Thought, ...]:
        """Return what each article holds, in their order."""
        days = [None if article.undated else article.published.date() for article in articles]
        quotes = read_many([article.text for article in articles], self.nlp, days)
        return tuple(
            Thought(found, self.match(article, watchlists).matches, reader_version())
            for article, found in zip(articles, quotes, strict=True)
        )

    def page(self, fetched: Fetched) -> Page:
        """Return the article of a page."""
        return read_page(fetched.body, fetched.url)

    def rules(self, robots: bytes, url: str) -> Rules:
        """Return what a host's robots.txt says of `url`."""
        return read_rules(robots, (url,))

    def match(self, article: Article, watchlists: tuple[Watchlist, ...]) -> Thought:
        """Return what `article` matches, without its quotes."""
        if watchlists != self._watchlists:
            self._compiled, self._watchlists = compile_watchlists(watchlists), watchlists
        return Thought((), find_matches(article, self._compiled))

    @property
    def nlp(self) -> Nlp:
        """The language pipeline, loaded on first use (about a second)."""
        if self._nlp is None:
            self._nlp = load_nlp()
        return self._nlp
