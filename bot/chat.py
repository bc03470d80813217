"""What the bot asks of a chat, and what a chat asks of the bot: the two sides every adapter stands between."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handlers.message import Message
from handlers.outcome import Outcome
from handlers.request import Command, Reply, Role
from storage.model import Channel


@dataclass(frozen=True, slots=True)
class Event:
    """Something a person did in a chat. `desk` is the workspace's or server's ref, `channel` the place's.

    Exactly one of `line` (free text) and `command` (a filled form) is given. `role` is what the platform says of
    the person; ADMINS in the settings, and what a desk's admin gave, may raise it. `groups` are the refs of what the
    person belongs to, user groups ("slack:S…") or roles of a server ("discord:R…"): those can be given a role too.
    """

    desk: str
    desk_name: str
    channel: str
    channel_name: str
    person: str
    person_name: str
    role: Role
    zone: str | None
    line: str | None = None
    command: Command | None = None
    groups: tuple[str, ...] = ()


Answer = Callable[[Event], Awaitable[Reply]]
"""Answer an event: never raises for what a person typed; blocking work runs off the loop."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One completion of an argument: what is shown, and what it stands for."""

    label: str
    value: str


Complete = Callable[[Event, str, str], Awaitable[tuple[Suggestion, ...]]]
"""Complete an argument: the event, the argument's kind (`handlers.grammar.Kind`), and what is typed so far."""


IsNew = Callable[[str], Awaitable[bool]]
"""Say whether what a platform brings under this id was never brought before, and remember it from now on."""


class Chat(Protocol):
    """A platform, connected. All methods run on the bot's loop and never block it."""

    platform: str

    async def run(self) -> None:
        """Connect, stay connected, and return when `stop` was called.

        Raises:
            SettingsError: a token is missing or refused; one line that names the variable.
        """

    async def stop(self) -> None:
        """Disconnect and let `run` return."""

    async def send(self, channel: Channel, message: Message, delivery: str, thread: str | None = None) -> Outcome:
        """Post `message` once; `delivery` is its stable id. `thread` is the ref of the message it belongs under."""

    async def edit(self, channel: Channel, ref: str, message: Message, key: str) -> Outcome:
        """Replace the posted message `ref`, overflow and all; `Sent.ref` is its ref from now on.

        `key` names this edit and is the same whenever it is tried again: an edit may simply be retried, an `Unknown`
        too. A message that is gone, or can no longer be edited, is a `Never` of that message alone.
        """

    async def look_up(self, channel: Channel, delivery: str, since: datetime, thread: str | None = None) -> str | None:
        """Return the ref of the message posted for `delivery` since then, or None when it never arrived.

        `thread` is the ref of the message it belongs under, as `send` was given it.

        Raises:
            CannotTell: nobody may look here; a `ChatError` of another kind: nobody can say now.
        """
