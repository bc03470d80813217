"""Buttons whose line Slack would not carry: the line is kept, and its token stands in the button. Draws nothing."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.graphemes import units
from handlers.message import Button, Message

CARRIED = 500
"""The longest line that stands in its button: Slack allows 2,000, but all of a message's buttons share its budget."""
_KEPT = re.compile(r"k:([0-9a-f]+)")


async def with_kept_lines(message: Message, keep: Callable[[str], Awaitable[str]]) -> Message:
    """Return `message` with the lines that are too long for their buttons kept, and named by their tokens."""
    if all(units(button.command) <= CARRIED for button in message.buttons):
        return message
    return replace(message, buttons=tuple([await _kept(button, keep) for button in message.buttons]))


async def line_of_value(value: str, line_of: Callable[[str], Awaitable[str | None]]) -> str | None:
    """Return the line that a button's value, once unpacked, stands for; None where it is no longer kept."""
    kept = _KEPT.fullmatch(value)
    return await line_of(kept[1]) if kept else value


async def _kept(button: Button, keep: Callable[[str], Awaitable[str]]) -> Button:
    return button if units(button.command) <= CARRIED else replace(button, command=f"k:{await keep(button.command)}")
