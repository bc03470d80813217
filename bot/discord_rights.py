"""What the bot may do in a channel, worked out from the server's roles and the channel's own rules, by REST alone."""

import discord


async def rights_in(client: discord.Client, channel: int) -> tuple[int, discord.Permissions] | None:
    """Return the server of `channel` and what the bot may do there, None where it is no channel of a server.

    Raises one of `bot.discord_outcome.FAILURES`.
    """
    place = await client.fetch_channel(channel)
    if not isinstance(place, discord.abc.GuildChannel) or client.user is None:
        return None
    server = await client.fetch_guild(place.guild.id, with_counts=False)  # with its roles, which the channel's lacks
    there = await server.fetch_channel(channel)
    member = await server.fetch_member(client.user.id)
    return server.id, there.permissions_for(member)
