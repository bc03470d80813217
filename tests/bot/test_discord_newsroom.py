"""A newsroom in Discord from end to end: real commands, store, reader and courier; only Discord is the fake."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.answering import Answerer
from bot.chats import StoredMemory
from bot.courier import Courier
from bot.discord_chat import DiscordChat
from bot.discord_given import Account, Conversation, Operator
from bot.poller import Poller
from feeds.fetch import Fetcher
from handlers.commands import TABLE
from handlers.request import Role
from storage import channels, outbox
from storage.model import Channel, DeliveryKind, NewDelivery
from tests.builders import an_article
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_bot import QUICK, a_discord, running
from tests.fakes.discord_people import MANAGE_SERVER, Asking
from tests.fakes.discord_shapes import CHANNEL, GUILD, TOKEN, Fault, rate_limited, refused
from tests.newsroom import Desk, open_newsroom

POST = ("POST", "/channels/#/messages")
WATCH = {"name": "flights", "query": "deportation flight"}


@dataclass
class InDiscord:
    """The newsroom and its Discord: what is typed there, and what it hears."""

    discord: FakeDiscord
    desk: Desk
    chat: DiscordChat
    channel: Channel

    async def types(
        self, path: str, options: dict[str, Any] | None = None, *, admin: bool = False, roles: tuple[int, ...] = ()
    ) -> str:
        """Run a command and return all that is answered, as JSON."""
        permissions = MANAGE_SERVER if admin else 0
        asking = await self.discord.people.type(path, options, permissions=permissions, roles=roles)
        return json.dumps(asking.shown, ensure_ascii=False)

    async def presses(self, label: str, asking: Asking) -> Asking:
        """Press the button with this label under an answer, as an admin, and return what is answered."""
        assert asking.shown is not None
        rows = [row["components"] for row in asking.shown["components"]]
        pressed = next(each["custom_id"] for row in rows for each in row if each["label"] == label)
        return await self.discord.people.press(pressed, asking.shown, permissions=MANAGE_SERVER)

    async def saves(self, path: str, options: dict[str, Any]) -> str:
        """Run a command that previews, press Save, and return all that is answered to that, as JSON."""
        preview = await self.discord.people.type(path, options, permissions=MANAGE_SERVER)
        return json.dumps((await self.presses("Save", preview)).shown, ensure_ascii=False)

    async def hears(self) -> list[dict[str, Any]]:
        """Deliver what is due, as a courier that knows nothing of earlier tries, and return all deliveries there."""
        await Courier(self.desk.store, {"discord": self.chat}, lambda: self.desk.now).deliver_due()
        return self.delivered()

    def delivered(self) -> list[dict[str, Any]]:
        """Return the deliveries that stand in the channel; public lines of replies have no nonce."""
        return [message for message in self.discord.sent_in(CHANNEL) if message["nonce"]]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_newsroom(tmp_path)
    yield opened
    opened.store.close()


@pytest.fixture
async def newsroom(desk: Desk) -> AsyncIterator[InDiscord]:
    with desk.store.transaction() as tx:
        there = channels.ensure_desk(tx, f"discord:G{GUILD}", "The Ledger", "America/New_York")
        channel = channels.ensure_channel(tx, there.id, f"discord:C{CHANNEL}", "#news")
    async with a_discord() as discord, Fetcher() as fetcher:
        discord.now_ms = int(desk.now.timestamp() * 1000)
        poller = Poller(desk.newsroom, fetcher, lambda: desk.now)
        answer = Answerer(desk.store, poller, (), lambda: desk.now)
        account = Account(SecretStr(TOKEN), (str(GUILD),), discord.api_url, discord.gateway.url)
        talk = Conversation(answer, answer.complete, TABLE, lambda: desk.now)
        memory = StoredMemory(desk.store, lambda: desk.now).memory()
        chat = DiscordChat(account, talk, memory, Operator(lambda _: None), QUICK)
        async with running(chat):
            await discord.until(lambda: discord.gateway.identified)
            yield InDiscord(discord, desk, chat, channel)


async def test_a_list_is_saved_by_who_may_and_its_story_reaches_the_channel_once(newsroom: InDiscord) -> None:
    feed = newsroom.desk.watches()
    refused_to_a_reader = await newsroom.types("watch add", WATCH)
    saved = await newsroom.saves("watch add", WATCH)
    newsroom.desk.receives(feed, an_article())

    heard = await newsroom.hears()
    heard_again = await newsroom.hears()

    assert "is for editors" in refused_to_a_reader
    assert "Watching" in saved
    assert len(heard) == len(heard_again) == 1
    assert heard[0]["content"].endswith("flights: Deportation flight leaves Port Ansel")
    assert heard[0]["embeds"][0]["title"] == "Example Times"
    assert heard[0]["embeds"][0]["url"] == "https://times.example/flight"


async def test_a_card_is_edited_where_it_stands_when_its_story_grows(newsroom: InDiscord) -> None:
    await newsroom.saves("watch add", WATCH)
    newsroom.desk.receives(newsroom.desk.watches(), an_article())
    (card,) = await newsroom.hears()
    number = card["id"]

    newsroom.desk.receives(newsroom.desk.watches("https://post.example/rss", "Example Post"), an_article(guid="post-1"))
    newsroom.desk.now += timedelta(minutes=2)
    (edited,) = await newsroom.hears()

    assert edited["id"] == number
    assert "first of 2 outlets" in json.dumps(edited["embeds"])


async def test_a_role_of_the_server_that_is_made_editor_may_edit(newsroom: InDiscord) -> None:
    before = await newsroom.types("watch add", WATCH, roles=(77,))
    given = await newsroom.types("desk roles", {"who": "<@&77>", "role": "editor"}, admin=True)

    with_it = await newsroom.types("watch add", WATCH, roles=(77,))
    without_it = await newsroom.types("watch add", WATCH, roles=(78,))

    assert "is for editors" in before
    assert "discord:R77, a role of the server, is editor" in given
    assert "would watch" in with_it
    assert "is for editors" in without_it


async def test_a_channel_picked_as_an_option_becomes_a_desk_channel(newsroom: InDiscord) -> None:
    newsroom.discord.add_channel(300, GUILD, "flights")
    feed = newsroom.desk.watches()
    await newsroom.saves("watch add", {**WATCH, "to": 300})
    newsroom.desk.receives(feed, an_article())

    await newsroom.hears()

    assert len(newsroom.discord.sent_in(300)) == 1
    assert newsroom.delivered() == []


async def test_a_preview_saves_nothing_and_its_saving_is_told_in_public_with_an_undo(newsroom: InDiscord) -> None:
    preview = await newsroom.discord.people.type("watch add", WATCH, permissions=MANAGE_SERVER)
    before = await newsroom.types("watch list")

    saved = await newsroom.presses("Save as digest", preview)
    await newsroom.discord.until(lambda: saved.followed)

    after = await newsroom.types("watch list")
    (public,) = saved.followed
    assert "flights" not in before
    assert "digest in #news" in after
    assert "Rae Porter added the watchlist “flights”" in json.dumps(public, ensure_ascii=False)
    undone = await newsroom.presses("Undo", replace(saved, shown=public))
    assert "it is removed again" in json.dumps(undone.shown, ensure_ascii=False)
    assert "flights" not in await newsroom.types("watch list")


async def test_a_channel_and_words_between_marks_survive_a_button_too_long_to_carry_them(newsroom: InDiscord) -> None:
    newsroom.discord.add_channel(300, GUILD, "flights")
    await newsroom.saves("watch add", WATCH)
    edit = {"name": "flights", "add": '"charter plane", "chartered jet", jet', "not": "jet lag", "to": 300}

    saved = await newsroom.saves("watch edit", edit)

    assert "It speaks here as alert and in #flights as alert" in saved
    assert "“charter plane”, “chartered jet” or any form of “jet”, never “jet lag”" in saved


async def test_who_said_what_is_answered_privately(newsroom: InDiscord) -> None:
    newsroom.desk.receives(newsroom.desk.watches(), an_article())

    answer = await newsroom.types("quotes", {"who": "Bassey"})

    assert "Nobody told the families" in answer
    assert newsroom.discord.sent_in(CHANNEL) == []


async def test_speakers_are_completed_with_their_counts(newsroom: InDiscord) -> None:
    newsroom.desk.receives(newsroom.desk.watches(), an_article())

    choices = await newsroom.discord.people.complete("quotes", "who", "Bassey")

    assert [choice["value"] for choice in choices] == ["Karen Bassey"]


async def test_a_digest_reaches_the_channel(newsroom: InDiscord) -> None:
    feed = newsroom.desk.watches()
    await newsroom.saves("watch add", {**WATCH, "level": "digest"})
    newsroom.desk.receives(feed, an_article())
    window = {
        "since": (newsroom.desk.now - timedelta(days=1)).isoformat(),
        "until": (newsroom.desk.now + timedelta(minutes=1)).isoformat(),
        "zone": "America/New_York",
    }
    queued = NewDelivery(newsroom.channel.id, "digest:1", DeliveryKind.DIGEST, json.dumps(window), newsroom.desk.now)
    with newsroom.desk.store.transaction() as tx:
        outbox.enqueue(tx, queued, newsroom.desk.now)

    heard = await newsroom.hears()

    assert "digest" in heard[-1]["content"]
    assert "Deportation flight leaves Port Ansel" in json.dumps(heard[-1]["embeds"])


@pytest.mark.parametrize(
    "fault",
    [Fault(instead=False), Fault(), Fault(503), Fault(503, instead=False), rate_limited(40)],
    ids=["answer lost", "request lost", "503", "503 but taken", "429"],
)
async def test_whatever_goes_wrong_the_alert_stands_exactly_once(newsroom: InDiscord, fault: Fault) -> None:
    feed = newsroom.desk.watches()
    await newsroom.saves("watch add", WATCH)
    newsroom.desk.receives(feed, an_article())
    newsroom.discord.plant(*POST, fault)

    await newsroom.hears()
    newsroom.desk.now += timedelta(hours=1)
    newsroom.discord.forget_nonces()
    heard = await newsroom.hears()

    assert len(heard) == 1


@pytest.mark.parametrize("answer", [refused(404, 10003), refused(403, 50001), refused(403, 50013)])
async def test_a_closed_channel_is_tried_once(newsroom: InDiscord, answer: Fault) -> None:
    feed = newsroom.desk.watches()
    await newsroom.saves("watch add", WATCH)
    newsroom.desk.receives(feed, an_article())
    newsroom.discord.plant(*POST, answer)

    for _ in range(3):
        await newsroom.hears()
        newsroom.desk.now += timedelta(hours=1)

    assert len(newsroom.discord.called(*POST)) == 1


async def test_another_server_sees_nothing_of_this_one(newsroom: InDiscord) -> None:
    await newsroom.saves("watch add", WATCH)

    asking = await newsroom.discord.people.start("watch list", guild=666)
    await newsroom.types("watch list")

    assert asking.acknowledged is None


async def test_every_command_is_refused_to_who_has_not_passed_the_rules(newsroom: InDiscord) -> None:
    await newsroom.saves("watch add", WATCH)

    answers = [await _asked_pending(newsroom, name, action) for name, action in TABLE]

    assert all("flights" not in json.dumps(asking.shown) for asking in answers)
    assert all(entry.role > Role.GUEST for entry in TABLE.values())


async def _asked_pending(newsroom: InDiscord, name: str, action: str | None) -> Asking:
    required = {argument.name: "flights" for argument in TABLE[name, action].positional if argument.required}
    return await newsroom.discord.people.type(f"{name} {action}" if action else name, required, pending=True)


async def test_answers_are_acknowledged_while_articles_are_read(newsroom: InDiscord) -> None:
    feed = newsroom.desk.watches()
    articles = [an_article(guid=f"times-{at}", url=f"https://times.example/{at}") for at in range(40)]
    reading = asyncio.create_task(asyncio.to_thread(newsroom.desk.receives, feed, *articles))

    asking = await newsroom.discord.people.start("watch list")
    await newsroom.discord.until(lambda: asking.acknowledged, seconds=3)
    still_reading = not reading.done()
    await reading
    await newsroom.discord.until(lambda: asking.shown)

    assert still_reading


async def test_every_command_above_a_reader_is_refused_to_one(newsroom: InDiscord) -> None:
    above = [entry for entry in TABLE.values() if entry.role > Role.READER]

    answers = {
        entry.title: await newsroom.types(
            entry.title.removeprefix("/"), {each.name: "x" for each in entry.positional if each.required}
        )
        for entry in above
    }

    assert len(answers) >= 8
    assert [title for title, text in answers.items() if f"{title} is for " not in text] == []
