"""Reading stored articles again with the present reader, in batches. What people corrected stays; so do quotes' ids.

A batch is read from a snapshot, thought about with no lock held, and written in one short transaction that also notes
who read it: broken off at any moment, it goes on where it was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from feeds.quotes.version import reader_version
from handlers.message import plural
from handlers.reading import Reader, Thought
from storage import articles, quotes, rereading
from storage.model import ArticleId, Realigned, StoredArticle
from storage.store import Store, Transaction

BATCH = 50


@dataclass(frozen=True, slots=True)
class Reread:
    """What reading again came to so far: articles, of how many, and what changed in their quotes.

    `unreadable` broke the reader and are as they were.
    """

    articles: int = 0
    of: int = 0
    changed: int = 0
    unreadable: int = 0
    quotes: Realigned = field(default_factory=Realigned)

    def __str__(self) -> str:
        """Say it in one line."""
        said = self.quotes
        broken = f" {plural(self.unreadable, 'article')} could not be read and stay as they were." * bool(
            self.unreadable
        )
        return (
            f"{self.articles:,} of {plural(self.of, 'article')} read again, {self.changed:,} changed: "
            f"{plural(said.added, 'quote')} added, {said.gone:,} gone, {said.respoken:,} with another speaker.{broken}"
        )


class _KeepNothing(Exception):
    """Ends a transaction whose writes are not to be kept."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be read again: all first seen `since` then; `everything`, or only what another reader read.

    A `rehearsal` counts what would change and keeps nothing.
    """

    since: datetime | None = None
    everything: bool = False
    rehearsal: bool = False


def reread(store: Store, reader: Reader, wish: Wish, now: datetime) -> Iterator[Reread]:
    """Read again what `wish` says; yield how far it came after every batch, the first time before any."""
    version = "" if wish.everything and wish.rehearsal else reader_version()
    if wish.everything and not wish.rehearsal:
        with store.transaction() as tx:
            rereading.forget_readers(tx, wish.since)
    with store.reading() as tx:
        so_far = Reread(of=rereading.unread_count(tx, version, wish.since))
    yield so_far
    after = ArticleId(0)
    while batch := _next(store, version, wish, after):
        after = batch[-1].id
        thoughts = reader.read([stored.article for stored in batch], ())
        outcomes = _written(store, batch, thoughts, now, rehearsal=wish.rehearsal)
        so_far = _added(so_far, len(batch), outcomes)
        yield so_far


def _next(store: Store, version: str, wish: Wish, after: ArticleId) -> tuple[StoredArticle, ...]:
    with store.reading() as tx:
        return rereading.unread(tx, version, wish.since, after, BATCH)


def _written(
    store: Store, batch: Sequence[StoredArticle], thoughts: Sequence[Thought], now: datetime, *, rehearsal: bool
) -> list[Realigned | None]:
    outcomes: list[Realigned | None] = []
    try:
        with store.transaction() as tx:
            for stored, thought in zip(batch, thoughts, strict=True):
                outcomes.append(_kept(tx, stored, thought, now))
            if rehearsal:
                raise _KeepNothing  # noqa: TRY301 - leaving the block by an error is how a transaction is undone
    except _KeepNothing:
        pass
    return outcomes


def _kept(tx: Transaction, read: StoredArticle, thought: Thought, now: datetime) -> Realigned | None:
    """Keep what was read of an article; None where it could not be read.

    One that was revised meanwhile is left to the next time.
    """
    if thought.reader is None:
        return None
    stored = articles.article(tx, read.id)
    if stored is None or stored.article.text != read.article.text:
        return Realigned()
    changed = quotes.revise_quotes(tx, stored, thought.quotes, now)
    rereading.note_read(tx, stored.id, thought.reader)
    return changed


def _added(so_far: Reread, count: int, outcomes: Sequence[Realigned | None]) -> Reread:
    read = [outcome for outcome in outcomes if outcome is not None]
    before = so_far.quotes
    return Reread(
        so_far.articles + count,
        so_far.of,
        so_far.changed + sum(outcome != Realigned() for outcome in read),
        so_far.unreadable + len(outcomes) - len(read),
        Realigned(
            before.added + sum(outcome.added for outcome in read),
            before.gone + sum(outcome.gone for outcome in read),
            before.respoken + sum(outcome.respoken for outcome in read),
        ),
    )
