"""Finds again what was posted for a delivery, by the id in an embed's footer or a message's last line."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime

import discord

from bot.discord_layout import place_of_part


@dataclass(frozen=True, slots=True)
class Seen:
    """A part that is there: the `number`th of `total`, in a channel or thread (`place`)."""

    place: int
    message: int
    number: int
    total: int


async def seen_in(client: discord.Client, channel: int, marker: str, since: datetime) -> tuple[Seen, ...]:
    """Return the parts under `marker` posted since then in `channel` and its open threads, by their number.

    Raises one of `bot.discord_outcome.FAILURES`.
    """
    found = [seen async for seen in seen_at(client, channel, marker, since)]
    if not any(seen.number == seen.total == 1 for seen in found):
        for thread in await _threads_of(client, channel, since):
            found += [seen async for seen in seen_at(client, thread, marker, since)]
    return tuple(sorted(found, key=lambda seen: seen.number))


async def seen_at(client: discord.Client, place: int, marker: str, since: datetime) -> AsyncIterator[Seen]:
    """Yield the parts under `marker` posted since then in one channel or thread, oldest first.

    Raises one of `bot.discord_outcome.FAILURES`.
    """
    async for message in client.get_partial_messageable(place).history(limit=None, after=since, oldest_first=True):
        at = _part_of(message, marker) if client.user and message.author.id == client.user.id else None
        if at is not None:
            yield Seen(place, message.id, *at)


def _part_of(message: discord.Message, marker: str) -> tuple[int, int] | None:
    ends = [embed.footer.text for embed in message.embeds if embed.footer.text]
    ends.append(message.content.rpartition("\n-# ")[2])
    return next((at for end in ends if (at := place_of_part(end, marker)) is not None), None)


async def _threads_of(client: discord.Client, channel: int, since: datetime) -> list[int]:
    """Return the open threads of `channel` that somebody wrote in since then."""
    place = await client.fetch_channel(channel)
    if not isinstance(place, discord.abc.GuildChannel):
        return []
    # http: the public call wants a guild's roles, which only a gateway knows.
    listed = await client.http.get_active_threads(place.guild.id)
    oldest = discord.utils.time_snowflake(since)
    return [
        int(thread["id"])
        for thread in listed["threads"]
        if int(thread["parent_id"]) == channel and int(thread.get("last_message_id") or 0) >= oldest
    ]
