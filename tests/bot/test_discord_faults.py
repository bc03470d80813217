"""Many messages through many faults, with restarts: none is lost, none stands twice, and none overtakes another."""

import random
from datetime import timedelta

import pytest

from bot.discord_chat import DiscordChat
from handlers.message import Line, Link, Message, Words
from handlers.outcome import Outcome, Sent, Unknown
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_bot import DESK_CHANNEL, NOW, Newsroom, a_discord, running
from tests.fakes.discord_shapes import Fault, Json, rate_limited

POST = ("POST", "/channels/#/messages")
THREAD = ("POST", "/channels/#/messages/#/threads")
FAULTS = (Fault(), Fault(instead=False), Fault(503), Fault(503, instead=False), rate_limited(40), rate_limited(0.001))
NONE = Fault(instead=False, drops=False)
MESSAGES = 40


def a_message(number: int, stories: int) -> Message:
    lines = [
        Line((Link(f"Story {at}", f"https://ledger.example/{number}/{at}", strong=True),)) for at in range(stories)
    ]
    return Message(f"Digest {number}", (Line((Words("Ports"),), small=True), *lines))


async def delivered(chat: DiscordChat, fake: FakeDiscord, message: Message, delivery: str) -> Outcome:
    """Send as the courier does: after an unknown outcome, look before a second try; no nonce outlives the wait."""
    outcome: Outcome = Unknown("not tried yet")
    for tries in range(40):
        if tries and isinstance(outcome, Unknown):
            found = await chat.look_up(DESK_CHANNEL, delivery, NOW - timedelta(hours=1))
            if found is not None:
                return Sent(found)
        outcome = await chat.send(DESK_CHANNEL, message, delivery)
        fake.forget_nonces()
        if isinstance(outcome, Sent):
            return outcome
    raise AssertionError(f"{delivery} never arrived: {outcome}")


@pytest.mark.parametrize("seed", range(5))
async def test_through_any_faults_every_message_stands_once_whole_and_in_order(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 (faults, not secrets)
    newsroom = Newsroom()
    sizes = [dice.choice((1, 1, 2, 14, 33)) for _ in range(MESSAGES)]

    async with a_discord() as fake:
        fake.plant(*POST, *(dice.choice((NONE, *FAULTS)) for _ in range(3 * MESSAGES)))
        fake.plant(*THREAD, *(dice.choice((NONE, NONE, *FAULTS)) for _ in range(MESSAGES)))
        for start in range(0, MESSAGES, 10):
            chat, sessions = newsroom.chat(fake), fake.gateway.identified
            async with running(chat):
                await fake.until(lambda before=sessions: fake.gateway.identified > before)  # type: ignore[misc]  # a default
                for number in range(start, start + 10):
                    await delivered(chat, fake, a_message(number, sizes[number]), f"{number}")

    stories = [[url for part in _parts(fake, first) for url in _urls(part)] for first in fake.sent_in()]
    assert stories == [
        [f"https://ledger.example/{number}/{at}" for at in range(size)] for number, size in enumerate(sizes)
    ]


async def test_without_a_look_up_the_same_faults_double_a_message() -> None:
    newsroom = Newsroom()
    async with a_discord() as fake:
        fake.plant(*POST, Fault(503, instead=False))
        chat = newsroom.chat(fake)
        async with running(chat):
            await fake.until(lambda: fake.gateway.identified)

            await chat.send(DESK_CHANNEL, a_message(1, 1), "1")
            fake.forget_nonces()
            await chat.send(DESK_CHANNEL, a_message(1, 1), "1")

    assert len(fake.sent_in()) == 2


def _parts(fake: FakeDiscord, first: Json) -> list[Json]:
    return [first, *fake.sent_in(int(first["id"]))]


def _urls(part: Json) -> list[str]:
    return [embed["url"] for embed in part["embeds"] if "url" in embed]
