"""What is posted is there exactly once, whatever befalls the request; and every answer has its outcome."""

import asyncio
from datetime import timedelta

import pytest

from handlers.message import Button, Line, Link, Message, Words, say
from handlers.outcome import Later, Never, Scope, Sent, Unknown
from storage.model import Channel, ChannelId, DeskId
from tests.fakes.discord_bot import DESK_CHANNEL, NOW, Newsroom, a_message, connected
from tests.fakes.discord_shapes import CHANNEL, Fault, rate_limited, refused

POST = ("POST", "/channels/#/messages")
THREAD = ("POST", "/channels/#/messages/#/threads")
SINCE = NOW - timedelta(minutes=5)


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


async def test_an_edit_replaces_what_stands_there() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        card = await chat.send(DESK_CHANNEL, a_message(), "1")
        assert isinstance(card, Sent)

        outcome = await chat.edit(DESK_CHANNEL, card.ref, say("Port reopens, says harbour master"), "2")

    assert outcome == card
    assert fake.sent_in()[0]["content"].startswith("Port reopens, says harbour master")


async def test_an_edit_in_a_thread_finds_its_message() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        card = await chat.send(DESK_CHANNEL, a_message(), "1")
        assert isinstance(card, Sent)
        update = await chat.send(DESK_CHANNEL, a_message("update"), "2", card.ref)
        assert isinstance(update, Sent)

        outcome = await chat.edit(DESK_CHANNEL, update.ref, say("update, mended"), "3")

    assert outcome == update
    assert fake.sent_in(int(card.ref))[0]["content"].startswith("update, mended")


async def test_a_card_that_somebody_deleted_is_never_edited_and_its_channel_goes_on() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, _):
        outcome = await chat.edit(DESK_CHANNEL, "123", a_message(), "3")

    assert isinstance(outcome, Never)
    assert outcome.scope is Scope.MESSAGE


async def test_stopped_between_two_tries_nobody_knows_whether_the_first_arrived() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (chat, fake):
        fake.plant(*POST, Fault(500))
        sending = asyncio.create_task(chat.send(DESK_CHANNEL, a_message(), "17"))
        await fake.until(lambda: fake.called(*POST))

        await chat.stop()

        assert isinstance(await sending, Unknown)


PERSON = Channel(ChannelId(2), DeskId(1), "discord:U4242", "Anna", person="discord:U4242")


async def test_a_person_is_sent_direct_messages_in_one_place_that_is_opened_once() -> None:
    async with connected(Newsroom()) as (chat, fake):
        first = await chat.send(PERSON, say("Ferry halted"), "17")
        second = await chat.send(PERSON, say("Ferry sails"), "18")

    assert [isinstance(each, Sent) for each in (first, second)] == [True, True]
    assert len(fake.sent_in(42420)) == 2
    assert len(fake.called("POST", "/users/@me/channels")) == 1


async def test_a_direct_message_is_looked_up_and_edited_where_it_stands() -> None:
    async with connected(Newsroom()) as (chat, fake):
        fake.plant(*POST, Fault(instead=False))
        lost = await chat.send(PERSON, say("Ferry halted"), "17")
        found = await chat.look_up(PERSON, "17", SINCE)
        never = await chat.look_up(PERSON, "99", SINCE)
        edited = await chat.edit(PERSON, found or "", say("Ferry sails"), "17")

    assert isinstance(lost, Unknown)
    assert (found, never) == (fake.sent_in(42420)[0]["id"], None)
    assert isinstance(edited, Sent)
    assert "Ferry sails" in str(fake.sent_in(42420)[0])


async def test_a_person_who_takes_no_messages_is_a_broken_place() -> None:
    async with connected(Newsroom()) as (chat, fake):
        fake.closed.add(4242)

        outcome = await chat.send(PERSON, say("Ferry halted"), "17")

    assert isinstance(outcome, Never)
