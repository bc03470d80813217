"""The one table of commands. Slack, Discord, the terminal, `help` and the README's list are made from it."""

import difflib
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from feeds.errors import QueryError, RequestError
from handlers import (
    corrections,
    desk,
    digests,
    feed_edits,
    feed_files,
    feed_health,
    feed_search,
    feed_trials,
    feeds,
    news,
    owners,
    quiet,
    quotes,
    roles,
    routes,
    rulings,
    schedules,
    setup,
    speakers,
    verification,
    watchlist_edits,
    watchlist_files,
    watchlist_history,
    watchlist_reasons,
    watchlist_states,
    watchlists,
    wishes,
)
from handlers.grammar import Argument, Entry, parse_line
from handlers.message import Block, Heading, Line, Message, Verbatim, Words, words
from handlers.request import Command, Reply, Request, Role, refusal
from storage.store import Store

Table = Mapping[tuple[str, str | None], Entry]


def answer(request: Request, store: Store, now: datetime) -> Reply:
    """Return the reply to `request`. What a person typed wrong is answered, never raised."""
    command, role = request.command, request.person.role
    if role is Role.GUEST:
        return refusal("This is for members of this desk.")
    entry = TABLE.get((command.name, command.action))
    if command.name == "help" or (entry is not None and command.words.strip().lower() in {"help", "?"}):
        return Reply(help_message(command.words if command.name == "help" else command.name, role))
    if entry is None:
        return _unknown(command, role)
    if role < entry.role:
        return refusal(f"{entry.title} is for {entry.role.name.lower()}s here. Ask an admin of this desk.")
    return _carried_out(entry, request, store, now)


def parse(line: str) -> Command | None:
    """Return the command that a typed line asks for, or None for an empty line."""
    return parse_line(line, TABLE)


def help_message(about: str, role: Role) -> Message:
    """Return help about one command, or the list of all that `role` may run."""
    name = about.strip().lower().removeprefix("/").split(" ")[0]
    entries = [entry for entry in TABLE.values() if entry.role <= role and name in {"", entry.name}]
    if not entries:
        return help_message("", role)
    if not name:
        blocks: list[Block] = [Heading("Commands")]
        blocks += [_row(entry) for entry in entries]
        blocks.append(Line(words("More about one, with examples: /desk help NAME"), small=True))
        return Message("Commands", tuple(blocks))
    examples = "\n".join(example for entry in entries for example in entry.examples)
    details = [line for entry in entries for line in (_row(entry), *map(_option, (*entry.positional, *entry.options)))]
    return Message(f"Help: /{name}", (Heading(f"/{name}"), Verbatim(examples), *details))


def _carried_out(entry: Entry, request: Request, store: Store, now: datetime) -> Reply:
    try:
        return entry.answer(request, store, now)
    except QueryError as error:
        return _query_refused(error, error.query or request.command.words)
    except RequestError as error:
        return refusal(str(error))


def _help(request: Request, _store: Store, _now: datetime) -> Reply:
    return Reply(help_message(request.command.words, request.person.role))


def _row(entry: Entry) -> Line:
    return Line((Words(entry.usage, strong=True), Words(f"  {entry.summary}")))


def _option(argument: Argument) -> Line:
    return Line(words(f"{argument.name}: {argument.summary}"), small=True, indent=1)


def _unknown(command: Command, role: Role) -> Reply:
    names = sorted({entry.name for entry in TABLE.values()})
    if command.name in names:
        actions = [entry for entry in TABLE.values() if entry.name == command.name and entry.action]
        typed = command.words.split(" ")[0]
        near = difflib.get_close_matches(typed.lower(), [entry.action or "" for entry in actions], n=1)
        hint = f" Did you mean /{command.name} {near[0]}?" if near else ""
        asked = f'/{command.name} has no action "{typed}".{hint}' if typed else f"What should /{command.name} do?"
        return Reply(Message(asked, (Line(words(asked)), *help_message(command.name, role).blocks)), refused=True)
    near = difflib.get_close_matches(command.name, names, n=1)
    hint = f" Did you mean /{near[0]}?" if near else " /desk help lists all commands."
    return refusal(f'There is no command "/{command.name}".{hint}')


def _query_refused(error: QueryError, typed: str) -> Reply:
    blocks: list[Block] = [Line(words(str(error)))]
    if error.at is not None and typed:
        blocks.append(Verbatim(f"{typed}\n{' ' * min(error.at, len(typed))}^"))
    if error.suggestion:
        blocks.append(Line((Words("This would work: "), Words(error.suggestion, strong=True))))
    return Reply(Message(str(error), tuple(blocks)), refused=True)


_HELP = Entry(
    name="desk",
    action="help",
    summary="all commands, or one with examples",
    usage="/desk help [COMMAND]",
    examples=("/desk help", "/desk help quotes", "/quotes help"),
    role=Role.READER,
    answer=_help,
    positional=(Argument("command", "one command's name"),),
)
_ENTRIES = (
    *quotes.ENTRIES,
    *news.ENTRIES,
    *verification.ENTRIES,
    *watchlists.ENTRIES,
    *watchlist_edits.ENTRIES,
    *routes.ENTRIES,
    *watchlist_states.ENTRIES,
    *watchlist_history.ENTRIES,
    *watchlist_files.ENTRIES,
    *watchlist_reasons.ENTRIES,
    *wishes.ENTRIES,
    *feeds.ENTRIES,
    *feed_edits.ENTRIES,
    *feed_health.ENTRIES,
    *feed_files.ENTRIES,
    *feed_trials.ENTRIES,
    *feed_search.ENTRIES,
    *digests.ENTRIES,
    *schedules.ENTRIES,
    _HELP,
    *desk.ENTRIES,
    *rulings.ENTRIES,
    *owners.ENTRIES,
    *corrections.ENTRIES,
    *speakers.ENTRIES,
    *roles.ENTRIES,
    *setup.ENTRIES,
    *quiet.ENTRIES,
)
TABLE: Table = MappingProxyType({(entry.name, entry.action): entry for entry in _ENTRIES})
