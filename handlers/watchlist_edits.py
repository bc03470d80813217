"""`/watch add` and `edit`: what a watchlist is or would become, as typed. Previewing and saving is `proposals`."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from feeds.errors import RequestError
from feeds.model import Forms, Level, Watchlist, WatchlistId
from feeds.query import Mask, Query, canonical, did_you_mean, parse_query
from feeds.query.tree import alternatives
from handlers.grammar import Argument, Entry, Kind, first_word, line_of
from handlers.message import Button
from handlers.places import named_channel
from handlers.proposals import SAVE, VERSION, Proposal, settled
from handlers.request import Command, Option, Reply, Request, Role
from handlers.watchlists import LEVELS, MINIMUM, NAME, QUERY, level_of, meant, minimum_of, named, read_query
from storage import channels, watchlists
from storage.model import Channel, StoredWatchlist
from storage.store import Store, Transaction

MOST_CHARACTERS = 2000
LONGEST_NAME = 60
_FOUND = ("strong", "presumed", "weak", "anchored")
"""The kinds of form that find something; the others speak for and against it."""


def add(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch add NAME QUERY`: how it was read and what it would have found; watched once it is saved.

    Raises:
        QueryError: the query cannot be read.
        RequestError: the name is taken or too long, or an option is none.
    """
    return settled(request, store, now, lambda tx: _added(tx, request))


def edit(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch edit NAME [QUERY] [add: not: drop: to: level: min:]`: what would change; changed once it is saved.

    Raises:
        QueryError: the new query cannot be read.
        RequestError: no such list, or no change was asked for.
    """
    return settled(request, store, now, lambda tx: _edited(tx, request))


def name_and_query(request: Request) -> tuple[str, str]:
    """Return the list's name and its query: `NAME QUERY`, or one phrase that is both.

    Raises:
        RequestError: nothing was given, or it is too long.
    """
    name, rest = first_word(request.command.words)
    query = rest or (f'"{name}"' if " " in name else name)
    if not name or not query:
        raise RequestError(
            'What should be watched? For example /watch add "National Guard", or /watch add ICE ICE, DHS'
        )
    if len(name) > LONGEST_NAME or len(query) > MOST_CHARACTERS:
        raise RequestError(f"A name has at most {LONGEST_NAME} characters and a query {MOST_CHARACTERS:,}.")
    return name, query


def _added(tx: Transaction, request: Request) -> Proposal:
    name, query = name_and_query(request)
    parsed = read_query(query)
    command = request.command
    level, to = level_of(command.option("level")), command.option("to")
    minimum = minimum_of(command.option("min"))
    if taken := watchlists.find_watchlist(tx, request.desk.id, name):
        kept = taken.watchlist.name
        raise RequestError(
            f'There is a watchlist “{kept}” already: /watch edit "{kept}" changes it, or take another name'
        )
    where = named_channel(tx, request, to) if to else request.channel
    watchlist = Watchlist(WatchlistId(0), name, canonical(parsed), minimum=minimum)
    speaks = ((where, level),) if where else ()
    hints = (*meant(parsed), *_half_a_phrase(command.words, name, query))
    return Proposal(request.desk.id, None, watchlist, speaks, hints, _instead(command, name, parsed))


def _edited(tx: Transaction, request: Request) -> Proposal:
    name, query = first_word(request.command.words)
    before = named(tx, request, name)
    command = request.command
    after = replace(
        before.watchlist,
        query=_new_query(before.watchlist, query, command),
        forms=_new_forms(before.watchlist, command),
        minimum=minimum_of(command.option("min"), before.watchlist.minimum),
    )
    if not after.query and not _finds(after.forms):
        raise RequestError(f"Nothing would be left to find in “{before.watchlist.name}”: /watch remove ends it")
    if len(after.query) > MOST_CHARACTERS:
        raise RequestError(f"The query would have more than {MOST_CHARACTERS:,} characters: make it two lists")
    parsed = [read_query(typed) for typed in (query, command.option("add")) if typed]
    hints = tuple(hint for each in parsed for hint in meant(each))
    proposal = Proposal(request.desk.id, before, after, _new_speaks(tx, request, before), hints)
    if proposal.after == before:
        raise RequestError(
            f"Nothing would change in “{before.watchlist.name}”. "
            f'For example /watch edit "{before.watchlist.name}" add:"x" not:"y" to:here level:flash min:several'
        )
    return proposal


def _new_query(watchlist: Watchlist, typed: str, command: Command) -> str:
    query = canonical(read_query(typed)) if typed else watchlist.query
    for added in command.all_of("add"):
        read_query(added)
        query = f"{query}, {added}" if query else added
    for masked in command.all_of("not"):
        query = _masked(query, masked, weighed=_finds(watchlist.forms)) if query else query
    for dropped in command.all_of("drop"):
        query = _without(query, dropped, watchlist) if query else query
    return canonical(read_query(query)) if query and query != watchlist.query else query


def _masked(query: str, masked: str, *, weighed: bool) -> str:
    """Return `query` without the mentions that `masked` lies over, in all of its parts.

    Where it can lie over none it drops the article; but not in a list whose forms are `weighed`: there it blocks.
    """
    tree = read_query(f"({query}) -{_phrase(masked)}")
    return query if weighed and not isinstance(tree, Mask) else canonical(tree)


def _phrase(masked: str) -> str:
    bare = masked.replace('"', "")
    return f'"{bare}"'


def _finds(forms: Forms) -> bool:
    return any(getattr(forms, kind) for kind in _FOUND)


def _new_forms(watchlist: Watchlist, command: Command) -> Forms:
    """Return the forms with what `not:` masks among their blockers, and without what `drop:` names."""
    forms = watchlist.forms
    if _finds(forms):
        blocking = [canonical(read_query(_phrase(masked))) for masked in command.all_of("not")]
        forms = replace(forms, blockers=tuple(dict.fromkeys((*forms.blockers, *blocking))))
    for dropped in command.all_of("drop"):
        gone = parse_query(dropped)
        kept = {kind: _others(getattr(forms, kind), gone) for kind in (*_FOUND, "context", "blockers")}
        forms = replace(forms, **kept)
    return forms


def _others(forms: Iterable[str], gone: Query) -> tuple[str, ...]:
    return tuple(form for form in forms if form.startswith("@") or parse_query(form) != gone)


def _without(query: str, dropped: str, watchlist: Watchlist) -> str:
    """Return `query` without the alternative, or without the mask, that `dropped` names.

    Raises:
        RequestError: it has none such, and neither have the forms; says what it has.
    """
    tree, gone = parse_query(query), read_query(dropped)
    if isinstance(tree, Mask) and gone in tree.masks:
        masks = tuple(mask for mask in tree.masks if mask != gone)
        return canonical(replace(tree, masks=masks) if masks else tree.part)
    inner = tree.part if isinstance(tree, Mask) else tree
    kept = [part for part in alternatives(inner) if part != gone]
    if len(kept) == len(alternatives(inner)):
        if _new_forms(watchlist, Command("watch", "edit", "", (Option("drop", dropped),))) != watchlist.forms:
            return query
        raise RequestError(f"“{watchlist.name}” has no part {dropped} to drop. It is {query}")
    left = ", ".join(canonical(part) for part in kept)
    return (
        f"({left}) {' '.join(f'-{canonical(mask)}' for mask in tree.masks)}"
        if isinstance(tree, Mask) and left
        else left
    )


def _new_speaks(tx: Transaction, request: Request, before: StoredWatchlist) -> tuple[tuple[Channel, Level], ...]:
    known = {channel.id: channel for channel in channels.channels(tx, request.desk.id)}
    speaks = tuple((known[route.channel], route.level) for route in before.routes if route.channel in known)
    where, level = request.command.option("to"), request.command.option("level")
    if where is None:
        return tuple((channel, level_of(level) if level else loudness) for channel, loudness in speaks)
    named_one = named_channel(tx, request, where)
    kept = tuple((channel, loudness) for channel, loudness in speaks if channel.ref != named_one.ref)
    return (*kept, (named_one, level_of(level)))


def _instead(command: Command, name: str, query: Query) -> Button | None:
    """Return the button that asks for what was probably meant, where something was."""
    other = did_you_mean(query)
    if other is None:
        return None
    label = f"Use {other}" if len(other) <= LONGEST_NAME else "Use that"
    return Button(label, line_of(replace(command, words=f'"{name}" {other}')))


def _half_a_phrase(typed: str, name: str, query: str) -> tuple[str, ...]:
    """Return a hint where what was read as a name and a query looks like one name of two words."""
    halves = name.istitle() and query.split(" ", maxsplit=1)[0].istitle() and query != name
    if typed.startswith('"') or "," in typed or not halves:
        return ()
    return (f'If “{typed}” is one phrase, write it in marks: /watch add "{typed}"',)


_TO = Argument("to", "the channel it speaks to: here, or a channel", Kind.CHANNEL)
_LEVEL = Argument("level", "how loudly", Kind.CHOICE, choices=tuple(LEVELS))
ENTRIES = (
    Entry(
        name="watch",
        action="add",
        summary="watch a topic in this channel: a preview first, then Save",
        usage="/watch add NAME QUERY [to:#channel level:flash|alert|digest min: save:yes]",
        examples=(
            '/watch add "National Guard"',
            '/watch add ports "port strike", longshoremen, dockworker*',
            "/watch add courts immigration NEAR/10 judge level:digest min:lead",
        ),
        role=Role.EDITOR,
        answer=add,
        positional=(Argument("name", "the list's name", required=True), QUERY),
        options=(_TO, _LEVEL, MINIMUM, SAVE),
    ),
    Entry(
        name="watch",
        action="edit",
        summary="change what a list watches, or where it speaks: a preview first, then Save",
        usage="/watch edit NAME [QUERY] [add: not: drop: to: level: min: save:yes]",
        examples=(
            "/watch edit ICE to:here level:flash",
            '/watch edit ports add:"dock strike" not:"port wine"',
            "/watch edit ports drop:longshoremen min:several",
        ),
        role=Role.EDITOR,
        answer=edit,
        positional=(NAME, Argument("query", "the new query, in place of the old one")),
        options=(
            Argument("add", "words it should find too"),
            Argument("not", "a phrase whose mentions do not count"),
            Argument("drop", "a part of the query, or a form, to be left out"),
            _TO,
            _LEVEL,
            MINIMUM,
            SAVE,
            VERSION,
        ),
    ),
)
