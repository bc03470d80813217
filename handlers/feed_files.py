"""`/feeds import` and `export`: the watched feeds as OPML, which every other reader writes and reads.

An import is previewed in numbers and saved on a word; the list waits in the store meanwhile. Nothing is posted to a
channel, and the first poll of what it brings is a silent baseline.
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from feeds.errors import NotAFeed, RequestError
from feeds.model import Feed
from feeds.opml import Listing, Subscription, read_listing, write_opml
from feeds.urls import host_of
from handlers.grammar import Argument, Entry, Kind
from handlers.message import Block, Button, Line, Message, Words, plural, say, words
from handlers.opening import SAMPLE, add_subscriptions
from handlers.proposals import SAVE
from handlers.records import Write, write_down
from handlers.request import Download, Reply, Request, Role
from handlers.times import in_words
from storage import feeds as stored_feeds
from storage import keepsakes
from storage.store import Store, Transaction

MOST_CHARACTERS = 1024 * 1024
MOST_READ_AT_ONCE = 40
SHOWN = 10
LONGEST_NAME = 100
KEPT_FOR = timedelta(days=1)
_KEPT = "opml:"
_FENCE = re.compile(r"^\s*```[a-z]*\s*\n?|\n?\s*```\s*$")
# What was pasted is text by now, whatever encoding its first line names.
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>\s*")
# A chat decodes `&amp;` in what is pasted, and many lists never wrote it: an address with two parameters.
_BARE_AND = re.compile(r"&(?!(?:#\d+|#x[0-9a-fA-F]+|amp|lt|gt|quot|apos);)")


@dataclass(frozen=True, slots=True)
class Trial:
    """What a list would bring: `new` ones, how many are `watched` already, listed `twice`, or have no web address."""

    new: tuple[Subscription, ...]
    watched: int
    twice: int
    unusable: int


def export(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/feeds export`: the watched feeds as an OPML file; of how they are asked, nothing.

    Raises:
        RequestError: no feed is watched.
    """
    del request, now
    with store.reading() as tx:
        watched = [feed for feed in stored_feeds.all_feeds(tx) if feed.tag != SAMPLE]
    if not watched:
        raise RequestError("No feeds are watched yet: /feeds add URL watches one.")
    listed = tuple(Subscription(feed.url, feed.name, feed.tag) for feed in watched)
    told = f"{plural(len(listed), 'feed')} as OPML. Logins and headers are not in it."
    return Reply(say(told), download=Download("feeds.opml", write_opml(listed).decode()))


def import_feeds(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/feeds import FILE`: what the list would bring, in numbers; watched once it is saved.

    Raises:
        RequestError: the text is no OPML, too long, or lists nothing.
    """
    save = (request.command.option("save") or "").lower()
    if save == "no":
        return Reply(say("Nothing was changed."))
    with store.reading() as tx:
        text = _given(tx, request)
    listing = _read(text)
    with store.reading() as tx:
        tried = trial(listing, stored_feeds.all_feeds(tx))
    if not tried.new:
        return Reply(say(f"{_numbers(tried)}. Nothing would change."))
    if save == "yes":
        return _saved(request, store, now, tried)
    return _previewed(request, store, now, text, tried)


def trial(listing: Listing, watched: Sequence[Feed]) -> Trial:
    """Return what `listing` would bring beside the feeds that are watched; a feed without a name is its host's."""
    known = {feed.url for feed in watched}
    new = tuple(
        replace(each, name=each.name[:LONGEST_NAME].strip() or host_of(each.url))
        for each in listing.subscriptions
        if each.url not in known
    )
    return Trial(new, len(listing.subscriptions) - len(new), listing.twice, listing.unusable)


def _given(tx: Transaction, request: Request) -> str:
    """Return the list to import: pasted, or what was previewed."""
    kept = request.command.option("kept")
    if kept is not None:
        text = keepsakes.keepsake(tx, f"{_KEPT}{request.desk.id}:{kept}")
        if text is None:
            raise RequestError("That preview is more than a day old: import the list again")
        return text
    text = _DECLARATION.sub("", _FENCE.sub("", request.command.words))
    if not text.strip():
        raise RequestError("Which list? Paste the text of an OPML file, or type its path in the terminal")
    if len(text) > MOST_CHARACTERS:
        raise RequestError(f"The list has more than {MOST_CHARACTERS // 1024} kB: import it in parts")
    return text


def _read(text: str) -> Listing:
    try:
        listing = read_listing(_BARE_AND.sub("&amp;", text).encode())
    except NotAFeed as error:
        raise RequestError(f"Nothing was imported: {error}") from error
    if not listing.subscriptions and not listing.unusable:
        raise RequestError("The list names no feed: its outlines have no xmlUrl. Export it again as OPML")
    return listing


def _previewed(request: Request, store: Store, now: datetime, text: str, tried: Trial) -> Reply:
    token = hashlib.sha256(text.encode()).hexdigest()[:16]
    with store.transaction() as tx:
        keepsakes.purge(tx, _KEPT, now - KEPT_FOR)
        keepsakes.keep(tx, f"{_KEPT}{request.desk.id}:{token}", text, now)
    blocks: list[Block] = [Line(words(f"{_numbers(tried)}."))]
    blocks += [
        Line((Words(each.name, strong=True), Words(f" · {each.url}")), small=True, indent=1)
        for each in tried.new[:SHOWN]
    ]
    if len(tried.new) > SHOWN:
        blocks.append(Line(words(f"and {len(tried.new) - SHOWN:,} more"), small=True, indent=1))
    how = f"Each is asked every {in_words(request.every)}; what it holds at first is taken as read, posted nowhere."
    blocks += [Line(words(how)), Line(words("Nothing is saved yet."), small=True)]
    save = Button("Save", f"/feeds import kept:{token} save:yes", primary=True)
    return Reply(Message("Preview of an import", tuple(blocks), (save, Button("Cancel", "/feeds import save:no"))))


def _saved(request: Request, store: Store, now: datetime, tried: Trial) -> Reply:
    with store.transaction() as tx:
        added = add_subscriptions(tx, tried.new, request.every, now)
        write_down(tx, request, Write("feeds import", "feeds", after="\n".join(feed.url for feed in added)), now)
    told = f"Watching {plural(len(added), 'more feed')}. What they hold now is taken as read."
    if len(added) > MOST_READ_AT_ONCE:
        return Reply(say(told, "They are read in the next minutes: /feeds status tells how they do."))
    return Reply(say(told), polls=tuple(feed.id for feed in added))


def _numbers(tried: Trial) -> str:
    counts = (
        (len(tried.new), "new"),
        (tried.watched, "already watched"),
        (tried.twice, "listed twice"),
        (tried.unusable, "without a web address"),
    )
    total = sum(count for count, _ in counts)
    parts = ", ".join(f"{count:,} {what}" for count, what in counts if count)
    return f"{plural(total, 'feed')} in the list: {parts}"


ENTRIES = (
    Entry(
        name="feeds",
        action="import",
        summary="feeds from an OPML list: a preview first, then Save",
        usage="/feeds import FILE [save:yes]",
        examples=("/feeds import feeds.opml",),
        role=Role.ADMIN,
        answer=import_feeds,
        positional=(Argument("file", "the OPML file's text", Kind.FILE, required=True),),
        options=(SAVE, Argument("kept", "what was previewed: buttons carry it", asked=False)),
        verbatim=True,
    ),
    Entry(
        name="feeds",
        action="export",
        summary="the watched feeds as an OPML file",
        usage="/feeds export",
        examples=("/feeds export",),
        role=Role.EDITOR,
        answer=export,
    ),
)
