"""`/watch list`, `show` and `test`: the topics a desk watches, and what a query would have found."""

from datetime import datetime
from zoneinfo import ZoneInfo

from feeds.errors import QueryError, RequestError
from feeds.model import Level, Salience, Watchlist, WatchlistId
from feeds.query import Query, canonical, did_you_mean, in_words, parse_query
from handlers.grammar import Argument, Entry, Kind
from handlers.message import Block, Button, Line, Message, Table, Words, plural, say, words
from handlers.replay_layout import found_blocks
from handlers.replays import REPLAYED, replay
from handlers.request import Reply, Request, Role
from handlers.watchlist_words import Names, described, described_briefly, forms_in_words, speaks
from storage import channels, matches, sentences, watchlists
from storage.model import StoredWatchlist
from storage.store import Store, Transaction

LEVELS = {level.name.lower(): level for level in Level}
MINIMUMS = {salience.name.lower(): salience for salience in Salience}
LISTED = 100


def list_watchlists(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch list`: name, query, where it speaks, and what the past week brought."""
    with store.reading() as tx:
        lists = watchlists.all_watchlists(tx, request.desk.id)
        names = channel_names(tx, request)
        shown = lists[:LISTED]
        week = {each.watchlist.id: matches.match_count(tx, each.watchlist.id, now - REPLAYED) for each in shown}
    if not lists:
        return Reply(say("Nothing is watched yet.", '/watch add "National Guard" watches a topic.'))
    rows = tuple(
        (each.watchlist.name, described_briefly(each), speaks(each, names), f"{week[each.watchlist.id]}")
        for each in shown
    )
    title = plural(len(lists), "watchlist")
    blocks: list[Block] = [Line(words(title)), Table(("list", "watches", "speaks", "7 days"), rows)]
    if len(lists) > LISTED:
        blocks.append(Line(words(f"and {len(lists) - LISTED:,} more: /watch export brings all"), small=True))
    return Reply(Message(title, tuple(blocks)))


def show(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch show NAME`: the query in words and as typed, its forms, where it speaks, its latest finds.

    Raises:
        RequestError: no such list.
    """
    with store.reading() as tx:
        stored = named(tx, request, request.command.words)
        names = channel_names(tx, request)
        tested = sentences.sentences(tx, stored.watchlist.id)
    watchlist = stored.watchlist
    week = replay(store, (watchlist,), now)
    blocks: list[Block] = [Line((Words(watchlist.name, strong=True), Words(f" · {speaks(stored, names)}")))]
    blocks.append(Line(words(f"Watches {described(stored)}")))
    if watchlist.query:
        blocks.append(Line(words(f"As typed: {watchlist.query}"), small=True))
    blocks += [Line(words(line), small=True) for line in forms_in_words(watchlist.forms)]
    count = len(tested.must_match) + len(tested.must_not_match)
    if count:
        told = f"Tested with {plural(count, 'sentence')}: /watch export {_marked(watchlist.name)} shows all"
        blocks.append(Line(words(told), small=True))
    with store.reading() as tx:
        blocks += found_blocks(tx, week, ZoneInfo(request.person.zone))
    return Reply(Message(watchlist.name, tuple(blocks)))


def test(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch test QUERY`: what the query means and what it would have found in the past week; saves nothing.

    Raises:
        QueryError: the query cannot be read.
        RequestError: nothing was given, or the minimum is none.
    """
    query = request.command.words
    if not query:
        raise RequestError('What should be tested? For example /watch test "National Guard", ICE')
    parsed = read_query(query)
    minimum = minimum_of(request.command.option("min"))
    week = replay(store, (Watchlist(WatchlistId(0), "test", canonical(parsed), minimum=minimum),), now)
    hints = tuple(Line(words(hint), small=True) for hint in meant(parsed))
    with store.reading() as tx:
        found = found_blocks(tx, week, ZoneInfo(request.person.zone))
    button = (Button(f"Test {other}", f"/watch test {other}"),) if (other := did_you_mean(parsed)) else ()
    return Reply(Message(f"Test of {query}", (Line(words(f"Read as {in_words(parsed)}")), *hints, *found), button))


def named(tx: Transaction, request: Request, typed: str) -> StoredWatchlist:
    """Return the desk's watchlist of that name in any case.

    Raises:
        RequestError: there is none; says which there are.
    """
    name = typed.strip().strip('"')
    found = watchlists.find_watchlist(tx, request.desk.id, name)
    if found is None:
        names = [each.watchlist.name for each in watchlists.all_watchlists(tx, request.desk.id)]
        more = f" and {len(names) - LISTED:,} more" if len(names) > LISTED else ""
        asked = f'No watchlist is called "{name}".' if name else "Which watchlist?"
        raise RequestError(f"{asked} There are: {', '.join(names[:LISTED]) or 'none yet'}{more}.")
    return found


def read_query(query: str) -> Query:
    """Return `query` read.

    Raises:
        QueryError: it cannot be; the error holds the query, for the caret.
    """
    try:
        return parse_query(query)
    except QueryError as error:
        error.query = query
        raise


def meant(query: Query) -> tuple[str, ...]:
    """Return what somebody may have meant who typed this: “ice” is seldom the word."""
    other = did_you_mean(query)
    if other is None:
        return ()
    return (f"Did you mean {other}? In capitals only the acronym matches, not the word.",)


def level_of(typed: str | None) -> Level:
    """Return the level that `level:` names, an alert where it is not given.

    Raises:
        RequestError: it names none.
    """
    if typed is None:
        return Level.ALERT
    level = LEVELS.get(typed.lower())
    if level is None:
        raise RequestError(f"level:{typed} is none: write level:flash, level:alert or level:digest")
    return level


def minimum_of(typed: str | None, otherwise: Salience = Salience.PASSING) -> Salience:
    """Return the minimum that `min:` names, or `otherwise` where it is not given.

    Raises:
        RequestError: it names none.
    """
    if typed is None:
        return otherwise
    minimum = MINIMUMS.get(typed.lower())
    if minimum is None:
        raise RequestError(f"min:{typed} is none: write {', '.join(f'min:{name}' for name in MINIMUMS)}")
    return minimum


def channel_names(tx: Transaction, request: Request) -> Names:
    """Return the names of the desk's channels by their ids."""
    return {channel.id: channel.name for channel in channels.channels(tx, request.desk.id)}


def _marked(name: str) -> str:
    return f'"{name}"' if " " in name else name


NAME = Argument("name", "the watchlist's name", Kind.WATCHLIST, required=True)
MINIMUM = Argument("min", "how central it must be to an article", Kind.CHOICE, choices=tuple(MINIMUMS))
QUERY = Argument("query", "commas are OR, words side by side a phrase; AND, NOT, NEAR/5, ( )", required=True)
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
        positional=(NAME,),
    ),
    Entry(
        name="watch",
        action="test",
        summary="what a query would have found this week; saves nothing",
        usage="/watch test QUERY [min:]",
        examples=('/watch test "National Guard", Guard troops -"Coast Guard"', "/watch test ports min:headline"),
        role=Role.READER,
        answer=test,
        positional=(QUERY,),
        options=(MINIMUM,),
    ),
)
