"""`/watch remove`, `pause` and `resume`: done at once, for each is taken back by its Undo."""

from dataclasses import replace
from datetime import datetime

from handlers.changes import write_down
from handlers.grammar import Entry
from handlers.message import Line, Message, say, words
from handlers.proposals import undo_button
from handlers.request import Reply, Request, Role
from handlers.watchlists import NAME, named
from storage import watchlists
from storage.store import Store


def remove(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch remove NAME`: watch it no more; `/watch undo` brings it back for 30 days.

    Raises:
        RequestError: no such list.
    """
    with store.transaction() as tx:
        stored = named(tx, request, request.command.words)
        watchlists.remove_watchlist(tx, stored.watchlist.id, now)
        change = write_down(tx, request, now, "watch remove", stored, None)
    name = stored.watchlist.name
    told = f"“{name}” is no longer watched. It is kept for 30 days: /watch undo brings it back."
    return _done(told, f"{request.person.name} removed the watchlist “{name}”.", change)


def pause(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch pause NAME`: it finds and tells nothing until it is resumed."""
    return _paused(request, store, now, paused=True)


def resume(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch resume NAME`: it speaks again."""
    return _paused(request, store, now, paused=False)


def _paused(request: Request, store: Store, now: datetime, *, paused: bool) -> Reply:
    with store.transaction() as tx:
        before = named(tx, request, request.command.words)
        name = before.watchlist.name
        if before.paused == paused:
            return Reply(say(f"“{name}” {'is paused already' if paused else 'is not paused'}: nothing was changed."))
        kept = watchlists.edit_watchlist(tx, replace(before, paused=paused))
        change = write_down(tx, request, now, "watch pause" if paused else "watch resume", before, kept)
    if paused:
        return _done(
            f"“{name}” is paused: silent until /watch resume.", f"{request.person.name} paused “{name}”.", change
        )
    return _done(f"“{name}” speaks again.", f"{request.person.name} resumed “{name}”.", change)


def _done(told: str, public: str, change: int) -> Reply:
    return Reply(say(told), public=Message(public, (Line(words(public)),), (undo_button(change),)))


ENTRIES = (
    Entry(
        name="watch",
        action="pause",
        summary="let a list be silent until it is resumed",
        usage="/watch pause NAME",
        examples=("/watch pause ports",),
        role=Role.EDITOR,
        answer=pause,
        positional=(NAME,),
    ),
    Entry(
        name="watch",
        action="resume",
        summary="let a paused list speak again",
        usage="/watch resume NAME",
        examples=("/watch resume ports",),
        role=Role.EDITOR,
        answer=resume,
        positional=(NAME,),
    ),
    Entry(
        name="watch",
        action="remove",
        summary="watch a topic no more; it can be brought back for 30 days",
        usage="/watch remove NAME",
        examples=("/watch remove ports",),
        role=Role.EDITOR,
        answer=remove,
        positional=(NAME,),
    ),
)
