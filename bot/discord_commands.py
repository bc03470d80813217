"""The table of commands as Discord's slash commands: typed options, sub-commands, completions. Runs nothing itself."""

import inspect
import json
import re
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import groupby
from typing import Any

import discord
from discord import app_commands

from bot.chat import Suggestion
from bot.discord_text import clean
from bot.graphemes import cut, units
from handlers.grammar import Argument, Entry, Kind

DESCRIPTION_LIMIT = 100
CHOICES_LIMIT = 25
CHOICE_LIMIT = 100
COMPLETED = frozenset({Kind.SPEAKER, Kind.WATCHLIST, Kind.FEED, Kind.SOURCE})

_LINKED = re.compile(r"\]\((https?://[^\s()<>]+)\)")

SHORTCUTS = {
    "Quotes in this story": (("news", None), "/news {url}"),
    "Why this?": (("watch", "why"), "/watch why {url}"),
    "Mute story": (("watch", "mute"), "/watch mute {url} for:24h to:here"),
}
"""What a message's menu offers: its title, the command it needs, and the line it stands for."""

Values = Mapping[str, str]
"""What was filled in, by argument name."""

Run = Callable[[discord.Interaction, Entry, Values], Awaitable[None]]
Complete = Callable[[discord.Interaction, Entry, Argument, Values, str], Awaitable[tuple[Suggestion, ...]]]
RunLine = Callable[[discord.Interaction, str | None], Awaitable[None]]
"""Runs the line of a message's menu; None where the message links to no article."""

Callback = Callable[..., Coroutine[Any, Any, None]]
"""What the library calls: its arguments are known only to the signature it is given."""


class Place(app_commands.Transformer):
    """A channel as an option: `<#id|name>`, the form the grammar reads."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        """A channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Channels that hold messages and their threads."""
        return [discord.ChannelType.text, discord.ChannelType.news]

    async def transform(self, _interaction: discord.Interaction, value: app_commands.AppCommandChannel, /) -> str:
        """Return the channel as the grammar reads it."""
        return f"<#{value.id}|{value.name}>"


def build_commands(tree: app_commands.CommandTree, entries: Iterable[Entry], run: Run, complete: Complete) -> None:
    """Give `tree` a command for each entry: a leaf, or a group of sub-commands where a name has actions.

    A bare entry beside actions is left out: a Discord command with sub-commands cannot run bare.
    """
    for name, rows in groupby(sorted(entries, key=lambda entry: entry.name), key=lambda entry: entry.name):
        same = list(rows)
        actions = [entry for entry in same if entry.action]
        if not actions:
            tree.add_command(_command(same[0], run, complete))
            continue
        group = app_commands.Group(
            name=name,
            description=_described(" · ".join(entry.action or "" for entry in actions)),
            allowed_contexts=_CONTEXTS,
            allowed_installs=_INSTALLS,
        )
        for entry in actions:
            group.add_command(_command(entry, run, complete))
        tree.add_command(group)


def build_shortcuts(
    tree: app_commands.CommandTree[Any], table: Mapping[tuple[str, str | None], Entry], run: RunLine
) -> None:
    """Give `tree` the entries of a message's own menu: commands about the first article that the message links to."""
    for title, (command, line) in SHORTCUTS.items():
        if command in table:
            tree.add_command(_shortcut(title, line, run))


def article_in(embeds: Iterable[discord.Embed]) -> str | None:
    """Return the address of the first article that a message's embeds lead to: by a title, or by a line of a list."""
    for embed in embeds:
        if embed.url:
            return embed.url
        if found := _LINKED.search(embed.description or ""):
            return found[1]
    return None


def commands_hash(tree: app_commands.CommandTree, application: int) -> str:
    """Return a hash of all that would be registered for `application`: what changes it must be synced again."""
    payload = [command.to_dict(tree) for command in tree.walk_commands() if command.parent is None]
    menus = [menu.to_dict(tree) for menu in tree.get_commands(type=discord.AppCommandType.message)]
    shape = json.dumps([application, payload, menus], sort_keys=True, default=str)
    return sha256(shape.encode()).hexdigest()


def choices_of(suggestions: Iterable[Suggestion]) -> list[app_commands.Choice[str]]:
    """Return at most 25 choices; a value too long to be one is left out, for cut it would stand for something else."""
    fitting = [found for found in suggestions if 0 < units(found.value) <= CHOICE_LIMIT]
    return [
        app_commands.Choice(name=cut(clean(found.label) or found.value, CHOICE_LIMIT), value=found.value)
        for found in fitting[:CHOICES_LIMIT]
    ]


_CONTEXTS = app_commands.AppCommandContext(guild=True, dm_channel=False, private_channel=False)
_INSTALLS = app_commands.AppInstallationType(guild=True, user=False)


def _command(entry: Entry, run: Run, complete: Complete) -> app_commands.Command[app_commands.Group, ..., None]:
    arguments = [argument for argument in (*entry.positional, *entry.options) if argument.asked]
    keys = {f"argument{place}": argument for place, argument in enumerate(arguments)}  # `is` and `in` are keywords

    async def callback(interaction: discord.Interaction, **given: str) -> None:
        await run(interaction, entry, {keys[key].name: value for key, value in given.items() if value})

    parameters = [inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD)]
    parameters += [_parameter(key, argument) for key, argument in keys.items()]
    callback.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what the library reads
    decorated: Callback = callback
    for decorate in _decorations(keys):
        decorated = decorate(decorated)
    command: app_commands.Command[app_commands.Group, ..., None] = app_commands.Command(
        name=entry.action or entry.name,
        description=_described(entry.summary),
        callback=decorated,
        allowed_contexts=None if entry.action else _CONTEXTS,
        allowed_installs=None if entry.action else _INSTALLS,
    )
    for key, argument in keys.items():
        if argument.kind in COMPLETED:
            command.autocomplete(key)(_completion(entry, argument, complete))
    return command


def _parameter(key: str, argument: Argument) -> inspect.Parameter:
    annotation: object = Place if argument.kind is Kind.CHANNEL else str
    default = inspect.Parameter.empty if argument.required else ""
    return inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _decorations(keys: Mapping[str, Argument]) -> Iterator[Callable[[Callback], Callback]]:
    """Yield what names the options, describes them, and lists the choices of those that have some."""
    yield app_commands.rename(**{key: argument.name for key, argument in keys.items()})
    yield app_commands.describe(**{key: _described(argument.summary) for key, argument in keys.items()})
    yield app_commands.choices(
        **{
            key: [app_commands.Choice(name=choice, value=choice) for choice in argument.choices[:CHOICES_LIMIT]]
            for key, argument in keys.items()
            if argument.kind is Kind.CHOICE
        }
    )


def _completion(
    entry: Entry, argument: Argument, complete: Complete
) -> Callable[[discord.Interaction, str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]:
    async def completion(interaction: discord.Interaction, current: str) -> list[app_commands.Choice[str]]:
        filled = {name: value for name, value in interaction.namespace if isinstance(value, str) and value}
        return choices_of(await complete(interaction, entry, argument, filled, current))

    return completion


def _described(summary: str) -> str:
    return cut(clean(summary), DESCRIPTION_LIMIT) or "…"


def _shortcut(title: str, line: str, run: RunLine) -> app_commands.ContextMenu:
    async def callback(interaction: discord.Interaction, message: discord.Message) -> None:
        url = article_in(message.embeds)
        await run(interaction, line.format(url=url) if url else None)

    return app_commands.ContextMenu(
        name=title, callback=callback, allowed_contexts=_CONTEXTS, allowed_installs=_INSTALLS
    )
