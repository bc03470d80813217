"""`/watch edit`, `pause`, `resume` and `why`: changing a watchlist, and asking why it did or did not fire."""

from dataclasses import replace
from datetime import datetime

from feeds.errors import RequestError
from feeds.model import Level, Part, Watchlist
from feeds.query import canonical, parse_query
from feeds.urls import canonical_url
from feeds.watchlists import Explanation, Finding, explain
from handlers.alerts import headline
from handlers.grammar import Argument, Entry, Kind, first_word
from handlers.message import Block, Line, Message, Words, say, words
from handlers.places import desk_channel
from handlers.replays import replay_blocks, replayed
from handlers.request import Command, Reply, Request, Role
from handlers.watchlists import described, level_of, named, write_down
from storage import articles, watchlists
from storage.model import ArticleId, Route, StoredArticle, StoredWatchlist
from storage.store import Store, Transaction

FINDINGS_SHOWN = 4


def edit(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch edit NAME [QUERY] [add: not: to: level:]`: change what it watches, or where it speaks.

    Raises:
        QueryError: the new query cannot be read.
        RequestError: no such list, no change was asked for, or somebody else edited it meanwhile.
    """
    name, query = first_word(request.command.words)
    with store.transaction() as tx:
        before = named(tx, request, name)
        after = replace(
            before,
            watchlist=replace(before.watchlist, query=_new_query(before.watchlist, query, request.command)),
            routes=_new_routes(tx, request, before),
        )
        if after == before:
            raise RequestError(
                f'What should change in “{name}”? For example /watch edit {name} add:"x" to:here level:flash'
            )
        kept = watchlists.edit_watchlist(tx, after)
        write_down(tx, request, now, "watch edit", before, kept)
    with store.reading() as tx:
        replay = replayed(tx, kept.watchlist, now)
    first = Line((Words(f"“{kept.watchlist.name}” now watches ", strong=True), Words(described(kept))))
    public = say(f"{request.person.name} changed the watchlist “{kept.watchlist.name}”.")
    return Reply(Message(f"Changed “{kept.watchlist.name}”", (first, *replay_blocks(replay))), public=public)


def pause(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch pause NAME`: it speaks no more until it is resumed."""
    return _paused(request, store, now, paused=True)


def resume(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch resume NAME`: it speaks again."""
    return _paused(request, store, now, paused=False)


def why(request: Request, store: Store, _now: datetime) -> Reply:
    """Answer `/watch why LINK` or `id:N`: for each of the desk's lists, what was found, and what was missing.

    Raises:
        RequestError: no such article is stored.
    """
    with store.reading() as tx:
        stored = _article(tx, request)
        lists = watchlists.all_watchlists(tx, request.desk.id)
    blocks: list[Block] = [Line((headline(stored),))]
    for each in lists:
        blocks += _explained(each, stored, explain(stored.article, each.watchlist))
    return Reply(Message(f"Why: {stored.article.title}", tuple(blocks)))


def _new_query(watchlist: Watchlist, typed: str, command: Command) -> str:
    query = typed or watchlist.query
    if added := command.option("add"):
        query = f"{query}, {added}" if query else added
    if masked := command.option("not"):
        query = f'{query} -"{masked}"' if query else query
    return canonical(parse_query(query)) if query and query != watchlist.query else query


def _new_routes(tx: Transaction, request: Request, before: StoredWatchlist) -> tuple[Route, ...]:
    where, level = request.command.option("to"), request.command.option("level")
    if where is None and level is None:
        return before.routes
    if where is None:
        return tuple(replace(route, level=level_of(level)) for route in before.routes)
    channel = desk_channel(tx, request, where)
    kept = tuple(route for route in before.routes if route.channel != channel.id)
    wanted = level_of(level) if level else Level.ALERT
    return (*kept, Route(before.watchlist.id, channel.id, wanted))


def _paused(request: Request, store: Store, now: datetime, *, paused: bool) -> Reply:
    with store.transaction() as tx:
        before = named(tx, request, request.command.words)
        kept = watchlists.edit_watchlist(tx, replace(before, paused=paused))
        write_down(tx, request, now, "watch pause" if paused else "watch resume", before, kept)
    line = (
        f"“{kept.watchlist.name}” {'is paused: it speaks no more until it is resumed' if paused else 'speaks again'}."
    )
    return Reply(say(line), public=say(f"{request.person.name}: {line}"))


def _article(tx: Transaction, request: Request) -> StoredArticle:
    number, link = request.command.option("id"), request.command.words.strip()
    if number is not None:
        found = articles.article(tx, ArticleId(int(number))) if number.isdigit() else None
    else:
        found = articles.article_at(tx, canonical_url(link)) if link else None
    if found is None:
        raise RequestError(
            f"{number or link or 'Nothing'} is not stored: give an article's link, as /watch why https://…"
        )
    return found


def _explained(each: StoredWatchlist, stored: StoredArticle, explanation: Explanation) -> tuple[Block, ...]:
    verdict = "matches" if explanation.match else "does not match"
    lines = [
        *(_found(finding, stored) for finding in explanation.found[:FINDINGS_SHOWN]),
        *(f"missing: {missing}" for missing in explanation.missing[:FINDINGS_SHOWN]),
        *(f"blocked: {blocked}" for blocked in explanation.blocked[:FINDINGS_SHOWN]),
        *(f"near: {near}" for near in explanation.near[:FINDINGS_SHOWN]),
    ]
    first = Line((Words(each.watchlist.name, strong=True), Words(f" {verdict}")))
    return (first, *(Line(words(line), small=True, indent=1) for line in lines))


def _found(finding: Finding, stored: StoredArticle) -> str:
    mention = finding.mention
    text = stored.article.title if mention.part is Part.TITLE else stored.article.text
    counts = "counts" if finding.counts else "does not count"
    return f"found “{text[mention.start : mention.end]}” in the {mention.part.value}: {counts}, {finding.because}"


_NAME = Argument("name", "the watchlist's name", Kind.WATCHLIST, required=True)
ENTRIES = (
    Entry(
        name="watch",
        action="edit",
        summary="change what a list watches, or where it speaks",
        usage="/watch edit NAME [QUERY] [add: not: to: level:]",
        examples=(
            "/watch edit ICE to:here level:flash",
            '/watch edit ports add:"dock strike"',
            '/watch edit ports not:"port wine"',
        ),
        role=Role.EDITOR,
        answer=edit,
        positional=(_NAME, Argument("query", "the new query, in place of the old one")),
        options=(
            Argument("add", "words it should find too"),
            Argument("not", "a phrase whose mentions do not count"),
            Argument("to", "the channel it speaks to: here, or a channel", Kind.CHANNEL),
            Argument("level", "how loudly", Kind.CHOICE, choices=("digest", "alert", "flash")),
        ),
    ),
    Entry(
        name="watch",
        action="pause",
        summary="let a list be silent until it is resumed",
        usage="/watch pause NAME",
        examples=("/watch pause ports",),
        role=Role.EDITOR,
        answer=pause,
        positional=(_NAME,),
    ),
    Entry(
        name="watch",
        action="resume",
        summary="let a paused list speak again",
        usage="/watch resume NAME",
        examples=("/watch resume ports",),
        role=Role.EDITOR,
        answer=resume,
        positional=(_NAME,),
    ),
    Entry(
        name="watch",
        action="why",
        summary="why an article did or did not match each list",
        usage="/watch why LINK",
        examples=("/watch why https://news.example/story", "/watch why id:12"),
        role=Role.READER,
        answer=why,
        positional=(Argument("link", "an article's link"),),
        options=(Argument("id", "an article's number"),),
    ),
)
