"""Changes of watchlists as the audit log keeps them: whole states before and after, so that each can be taken back."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from feeds.model import Forms, Level, Salience, Watchlist, WatchlistId
from handlers import records
from handlers.records import Write
from handlers.request import Request
from storage import audit
from storage.model import AuditEntry, ChannelId, DeskId, Route, Sentences, StoredWatchlist
from storage.store import Transaction

KIND = "watchlist"
LOOKED_THROUGH = 500
"""So many of the latest writes are looked through for the one to undo."""


@dataclass(frozen=True, slots=True)
class State:
    """A watchlist as it stood. `sentences` are None where the change did not touch them."""

    stored: StoredWatchlist
    sentences: Sentences | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one watchlist. `before` is None where it was added, `after` where it was removed."""

    entry: AuditEntry
    watchlist: WatchlistId
    before: State | None
    after: State | None

    @property
    def name(self) -> str:
        """The watchlist's name then."""
        state = self.after or self.before
        return state.stored.watchlist.name if state else ""

    @property
    def version(self) -> int:
        """The watchlist's version once the change was made; a removal raises it, too."""
        if self.after:
            return self.after.stored.version
        return self.before.stored.version + 1 if self.before else 0


def write_down(  # noqa: PLR0913 - who, when, what, and the two states
    tx: Transaction,
    request: Request,
    now: datetime,
    action: str,
    before: State | StoredWatchlist | None,
    after: State | StoredWatchlist | None,
    *,
    undoes: int | None = None,
) -> int:
    """Record who changed a list where, and what it was before and after; return the number of the change."""
    states = [State(each) if isinstance(each, StoredWatchlist) else each for each in (before, after)]
    about = next(each.stored.watchlist.id for each in states if each)
    write = Write(action, f"{KIND}:{about}", _written(states[0]), _written(states[1]), undoes)
    return records.write_down(tx, request, write, now)


def changes(
    tx: Transaction, desk: DeskId, watchlist: WatchlistId | None = None, limit: int = LOOKED_THROUGH
) -> tuple[Change, ...]:
    """Return the latest changes of the desk's watchlists, or of one, the newest first.

    What was written down in words, by an earlier version, cannot be read and is left out.
    """
    about = f"{KIND}:{watchlist}" if watchlist else None
    entries = audit.history(tx, desk, about, limit, of=None if about else KIND)
    return tuple(change for entry in entries if (change := _change(entry)) is not None)


def taken_back(found: Iterable[Change]) -> frozenset[int]:
    """Return the numbers of those of `found` (newest first) that somebody took back, and that stayed so."""
    undone: set[int] = set()
    for change in found:
        if change.entry.undoes is not None and change.entry.id not in undone:
            undone.add(change.entry.undoes)
    return frozenset(undone)


def _written(state: State | None) -> str | None:
    if state is None:
        return None
    stored, tested = state.stored, state.sentences
    watchlist = stored.watchlist
    row: dict[str, Any] = {
        "id": watchlist.id,
        "name": watchlist.name,
        "query": watchlist.query,
        "forms": {kind: forms for kind, forms in asdict(watchlist.forms).items() if forms},
        "minimum": watchlist.minimum.name.lower(),
        "routes": [
            [route.channel, route.level.name.lower(), route.owners, route.ping, route.pings_an_hour]
            for route in stored.routes
        ],
        "paused": stored.paused,
        "version": stored.version,
    }
    if tested is not None:
        row["sentences"] = asdict(tested)
    return json.dumps(row, ensure_ascii=False)


def _change(entry: AuditEntry) -> Change | None:
    try:
        before, after = (_read(entry.desk, written) for written in (entry.before, entry.after))
    except (ValueError, KeyError, TypeError):
        return None
    state = after or before
    return Change(entry, state.stored.watchlist.id, before, after) if state else None


def _read(desk: DeskId, written: str | None) -> State | None:
    if written is None:
        return None
    row = json.loads(written)
    number = WatchlistId(row["id"])
    forms = Forms(**{kind: tuple(forms) for kind, forms in row["forms"].items()})
    watchlist = Watchlist(number, row["name"], row["query"], forms, Salience[row["minimum"].upper()])
    routes = tuple(
        Route(number, ChannelId(channel), Level[level.upper()], *rest) for channel, level, *rest in row["routes"]
    )
    stored = StoredWatchlist(watchlist, desk, routes, row["version"], row["paused"])
    tested = row.get("sentences")
    return State(stored, Sentences(*map(tuple, (tested["must_match"], tested["must_not_match"]))) if tested else None)
