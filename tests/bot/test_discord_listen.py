"""People at Discord's gateway: what they do becomes one event, and only where the bot may speak."""

import asyncio

from bot.chat import Suggestion
from handlers.message import Button, Message, say
from handlers.request import Command, Option
from tests.fakes.discord_bot import DESK_CHANNEL, Newsroom, a_discord, connected, running
from tests.fakes.discord_people import EPHEMERAL
from tests.fakes.discord_shapes import CHANNEL, GUILD, refused

ORIGINAL = ("PATCH", "/webhooks/#/*/messages/@original")
CALLBACK = ("POST", "/interactions/#/*/callback")


async def test_typed_options_become_the_command_that_a_typed_line_would_be() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        await fake.people.type("quotes", {"since": "7d", "speaker": "Ada Marlow", "is": "full", "in": CHANNEL})

    (event,) = newsroom.events
    options = (Option("is", "full"), Option("in", f"<#{CHANNEL}|news>"), Option("since", "7d"))
    assert event.command == Command("quotes", None, "Ada Marlow", options)


async def test_a_sub_command_is_the_action() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        await fake.people.type("watch add", {"name": "East port", "query": "harbour, port"})

    assert newsroom.events[0].command == Command("watch", "add", '"East port" harbour, port')


async def test_a_direct_message_and_another_server_hear_nothing_and_the_operator_hears_once() -> None:
    newsroom = Newsroom()
    newsroom.suggestions = (Suggestion("Ada Marlow (4)", "Ada Marlow"),)

    async with connected(newsroom) as (_, fake):
        for _ in range(2):
            await fake.people.start("watch list", guild=666)
            await fake.people.start("watch list", guild=None)
        await fake.people.type("watch list")

    assert [event.desk for event in newsroom.events] == [f"discord:G{GUILD}"]
    assert len(fake.called(*CALLBACK)) == 1
    assert [warning for warning in newsroom.warnings if "666" in warning or "outside a server" in warning] == [
        "discord: the bot was added to server 666, which DISCORD_GUILDS does not name; it stays silent there",
        "discord: somebody wrote to the bot outside a server; it stayed silent",
    ]


async def test_added_to_a_server_that_is_not_allowed_the_operator_hears_once() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        fake.guilds[666] = "Strangers"
        for _ in range(2):
            await fake.gateway.dispatch("GUILD_CREATE", fake.guild(666))
        await newsroom.until_warned_of("666")
        await fake.people.type("watch list")

    assert sum("666" in warning for warning in newsroom.warnings) == 1


async def test_an_interaction_brought_twice_has_one_effect() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        asking = await fake.people.start("watch list", twice=True)
        await fake.until(lambda: asking.shown)
        await fake.people.type("watch list")

    assert len(newsroom.events) == 2


async def test_a_reply_that_cannot_be_given_is_told_to_the_operator_and_the_rest_goes_on() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        fake.plant(*ORIGINAL, refused(404, 10015, "Unknown Webhook"))
        await fake.people.start("quotes", {"speaker": "Marlow"})
        await fake.until(lambda: fake.called(*ORIGINAL))
        asking = await fake.people.type("watch list")

    assert asking.shown is not None
    assert any("a reply could not be given" in warning for warning in newsroom.warnings)


async def test_a_pressed_button_is_its_command_typed_by_who_pressed_it() -> None:
    newsroom = Newsroom()
    message = Message("Port reopens", say("Port reopens").blocks, (Button("All 9 quotes", "/news id:4"),))

    async with connected(newsroom) as (chat, fake):
        await chat.send(DESK_CHANNEL, message, "17")
        (posted,) = fake.sent_in()
        asking = await fake.people.press(posted["components"][0]["components"][0]["custom_id"], posted, person=42)

    assert asking.acknowledged == {"type": 5, "data": {"flags": EPHEMERAL}}
    assert newsroom.events[0].line == "/news id:4"
    assert newsroom.events[0].person == "discord:U42"


async def test_a_button_with_a_long_line_works_after_a_restart() -> None:
    newsroom = Newsroom()
    line = '/watch add "East port" ' + "harbour, " * 30
    message = Message("Save?", say("Save?").blocks, (Button("Save", line, primary=True),))
    async with connected(newsroom) as (chat, fake):
        await chat.send(DESK_CHANNEL, message, "17")
        (posted,) = fake.sent_in()

    async with connected(newsroom) as (_, after):
        await after.people.press(posted["components"][0]["components"][0]["custom_id"], posted)

    assert newsroom.events[0].line == line


async def test_a_button_whose_line_is_forgotten_says_so() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        asking = await fake.people.press("ka:99", fake.message(CHANNEL, {"content": "old"}))

    assert asking.shown is not None
    assert "too old" in asking.shown["content"]
    assert newsroom.events == []


async def test_a_speaker_is_completed_from_what_is_typed() -> None:
    newsroom = Newsroom()
    newsroom.suggestions = tuple(Suggestion(f"Ada Marlow {at} (4)", f"Ada Marlow {at}") for at in range(40))

    async with connected(newsroom) as (_, fake):
        choices = await fake.people.complete("quotes", "speaker", "Mar")

    assert newsroom.asked == [("speaker", "Mar")]
    assert len(choices) == 25
    assert choices[0] == {"name": "Ada Marlow 0 (4)", "value": "Ada Marlow 0"}


async def test_another_server_is_offered_no_completions() -> None:
    newsroom = Newsroom()
    newsroom.suggestions = (Suggestion("Ada Marlow (4)", "Ada Marlow"),)

    async with connected(newsroom) as (_, fake):
        await fake.people.start_completing("quotes", "speaker", "Mar", guild=666)
        await fake.people.type("watch list")

    assert newsroom.asked == []


async def test_a_message_s_menu_asks_about_the_article_it_links_to() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        card = fake.message(CHANNEL, {"embeds": [{"title": "Port reopens", "url": "https://ledger.example/1"}]})
        await fake.people.choose("Why this?", card)
        await fake.people.choose("Quotes in this story", card)
        asking = await fake.people.choose("Why this?", fake.message(CHANNEL, {"content": "no link"}))

    assert [event.line for event in newsroom.events] == [
        "/watch why https://ledger.example/1",
        "/news https://ledger.example/1",
    ]
    assert asking.shown is not None
    assert asking.shown["content"] == "That message links to no article."


async def test_a_command_that_no_longer_exists_says_so() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        asking = await fake.people.type("verify", {"quote": "We reopen"})

    assert asking.shown is not None
    assert "has changed" in asking.shown["content"]


async def test_removed_from_its_server_the_operator_hears() -> None:
    newsroom = Newsroom()

    async with connected(newsroom) as (_, fake):
        await fake.gateway.dispatch("GUILD_DELETE", {"id": str(GUILD)})
        await newsroom.until_warned_of("was removed from server 100")


async def test_an_allowed_server_the_bot_is_not_in_is_said() -> None:
    newsroom = Newsroom()

    async with a_discord() as fake:
        del fake.guilds[GUILD]
        async with running(newsroom.chat(fake)):
            await newsroom.until_warned_of("not in server 100")


async def test_completions_that_come_too_late_are_not_offered() -> None:
    newsroom = Newsroom()
    newsroom.gate = asyncio.Event()

    async with connected(newsroom) as (_, fake):
        choices = await fake.people.complete("quotes", "speaker", "Mar")

    assert choices == []
