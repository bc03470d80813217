"""The tables of desks: channels, watchlists and what they matched, deliveries, the audit log. All hang on a desk."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, Index, UniqueConstraint

from storage.tables import NEVER_REUSED, Row, only_where

DIGESTS = "kind = 'digest'"
"""Which deliveries are digests; the index of the latest is read only where a question says this word for word."""


class DeskRow(Row, table=True):
    """A newsroom."""

    __table_args__ = (UniqueConstraint("ref"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    ref: str
    name: str
    zone: str


class ChannelRow(Row, table=True):
    """A place a desk is spoken to. Two workspaces may share one channel, so its address is unique within a desk.

    `held` says why nothing is sent there now; what waits for it stays in line.
    """

    __table_args__ = (UniqueConstraint("desk_id", "ref"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    desk_id: int = Field(foreign_key="desk.id")
    ref: str
    name: str
    held: str | None = None


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
    """A watchlist speaks to a channel at a level."""

    __table_args__ = (Index("ix_route_channel_id", "channel_id"),)

    watchlist_id: int = Field(foreign_key="watchlist.id", ondelete="CASCADE", primary_key=True)
    channel_id: int = Field(foreign_key="channel.id", ondelete="CASCADE", primary_key=True)
    level: int


class MatchRow(Row, table=True):
    """A watchlist found in an article; `mentions` is JSON: [[part, start, end, form], …] in order of place."""

    __table_args__ = (Index("ix_match_watchlist_id_article_id", "watchlist_id", "article_id"),)

    article_id: int = Field(foreign_key="article.id", ondelete="CASCADE", primary_key=True)
    watchlist_id: int = Field(foreign_key="watchlist.id", ondelete="CASCADE", primary_key=True)
    salience: int
    mentions: str = Field(sa_type=Text)


class DeliveryRow(Row, table=True):
    """A message to a channel. `due` keeps its place in the line; `wait_until` is when it may next be tried.

    `settled_at` is null while it is pending or being sent: that is the line of the channel.
    """

    __table_args__ = (
        UniqueConstraint("channel_id", "key"),
        Index("ix_delivery_line", "channel_id", "due", "id", "settled_at", **only_where("settled_at IS NULL")),
        Index("ix_delivery_open", "state", "due", **only_where("settled_at IS NULL")),
        Index("ix_delivery_kind", "channel_id", "kind", "id"),
        Index("ix_delivery_digest", "created", **only_where(DIGESTS)),
        Index("ix_delivery_alert", "subject", "channel_id", **only_where("kind = 'alert'")),
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
