"""The audit log: every write by a person, with what was before and after. Rows are only ever added."""

from sqlmodel import col, select

from storage.model import AuditEntry, DeskId
from storage.store import Transaction
from storage.tables_desk import AuditRow


def record(tx: Transaction, entry: AuditEntry) -> None:
    """Write `entry` down, in the transaction of what it tells of."""
    tx.session.add(
        AuditRow(
            at=entry.at,
            desk_id=entry.desk,
            who=entry.who,
            place=entry.where,
            action=entry.action,
            about=entry.about,
            before=entry.before,
            after=entry.after,
        )
    )


def history(tx: Transaction, desk: DeskId, about: str | None = None, limit: int = 100) -> tuple[AuditEntry, ...]:
    """Return the desk's latest writes, the newest first, or only those `about` one thing."""
    query = select(AuditRow).where(col(AuditRow.desk_id) == desk)
    if about is not None:
        query = query.where(col(AuditRow.about) == about)
    rows = tx.session.exec(query.order_by(col(AuditRow.id).desc()).limit(limit))
    return tuple(
        AuditEntry(row.at, DeskId(row.desk_id), row.who, row.place, row.action, row.before, row.after, row.about)
        for row in rows
    )
