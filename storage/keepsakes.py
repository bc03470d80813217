"""Small things that must outlive a restart, under a name. Not for news: only for what an adapter has to remember."""

from datetime import datetime

from sqlmodel import col, delete

from storage.sqlite import insert_new
from storage.store import Transaction
from storage.tables import table
from storage.tables_desk import KeepsakeRow

_NEW = insert_new(table(KeepsakeRow))


def keepsake(tx: Transaction, name: str) -> str | None:
    """Return what is kept under `name`, None where nothing is."""
    row = tx.session.get(KeepsakeRow, name)
    return row.value if row else None


def keep(tx: Transaction, name: str, value: str, now: datetime) -> None:
    """Keep `value` under `name`, in place of what was there."""
    tx.session.merge(KeepsakeRow(name=name, value=value, kept_at=now))


def keep_new(tx: Transaction, name: str, value: str, now: datetime) -> bool:
    """Keep `value` under `name`; return False where something is kept there already, which then stays."""
    row = {"name": name, "value": value, "kept_at": now}
    return tx.session.connection().execute(_NEW, row).rowcount > 0


def purge(tx: Transaction, prefix: str, before: datetime) -> int:
    """Forget what was kept under names that begin so, and not since; return how many there were."""
    old = (col(KeepsakeRow.name).startswith(prefix, autoescape=True), col(KeepsakeRow.kept_at) < before)
    return tx.session.exec(delete(KeepsakeRow).where(*old)).rowcount
