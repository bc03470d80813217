"""What is posted is there exactly once, whatever befalls the request; and every answer has its outcome."""

import asyncio
from datetime import timedelta

import pytest

from bot.discord_parts import nonce_of
from feeds.errors import ChannelGone, ChatDown
from handlers.message import Button, Heading, Line, Link, Message, Rule, Words, say
from handlers.outcome import Later, Never, Scope, Sent, Unknown
from tests.fakes.discord import CHANNEL, Fault, rate_limited, refused
from tests.fakes.discord_bot import DESK_CHANNEL, NOW, Newsroom, a_message, connected

POST = ("POST", "/channels/#/messages")
THREAD = ("POST", "/channels/#/messages/#/threads")
SINCE = NOW - timedelta(minutes=5)


def long_digest(stories: int = 24) -> Message:
    """Return a digest that needs more than one Discord message."""
    links = [Link(f"Story {at}", f"https://ledger.example/{at}", strong=True) for at in range(stories)]
    lines = [Line((Words(f"{at}. "), link)) for at, link in enumerate(links)]
    rest = (Rule(), Line((Words("The rest."),)))
    return Message("Morning digest: many stories", (Heading("Ports"), *lines), thread=rest)


async def test_a_message_is_posted_with_its_id_in_the_footer_and_nobody_is_pinged() -> None:
    newsroom = Newsroom()
    message = Message("Port reopens", (Line((Link("Port reopens", "https://ledger.example/1", strong=True),)),))

    async with connected(newsroom) as (chat, fake):
        outcome = await chat.send(DESK_CHANNEL, message, "17")

    (posted,) = fake.sent_in()
    assert outcome == Sent(posted["id"])
    assert posted["embeds"][0]["footer"]["text"] == "wiredesk 17"
    assert posted["embeds"][0]["url"] == "https://ledger.example/1"
    assert fake.called(*POST)[0].body["allowed_mentions"] == {"parse": []}


async def test_the_same_delivery_sent_twice_is_there_once() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (chat, fake):
        outcomes = [await chat.send(DESK_CHANNEL, a_message(), "17") for _ in range(2)]

    assert outcomes[0] == outcomes[1]
    assert len(fake.sent_in()) == 1
    assert fake.called(*POST)[0].body["enforce_nonce"] is True


def test_a_nonce_is_the_same_for_the_same_part_and_differs_for_every_other() -> None:
    nonces = {nonce_of(place, delivery, part) for place in (1, 2) for delivery in ("1", "11") for part in (1, 11)}

    assert len(nonces) == 8
    assert nonce_of(1, "1", 1) in nonces
    assert all(len(nonce) <= 25 for nonce in nonces)


async def test_an_answer_lost_after_the_message_was_taken_is_unknown_and_looked_up() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        fake.plant(*POST, Fault(instead=False))

        outcome = await chat.send(DESK_CHANNEL, a_message(), "17")
        found = await chat.look_up(DESK_CHANNEL, "17", SINCE)

    assert isinstance(outcome, Unknown)
    assert found == fake.sent_in()[0]["id"]


async def test_a_socket_dropped_before_the_message_was_taken_is_unknown_and_not_found() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        fake.plant(*POST, Fault())

        outcome = await chat.send(DESK_CHANNEL, a_message(), "17")
        found = await chat.look_up(DESK_CHANNEL, "17", SINCE)

    assert isinstance(outcome, Unknown)
    assert found is None


async def test_a_503_is_unknown() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        fake.plant(*POST, Fault(503))

        outcome = await chat.send(DESK_CHANNEL, a_message(), "17")

    assert outcome == Unknown("Discord answered 503")


async def test_a_500_that_took_the_message_all_the_same_leaves_one_message() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        fake.plant(*POST, Fault(500, instead=False))

        outcome = await chat.send(DESK_CHANNEL, a_message(), "17")

    assert isinstance(outcome, Sent)
    assert len(fake.sent_in()) == 1


async def test_a_short_429_is_waited_out() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        fake.plant(*POST, rate_limited(0.01))

        outcome = await chat.send(DESK_CHANNEL, a_message(), "17")

    assert isinstance(outcome, Sent)


async def test_a_long_429_is_later_by_what_discord_asks() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        fake.plant(*POST, rate_limited(90))

        outcome = await chat.send(DESK_CHANNEL, a_message(), "17")

    assert outcome == Later(timedelta(seconds=90), "Discord asks to wait")
    assert fake.sent_in() == []


async def test_a_429_of_the_network_in_front_of_discord_is_later() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        fake.plant(*POST, Fault(429, headers={"Retry-After": "7"}))

        outcome = await chat.send(DESK_CHANNEL, a_message(), "17")

    assert outcome == Later(timedelta(seconds=7), "Discord asks to wait")


async def test_a_429_after_a_500_is_unknown_because_the_first_try_may_have_arrived() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        fake.plant(*POST, Fault(500, instead=False), rate_limited(90))

        outcome = await chat.send(DESK_CHANNEL, a_message(), "17")

    assert isinstance(outcome, Unknown)


@pytest.mark.parametrize(
    ("status", "code", "scope"),
    [
        (404, 10003, Scope.CHANNEL),
        (403, 50001, Scope.CHANNEL),
        (403, 50013, Scope.CHANNEL),
        (401, 0, Scope.WORKSPACE),
        (400, 200000, Scope.MESSAGE),
    ],
)
async def test_a_refusal_says_how_far_it_reaches_after_one_try(status: int, code: int, scope: Scope) -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        fake.plant(*POST, refused(status, code))

        outcome = await chat.send(DESK_CHANNEL, a_message(), "17")

    assert isinstance(outcome, Never)
    assert outcome.scope is scope
    assert len(fake.called(*POST)) == 1


async def test_a_deleted_channel_is_closed() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        del fake.channels[CHANNEL]

        outcome = await chat.send(DESK_CHANNEL, a_message(), "17")

    assert isinstance(outcome, Never)
    assert outcome.scope is Scope.CHANNEL


async def test_a_layout_that_discord_refuses_is_tried_once_in_words_alone() -> None:
    newsroom = Newsroom()
    story = Line((Link("Port reopens", "https://ledger.example/1", strong=True),))
    message = Message("Port reopens", (story, Line((Words("Ledger"),))), (Button("Quotes", "/quotes id:1"),))
    async with connected(newsroom) as (chat, fake):
        fake.plant(*POST, refused(400, 50035))

        outcome = await chat.send(DESK_CHANNEL, message, "17")
        found = await chat.look_up(DESK_CHANNEL, "17", SINCE)

    (posted,) = fake.sent_in()
    assert isinstance(outcome, Sent)
    assert posted["content"] == "Port reopens\nLedger\n-# wiredesk 17"
    assert posted["embeds"] == posted["components"] == []
    assert found == posted["id"]


async def test_words_alone_that_are_refused_too_are_never_sent() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        fake.plant(*POST, refused(400, 50035), refused(400, 50035))

        outcome = await chat.send(DESK_CHANNEL, a_message(), "17")

    assert isinstance(outcome, Never)
    assert outcome.scope is Scope.MESSAGE


async def test_an_answer_that_does_not_come_is_unknown() -> None:
    newsroom = Newsroom()
    newsroom.pace_answer = timedelta(milliseconds=50)
    forever = asyncio.Event()
    async with connected(newsroom) as (chat, fake):
        fake.plant(*POST, Fault(instead=False, drops=False, until=forever))

        outcome = await chat.send(DESK_CHANNEL, a_message(), "17")
        forever.set()

    assert outcome == Unknown("Discord did not answer in time")


async def test_an_address_where_nobody_listens_is_later() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        await fake.close_rest()
        await chat.send(DESK_CHANNEL, a_message(), "16")  # meets a connection that is no longer one: unknown

        outcome = await chat.send(DESK_CHANNEL, a_message(), "17")

    assert isinstance(outcome, Later)


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


async def test_an_edit_replaces_what_stands_there() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        card = await chat.send(DESK_CHANNEL, a_message(), "1")
        assert isinstance(card, Sent)

        outcome = await chat.edit(DESK_CHANNEL, card.ref, say("Port reopens, says harbour master"))

    assert outcome == card
    assert fake.sent_in()[0]["content"].startswith("Port reopens, says harbour master")


async def test_an_edit_in_a_thread_finds_its_message() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        card = await chat.send(DESK_CHANNEL, a_message(), "1")
        assert isinstance(card, Sent)
        update = await chat.send(DESK_CHANNEL, a_message("update"), "2", card.ref)
        assert isinstance(update, Sent)

        outcome = await chat.edit(DESK_CHANNEL, update.ref, say("update, mended"))

    assert outcome == update
    assert fake.sent_in(int(card.ref))[0]["content"].startswith("update, mended")


async def test_a_card_that_somebody_deleted_is_never_edited_and_its_channel_goes_on() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, _):
        outcome = await chat.edit(DESK_CHANNEL, "123", a_message())

    assert isinstance(outcome, Never)
    assert outcome.scope is Scope.MESSAGE


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


def _taken() -> Fault:
    """Return no fault at all: a place held before the next one."""
    return Fault(instead=False, drops=False)
