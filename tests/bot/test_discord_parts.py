"""A message in several parts is one message: each part is there once, in order, under the first."""

import asyncio
from datetime import timedelta

from bot.discord_parts import nonce_of
from handlers.message import Heading, Line, Link, Message, Rule, Words
from handlers.outcome import Sent, Unknown
from tests.fakes.discord_bot import DESK_CHANNEL, NOW, Newsroom, a_message, connected
from tests.fakes.discord_shapes import Fault, refused

POST = ("POST", "/channels/#/messages")
THREAD = ("POST", "/channels/#/messages/#/threads")
SINCE = NOW - timedelta(minutes=5)


def long_digest(stories: int = 24) -> Message:
    """Return a digest that needs more than one Discord message."""
    links = [Link(f"Story {at}", f"https://ledger.example/{at}", strong=True) for at in range(stories)]
    lines = [Line((Words(f"{at}. "), link)) for at, link in enumerate(links)]
    rest = (Rule(), Line((Words("The rest."),)))
    return Message("Morning digest: many stories", (Heading("Ports"), *lines), thread=rest)


def test_a_nonce_is_the_same_for_the_same_part_and_differs_for_every_other() -> None:
    nonces = {nonce_of(place, delivery, part) for place in (1, 2) for delivery in ("1", "11") for part in (1, 11)}

    assert len(nonces) == 8
    assert nonce_of(1, "1", 1) in nonces
    assert all(len(nonce) <= 25 for nonce in nonces)


async def test_what_overflows_goes_into_one_thread_under_the_message() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        outcome = await chat.send(DESK_CHANNEL, long_digest(), "17")

    (first,) = fake.sent_in()
    rest = fake.sent_in(int(first["id"]))
    assert outcome == Sent(first["id"])
    assert [part["embeds"][-1]["footer"]["text"] for part in (first, *rest)] == [
        f"wiredesk 17 · {at}/4" for at in (1, 2, 3, 4)
    ]
    titles = [embed.get("title") for part in (first, *rest) for embed in part["embeds"]]
    assert titles == [*(f"{at}\\. Story {at}" for at in range(24)), None]


async def test_parts_lost_midway_are_found_missing_and_only_they_are_posted_again() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        fake.plant(*POST, _taken(), _taken(), Fault(503))
        outcome = await chat.send(DESK_CHANNEL, long_digest(), "17")
        found = await chat.look_up(DESK_CHANNEL, "17", SINCE)
        fake.forget_nonces()

        again = await chat.send(DESK_CHANNEL, long_digest(), "17")
        whole = await chat.look_up(DESK_CHANNEL, "17", SINCE)

    (first,) = fake.sent_in()
    assert isinstance(outcome, Unknown)
    assert found is None
    assert again == Sent(first["id"])
    assert whole == first["id"]
    assert [part["embeds"][-1]["footer"]["text"] for part in fake.sent_in(int(first["id"]))] == [
        f"wiredesk 17 · {at}/4" for at in (2, 3, 4)
    ]


async def test_after_a_restart_midway_a_look_up_completes_the_message() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        fake.plant(*POST, _taken(), Fault(503))
        await chat.send(DESK_CHANNEL, long_digest(), "17")
        fake.forget_nonces()
        after = newsroom.chat(fake)
        task = asyncio.create_task(after.run())
        await fake.until(lambda: fake.gateway.identified == 2)

        found = await after.look_up(DESK_CHANNEL, "17", SINCE)
        again = await after.send(DESK_CHANNEL, long_digest(), "17")
        await after.stop()
        await task

    assert found is None
    assert isinstance(again, Sent)
    assert len(fake.sent_in()) == 1
    assert len(fake.sent_in(int(fake.sent_in()[0]["id"]))) == 3


async def test_where_no_thread_may_be_opened_the_rest_follows_in_the_channel() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        fake.plant(*THREAD, refused(403, 50013))

        outcome = await chat.send(DESK_CHANNEL, long_digest(), "17")
        found = await chat.look_up(DESK_CHANNEL, "17", SINCE)

    assert outcome == Sent(fake.sent_in()[0]["id"])
    assert len(fake.sent_in()) == 4
    assert found == fake.sent_in()[0]["id"]


async def test_a_follow_up_goes_into_the_thread_of_its_card_which_is_opened_once() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        card = await chat.send(DESK_CHANNEL, a_message(), "1")
        assert isinstance(card, Sent)

        outcomes = [await chat.send(DESK_CHANNEL, a_message(f"update {at}"), f"{at}", card.ref) for at in (2, 3)]
        found = await chat.look_up(DESK_CHANNEL, "3", SINCE)

    updates = fake.sent_in(int(card.ref))
    assert [update["content"].split("\n")[0] for update in updates] == ["update 2", "update 3"]
    assert outcomes == [Sent(f"{card.ref}/{update['id']}") for update in updates]
    assert found == f"{card.ref}/{updates[1]['id']}"


def _taken() -> Fault:
    """Return no fault at all: a place held before the next one."""
    return Fault(instead=False, drops=False)
