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


def is_on_private_answer(interaction: discord.Interaction) -> bool:
    """Return whether a button was pressed under an answer that only its reader sees: what follows takes its place."""
    return interaction.message is not None and interaction.message.flags.ephemeral


async def acknowledge(interaction: discord.Interaction) -> bool:
    """Tell Discord that an answer follows; return whether it may: an expired interaction must have no effect.

    When the answer to that is lost it is asked once more, and "already acknowledged" is as good as yes.
    """
    for _ in range(2):
        try:
            await interaction.response.defer(ephemeral=True, thinking=not is_on_private_answer(interaction))
        except discord.HTTPException as error:
            return error.code == ALREADY_ACKNOWLEDGED
        except (TimeoutError, aiohttp.ClientError, OSError):
            continue
        return True
    return False


async def tell(interaction: discord.Interaction, reply: Reply, keep_line: KeepLine, now: datetime) -> None:
    """Edit the answer in, its overflow as private messages after it, then say the public line for all.

    An answer to a button takes the place of the private answer it was pressed under, unless it is a refusal or brings
    a file: then nothing that stands there is lost.

    Raises one of `bot.discord_outcome.FAILURES` when Discord does not take it.
    """
    first, *more = laid_out(reply.message, now)
    view = row_of(reply.message.buttons, await custom_ids(reply.message.buttons, keep_line))
    if is_on_private_answer(interaction) and (reply.refused or reply.download):
        await _follow_up(interaction, first, view, private=True, download=reply.download)
    else:
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
    interaction: discord.Interaction,
    part: Part,
    view: discord.ui.View | None,
    *,
    private: bool,
    download: Download | None = None,
) -> None:
    files = [_file(download)] if download else MISSING
    await interaction.followup.send(
        part.content or MISSING, embeds=part.embeds or MISSING, view=view or MISSING, ephemeral=private, files=files
    )


def _file(download: Download) -> discord.File:
    return discord.File(io.BytesIO(download.content.encode()), filename=download.name)
