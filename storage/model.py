"""The nouns of the memory: what is stored, as frozen values. Nothing here touches the database."""

from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from typing import NewType

from feeds.model import Article, FeedId, Level, Match, Quote, QuoteKind, Watchlist, WatchlistId
from feeds.model import Change as Change  # noqa: PLC0414 - its readers look for it here

DeskId = NewType("DeskId", int)
ArticleId = NewType("ArticleId", int)
QuoteId = NewType("QuoteId", int)
ChannelId = NewType("ChannelId", int)
DeliveryId = NewType("DeliveryId", int)
SpeakerId = NewType("SpeakerId", int)
ArticleKey = NewType("ArticleKey", str)
"""A stable name of an article, known before it is stored: the same on every machine and at every reading."""
StoryKey = NewType("StoryKey", str)
"""The `ArticleKey` of the article that founded the story."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One newsroom: a terminal, a Slack workspace or a Discord server (`ref`), with lists and channels of its own.

    `closed` is why its workspace takes nothing from us now (a revoked token), since `closed_at`.
    """

    id: DeskId
    ref: str
    name: str
    zone: str
    closed: str | None = None
    closed_at: datetime | None = None


class Unsure(StrEnum):
    """What becomes of a message where nobody can say whether it arrived: sent again (perhaps twice), or given up."""

    TWICE = "twice"
    NEVER = "never"


class Updates(StrEnum):
    """Where word of a told story's change goes: under its card, or, in a place without threads, to the channel."""

    THREAD = "thread"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When a channel sleeps: from `start` until `end` by the wall clock of its zone, perhaps past midnight.

    What is as loud as `through` is sent all the same; None: everything waits.
    """

    start: time
    end: time
    through: Level | None = Level.FLASH


@dataclass(frozen=True, slots=True)
class Channel:
    """A place a desk is spoken to; `ref` is the platform's own address ("terminal", "slack:C012").

    `held` is why nothing is sent there now, None where all is well. `person` is the ref of the one whose direct
    messages it is. `zone` is None where it is the desk's. `flood_limit` is how many cards in ten minutes are shown one
    by one (None: the usual number). `unsure` is None where nobody chose.
    """

    id: ChannelId
    desk: DeskId
    ref: str
    name: str
    held: str | None = None
    held_at: datetime | None = None
    person: str | None = None
    zone: str | None = None
    quiet: QuietHours | None = None
    flood_limit: int | None = None
    unsure: Unsure | None = None
    updates: Updates = Updates.THREAD


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as it stands now. `change` and `changed_at` tell of its last change a reader should know of.

    `news` is False for what went to the archive in silence.
    """

    id: ArticleId
    key: ArticleKey
    feed: FeedId
    article: Article
    first_seen: datetime
    story: StoryKey
    copies: ArticleKey
    change: Change | None = None
    changed_at: datetime | None = None
    news: bool = True


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of a stored article: what it was before, and `difference` in words ("headline: … → …")."""

    article: ArticleId
    at: datetime
    change: Change
    before: Article
    difference: str


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as read, ready to be kept: its place among the stories, its quotes, and what it matched.

    `news` is False for what goes to the archive in silence (a baseline, an old item). `reader` is the version of the
    quote reader, None where its quotes could not be read.
    """

    key: ArticleKey
    article: Article
    story: StoryKey
    copies: ArticleKey
    quotes: tuple[Quote, ...]
    matches: tuple[Match, ...]
    news: bool
    reader: str | None = None


@dataclass(frozen=True, slots=True)
class StoredQuote:
    """A quote with the article it stands in; `speaker` is the canonical name across articles.

    `utterance` is shared by all sightings of one utterance. `corrected_at` is when a person last corrected what was
    read of it, `gone_at` when a revision took it out, or a person found that nobody said it.
    """

    id: QuoteId
    quote: Quote
    speaker: str | None
    article: StoredArticle
    utterance: int = 0
    corrected_at: datetime | None = None
    gone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fix:
    """What a person corrected of a quote; None leaves what was read.

    `nobody`: it is no quote, nobody said it. `unknown`: somebody did, and the article does not say who.
    """

    speaker: str | None = None
    nobody: bool = False
    unknown: bool = False
    kind: QuoteKind | None = None
    medium: str | None = None


@dataclass(frozen=True, slots=True)
class Realigned:
    """What reading an article again changed: how many quotes are new, gone, or said by somebody else."""

    added: int = 0
    gone: int = 0
    respoken: int = 0


@dataclass(frozen=True, slots=True)
class Route:
    """A watchlist speaks to a channel at a level, once `owners` independent outlets carry a story.

    `ping` is the ref of the role or user group that an alert calls ("slack:S…", "discord:R…"), at most `pings_an_hour`
    times.
    """

    watchlist: WatchlistId
    channel: ChannelId
    level: Level
    owners: int = 1
    ping: str | None = None
    pings_an_hour: int = 1


@dataclass(frozen=True, slots=True)
class StoredWatchlist:
    """A watchlist of a desk. `version` rises with every edit, so that two editors never overwrite each other."""

    watchlist: Watchlist
    desk: DeskId
    routes: tuple[Route, ...]
    version: int
    paused: bool = False
    removed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MatchedArticle:
    """An article and what a desk's watchlists found in it."""

    article: StoredArticle
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Words to search for: every group must be found, a group by any one of its phrases; no phrase of `none_of` may be.

    Phrases are plain text of one word or several side by side; case and endings do not matter ("deport" finds
    "deported").
    """

    all_of: tuple[tuple[str, ...], ...]
    none_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuoteQuery:
    """Which quotes to find, newest first. None or empty means: no such condition.

    `since` and `until` are half-open and meant of publication. `words` are found in the quote or its paragraph;
    with `quoted` only in the quote itself.
    """

    speakers: tuple[SpeakerId, ...] | None = None
    words: Words | None = None
    since: datetime | None = None
    until: datetime | None = None
    sources: tuple[str, ...] = ()
    not_sources: tuple[str, ...] = ()
    quoted: bool = False
    limit: int = 5
    offset: int = 0


@dataclass(frozen=True, slots=True)
class QuotesFound:
    """One page of quotes; `count` and `outlets` are of all that were found."""

    quotes: tuple[StoredQuote, ...]
    count: int
    outlets: int


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """Somebody quoted, and how often."""

    id: SpeakerId
    name: str
    quotes: int


@dataclass(frozen=True, slots=True)
class SpeakersRead:
    """How a typed name was read: `ids` are the rows that are `name`, `others` might have been meant."""

    name: str
    ids: tuple[SpeakerId, ...]
    quotes: int
    others: tuple[SpeakerCount, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """What the memory holds, for a status."""

    articles: int
    stories: int
    quotes: int
    speakers: int


@dataclass(frozen=True, slots=True)
class ArticlesFound:
    """One page of articles; `count` is of all that were found."""

    articles: tuple[StoredArticle, ...]
    count: int


@dataclass(frozen=True, slots=True)
class OutboxFacts:
    """How the outbox stands; `oldest` is since when the longest waiting delivery is due."""

    pending: int
    sending: int
    dead: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What a check-up asks of the database. `size` is in bytes; `safe` is False for a library that can corrupt it.

    `journal` is SQLite's journal mode. `since` is when its first feed was added.
    """

    library: str
    safe: bool
    revision: str
    size: int
    place: str
    journal: str
    since: datetime | None


class DeliveryKind(StrEnum):
    """What a delivery brings. A roll-up tells many stories of a flood, a catch-up many that waited, in one message."""

    ALERT = "alert"
    FOLLOW_UP = "follow-up"
    DIGEST = "digest"
    NOTICE = "notice"
    ROLL_UP = "roll-up"
    CATCH_UP = "catch-up"


class DeliveryState(StrEnum):
    """Where a delivery stands. `sending` found after a restart means: nobody knows whether it arrived.

    `folded` is told of by another delivery in its place, and told once that is sent.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FOLDED = "folded"
    DEAD = "dead"


class WaitsFor(StrEnum):
    """Why a delivery is not due at once."""

    MORNING = "morning"
    """Quiet hours: several that waited for their end come in one catch-up."""


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A message to be sent, unique by channel and `key`. `subject` is what it is about: a story key, or JSON.

    `level` is how loudly it speaks, `ping` the ref of the role or user group it calls.
    """

    channel: ChannelId
    key: str
    kind: DeliveryKind
    subject: str
    due: datetime
    level: Level = Level.ALERT
    ping: str | None = None
    waits_for: WaitsFor | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A queued message and how far it got. `ref` is the platform's own id of the sent message.

    `within` is the delivery that tells of it in its place. `shown` is the hash of what the message says now.
    """

    id: DeliveryId
    channel: Channel
    key: str
    kind: DeliveryKind
    subject: str
    state: DeliveryState
    due: datetime
    created: datetime
    tries: int = 0
    ref: str | None = None
    why: str | None = None
    claimed_at: datetime | None = None
    settled_at: datetime | None = None
    level: Level = Level.ALERT
    ping: str | None = None
    waits_for: WaitsFor | None = None
    within: DeliveryId | None = None
    shown: str | None = None
    edited_at: datetime | None = None
    edit_tries: int = 0


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One write by a person: who, where, what, and the state before and after (JSON or plain words).

    `about` names the thing that was written ("watchlist:7"), so that its history can be asked for. `name` is what the
    platform called the person then. `undoes` is the id of the write that this one took back. `id` is 0 until recorded.
    """

    at: datetime
    desk: DeskId
    who: str
    where: str
    action: str
    before: str | None
    after: str | None
    about: str = ""
    name: str = ""
    undoes: int | None = None
    id: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Sentences:
    """The texts a watchlist is tested with: what it must match, and what it must not."""

    must_match: tuple[str, ...] = ()
    must_not_match: tuple[str, ...] = ()
