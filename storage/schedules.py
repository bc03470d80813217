"""Digests that come by themselves: where, when by which clock, and how far each has told. Sends nothing."""

import json
from collections.abc import Sequence
from datetime import datetime, time

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from feeds.model import WatchlistId
from storage.channels import to_channel
from storage.model import Density, DeskId, Empty, NewSchedule, Schedule, ScheduleId
from storage.store import Transaction
from storage.tables_desk import ChannelRow, ScheduleRow

_STANDING = (col(ScheduleRow.removed_at).is_(None), ~col(ScheduleRow.paused))


def add_schedule(tx: Transaction, new: NewSchedule, now: datetime) -> Schedule:
    """Keep a schedule from now on."""
    row = ScheduleRow(
        channel_id=new.channel,
        made_by=new.made_by,
        at=f"{new.at:%H:%M}",
        zone=new.zone,
        days=" ".join(new.days),
        lists=json.dumps(new.lists),
        density=new.density.value,
        empty=new.empty.value,
        covered_until=new.covered_until,
        next_run=new.next_run,
        made_at=now,
    )
    tx.session.add(row)
    tx.session.flush()
    channel = tx.session.get_one(ChannelRow, new.channel)
    return _schedule(row, channel)


def schedules(tx: Transaction, desk: DeskId) -> tuple[Schedule, ...]:
    """Return the schedules of the desk's channels and people, the first made first."""
    query = _joined().where(*_STANDING, col(ChannelRow.desk_id) == desk).order_by(col(ScheduleRow.id))
    return tuple(_schedule(row, channel) for row, channel in tx.session.exec(query))


def schedule(tx: Transaction, desk: DeskId, number: ScheduleId) -> Schedule | None:
    """Return the desk's schedule `number`, removed or not; another desk's is not seen."""
    query = _joined().where(col(ChannelRow.desk_id) == desk, col(ScheduleRow.id) == number)
    found = tx.session.exec(query).one_or_none()
    return _schedule(*found) if found else None


def all_schedules(tx: Transaction) -> tuple[Schedule, ...]:
    """Return the schedules of every desk, the longest due first."""
    query = _joined().where(*_STANDING).order_by(col(ScheduleRow.next_run))
    return tuple(_schedule(row, channel) for row, channel in tx.session.exec(query))


def keep_run(tx: Transaction, number: ScheduleId, covered_until: datetime, next_run: datetime, skips: int) -> None:
    """Write down how far the schedule `number` has told, when it is due again, and how many runs it skips."""
    values = {"covered_until": covered_until, "next_run": next_run, "skips": skips}
    tx.session.exec(update(ScheduleRow).where(col(ScheduleRow.id) == number).values(**values))


def remove_schedule(tx: Transaction, number: ScheduleId, now: datetime) -> None:
    """Send the digest no more."""
    tx.session.exec(update(ScheduleRow).where(col(ScheduleRow.id) == number).values(removed_at=now))


def restore_schedule(tx: Transaction, number: ScheduleId) -> None:
    """Send a removed digest again; what it would have told meanwhile comes with its next."""
    tx.session.exec(update(ScheduleRow).where(col(ScheduleRow.id) == number).values(removed_at=None))


def _joined() -> Select[ScheduleRow, ChannelRow]:
    return select(ScheduleRow, ChannelRow).join(ChannelRow, col(ChannelRow.id) == col(ScheduleRow.channel_id))


def _schedule(row: ScheduleRow, channel: ChannelRow) -> Schedule:
    lists: Sequence[int] = json.loads(row.lists)
    return Schedule(
        id=ScheduleId(row.id or 0),
        channel=to_channel(channel),
        made_by=row.made_by,
        at=time.fromisoformat(row.at),
        zone=row.zone,
        days=tuple(row.days.split()),
        lists=tuple(WatchlistId(each) for each in lists),
        density=Density(row.density),
        empty=Empty(row.empty),
        covered_until=row.covered_until,
        next_run=row.next_run,
        skips=row.skips,
    )
