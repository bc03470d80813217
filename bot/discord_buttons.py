"""Buttons that outlive a restart: each carries the command line it stands for, or a token of one too long to carry."""

import re
import string
from collections.abc import Awaitable, Callable, Sequence

import discord

from bot.discord_text import clean, fitted_plain
from bot.graphemes import units
from handlers.message import Button

CUSTOM_ID_LIMIT = 100
LABEL_LIMIT = 80
MOST_BUTTONS = 25
_PLACES = string.ascii_lowercase  # a letter for the place makes ids of one message unique
_CARRIED = re.compile(r"w[a-z]:(.+)", re.DOTALL)
_KEPT = re.compile(r"k[a-z]:(.+)", re.DOTALL)


async def custom_ids(buttons: Sequence[Button], keep_line: Callable[[str], Awaitable[str]]) -> tuple[str, ...]:
    """Return the id of each button: its line where that fits, else the token that `keep_line` gave for it."""
    found: list[str] = []
    for place, button in zip(_PLACES, buttons[:MOST_BUTTONS], strict=False):
        carried = f"w{place}:{button.command}"
        fits = units(carried) <= CUSTOM_ID_LIMIT
        found.append(carried if fits else f"k{place}:{await keep_line(button.command)}")
    return tuple(found)


def row_of(buttons: Sequence[Button], ids: Sequence[str]) -> discord.ui.View | None:
    """Return the buttons as Discord's view, None where there are none.

    The view is stopped: the library would keep every view it sends in memory for ever, and we read the ids ourselves.
    """
    if not ids:
        return None
    view = discord.ui.View(timeout=None)
    for button, custom_id in zip(buttons, ids, strict=False):
        style = discord.ButtonStyle.primary if button.primary else discord.ButtonStyle.secondary
        label = fitted_plain(clean(button.label), LABEL_LIMIT) or "…"
        view.add_item(discord.ui.Button(style=style, label=label, custom_id=custom_id))
    view.stop()
    return view


async def line_of_button(custom_id: str, line_of: Callable[[str], Awaitable[str | None]]) -> str | None:
    """Return the command line that a pressed button stands for, None where it is not ours or no longer kept."""
    if carried := _CARRIED.fullmatch(custom_id):
        return carried[1]
    kept = _KEPT.fullmatch(custom_id)
    return await line_of(kept[1]) if kept else None
