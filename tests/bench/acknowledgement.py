"""Acknowledgement: how soon Slack and Discord hear that a command was taken, while the worker reads 200 articles.

The adapters, the commands, the store and the worker are the real ones; the platforms are the tests' own, on loopback.
"""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from bot.answering import Answerer
from bot.chats import StoredMemory
from bot.discord_chat import DiscordChat
from bot.discord_given import Account, Conversation, Operator
from bot.lines import StoredLines
from bot.poller import Poller
from bot.sample.entries import read_outlets
from bot.seen import Seen
from bot.slack_chat import SlackChat
from bot.slack_workspaces import InMemory, Memory
from bot.worker import Worker
from feeds.fetch import Fetched, Fetcher
from feeds.model import Article, Validators
from handlers.commands import TABLE
from handlers.ingest import ingest
from handlers.newsroom import Newsroom
from tests.bench.table import Figure, Table, at_most
from tests.builders import NOW
from tests.fakes.discord_bot import QUICK, a_discord
from tests.fakes.discord_shapes import GUILD, TOKEN
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_desk import settings, slash
from tests.fakes.slack_shapes import person
from tests.newsroom import Desk, as_rss, open_newsroom

ARTICLES = 200
GOAL = 300.0
"""Milliseconds within which 95 of 100 commands are acknowledged."""
_BEAT = 0.02  # seconds from one acknowledgement to the next command
_IDLE = 150  # commands that are typed while nothing is read
_SLACK_LINES = ("/quotes Trump", "/watch list", "/desk status", "/news deportation")
_DISCORD_LINES = (("quotes", {"who": "Trump"}), ("watch list", None), ("desk status", None))

Type = Callable[[int], Awaitable[float]]
"""Types the command with this number, and returns the seconds until it was acknowledged."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The milliseconds that each command waited, at rest and under load, and how long the load lasted (seconds)."""

    idle: tuple[float, ...]
    loaded: tuple[float, ...]
    lasted: float


def tables() -> Iterator[Table | str]:
    """Yield the figures of both chats."""
    figures: list[Figure] = []
    for chat, measured in (("Slack", _slack), ("Discord", _discord)):
        with TemporaryDirectory() as folder:
            taken = asyncio.run(measured(Path(folder)))
        figures += _figures(chat, taken)
    yield Table(f"Acknowledgement under load: {ARTICLES} articles read and stored meanwhile", "at rest", tuple(figures))


def p95(waits: Sequence[float]) -> float:
    """Return what 95 of 100 waits stay under."""
    return statistics.quantiles(waits, n=20)[-1]


def _figures(chat: str, taken: Taken) -> Iterator[Figure]:
    yield at_most(f"{chat}: p95 of {len(taken.loaded)} commands (ms)", p95(taken.loaded), GOAL, p95(taken.idle), ",.1f")
    yield at_most(f"{chat}: the longest (ms)", max(taken.loaded), GOAL * 10, max(taken.idle), ",.1f")
    yield Figure(f"{chat}: articles a second meanwhile", f"{ARTICLES / taken.lasted:,.1f}")


async def _slack(folder: Path) -> Taken:
    async with AsyncExitStack() as stack:
        desk = open_newsroom(folder, starters=True)
        stack.callback(desk.store.close)
        slack = await stack.enter_async_context(FakeSlack())
        slack.people = {"U01": person("U01")}
        answer = await _answerer(stack, desk)
        seen = Seen(desk.store, "slack", lambda: desk.now)
        memory = Memory(InMemory(), seen.is_new, StoredLines(desk.store, "slack", lambda: desk.now))
        chat = SlackChat(settings(slack), answer, answer.complete, TABLE, lambda: desk.now, memory)
        running = asyncio.create_task(chat.run())
        await slack.connected()

        async def types(number: int) -> float:
            line = _SLACK_LINES[number % len(_SLACK_LINES)]
            return (await slack.deliver("slash_commands", slash(slack, line, trigger=f"t-{number}")))[1]

        taken = await _taken(desk, types)
        await chat.stop()
        await running
        return taken


async def _discord(folder: Path) -> Taken:
    async with AsyncExitStack() as stack:
        desk = open_newsroom(folder, starters=True)
        stack.callback(desk.store.close)
        discord = await stack.enter_async_context(a_discord())
        discord.now_ms = int(desk.now.timestamp() * 1000)
        answer = await _answerer(stack, desk)
        account = Account(SecretStr(TOKEN), (str(GUILD),), discord.api_url, discord.gateway.url)
        talk = Conversation(answer, answer.complete, TABLE, lambda: desk.now)
        memory = StoredMemory(desk.store, lambda: desk.now).memory()
        chat = DiscordChat(account, talk, memory, Operator(lambda _: None), QUICK)
        running = asyncio.create_task(chat.run())
        await discord.until(lambda: discord.gateway.identified)

        async def types(number: int) -> float:
            path, options = _DISCORD_LINES[number % len(_DISCORD_LINES)]
            began = time.monotonic()
            asking = await discord.people.start(path, dict(options or {}))
            callback = f"/interactions/{asking.payload['id']}/"
            await discord.until(lambda: any(call.path.startswith(callback) for call in discord.calls[-20:]))
            return time.monotonic() - began

        taken = await _taken(desk, types)
        await chat.stop()
        await running
        return taken


async def _answerer(stack: AsyncExitStack, desk: Desk) -> Answerer:
    fetcher = await stack.enter_async_context(Fetcher())
    poller = Poller(desk.newsroom, fetcher, lambda: desk.now)
    return Answerer(desk.store, poller, (), lambda: desk.now)


async def _taken(desk: Desk, types: Type) -> Taken:
    """Type commands while nothing happens, then for as long as the worker reads."""
    idle = [await _typed(types, number) for number in range(_IDLE)]
    worker = Worker()
    await asyncio.to_thread(worker.start)
    began = time.monotonic()
    reading = asyncio.create_task(asyncio.to_thread(_read, desk, worker))
    loaded: list[float] = []
    while not reading.done():
        loaded.append(await _typed(types, _IDLE + len(loaded)))
    await reading
    lasted = time.monotonic() - began
    await asyncio.to_thread(worker.stop)
    return Taken(tuple(idle), tuple(loaded), lasted)


async def _typed(types: Type, number: int) -> float:
    await asyncio.sleep(_BEAT)
    return await types(number) * 1000


def _read(desk: Desk, worker: Worker) -> None:
    """Poll ten feeds of twenty articles each, through the worker into the store."""
    newsroom = Newsroom(desk.store, worker)
    newsroom.open(desk.now)
    for part in range(10):
        feed = desk.watches(f"https://outlet-{part}.example/rss", f"Outlet {part}")
        body = as_rss(_articles(part, ARTICLES // 10))
        fetched = Fetched(feed.url, 200, body, Validators(etag='"1"'), None, None)
        found = ingest(newsroom, replace(feed, backlog=timedelta(days=7)), fetched, desk.now, 0.0)
        assert found.new == ARTICLES // 10, found


def _articles(part: int, count: int) -> list[Article]:
    """Return articles of the sample wire's length and words, each a story of its own."""
    texts = ["\n".join(entry.paragraphs) for outlet in read_outlets() for entry in outlet.entries]
    return [
        Article(
            guid=f"{part}-{number}",
            url=f"https://outlet-{part}.example/{number}",
            title=f"Deportation hearing {part * count + number} opens in ward {number}",
            source=f"Outlet {part}",
            published=NOW - timedelta(minutes=number),
            text="\n".join(
                (f"Ward {part * count + number}.", *(texts[(part * count + number + at) % len(texts)] for at in (0, 7)))
            ),
        )
        for number in range(count)
    ]
