"""A newsroom in Slack from end to end: the real commands, store, reader and courier; only Slack itself is the fake."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.answering import Answerer
from bot.chat import Event, Suggestion
from bot.courier import Courier
from bot.poller import Poller
from bot.slack_chat import SlackChat
from feeds.fetch import Fetcher
from handlers.commands import TABLE
from handlers.request import Role
from storage import channels, outbox
from storage.model import Channel, DeliveryKind, NewDelivery
from tests.builders import an_article
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_desk import press, settings, slash
from tests.fakes.slack_shapes import TEAM, Fault, Json, person
from tests.newsroom import Desk, open_newsroom


@dataclass
class InSlack:
    """The newsroom and its Slack: what is typed there, and what it hears."""

    slack: FakeSlack
    desk: Desk
    chat: SlackChat
    channel: Channel
    asked: int = 0

    async def types(self, line: str, user: str = "U01") -> Json:
        """Type a slash command and return the private answer."""
        self.asked += 1
        return await self._answer("slash_commands", slash(self.slack, line, user, trigger=f"typed-{self.asked}"))

    async def presses(self, value: str, user: str) -> Json:
        """Press a button that holds `value` and return the private answer."""
        return await self._answer("interactive", press(self.slack, value, user=user))

    async def _answer(self, kind: str, payload: Json) -> Json:
        def answers() -> list[Json]:
            to_it = [response for response in self.slack.responses if response["url"] == payload["response_url"]]
            return [response for response in to_it if response["response_type"] == "ephemeral"]

        await self.slack.deliver(kind, payload)
        await self.slack.until(answers)
        return answers()[0]

    async def hears(self) -> list[Json]:
        """Deliver what is due, as a courier that knows nothing of earlier tries, and return all that stands."""
        await Courier(self.desk.store, {"slack": self.chat}, lambda: self.desk.now).deliver_due()
        return self.slack.messages[self.channel.ref.removeprefix("slack:")]


async def _completes_nothing(_event: Event, _kind: str, _typed: str) -> tuple[Suggestion, ...]:
    return ()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = open_newsroom(tmp_path)
    yield opened
    opened.store.close()


@pytest.fixture
async def newsroom(desk: Desk) -> AsyncIterator[InSlack]:
    with desk.store.transaction() as tx:
        there = channels.ensure_desk(tx, f"slack:{TEAM}", "Example Times", "America/New_York")
        channel = channels.ensure_channel(tx, there.id, "slack:C01", "#news")
    async with FakeSlack() as slack, Fetcher() as fetcher:
        slack.people = {"U01": person("U01"), "UADMIN": person("UADMIN", is_admin=True)}
        slack.people["UGUEST"] = person("UGUEST", is_restricted=True)
        poller = Poller(desk.newsroom, fetcher, lambda: desk.now)
        answer = Answerer(desk.store, poller, (), lambda: desk.now)
        chat = SlackChat(settings(slack), answer, _completes_nothing, TABLE, lambda: desk.now)
        running = asyncio.create_task(chat.run())
        await slack.connected()
        yield InSlack(slack, desk, chat, channel)
        await chat.stop()
        await running
        assert slack.violations == []


async def test_a_list_is_saved_by_who_may_and_its_story_reaches_the_channel_once(newsroom: InSlack) -> None:
    feed = newsroom.desk.watches()
    refused = await newsroom.types("/watch add flights deportation flight")
    saved = await newsroom.types("/watch add flights deportation flight", user="UADMIN")
    newsroom.desk.receives(feed, an_article())

    heard = await newsroom.hears()
    heard_again = await newsroom.hears()

    assert "is for editors" in refused["text"]
    assert "Watching" in saved["text"]
    assert len(heard) == len(heard_again) == 1
    assert "flights" in heard[0]["text"]
    main = next(block for block in heard[0]["blocks"] if block["type"] == "section")
    assert main["text"]["text"] == "*<https://times.example/flight|Deportation flight leaves Port Ansel>*"


async def test_a_user_group_that_is_made_editor_may_edit_and_a_guest_in_it_may_not(newsroom: InSlack) -> None:
    newsroom.slack.groups = {"S07": ["U01", "UGUEST"]}
    before = await newsroom.types("/watch add flights deportation flight")
    given = await newsroom.types("/desk roles <!subteam^S07|@metro-desk> editor", user="UADMIN")

    of_a_member = await newsroom.types("/watch add flights deportation flight")
    of_a_guest = await newsroom.types("/watch list", user="UGUEST")

    assert "is for editors" in before["text"]
    assert "slack:S07, a user group, is editor" in given["text"]
    assert "Watching" in of_a_member["text"]
    assert "members of this desk" in of_a_guest["text"]


async def test_a_channel_that_is_chosen_by_command_is_spoken_to_from_then_on(newsroom: InSlack) -> None:
    feed = newsroom.desk.watches()
    await newsroom.types("/watch add flights to:<#C02|sport> deportation flight", user="UADMIN")
    newsroom.desk.receives(feed, an_article())

    here = await newsroom.hears()

    assert here == []
    assert len(newsroom.slack.messages["C02"]) == 1


async def test_who_said_what_is_answered_privately(newsroom: InSlack) -> None:
    newsroom.desk.receives(newsroom.desk.watches(), an_article())

    answer = await newsroom.types("/quotes Bassey")

    assert answer["response_type"] == "ephemeral"
    assert "Nobody told the families" in json.dumps(answer["blocks"])


async def test_a_guest_is_told_nothing_of_what_there_is(newsroom: InSlack) -> None:
    await newsroom.types("/watch add flights deportation flight", user="UADMIN")

    answers = [await newsroom.types(line, user="UGUEST") for line in ("/watch list", "/quotes Bassey", "/desk status")]

    assert "flights" not in json.dumps(answers)


async def test_a_button_of_an_old_message_is_pressed_after_a_restart(newsroom: InSlack) -> None:
    saved = await newsroom.types("/watch add flights deportation flight", user="UADMIN")
    undo = saved["blocks"][-1]["elements"][0]["value"]

    answer = await newsroom.presses(undo, user="UADMIN")

    lists = await newsroom.types("/watch list")
    assert answer["response_type"] == "ephemeral"
    assert "flights" not in json.dumps(lists["blocks"])


async def test_a_digest_reaches_the_channel(newsroom: InSlack) -> None:
    feed = newsroom.desk.watches()
    await newsroom.types("/watch add flights deportation flight level:digest", user="UADMIN")
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

    assert "digest" in heard[-1]["text"]
    assert "Deportation flight leaves Port Ansel" in json.dumps(heard[-1]["blocks"])


@pytest.mark.parametrize(
    "fault",
    [Fault(lost=True), Fault(status=503), Fault(error="fatal_error"), Fault(status=429, retry_after=2)],
    ids=["answer lost", "503", "fatal_error", "429"],
)
async def test_whatever_goes_wrong_the_alert_stands_exactly_once(newsroom: InSlack, fault: Fault) -> None:
    feed = newsroom.desk.watches()
    await newsroom.types("/watch add flights deportation flight", user="UADMIN")
    newsroom.desk.receives(feed, an_article())
    newsroom.slack.plant("chat.postMessage", fault)

    await newsroom.hears()
    newsroom.desk.now += timedelta(hours=1)
    heard = await newsroom.hears()

    assert len(heard) == 1


@pytest.mark.parametrize(("choice", "stand"), [("twice", 2), ("never", 1)])
async def test_without_the_scope_to_look_a_lost_answer_follows_the_choice_of_the_channel(
    newsroom: InSlack, choice: str, stand: int
) -> None:
    feed = newsroom.desk.watches()
    await newsroom.types("/watch add flights deportation flight", user="UADMIN")
    chosen = await newsroom.types(f"/desk setup here unsure:{choice}", user="UADMIN")
    newsroom.desk.receives(feed, an_article())
    newsroom.slack.plant("chat.postMessage", Fault(lost=True))
    newsroom.slack.plant("conversations.history", *[Fault(error="missing_scope")] * 3)

    await newsroom.hears()
    newsroom.desk.now += timedelta(hours=1)
    heard = await newsroom.hears()
    status = await newsroom.types("/desk status")

    assert f"rather {choice}" in chosen["text"]
    assert len(heard) == stand
    assert ("it may have arrived" in json.dumps(status["blocks"])) is (choice == "never")


async def test_a_closed_channel_is_tried_once(newsroom: InSlack) -> None:
    feed = newsroom.desk.watches()
    await newsroom.types("/watch add flights deportation flight", user="UADMIN")
    newsroom.desk.receives(feed, an_article())
    newsroom.slack.plant("chat.postMessage", Fault(error="is_archived"))

    for _ in range(3):
        await newsroom.hears()
        newsroom.desk.now += timedelta(hours=1)

    assert len(newsroom.slack.called("chat.postMessage")) == 1


async def test_every_command_above_a_reader_is_refused_to_one(newsroom: InSlack) -> None:
    above = [entry for entry in TABLE.values() if entry.role > Role.READER]

    answers = {entry.title: (await newsroom.types(f"{entry.title} x"))["text"] for entry in above}

    assert len(answers) >= 8
    assert [title for title, text in answers.items() if f"{title} is for " not in text] == []


async def test_every_command_is_refused_to_a_guest(newsroom: InSlack) -> None:
    answers = {
        entry.title: (await newsroom.types(f"{entry.title} x", user="UGUEST"))["text"] for entry in TABLE.values()
    }

    assert [title for title, text in answers.items() if text != "This is for members of this desk."] == []
