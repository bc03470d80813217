"""The watched feeds: added, claimed for a poll under a lease, kept with what the poll told, removed. Polls nothing."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, text, update
from sqlmodel import col, func, select

from feeds.errors import RequestError
from feeds.model import Feed, FeedId, Validators
from storage.store import Transaction
from storage.tables import POLLED, FeedRow


def add_feed(  # noqa: PLR0913 - what is known of a feed before its first poll, by keyword
    tx: Transaction, *, url: str, name: str, every: timedelta, backlog: timedelta, tag: str | None, now: datetime
) -> Feed:
    """Watch a feed from now on: it is due at once. A feed that was removed begins again, beside its old articles.

    Raises:
        RequestError: it is watched already.
    """
    row = tx.session.exec(select(FeedRow).where(col(FeedRow.url) == url)).one_or_none()
    if row is not None and row.removed_at is None:
        raise RequestError(f"{url} is already watched, as {row.name}: /feeds list shows them all")
    row = FeedRow(
        id=row.id if row else None,
        url=url,
        name=name,
        every_seconds=int(every.total_seconds()),
        backlog_seconds=int(backlog.total_seconds()),
        next_poll=now,
        tag=tag,
        added_at=now,
    )
    row = tx.session.merge(row)
    tx.session.flush()
    return to_feed(row)


def find_feed(tx: Transaction, name_or_url: str) -> Feed | None:
    """Return the watched feed with that address, or with that name in any case (the first added, of several)."""
    typed = name_or_url.strip()
    wanted = or_(col(FeedRow.url) == typed, func.lower(FeedRow.name) == typed.lower())
    query = select(FeedRow).where(col(FeedRow.removed_at).is_(None), wanted)
    row = tx.session.exec(query.order_by((col(FeedRow.url) == typed).desc(), col(FeedRow.id))).first()
    return to_feed(row) if row else None


def all_feeds(tx: Transaction) -> tuple[Feed, ...]:
    """Return every watched feed, paused ones too, in the order they were added."""
    rows = tx.session.exec(select(FeedRow).where(col(FeedRow.removed_at).is_(None)).order_by(col(FeedRow.id)))
    return tuple(to_feed(row) for row in rows)


def claim_due_feeds(tx: Transaction, now: datetime, lease: timedelta, limit: int) -> tuple[Feed, ...]:
    """Lease at most `limit` feeds that are due and in nobody's hands, the longest due first, and return them.

    A lease that ran out is free again: whoever held it is taken for dead.
    """
    due = (
        select(FeedRow.id)
        .where(
            text(POLLED),
            col(FeedRow.next_poll) <= now,
            or_(col(FeedRow.leased_until).is_(None), col(FeedRow.leased_until) <= now),
        )
        .order_by(col(FeedRow.next_poll), col(FeedRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return _lease(tx, tx.session.exec(due).all(), now, lease)


def claim_feeds(tx: Transaction, ids: Iterable[FeedId], now: datetime, lease: timedelta) -> tuple[Feed, ...]:
    """Lease those of the feeds `ids` that are watched, due or not, and in nobody's hands."""
    free = (
        select(FeedRow.id)
        .where(
            col(FeedRow.id).in_(tuple(ids)),
            col(FeedRow.removed_at).is_(None),
            or_(col(FeedRow.leased_until).is_(None), col(FeedRow.leased_until) <= now),
        )
        .order_by(col(FeedRow.next_poll), col(FeedRow.id))
        .with_for_update(skip_locked=True)
    )
    return _lease(tx, tx.session.exec(free).all(), now, lease)


def end_leases(tx: Transaction) -> None:
    """Free every feed: only for who holds the store, and before it polls, when whoever leased one is dead."""
    tx.session.exec(update(FeedRow).where(col(FeedRow.leased_until).is_not(None)).values(leased_until=None))


def keep_feed(tx: Transaction, feed: Feed) -> None:
    """Keep `feed` as a poll left it and end its lease. One that was removed meanwhile stays removed."""
    tx.session.exec(
        update(FeedRow)
        .where(col(FeedRow.id) == feed.id)
        .values(
            name=feed.name,
            every_seconds=int(feed.every.total_seconds()),
            backlog_seconds=int(feed.backlog.total_seconds()),
            next_poll=feed.next_poll,
            polled_at=feed.polled_at,
            etag=feed.validators.etag,
            last_modified=feed.validators.last_modified,
            body_hash=feed.validators.body_hash,
            failures=feed.failures,
            trouble=feed.trouble,
            paused=feed.paused,
            tag=feed.tag,
            leased_until=None,
        )
    )


def remove_feed(tx: Transaction, feed: FeedId, now: datetime) -> None:
    """Watch `feed` no more. Its articles and quotes stay."""
    tx.session.exec(update(FeedRow).where(col(FeedRow.id) == feed).values(removed_at=now, leased_until=None))


def move_feed(tx: Transaction, feed: FeedId, url: str) -> None:
    """Ask for `feed` at another address from now on; what was known of the answers of the old one is forgotten.

    Raises:
        RequestError: another feed has that address.
    """
    other = tx.session.exec(select(FeedRow.id).where(col(FeedRow.url) == url, col(FeedRow.id) != feed)).first()
    if other is not None:
        raise RequestError(f"{url} is the address of another feed: /feeds list shows them all")
    fresh = {"etag": None, "last_modified": None, "body_hash": None}
    tx.session.exec(update(FeedRow).where(col(FeedRow.id) == feed).values(url=url, **fresh))


def to_feed(row: FeedRow) -> Feed:
    """Return the value of a row."""
    return Feed(
        id=FeedId(row.id or 0),
        url=row.url,
        name=row.name,
        every=timedelta(seconds=row.every_seconds),
        backlog=timedelta(seconds=row.backlog_seconds),
        next_poll=row.next_poll,
        polled_at=row.polled_at,
        validators=Validators(row.etag, row.last_modified, row.body_hash),
        failures=row.failures,
        trouble=row.trouble,
        paused=row.paused,
        tag=row.tag,
    )


def _lease(tx: Transaction, ids: Sequence[int | None], now: datetime, lease: timedelta) -> tuple[Feed, ...]:
    tx.session.exec(update(FeedRow).where(col(FeedRow.id).in_(ids)).values(leased_until=now + lease))
    rows = {row.id: row for row in tx.session.exec(select(FeedRow).where(col(FeedRow.id).in_(ids)))}
    return tuple(to_feed(rows[each]) for each in ids)
