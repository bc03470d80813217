"""A person's request and the reply to it: what every chat turns its events into, and draws back."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum

from feeds.model import DEFAULT_EVERY, Feed, FeedId
from handlers.message import Message, say
from storage.model import Channel, Desk


class Role(IntEnum):
    """What a person may do, least first. Guests and people from other companies may do nothing."""

    GUEST = 0
    READER = 1
    EDITOR = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: `ref` is the platform's own id ("slack:U123", "terminal"), `zone` an IANA name."""

    ref: str
    name: str
    role: Role
    zone: str


@dataclass(frozen=True, slots=True)
class Option:
    """One `name:value` of a command; `negated` for `-name:value`."""

    name: str
    value: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """A typed command: `/watch add ICE…` is name "watch", action "add", the free remainder in `words`."""

    name: str
    action: str | None
    words: str
    options: tuple[Option, ...] = ()

    def option(self, name: str) -> str | None:
        """Return the last plain value given for `name`, or None."""
        return next((o.value for o in reversed(self.options) if o.name == name and not o.negated), None)

    def all_of(self, name: str, *, negated: bool = False) -> tuple[str, ...]:
        """Return every value given for `name` in order."""
        return tuple(o.value for o in self.options if o.name == name and o.negated == negated)


@dataclass(frozen=True, slots=True)
class Request:
    """A command, who asks, on which desk, and in which channel (None where the place is not a desk channel yet).

    `place` is the platform's ref of where it was asked and `place_name` its name there, desk channel or not.
    `every` is how often a feed added without a rhythm is asked.
    """

    command: Command
    person: Person
    desk: Desk
    channel: Channel | None
    place: str = ""
    place_name: str = ""
    every: timedelta = DEFAULT_EVERY


@dataclass(frozen=True, slots=True)
class Download:
    """A file that goes with a reply: UTF-8 text."""

    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer: private to who asked. `public` is the one line for the channel when something changed for it.

    `polls` are feeds to be read at once, whose outcome is told as a follow-up; `tries` is one to be asked once, and
    nothing of it is kept; `finds` is a site whose feeds are looked for. `refused` marks an answer that is an error or a
    refusal: nothing was changed.
    """

    message: Message
    public: Message | None = None
    polls: tuple[FeedId, ...] = ()
    download: Download | None = None
    refused: bool = False
    tries: Feed | None = None
    finds: Feed | None = None


def refusal(text: str, *more: str) -> Reply:
    """Return a reply that says what could not be done, where and with which cure."""
    return Reply(say(text, *more), refused=True)
