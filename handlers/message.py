"""What Wiredesk says, as values that every chat can draw. Markup, escaping and zones are the adapters'.

Text in these values is untrusted (headlines, quotes, what people typed): an adapter escapes it at the last moment.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

QUOTE_LIMIT = 280
CUT = "[cut]"


class Form(StrEnum):
    """How a moment is written: `4:12 PM EDT` (with its day where that is not today), `Sun 15 Jun`, or both in full."""

    CLOCK = "clock"
    DAY = "day"
    STAMP = "stamp"


@dataclass(frozen=True, slots=True)
class Words:
    """A run of plain text. `strong` is emphasis, `struck` is withdrawn."""

    text: str
    strong: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A run of text that leads to `url` (http or https only)."""

    text: str
    url: str
    strong: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A time, drawn in the zone of the channel or the person."""

    at: datetime
    form: Form = Form.CLOCK


Inline = Words | Link | Moment


@dataclass(frozen=True, slots=True)
class Heading:
    """The title line of a message or of a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of inlines. `small` is context beside the main thing; `indent` steps it in."""

    inlines: tuple[Inline, ...]
    small: bool = False
    indent: int = 0


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words somebody said, verbatim between our marks. `cut`: `text` is only the start. `by` is who and where.

    `number` is its place in a list, where it stands in one.
    """

    text: str
    by: tuple[Inline, ...]
    cut: bool = False
    indent: int = 0
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header, all plain text."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text whose columns matter: a query with a caret under it, a diff."""

    text: str


Block = Heading | Line | Quotation | Rule | Table | Verbatim


@dataclass(frozen=True, slots=True)
class Button:
    """An action under a message: `command` is the line it stands for, as if typed by whoever presses it."""

    label: str
    command: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `summary` is what a lock screen should say; `thread` is what belongs under it, not in it.

    `ping` is the ref of the one role or user group that it calls ("discord:R…", "slack:S…"): a rule of the desk's own.
    """

    summary: str
    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...] = ()
    thread: tuple[Block, ...] = ()
    ping: str | None = None


def say(text: str, *more: str) -> Message:
    """Return a message of plain lines; the first is its summary."""
    return Message(text, tuple(Line((Words(line),)) for line in (text, *more)))


def words(text: str) -> tuple[Inline, ...]:
    """Return `text` as inlines."""
    return (Words(text),)


def joined(parts: tuple[tuple[Inline, ...], ...], separator: str = " · ") -> tuple[Inline, ...]:
    """Return the non-empty `parts` in a row with `separator` between them."""
    inlines: list[Inline] = []
    for part in parts:
        if part and inlines:
            inlines.append(Words(separator))
        inlines.extend(part)
    return tuple(inlines)


def quotation(text: str, by: tuple[Inline, ...], *, limit: int | None = None, indent: int = 0) -> Quotation:
    """Return `text` as a quotation, cut at a word's end before `limit` characters (then it says so)."""
    if limit is None or len(text) <= limit:
        return Quotation(text, by, indent=indent)
    head = text[:limit]
    at_word = head.rfind(" ")
    return Quotation((head[:at_word] if at_word > limit // 2 else head).rstrip(), by, cut=True, indent=indent)


def written(moment: Moment, zone: ZoneInfo, now: datetime) -> str:
    """Return `moment` in words for `zone`, the zone's abbreviation always said with a clock time."""
    there, today = moment.at.astimezone(zone), now.astimezone(zone)
    day = f"{there:%a} {there.day} {there:%b}"
    if there.year != today.year:
        day = f"{day} {there.year}"
    clock = f"{there.hour % 12 or 12}:{there:%M %p} {there:%Z}"
    match moment.form:
        case Form.DAY:
            return day
        case Form.STAMP:
            return f"{day} · {there:%H:%M %Z}"
        case Form.CLOCK:
            return clock if there.date() == today.date() else f"{day}, {clock}"


def ago(at: datetime, now: datetime) -> str:
    """Return how long ago `at` was, in the largest whole unit: `just now`, `6 min ago`, `3 h ago`, `2 days ago`."""
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 60:  # noqa: PLR2004 (minutes in an hour)
        return f"{minutes} min ago"
    hours = minutes // 60
    if hours < 48:  # noqa: PLR2004 (two days of hours)
        return f"{hours} h ago"
    return f"{hours // 24} days ago"


def plural(count: int, noun: str, many: str | None = None) -> str:
    """Return `count` with its noun: `1 story`, `4 stories`."""
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"
