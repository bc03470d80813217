"""Who may do more on a desk than their platform says: appointments by an admin."""

from datetime import datetime

from sqlmodel import col, delete, select

from storage.model import DeskId
from storage.store import Transaction
from storage.tables_desk import AppointmentRow


def appoint(tx: Transaction, desk: DeskId, person: str, role: str, now: datetime) -> None:
    """Give `person` (a platform's ref) this role on `desk`, in place of one given before."""
    tx.session.merge(AppointmentRow(desk_id=desk, person=person, role=role, appointed_at=now))


def dismiss(tx: Transaction, desk: DeskId, person: str) -> bool:
    """Take back whatever role `person` was given on `desk`; return whether there was one."""
    mine = (col(AppointmentRow.desk_id) == desk, col(AppointmentRow.person) == person)
    return bool(tx.session.exec(delete(AppointmentRow).where(*mine)).rowcount)


def appointment(tx: Transaction, desk: DeskId, person: str) -> str | None:
    """Return the role that `person` was given on `desk`, None where none was."""
    row = tx.session.get(AppointmentRow, (desk, person))
    return row.role if row else None


def appointments(tx: Transaction, desk: DeskId) -> tuple[tuple[str, str], ...]:
    """Return every (person, role) given on `desk`, in order of person."""
    query = select(AppointmentRow).where(col(AppointmentRow.desk_id) == desk).order_by(col(AppointmentRow.person))
    return tuple((row.person, row.role) for row in tx.session.exec(query))
