"""Deliveries told in one message in the place of many: a flood's roll-up, a catch-up of what waited. Decides nothing.

What is folded into a teller is told once that arrives; nothing is folded without one.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, text, update
from sqlmodel import col, func, select

from feeds.model import Level
from storage.edits import GIVEN_UP
from storage.model import ChannelId, Delivery, DeliveryId, DeliveryKind, DeliveryState, WaitsFor
from storage.outbox import deliveries_where
from storage.store import Transaction
from storage.tables_desk import DeliveryRow


@dataclass(frozen=True, slots=True)
class Waiting:
    """Which deliveries in a channel's line are meant: due by `until`, of these kinds, no louder than `loudest`.

    With `late_since`, only those that were due by then, or that waited for the morning.
    """

    channel: ChannelId
    until: datetime
    kinds: tuple[DeliveryKind, ...]
    loudest: Level = Level.FLASH
    late_since: datetime | None = None


def waiting(tx: Transaction, which: Waiting) -> int:
    """Return how many deliveries `which` means."""
    return tx.session.exec(select(func.count()).select_from(DeliveryRow).where(_meant(which))).one()


def fold(tx: Transaction, which: Waiting, teller: DeliveryId, now: datetime) -> int:
    """Let `teller` tell of what `which` means, in its place; return how many that are."""
    folded = {"state": DeliveryState.FOLDED.value, "within": teller, "settled_at": now, "edit_due": None}
    return tx.session.exec(update(DeliveryRow).where(_meant(which)).values(**folded)).rowcount


def unfold(tx: Transaction, teller: DeliveryId, since: datetime) -> int:
    """Put back into the line what was folded into `teller` since then: nobody will see it there."""
    lost = (col(DeliveryRow.within) == teller, col(DeliveryRow.settled_at) > since)
    back = {"state": DeliveryState.PENDING.value, "within": None, "settled_at": None}
    return tx.session.exec(update(DeliveryRow).where(*lost).values(**back)).rowcount


def last_teller(tx: Transaction, channel: ChannelId, kind: DeliveryKind) -> Delivery | None:
    """Return the last teller of that kind in a channel that was not given up, sent or not."""
    theirs = (col(DeliveryRow.channel_id) == channel) & (col(DeliveryRow.kind) == kind.value)
    alive = (col(DeliveryRow.state) != DeliveryState.DEAD.value) & (col(DeliveryRow.edit_tries) < GIVEN_UP)
    last = select(func.max(DeliveryRow.id)).where(theirs, alive).scalar_subquery()
    found = deliveries_where(tx, col(DeliveryRow.id) == last)
    return found[0] if found else None


def cards_since(tx: Transaction, channel: ChannelId, since: datetime, least: Level) -> int:
    """Return how many cards at least that loud arrived in a channel since then, each by itself."""
    there = (col(DeliveryRow.channel_id) == channel, col(DeliveryRow.settled_at) > since, text("kind = 'alert'"))
    loud = (col(DeliveryRow.level) >= int(least), col(DeliveryRow.state) == DeliveryState.SENT.value)
    return tx.session.exec(select(func.count()).select_from(DeliveryRow).where(*there, *loud)).one()


def _meant(which: Waiting) -> ColumnElement[bool]:
    """Return the condition, such that the index of the channel's line answers it."""
    in_line = (col(DeliveryRow.channel_id) == which.channel) & col(DeliveryRow.settled_at).is_(None)
    by_then = (col(DeliveryRow.due) <= which.until) & (col(DeliveryRow.state) == DeliveryState.PENDING.value)
    kind = col(DeliveryRow.kind).in_([each.value for each in which.kinds])
    meant = in_line & by_then & kind & (col(DeliveryRow.level) <= int(which.loudest)) & (col(DeliveryRow.tries) == 0)
    if which.late_since is not None:
        waited = col(DeliveryRow.waits_for) == WaitsFor.MORNING.value
        meant &= (col(DeliveryRow.due) <= which.late_since) | waited
    return meant
