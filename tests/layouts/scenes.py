"""What is pictured: one message of each layout, made by the real handlers from the sample wire, and how it is shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path

from bot.sample.entries import read_outlets
from bot.sample.render import feed_path, render_feed
from feeds.errors import FetchFailed, State
from handlers.commands import answer, parse
from handlers.digests import queue_digest
from handlers.ingest import failed
from handlers.message import Line, Message, Moment, Quotation
from handlers.request import Person, Request, Role
from tests.newsroom import Desk, open_newsroom

ZONE = "America/New_York"
ASKER = "Dana Ruiz"
ORIGIN = "https://wire.example"
_DOWN = {
    "tahoma-public-radio": FetchFailed("wire.example: answers 503", state=State.TEMPORARY),
    "summit-and-sound": FetchFailed("wire.example: blocked by a wall that asks for a browser", state=State.BLOCKED),
}
_ASKED = {
    "quotes": "/quotes Trump",
    "watch-add": '/watch add "Growers" grower*, orchard*, farmworker*',
    "feeds": "/feeds list",
}
LAYOUTS = ("alert", "digest", *_ASKED)
"""The name of each layout, as its pictures are called."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One message as it stands in a chat at `now`: the bot's own post, or the private answer to what was `asked`."""

    name: str
    message: Message
    now: datetime
    asked: str | None = None


def scenes(folder: Path) -> Iterator[Scene]:
    """Yield a scene of each layout, in order; the desk they come from is kept in `folder`."""
    desk = open_newsroom(folder, starters=True)
    desk.types('/watch edit "National Guard" level:flash save:yes')
    for outlet in read_outlets():
        feed = desk.watches(ORIGIN + feed_path(outlet), outlet.name)
        desk.receives(feed, body=render_feed(outlet, ORIGIN, desk.now))
        if outlet.slug in _DOWN:
            failed(desk.newsroom, feed, _DOWN[outlet.slug], desk.now, 0.0)
    yield Scene("alert", _freshest(desk.delivers()), desk.now)
    desk.types("/watch remove ICE")  # two lists are a digest of one screen
    desk.now += timedelta(minutes=6)
    queue_digest(desk.store, desk.place.channel.ref, ZONE, desk.now)
    (digest,) = desk.delivers()
    yield Scene("digest", digest, desk.now)
    for name, line in _ASKED.items():
        yield Scene(name, _asked(desk, line), desk.now, line)


def _freshest(alerts: list[Message]) -> Message:
    """Return the youngest of the loudest alerts that have quotes of two speakers."""
    return max(alerts, key=lambda alert: ("FLASH" in alert.summary, _quotes(alert) > 1, _published(alert)))


def _quotes(message: Message) -> int:
    return sum(isinstance(block, Quotation) for block in message.blocks)


def _published(message: Message) -> datetime:
    inlines = chain.from_iterable(block.inlines for block in message.blocks if isinstance(block, Line))
    return max(inline.at for inline in inlines if isinstance(inline, Moment))


def _asked(desk: Desk, line: str) -> Message:
    command = parse(line)
    assert command is not None
    person = Person("chat:U1", ASKER, Role.EDITOR, ZONE)
    request = Request(command, person, desk.place.desk, desk.place.channel, "chat:C1", "#breaking")
    return answer(request, desk.store, desk.now).message
