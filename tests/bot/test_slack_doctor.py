from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from storage.model import Unsure
from tests.fakes.slack import APP_TOKEN, TOKEN, FakeSlack
from tests.fakes.slack_desk import NEWS, a_chat
from tests.fakes.slack_shapes import Fault


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        yield fake
        assert fake.violations == []


async def test_a_sound_installation_needs_no_cure(slack: FakeSlack) -> None:
    found = await a_chat(slack).check((NEWS,))

    assert [cure for _, cure in found] == [None] * 4
    assert slack.called("chat.postMessage") == []


@pytest.mark.parametrize(
    ("error", "cure"),
    [
        ("not_in_channel", "/invite @wiredesk in #news"),
        ("channel_not_found", "/invite @wiredesk in #news"),
        ("missing_scope", "reinstall the app"),
    ],
)
async def test_a_channel_that_cannot_be_posted_to_is_said_with_its_cure(
    slack: FakeSlack, error: str, cure: str
) -> None:
    slack.plant("conversations.history", Fault(error=error))

    line, found = (await a_chat(slack).check((NEWS,)))[-1]

    assert "#news" in line
    assert cure in str(found)


async def test_a_public_channel_can_be_posted_to_from_outside_with_the_scope_for_it(slack: FakeSlack) -> None:
    slack.scopes += ",chat:write.public"
    slack.plant("conversations.history", *[Fault(error="not_in_channel")] * 2)

    line, cure = (await a_chat(slack).check((NEWS,)))[-1]
    _, chosen = (await a_chat(slack).check((replace(NEWS, unsure=Unsure.TWICE),)))[-1]

    assert "nobody chose yet: /desk setup unsure:twice" in line
    assert "/invite" in str(cure)
    assert chosen is None


async def test_without_the_scope_to_read_it_says_what_becomes_of_a_message_that_may_have_arrived(
    slack: FakeSlack,
) -> None:
    slack.plant("conversations.history", *[Fault(error="missing_scope")] * 2)

    asked, _ = (await a_chat(slack).check((NEWS,)))[-1]
    chosen, cure = (await a_chat(slack).check((replace(NEWS, unsure=Unsure.TWICE),)))[-1]

    assert "rather never" in asked
    assert "nobody chose yet" in asked
    assert "rather twice" in chosen
    assert "nobody chose yet" not in chosen
    assert "reinstall the app" in str(cure)


async def test_a_missing_scope_is_named_with_what_cannot_be_done_without_it(slack: FakeSlack) -> None:
    slack.scopes = "chat:write,commands,app_mentions:read"

    lines = [line for line, cure in await a_chat(slack).check() if cure]

    assert "Slack: the scope users:read is missing" in lines
    assert any("files:write" in line for line in lines)


@pytest.mark.parametrize(
    ("method", "variable"), [("auth.test", "SLACK_BOT_TOKEN"), ("apps.connections.open", "SLACK_APP_TOKEN")]
)
async def test_a_dead_token_is_said_by_its_variable_and_never_shown(
    slack: FakeSlack, method: str, variable: str
) -> None:
    slack.plant(method, Fault(error="invalid_auth"))

    found = await a_chat(slack).check()

    assert any(variable in str(cure) for _, cure in found)
    assert TOKEN not in str(found)
    assert APP_TOKEN not in str(found)


async def test_no_token_is_said_too(slack: FakeSlack) -> None:
    [(line, cure)] = await a_chat(slack, bot_token=None).check()

    assert "no bot token" in line
    assert "SLACK_BOT_TOKEN" in str(cure)
