"""Posting while Slack fails and the process dies at random: nothing lost, nothing doubled, nothing out of order."""

import asyncio
import random
from contextlib import suppress
from datetime import timedelta

import pytest

from feeds.errors import ChatError
from handlers.message import Line, Message, say, words
from handlers.outcome import Outcome, Sent
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_desk import NEWS, NOW, a_chat
from tests.fakes.slack_shapes import Fault, Json

SINCE = NOW - timedelta(days=1000)
FAULTS = (
    Fault(status=429, retry_after=1),
    Fault(status=500),
    Fault(status=503, body="<html>"),
    Fault(error="internal_error"),
    Fault(lost=True),
    Fault(lost=True),
)
LONG = Message("Digest", tuple(Line(words(f"{number}: " + "word " * 500)) for number in range(9)))
MESSAGES = {"d-1": say("First"), "d-2": LONG, "d-3": say("Third"), "d-4": LONG, "d-5": say("Fifth")}


@pytest.mark.parametrize("seed", range(25))
async def test_each_message_stands_once_and_in_order_whatever_happens(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 (a seeded test)
    async with FakeSlack() as slack:
        slack.plant("chat.postMessage", *[rng.choice(FAULTS) if rng.random() < 0.4 else None for _ in range(60)])
        slack.plant("conversations.history", *[Fault(status=503) if rng.random() < 0.3 else None for _ in range(60)])

        for delivery in MESSAGES:
            await delivered(slack, delivery, rng)

        assert slack.violations == []
        assert heads(slack) == list(MESSAGES)
        for delivery in ("d-2", "d-4"):
            assert parts(slack, delivery) == list(range(whole(slack, delivery)))


async def delivered(slack: FakeSlack, delivery: str, rng: random.Random) -> None:
    """Deliver as the courier does, every try by a process that knows nothing of the ones before."""
    for tries in range(100):
        chat = a_chat(slack)
        try:
            if tries and await chat.look_up(NEWS, delivery, SINCE):
                return
            sending = asyncio.create_task(chat.send(NEWS, MESSAGES[delivery], delivery))
            if isinstance(await killed_at_times(slack, sending, rng), Sent):
                return
        except ChatError:
            continue
        finally:
            await chat._api.close()
    raise AssertionError(f"{delivery} never arrived")


async def killed_at_times(slack: FakeSlack, sending: asyncio.Task[Outcome], rng: random.Random) -> Outcome | None:
    """Return the outcome, or None where the process died while one of its requests was answered."""
    last_words = len(slack.calls) + rng.randint(1, 4)
    if rng.random() < 0.5:
        dying = asyncio.create_task(slack.until(lambda: len(slack.calls) >= last_words))
        await asyncio.wait((sending, dying), return_when=asyncio.FIRST_COMPLETED)
        dying.cancel()
        sending.cancel()
    with suppress(asyncio.CancelledError):
        return await sending
    return None


def heads(slack: FakeSlack) -> list[str]:
    return [payload(message)["delivery"] for message in slack.messages["C01"] if payload(message)["part"] == 0]


def parts(slack: FakeSlack, delivery: str) -> list[int]:
    return [payload(m)["part"] for m in slack.messages["C01"] if payload(m)["delivery"] == delivery]


def whole(slack: FakeSlack, delivery: str) -> int:
    return int(next(payload(m)["parts"] for m in slack.messages["C01"] if payload(m)["delivery"] == delivery))


def payload(message: Json) -> Json:
    return dict(message["metadata"]["event_payload"])
