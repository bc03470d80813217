"""`/watch undo` and `history`: taking changes back, one after the other, and telling who made them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from feeds.errors import RequestError
from feeds.model import WatchlistId
from handlers.changes import Change, State, changes, taken_back, write_down
from handlers.grammar import Argument, Entry, Kind
from handlers.message import Block, Inline, Line, Message, Moment, Words, say, words
from handlers.proposals import undo_button
from handlers.request import Reply, Request, Role
from handlers.watchlist_words import Names, described, differences, routes_in_words, same_content
from handlers.watchlists import channel_names
from storage import channels, sentences, watchlists
from storage.model import StoredWatchlist
from storage.store import Store, Transaction

SHOWN = 10
_DONE = {
    "watch add": "added",
    "watch edit": "changed",
    "watch remove": "removed",
    "watch pause": "paused",
    "watch resume": "resumed",
    "watch import": "imported",
    "watch undo": "took back a change of",
}


def undo(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch undo [NAME]`: take back the last change of the desk or of one list; `change:N` that very one.

    What was done in one go, as an import, is taken back in one go. A list is put exactly as it was: query, forms,
    minimum, channels, pause, sentences. Undoing again goes back further.

    Raises:
        RequestError: there is nothing to take back, or the list was changed since.
    """
    with store.transaction() as tx:
        names = channel_names(tx, request)
        wanted = _asked_for(tx, request)
        done = [_taken_back(tx, request, now, change) for change in wanted]
    told = "; ".join(_told(change, names) for change in wanted)
    buttons = (undo_button(done[-1]),)
    public = f"{request.person.name} took back: {told}"
    return Reply(say(f"Taken back: {told}"), public=Message(public, (Line(words(public)),), buttons))


def history(request: Request, store: Store, _now: datetime) -> Reply:
    """Answer `/watch history [NAME]`: who changed what, where and when, the newest first.

    Raises:
        RequestError: no list was ever called that.
    """
    name = request.command.words.strip().strip('"')
    with store.reading() as tx:
        names = channel_names(tx, request)
        places = {channel.ref: channel.name for channel in channels.channels(tx, request.desk.id)}
        found = _of(tx, request, name) if name else changes(tx, request.desk.id)
    if not found:
        return Reply(say(f"Nothing was changed{f' in “{name}”' if name else ''} yet."))
    blocks: list[Block] = []
    for change in found[:SHOWN]:
        where = places.get(change.entry.where)
        blocks.append(Line(_who(change, where)))
        blocks += [Line(words(each), small=True, indent=1) for each in _what(change, names)]
    if len(found) > SHOWN:
        blocks.append(Line(words(f"and {len(found) - SHOWN:,} earlier"), small=True))
    title = f"Changes of “{name}”" if name else "Changes of the watchlists"
    return Reply(Message(title, tuple(blocks)))


def _asked_for(tx: Transaction, request: Request) -> tuple[Change, ...]:
    number, name = request.command.option("change"), request.command.words.strip().strip('"')
    every = changes(tx, request.desk.id)
    if number is not None:
        wanted = next((change for change in every if str(change.entry.id) == number), None)
        if wanted is None:
            raise RequestError("That change is too old to be taken back: /watch history shows the latest")
        _check_untouched(tx, request, wanted)
        return _together(every, wanted)
    found = _of(tx, request, name) if name else every
    last = _last(found)
    if last is None:
        raise RequestError(f"There is no change{f' of “{name}”' if name else ''} to take back")
    return (last,) if name else _together(every, last)


def _last(found: Sequence[Change]) -> Change | None:
    """Return the newest change that was not taken back and takes nothing back: so undoing again goes back further."""
    undone = taken_back(found)
    return next((each for each in found if each.entry.undoes is None and each.entry.id not in undone), None)


def _together(every: Sequence[Change], wanted: Change) -> tuple[Change, ...]:
    """Return what was done in one go with `wanted` and still stands: an import, or the undoing of one."""
    undone, at = taken_back(every), _occasion(wanted)
    return tuple(each for each in every if _occasion(each) == at and each.entry.id not in undone)


def _occasion(change: Change) -> tuple[datetime, str, str]:
    return change.entry.at, change.entry.who, change.entry.action


def _check_untouched(tx: Transaction, request: Request, change: Change) -> None:
    """Refuse to take back a change after which the list was changed again.

    Raises:
        RequestError: it was; says by whom.
    """
    stored = watchlists.watchlist(tx, request.desk.id, change.watchlist)
    if stored is not None and stored.version == change.version:
        return
    latest = next(iter(changes(tx, request.desk.id, change.watchlist, 1)), change)
    if latest.entry.undoes == change.entry.id:
        raise RequestError(f"That was taken back already, by {latest.entry.name or latest.entry.who}")
    by = latest.entry.name or latest.entry.who
    raise RequestError(f"“{change.name}” was changed since, by {by}: look at /watch history, then /watch undo")


def _taken_back(tx: Transaction, request: Request, now: datetime, change: Change) -> int:
    current = watchlists.watchlist(tx, request.desk.id, change.watchlist)
    if current is None:
        raise RequestError(f"“{change.name}” is gone for good: add it again with /watch add")
    _check_as_left(current, change)
    before = _state(tx, current, change)
    after = _restored(tx, current, change.before, now)
    state = State(after, change.before.sentences if change.before else None) if after else None
    return write_down(tx, request, now, "watch undo", before, state, undoes=change.entry.id)


def _check_as_left(current: StoredWatchlist, change: Change) -> None:
    left = change.after.stored if change.after else None
    as_left = (
        current.removed_at is not None if left is None else (current.removed_at is None and same_content(current, left))
    )
    if not as_left:
        raise RequestError(f"“{change.name}” is not as that change left it: /watch history shows what became of it")


def _state(tx: Transaction, current: StoredWatchlist, change: Change) -> State | None:
    """Return the list before it is put back, with its sentences where the change touched them."""
    if current.removed_at is not None:
        return None
    touched = change.after is not None and change.after.sentences is not None
    return State(current, sentences.sentences(tx, current.watchlist.id) if touched else None)


def _restored(tx: Transaction, current: StoredWatchlist, wanted: State | None, now: datetime) -> StoredWatchlist | None:
    """Put a list into an earlier state; None is removed."""
    number = current.watchlist.id
    if wanted is None:
        watchlists.remove_watchlist(tx, number, now)
        return None
    standing = watchlists.restore_watchlist(tx, number) if current.removed_at is not None else current
    if wanted.sentences is not None:
        sentences.keep_sentences(tx, number, wanted.sentences)
    if same_content(standing, wanted.stored):
        return standing
    return watchlists.edit_watchlist(tx, replace(wanted.stored, version=standing.version))


def _of(tx: Transaction, request: Request, name: str) -> tuple[Change, ...]:
    """Return the changes of the list called `name`, or of the last one removed that was.

    Raises:
        RequestError: no list was ever called that.
    """
    number = _numbered(tx, request, name)
    if number is None:
        raise RequestError(f"No watchlist is or was called “{name}”: /watch history shows every change")
    return changes(tx, request.desk.id, number)


def _numbered(tx: Transaction, request: Request, name: str) -> WatchlistId | None:
    found = watchlists.find_watchlist(tx, request.desk.id, name)
    if found is not None:
        return found.watchlist.id
    gone: Iterable[StoredWatchlist] = watchlists.removed_watchlists(tx, request.desk.id)
    return next((each.watchlist.id for each in gone if each.watchlist.name.casefold() == name.casefold()), None)


def _told(change: Change, names: Names) -> str:
    if change.before is None:
        return f"“{change.name}” was added; it is removed again"
    if change.after is None:
        return f"“{change.name}” was removed; it is watched again"
    back = differences(change.after.stored, change.before.stored, names)
    return f"“{change.name}” again has {'; '.join(back) or 'its former sentences'}"


def _who(change: Change, where: str | None) -> tuple[Inline, ...]:
    entry = change.entry
    done = _DONE.get(entry.action, entry.action)
    place = f" in {where}" if where else ""
    return (
        Moment(entry.at),
        Words(f" · {entry.name or entry.who}{place} "),
        Words(f"{done} “{change.name}”", strong=True),
    )


def _what(change: Change, names: Names) -> tuple[str, ...]:
    before, after = change.before, change.after
    if after is None:
        return ("it is watched no more",)
    if before is None:
        return (f"watches {described(after.stored)}", f"speaks {routes_in_words(after.stored, names)}")
    told = differences(before.stored, after.stored, names)
    tested = before.sentences != after.sentences
    return (*told, *(("its test sentences",) if tested else ()))


ENTRIES = (
    Entry(
        name="watch",
        action="undo",
        summary="take back the last change of a list, or of any",
        usage="/watch undo [NAME]",
        examples=("/watch undo", "/watch undo ports"),
        role=Role.EDITOR,
        answer=undo,
        positional=(Argument("name", "the watchlist's name", Kind.WATCHLIST),),
        options=(Argument("change", "the very change: buttons carry it", asked=False),),
    ),
    Entry(
        name="watch",
        action="history",
        summary="who changed which list, where, when and how",
        usage="/watch history [NAME]",
        examples=("/watch history", "/watch history ICE"),
        role=Role.READER,
        answer=history,
        positional=(Argument("name", "the watchlist's name", Kind.WATCHLIST),),
    ),
)
