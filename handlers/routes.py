"""`/watch route`: what a list's alerts in one channel wait for, and whom they call. Where it speaks: `/watch edit`."""

from dataclasses import replace
from datetime import datetime

from feeds.errors import RequestError
from handlers.changes import write_down
from handlers.grammar import Argument, Entry, Kind, first_word
from handlers.message import say
from handlers.places import named_channel
from handlers.request import Reply, Request, Role
from handlers.roles import group_ref
from handlers.watchlists import NAME, named
from storage import watchlists
from storage.model import Route
from storage.store import Store, Transaction

MOST_OUTLETS = 20
MOST_PINGS = 60
NOBODY = frozenset({"none", "nobody", "off"})


def route(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch route NAME [to:] [outlets:N] [ping:@group] [pings:N]`: change what one route waits for and calls.

    Raises:
        RequestError: no such list, it does not speak there, or a number or a group cannot be read.
    """
    name, _ = first_word(request.command.words)
    with store.transaction() as tx:
        before = named(tx, request, name)
        current = _current(tx, request, before.routes)
        wanted = _wanted(request, current)
        if wanted == current:
            return Reply(say(f"“{before.watchlist.name}” {described(current)}."))
        routes = tuple(wanted if each == current else each for each in before.routes)
        kept = watchlists.edit_watchlist(tx, replace(before, routes=routes))
        write_down(tx, request, now, "watch route", before, kept)
    line = f"“{kept.watchlist.name}” {described(wanted)}."
    return Reply(say(line), public=say(f"{request.person.name}: {line}"))


def described(route: Route) -> str:
    """Return what a route waits for and calls, in words."""
    waits = f"alerts once {route.owners} independent outlets carry a story" if route.owners > 1 else "alerts at once"
    calls = f"calls {route.ping} at most {route.pings_an_hour} times an hour" if route.ping else "calls nobody"
    return f"{waits} and {calls}"


def _current(tx: Transaction, request: Request, routes: tuple[Route, ...]) -> Route:
    where = request.command.option("to") or "here"
    place = named_channel(tx, request, where)
    found = next((each for each in routes if each.channel == place.id), None)
    if found is None:
        raise RequestError(
            f"It does not speak in {place.name}: /watch edit … to:here lets it, or name another with to:"
        )
    return found


def _wanted(request: Request, current: Route) -> Route:
    option = request.command.option
    outlets, pings, ping = option("outlets"), option("pings"), option("ping")
    return replace(
        current,
        owners=_number("outlets", outlets, MOST_OUTLETS) if outlets else current.owners,
        pings_an_hour=_number("pings", pings, MOST_PINGS) if pings else current.pings_an_hour,
        ping=current.ping if ping is None else None if ping.lower() in NOBODY else group_ref(request, ping),
    )


def _number(name: str, typed: str, most: int) -> int:
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= most):
        raise RequestError(f"{name}:{typed} is no number from 1 to {most}: write {name}:3")
    return int(typed)


ENTRIES = (
    Entry(
        name="watch",
        action="route",
        summary="what a list's alerts wait for in a channel, and whom they call",
        usage="/watch route NAME [to:#channel outlets:3 ping:@group pings:2]",
        examples=(
            "/watch route ICE outlets:3",
            "/watch route ports to:here ping:@night-desk pings:2",
            "/watch route ports ping:none",
        ),
        role=Role.EDITOR,
        answer=route,
        positional=(NAME,),
        options=(
            Argument("to", "the channel meant: here, or a channel", Kind.CHANNEL),
            Argument("outlets", "alert only when so many independent outlets carry a story"),
            Argument("ping", "the user group or role that an alert calls, or none"),
            Argument("pings", "how often an hour at most"),
        ),
    ),
)
