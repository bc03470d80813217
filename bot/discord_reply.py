"""Answers an interaction: acknowledged at once, then edited in; private but for the one public line."""

import io
from collections.abc import Awaitable, Callable
from datetime import datetime

import aiohttp
import discord
from discord.utils import MISSING

from bot.discord_buttons import custom_ids, row_of
from bot.discord_layout import Part, laid_out, plainest
from bot.discord_outcome import ALREADY_ACKNOWLEDGED, INVALID_FORM
from handlers.message import Message
from handlers.request import Download, Reply

KeepLine = Callable[[str], Awaitable[str]]


async def acknowledge(interaction: discord.Interaction) -> bool:
    """Tell Discord that an answer follows; return whether it may: an expired interaction must have no effect.

    When the answer to that is lost it is asked once more, and "already acknowledged" is as good as yes.
    """
    for _ in range(2):
        try:
            await interaction.response.defer(ephemeral=True, thinking=True)
        except discord.HTTPException as error:
            return error.code == ALREADY_ACKNOWLEDGED
        except (TimeoutError, aiohttp.ClientError, OSError):
            continue
        return True
    return False


async def tell(interaction: discord.Interaction, reply: Reply, keep_line: KeepLine, now: datetime) -> None:
    """Edit the answer in, its overflow as private messages after it, then say the public line for all.

    Raises one of `bot.discord_outcome.FAILURES` when Discord does not take it.
    """
    first, *more = laid_out(reply.message, now)
    view = row_of(reply.message.buttons, await custom_ids(reply.message.buttons, keep_line))
    await _edit_in(interaction, first, view, reply.download)
    for part in more:
        await _follow_up(interaction, part, None, private=True)
    if reply.public is not None:
        await _say_public(interaction, reply.public, keep_line, now)


async def _edit_in(
    interaction: discord.Interaction, part: Part, view: discord.ui.View | None, download: Download | None
) -> None:
    files = [_file(download)] if download else []
    try:
        await interaction.edit_original_response(
            content=part.content, embeds=part.embeds, view=view, attachments=files or MISSING
        )
    except discord.HTTPException as error:
        if error.code != INVALID_FORM:
            raise
        plain = plainest(part)
        await interaction.edit_original_response(content=plain.content, embeds=[], view=None)


async def _say_public(interaction: discord.Interaction, message: Message, keep_line: KeepLine, now: datetime) -> None:
    first, *more = laid_out(message, now)
    view = row_of(message.buttons, await custom_ids(message.buttons, keep_line))
    await _follow_up(interaction, first, view, private=False)
    for part in more:
        await _follow_up(interaction, part, None, private=False)


async def _follow_up(
    interaction: discord.Interaction, part: Part, view: discord.ui.View | None, *, private: bool
) -> None:
    await interaction.followup.send(
        part.content or MISSING, embeds=part.embeds or MISSING, view=view or MISSING, ephemeral=private
    )


def _file(download: Download) -> discord.File:
    return discord.File(io.BytesIO(download.content.encode()), filename=download.name)
