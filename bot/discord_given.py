"""What the Discord adapter is given: the account it speaks as, what it remembers, and what answers people."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import SecretStr

from bot.chat import Answer, Complete, IsNew
from handlers.grammar import Entry


@dataclass(frozen=True, slots=True)
class Account:
    """The bot's token, the ids of the servers it may speak in, and other addresses of Discord (a proxy, tests)."""

    token: SecretStr | None
    guilds: tuple[str, ...]
    api_url: str | None = None
    gateway_url: str | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """What people get: answers, completions, the table their commands are made from, and the present moment."""

    answer: Answer
    complete: Complete
    table: Mapping[tuple[str, str | None], Entry]
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Memory:
    """What outlives a restart: the hash of the commands last synced, lines too long for a button, what was brought.

    `keep_line` returns a token of at most 90 characters that `line_of` turns back into the line, None once forgotten.
    """

    load_hash: Callable[[], Awaitable[str | None]]
    save_hash: Callable[[str], Awaitable[None]]
    keep_line: Callable[[str], Awaitable[str]]
    line_of: Callable[[str], Awaitable[str | None]]
    is_new: IsNew


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the adapter waits for Discord, and before it tries again.

    One answer may take `answer`, all parts of one message together `message`: both well under the courier's lease.
    After a lost connection a new one is tried after `first_retry`, doubling up to `longest_retry`; a new session is
    begun no sooner than `identify` after a broken one, as Discord asks. A session is ready once no server was named
    for `guilds`. Completions later than `completion` are not offered: Discord waits three seconds. A connection that is
    closed has `closing` to say goodbye.
    """

    answer: timedelta = timedelta(seconds=20)
    message: timedelta = timedelta(seconds=90)
    first_retry: timedelta = timedelta(seconds=1)
    longest_retry: timedelta = timedelta(minutes=1)
    identify: timedelta = timedelta(seconds=5)
    guilds: timedelta = timedelta(seconds=2)
    completion: timedelta = timedelta(seconds=2)
    closing: timedelta = timedelta(seconds=5)


class Operator:
    """Whoever keeps the bot running: told of each thing once a run."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._told: set[str] = set()

    def hears(self, warning: str) -> None:
        """Pass `warning` on, every time."""
        self._tell(warning)

    def hears_once(self, warning: str) -> None:
        """Pass `warning` on unless that was done before."""
        if warning not in self._told:
            self._told.add(warning)
            self._tell(warning)
