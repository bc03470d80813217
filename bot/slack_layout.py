"""A Message laid out as Slack messages: what stands in the channel, and what goes under it. Only this knows the budget.

Slack refuses more than 50 blocks, and fails near 13,200 characters in all; every string that leaves is counted.
"""

import base64
import binascii
import html
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from bot.graphemes import cut, units
from bot.slack_blocks import Json, Place, drawn, merged, plain, plain_run
from bot.slack_text import clean, notification
from handlers.message import Block, Button, Line, Link, Message, words

MESSAGE_BLOCKS = 48
MESSAGE_BUDGET = 10_000
FALLBACK_LIMIT = 3_500
IN_THREAD = "More in the thread ↓"
BELOW = "Continued below ↓"
LINE = "line:"
"""How the action id of a button begins."""
_LABEL_LIMIT = 75
_VALUE_LIMIT = 2000
_BUTTONS_A_ROW = 25
_BUTTONS_BUDGET = 6000
_NOTICE_COST = 100
_PACKED = "z:"
_GROUP = re.compile("S[A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class Part:
    """One Slack message: its notification and its blocks, within every limit."""

    text: str
    blocks: tuple[Json, ...]


def laid_out(message: Message, place: Place, notice: str = IN_THREAD) -> tuple[Part, ...]:
    """Return `message` as at least one part: the first stands in the channel, the others under it in order.

    `notice` stands last in the first part where not all of the message fits it.
    """
    buttons = tuple(_actions(message.buttons))
    text = notification(message.summary)
    called = _called(message.ping)
    room = MESSAGE_BUDGET - measured((*called, *buttons)) - units(text) - _NOTICE_COST
    most = MESSAGE_BLOCKS - len(buttons) - len(called) - 1
    body = _body(message, place)
    first, rest = _filled(body if len(body) <= most else _body(message, place, dense=True), room, most)
    more = [_context(notice)] if rest else []
    main = Part(text, (*called, *first, *more, *buttons))
    under = chain.from_iterable(drawn(block, place, dense=True) for block in message.thread)
    return (main, *_parts(merged((*rest, *under)), text))


def _called(ping: str | None) -> tuple[Json, ...]:
    """Return the block that calls a user group: the only mention that is ever drawn, never out of untrusted text."""
    group = (ping or "").removeprefix("slack:")
    if not _GROUP.fullmatch(group):
        return ()
    section = {"type": "rich_text_section", "elements": [{"type": "usergroup", "usergroup_id": group}]}
    return ({"type": "rich_text", "elements": [section]},)


def in_words(part: Part) -> str:
    """Return all of `part` as one plain text, for when Slack refuses its blocks."""
    return notification("\n".join(filter(None, map(_read, part.blocks))), FALLBACK_LIMIT)


def home(message: Message, place: Place) -> tuple[Json, ...]:
    """Return `message` as the blocks of an App Home: one view, 100 blocks at most, cut with a notice."""
    buttons = tuple(_actions(message.buttons))
    room = MESSAGE_BUDGET - measured(buttons) - _NOTICE_COST
    first, rest = _filled(_body(message, place), room, MESSAGE_BLOCKS * 2 - len(buttons) - 1)
    return (*first, *([_context("More: /watch list")] if rest else []), *buttons)


def measured(json: Any) -> int:  # noqa: ANN401 (any JSON value)
    """Return the length of every string value in `json`, keys and type names left out."""
    if isinstance(json, str):
        return units(json)
    if isinstance(json, dict):
        return sum(measured(value) for key, value in json.items() if key not in {"type", "action_id", "style"})
    return sum(map(measured, json)) if isinstance(json, (list, tuple)) else 0


def packed(line: str) -> str | None:
    """Return `line` as a button's value: itself, or squeezed where it is too long, or None where even that is."""
    encoded = line.encode("utf-8", "replace")
    if units(line) <= _VALUE_LIMIT and not line.startswith(_PACKED):
        return encoded.decode()
    squeezed = _PACKED + base64.b85encode(zlib.compress(encoded, 9)).decode()
    return squeezed if units(squeezed) <= _VALUE_LIMIT else None


def unpacked(value: str) -> str:
    """Return the line that a button's `value` holds, however old the message; "" for a value that was never ours."""
    if not value.startswith(_PACKED):
        return value
    try:
        squeezed = base64.b85decode(value.removeprefix(_PACKED))
        return zlib.decompressobj().decompress(squeezed, _VALUE_LIMIT * 10).decode()
    except (ValueError, binascii.Error, zlib.error):
        return ""


def _body(message: Message, place: Place, *, dense: bool = False) -> list[Json]:
    main = next((at for at, block in enumerate(message.blocks) if _is_headline(block)), None)
    blocks = (drawn(block, place, main=at == main, dense=dense) for at, block in enumerate(message.blocks))
    body = merged(chain.from_iterable(blocks))
    return body or list(drawn(Line(words(message.summary)), place)) or [_context("…")]


def _is_headline(block: Block) -> bool:
    """Return whether `block` may be a message's main line: one that links with emphasis."""
    return isinstance(block, Line) and any(isinstance(inline, Link) and inline.strong for inline in block.inlines)


def _filled(blocks: Sequence[Json], room: int, count: int) -> tuple[list[Json], list[Json]]:
    """Return as many of `blocks` as fit, and the rest; a heading or a rule never stands last before the rest."""
    end = 0
    while end < min(len(blocks), count) and (room := room - measured(blocks[end])) >= 0:
        end += 1
    if end < len(blocks):
        while end > 1 and blocks[end - 1]["type"] in {"header", "divider"}:
            end -= 1
    rest = list(blocks[end:])
    while rest and rest[0]["type"] == "divider":
        rest.pop(0)
    return list(blocks[:end]), rest


def _parts(blocks: Sequence[Json], text: str) -> Iterator[Part]:
    while blocks:
        held, blocks = _filled(blocks, MESSAGE_BUDGET - units(text), MESSAGE_BLOCKS)
        yield Part(text, tuple(held))


def _read(json: Json) -> str:
    """Return what is read in a block: its text without marks, links and buttons."""
    text = json.get("text", "")
    if isinstance(text, dict):
        return _read(text)
    if json.get("type") == "mrkdwn":
        return html.unescape(re.sub(r"<[^|<>]*\|([^<>]*)>|[*~]", r"\1", text))
    if json.get("type") == "actions":
        return ""
    between = "\n" if json.get("type") == "rich_text" else ""
    return str(text) or between.join(_read(element) for element in json.get("elements", ()))


def _actions(buttons: Sequence[Button]) -> Iterator[Json]:
    """Yield the buttons in rows. One whose command is too long is said in words instead: it can still be typed."""
    elements: list[Json] = []
    left_out: list[str] = []
    room = _BUTTONS_BUDGET
    primary = next((button for button in buttons if button.primary), None)
    for button in buttons:
        value = packed(button.command)
        if value is None or units(value) > room:
            left_out.append(button.label)
            continue
        room -= units(value)
        elements.append(_button(len(elements), button, value, button is primary))
    for at in range(0, len(elements), _BUTTONS_A_ROW):
        yield {"type": "actions", "elements": elements[at : at + _BUTTONS_A_ROW]}
    if left_out:
        yield _context(cut(f"Too long for a button, to be typed instead: {', '.join(map(clean, left_out))}", 200))


def _button(at: int, button: Button, value: str, primary: bool) -> Json:
    return {
        "type": "button",
        "action_id": f"{LINE}{at}",
        "text": plain(button.label, _LABEL_LIMIT),
        "value": value,
        **({"style": "primary"} if primary else {}),
    }


def _context(text: str) -> Json:
    return {"type": "context", "elements": [plain_run(text)]}
