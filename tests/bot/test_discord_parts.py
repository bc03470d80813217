"""A message in several parts is one message: each part is there once, in order, under the first."""

import asyncio
from datetime import timedelta

from bot.discord_chat import DiscordChat
from bot.discord_parts import nonce_of
from handlers.message import Heading, Line, Link, Message, Rule, Words
from handlers.outcome import Later, Sent, Unknown
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_bot import DESK_CHANNEL, NOW, Newsroom, a_message, connected
from tests.fakes.discord_shapes import Fault, Json, refused

POST = ("POST", "/channels/#/messages")
THREAD = ("POST", "/channels/#/messages/#/threads")
SINCE = NOW - timedelta(minutes=5)


def long_digest(stories: int = 24, outlet: str = "Ledger") -> Message:
    """Return a digest that needs more than one Discord message."""
    links = [Link(f"Story {at}", f"https://{outlet.lower()}.example/{at}", strong=True) for at in range(stories)]
    lines = [Line((link,)) for link in links]
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
    assert outcome == Sent(",".join([first["id"], *(f"{first['id']}/{part['id']}" for part in rest)]))
    assert [part["embeds"][-1]["footer"]["text"] for part in (first, *rest)] == [
        f"wiredesk 17 · {at}/4" for at in (1, 2, 3, 4)
    ]
    titles = [embed.get("title") for part in (first, *rest) for embed in part["embeds"]]
    assert titles == [*(f"Story {at}" for at in range(24)), None]


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
    assert again == Sent(str(whole))
    assert str(whole).startswith(first["id"])
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

    assert outcome == Sent(",".join(part["id"] for part in fake.sent_in()))
    assert len(fake.sent_in()) == 4
    assert Sent(str(found)) == outcome


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


async def test_an_update_answers_its_card_where_no_thread_may_be_opened() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        card = await _sent(chat, a_message())
        fake.plant(*THREAD, refused(403, 50013))

        await chat.send(DESK_CHANNEL, a_message("update"), "2", card.ref)

    reference = fake.sent_in()[1]["message_reference"]
    assert reference["message_id"] == int(card.ref)
    assert reference["fail_if_not_exists"] is False


async def test_an_update_stands_alone_where_neither_a_thread_nor_a_reply_is_allowed() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        card = await _sent(chat, a_message())
        fake.plant(*THREAD, refused(403, 50013))
        fake.permissions &= ~(1 << 16)

        outcome = await chat.send(DESK_CHANNEL, a_message("update"), "2", card.ref)

    assert outcome == Sent(fake.sent_in()[1]["id"])
    assert "message_reference" not in fake.sent_in()[1]


async def test_a_locked_thread_closes_no_channel() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        card = await _sent(chat, a_message())
        fake.plant(*POST, refused(403, 50013))

        outcome = await chat.send(DESK_CHANNEL, a_message("update"), "2", card.ref)

    assert outcome == Sent(fake.sent_in()[1]["id"])
    assert fake.sent_in()[1]["message_reference"]["message_id"] == int(card.ref)


async def test_an_edit_mends_every_part() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        digest = await _sent(chat, long_digest())

        outcome = await chat.edit(DESK_CHANNEL, digest.ref, long_digest(outlet="Gazette"), "1")

    parts = _standing(fake)
    assert outcome == digest
    assert len(parts) == 4
    assert all("gazette" in embed["url"] for part in parts for embed in part["embeds"] if embed.get("url"))


async def test_an_edit_posts_the_parts_that_are_new_and_deletes_those_that_are_left_over() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        card = await _sent(chat, a_message())

        grown = await chat.edit(DESK_CHANNEL, card.ref, long_digest(), "2")
        assert isinstance(grown, Sent)
        held = len(_standing(fake))
        shrunk = await chat.edit(DESK_CHANNEL, grown.ref, a_message("one line"), "3")

    assert held == 4
    assert shrunk == card
    assert [part["content"] for part in _standing(fake)] == ["one line\n-# wiredesk 3"]


async def test_an_edit_tried_again_adds_nothing_twice() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        card = await _sent(chat, a_message())
        fake.plant(*POST, _taken(), Fault(503))
        broken = await chat.edit(DESK_CHANNEL, card.ref, long_digest(), "2")
        fake.forget_nonces()

        again = await chat.edit(DESK_CHANNEL, card.ref, long_digest(), "2")

    assert isinstance(broken, Unknown)
    assert isinstance(again, Sent)
    assert [part["embeds"][-1]["footer"]["text"] for part in _standing(fake)] == [
        f"wiredesk 2 · {at}/4" for at in (1, 2, 3, 4)
    ]


async def test_a_part_that_somebody_deleted_stays_deleted() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        digest = await _sent(chat, long_digest())
        del fake.sent_in(int(fake.sent_in()[0]["id"]))[1]

        outcome = await chat.edit(DESK_CHANNEL, digest.ref, long_digest(), "2")

    assert outcome == digest
    assert len(_standing(fake)) == 3


async def test_embeds_come_back_when_a_message_in_bare_words_is_edited() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        card = await _sent(chat, a_message())

        await chat.edit(DESK_CHANNEL, card.ref, long_digest(2), "2")

    assert fake.sent_in()[0]["flags"] & 4 == 0


async def test_an_edit_that_is_refused_its_layout_is_said_in_words() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        card = await _sent(chat, a_message())
        fake.plant("PATCH", "/channels/#/messages/#", refused(400, 50035))

        outcome = await chat.edit(DESK_CHANNEL, card.ref, long_digest(2), "2")

    assert isinstance(outcome, Sent)
    assert fake.sent_in()[0]["embeds"] == []
    assert "Story 1" in fake.sent_in()[0]["content"]


async def test_an_edit_too_many_of_an_old_message_is_later() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        card = await _sent(chat, a_message())
        fake.plant("PATCH", "/channels/#/messages/#", refused(400, 30046))

        outcome = await chat.edit(DESK_CHANNEL, card.ref, a_message(), "2")

    assert isinstance(outcome, Later)


async def _sent(chat: DiscordChat, message: Message) -> Sent:
    outcome = await chat.send(DESK_CHANNEL, message, "1")
    assert isinstance(outcome, Sent)
    return outcome


def _standing(fake: FakeDiscord) -> list[Json]:
    """Return the parts of the one message in the channel."""
    (first,) = fake.sent_in()
    return [first, *fake.sent_in(int(first["id"]))]


def _taken() -> Fault:
    """Return no fault at all: a place held before the next one."""
    return Fault(instead=False, drops=False)
