"""Desks and the channels they are spoken to in. Who may do what there is not asked here."""

from sqlalchemy import update
from sqlmodel import col, select

from storage.model import Channel, ChannelId, Desk, DeskId
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


def hold(tx: Transaction, channel: ChannelId, why: str) -> bool:
    """Send nothing to `channel` until it is released; return whether it was not held before."""
    fresh = (col(ChannelRow.id) == channel, col(ChannelRow.held).is_(None))
    return bool(tx.session.exec(update(ChannelRow).where(*fresh).values(held=why)).rowcount)


def hold_desk(tx: Transaction, desk: DeskId, why: str) -> bool:
    """Send nothing to any channel of `desk` until it is released; return whether one was not held before."""
    fresh = (col(ChannelRow.desk_id) == desk, col(ChannelRow.held).is_(None))
    return bool(tx.session.exec(update(ChannelRow).where(*fresh).values(held=why)).rowcount)


def release(tx: Transaction, channel: ChannelId) -> None:
    """Send to `channel` again what waits for it."""
    tx.session.exec(update(ChannelRow).where(col(ChannelRow.id) == channel).values(held=None))


def release_all(tx: Transaction) -> int:
    """Release every held channel; return how many there were."""
    held = col(ChannelRow.held).is_not(None)
    return tx.session.exec(update(ChannelRow).where(held).values(held=None)).rowcount


def to_channel(row: ChannelRow) -> Channel:
    """Return the value of a row."""
    return Channel(ChannelId(row.id or 0), DeskId(row.desk_id), row.ref, row.name, row.held)


def _desk(row: DeskRow) -> Desk:
    return Desk(DeskId(row.id or 0), row.ref, row.name, row.zone)
