"""The shape of commands: entries, their arguments, and how a typed line or a form becomes a Command.

One grammar for Slack's text, the terminal's line, Discord's typed options and a button's command: every option is
`name:value` wherever it stands, and what remains, untouched, is the query.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from feeds.query import clean_input
from feeds.query.clean import unwrapped
from handlers.request import Command, Option, Reply, Request, Role
from storage.store import Store

Handler = Callable[[Request, Store, datetime], Reply]


class Kind(StrEnum):
    """What an argument holds; a chat offers completions for speakers, watchlists, feeds and sources."""

    TEXT = "text"
    SPEAKER = "speaker"
    WATCHLIST = "watchlist"
    FEED = "feed"
    SOURCE = "source"
    CHANNEL = "channel"
    TIME = "time"
    CHOICE = "choice"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument. A positional one is part of the free words; the others are typed `name:value`.

    One that is not `asked` stands in no form: scripts type it, and buttons carry it.
    """

    name: str
    summary: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: tuple[str, ...] = ()
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the one table of commands.

    `positional` arguments stand first, in order; all but the last are one word or a "quoted phrase". `role` is the
    least role that may run it. The words of a `verbatim` one are a file's text, taken as they stand.
    """

    name: str
    action: str | None
    summary: str
    usage: str
    examples: tuple[str, ...]
    role: Role
    answer: Handler
    positional: tuple[Argument, ...] = ()
    options: tuple[Argument, ...] = ()
    verbatim: bool = False

    @property
    def title(self) -> str:
        """The command as typed: `/watch add`."""
        return f"/{self.name} {self.action}" if self.action else f"/{self.name}"


NAME_ALIASES = {
    "watchlist": "watch",
    "watchlists": "watch",
    "quote": "quotes",
    "feed": "feeds",
    "digests": "digest",
    "search": "news",
}
ACTION_ALIASES = {"ls": "list", "rm": "remove", "delete": "remove", "del": "remove", "subscribe": "add", "new": "add"}
_OPTION = re.compile(r'(?<!\S)(-?)([a-z]+)(?::(?:"((?:[^"\\]|\\.)*)"|(\S+))|="([^"]*)")')
_PLACE = re.compile(r'\bto:"?<#(\w+)(?:\|([^<>|]*))?>"?')
_BARE = re.compile(r"[\w#@.:/+-]+")
_MARK = re.compile(r'(?<!\\)"')
_ESCAPED = re.compile(r'\\(["\\])')


def parse_line(line: str, table: Mapping[tuple[str, str | None], Entry]) -> Command | None:
    """Return the command that `line` asks for, or None for an empty line.

    A first word that is no action of the command stays in its words; an option the command does not have, too.
    """
    name, rest = _parted(clean_input(_with_ids(line)).strip().removeprefix("/"))
    if not name:
        return None
    name = NAME_ALIASES.get(name.lower(), name.lower())
    action, rest = _action(name, rest.strip(), table)
    entry = table.get((name, action))
    allowed = frozenset(option.name for option in entry.options) if entry else frozenset[str]()
    if entry is not None and entry.verbatim:
        first, end, more = _text_of(line).partition("\n")
        words, options = split_options(first, allowed)
        return Command(name, action, f"{words}{end}{more}", options)
    words, options = split_options(rest, allowed)
    return Command(name, action, words, options)


def _text_of(line: str) -> str:
    """Return what stands behind a line's command and action, with its own marks and line ends."""
    return re.sub(r"^\s*/?\S+\s+\S+[^\S\n]*", "", unwrapped(_with_ids(line)))


def split_options(text: str, allowed: frozenset[str]) -> tuple[str, tuple[Option, ...]]:
    """Return the free remainder of `text` and its `allowed` options in the order typed."""
    options: list[Option] = []

    def take(found: re.Match[str]) -> str:
        if found[2] not in allowed or len(_MARK.findall(text, 0, found.start())) % 2:
            return found[0]
        value = next(group for group in found.groups()[2:] if group is not None)
        options.append(Option(found[2], _ESCAPED.sub(r"\1", value), negated=bool(found[1])))
        return " "

    remainder = _OPTION.sub(take, text)
    return " ".join(remainder.split()) if options else remainder.strip(), tuple(options)


def filled_form(entry: Entry, values: Mapping[str, str]) -> Command:
    """Return the command that a form (Discord's typed options, a modal) fills in: `values` by argument name."""
    given = [values[argument.name] for argument in entry.positional if values.get(argument.name)]
    words = " ".join([*(_quoted(value) for value in given[:-1]), *given[-1:]])
    options = tuple(Option(a.name, values[a.name]) for a in entry.options if values.get(a.name))
    if entry.verbatim:
        return Command(entry.name, entry.action, unwrapped(words), options)
    return Command(entry.name, entry.action, clean_input(_with_mentions(words)).strip(), options)


def line_of(command: Command, **changed: str | None) -> str:
    """Return the line that asks `command` again, with the options in `changed` in place of its own, None for none."""
    kept = (
        f"{'-' if option.negated else ''}{option.name}:{_marked(option.value)}"
        for option in command.options
        if option.name not in changed
    )
    new = (f"{name}:{value}" for name, value in changed.items() if value is not None)
    title = f"/{command.name} {command.action}" if command.action else f"/{command.name}"
    return " ".join(part for part in (title, command.words, *kept, *new) if part)


def first_word(words: str) -> tuple[str, str]:
    """Return the first word or "quoted phrase" of `words`, without its marks, and the rest."""
    found = re.match(r'\s*(?:"([^"]+)"|(\S+))\s*', words)
    if found is None:
        return "", ""
    return found[1] or found[2], words[found.end() :]


def _with_ids(line: str) -> str:
    """Return `line` with the ids of who is mentioned and of the channel after `to:`, which cleaning would lose."""
    placed = _PLACE.sub(lambda found: f'to:"<{found[1]} {found[2] or found[1]}>"', line)
    return _with_mentions(placed)


def _with_mentions(text: str) -> str:
    """Return `text` with a mentioned person as `@U123` and a group as `@&S123`: a user group, or a role of a server."""
    grouped = re.sub(r"<(?:@&|!subteam\^)(\w+)(?:\|[^<>]*)?>", r"@&\1", text)
    return re.sub(r"<@!?(\w+)(?:\|[^<>]*)?>", r"@\1", grouped)


def _marked(value: str) -> str:
    """Return an option's value as it is typed: bare, or between marks, where one that stands in it is no end."""
    if _BARE.fullmatch(value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _quoted(value: str) -> str:
    bare = value.replace('"', "")
    return f'"{bare}"' if " " in bare else bare


def _parted(text: str) -> tuple[str, str]:
    """Return the first word of `text` and the rest, whatever white space is between them."""
    first, *rest = text.split(maxsplit=1) or [""]
    return first, rest[0] if rest else ""


def _action(name: str, rest: str, table: Mapping[tuple[str, str | None], Entry]) -> tuple[str | None, str]:
    first, remainder = _parted(rest)
    action = ACTION_ALIASES.get(first.lower(), first.lower())
    return (action, remainder.strip()) if (name, action) in table else (None, rest)
