"""A channel's messages keep a beat apart, whatever the network does, and no channel waits for another."""

import asyncio
import contextlib
import itertools
from dataclasses import dataclass, field
from datetime import timedelta

from pydantic import SecretStr

from bot.slack_api import SlackApi
from bot.slack_blocks import Place
from bot.slack_layout import Part, laid_out
from bot.slack_posting import Posting, Target
from bot.slack_turns import Turns
from handlers.message import Block, Heading, Line, Link, Message, Words, say
from tests.fakes.slack import TOKEN, FakeSlack
from tests.fakes.slack_desk import NEW_YORK, NOW
from tests.fakes.slack_shapes import Fault


@dataclass
class Time:
    """A time that passes only while somebody waits; `late` is how much longer each wait takes than was asked for."""

    now: float = 100.0
    late: float = 0.0
    waits: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds + self.late
        await asyncio.sleep(0)

    def turns(self) -> Turns:
        return Turns(timedelta(seconds=1), self.clock, self.sleep)


async def test_a_post_waits_for_the_rest_of_the_beat() -> None:
    time = Time()
    turns = time.turns()
    async with turns.of("C01"):
        time.now += 0.2

    time.now += 0.3
    async with turns.of("C01"):
        pass

    assert [round(wait, 3) for wait in time.waits] == [0.0, 0.7]


async def test_a_wait_that_came_late_shortens_no_beat_after_it() -> None:
    time = Time(late=0.9)
    turns = time.turns()
    at = []
    for _ in range(3):
        async with turns.of("C01"):
            at.append(time.now)

    assert all(later - earlier >= 1.0 for earlier, later in itertools.pairwise(at))


async def test_no_channel_waits_for_another() -> None:
    time = Time()
    turns = time.turns()
    async with turns.of("C01"), turns.of("C02"):
        pass

    assert time.waits == [0.0, 0.0]


async def test_a_turn_ends_with_an_error_too() -> None:
    time = Time()
    turns = time.turns()
    with contextlib.suppress(TimeoutError):
        async with turns.of("C01"):
            raise TimeoutError

    async with turns.of("C01"):
        pass

    assert time.waits == [0.0, 1.0]


async def test_a_digest_of_120_stories_and_its_neighbours_keep_to_one_message_a_second() -> None:
    time = Time()
    async with FakeSlack(clock=time.clock) as slack:
        api = SlackApi(slack.api_url)
        posting = Posting(api, time.turns())
        to = Target(SecretStr(TOKEN), "C01")
        digest = laid_out(_digest(120), Place(NEW_YORK, NOW))
        slack.plant("chat.postMessage", None, Fault(error="invalid_blocks"))

        await asyncio.gather(*(posting.send(to, parts, key) for key, parts in (("d-1", digest), ("d-2", _short()))))
        await api.close()

    at = [call.at for call in slack.calls if call.method == "chat.postMessage"]
    assert slack.violations == []
    assert len(at) == len(digest) + 2
    assert len(digest) > 3
    assert all(later - earlier >= 1.0 for earlier, later in itertools.pairwise(at))


def _short() -> tuple[Part, ...]:
    return laid_out(say("Guard sent to Springfield"), Place(NEW_YORK, NOW))


def _digest(stories: int) -> Message:
    """Return a digest whose stories have headlines of a usual length and an excerpt each."""
    lines: list[Block] = []
    for number in range(1, stories + 1):
        link = Link(
            f"Council of ward {number} votes on the harbour " * 2, f"https://ledger.example/{number}", strong=True
        )
        lines += [Line((Words(f"{number}. "), link)), Line((Words("said the council, " * 12),), small=True, indent=1)]
    return Message("Morning digest", (Heading("Harbour"), *lines[:40]), thread=tuple(lines[40:]))
