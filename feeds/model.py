"""The nouns of news, as every floor means them. Values only: nothing here reads, stores or shows.

Times are aware and in UTC. Spans are half-open character offsets into `Article.text` (or its title, where said).
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from typing import NamedTuple, NewType

from feeds.errors import State

FeedId = NewType("FeedId", int)
WatchlistId = NewType("WatchlistId", int)

DEFAULT_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Validators:
    """What lets a server answer "unchanged": its ETag, its Last-Modified, the SHA-256 of the last body (hex)."""

    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None


class Pages(StrEnum):
    """For which entries of a feed the article's own page is asked: those that match a watchlist, all, or none."""

    MATCHED = "matched"
    ALL = "all"
    NEVER = "never"


class PageState(StrEnum):
    """What became of an article's own page.

    READ: it was read, and its text is the article's where it is the better one. PAYWALLED: it holds back the rest.
    DISALLOWED: robots.txt keeps us out. OWED: it did not come and is asked once more. MISSED: nor did it then.
    GONE: there is nothing at its address any more, which does not mean that it was withdrawn.
    """

    READ = "read"
    PAYWALLED = "paywalled"
    DISALLOWED = "disallowed"
    OWED = "owed"
    MISSED = "missed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Asking:
    """How a publisher wants a feed to be asked for, beside what every request says.

    `headers` are (name, value) pairs and `login` is "name:password": secrets, which no text of ours may hold.
    """

    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    login: str | None = field(default=None, repr=False)
    user_agent: str | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """A permanent redirect that was followed: where to, since when, and at how many polls in a row."""

    to: str
    since: datetime
    times: int = 1


@dataclass(frozen=True, slots=True)
class Feed:
    """An outlet's feed and what is known of its health.

    `name` is the outlet as shown. `backlog` is how young an item must be to count as news at the first poll (zero: the
    first poll is a silent baseline). `failures` is the weighted count of failed polls in a row, `trouble` the last in
    words, `state` the same as a name, `failing_since` the first of them.
    """

    id: FeedId
    url: str
    name: str
    every: timedelta
    backlog: timedelta
    next_poll: datetime
    polled_at: datetime | None = None
    validators: Validators = Validators()
    failures: float = 0.0
    trouble: str | None = None
    paused: bool = False
    tag: str | None = None
    state: State | None = None
    failing_since: datetime | None = None
    pages: Pages = Pages.MATCHED
    asking: Asking = Asking()
    move: Move | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One entry of a feed as published.

    `guid` is the feed's own id, or what stands in for it where the feed gives none. `url` is canonical and http(s), or
    None. `source` is the outlet's name. `published` is clamped to the time of reading; `undated` says that the feed
    gave no usable date and the time of reading stands in. `text` is plain: paragraphs separated by a line feed; the
    article's own page where that was read, else the feed's full content where it has one, else the summary. `page` is
    what became of the page, None where it was not asked for. `as_fed` tells what the feed itself said, as a digest,
    where something else stands in its place.
    """

    guid: str
    url: str | None
    title: str
    source: str
    published: datetime
    text: str
    summary: str = ""
    author: str | None = None
    undated: bool = False
    page: PageState | None = None
    as_fed: str | None = None


class QuoteKind(StrEnum):
    """How whole a quote is: a sentence or more, a fragment in a sentence, a document's words, or at second hand."""

    FULL = "full"
    PARTIAL = "partial"
    DOCUMENT = "document"
    REPORTED = "reported"


class Precision(StrEnum):
    """How exactly an article says when something was said."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Said:
    """When a quote was said: on one of the days from `on` to `until`, both included, in the article's own calendar.

    `as_written` is the article's wording ("last week"), which `precision` tells the breadth of.
    """

    on: date
    until: date
    precision: Precision
    as_written: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words somebody said, verbatim: `text == article.text[start:end]`, outer marks left out.

    `speaker` is the canonical full name as the article spells it, or None where it does not say; `speaker_as_written`
    is the form beside the quote ("he"). `role` is kept apart ("Los Angeles Mayor"). `cue` is the verb or phrase that
    attributes, at `cue_span`. `medium` is where it was said ("Truth Social"), `said` when, None where the article does
    not say. `how` says in words why this speaker. `confidence` (0-1) is the chance that the speaker is right.
    """

    text: str
    start: int
    end: int
    speaker: str | None
    kind: QuoteKind
    how: str
    confidence: float
    speaker_as_written: str | None = None
    role: str | None = None
    cue: str | None = None
    cue_span: tuple[int, int] | None = None
    medium: str | None = None
    said: Said | None = None


class Level(IntEnum):
    """How loudly a watchlist speaks in its channels, quietest first."""

    DIGEST = 1
    ALERT = 2
    FLASH = 3


class Salience(IntEnum):
    """How central a watchlist's topic is to an article, weakest first."""

    PASSING = 1
    SEVERAL = 2
    LEAD = 3
    HEADLINE = 4


class Part(StrEnum):
    """The part of an article that a span counts in."""

    TITLE = "title"
    TEXT = "text"


class Mention(NamedTuple):
    """One place where a watchlist's words stand: offsets into the title or the text, and the form that found them.

    A tuple, as Match is: an article may have hundreds of both, and a frozen dataclass takes twice as long to make.
    """

    part: Part
    start: int
    end: int
    form: str


@dataclass(frozen=True, slots=True)
class Forms:
    """Evidence that a watchlist weighs beyond its query; each form is written in the query language.

    `strong` matches alone. `weak` needs one of `context` near it or in the headline. `blockers` silence weak forms,
    never strong ones. `anchored` aliases count only once a strong form stands in the article. `presumed` forms need
    no context, but blockers may outweigh them. A text `@name` among context or blockers is a table of words.
    """

    strong: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    blockers: tuple[str, ...] = ()
    anchored: tuple[str, ...] = ()
    presumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Watchlist:
    """A topic an editor watches: `query` in the query language (product's grammar), or `forms`, or both."""

    id: WatchlistId
    name: str
    query: str
    forms: Forms = Forms()
    minimum: Salience = Salience.PASSING


class Match(NamedTuple):
    """A watchlist found in an article, with every mention in order of place and how central it is."""

    watchlist: WatchlistId
    mentions: tuple[Mention, ...]
    salience: Salience


class Change(StrEnum):
    """How a published article was changed (product's classes), mildest first."""

    COSMETIC = "cosmetic"
    UPDATE = "update"
    CORRECTION = "correction"
    WITHDRAWN = "withdrawn"
