"""Forms: a command's arguments as a modal, with typeahead, and what was filled in. Knows no command by name."""

import json
from collections.abc import Iterator, Mapping, Sequence

from bot.chat import Suggestion
from bot.graphemes import units
from bot.slack_asks import Ask
from bot.slack_blocks import Json, plain
from handlers.grammar import Argument, Entry, Kind, filled_form, parse_line
from handlers.request import Command

Table = Mapping[tuple[str, str | None], Entry]
FORM = "form"
FILL = "fill:"
"""How the action id of a typeahead begins; the argument's kind follows."""
MOST_OPTIONS = 100
_TITLE_LIMIT = 24
_OPTION_LIMIT = 75
_OPTION_VALUE_LIMIT = 150
_LABEL_LIMIT = 150
_PRIVATE_LIMIT = 3000
_TYPED_AHEAD = frozenset({Kind.SPEAKER, Kind.WATCHLIST, Kind.FEED, Kind.SOURCE})


def bare(line: str, table: Table) -> Entry | None:
    """Return the entry that `line` names and says nothing more of, where a form helps to say it; else None."""
    command = parse_line(line, table)
    if command is None or command.words or command.options:
        return None
    entry = table.get((command.name, command.action))
    if entry is None or not any(a.required or a.kind is Kind.SPEAKER for a in entry.positional):
        return None
    return entry


def form(entry: Entry, ask: Ask) -> Json:
    """Return the modal that asks for the arguments of `entry`, and keeps where it was asked for."""
    kept = {"name": entry.name, "action": entry.action, "channel": ask.channel, "channel_name": ask.channel_name}
    private = json.dumps({**kept, "respond": ask.respond})
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain(entry.title, _TITLE_LIMIT),
        "submit": plain("Go", _TITLE_LIMIT),
        "close": plain("Cancel", _TITLE_LIMIT),
        "private_metadata": private if units(private) <= _PRIVATE_LIMIT else json.dumps(kept),
        "blocks": list(_inputs(entry)),
    }


def filled(view: Json, table: Table) -> Command | None:
    """Return the command that a sent form stands for, or None where its command is no longer in the table."""
    try:
        kept = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return None
    entry = table.get((kept.get("name"), kept.get("action")))
    if entry is None:
        return None
    state = (view.get("state") or {}).get("values") or {}
    given = ((name, _value(inputs)) for name, inputs in state.items())
    return filled_form(entry, {name: value for name, value in given if value})


def options(suggestions: Sequence[Suggestion]) -> list[Json]:
    """Return `suggestions` as the options of a typeahead; one whose value is too long for Slack is left out."""
    fitting = (s for s in suggestions if s.value and units(s.value) <= _OPTION_VALUE_LIMIT)
    unique = {suggestion.value: suggestion.label for suggestion in fitting}
    return [{"text": plain(label, _OPTION_LIMIT), "value": value} for value, label in unique.items()][:MOST_OPTIONS]


def _inputs(entry: Entry) -> Iterator[Json]:
    for argument in filter(lambda each: each.asked, (*entry.positional, *entry.options)):
        yield {
            "type": "input",
            "block_id": argument.name,
            "optional": not argument.required,
            "label": plain(argument.name.capitalize(), _LABEL_LIMIT),
            "hint": plain(argument.summary, _LABEL_LIMIT),
            "element": _element(argument),
        }


def _element(argument: Argument) -> Json:
    if argument.kind in _TYPED_AHEAD:
        return {"type": "external_select", "action_id": f"{FILL}{argument.kind}", "min_query_length": 0}
    if argument.kind is Kind.CHANNEL:
        places = {"include": ["public", "private"], "exclude_bot_users": True}
        return {"type": "conversations_select", "action_id": "channel", "filter": places}
    if argument.choices:
        choices = options([Suggestion(choice, choice) for choice in argument.choices])
        return {"type": "static_select", "action_id": "choice", "options": choices}
    if argument.kind is Kind.FILE:
        return {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 3000}
    return {"type": "plain_text_input", "action_id": "text", "max_length": 2000}


def _value(inputs: Json) -> str:
    """Return what was filled into one input."""
    for state in inputs.values():
        selected = state.get("selected_option") or {}
        channel = state.get("selected_conversation")
        return str(selected.get("value") or (f"<{channel} {channel}>" if channel else "") or state.get("value") or "")
    return ""
