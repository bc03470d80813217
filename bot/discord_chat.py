"""Discord as a chat: connects, stays connected, and sends. A lost connection is replaced by a new client."""

import asyncio
import contextlib
import random
from datetime import datetime, timedelta

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.discord_given import Account, Conversation, Memory, Operator, Pace
from bot.discord_listen import Listener
from bot.discord_outcome import FAILURES, outcome_of
from bot.discord_post import Poster
from feeds.errors import SettingsError
from handlers.message import Message
from handlers.outcome import Later, Outcome
from storage.model import Channel

USUAL_PACE = Pace()
PUBLIC_API = Route.BASE
PUBLIC_GATEWAY = DiscordWebSocket.DEFAULT_GATEWAY
_REFUSED_TOKEN = 4004
_REFUSED_FOR_GOOD = frozenset({4010, 4011, 4012, 4013, 4014})  # shards, version and intents: no retry mends them


class DiscordChat:
    """Wiredesk in the servers of one Discord bot. `tell_operator` gets one line whenever something is wrong."""

    platform = "discord"

    def __init__(
        self, account: Account, talk: Conversation, memory: Memory, operator: Operator, pace: Pace = USUAL_PACE
    ) -> None:
        self._account = account
        self._talk = talk
        self._memory = memory
        self._operator = operator
        self._pace = pace
        self._poster = Poster(memory.keep_line, talk.clock, pace)
        self._stopping = asyncio.Event()
        self._trouble: str | None = None

    async def run(self) -> None:
        """Connect, stay connected, and return when `stop` was called.

        Raises:
            SettingsError: the token is missing or refused; one line that names the variable.
        """
        if self._account.token is None:
            raise SettingsError("DISCORD_TOKEN: is not set. Copy the bot's token from the Developer Portal.")
        point_at(self._account)
        if not self._account.guilds:
            self._operator.hears_once("discord: DISCORD_GUILDS is empty, so the bot stays silent everywhere")
        wait = self._pace.first_retry
        try:
            while not self._stopping.is_set():
                lasted, asked = await self._connected(self._account.token.get_secret_value())
                wait = self._pace.first_retry if lasted else min(wait * 2, self._pace.longest_retry)
                await self._pause(max(wait, asked))
        finally:
            await self._poster.close()

    async def stop(self) -> None:
        """Disconnect and let `run` return."""
        self._stopping.set()

    async def send(self, channel: Channel, message: Message, delivery: str, thread: str | None = None) -> Outcome:
        """Post `message` once; `delivery` is its stable id. `thread` is the ref of the message it belongs under."""
        return await self._poster.send(channel, message, delivery, thread)

    async def edit(self, channel: Channel, ref: str, message: Message, key: str) -> Outcome:
        """Replace the posted message `ref` and its overflow; `key` is the same whenever this edit is tried again."""
        return await self._poster.edit(channel, ref, message, key)

    async def look_up(self, channel: Channel, delivery: str, since: datetime, thread: str | None = None) -> str | None:
        """Return the ref of the message posted for `delivery` since then, or None when it never arrived whole.

        Raises:
            CannotTell: the history may not be read.
            ChatError: Discord does not answer.
        """
        del thread  # the threads of the channel are looked through anyway
        return await self._poster.look_up(channel, delivery, since)

    async def _connected(self, token: str) -> tuple[bool, timedelta]:
        """Live through one connection; return whether it ever got ready, and how long Discord asks to wait now."""
        listener = Listener(self._account, self._talk, self._memory, self._operator, self._pace)
        living = asyncio.ensure_future(self._live(listener, token))
        stopping = asyncio.ensure_future(self._stopping.wait())
        try:
            await asyncio.wait({living, stopping}, return_when=asyncio.FIRST_COMPLETED)
            asked = living.result() if living.done() else timedelta()
        finally:
            for task in (living, stopping):
                task.cancel()
            await asyncio.gather(living, stopping, return_exceptions=True)
            await self._close(listener)
        if listener.was_ready:
            self._trouble = None
        return listener.was_ready, asked

    async def _live(self, listener: Listener, token: str) -> timedelta:
        """Run `listener` until its connection is lost; return how long Discord asks to wait before a new one."""
        try:
            await self._poster.open(token)
            await listener.login(token)
            await listener.connect(reconnect=False)
        except discord.LoginFailure:
            raise SettingsError("DISCORD_TOKEN: Discord refused it. Reset the token and set the new one.") from None
        except discord.ConnectionClosed as error:
            _check_refusal(error.code)
            self._lost(f"the gateway closed the connection ({error.code})")
        # AttributeError: what the library makes of a gateway that refuses the first connect.
        except (*FAILURES, AttributeError) as error:
            outcome = outcome_of(error)
            self._lost(outcome.why)
            return outcome.wait if isinstance(outcome, Later) else timedelta()
        return timedelta()

    def _lost(self, why: str) -> None:
        """Tell the operator of a loss, but not of every try that fails for the same reason."""
        if why != self._trouble:
            self._operator.hears(f"discord: {why}; connecting again")
        self._trouble = why

    async def _close(self, listener: Listener) -> None:
        """Close `listener`; where the other side no longer answers, without waiting for its goodbye."""
        try:
            async with asyncio.timeout(self._pace.closing.total_seconds()):
                await listener.close()
        except TimeoutError:
            await listener.http.close()

    async def _pause(self, longest: timedelta) -> None:
        """Wait at most `longest`, jittered so that many bots do not return at one instant; a stop ends it."""
        seconds = longest.total_seconds() * random.uniform(0.5, 1)  # noqa: S311 (jitter)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


def point_at(account: Account) -> None:
    """Point the library, whose addresses are the process's, at the account's Discord."""
    Route.BASE = account.api_url.rstrip("/") if account.api_url else PUBLIC_API
    DiscordWebSocket.DEFAULT_GATEWAY = URL(account.gateway_url) if account.gateway_url else PUBLIC_GATEWAY


def _check_refusal(code: int) -> None:
    if code == _REFUSED_TOKEN:
        raise SettingsError("DISCORD_TOKEN: Discord's gateway refused it. Reset the token and set the new one.")
    if code in _REFUSED_FOR_GOOD:
        raise SettingsError(f"DISCORD_TOKEN: Discord's gateway refused this bot for good (close code {code}).")
