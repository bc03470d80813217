"""`/feeds edit`, `pause` and `resume`: what people decide of a feed. Secrets go in, and never come out again."""

import re
from dataclasses import replace
from datetime import datetime

from feeds.errors import RequestError
from feeds.model import Asking, Feed, Pages
from handlers.feeds import LONGEST_EVERY, SHORTEST_EVERY, bounded, named
from handlers.grammar import Argument, Entry, Kind
from handlers.message import Button, Line, Message, words
from handlers.records import Write, write_down
from handlers.request import Command, Reply, Request, Role
from handlers.times import in_words
from storage import feeds as stored_feeds
from storage.store import Store, Transaction

NONE = "none"
"""What is typed to take a setting away."""
MOST_HEADERS = 10
LONGEST_VALUE = 1000
_PAGES = {
    Pages.MATCHED: "its pages are read where its entries match",
    Pages.ALL: "every entry's page is read",
    Pages.NEVER: "its pages are never read",
}
# RFC 9110 §5.6.2: what a header's name is made of. These are ours to say, or would break the request.
_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
_OURS = frozenset(
    (
        "host",
        "content-length",
        "transfer-encoding",
        "connection",
        "accept-encoding",
        "if-none-match",
        "if-modified-since",
    )
)


def edit(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/feeds edit FEED`: change its name, rhythm, tag, pages, or how its publisher wants to be asked.

    Raises:
        RequestError: no such feed, nothing to change, or a value that cannot be used; no message shows a secret.
    """
    if not request.command.options:
        raise RequestError(
            'Say what to change: /feeds edit "Example Times" every:2m, or name: tag: pages: agent: login:'
        )
    with store.transaction() as tx:
        before = named(tx, request.command.words)
        after = replace(
            before,
            name=request.command.option("name") or before.name,
            every=bounded(request.command.option("every"), "every", before.every, SHORTEST_EVERY, LONGEST_EVERY),
            tag=_or_none(request.command.option("tag"), before.tag),
            pages=_pages(request.command.option("pages"), before.pages),
            asking=_asking(request.command, before.asking),
        )
        stored_feeds.edit_feed(tx, after)
        write_down(tx, request, Write("feeds edit", "feeds", settings(before), settings(after)), now)
    return Reply(Message(f"{after.name} is changed", (Line(words(f"{after.name}: {settings(after)}.")),)))


def pause(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/feeds pause FEED`: it is asked no more until it is resumed.

    Raises:
        RequestError: no such feed.
    """
    with store.transaction() as tx:
        feed = _set_paused(tx, request, now, paused=True)
    resume_it = Button("Resume", f'/feeds resume "{feed.name}"')
    line = Line(words(f"{feed.name} is paused: it is not asked until it is resumed."))
    return Reply(Message(f"{feed.name} is paused", (line,), (resume_it,)))


def resume(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/feeds resume FEED`: it is asked again, at once.

    Raises:
        RequestError: no such feed.
    """
    with store.transaction() as tx:
        feed = _set_paused(tx, request, now, paused=False)
    line = Line(words(f"{feed.name} is asked again every {in_words(feed.every)}."))
    return Reply(Message(f"{feed.name} is resumed", (line,)), polls=(feed.id,))


def settings(feed: Feed) -> str:
    """Return the settings of a feed in words; of secrets only that they are set."""
    asking = feed.asking
    parts = [f"every {in_words(feed.every)}", _PAGES[feed.pages]]
    parts += [f"tag {feed.tag}"] if feed.tag else []
    parts += [f"asked as {asking.user_agent}"] if asking.user_agent else []
    parts += ["with a login"] if asking.login else []
    parts += ["with the header " + ", ".join(name for name, _ in asking.headers)] if asking.headers else []
    return ", ".join(parts)


def _set_paused(tx: Transaction, request: Request, now: datetime, *, paused: bool) -> Feed:
    feed = replace(named(tx, request.command.words), paused=paused)
    stored_feeds.edit_feed(tx, feed)
    write_down(tx, request, Write(f"feeds {request.command.action}", "feeds", after=feed.name), now)
    return feed


def _pages(typed: str | None, before: Pages) -> Pages:
    if typed is None:
        return before
    if typed.lower() not in set(Pages):
        raise RequestError(f"pages:{typed[:40]} cannot be used: write pages:matched, pages:all or pages:never")
    return Pages(typed.lower())


def _asking(command: Command, before: Asking) -> Asking:
    agent, login = command.option("agent"), command.option("login")
    if agent is not None:
        _check("agent", agent)
    if login is not None:
        _check("login", login)
        if login != NONE and ":" not in login:
            raise RequestError('login: takes a name and a password, as login:"desk:secret", or login:none')
    return Asking(
        _headers(command.all_of("header"), before.headers),
        _or_none(login, before.login),
        _or_none(agent, before.user_agent),
    )


def _headers(typed: tuple[str, ...], before: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    kept = {name.lower(): (name, value) for name, value in before}
    for each in typed:
        name, colon, value = (part.strip() for part in each.partition(":"))
        if each == NONE:
            kept = {}
        elif not colon or _HEADER_NAME.fullmatch(name) is None or name.lower() in _OURS:
            raise RequestError('header: takes a name and a value, as header:"X-Api-Key: secret", or header:none')
        else:
            _check("header", value)
            kept[name.lower()] = (name, value)
    if len(kept) > MOST_HEADERS:
        raise RequestError(f"A feed may have {MOST_HEADERS} headers of its own: take some away with header:none first")
    return tuple(kept.values())


def _check(name: str, value: str) -> None:
    """Refuse what no header may hold, without showing it."""
    if not (value.isascii() and value.isprintable() and 0 < len(value) <= LONGEST_VALUE):
        raise RequestError(f"{name}: takes up to {LONGEST_VALUE} plain characters (letters, digits, marks) on one line")


def _or_none(typed: str | None, before: str | None) -> str | None:
    return before if typed is None else None if typed == NONE else typed


_FEED = Argument("feed", "the feed's name or address", Kind.FEED, required=True)
ENTRIES = (
    Entry(
        name="feeds",
        action="edit",
        summary="change a feed's name, rhythm, pages, or how it is asked",
        usage="/feeds edit FEED [name: every: tag: pages: agent: login: header:]",
        examples=(
            '/feeds edit "Example Times" every:2m pages:all',
            '/feeds edit "Example Times" login:"desk:secret"',
            '/feeds edit "Example Times" header:"X-Api-Key: secret"',
        ),
        role=Role.ADMIN,
        answer=edit,
        positional=(_FEED,),
        options=(
            Argument("name", "the outlet's name as shown"),
            Argument("every", "how often it is asked, 1m to 1d", Kind.TIME),
            Argument("tag", "a word to group feeds by, or none"),
            Argument("pages", "whose own pages are read", Kind.CHOICE, choices=tuple(Pages)),
            Argument("agent", "the user agent its publisher wants, or none"),
            Argument("login", "name:password, or none; never shown again"),
            Argument("header", "a header its publisher wants, or none; its value is never shown again"),
        ),
    ),
    Entry(
        name="feeds",
        action="pause",
        summary="ask for a feed no more until it is resumed",
        usage="/feeds pause FEED",
        examples=('/feeds pause "Example Times"',),
        role=Role.EDITOR,
        answer=pause,
        positional=(_FEED,),
    ),
    Entry(
        name="feeds",
        action="resume",
        summary="ask for a paused feed again",
        usage="/feeds resume FEED",
        examples=('/feeds resume "Example Times"',),
        role=Role.EDITOR,
        answer=resume,
        positional=(_FEED,),
    ),
)
