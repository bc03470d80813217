"""What was brought before is known in the same run, after a restart, and no longer than it can come again."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.chats import StoredMemory
from bot.discord_chat import DiscordChat
from bot.discord_given import Account, Conversation, Operator
from bot.lines import LinesInMemory
from bot.seen import REMEMBERED, Seen
from bot.slack_chat import SlackChat
from bot.slack_workspaces import InMemory, Memory
from storage import keepsakes
from storage.store import Store, open_store
from tests.fakes.discord import FakeDiscord
from tests.fakes.discord_bot import QUICK, Newsroom, a_discord, running
from tests.fakes.discord_bot import TABLE as DISCORD_TABLE
from tests.fakes.discord_shapes import GUILD, TOKEN
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_desk import TABLE, Desk, mentioned, press, settings, slash
from tests.fakes.slack_shapes import Json, person

NOW = datetime(2026, 6, 15, 20, 18, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'desk.db'}", NOW)
    yield opened
    opened.close()


async def test_what_was_brought_before_is_not_new(store: Store) -> None:
    seen = Seen(store, "slack", lambda: NOW)

    assert [await seen.is_new(key) for key in ("Ev1", "Ev2", "Ev1")] == [True, True, False]


async def test_of_two_that_ask_at_once_one_is_told_that_it_is_new(store: Store) -> None:
    seen = [Seen(store, "slack", lambda: NOW) for _ in range(4)]

    answers = await asyncio.gather(*(each.is_new("Ev1") for each in seen))

    assert sorted(answers) == [False, False, False, True]


async def test_two_platforms_do_not_share_their_ids(store: Store) -> None:
    await Seen(store, "slack", lambda: NOW).is_new("17")

    assert await Seen(store, "discord", lambda: NOW).is_new("17")


async def test_what_can_no_longer_come_again_is_forgotten_and_other_keepsakes_stay(store: Store) -> None:
    times = iter((NOW, NOW + REMEMBERED + timedelta(hours=1), NOW + REMEMBERED + timedelta(hours=1)))
    seen = Seen(store, "slack", lambda: next(times))
    with store.transaction() as tx:
        keepsakes.keep(tx, "discord:line:1", "/watch list", NOW - timedelta(days=30))
    await seen.is_new("Ev1")

    await seen.is_new("Ev2")

    with store.reading() as tx:
        kept = [keepsakes.keepsake(tx, f"slack:seen:{key}") for key in ("Ev1", "Ev2")]
        other = keepsakes.keepsake(tx, "discord:line:1")
    assert kept == [None, ""]
    assert other == "/watch list"


async def test_what_slack_delivers_again_after_a_restart_has_one_effect(store: Store) -> None:
    desk = Desk()
    async with FakeSlack() as slack:
        slack.people = {"U01": person("U01")}
        payloads: list[tuple[str, Json]] = [
            ("events_api", mentioned("watch list", event_id="Ev1")),
            ("slash_commands", slash(slack, "/watch list", trigger="T1")),
            ("interactive", press(slack, "/watch undo 7", trigger="T2")),
        ]
        await _run_slack(slack, desk, store, payloads)
        before = [event.line for event in desk.events]

        await _run_slack(slack, desk, store, [*payloads, ("events_api", mentioned("watch show", event_id="Ev2"))])

    assert sorted(map(str, before)) == ["/watch list", "/watch undo 7", "watch list"]
    assert [event.line for event in desk.events[3:]] == ["watch show"]


async def test_what_discord_brings_again_after_a_restart_has_one_effect(store: Store) -> None:
    newsroom = Newsroom()
    async with a_discord() as fake:
        async with running(_discord(fake, newsroom, store)):
            await fake.until(lambda: fake.gateway.identified)
            asking = await fake.people.type("watch list")

        async with running(_discord(fake, newsroom, store)):
            await fake.until(lambda: fake.gateway.identified == 2)
            await fake.gateway.dispatch("INTERACTION_CREATE", asking.payload)
            await fake.people.type("quotes", {"speaker": "Marlow"})

    assert [event.command and event.command.name for event in newsroom.events] == ["watch", "quotes"]


async def _run_slack(slack: FakeSlack, desk: Desk, store: Store, payloads: list[tuple[str, Json]]) -> None:
    """Run a bot for as long as it takes to hear `payloads`, and to do what follows from them."""
    memory = Memory(InMemory(), Seen(store, "slack", lambda: NOW).is_new, LinesInMemory())
    chat = SlackChat(settings(slack), desk.answer, desk.complete, TABLE, lambda: NOW, memory)
    task = asyncio.create_task(chat.run())
    await slack.connected(len(slack.called("apps.connections.open")) or 1)
    for kind, payload in payloads:
        await slack.deliver(kind, payload)
    await chat.stop()
    await task


def _discord(fake: FakeDiscord, newsroom: Newsroom, store: Store) -> DiscordChat:
    account = Account(SecretStr(TOKEN), (str(GUILD),), fake.api_url, fake.gateway.url)
    talk = Conversation(newsroom.answer, newsroom.complete, DISCORD_TABLE, lambda: NOW)
    return DiscordChat(account, talk, StoredMemory(store, lambda: NOW).memory(), Operator(newsroom.hear), QUICK)
