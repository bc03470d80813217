"""The nouns of the memory: what is stored, as frozen values. Nothing here touches the database."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from feeds.model import Article, FeedId, Match, Quote, QuoteKind, Watchlist
from feeds.model import Change as Change  # noqa: PLC0414 - its readers look for it here
from storage.model_desk import Channel as Channel  # noqa: PLC0414 - the same
from storage.model_desk import ChannelId as ChannelId  # noqa: PLC0414 - the same
from storage.model_desk import Delivery as Delivery  # noqa: PLC0414 - the same
from storage.model_desk import DeliveryId as DeliveryId  # noqa: PLC0414 - the same
from storage.model_desk import DeliveryKind as DeliveryKind  # noqa: PLC0414 - the same
from storage.model_desk import DeliveryState as DeliveryState  # noqa: PLC0414 - the same
from storage.model_desk import Density as Density  # noqa: PLC0414 - the same
from storage.model_desk import Desk as Desk  # noqa: PLC0414 - the same
from storage.model_desk import DeskId as DeskId  # noqa: PLC0414 - the same
from storage.model_desk import Empty as Empty  # noqa: PLC0414 - the same
from storage.model_desk import Follow as Follow  # noqa: PLC0414 - the same
from storage.model_desk import Mute as Mute  # noqa: PLC0414 - the same
from storage.model_desk import NewDelivery as NewDelivery  # noqa: PLC0414 - the same
from storage.model_desk import NewSchedule as NewSchedule  # noqa: PLC0414 - the same
from storage.model_desk import OutboxFacts as OutboxFacts  # noqa: PLC0414 - the same
from storage.model_desk import QuietHours as QuietHours  # noqa: PLC0414 - the same
from storage.model_desk import Route as Route  # noqa: PLC0414 - the same
from storage.model_desk import Schedule as Schedule  # noqa: PLC0414 - the same
from storage.model_desk import ScheduleId as ScheduleId  # noqa: PLC0414 - the same
from storage.model_desk import Unsure as Unsure  # noqa: PLC0414 - the same
from storage.model_desk import Updates as Updates  # noqa: PLC0414 - the same
from storage.model_desk import WaitsFor as WaitsFor  # noqa: PLC0414 - the same

ArticleId = NewType("ArticleId", int)
QuoteId = NewType("QuoteId", int)
SpeakerId = NewType("SpeakerId", int)
ArticleKey = NewType("ArticleKey", str)
"""A stable name of an article, known before it is stored: the same on every machine and at every reading."""
StoryKey = NewType("StoryKey", str)
"""The `ArticleKey` of the article that founded the story."""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article as it stands now. `change` and `changed_at` tell of its last change a reader should know of.

    `news` is False for what went to the archive in silence. `strand` is the story as folding found it, which an editor
    may have ruled to be told as another ("" where nobody asked). `missing_since` is when its address first led nowhere.
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
    strand: StoryKey = StoryKey("")
    missing_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A stored article as far as matching asks for it: headline, text, outlet and date; the rest is empty."""

    id: ArticleId
    story: StoryKey
    article: Article


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of a stored article: what it was before, and `difference` in words ("headline: … → …")."""

    article: ArticleId
    at: datetime
    change: Change
    before: Article
    difference: str


@dataclass(frozen=True, slots=True)
class Held:
    """An article that an embargo holds until then."""

    key: ArticleKey
    feed: FeedId
    article: Article
    until: datetime
    first_seen: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """An article as read, ready to be kept: its place among the stories, its quotes, and what it matched.

    `story` is the one folding found; an editor's ruling on it is heeded where the article is kept.
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


class Trait(StrEnum):
    """What may be asked of a quote beside its kind."""

    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    UNNAMED = "unnamed"
    CERTAIN = "certain"
    UNCERTAIN = "uncertain"


class Sort(StrEnum):
    """Which utterances come first: by their latest or first report, the surest speaker, the most outlets."""

    NEWEST = "newest"
    OLDEST = "oldest"
    CONFIDENCE = "confidence"
    OUTLETS = "outlets"


@dataclass(frozen=True, slots=True)
class QuoteQuery:
    """Which quotes to find, newest first. None or empty means: no such condition.

    `since` and `until` are half-open and meant of publication. `words` are found in the quote or its paragraph;
    with `quoted` only in the quote itself. `exactly` are words that must stand there in this very case. `former` asks
    for the quotes that a revision took out, in place of those that stand.
    """

    speakers: tuple[SpeakerId, ...] | None = None
    words: Words | None = None
    since: datetime | None = None
    until: datetime | None = None
    sources: tuple[str, ...] = ()
    not_sources: tuple[str, ...] = ()
    quoted: bool = False
    exactly: tuple[str, ...] = ()
    kinds: tuple[QuoteKind, ...] = ()
    traits: tuple[Trait, ...] = ()
    not_traits: tuple[Trait, ...] = ()
    sort: Sort = Sort.NEWEST
    former: bool = False
    limit: int = 5
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Utterance:
    """What somebody said once, and how it was reported: `shown` is the sighting that stands for it.

    `outlets` carry it, `shown`'s among them; `partly` of them only a part of it. `wordings` counts those that differ by
    a few words. `withdrawn` names the outlets that took their article back. `in_quote` is whether the topic that was
    asked for stands in the quote itself, None where none was.
    """

    shown: StoredQuote
    sightings: int = 1
    outlets: int = 1
    partly: int = 0
    wordings: int = 1
    withdrawn: tuple[str, ...] = ()
    in_quote: bool | None = None


@dataclass(frozen=True, slots=True)
class UtterancesFound:
    """One page of utterances; `count`, `sightings` and `outlets` are of all that were found."""

    utterances: tuple[Utterance, ...]
    count: int
    sightings: int
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
