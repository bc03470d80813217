"""Where a watchlist speaks: `to:here`, `to:#news`. A channel becomes a desk channel by being named, never before."""

import re

from feeds.errors import RequestError
from handlers.request import Request
from storage import channels
from storage.model import Channel
from storage.store import Transaction

_MENTIONED = re.compile(r"<#?(\w+)[ |](.*)>")


def desk_channel(tx: Transaction, request: Request, typed: str) -> Channel:
    """Return the channel that `typed` names, made one of the desk's where it is not yet.

    Raises:
        RequestError: it names none that is known; says how to name one.
    """
    if typed.lower() == "here":
        if not request.place:
            raise RequestError("to:here means a channel, and this is none")
        return _released(
            tx, channels.ensure_channel(tx, request.desk.id, request.place, request.place_name or request.place)
        )
    if mentioned := _MENTIONED.fullmatch(typed):
        number, name = mentioned.groups()
        ref = _ref(request.place, number)
        known = channels.find_channel(tx, request.desk.id, ref)
        shown = known.name if known and name == number else f"#{name.lstrip('#')}"
        named = channels.ensure_channel(tx, request.desk.id, ref, shown)
        return _released(tx, named)
    wanted = typed.lstrip("#").casefold()
    listed = channels.channels(tx, request.desk.id)
    found = next((each for each in listed if each.name.lstrip("#").casefold() == wanted), None)
    if found is None:
        raise RequestError(f'"{typed}" is no channel of this desk yet: write to:here in it, or pick it from the list')
    return found


def _released(tx: Transaction, channel: Channel) -> Channel:
    """Return `channel`, tried again from now on if it was held: whoever names it has mended it."""
    if channel.held:
        channels.release(tx, channel.id)
    return channel


def _ref(place: str, number: str) -> str:
    """Return the ref of the channel `number` beside the channel `place`, in its platform's form."""
    if place.startswith("discord:"):
        return f"discord:C{number}"
    return re.sub(r"[^/:]+$", number, place)
