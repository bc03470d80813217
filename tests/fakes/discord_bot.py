"""A Discord adapter at work against the fake: its table, its answers, and what its operator hears. For tests."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import discord
from pydantic import SecretStr

from bot.chat import Event, Suggestion
from bot.discord_chat import DiscordChat
from bot.discord_given import Account, Conversation, Memory, Operator, Pace
from handlers.grammar import Argument, Entry, Kind
from handlers.message import Message, say
from handlers.request import Reply, Request, Role
from storage.model import Channel, ChannelId, DeskId
from storage.store import Store
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_shapes import CHANNEL, GUILD, TOKEN

NOW = datetime(2026, 6, 15, 20, 18, tzinfo=UTC)
QUICK = Pace(
    answer=timedelta(seconds=5),
    message=timedelta(seconds=20),
    first_retry=timedelta(milliseconds=20),
    longest_retry=timedelta(milliseconds=40),
    identify=timedelta(),
    guilds=timedelta(milliseconds=20),
    completion=timedelta(milliseconds=100),
    closing=timedelta(milliseconds=200),
)
DESK_CHANNEL = Channel(ChannelId(1), DeskId(1), f"discord:C{CHANNEL}", "#news")


def _nothing(_request: Request, _store: Store, _now: datetime) -> Reply:
    return Reply(say("never called: the bot's answer stands in"))


def entry(name: str, action: str | None, *positional: Argument, options: tuple[Argument, ...] = ()) -> Entry:
    """Return a row of the table."""
    return Entry(
        name, action, f"what {name} does", f"/{name}", (f"/{name}",), Role.READER, _nothing, positional, options
    )


TABLE = {
    (row.name, row.action): row
    for row in (
        entry(
            "quotes",
            None,
            Argument("speaker", "who said it", Kind.SPEAKER),
            options=(
                Argument("is", "how whole it is", Kind.CHOICE, choices=("full", "partial")),
                Argument("in", "one channel", Kind.CHANNEL),
                Argument("since", "from when on", Kind.TIME),
            ),
        ),
        entry("news", None, Argument("query", "words or a link", required=True)),
        entry("watch", "list"),
        entry("watch", "why", Argument("link", "an article", required=True)),
        entry(
            "watch",
            "add",
            Argument("name", "the list's name", Kind.WATCHLIST, required=True),
            Argument("query", "what it watches", required=True),
            options=(Argument("to", "where it speaks", Kind.CHANNEL),),
        ),
    )
}


@dataclass
class Newsroom:
    """What stands behind the adapter: every event it brought, and the reply each gets."""

    events: list[Event] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    brought: set[str] = field(default_factory=set)
    shape: str | None = None
    reply: Reply = field(default_factory=lambda: Reply(say("Four quotes.")))
    suggestions: tuple[Suggestion, ...] = ()
    gate: asyncio.Event | None = None
    heard: asyncio.Event = field(default_factory=asyncio.Event)
    pace_answer: timedelta = QUICK.answer

    async def answer(self, event: Event) -> Reply:
        self.events.append(event)
        if self.gate is not None:
            await self.gate.wait()
        return self.reply

    async def complete(self, event: Event, kind: str, typed: str) -> tuple[Suggestion, ...]:
        self.events.append(event)
        self.asked.append((kind, typed))
        if self.gate is not None:
            await self.gate.wait()
        return self.suggestions

    async def load_hash(self) -> str | None:
        return self.shape

    async def save_hash(self, shape: str) -> None:
        self.shape = shape

    async def keep_line(self, line: str) -> str:
        token = f"{len(self.kept) + 1}"
        self.kept[token] = line
        return token

    async def line_of(self, token: str) -> str | None:
        return self.kept.get(token)

    async def is_new(self, key: str) -> bool:
        fresh = key not in self.brought
        self.brought.add(key)
        return fresh

    def hear(self, warning: str) -> None:
        self.warnings.append(warning)
        self.heard.set()

    async def until_warned_of(self, words: str) -> None:
        """Wait until the operator hears of `words`."""
        async with asyncio.timeout(10):
            while not any(words in warning for warning in self.warnings):
                await self.heard.wait()
                self.heard.clear()

    def chat(self, fake: FakeDiscord, *, token: str = TOKEN) -> DiscordChat:
        """Return an adapter for `fake`, not yet connected."""
        account = Account(SecretStr(token), (str(GUILD),), fake.api_url, fake.gateway.url)
        talk = Conversation(self.answer, self.complete, TABLE, lambda: NOW)
        memory = Memory(self.load_hash, self.save_hash, self.keep_line, self.line_of, self.is_new)
        return DiscordChat(account, talk, memory, Operator(self.hear), replace(QUICK, answer=self.pace_answer))


@asynccontextmanager
async def a_discord() -> AsyncIterator[FakeDiscord]:
    """Run a fake Discord; what broke its rules fails the test."""
    fake = FakeDiscord()
    await fake.start()
    try:
        yield fake
    finally:
        await fake.stop()
    assert not fake.violations, fake.violations


@asynccontextmanager
async def running(chat: DiscordChat) -> AsyncIterator[asyncio.Task[None]]:
    """Run `chat` until the block ends."""
    task = asyncio.create_task(chat.run())
    try:
        yield task
    finally:
        await chat.stop()
        async with asyncio.timeout(10):
            await task


@asynccontextmanager
async def connected(newsroom: Newsroom) -> AsyncIterator[tuple[DiscordChat, FakeDiscord]]:
    """Run an adapter against a fake Discord, connected at its gateway."""
    async with a_discord() as fake:
        chat = newsroom.chat(fake)
        async with running(chat):
            await fake.until(lambda: fake.gateway.identified)
            yield chat, fake


def a_message(text: str = "Port reopens") -> Message:
    """Return a plain message."""
    return say(text)


def answered(status: int, code: int = 0, message: str = "", retry_after: str | None = None) -> discord.HTTPException:
    """Return the library's error for an answer of Discord."""
    response = SimpleNamespace(status=status, reason="", headers={"Retry-After": retry_after} if retry_after else {})
    return discord.HTTPException(response, {"code": code, "message": message})  # type: ignore[arg-type]  # what it reads of a response
