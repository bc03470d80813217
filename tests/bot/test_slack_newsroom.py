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
from tests.fakes.slack_desk import happened, press, settings, slash
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
        self.asked += 1
        return await self._answer("interactive", press(self.slack, value, user=user, trigger=f"pressed-{self.asked}"))

    async def fills_in(self, line: str, values: dict[str, str], user: str) -> Json:
        """Type a bare command, fill in the form that opens, and return the private answer."""
        self.asked += 1
        opened = len(self.slack.called("views.open"))
        asked = slash(self.slack, line, user, trigger=f"typed-{self.asked}")
        await self.slack.deliver("slash_commands", asked)
        await self.slack.until(lambda: len(self.slack.called("views.open")) > opened)
        view = self.slack.called("views.open")[-1]["view"]
        state = {name: {"x": _state(value, name)} for name, value in values.items()}
        sent = {"type": "view_submission", "team": {"id": TEAM}, "user": {"id": user, "team_id": TEAM}}
        sent |= {"trigger_id": f"sent-{self.asked}", "view": {**view, "state": {"values": state}}}
        return await self._answer("interactive", {**sent, "response_url": asked["response_url"]})

    async def saves(self, line: str, user: str = "UADMIN") -> Json:
        """Type a command that previews, press Save, and return the private answer to that."""
        return await self.presses(button(await self.types(line, user), "Save"), user)

    async def _answer(self, kind: str, payload: Json) -> Json:
        def answers() -> list[Json]:
            to_it = [response for response in self.slack.responses if response["url"] == payload["response_url"]]
            private = [response for response in to_it if response["response_type"] == "ephemeral"]
            return [response for response in private if response["text"] != "Looking …"]  # said where it takes long

        await self.slack.deliver(kind, payload)
        await self.slack.until(answers)
        return answers()[0]

    async def told_in_public(self) -> Json:
        """Return the one public line there is, once it is there."""
        await self.slack.until(lambda: any(each["response_type"] == "in_channel" for each in self.slack.responses))
        (public,) = (each for each in self.slack.responses if each["response_type"] == "in_channel")
        return public

    async def hears(self) -> list[Json]:
        """Deliver what is due, as a courier that knows nothing of earlier tries, and return all that stands."""
        await Courier(self.desk.store, {"slack": self.chat}, lambda: self.desk.now).deliver_due()
        return self.slack.messages[self.channel.ref.removeprefix("slack:")]


def _state(value: str, name: str) -> Json:
    if name == "to":
        return {"selected_conversation": value}
    if name in {"level", "min"}:
        return {"selected_option": {"value": value}}
    return {"value": value}


def button(answer: Json, label: str) -> str:
    """Return what the button with this label holds."""
    rows = [block["elements"] for block in answer["blocks"] if block["type"] == "actions"]
    return str(next(each["value"] for row in rows for each in row if each["text"]["text"] == label))


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
    saved = await newsroom.saves("/watch add flights deportation flight")
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
    assert "Preview" in of_a_member["text"]
    assert "members of this desk" in of_a_guest["text"]


async def test_a_channel_that_is_chosen_by_command_is_spoken_to_from_then_on(newsroom: InSlack) -> None:
    feed = newsroom.desk.watches()
    await newsroom.saves("/watch add flights to:<#C02|sport> deportation flight")
    newsroom.desk.receives(feed, an_article())

    here = await newsroom.hears()

    assert here == []
    assert len(newsroom.slack.messages["C02"]) == 1


async def test_a_preview_saves_nothing_and_its_saving_is_told_in_public(newsroom: InSlack) -> None:
    preview = await newsroom.types("/watch add flights deportation flight", user="UADMIN")
    before = await newsroom.types("/watch list")

    await newsroom.presses(button(preview, "Save as digest"), user="UADMIN")

    after = await newsroom.types("/watch list")
    public = await newsroom.told_in_public()
    assert "flights" not in json.dumps(before["blocks"])
    assert "digest in #news" in json.dumps(after["blocks"])
    assert "UADMIN Person added the watchlist “flights”" in public["text"]


async def test_a_form_that_was_filled_in_comes_to_the_same_preview(newsroom: InSlack) -> None:
    typed = await newsroom.types("/watch add flights deportation flight level:flash", user="UADMIN")

    filled_in = await newsroom.fills_in(
        "/watch add",
        {"name": "flights", "query": "deportation flight", "level": "flash"},
        user="UADMIN",
    )

    assert filled_in["blocks"][0] == typed["blocks"][0]
    saved = await newsroom.presses(button(filled_in, "Save"), user="UADMIN")
    assert "It speaks here as flash" in saved["text"]


async def test_a_part_between_marks_that_a_form_holds_survives_its_button(newsroom: InSlack) -> None:
    await newsroom.saves("/watch add flights deportation flight")

    preview = await newsroom.fills_in(
        "/watch edit", {"name": "flights", "add": '"charter plane", jet', "not": "jet lag"}, user="UADMIN"
    )
    saved = await newsroom.presses(button(preview, "Save"), user="UADMIN")

    assert "“charter plane” or any form of “jet”, never “jet lag”" in saved["text"]


async def test_who_said_what_is_answered_privately(newsroom: InSlack) -> None:
    newsroom.desk.receives(newsroom.desk.watches(), an_article())

    answer = await newsroom.types("/quotes Bassey")

    assert answer["response_type"] == "ephemeral"
    assert "Nobody told the families" in json.dumps(answer["blocks"])


async def test_a_guest_is_told_nothing_of_what_there_is(newsroom: InSlack) -> None:
    await newsroom.saves("/watch add flights deportation flight")

    answers = [await newsroom.types(line, user="UGUEST") for line in ("/watch list", "/quotes Bassey", "/desk status")]

    assert "flights" not in json.dumps(answers)


async def test_a_button_of_an_old_message_is_pressed_after_a_restart(newsroom: InSlack) -> None:
    await newsroom.saves("/watch add flights deportation flight")
    undo = button(await newsroom.told_in_public(), "Undo")

    answer = await newsroom.presses(undo, user="UADMIN")

    lists = await newsroom.types("/watch list")
    assert answer["response_type"] == "ephemeral"
    assert "flights" not in json.dumps(lists["blocks"])


async def test_a_digest_reaches_the_channel(newsroom: InSlack) -> None:
    feed = newsroom.desk.watches()
    await newsroom.saves("/watch add flights deportation flight level:digest")
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
    await newsroom.saves("/watch add flights deportation flight")
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
    await newsroom.saves("/watch add flights deportation flight")
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


async def test_a_card_is_edited_where_it_stands_when_its_story_grows(newsroom: InSlack) -> None:
    await newsroom.saves("/watch add flights deportation flight")
    newsroom.desk.receives(newsroom.desk.watches(), an_article())
    (card,) = await newsroom.hears()
    ts = card["ts"]

    newsroom.desk.receives(newsroom.desk.watches("https://post.example/rss", "Example Post"), an_article(guid="post-1"))
    newsroom.desk.now += timedelta(minutes=2)
    (edited,) = await newsroom.hears()

    assert edited["ts"] == ts
    assert "first of 2 outlets" in json.dumps(edited["blocks"])


async def test_the_app_home_shows_what_a_person_may_see(newsroom: InSlack) -> None:
    await newsroom.saves("/watch add flights deportation flight")
    for user in ("U01", "UADMIN", "UGUEST"):
        opened = happened("app_home_opened", f"Ev{user}", user=user, channel=f"D{user}", tab="home")
        await newsroom.slack.deliver("events_api", opened)
    await newsroom.slack.until(lambda: len(newsroom.slack.homes) == 3)

    of_a_reader, of_an_admin, of_a_guest = (
        json.dumps(newsroom.slack.homes[user]["blocks"]) for user in ("U01", "UADMIN", "UGUEST")
    )
    assert "flights" in of_a_reader
    assert "flights" in of_an_admin
    assert "rather never" in of_an_admin
    assert "rather never" not in of_a_reader
    assert "flights" not in of_a_guest


async def test_a_closed_channel_is_tried_once(newsroom: InSlack) -> None:
    feed = newsroom.desk.watches()
    await newsroom.saves("/watch add flights deportation flight")
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
