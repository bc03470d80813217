"""Who did what where, read from a Discord interaction. Decides nothing: what a role may do is the handlers' rule."""

import discord

from bot.chat import Event
from handlers.request import Command, Role

NO_SERVER = 0


def event_of(interaction: discord.Interaction, *, line: str | None = None, command: Command | None = None) -> Event:
    """Return the event of `interaction`, which comes from a server; what is done in a thread counts for its channel."""
    place = interaction.channel
    if isinstance(place, discord.Thread):
        number, name = place.parent_id, place.parent.name if place.parent else place.name
    else:
        number, name = interaction.channel_id or 0, getattr(place, "name", None) or "channel"
    guild = interaction.guild
    return Event(
        desk=f"discord:G{interaction.guild_id}",
        desk_name=(guild.name if guild else "") or f"Discord server {interaction.guild_id}",
        channel=f"discord:C{number}",
        channel_name=f"#{name}",
        person=f"discord:U{interaction.user.id}",
        person_name=interaction.user.display_name,
        role=role_of(interaction),
        zone=None,  # Discord tells nobody's zone
        line=line,
        command=command,
        groups=_groups(interaction.user),
    )


def role_of(interaction: discord.Interaction) -> Role:
    """Return what Discord says of the person: Manage Server makes an admin, full membership a reader, nothing else."""
    user = interaction.user
    if not isinstance(user, discord.Member) or user.bot or user.pending:
        return Role.GUEST
    allowed = interaction.permissions
    return Role.ADMIN if allowed.manage_guild or allowed.administrator else Role.READER


def _groups(user: discord.User | discord.Member) -> tuple[str, ...]:
    """Return the refs of the roles that `user` was given on the server; @everyone is none, for nobody was given it."""
    roles = user.roles if isinstance(user, discord.Member) else []
    return tuple(f"discord:R{role.id}" for role in roles if not role.is_default())
