"""What became of a message handed to a chat: the closed set of outcomes. Which fate follows stands in `deliver.py`."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Scope(StrEnum):
    """What a refusal closes: this message only, its channel, or the whole workspace."""

    MESSAGE = "message"
    CHANNEL = "channel"
    WORKSPACE = "workspace"


@dataclass(frozen=True, slots=True)
class Sent:
    """The chat took it; `ref` is the platform's own id of the message, for edits and threads."""

    ref: str


@dataclass(frozen=True, slots=True)
class Later:
    """Definitely not sent; to be sent again after `wait`, and not counted as a try."""

    wait: timedelta
    why: str


@dataclass(frozen=True, slots=True)
class Never:
    """Definitely not sent, and never will be as things stand: `scope` says how far that reaches."""

    why: str
    scope: Scope = Scope.MESSAGE


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody knows whether it arrived: it must be looked up before any second try."""

    why: str


Outcome = Sent | Later | Never | Unknown
