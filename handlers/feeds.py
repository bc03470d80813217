"""`/feeds`: which feeds are watched, how they do, and adding or removing one. Fetching is the poller's."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from feeds.errors import RequestError
from feeds.model import Feed
from feeds.opml import PACKS, pack
from handlers.grammar import Argument, Entry, Kind, first_word
from handlers.ingest import Ingested
from handlers.message import Block, Button, Line, Message, Table, ago, plural, say, words
from handlers.opening import add_subscriptions
from handlers.records import Write, write_down
from handlers.request import Reply, Request, Role
from handlers.times import duration, in_words
from storage import feeds as stored_feeds
from storage.store import Store, Transaction

SHORTEST_EVERY = timedelta(minutes=1)
LONGEST_EVERY = timedelta(days=1)
LONGEST_BACKLOG = timedelta(days=30)


def list_feeds(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/feeds list`: the failing first, each with its last poll and its trouble in words."""
    del request
    with store.reading() as tx:
        watched = stored_feeds.all_feeds(tx)
    if not watched:
        return Reply(say("No feeds are watched yet.", "/feeds add URL watches one, /feeds pack news a dozen."))
    ordered = sorted(watched, key=lambda feed: (feed.trouble is None, feed.name.lower()))
    rows = tuple((feed.name, _health(feed, now), in_words(feed.every), feed.url) for feed in ordered)
    healthy = sum(feed.trouble is None for feed in watched)
    title = f"{plural(len(watched), 'feed')}, {healthy} healthy"
    return Reply(Message(title, (Line(words(title)), Table(("feed", "state", "every", "address"), rows))))


def add(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/feeds add URL`: watch it from now on; it is read at once and what it brought is said.

    Raises:
        RequestError: the address or an option cannot be used, or the feed is watched already.
    """
    url = address(request.command.words)
    every = bounded(request.command.option("every"), "every", request.every, SHORTEST_EVERY, LONGEST_EVERY)
    backlog = bounded(request.command.option("backlog"), "backlog", timedelta(0), timedelta(0), LONGEST_BACKLOG)
    name = request.command.option("name") or urlsplit(url).hostname or url
    tag = request.command.option("tag")
    with store.transaction() as tx:
        feed = stored_feeds.add_feed(tx, url=url, name=name, every=every, backlog=backlog, tag=tag, now=now)
        write_down(tx, request, Write("feeds add", "feeds", after=feed.url), now)
    how = f"items younger than {in_words(backlog)} count as news" if backlog else "what it holds now is taken as read"
    message = say(f"Watching {feed.name} every {in_words(every)}: {how}.")
    return Reply(message, polls=(feed.id,))


def remove(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/feeds remove FEED`: watch it no more; its articles and quotes stay.

    Raises:
        RequestError: no such feed.
    """
    with store.transaction() as tx:
        feed = named(tx, request.command.words)
        stored_feeds.remove_feed(tx, feed.id, now)
        write_down(tx, request, Write("feeds remove", "feeds", before=feed.url), now)
    button = Button("Undo", f'/feeds add {feed.url} name:"{feed.name}" every:{in_words(feed.every)}')
    line = Line(words(f"{feed.name} is no longer watched. Its articles and quotes stay."))
    return Reply(Message(f"{feed.name} is no longer watched", (line,), (button,)))


def add_pack(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/feeds pack NAME`: watch every feed of a shipped list; without a name, say which there are.

    Raises:
        RequestError: no such list.
    """
    name = request.command.words.strip().lower()
    if name not in PACKS:
        known = ", ".join(f"{each} ({plural(len(pack(each)), 'feed')})" for each in PACKS)
        raise RequestError(f"Packs are {known}. Write /feeds pack {PACKS[0]}.")
    with store.transaction() as tx:
        added = add_subscriptions(tx, pack(name), request.every, now)
        write_down(tx, request, Write("feeds pack", "feeds", after=name), now)
    if not added:
        return Reply(say(f"Every feed of the pack “{name}” is watched already."))
    return Reply(
        say(f"Watching {plural(len(added), 'more feed')} of the pack “{name}”."), polls=tuple(f.id for f in added)
    )


def polled_message(message: Message, polled: Sequence[Ingested | Feed]) -> Message:
    """Return `message` with what reading the new feeds brought: entries, or the trouble in words."""
    blocks: list[Block] = [Line(words(_outcome(one)), indent=1) for one in polled]
    return Message(message.summary, (*message.blocks, *blocks), message.buttons, message.thread)


def address(typed: str) -> str:
    """Return the feed address in what was typed.

    Raises:
        RequestError: there is none, or it is not http(s).
    """
    url, rest = first_word(typed)
    url = url.strip("<>")
    if "://" not in url and "." in url:
        url = f"https://{url}"
    parts = urlsplit(url)
    if rest or not url:
        raise RequestError("Give one feed address: /feeds add https://news.example/rss.xml")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise RequestError(f'"{url}" is not a web address: give one that begins with https:// or http://')
    return url


def _outcome(one: Ingested | Feed) -> str:
    if isinstance(one, Feed):
        trouble = one.trouble or "not read"
        named = trouble if trouble.startswith(one.name) else f"{one.name}: {trouble}"
        return f"{named}. It stays on the list and is tried again."
    news = f", {plural(one.news, 'of them news', 'of them news')}" if one.news else ", none of them news yet"
    brought = f"{plural(one.new, 'entry', 'entries')} read{news if one.new else ''}"
    return "; ".join((f"{one.feed.name}: {brought}", *one.complaints[:2]))


def _health(feed: Feed, now: datetime) -> str:
    if feed.paused:
        return "paused"
    if feed.trouble:
        return f"failing: {feed.trouble}"
    return f"read {ago(feed.polled_at, now)}" if feed.polled_at else "not read yet"


def named(tx: Transaction, typed: str) -> Feed:
    """Return the watched feed of that name or address.

    Raises:
        RequestError: there is none.
    """
    name = typed.strip().strip('"')
    feed = stored_feeds.find_feed(tx, name)
    if feed is None:
        raise RequestError(f'No feed is called "{name}": /feeds list shows them all.' if name else "Which feed?")
    return feed


def bounded(typed: str | None, name: str, default: timedelta, least: timedelta, most: timedelta) -> timedelta:
    """Return the time typed for the option `name`, or `default`.

    Raises:
        RequestError: it cannot be read, or lies outside the bounds.
    """
    if typed is None:
        return default
    span = duration(typed)
    if span is None or not least <= span <= most:
        raise RequestError(f"{name}:{typed} cannot be used: give {in_words(least)} to {in_words(most)}, as {name}:15m")
    return span


_FEED = Argument("feed", "the feed's name or address", Kind.FEED, required=True)
ENTRIES = (
    Entry(
        name="feeds",
        action="list",
        summary="the watched feeds and how they do",
        usage="/feeds list",
        examples=("/feeds list",),
        role=Role.READER,
        answer=list_feeds,
    ),
    Entry(
        name="feeds",
        action="add",
        summary="watch a feed",
        usage="/feeds add URL [name: every: backlog: tag:]",
        examples=(
            "/feeds add https://news.example/rss.xml",
            '/feeds add https://news.example/rss.xml name:"Example Times" every:2m',
            "/feeds add https://news.example/rss.xml backlog:7d",
        ),
        role=Role.EDITOR,
        answer=add,
        positional=(Argument("url", "the feed's address", required=True),),
        options=(
            Argument("name", "the outlet's name as shown"),
            Argument("every", "how often it is asked, 1m to 1d", Kind.TIME),
            Argument("backlog", "how young an item must be to count as news at the first poll", Kind.TIME),
            Argument("tag", "a word to group feeds by"),
        ),
    ),
    Entry(
        name="feeds",
        action="remove",
        summary="watch a feed no more; its articles stay",
        usage="/feeds remove FEED",
        examples=('/feeds remove "Example Times"', "/feeds remove https://news.example/rss.xml"),
        role=Role.ADMIN,
        answer=remove,
        positional=(_FEED,),
    ),
    Entry(
        name="feeds",
        action="pack",
        summary="watch a shipped list of public news feeds",
        usage="/feeds pack NAME",
        examples=("/feeds pack news",),
        role=Role.ADMIN,
        answer=add_pack,
        positional=(Argument("name", "the list's name", Kind.CHOICE, choices=PACKS),),
    ),
)
