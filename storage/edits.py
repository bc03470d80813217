"""Edits of messages that arrived: which are to be looked at again, who does, and what came of it. Edits nothing itself.

An edit is idempotent (what it shows is known by its hash), so one that nobody settled is simply made again.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import text, update
from sqlmodel import col, func, select

from storage.model import Delivery, DeliveryId, DeliveryState, StoryKey
from storage.outbox import deliveries_where
from storage.store import Transaction
from storage.tables_desk import ChannelRow, DeliveryRow, DeskRow

GIVEN_UP = 1_000
"""So many tries in a row are written down for a message that can be edited no more."""


def touch_stories(tx: Transaction, stories: Iterable[StoryKey], now: datetime, pace: timedelta, age: timedelta) -> int:
    """Have every message that tells of `stories` looked at again; see `touch`."""
    told = select(DeliveryRow.id, DeliveryRow.within).where(
        col(DeliveryRow.subject).in_(set(stories)),
        text("kind = 'alert'"),
        col(DeliveryRow.state) != DeliveryState.DEAD.value,
    )
    ids = {DeliveryId(within or own or 0) for own, within in tx.session.exec(told)}
    return touch(tx, ids, now, pace, age) if ids else 0


def touch(tx: Transaction, deliveries: Iterable[DeliveryId], now: datetime, pace: timedelta, age: timedelta) -> int:
    """Have these messages looked at again, `pace` after they last changed; return how many there are to look at.

    Not those that arrived more than `age` ago, that can be edited no more, or that wait to be sent: these are composed
    then. One that is being sent may have been composed before now.
    """
    wanted = select(DeliveryRow).where(
        col(DeliveryRow.id).in_(set(deliveries)),
        col(DeliveryRow.state).in_((DeliveryState.SENDING.value, DeliveryState.SENT.value)),
        col(DeliveryRow.edit_tries) < GIVEN_UP,
    )
    touched = [row for row in tx.session.exec(wanted) if (row.settled_at or now) > now - age]
    for row in touched:
        last = row.edited_at or row.settled_at or now
        row.edit_due = row.edit_due or max(now, last + pace)
    tx.session.flush()
    return len(touched)


def claim_edits(tx: Transaction, now: datetime, lease: timedelta, limit: int) -> tuple[Delivery, ...]:
    """Take, until `lease` is over, at most `limit` messages that are to be looked at again, the longest due first.

    Those in a channel that is held or a desk that is closed wait; what a sender left unsettled is taken again.
    """
    due = col(DeliveryRow.edit_due) <= now
    left = col(DeliveryRow.editing_until) <= now
    open_now = (col(ChannelRow.held).is_(None), col(DeskRow.closed).is_(None))
    free = (
        select(DeliveryRow.id)
        .join(ChannelRow, col(ChannelRow.id) == col(DeliveryRow.channel_id))
        .join(DeskRow, col(DeskRow.id) == col(ChannelRow.desk_id))
        .where(due | left, col(DeliveryRow.state) == DeliveryState.SENT.value, *open_now)
        .where(func.coalesce(DeliveryRow.editing_until, now) <= now)
        .order_by(func.coalesce(DeliveryRow.edit_due, DeliveryRow.editing_until), col(DeliveryRow.id))
    )
    ids = tx.session.exec(free.limit(limit)).all()
    if not ids:
        return ()
    taken = {"edit_due": None, "editing_until": now + lease, "edit_tries": col(DeliveryRow.edit_tries) + 1}
    tx.session.exec(update(DeliveryRow).where(col(DeliveryRow.id).in_(ids)).values(**taken))
    return deliveries_where(tx, col(DeliveryRow.id).in_(ids))


def settle_edited(tx: Transaction, delivery: DeliveryId, shown: str, ref: str, now: datetime, pace: timedelta) -> None:
    """Note that a message shows `shown` since now, at `ref`; what changed meanwhile is looked at `pace` from now."""
    row = _editing(tx, delivery)
    if row is not None:
        if row.shown != shown:
            row.edited_at = now
        row.shown, row.ref, row.editing_until, row.edit_tries = shown, ref, None, 0
        if row.edit_due is not None:
            row.edit_due = max(row.edit_due, (row.edited_at or now) + pace)
        tx.session.flush()


def settle_edit_later(tx: Transaction, delivery: DeliveryId, due: datetime, *, was_tried: bool = True) -> None:
    """Have a message that could not be edited looked at again at `due`; what certainly did not arrive is no try."""
    row = _editing(tx, delivery)
    if row is not None:
        row.edit_due, row.editing_until = due, None
        row.edit_tries -= not was_tried
        tx.session.flush()


def settle_edit_over(tx: Transaction, delivery: DeliveryId, *, given_up: bool) -> None:
    """Look at a message no more: it is too old, or (`given_up`) can be edited no more, whatever comes."""
    row = _editing(tx, delivery)
    if row is not None:
        row.edit_due, row.editing_until = None, None
        row.edit_tries = GIVEN_UP if given_up else 0
        tx.session.flush()


def free_edits(tx: Transaction, now: datetime) -> int:
    """Have what a stopped run was editing looked at again at once; return how many messages that were."""
    editing = update(DeliveryRow).where(col(DeliveryRow.editing_until).is_not(None))
    return tx.session.exec(editing.values(editing_until=None, edit_due=now)).rowcount


def parts_of(tx: Transaction, delivery: DeliveryId) -> Sequence[Delivery]:
    """Return the deliveries that `delivery` tells of in their place, the first due first."""
    return deliveries_where(tx, col(DeliveryRow.within) == delivery)


def count_parts(tx: Transaction, delivery: DeliveryId) -> int:
    """Return how many deliveries `delivery` tells of in their place."""
    return tx.session.exec(
        select(func.count()).select_from(DeliveryRow).where(col(DeliveryRow.within) == delivery)
    ).one()


def _editing(tx: Transaction, delivery: DeliveryId) -> DeliveryRow | None:
    row = tx.session.get(DeliveryRow, delivery)
    return row if row is not None and row.editing_until is not None else None
