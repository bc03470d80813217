"""What was posted is found again by its id alone, and what cannot be read is not taken for missing."""

from datetime import timedelta

import pytest

from feeds.errors import CannotTell, ChannelGone, ChatDown
from tests.fakes.discord_bot import DESK_CHANNEL, NOW, Newsroom, a_message, connected
from tests.fakes.discord_shapes import CHANNEL, Fault, refused

POST = ("POST", "/channels/#/messages")
THREAD = ("POST", "/channels/#/messages/#/threads")
SINCE = NOW - timedelta(minutes=5)


async def test_a_look_up_reads_past_other_messages_and_is_not_fooled_by_a_longer_id() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        await chat.send(DESK_CHANNEL, a_message(), "170")
        for at in range(120):
            chatter = fake.message(CHANNEL, {"content": f"chatter {at}\n-# wiredesk 17"})
            fake.sent_in().append(chatter | _SOMEBODY)
        await chat.send(DESK_CHANNEL, a_message(), "17")

        found = await chat.look_up(DESK_CHANNEL, "17", SINCE)

    assert found == fake.sent_in()[-1]["id"]


async def test_a_look_up_that_cannot_read_the_history_says_that_nobody_knows() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        fake.plant("GET", "/channels/#/messages", Fault(503), refused(403, 50001))

        with pytest.raises(ChatDown):
            await chat.look_up(DESK_CHANNEL, "17", SINCE)
        with pytest.raises(ChannelGone):
            await chat.look_up(DESK_CHANNEL, "17", SINCE)


_SOMEBODY = {"author": {"id": "7", "username": "reporter", "discriminator": "0", "avatar": None}}


async def test_where_the_history_may_not_be_read_an_empty_one_proves_nothing() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        fake.permissions &= ~(1 << 16)

        with pytest.raises(CannotTell, match="Read Message History"):
            await chat.look_up(DESK_CHANNEL, "17", SINCE)
