"""Listens at Discord's gateway: turns what people do into events, and hands the replies back. No product logic."""

import asyncio
from collections import deque

import discord
from discord import app_commands
from yarl import URL

from bot.chat import Suggestion
from bot.discord_buttons import line_of_button
from bot.discord_commands import Values, build_commands, build_shortcuts, commands_hash
from bot.discord_event import event_of
from bot.discord_given import Account, Conversation, Memory, Operator, Pace
from bot.discord_outcome import FAILURES, outcome_of
from bot.discord_post import LONGEST_WAIT_INSIDE
from bot.discord_reply import acknowledge, tell
from handlers.grammar import Argument, Entry, filled_form
from handlers.outcome import Unknown
from handlers.request import Command, Reply, refusal

REMEMBERED = 2000  # interactions: a resumed gateway may bring the last ones again


class Listener(discord.Client):
    """One connection to the gateway, from login to loss. Never reused: a new one is built after each loss."""

    def __init__(self, account: Account, talk: Conversation, memory: Memory, operator: Operator, pace: Pace) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=LONGEST_WAIT_INSIDE,
            guild_ready_timeout=pace.guilds.total_seconds(),
        )
        self.was_ready = False
        self._account = account
        self._guilds = frozenset(int(guild) for guild in account.guilds)
        self._talk = talk
        self._memory = memory
        self._operator = operator
        self._pace = pace
        self._seen: deque[int] = deque(maxlen=REMEMBERED)
        self._tree = _Tree(self)
        build_commands(self._tree, talk.table.values(), self._run, self._complete)
        build_shortcuts(self._tree, talk.table, self._shortcut)

    async def setup_hook(self) -> None:
        """Sync the commands where they changed since they were last synced.

        Refused, or put off (Discord allows so many a day), the old ones stay, and people are answered all the same.
        """
        shape = commands_hash(self._tree, self.application_id or 0)
        if await self._memory.load_hash() == shape:
            return
        try:
            await self._tree.sync()
        except FAILURES as error:
            if isinstance(outcome := outcome_of(error), Unknown):
                raise
            self._operator.hears(f"discord: the commands could not be synced: {outcome.why}")
        else:
            await self._memory.save_hash(shape)

    def dispatch(self, event: str, /, *args: object, **kwargs: object) -> None:
        """Pass an event on, unless the connection is over: the library's own timers outlive it."""
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    async def before_identify_hook(self, _shard: int | None, *, initial: bool = False) -> None:
        """Wait before a new session, as Discord asks after a broken one."""
        if not initial:
            await asyncio.sleep(self._pace.identify.total_seconds())

    async def on_connect(self) -> None:
        """Resume through the configured address, not past it: a proxy may be the only way out."""
        if self._account.gateway_url:
            self.ws.gateway = URL(self._account.gateway_url)

    async def on_ready(self) -> None:
        """Tell the operator of servers that are not allowed, and of allowed ones the bot is not in."""
        self.was_ready = True
        for guild in self.guilds:
            self._watch_over(guild)
        for missing in sorted(self._guilds - {guild.id for guild in self.guilds}):
            self._operator.hears_once(f"discord: the bot is not in server {missing}, which DISCORD_GUILDS names")

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Tell the operator when somebody adds the bot to a server that is not allowed."""
        self._watch_over(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Tell the operator when the bot is thrown out of a server it speaks in."""
        if guild.id in self._guilds:
            self._operator.hears(f"discord: the bot was removed from server {guild.id}")

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Answer a pressed button; commands and completions come through the tree."""
        custom_id = interaction.custom_id
        if interaction.type is not discord.InteractionType.component or custom_id is None:
            return
        if not self.admits(interaction) or not await self._taken(interaction):
            return
        line = await line_of_button(custom_id, self._memory.line_of)
        if line is None:
            await self.tell(interaction, refusal("This button is too old to be understood: type the command instead."))
        else:
            await self._answer(interaction, line=line)

    def admits(self, interaction: discord.Interaction) -> bool:
        """Return whether `interaction` gets an answer: from an allowed server, and not brought a second time.

        Elsewhere the bot stays silent, so that nobody learns what it is for; the operator is told once.
        """
        if interaction.guild_id is None:
            self._operator.hears_once("discord: somebody wrote to the bot outside a server; it stayed silent")
            return False
        if interaction.guild_id not in self._guilds:
            self._operator.hears_once(_not_allowed(interaction.guild_id))
            return False
        if interaction.id in self._seen:
            return False
        self._seen.append(interaction.id)
        return True

    async def _taken(self, interaction: discord.Interaction) -> bool:
        """Acknowledge `interaction`; return whether to answer it: not what a stopped run was brought before."""
        return await acknowledge(interaction) and await self._memory.is_new(str(interaction.id))

    async def _run(self, interaction: discord.Interaction, entry: Entry, values: Values) -> None:
        if await self._taken(interaction):
            await self._answer(interaction, command=filled_form(entry, values))

    async def _shortcut(self, interaction: discord.Interaction, line: str | None) -> None:
        if not await self._taken(interaction):
            return
        if line is None:
            await self.tell(interaction, refusal("That message links to no article."))
        else:
            await self._answer(interaction, line=line)

    async def _complete(
        self, interaction: discord.Interaction, entry: Entry, argument: Argument, values: Values, current: str
    ) -> tuple[Suggestion, ...]:
        event = event_of(interaction, command=filled_form(entry, values))
        try:
            async with asyncio.timeout(self._pace.completion.total_seconds()):
                return await self._talk.complete(event, argument.kind, current)
        except TimeoutError:
            return ()

    async def _answer(
        self, interaction: discord.Interaction, *, line: str | None = None, command: Command | None = None
    ) -> None:
        await self.tell(interaction, await self._talk.answer(event_of(interaction, line=line, command=command)))

    async def tell(self, interaction: discord.Interaction, reply: Reply) -> None:
        """Give `reply` to an acknowledged interaction; the operator hears when Discord does not take it."""
        try:
            await tell(interaction, reply, self._memory.keep_line, self._talk.clock())
        except FAILURES as error:
            self._operator.hears(f"discord: a reply could not be given: {outcome_of(error).why}")

    def _watch_over(self, guild: discord.Guild) -> None:
        if guild.id not in self._guilds:
            self._operator.hears_once(_not_allowed(guild.id))


class _Tree(app_commands.CommandTree[Listener]):
    """The commands of a listener, behind its one check."""

    async def interaction_check(self, interaction: discord.Interaction[Listener], /) -> bool:
        """Return whether the interaction gets an answer."""
        return self.client.admits(interaction)

    async def on_error(
        self, interaction: discord.Interaction[Listener], error: app_commands.AppCommandError, /
    ) -> None:
        """Say that a command is no longer what the person's Discord shows; leave every other error to the log."""
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            if await acknowledge(interaction):
                await self.client.tell(interaction, refusal("This command has changed. Reload Discord and try again."))
            return
        await super().on_error(interaction, error)


def _not_allowed(guild: int) -> str:
    return f"discord: the bot was added to server {guild}, which DISCORD_GUILDS does not name; it stays silent there"
