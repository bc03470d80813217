"""The watchlists of the desks and the channels they speak to. Versions keep two editors from overwriting each other."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import col, func, select

from feeds.errors import EditedMeanwhile, RequestError
from feeds.model import Forms, Level, Salience, Watchlist, WatchlistId
from storage.matches import match_count
from storage.model import ChannelId, DeskId, Route, StoredWatchlist
from storage.store import Transaction
from storage.tables_desk import ChannelRow, RouteRow, WatchlistRow

__all__ = [
    "active_watchlists",
    "add_watchlist",
    "all_watchlists",
    "edit_watchlist",
    "edition",
    "find_watchlist",
    "match_count",
    "purge_watchlists",
    "remove_watchlist",
    "removed_watchlists",
    "restore_watchlist",
    "watchlist",
]


def add_watchlist(  # noqa: PLR0913, PLR0917 - what a list is before it has an id and a version
    tx: Transaction,
    desk: DeskId,
    name: str,
    query: str,
    forms: Forms,
    minimum: Salience,
    routes: Sequence[tuple[ChannelId, Level]],
    now: datetime,
) -> StoredWatchlist:
    """Add a list to `desk`; `routes` say how loudly it speaks in which of the desk's channels.

    Raises:
        RequestError: the desk has a list of that name in some case, or a channel is another desk's.
    """
    _check_name(tx, desk, name)
    row = WatchlistRow(
        desk_id=desk,
        name=name,
        folded=name.casefold(),
        query=query,
        forms=json.dumps(asdict(forms), ensure_ascii=False),
        minimum=int(minimum),
        created_at=now,
    )
    tx.session.add(row)
    tx.session.flush()
    _route(tx, row, [Route(WatchlistId(row.id or 0), channel, level) for channel, level in routes])
    return _stored(tx, (row,))[0]


def edit_watchlist(tx: Transaction, after: StoredWatchlist) -> StoredWatchlist:
    """Put `after` in the place of the list with its id, if that is still at `after.version`; return it as it stands.

    Name, query, forms, minimum, routes and pause are taken from `after`.

    Raises:
        EditedMeanwhile: somebody else edited it meanwhile.
        RequestError: it was removed, the name is taken, or a channel is another desk's.
    """
    row = tx.session.get(WatchlistRow, after.watchlist.id)
    if row is None or row.desk_id != after.desk or row.removed_at is not None:
        raise RequestError(f"“{after.watchlist.name}” was removed meanwhile: /watch undo brings it back")
    if row.version != after.version:
        raise EditedMeanwhile(
            f"“{row.name}” was edited by somebody else meanwhile: look at it again, then repeat your edit"
        )
    if after.watchlist.name.casefold() != row.folded:
        _check_name(tx, after.desk, after.watchlist.name)
    row.name, row.folded = after.watchlist.name, after.watchlist.name.casefold()
    row.query, row.minimum = after.watchlist.query, int(after.watchlist.minimum)
    row.forms = json.dumps(asdict(after.watchlist.forms), ensure_ascii=False)
    row.paused = after.paused
    row.version += 1
    _route(tx, row, after.routes)
    tx.session.flush()
    return _stored(tx, (row,))[0]


def all_watchlists(tx: Transaction, desk: DeskId | None) -> tuple[StoredWatchlist, ...]:
    """Return the desk's lists, or every desk's, in the order they were added; paused ones too, removed ones not."""
    query = select(WatchlistRow).where(col(WatchlistRow.removed_at).is_(None)).order_by(col(WatchlistRow.id))
    if desk is not None:
        query = query.where(col(WatchlistRow.desk_id) == desk)
    return _stored(tx, tx.session.exec(query).all())


def active_watchlists(tx: Transaction) -> tuple[StoredWatchlist, ...]:
    """Return the lists of every desk that articles are read for: neither paused nor removed."""
    return tuple(each for each in all_watchlists(tx, None) if not each.paused)


def find_watchlist(tx: Transaction, desk: DeskId, name: str) -> StoredWatchlist | None:
    """Return the desk's list of that name, in any case."""
    query = select(WatchlistRow).where(col(WatchlistRow.desk_id) == desk, col(WatchlistRow.removed_at).is_(None))
    row = tx.session.exec(query.where(col(WatchlistRow.folded) == name.strip().casefold())).first()
    return _stored(tx, (row,))[0] if row else None


def watchlist(tx: Transaction, desk: DeskId, watchlist: WatchlistId) -> StoredWatchlist | None:
    """Return the desk's list with that id, removed or not; another desk's is not seen."""
    row = tx.session.get(WatchlistRow, watchlist)
    return _stored(tx, (row,))[0] if row and row.desk_id == desk else None


def removed_watchlists(tx: Transaction, desk: DeskId) -> tuple[StoredWatchlist, ...]:
    """Return the desk's removed lists that are not purged yet, the last removed first."""
    query = select(WatchlistRow).where(col(WatchlistRow.desk_id) == desk, col(WatchlistRow.removed_at).is_not(None))
    return _stored(tx, tx.session.exec(query.order_by(col(WatchlistRow.removed_at).desc())).all())


def edition(tx: Transaction) -> tuple[int, int, int]:
    """Return a value that is another after every change of any list: an add, an edit, a removal, a purge.

    Ids are never given twice, and a version only rises: with no list added or purged, the sum of versions tells.
    """
    told = select(func.max(col(WatchlistRow.id)), func.count(), func.sum(col(WatchlistRow.version)))
    newest, count, versions = tx.session.exec(told.select_from(WatchlistRow)).one()
    return int(newest or 0), count, int(versions or 0)


def remove_watchlist(tx: Transaction, watchlist: WatchlistId, now: datetime) -> None:
    """Watch a list no more. It is kept with its matches until it is purged."""
    row = tx.session.get(WatchlistRow, watchlist)
    if row is not None and row.removed_at is None:
        row.removed_at, row.version = now, row.version + 1
        tx.session.flush()


def restore_watchlist(tx: Transaction, watchlist: WatchlistId) -> StoredWatchlist:
    """Watch a removed list again, as it was.

    Raises:
        RequestError: it is gone for good, or its name was given to another list.
    """
    row = tx.session.get(WatchlistRow, watchlist)
    if row is None:
        raise RequestError("That watchlist is gone for good: add it again with /watch add")
    if row.removed_at is not None:
        _check_name(tx, DeskId(row.desk_id), row.name)
        row.removed_at, row.version = None, row.version + 1
        tx.session.flush()
    return _stored(tx, (row,))[0]


def purge_watchlists(tx: Transaction, before: datetime) -> int:
    """Delete for good the lists removed before then, with their matches; return how many."""
    gone = delete(WatchlistRow).where(col(WatchlistRow.removed_at) < before)
    return tx.session.exec(gone).rowcount


def _check_name(tx: Transaction, desk: DeskId, name: str) -> None:
    if not name.strip():
        raise RequestError("A watchlist needs a name: /watch add NAME QUERY")
    taken = find_watchlist(tx, desk, name)
    if taken is not None:
        raise RequestError(f"There is a watchlist “{taken.watchlist.name}” already: edit it, or take another name")


def _route(tx: Transaction, row: WatchlistRow, routes: Sequence[Route]) -> None:
    wanted = {route.channel: route for route in routes}
    owned = select(ChannelRow.id).where(col(ChannelRow.id).in_(tuple(wanted)), col(ChannelRow.desk_id) == row.desk_id)
    if set(tx.session.exec(owned)) != set(wanted):
        raise RequestError(f"“{row.name}” cannot speak in a channel of another desk")
    tx.session.exec(delete(RouteRow).where(col(RouteRow.watchlist_id) == row.id))
    tx.session.add_all(
        RouteRow(
            watchlist_id=row.id or 0,
            channel_id=route.channel,
            level=int(route.level),
            owners=route.owners,
            ping=route.ping,
            pings_an_hour=route.pings_an_hour,
        )
        for route in wanted.values()
    )
    tx.session.flush()


def _stored(tx: Transaction, rows: Sequence[WatchlistRow]) -> tuple[StoredWatchlist, ...]:
    routes: dict[int, list[Route]] = {}
    wanted = select(RouteRow).where(col(RouteRow.watchlist_id).in_([row.id for row in rows]))
    for route in tx.session.exec(wanted.order_by(col(RouteRow.channel_id))):
        routes.setdefault(route.watchlist_id, []).append(_to_route(route))
    return tuple(
        StoredWatchlist(
            watchlist=Watchlist(
                WatchlistId(row.id or 0), row.name, row.query, _forms(row.forms), Salience(row.minimum)
            ),
            desk=DeskId(row.desk_id),
            routes=tuple(routes.get(row.id or 0, ())),
            version=row.version,
            paused=row.paused,
            removed_at=row.removed_at,
        )
        for row in rows
    )


def _to_route(row: RouteRow) -> Route:
    return Route(
        watchlist=WatchlistId(row.watchlist_id),
        channel=ChannelId(row.channel_id),
        level=Level(row.level),
        owners=row.owners,
        ping=row.ping,
        pings_an_hour=row.pings_an_hour,
    )


def _forms(written: str) -> Forms:
    return Forms(**{kind: tuple(forms) for kind, forms in json.loads(written).items()})
