"""Who did what: the one shape in which every command writes down a change it makes. Reads nothing back."""

from dataclasses import dataclass
from datetime import datetime

from handlers.request import Request
from storage import audit
from storage.model import AuditEntry
from storage.store import Transaction


@dataclass(frozen=True, slots=True)
class Write:
    """What was done (`action`: "digest skip") to what (`about`: "digest:7"), and how that was before and after.

    `undoes` is the number of the write that this one takes back.
    """

    action: str
    about: str
    before: str | None = None
    after: str | None = None
    undoes: int | None = None


def write_down(tx: Transaction, request: Request, write: Write, now: datetime) -> int:
    """Record `write` as done by who asks, where it was asked, in the transaction that does it; return its number."""
    entry = AuditEntry(
        at=now,
        desk=request.desk.id,
        who=request.person.ref,
        where=request.channel.ref if request.channel else request.place or "private",
        action=write.action,
        before=write.before,
        after=write.after,
        about=write.about,
        name=request.person.name,
        undoes=write.undoes,
    )
    return audit.record(tx, entry)
