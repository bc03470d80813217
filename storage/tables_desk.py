"""The tables of desks: channels, watchlists and what they matched, deliveries, the audit log. All hang on a desk."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, Index, UniqueConstraint

from storage.tables import NEVER_REUSED, Row, only_where

DIGESTS = "kind = 'digest'"
"""Which deliveries are digests; the index of the latest is read only where a question says this word for word."""


class DeskRow(Row, table=True):
    """A newsroom. `closed` says why its workspace takes nothing from us; at `probe_at` one message tries again."""

    __table_args__ = (UniqueConstraint("ref"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    ref: str
    name: str
    zone: str
    closed: str | None = None
    closed_at: datetime | None = None
    probe_at: datetime | None = None


class ChannelRow(Row, table=True):
    """A place a desk is spoken to. Two workspaces may share one channel, so its address is unique within a desk.

    `held` says why nothing is sent there now; what waits for it stays in line. `person` is whose direct messages it
    is. `zone` is None where it is the desk's. Quiet hours are wall-clock times ("23:00") in that zone; from the level
    `quiet_except` up a message is sent in them all the same. `flood_limit` is how many cards in ten minutes are shown
    one by one. `unsure` and `updates` are the words of `Unsure` and `Updates`.
    """

    __table_args__ = (UniqueConstraint("desk_id", "ref"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    desk_id: int = Field(foreign_key="desk.id")
    ref: str
    name: str
    held: str | None = None
    held_at: datetime | None = None
    person: str | None = None
    zone: str | None = None
    quiet_from: str | None = None
    quiet_until: str | None = None
    quiet_except: int | None = None
    flood_limit: int | None = None
    unsure: str | None = None
    updates: str = "thread"


class WatchlistRow(Row, table=True):
    """A watchlist; `folded` is its name in no case, unique among the desk's lists that are not removed."""

    __table_args__ = (
        Index(
            "uq_watchlist_desk_id_folded",
            "desk_id",
            "folded",
            unique=True,
            **only_where("removed_at IS NULL"),
        ),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    desk_id: int = Field(foreign_key="desk.id")
    name: str
    folded: str
    query: str
    forms: str = Field(sa_type=Text)
    minimum: int
    version: int = 1
    paused: bool = False
    created_at: datetime
    removed_at: datetime | None = None


class SentenceRow(Row, table=True):
    """A text that a watchlist must match, or must not; `number` keeps them in order."""

    __table_args__ = ()

    watchlist_id: int = Field(foreign_key="watchlist.id", ondelete="CASCADE", primary_key=True)
    number: int = Field(primary_key=True)
    must_match: bool
    text: str = Field(sa_type=Text)


class RouteRow(Row, table=True):
    """A watchlist speaks to a channel at a level, once a story stands with `owners` outlets that are independent.

    `ping` is the ref of a role or user group that an alert calls, at most `pings_an_hour` times.
    """

    __table_args__ = (Index("ix_route_channel_id", "channel_id"),)

    watchlist_id: int = Field(foreign_key="watchlist.id", ondelete="CASCADE", primary_key=True)
    channel_id: int = Field(foreign_key="channel.id", ondelete="CASCADE", primary_key=True)
    level: int
    owners: int = 1
    ping: str | None = None
    pings_an_hour: int = 1


class MatchRow(Row, table=True):
    """A watchlist found in an article; `mentions` is JSON: [[part, start, end, form], …] in order of place."""

    __table_args__ = (Index("ix_match_watchlist_id_article_id", "watchlist_id", "article_id"),)

    article_id: int = Field(foreign_key="article.id", ondelete="CASCADE", primary_key=True)
    watchlist_id: int = Field(foreign_key="watchlist.id", ondelete="CASCADE", primary_key=True)
    salience: int
    mentions: str = Field(sa_type=Text)


class DeliveryRow(Row, table=True):
    """A message to a channel. `due` keeps its place in the line; `wait_until` is when it may next be tried.

    `settled_at` is null while it is pending or being sent: that is the line of the channel. `level` is how loudly it
    speaks, `ping` whom it calls, `waits_for` why it was not due at once. `within` is the delivery that tells of it in
    its place (a roll-up, a catch-up).

    A message that arrived can be edited: `shown` is the hash of what it says, `edit_due` when it is to be looked at
    again, `editing_until` the lease of who does, `edit_tries` how often that failed in a row.
    """

    __table_args__ = (
        UniqueConstraint("channel_id", "key"),
        Index("ix_delivery_line", "channel_id", "due", "id", "settled_at", **only_where("settled_at IS NULL")),
        Index("ix_delivery_open", "state", "due", **only_where("settled_at IS NULL")),
        Index("ix_delivery_kind", "channel_id", "kind", "id"),
        Index("ix_delivery_digest", "created", **only_where(DIGESTS)),
        Index("ix_delivery_alert", "subject", "channel_id", **only_where("kind = 'alert'")),
        Index("ix_delivery_told", "channel_id", "settled_at", **only_where("kind = 'alert'")),
        Index("ix_delivery_edit", "edit_due", **only_where("edit_due IS NOT NULL")),
        Index("ix_delivery_editing", "editing_until", **only_where("editing_until IS NOT NULL")),
        Index("ix_delivery_within", "within", **only_where("within IS NOT NULL")),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    channel_id: int = Field(foreign_key="channel.id")
    key: str
    kind: str
    subject: str
    state: str
    due: datetime
    wait_until: datetime
    created: datetime
    tries: int = 0
    ref: str | None = None
    why: str | None = None
    claimed_at: datetime | None = None
    leased_until: datetime | None = None
    settled_at: datetime | None = None
    level: int = 2
    ping: str | None = None
    waits_for: str | None = None
    within: int | None = None
    shown: str | None = None
    edit_due: datetime | None = None
    editing_until: datetime | None = None
    edited_at: datetime | None = None
    edit_tries: int = 0


class ScheduleRow(Row, table=True):
    """A digest that a channel or a person is sent at a wall-clock time ("07:30") of `zone`, on `days` ("mon tue").

    `lists` is JSON: the ids of its watchlists, none for all. `covered_until` ends the last window and begins the next;
    the next `skips` runs say nothing. `density` and `empty` are words of the digest's own.
    """

    __table_args__ = (
        Index("ix_schedule_due", "next_run", **only_where("removed_at IS NULL AND NOT paused")),
        Index("ix_schedule_channel_id", "channel_id"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    channel_id: int = Field(foreign_key="channel.id", ondelete="CASCADE")
    made_by: str
    at: str
    zone: str
    days: str
    lists: str = Field(sa_type=Text)
    density: str
    empty: str
    covered_until: datetime
    next_run: datetime
    skips: int = 0
    paused: bool = False
    made_at: datetime
    removed_at: datetime | None = None


class FollowRow(Row, table=True):
    """A person's direct messages (`channel_id`) tell of a watchlist ("watchlist:7") or a story ("story:…").

    `until` ends it by itself.
    """

    __table_args__ = (
        UniqueConstraint("channel_id", "about"),
        Index("ix_follow_about", "about"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    desk_id: int = Field(foreign_key="desk.id", ondelete="CASCADE")
    channel_id: int = Field(foreign_key="channel.id", ondelete="CASCADE")
    person: str
    about: str
    level: int
    until: datetime | None = None
    made_at: datetime


class MuteRow(Row, table=True):
    """A channel, or a person's direct messages, tell nothing of a watchlist or a story; `until` ends it by itself."""

    __table_args__ = (UniqueConstraint("channel_id", "about"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    desk_id: int = Field(foreign_key="desk.id", ondelete="CASCADE")
    channel_id: int = Field(foreign_key="channel.id", ondelete="CASCADE")
    person: str
    about: str
    until: datetime | None = None
    made_at: datetime


class AuditRow(Row, table=True):
    """One write by a person, `name` as their platform called them then. Rows are only ever added.

    `undoes` is the id of the write that this one took back.
    """

    __table_args__ = (Index("ix_audit_desk_id_about", "desk_id", "about", "id"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    desk_id: int = Field(foreign_key="desk.id")
    who: str
    place: str
    action: str
    about: str
    before: str | None
    after: str | None
    name: str = Field(default="", sa_column_kwargs={"server_default": ""})
    undoes: int | None = None


class AppointmentRow(Row, table=True):
    """A role that a desk's admin gave a person, beyond what the platform says of them."""

    __table_args__ = ()

    desk_id: int = Field(foreign_key="desk.id", ondelete="CASCADE", primary_key=True)
    person: str = Field(primary_key=True)
    role: str
    appointed_at: datetime


class InstallationRow(Row, table=True):
    """A workspace that installed the Slack app, with its token."""

    __table_args__ = ()

    team: str = Field(primary_key=True)
    name: str
    token: str
    bot: str
    org: str | None = None
    scopes: str
    installed_at: datetime


class ShareRow(Row, table=True):
    """A quote that somebody put before a whole place (the platform's address), so that a correction can follow it."""

    __table_args__ = (Index("ix_share_quote_id", "quote_id"),)

    desk_id: int = Field(foreign_key="desk.id", ondelete="CASCADE", primary_key=True)
    place: str = Field(primary_key=True)
    quote_id: int = Field(foreign_key="quote.id", ondelete="CASCADE", primary_key=True)
    name: str
    shared_at: datetime


class KeepsakeRow(Row, table=True):
    """Something an adapter must know after a restart, under a name: the hash of synced commands, a button's line."""

    __table_args__ = ()

    name: str = Field(primary_key=True)
    value: str = Field(sa_type=Text)
    kept_at: datetime
