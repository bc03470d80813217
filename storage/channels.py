"""Desks and the channels they are spoken to in. Who may do what there is not asked here."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta

from sqlalchemy import update
from sqlmodel import col, select

from feeds.model import Level
from storage.model import Channel, ChannelId, Desk, DeskId, QuietHours, Unsure, Updates
from storage.store import Transaction
from storage.tables_desk import ChannelRow, DeskRow


def ensure_desk(tx: Transaction, ref: str, name: str, zone: str) -> Desk:
    """Return the desk `ref`, made where there is none; its name follows the platform's, its zone is the desk's own."""
    row = tx.session.exec(select(DeskRow).where(col(DeskRow.ref) == ref)).one_or_none()
    if row is None:
        row = DeskRow(ref=ref, name=name, zone=zone)
    row.name = name
    tx.session.add(row)
    tx.session.flush()
    return _desk(row)


def ensure_channel(tx: Transaction, desk: DeskId, ref: str, name: str) -> Channel:
    """Return the desk's channel `ref`, made where there is none; its name follows the platform's."""
    wanted = select(ChannelRow).where(col(ChannelRow.desk_id) == desk, col(ChannelRow.ref) == ref)
    row = tx.session.exec(wanted).one_or_none()
    if row is None:
        row = ChannelRow(desk_id=desk, ref=ref, name=name)
    row.name = name
    tx.session.add(row)
    tx.session.flush()
    return to_channel(row)


def find_desk(tx: Transaction, ref: str) -> Desk | None:
    """Return the desk with that platform address."""
    row = tx.session.exec(select(DeskRow).where(col(DeskRow.ref) == ref)).one_or_none()
    return _desk(row) if row else None


def find_channel(tx: Transaction, desk: DeskId, ref: str) -> Channel | None:
    """Return the desk's channel with that platform address; another desk's is not seen."""
    wanted = select(ChannelRow).where(col(ChannelRow.desk_id) == desk, col(ChannelRow.ref) == ref)
    row = tx.session.exec(wanted).one_or_none()
    return to_channel(row) if row else None


def desks(tx: Transaction) -> tuple[Desk, ...]:
    """Return every desk, the first made first."""
    return tuple(_desk(row) for row in tx.session.exec(select(DeskRow).order_by(col(DeskRow.id))))


def channels(tx: Transaction, desk: DeskId) -> tuple[Channel, ...]:
    """Return the desk's channels, the first made first."""
    rows = tx.session.exec(select(ChannelRow).where(col(ChannelRow.desk_id) == desk).order_by(col(ChannelRow.id)))
    return tuple(to_channel(row) for row in rows)


def channels_with(tx: Transaction, ids: Iterable[ChannelId]) -> Mapping[ChannelId, Channel]:
    """Return the channels with these ids, of whatever desk."""
    rows = tx.session.exec(select(ChannelRow).where(col(ChannelRow.id).in_(set(ids))))
    return {ChannelId(row.id or 0): to_channel(row) for row in rows}


def keep_settings(tx: Transaction, channel: Channel) -> None:
    """Put the settings of `channel` in place of those it had; its name, and whether it is held, stay."""
    quiet = channel.quiet
    settings = {
        "person": channel.person,
        "zone": channel.zone,
        "quiet_from": f"{quiet.start:%H:%M}" if quiet else None,
        "quiet_until": f"{quiet.end:%H:%M}" if quiet else None,
        "quiet_except": int(quiet.through) if quiet and quiet.through else None,
        "flood_limit": channel.flood_limit,
        "unsure": channel.unsure.value if channel.unsure else None,
        "updates": channel.updates.value,
    }
    tx.session.exec(update(ChannelRow).where(col(ChannelRow.id) == channel.id).values(**settings))


def hold(tx: Transaction, channel: ChannelId, why: str, now: datetime) -> bool:
    """Send nothing to `channel` until it is released; return whether it was not held before."""
    fresh = (col(ChannelRow.id) == channel, col(ChannelRow.held).is_(None))
    return bool(tx.session.exec(update(ChannelRow).where(*fresh).values(held=why, held_at=now)).rowcount)


def release(tx: Transaction, channel: ChannelId) -> None:
    """Send to `channel` again what waits for it."""
    tx.session.exec(update(ChannelRow).where(col(ChannelRow.id) == channel).values(held=None, held_at=None))


def release_all(tx: Transaction) -> int:
    """Release every held channel and open every closed desk; return how many channels there were."""
    tx.session.exec(update(DeskRow).values(closed=None, closed_at=None, probe_at=None))
    held = col(ChannelRow.held).is_not(None)
    return tx.session.exec(update(ChannelRow).where(held).values(held=None, held_at=None)).rowcount


def close_desk(tx: Transaction, desk: DeskId, why: str, now: datetime, probe: timedelta) -> bool:
    """Send nothing to `desk` but, every `probe`, one message that tries whether it is open; return whether it was."""
    fresh = (col(DeskRow.id) == desk, col(DeskRow.closed).is_(None))
    newly = tx.session.exec(update(DeskRow).where(*fresh).values(closed=why, closed_at=now)).rowcount
    tx.session.exec(update(DeskRow).where(col(DeskRow.id) == desk).values(probe_at=now + probe))
    return bool(newly)


def open_desk(tx: Transaction, desk: DeskId) -> bool:
    """Send to `desk` again what waits for it; return whether it was closed."""
    closed = (col(DeskRow.id) == desk, col(DeskRow.closed).is_not(None))
    return bool(
        tx.session.exec(update(DeskRow).where(*closed).values(closed=None, closed_at=None, probe_at=None)).rowcount
    )


def to_channel(row: ChannelRow) -> Channel:
    """Return the value of a row."""
    return Channel(
        id=ChannelId(row.id or 0),
        desk=DeskId(row.desk_id),
        ref=row.ref,
        name=row.name,
        held=row.held,
        held_at=row.held_at,
        person=row.person,
        zone=row.zone,
        quiet=_quiet(row),
        flood_limit=row.flood_limit,
        unsure=Unsure(row.unsure) if row.unsure else None,
        updates=Updates(row.updates),
    )


def _quiet(row: ChannelRow) -> QuietHours | None:
    if row.quiet_from is None or row.quiet_until is None:
        return None
    through = Level(row.quiet_except) if row.quiet_except is not None else None
    return QuietHours(time.fromisoformat(row.quiet_from), time.fromisoformat(row.quiet_until), through)


def _desk(row: DeskRow) -> Desk:
    return Desk(DeskId(row.id or 0), row.ref, row.name, row.zone, row.closed, row.closed_at)
