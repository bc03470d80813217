"""A reply comes back in time and in private, but for the one public line."""

import asyncio

import pytest

from handlers.message import Button, Message, say
from handlers.request import Download, Reply, refusal
from tests.fakes.discord_bot import Newsroom, connected
from tests.fakes.discord_people import EPHEMERAL
from tests.fakes.discord_shapes import CHANNEL, Fault, refused

ORIGINAL = ("PATCH", "/webhooks/#/*/messages/@original")
CALLBACK = ("POST", "/interactions/#/*/callback")


async def test_a_command_is_acknowledged_and_then_answered_privately() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        asking = await fake.people.type("quotes", {"speaker": "Marlow"})

    assert asking.acknowledged == {"type": 5, "data": {"flags": EPHEMERAL}}
    assert asking.shown is not None
    assert asking.shown["content"] == "Four quotes."


async def test_an_expired_interaction_has_no_effect() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        fake.plant(*CALLBACK, refused(404, 10062, "Unknown interaction"))
        await fake.people.start("watch list")
        await fake.until(lambda: fake.called(*CALLBACK))
        await fake.people.type("watch list")

    assert len(newsroom.events) == 1


async def test_an_acknowledgement_whose_answer_was_lost_is_still_answered() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        fake.plant(*CALLBACK, Fault(instead=False))
        asking = await fake.people.type("watch list")

    assert asking.shown is not None
    assert len(newsroom.events) == 1


async def test_it_is_acknowledged_while_the_answer_still_takes_its_time() -> None:
    newsroom = Newsroom()
    newsroom.gate = asyncio.Event()

    async with connected(newsroom) as (_, fake):
        asking = await fake.people.start("quotes", {"speaker": "Marlow"})
        await fake.until(lambda: asking.acknowledged)
        before = asking.shown
        newsroom.gate.set()
        await fake.until(lambda: asking.shown)

    assert before is None


async def test_what_changed_for_the_channel_is_one_public_line() -> None:
    newsroom = Newsroom()
    undo = Button("Undo", "/watch undo")
    public = Message("Rae Porter added East port", say("Rae Porter added East port").blocks, (undo,))
    newsroom.reply = Reply(say("Saved."), public=public)

    async with connected(newsroom) as (_, fake):
        asking = await fake.people.type("watch add", {"name": "East port", "query": "harbour"})
        await fake.until(lambda: asking.followed)

    (line,) = asking.followed
    assert line["content"] == "Rae Porter added East port"
    assert line["flags"] & EPHEMERAL == 0
    assert line["components"][0]["components"][0]["custom_id"] == "wa:/watch undo"


async def test_a_long_answer_goes_on_in_private_messages() -> None:
    newsroom = Newsroom()
    newsroom.reply = Reply(say("Quotes.", *(f"Quote {at} " + "word " * 200 for at in range(12))))

    async with connected(newsroom) as (_, fake):
        asking = await fake.people.type("quotes", {"speaker": "Marlow"})
        await fake.until(lambda: len(asking.followed) == 2)

    assert all(message["flags"] & EPHEMERAL for message in asking.followed)


async def test_a_download_goes_with_the_answer() -> None:
    newsroom = Newsroom()
    newsroom.reply = Reply(say("4 quotes"), download=Download("quotes.csv", "\ufeffspeaker,quote\r\nAda,We reopen\r\n"))

    async with connected(newsroom) as (_, fake):
        asking = await fake.people.type("quotes", {"speaker": "Marlow"})

    assert asking.shown is not None
    assert asking.shown["files"] == {"files[0]": "\ufeffspeaker,quote\r\nAda,We reopen\r\n"}


async def test_a_layout_that_discord_refuses_is_answered_in_words() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        fake.plant(*ORIGINAL, refused(400, 50035))
        asking = await fake.people.type("quotes", {"speaker": "Marlow"})

    assert asking.shown is not None
    assert asking.shown["content"] == "Four quotes."


async def test_a_button_under_a_private_answer_puts_its_answer_in_that_one_s_place() -> None:
    newsroom = Newsroom()
    save = Button("Save", "/watch add ports save:yes")
    newsroom.reply = Reply(Message("Preview", say("Preview").blocks, (save,)))
    async with connected(newsroom) as (_, fake):
        preview = (await fake.people.type("watch add", {"name": "East port", "query": "harbour"})).shown
        assert preview is not None
        newsroom.reply = Reply(say("Saved."))

        pressed = await fake.people.press("wa:/watch add ports save:yes", preview)

    assert pressed.acknowledged == {"type": 6}
    assert pressed.shown is not None
    assert pressed.shown["content"] == "Saved."
    assert pressed.shown["components"] == []
    assert pressed.shown["flags"] & EPHEMERAL
    assert pressed.followed == []


@pytest.mark.parametrize(
    "reply", [refusal("That is for editors."), Reply(say("4 quotes"), download=Download("quotes.csv", "Ada"))]
)
async def test_a_refusal_and_a_file_leave_the_private_answer_they_were_asked_under(reply: Reply) -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (_, fake):
        answer = (await fake.people.type("quotes", {"speaker": "Marlow"})).shown
        assert answer is not None
        newsroom.reply = reply

        pressed = await fake.people.press("wa:/quotes Marlow to:csv", answer)

    assert pressed.shown is None
    assert pressed.followed[0]["content"] == reply.message.summary
    assert pressed.followed[0]["flags"] & EPHEMERAL
    assert pressed.followed[0]["files"] == ({"files[0]": "Ada"} if reply.download else {})


async def test_a_button_of_a_card_is_answered_privately_beside_it() -> None:
    newsroom = Newsroom()
    async with connected(newsroom) as (_, fake):
        pressed = await fake.people.press("wa:/news id:4", fake.message(CHANNEL, {"content": "a card"}))

    assert pressed.acknowledged is not None
    assert pressed.acknowledged["data"]["flags"] & EPHEMERAL
    assert pressed.shown is not None
