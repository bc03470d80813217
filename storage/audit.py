"""The audit log: every write by a person, with what was before and after. Rows are only ever added."""

from sqlmodel import col, select

from storage.model import AuditEntry, DeskId
from storage.store import Transaction
from storage.tables_desk import AuditRow


def record(tx: Transaction, entry: AuditEntry) -> int:
    """Write `entry` down, in the transaction of what it tells of; return its id."""
    row = AuditRow(
        at=entry.at,
        desk_id=entry.desk,
        who=entry.who,
        name=entry.name,
        place=entry.where,
        action=entry.action,
        about=entry.about,
        before=entry.before,
        after=entry.after,
        undoes=entry.undoes,
    )
    tx.session.add(row)
    tx.session.flush()
    return row.id or 0


def history(
    tx: Transaction, desk: DeskId, about: str | None = None, limit: int = 100, *, of: str | None = None
) -> tuple[AuditEntry, ...]:
    """Return the desk's latest writes, the newest first: all, those `about` one thing, or `of` one kind of thing.

    `of` is how `about` begins, up to its colon ("watchlist").
    """
    query = select(AuditRow).where(col(AuditRow.desk_id) == desk)
    if about is not None:
        query = query.where(col(AuditRow.about) == about)
    if of is not None:
        query = query.where(col(AuditRow.about).startswith(f"{of}:", autoescape=True))
    rows = tx.session.exec(query.order_by(col(AuditRow.id).desc()).limit(limit))
    return tuple(_entry(row) for row in rows)


def _entry(row: AuditRow) -> AuditEntry:
    return AuditEntry(
        at=row.at,
        desk=DeskId(row.desk_id),
        who=row.who,
        where=row.place,
        action=row.action,
        before=row.before,
        after=row.after,
        about=row.about,
        name=row.name,
        undoes=row.undoes,
        id=row.id or 0,
    )
