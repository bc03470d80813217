"""Where a watchlist speaks: `to:here`, `to:#news`. A channel becomes a desk channel by being named, never before."""

import re
from dataclasses import replace

from feeds.errors import RequestError
from handlers.request import Request
from storage import channels
from storage.model import Channel, ChannelId
from storage.store import Transaction

_MENTIONED = re.compile(r"<#?(\w+)[ |](.*)>")


def desk_channel(tx: Transaction, request: Request, typed: str) -> Channel:
    """Return the channel that `typed` names, made one of the desk's where it is not yet.

    Raises:
        RequestError: it names none that is known; says how to name one.
    """
    return opened(tx, named_channel(tx, request, typed))


def named_channel(tx: Transaction, request: Request, typed: str) -> Channel:
    """Return the channel that `typed` names, changing nothing; its id is 0 where it is not one of the desk's yet.

    Raises:
        RequestError: it names none that is known; says how to name one.
    """
    if typed.lower() == "here":
        if not request.place:
            raise RequestError("to:here means a channel, and this is none")
        return _channel(tx, request, request.place, request.place_name or request.place)
    if mentioned := _MENTIONED.fullmatch(typed):
        number, name = mentioned.groups()
        ref = _ref(request.place, number)
        known = channels.find_channel(tx, request.desk.id, ref)
        return _channel(tx, request, ref, known.name if known and name == number else f"#{name.lstrip('#')}")
    wanted = typed.lstrip("#").casefold()
    listed = channels.channels(tx, request.desk.id)
    found = next((each for each in listed if each.name.lstrip("#").casefold() == wanted), None)
    if found is None:
        raise RequestError(f'"{typed}" is no channel of this desk yet: write to:here in it, or pick it from the list')
    return found


def own_channel(tx: Transaction, request: Request) -> Channel:
    """Return the direct messages of who asks, made a channel of the desk's where they are none yet."""
    person = request.person
    channel = channels.ensure_channel(tx, request.desk.id, person.ref, person.name)
    if channel.person is None and person.ref != request.place:
        channel = replace(channel, person=person.ref, zone=person.zone)
        channels.keep_settings(tx, channel)
    return channel


def opened(tx: Transaction, channel: Channel) -> Channel:
    """Return a named channel as one of the desk's, made one where it is not yet.

    A channel that was held is tried again from now on: whoever names it has mended it.
    """
    if channel.held:
        channels.release(tx, channel.id)
        return channel
    return channels.ensure_channel(tx, channel.desk, channel.ref, channel.name)


def _channel(tx: Transaction, request: Request, ref: str, name: str) -> Channel:
    known = channels.find_channel(tx, request.desk.id, ref)
    return replace(known, name=name) if known else Channel(ChannelId(0), request.desk.id, ref, name)


def _ref(place: str, number: str) -> str:
    """Return the ref of the channel `number` beside the channel `place`, in its platform's form."""
    if place.startswith("discord:"):
        return f"discord:C{number}"
    return re.sub(r"[^/:]+$", number, place)
