"""The tables of news: feeds, articles, rulings, speakers, quotes. Only `storage` sees a row; what leaves is a value.

Times are stored in UTC. Every constraint has a name, so that a migration can speak of it on any database.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, MetaData, Table, text
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
NEVER_REUSED: dict[str, Any] = {"sqlite_autoincrement": True}
"""Table arguments for ids that people and platforms were shown: an id is not given out again after a deletion."""


POLLED = "removed_at IS NULL AND NOT paused"
"""Which feeds are polled at all. The index of due feeds is read only where a question says this word for word."""

OWED = "page = 'owed'"
"""Which articles' pages are asked for once more; the index is read only where a question says this word for word."""


COUNTED = ("utterance", "kind", "source", "gone_at")
"""What is counted of quotes beside who said them and when, so that an index answers alone."""


def only_where(condition: str) -> dict[str, Any]:
    """Return the index arguments that keep only the rows for which `condition` (SQL both databases read) holds."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


class Row(SQLModel):
    """The base of every table: `FeedRow` is stored in `feed`."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 - SQLAlchemy calls it with the class
        return cls.__name__.removesuffix("Row").lower()


def table(row: type[Row]) -> Table:
    """Return the table of a row's class: for inserts of many rows at once, without an object for each."""
    made: Table = row.__table__  # type: ignore[attr-defined] # SQLAlchemy adds it to every mapped class
    return made


class FeedRow(Row, table=True):
    """A feed with its health. `leased_until` is set while somebody polls it; a removed feed keeps its articles.

    `asking` is JSON: headers, login and user agent of its requests, secrets among them. `moved_to` is where permanent
    redirects led at the last `moves` polls in a row.
    """

    __table_args__ = (
        UniqueConstraint("url"),
        Index("ix_feed_due", "next_poll", **only_where(POLLED)),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    url: str
    name: str
    every_seconds: int
    backlog_seconds: int
    next_poll: datetime
    polled_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    failures: float = 0.0
    trouble: str | None = None
    paused: bool = False
    tag: str | None = None
    added_at: datetime
    removed_at: datetime | None = None
    leased_until: datetime | None = None
    state: str | None = None
    failing_since: datetime | None = None
    pages: str = Field(default="matched", sa_column_kwargs={"server_default": "matched"})
    asking: str | None = None
    moved_to: str | None = None
    moved_since: datetime | None = None
    moves: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class ArticleRow(Row, table=True):
    """An article as it stands now; what it was before stands in `revision`. `news` is false for the silent archive.

    `strand` is the story as folding found it, where an editor ruled that it is told otherwise. `missing_since` is when
    its address was first found to lead nowhere. `reader` names the version of the quote reader that read it.
    `page` is what became of its own page, `as_fed` the digest of what the feed said where the page's text stands.
    """

    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_article_feed_guid", "feed_id", "guid"),
        Index("ix_article_url", "url"),
        Index("ix_article_story", "story", "published"),
        Index("ix_article_first_seen", "first_seen"),
        Index("ix_article_published", "published"),
        Index("ix_article_strand", "strand", **only_where("strand IS NOT NULL")),
        Index("ix_article_owed", "first_seen", **only_where(OWED)),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    key: str
    feed_id: int = Field(foreign_key="feed.id")
    guid: str
    url: str | None
    title: str
    source: str
    published: datetime
    text: str
    summary: str
    author: str | None
    undated: bool
    news: bool
    first_seen: datetime
    story: str
    copies: str
    change: str | None = None
    changed_at: datetime | None = None
    strand: str | None = None
    missing_since: datetime | None = None
    page: str | None = None
    as_fed: str | None = None
    reader: str | None = None


class AddressRow(Row, table=True):
    """Another address that an article was met under: its page names the one it is stored with as canonical."""

    __table_args__ = (Index("ix_address_article_id", "article_id"),)

    url: str = Field(primary_key=True)
    article_id: int = Field(foreign_key="article.id", ondelete="CASCADE", primary_key=True)


class RevisionRow(Row, table=True):
    """What an article was before one change, whole, so that a quote's old offsets can still be checked."""

    __table_args__ = (Index("ix_revision_article_id_at", "article_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id", ondelete="CASCADE")
    at: datetime
    change: str
    difference: str
    guid: str
    url: str | None
    title: str
    source: str
    published: datetime
    text: str
    summary: str
    author: str | None
    undated: bool


class SpeakerRow(Row, table=True):
    """Somebody quoted, one row a person or body across all articles.

    `surname` is the last word of the name, folded. `bare` says that a surname alone is all that is known.
    """

    __table_args__ = (Index("ix_speaker_surname", "surname"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    surname: str
    bare: bool


class AliasRow(Row, table=True):
    """A way to write a speaker, folded. `core` is the same without middle initials, which stand in `initials`."""

    __table_args__ = (
        Index("ix_alias_core", "core"),
        Index("ix_alias_surname", "surname"),
        Index("ix_alias_speaker_id", "speaker_id"),
    )

    folded: str = Field(primary_key=True)
    core: str
    initials: str
    surname: str
    speaker_id: int = Field(foreign_key="speaker.id", ondelete="CASCADE")


class RoleRow(Row, table=True):
    """A role a speaker was given beside a quote, folded ("president")."""

    __table_args__ = (Index("ix_role_folded", "folded"),)

    speaker_id: int = Field(foreign_key="speaker.id", ondelete="CASCADE", primary_key=True)
    folded: str = Field(primary_key=True)


class QuoteRow(Row, table=True):
    """A quote at its offsets in the article as it stands now; `gone_at` is when a revision took it out.

    `context` is the paragraph that holds it. `published` and `source` repeat the article's, so that the newest quotes
    of a speaker, and how many outlets carry them, are read from one index. `wording` is a key of its speaker's surname
    and its letters and digits, `length` how many words it has; sightings of one utterance share `utterance`. A person's
    correction stands in `correction` (JSON of what it fixes), over what was read, which is kept in `as_read` (JSON).
    """

    __table_args__ = (
        Index("ix_quote_article_id_start", "article_id", "start"),
        Index("ix_quote_newest", "published", "id", *COUNTED, **only_where("gone_at IS NULL")),
        Index("ix_quote_speaker", "speaker_id", "published", "id", *COUNTED, **only_where("gone_at IS NULL")),
        Index("ix_quote_utterance", "utterance", "published"),
        Index("ix_quote_wording", "wording", "published", "speaker_id", "utterance"),
        NEVER_REUSED,
    )

    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id", ondelete="CASCADE")
    speaker_id: int | None = Field(default=None, foreign_key="speaker.id", ondelete="SET NULL")
    text: str
    context: str
    start: int
    end: int
    speaker: str | None
    speaker_as_written: str | None
    role: str | None
    kind: str
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    medium: str | None
    how: str
    confidence: float
    published: datetime
    source: str
    gone_at: datetime | None = None
    said_on: date | None = None
    said_until: date | None = None
    said_precision: str | None = None
    said_as_written: str | None = None
    wording: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    length: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    utterance: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs={"server_default": "0"})
    corrected_at: datetime | None = None
    corrected_by: str | None = None
    correction: str | None = None
    as_read: str | None = None


class GramRow(Row, table=True):
    """Three words in a row of a wording (`gram`, a key that holds its speaker's surname too) in a fortnight (`bucket`).

    It finds fragments of a wording and wordings like it; nothing hangs on it, so that it can be dropped and made anew.
    """

    __table_args__ = ({"sqlite_with_rowid": False},)

    bucket: int = Field(primary_key=True)
    gram: int = Field(primary_key=True, sa_type=BigInteger)
    wording: int = Field(primary_key=True, sa_type=BigInteger)


class RulingRow(Row, table=True):
    """An editor's word: articles that folding puts in `strand` are told as `story`. The latest of a strand stands."""

    __table_args__ = (Index("ix_ruling_strand_id", "strand", "id"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    strand: str
    story: str
    at: datetime


class HeldRow(Row, table=True):
    """An article that must not be told before `until`. It becomes an article when it is released, and not before."""

    __table_args__ = (UniqueConstraint("key"), Index("ix_held_until", "until"), NEVER_REUSED)

    id: int | None = Field(default=None, primary_key=True)
    key: str
    feed_id: int = Field(foreign_key="feed.id")
    until: datetime
    first_seen: datetime
    guid: str
    url: str | None
    title: str
    source: str
    published: datetime
    text: str
    summary: str
    author: str | None
    undated: bool
    page: str | None = None
    as_fed: str | None = None


class OwnerRow(Row, table=True):
    """Who owns an outlet (its name or its domain, folded), where the newsroom knows better than the shipped table."""

    __table_args__ = ()

    outlet: str = Field(primary_key=True)
    name: str
