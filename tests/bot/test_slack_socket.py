"""Socket Mode that breaks: each way of losing the connection ends in a new one, and a refusal in one line."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.slack_chat import SlackChat
from feeds.errors import SettingsError
from tests.fakes.slack import APP_TOKEN, TOKEN, FakeSlack
from tests.fakes.slack_desk import Desk, a_chat, slash
from tests.fakes.slack_shapes import Fault, person


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.people = {"U01": person("U01")}
        yield fake
        assert fake.violations == []


@pytest.fixture
async def chat(slack: FakeSlack) -> AsyncIterator[SlackChat]:
    chat = a_chat(slack)
    running = asyncio.create_task(chat.run())
    await slack.connected()
    yield chat
    await chat.stop()
    await running


async def is_answered(slack: FakeSlack) -> bool:
    await slack.deliver("slash_commands", slash(slack, "/watch list", trigger="after"))
    await slack.until(lambda: slack.responses)
    return True


@pytest.mark.usefixtures("chat")
async def test_a_connection_that_slack_ends_is_followed_by_another(slack: FakeSlack) -> None:
    await slack.disconnect()
    await slack.connected(2)

    assert await is_answered(slack)


@pytest.mark.usefixtures("chat")
async def test_a_connection_that_is_cut_is_followed_by_another(slack: FakeSlack) -> None:
    await slack.drop()
    await slack.connected(2)

    assert await is_answered(slack)


@pytest.mark.usefixtures("chat")
async def test_slack_may_be_away_for_a_while(slack: FakeSlack) -> None:
    slack.plant("apps.connections.open", *[Fault(status=503)] * 3)

    await slack.drop()
    await slack.connected(2)

    assert await is_answered(slack)


@pytest.mark.usefixtures("chat")
async def test_an_address_that_was_used_up_is_not_tried_for_ever(slack: FakeSlack) -> None:
    slack.refused_tickets = 2

    await slack.drop()
    await slack.connected(2)

    assert await is_answered(slack)


@pytest.mark.parametrize("method", ["auth.test", "apps.connections.open"])
async def test_slack_may_be_away_at_the_start(slack: FakeSlack, method: str) -> None:
    slack.plant(method, Fault(status=503), Fault(status=500), Fault(status=429, retry_after=0))
    chat = a_chat(slack)
    running = asyncio.create_task(chat.run())

    await slack.connected()

    assert await is_answered(slack)
    await chat.stop()
    await running


@pytest.mark.usefixtures("chat")
async def test_an_app_token_revoked_while_running_ends_in_one_line(slack: FakeSlack) -> None:
    slack.plant("apps.connections.open", *[Fault(error="invalid_auth")] * 50)
    other = a_chat(slack)

    with pytest.raises(SettingsError, match="SLACK_APP_TOKEN"):
        await other.run()


async def test_it_stops_at_once_while_slack_is_away(slack: FakeSlack) -> None:
    slack.plant("auth.test", *[Fault(status=503)] * 100)
    chat = a_chat(slack)
    running = asyncio.create_task(chat.run())
    await slack.until(lambda: slack.calls)

    await chat.stop()

    async with asyncio.timeout(2):
        await running


async def test_an_answer_that_is_being_given_is_given_before_it_stops(slack: FakeSlack) -> None:
    desk = Desk(held_back=asyncio.Event())
    chat = a_chat(slack, desk)
    running = asyncio.create_task(chat.run())
    await slack.connected()
    await slack.deliver("slash_commands", slash(slack, "/quotes Trump"))

    await chat.stop()
    assert desk.held_back is not None
    desk.held_back.set()
    await running

    assert len(slack.responses) == 1


async def test_no_token_is_ever_logged(slack: FakeSlack, caplog: pytest.LogCaptureFixture) -> None:
    slack.plant("apps.connections.open", Fault(status=503), Fault(error="fatal_error"))
    caplog.set_level(0)
    with capture_logs() as logs:
        chat = a_chat(slack)
        running = asyncio.create_task(chat.run())
        await slack.connected()
        await slack.drop()
        await slack.connected(2)
        await is_answered(slack)
        await chat.stop()
        await running

    said = str(logs) + caplog.text
    assert "slack.not_connected" in said
    assert [secret for secret in (TOKEN, APP_TOKEN, "ticket-", "/watch list") if secret in said] == []
