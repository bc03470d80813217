"""The nouns of a desk and of what is sent to it: channels, routes, deliveries. `storage.model` offers them too."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import NewType

from feeds.model import Level, WatchlistId

DeskId = NewType("DeskId", int)
ChannelId = NewType("ChannelId", int)
DeliveryId = NewType("DeliveryId", int)


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
class Follow:
    """A person's direct messages (`channel`) tell of a watchlist ("watchlist:7") or a story ("story:…"), until then."""

    channel: ChannelId
    person: str
    about: str
    level: Level
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Mute:
    """`channel` is told nothing of a watchlist or a story, until then; `person` wished it."""

    channel: ChannelId
    person: str
    about: str
    until: datetime | None = None


ScheduleId = NewType("ScheduleId", int)


class Density(StrEnum):
    """How much of a story a digest shows: its headline, or the headline with outlets and a quote; or every story so."""

    SHORT = "short"
    USUAL = "usual"
    FULL = "full"


class Empty(StrEnum):
    """What a digest of nothing is: one line that says so, or none."""

    SAY = "say"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class NewSchedule:
    """A digest for `channel` at wall-clock time `at` of `zone` (an IANA name) on `days` ("mon", … Monday first).

    `lists` are its watchlists, none for all of the desk's. `covered_until` ends the last window and begins the next.
    """

    channel: ChannelId
    made_by: str
    at: time
    zone: str
    days: tuple[str, ...]
    lists: tuple[WatchlistId, ...]
    density: Density
    empty: Empty
    covered_until: datetime
    next_run: datetime


@dataclass(frozen=True, slots=True)
class Schedule:
    """A digest that comes by itself. The next `skips` runs say nothing: the one after tells it all."""

    id: ScheduleId
    channel: Channel
    made_by: str
    at: time
    zone: str
    days: tuple[str, ...]
    lists: tuple[WatchlistId, ...]
    density: Density
    empty: Empty
    covered_until: datetime
    next_run: datetime
    skips: int = 0


@dataclass(frozen=True, slots=True)
class OutboxFacts:
    """How the outbox stands; `oldest` is since when the longest waiting delivery is due."""

    pending: int
    sending: int
    dead: int
    oldest: datetime | None


class DeliveryKind(StrEnum):
    """What a delivery brings. A roll-up tells many stories of a flood, a catch-up many that waited, in one message."""

    ALERT = "alert"
    FOLLOW_UP = "follow-up"
    DIGEST = "digest"
    NOTICE = "notice"
    CORRECTION = "correction"
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
