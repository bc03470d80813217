"""The world a bot lives in, which outlives it: a wire that publishes, a Slack and a Discord that fail at times.

Every dispatch of the wire is a story of its own. `Dispatch.places` are the channels that are to hear of it, once.
"""

import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.clock import now
from feeds.model import Forms, Level, Salience
from storage import channels, feeds, watchlists
from storage.model import Channel, ChannelId
from storage.store import Transaction, open_store
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_shapes import CHANNEL, GUILD, rate_limited
from tests.fakes.discord_shapes import TOKEN as DISCORD_TOKEN
from tests.fakes.discord_shapes import Fault as DiscordFault
from tests.fakes.slack import APP_TOKEN, FakeSlack
from tests.fakes.slack import TOKEN as SLACK_TOKEN
from tests.fakes.slack_shapes import TEAM
from tests.fakes.slack_shapes import Fault as SlackFault
from tests.fakes.web import Web

T = TypeVar("T")
N = TypeVar("N")
WORDS = ("harbour", "ferry", "lighthouse")
SLACK = {"C01": ("harbour",), "C02": ("harbour", "ferry"), "C03": ("ferry", "lighthouse")}
DISCORD = {CHANNEL: ("harbour", "lighthouse"), CHANNEL + 1: ("ferry",), CHANNEL + 2: WORDS}
ENTRIES_SHOWN = 150
FAULTY = 0.35
"""The share of requests that meet a fault."""
_SYLLABLES = ("ba", "do", "fe", "gu", "ka", "li", "mo", "nu", "pe", "ra", "si", "to", "ve", "wo", "xa", "zu")
_SLACK_FAULTS = (
    SlackFault(status=429, retry_after=1),
    SlackFault(status=500),
    SlackFault(status=503, body="<html>"),
    SlackFault(error="internal_error"),
    SlackFault(lost=True),
    SlackFault(lost=True),
)
_DISCORD_FAULTS = (
    DiscordFault(),
    DiscordFault(instead=False),
    DiscordFault(instead=False),
    DiscordFault(503),
    DiscordFault(503, instead=False),
    rate_limited(0.3),
)
_PASS = DiscordFault(instead=False, drops=False)
_PLANTED = 400


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One entry of the wire; `number` stands in its headline, `words` are those the watchlists look for."""

    number: int
    words: tuple[str, ...]
    text: str
    published: datetime

    @property
    def title(self) -> str:
        """The headline."""
        names = " ".join(self.text.split()[:5:2])
        return f"Dispatch {self.number:05d}: {names} {' and '.join(self.words)}"

    @property
    def places(self) -> tuple[str, ...]:
        """The channels whose lists it matches, as the store writes them."""
        heard = [f"slack:{place}" for place, listed in SLACK.items() if set(listed) & set(self.words)]
        return (*heard, *(f"discord:C{place}" for place, listed in DISCORD.items() if set(listed) & set(self.words)))


class TimelySlack(FakeSlack):
    """A Slack whose messages carry the time at which they came."""

    def _chat_postMessage(self, arguments: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 (Slack's name)
        answer = super()._chat_postMessage(arguments)
        answer["message"]["ts"] = answer["ts"] = f"{now().timestamp():.6f}"
        return answer


class TimelyDiscord(FakeDiscord):
    """A Discord whose ids carry the time at which they were made."""

    def new_id(self) -> str:
        self.now_ms = max(self.now_ms, int(now().timestamp() * 1000))
        return super().new_id()


@dataclass
class World:
    """What stands around the bot. `faults` counts those that were planted and met."""

    slack: FakeSlack
    discord: FakeDiscord
    wire: Web
    dice: random.Random
    dispatches: list[Dispatch] = field(default_factory=list)
    _met: int = 0
    _planted: int = 0

    @property
    def posts(self) -> int:
        """How many messages were posted until now, whatever became of them."""
        slack = sum(call.method == "chat.postMessage" for call in self.slack.calls)
        return slack + len(self.discord.called("POST", "/channels/#/messages"))

    @property
    def faults(self) -> int:
        """How many requests met a fault until now."""
        return self._met + self._planted - self._left()

    def publish(self, count: int) -> None:
        """Let the wire carry `count` new dispatches on top."""
        for _ in range(count):
            words = tuple(sorted(self.dice.sample(WORDS, self.dice.randint(1, 2))))
            self.dispatches.append(Dispatch(len(self.dispatches) + 1, words, self._prose(words), now()))
        shown = self.dispatches[: -ENTRIES_SHOWN - 1 : -1]
        items = "".join(map(_item, shown))
        body = f'<rss version="2.0"><channel><title>Example Wire</title>{items}</channel></rss>'
        self.wire.says(body.encode(), Content_Type="application/rss+xml")

    def trouble(self) -> None:
        """Plant the faults of the next life in place of what is left of the last one's; forget nonces at times."""
        self.calm()
        self._planted = 0
        for method in ("chat.postMessage", "conversations.history"):
            self.slack.plant(method, *(self._or_none(_SLACK_FAULTS, None) for _ in range(_PLANTED)))
        for method in ("POST", "GET"):
            met = (self._or_none(_DISCORD_FAULTS, _PASS) for _ in range(_PLANTED))
            self.discord.plant(method, "/channels/#/messages", *met)
        self._planted = self._left()
        if self.dice.random() < 0.5:
            self.discord.forget_nonces()

    def calm(self) -> None:
        """Let everything work from now on."""
        self._met, self._planted = self.faults, 0
        self.slack._faults.clear()
        self.discord._faults.clear()

    def _left(self) -> int:
        """Return how many of the faults that were planted nobody met yet."""
        slack = sum(fault is not None for planted in self.slack._faults.values() for fault in planted)
        return slack + sum(fault is not _PASS for planted in self.discord._faults.values() for fault in planted)

    def _or_none(self, faults: Sequence[T], none: N) -> T | N:
        return self.dice.choice(faults) if self.dice.random() < FAULTY else none

    def _prose(self, words: tuple[str, ...]) -> str:
        """Return sentences of made-up words, so that no two dispatches are one story."""
        made = ["".join(self.dice.choices(_SYLLABLES, k=3)) for _ in range(90)]
        made[1::9] = [self.dice.choice(words) for _ in made[1::9]]
        sentences = [" ".join(made[start : start + 9]).capitalize() + "." for start in range(0, len(made), 9)]
        return " ".join(sentences) + f" “We heard of it in {made[2]},” said {made[3].title()} {made[4].title()}."


def _item(dispatch: Dispatch) -> str:
    return (
        f"<item><title>{dispatch.title}</title><guid isPermaLink='false'>{dispatch.number}</guid>"
        f"<link>https://wire.example/{dispatch.number}</link><description>{dispatch.text}</description>"
        f"<pubDate>{format_datetime(dispatch.published)}</pubDate></item>"
    )


@asynccontextmanager
async def a_world(seed: int) -> AsyncIterator[World]:
    """Run a world until the block ends."""
    discord = TimelyDiscord()
    for place in DISCORD:
        discord.add_channel(place, GUILD, f"news-{place}")
    await discord.start()
    try:
        async with TimelySlack() as slack, Web() as wire:
            yield World(slack, discord, wire, random.Random(seed))  # noqa: S311 (a seeded test)
    finally:
        await discord.stop()


def settle_in(world: World, folder: Path) -> dict[str, str]:
    """Make the desks of both chats in `folder`, their lists and the wire's feed; return a life's environment."""
    url = f"sqlite:///{folder / 'wiredesk.db'}"
    every = timedelta(seconds=1)
    with closing(open_store(url, now())) as store, store.transaction() as tx:
        feeds.add_feed(
            tx, url=world.wire.url(), name="Example Wire", every=every, backlog=timedelta(7), tag=None, now=now()
        )
        _settle(tx, f"slack:{TEAM}", {f"slack:{place}": listed for place, listed in SLACK.items()})
        _settle(tx, f"discord:G{GUILD}", {f"discord:C{place}": listed for place, listed in DISCORD.items()})
    return {
        "DATABASE_URL": url,
        "ALLOW_NETWORKS": "127.0.0.0/8",
        "TIMEZONE": "UTC",
        "SLACK_BOT_TOKEN": SLACK_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": world.slack.api_url,
        "DISCORD_TOKEN": DISCORD_TOKEN,
        "DISCORD_GUILDS": str(GUILD),
        "DISCORD_API_URL": world.discord.api_url,
        "DISCORD_GATEWAY_URL": world.discord.gateway.url,
    }


def _settle(tx: Transaction, ref: str, places: dict[str, tuple[str, ...]]) -> None:
    desk = channels.ensure_desk(tx, ref, "Example Times", "UTC")
    made = {place: _unfolding(tx, channels.ensure_channel(tx, desk.id, place, place)) for place in places}
    for word in WORDS:
        routes = [(made[place], Level.ALERT) for place, listed in places.items() if word in listed]
        watchlists.add_watchlist(tx, desk.id, word, word, Forms(), Salience.PASSING, routes, now())


def _unfolding(tx: Transaction, channel: Channel) -> ChannelId:
    """Let `channel` show every card by itself, however many come at once; return its id."""
    channels.keep_settings(tx, replace(channel, flood_limit=1_000_000))
    return channel.id
