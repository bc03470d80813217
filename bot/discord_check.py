"""The doctor's questions to Discord: token, servers, commands, channels, and what the bot may do there."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import timedelta

import discord

from bot.discord_chat import point_at
from bot.discord_given import Account
from bot.discord_outcome import FAILURES, outcome_of
from bot.discord_rights import rights_in
from handlers.outcome import Never
from handlers.setup import chosen
from storage.model import Channel

Finding = tuple[str, str | None]
"""A line, and its cure where something is wrong."""

NEEDED = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "embed_links": "Embed Links",
    "read_message_history": "Read Message History",
    "create_public_threads": "Create Public Threads",
    "send_messages_in_threads": "Send Messages in Threads",
}
_PATIENCE = timedelta(seconds=30)


async def check(account: Account, channels: Iterable[Channel]) -> tuple[Finding, ...]:
    """Return what the live API says of the account, its servers, and the `channels` that messages go to."""
    if account.token is None:
        return (("Discord: no token", "Set DISCORD_TOKEN to the bot's token from the Developer Portal."),)
    point_at(account)
    client = discord.Client(intents=discord.Intents(guilds=True))
    try:
        async with asyncio.timeout(_PATIENCE.total_seconds()):
            await client.login(account.token.get_secret_value())
            servers = await _servers(client, account.guilds)
            places = [channel for channel in channels if channel.ref.startswith("discord:C")]
            found = [await _channel(client, account.guilds, channel) for channel in places]
        return (*_application(client), *servers, *found)
    except discord.LoginFailure:
        return (("Discord: the token is refused", "Reset the token in the Developer Portal and set DISCORD_TOKEN."),)
    except FAILURES as error:
        return ((f"Discord: {outcome_of(error).why}", "Check the network, DISCORD_API_URL, discordstatus.com."),)
    finally:
        await client.close()


def invitation(application: int) -> str:
    """Return the address that invites the bot to a server with the least it needs."""
    permissions = discord.Permissions(**dict.fromkeys(NEEDED, True))
    return discord.utils.oauth_url(application, permissions=permissions, scopes=("bot", "applications.commands"))


def _application(client: discord.Client) -> Iterable[Finding]:
    yield (f"Discord: logged in as {client.user}", None)
    if client.application and client.application.interactions_endpoint_url:
        cure = "Clear it in the Developer Portal, General Information."
        yield ("Discord: commands go to an Interactions Endpoint URL, so none arrive here", cure)


async def _servers(client: discord.Client, guilds: Sequence[str]) -> tuple[Finding, ...]:
    """Return a finding for each server that is allowed."""
    if not guilds:
        return (("Discord: no server is allowed", "Set DISCORD_GUILDS to the ids of your servers."),)
    return tuple([await _server(client, int(guild)) for guild in guilds])


async def _server(client: discord.Client, guild: int) -> Finding:
    """Return whether the bot is in `guild` with its commands, which the invitation's second scope says."""
    application = client.application_id or 0
    try:
        server = await client.fetch_guild(guild, with_counts=False)
    except (discord.NotFound, discord.Forbidden):
        return (f"Discord: not in server {guild}", f"Invite it: {invitation(application)}")
    try:
        # http: the public call wants a whole command tree to ask this.
        await client.http.get_guild_commands(application, guild)
    except discord.Forbidden:
        cure = f"Invite it again, for its commands: {invitation(application)}"
        return (f"Discord: in server {server.name}, but without its commands", cure)
    return (f"Discord: in server {server.name}, with its commands", None)


async def _channel(client: discord.Client, guilds: Sequence[str], channel: Channel) -> Finding:
    """Return whether everything may be done in `channel` that posting needs."""
    try:
        found = await rights_in(client, int(channel.ref.removeprefix("discord:C")))
    except discord.HTTPException as error:
        if not isinstance(outcome_of(error), Never):
            raise
        return (f"Discord: {channel.name} cannot be seen ({error.code})", "Let the bot see it, or post elsewhere.")
    if found is None or str(found[0]) not in guilds:
        return (f"Discord: {channel.name} is in no server that is allowed", "Add its server's id to DISCORD_GUILDS.")
    missing = [title for name, title in NEEDED.items() if not getattr(found[1], name)]
    if missing == [NEEDED["read_message_history"]]:
        line = f"Discord: {channel.name} cannot be read; a message that may have arrived is {chosen(channel)}"
        return (line, None if channel.unsure else f"Allow {missing[0]} in the channel's settings, Permissions.")
    if missing:
        cure = f"Allow it in the channel's settings, Permissions: {', '.join(missing)}."
        return (f"Discord: {channel.name} lacks {', '.join(missing)}", cure)
    return (f"Discord: {channel.name} can be posted to", None)
