"""`/watch`: the topics a desk watches: list, show, add, remove, and what a query would have found."""

from collections.abc import Sequence
from datetime import datetime

from feeds.errors import QueryError, RequestError
from feeds.model import Forms, Level, Salience, Watchlist, WatchlistId
from feeds.query import Query, canonical, in_words, parse_query
from handlers.grammar import Argument, Entry, Kind, first_word
from handlers.message import Block, Button, Line, Message, Table, Words, plural, say, words
from handlers.places import desk_channel
from handlers.replays import REPLAYED, replay_blocks, replayed
from handlers.request import Reply, Request, Role
from storage import audit, channels, matches, watchlists
from storage.model import AuditEntry, Channel, StoredWatchlist
from storage.store import Store, Transaction

MOST_CHARACTERS = 2000
LONGEST_NAME = 60
DESCRIBED = 100
FORMS_DESCRIBED = 2
_LEVELS = {level.name.lower(): level for level in Level}


def list_watchlists(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch list`: name, query, where it speaks, and what the past week brought."""
    with store.reading() as tx:
        lists = watchlists.all_watchlists(tx, request.desk.id)
        names = _channel_names(tx, request)
        week = {each.watchlist.id: matches.match_count(tx, each.watchlist.id, now - REPLAYED) for each in lists}
    if not lists:
        return Reply(say("Nothing is watched yet.", '/watch add "National Guard" watches a topic.'))
    rows = tuple(
        (each.watchlist.name, described(each), _speaks(each, names), f"{week[each.watchlist.id]}") for each in lists
    )
    title = plural(len(lists), "watchlist")
    return Reply(Message(title, (Line(words(title)), Table(("list", "watches", "speaks", "7 days"), rows))))


def show(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch show NAME`: the query in words and as typed, its forms, where it speaks, its latest finds.

    Raises:
        RequestError: no such list.
    """
    with store.reading() as tx:
        stored = named(tx, request, request.command.words)
        names = _channel_names(tx, request)
        replay = replayed(tx, stored.watchlist, now)
    watchlist = stored.watchlist
    blocks: list[Block] = [Line((Words(watchlist.name, strong=True), Words(f" · {_speaks(stored, names)}")))]
    blocks.append(Line(words(f"Watches {described(stored)}")))
    if watchlist.query:
        blocks.append(Line(words(f"As typed: {watchlist.query}"), small=True))
    blocks += [Line(words(line), small=True) for line in _forms(watchlist.forms)]
    return Reply(Message(watchlist.name, (*blocks, *replay_blocks(replay))))


def add(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch add NAME QUERY`: watch it from now on in this channel; says how it was read and what it finds.

    Raises:
        QueryError: the query cannot be read.
        RequestError: the name is taken or too long, or the level is none.
    """
    name, query = name_and_query(request)
    level = level_of(request.command.option("level"))
    parsed = _read(query)
    to = request.command.option("to")
    with store.transaction() as tx:
        where = desk_channel(tx, request, to) if to else request.channel
        routes = ((where.id, level),) if where else ()
        stored = watchlists.add_watchlist(
            tx, request.desk.id, name, canonical(parsed), Forms(), Salience.PASSING, routes, now
        )
        write_down(tx, request, now, "watch add", None, stored)
    with store.reading() as tx:
        replay = replayed(tx, stored.watchlist, now)
    here = "here" if where == request.channel else f"in {where.name}" if where else ""
    told = f"It speaks {here} as {level.name.lower()}." if where else "It speaks nowhere yet: /watch edit NAME to:here."
    first = Line((Words(f"Watching “{name}”: ", strong=True), Words(f"{in_words(parsed)}. {told}")))
    button = Button("Undo", f'/watch remove "{name}"')
    blocks = (first, *_hints(request.command.words, name, query), *replay_blocks(replay))
    public = say(f"{request.person.name} added the watchlist “{name}”.")
    return Reply(Message(f"Watching “{name}”", blocks, (button,)), public=public)


def remove(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch remove NAME`: watch it no more; it can be restored for 30 days.

    Raises:
        RequestError: no such list.
    """
    with store.transaction() as tx:
        stored = named(tx, request, request.command.words)
        watchlists.remove_watchlist(tx, stored.watchlist.id, now)
        write_down(tx, request, now, "watch remove", stored, None)
    name = stored.watchlist.name
    public = say(f"{request.person.name} removed the watchlist “{name}”.")
    return Reply(say(f"“{name}” is no longer watched. It is kept for 30 days."), public=public)


def test(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch test QUERY`: what the query means and what it would have found in the past week; saves nothing.

    Raises:
        QueryError: the query cannot be read.
    """
    query = request.command.words
    if not query:
        raise RequestError('What should be tested? For example /watch test "National Guard", ICE')
    parsed = _read(query)
    with store.reading() as tx:
        replay = replayed(tx, Watchlist(WatchlistId(0), "test", canonical(parsed)), now)
    blocks = (Line(words(f"Read as {in_words(parsed)}")), *_hints(query, query, query), *replay_blocks(replay))
    return Reply(Message(f"Test of {query}", blocks))


def name_and_query(request: Request) -> tuple[str, str]:
    """Return the list's name and its query: `NAME QUERY`, `name:"…" QUERY`, or one phrase that is both.

    Raises:
        RequestError: nothing was given, or it is too long.
    """
    typed = request.command.words
    name, query = request.command.option("name"), typed
    if name is None:
        name, rest = first_word(typed)
        query = rest or (f'"{name}"' if " " in name else name)
    if not name or not query:
        raise RequestError(
            'What should be watched? For example /watch add "National Guard", or /watch add ICE ICE, DHS'
        )
    if len(name) > LONGEST_NAME or len(query) > MOST_CHARACTERS:
        raise RequestError(f"A name has at most {LONGEST_NAME} characters and a query {MOST_CHARACTERS:,}.")
    return name, query


def named(tx: Transaction, request: Request, typed: str) -> StoredWatchlist:
    """Return the desk's watchlist of that name in any case.

    Raises:
        RequestError: there is none; says which there are.
    """
    name = typed.strip().strip('"')
    found = watchlists.find_watchlist(tx, request.desk.id, name)
    if found is None:
        names = ", ".join(each.watchlist.name for each in watchlists.all_watchlists(tx, request.desk.id))
        asked = f'No watchlist is called "{name}".' if name else "Which watchlist?"
        raise RequestError(f"{asked} There are: {names or 'none yet'}.")
    return found


def described(stored: StoredWatchlist) -> str:
    """Return what a list watches, in words; of many forms the first few."""
    forms = stored.watchlist.forms
    queries = [stored.watchlist.query] if stored.watchlist.query else []
    in_context = [f"{in_words(parse_query(form))} in context" for form in forms.weak]
    said = [*map(in_words, map(parse_query, queries)), *in_context, *map(in_words, map(parse_query, forms.strong))]
    first = said[0] if said else "nothing"
    shown = [first if len(first) <= DESCRIBED else f"{first[:DESCRIBED].rsplit(',', 1)[0]} …", *said[1:FORMS_DESCRIBED]]
    more = len(said) + len(forms.presumed) - len(shown)
    return " or ".join(shown) + (f", and {plural(more, 'more form')}" if more > 0 else "")


def _read(query: str) -> Query:
    try:
        return parse_query(query)
    except QueryError as error:
        error.query = query
        raise


def _hints(typed: str, name: str, query: str) -> tuple[Line, ...]:
    hints = []
    if query.isalpha() and query.islower() and len(query) <= 4:  # noqa: PLR2004 (as long as most acronyms)
        hints.append(f"Did you mean {query.upper()}? In capitals only the acronym matches, not the word.")
    if (
        not typed.startswith('"')
        and name.istitle()
        and query.split(" ", maxsplit=1)[0].istitle()
        and "," not in typed
        and query != name
    ):
        hints.append(f'If “{typed}” is one phrase, write it in marks: /watch add "{typed}"')
    return tuple(Line(words(hint), small=True) for hint in hints)


def _forms(forms: Forms) -> tuple[str, ...]:
    parts: Sequence[tuple[str, tuple[str, ...]]] = (
        ("Matches alone", forms.strong),
        ("Matches unless blocked", forms.presumed),
        ("Needs context", forms.weak),
        ("Context", forms.context),
        ("After the long form", forms.anchored),
        ("Blocked by", forms.blockers),
    )
    return tuple(f"{title}: {', '.join(listed)}" for title, listed in parts if listed)


def _channel_names(tx: Transaction, request: Request) -> dict[int, Channel]:
    return {channel.id: channel for channel in channels.channels(tx, request.desk.id)}


def _speaks(stored: StoredWatchlist, names: dict[int, Channel]) -> str:
    if stored.paused:
        return "paused"
    told = [
        f"{route.level.name.lower()} in {names[route.channel].name}"
        for route in stored.routes
        if route.channel in names
    ]
    return ", ".join(told) or "nowhere"


def level_of(typed: str | None) -> Level:
    """Return the level that `level:` names, an alert where it is not given.

    Raises:
        RequestError: it names none.
    """
    if typed is None:
        return Level.ALERT
    level = _LEVELS.get(typed.lower())
    if level is None:
        raise RequestError(f"level:{typed} is none: write level:flash, level:alert or level:digest")
    return level


def write_down(
    tx: Transaction,
    request: Request,
    now: datetime,
    action: str,
    before: StoredWatchlist | None,
    after: StoredWatchlist | None,
) -> None:
    """Record who changed a list where, and what it was before and after."""
    where = request.channel.ref if request.channel else request.place or "private"
    about = before or after
    entry = AuditEntry(
        at=now,
        desk=request.desk.id,
        who=request.person.ref,
        where=where,
        action=action,
        before=repr(before) if before else None,
        after=repr(after) if after else None,
        about=f"watchlist:{about.watchlist.id}" if about else "",
    )
    audit.record(tx, entry)


_NAME = Argument("name", "the watchlist's name", Kind.WATCHLIST, required=True)
_QUERY = Argument("query", "commas are OR, words side by side a phrase; AND, NOT, NEAR/5, ( )", required=True)
ENTRIES = (
    Entry(
        name="watch",
        action="list",
        summary="what this desk watches",
        usage="/watch list",
        examples=("/watch list",),
        role=Role.READER,
        answer=list_watchlists,
    ),
    Entry(
        name="watch",
        action="show",
        summary="one list: its query in words, its forms, its latest finds",
        usage="/watch show NAME",
        examples=("/watch show ICE",),
        role=Role.READER,
        answer=show,
        positional=(_NAME,),
    ),
    Entry(
        name="watch",
        action="add",
        summary="watch a topic in this channel",
        usage="/watch add NAME QUERY [to:#channel level:flash|alert|digest]",
        examples=(
            '/watch add "National Guard"',
            '/watch add ports "port strike", longshoremen, dockworker*',
            "/watch add courts immigration NEAR/10 judge level:digest",
        ),
        role=Role.EDITOR,
        answer=add,
        positional=(Argument("name", "the list's name", required=True), _QUERY),
        options=(
            Argument("to", "the channel it speaks to: here, or a channel", Kind.CHANNEL),
            Argument("level", "how loudly", Kind.CHOICE, choices=tuple(_LEVELS)),
        ),
    ),
    Entry(
        name="watch",
        action="remove",
        summary="watch a topic no more",
        usage="/watch remove NAME",
        examples=("/watch remove ports",),
        role=Role.EDITOR,
        answer=remove,
        positional=(_NAME,),
    ),
    Entry(
        name="watch",
        action="test",
        summary="what a query would have found this week; saves nothing",
        usage="/watch test QUERY",
        examples=('/watch test "National Guard", Guard troops -"Coast Guard"',),
        role=Role.READER,
        answer=test,
        positional=(_QUERY,),
    ),
)
