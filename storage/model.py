"""The nouns of the memory: what is stored, as frozen values. Nothing here touches the database."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from feeds.model import Article, FeedId, Level, Match, Quote, Watchlist, WatchlistId

DeskId = NewType("DeskId", int)
ArticleId = NewType("ArticleId", int)
QuoteId = NewType("QuoteId", int)
ChannelId = NewType("ChannelId", int)
DeliveryId = NewType("DeliveryId", int)
ArticleKey = NewType("ArticleKey", str)
"""A stable name of an article, known before it is stored: the same on every machine and at every reading."""
StoryKey = NewType("StoryKey", str)
"""The `ArticleKey` of the article that founded the story."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One newsroom: a terminal, a Slack workspace or a Discord server (`ref`), with lists and channels of its own."""

    id: DeskId
    ref: str
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A place a desk is spoken to; `ref` is the platform's own address ("terminal", "slack:C012")."""

    id: ChannelId
    desk: DeskId
    ref: str
    name: str


class Change(StrEnum):
    """How a published article was changed (product's classes), mildest first."""

    COSMETIC = "cosmetic"
    UPDATE = "update"
    CORRECTION = "correction"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as it stands now. `change` and `changed_at` tell of its last change a reader should know of."""

    id: ArticleId
    key: ArticleKey
    feed: FeedId
    article: Article
    first_seen: datetime
    story: StoryKey
    copies: ArticleKey
    change: Change | None = None
    changed_at: datetime | None = None


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

    `news` is False for what goes to the archive in silence (a baseline, an old item).
    """

    key: ArticleKey
    article: Article
    story: StoryKey
    copies: ArticleKey
    quotes: tuple[Quote, ...]
    matches: tuple[Match, ...]
    news: bool


@dataclass(frozen=True, slots=True)
class StoredQuote:
    """A quote with the article it stands in; `speaker` is the canonical name across articles."""

    id: QuoteId
    quote: Quote
    speaker: str | None
    article: StoredArticle


@dataclass(frozen=True, slots=True)
class Route:
    """A watchlist speaks to a channel at a level."""

    watchlist: WatchlistId
    channel: ChannelId
    level: Level


@dataclass(frozen=True, slots=True)
class StoredWatchlist:
    """A watchlist of a desk. `version` rises with every edit, so that two editors never overwrite each other."""

    watchlist: Watchlist
    desk: DeskId
    routes: tuple[Route, ...]
    version: int
    paused: bool = False
    removed_at: datetime | None = None


class DeliveryKind(StrEnum):
    """What a delivery brings."""

    ALERT = "alert"
    FOLLOW_UP = "follow-up"
    DIGEST = "digest"
    NOTICE = "notice"


class DeliveryState(StrEnum):
    """Where a delivery stands. `sending` found after a restart means: nobody knows whether it arrived."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class NewDelivery:
    """A message to be sent, unique by channel and `key`. `subject` is what it is about: a story key, or JSON."""

    channel: ChannelId
    key: str
    kind: DeliveryKind
    subject: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """A queued message and how far it got. `ref` is the platform's own id of the sent message."""

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


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One write by a person: who, where, what, and the state before and after (JSON or plain words)."""

    at: datetime
    desk: DeskId
    who: str
    where: str
    action: str
    before: str | None
    after: str | None
