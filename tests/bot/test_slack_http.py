"""HTTP mode over a real socket: signatures, the five-minute window, and installing into many workspaces."""

import asyncio
import hashlib
import hmac
import json
import re
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

import aiohttp
import pytest
from pydantic import SecretStr

from bot.chats import slack_settings
from bot.lines import LinesInMemory
from bot.settings import Settings
from bot.slack_chat import SlackChat
from bot.slack_workspaces import InMemory, Memory, Workspace, all_new
from feeds.errors import SettingsError
from handlers.message import say
from handlers.outcome import Sent
from tests.fakes.slack import TOKEN, FakeSlack
from tests.fakes.slack_desk import (
    NEW_YORK,
    NEWS,
    NOW,
    TABLE,
    Desk,
    Json,
    a_chat,
    happened,
    mentioned,
    press,
    settings,
    slash,
)
from tests.fakes.slack_shapes import TEAM, person

SECRET = "planted-signing-secret"  # noqa: S105 (planted)


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.people = {"U01": person("U01"), "U02": person("U02", team_id="T-code2")}
        yield fake
        assert fake.violations == []


@asynccontextmanager
async def serving(chat: SlackChat, port: int) -> AsyncIterator["Sender"]:
    running = asyncio.create_task(chat.run())
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        sender = Sender(session)
        await sender.until_open()
        yield sender
        await chat.stop()
        await running


class Sender:
    """Slack, sending: each request signed as Slack signs it unless told otherwise."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self.session = session

    async def until_open(self) -> None:
        async with asyncio.timeout(5):
            while True:
                try:
                    async with self.session.get("/"):
                        return
                except aiohttp.ClientConnectorError:
                    await asyncio.sleep(0)

    async def send(self, body: str, kind: str, *, secret: str = SECRET, age: float = 0) -> tuple[int, str]:
        stamp = str(int(time.time() - age))  # noqa: TID251 (Bolt compares with the real clock)
        signed = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signed}", "Content-Type": kind}
        async with self.session.post("/slack/events", data=body, headers=headers) as answer:
            return answer.status, await answer.text()

    async def command(self, body: Json, *, secret: str = SECRET, age: float = 0) -> tuple[int, str]:
        return await self.send(urlencode(body), "application/x-www-form-urlencoded", secret=secret, age=age)

    async def interaction(self, body: Json) -> tuple[int, str]:
        return await self.send(urlencode({"payload": json.dumps(body)}), "application/x-www-form-urlencoded")

    async def event(self, body: Json) -> tuple[int, str]:
        return await self.send(json.dumps(body), "application/json")


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def over_http(slack: FakeSlack, desk: Desk, port: int) -> SlackChat:
    return a_chat(slack, desk, app_token=None, signing_secret=SecretStr(SECRET), port=port)


async def test_a_signed_command_is_acknowledged_empty_and_answered(slack: FakeSlack) -> None:
    desk, port = Desk(), free_port()
    async with serving(over_http(slack, desk, port), port) as sender:
        status, body = await sender.command(slash(slack, "/quotes Trump"))
        await slack.until(lambda: slack.responses)

    assert (status, body) == (200, "")
    assert desk.events[0].line == "/quotes Trump"


@pytest.mark.parametrize(("secret", "age"), [("another secret", 0), (SECRET, 6 * 60), (SECRET, -6 * 60)])
async def test_a_wrong_signature_or_an_old_one_is_refused(slack: FakeSlack, secret: str, age: float) -> None:
    desk, port = Desk(), free_port()
    async with serving(over_http(slack, desk, port), port) as sender:
        status, _ = await sender.command(slash(slack, "/quotes Trump"), secret=secret, age=age)

    assert status == 401
    assert desk.events == []


async def test_an_unsigned_request_is_refused_whatever_it_says(slack: FakeSlack) -> None:
    desk, port = Desk(), free_port()
    async with serving(over_http(slack, desk, port), port) as sender:
        for body in (urlencode(slash(slack, "/quotes Trump")), "not a form", ""):
            async with sender.session.post("/slack/events", data=body) as answer:
                assert answer.status == 401

    assert desk.events == []


async def test_slack_may_verify_the_address(slack: FakeSlack) -> None:
    port = free_port()
    async with serving(over_http(slack, Desk(), port), port) as sender:
        status, body = await sender.event({"type": "url_verification", "challenge": "3eZbrw1a"})

    assert (status, json.loads(body)) == (200, {"challenge": "3eZbrw1a"})


async def test_events_and_buttons_arrive_over_http_too_and_once(slack: FakeSlack) -> None:
    desk, port = Desk(), free_port()
    async with serving(over_http(slack, desk, port), port) as sender:
        for _ in range(2):
            await sender.event(mentioned("watch list"))
        await sender.interaction(press(slack, "/watch list"))
        await slack.until(lambda: len(desk.events) == 2)

    assert {event.line for event in desk.events} == {"watch list", "/watch list"}


async def test_a_taken_port_is_one_line_that_names_the_setting(slack: FakeSlack) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        port = int(held.getsockname()[1])

        with pytest.raises(SettingsError, match="SLACK_PORT"):
            await over_http(slack, Desk(), port).run()


async def test_an_address_of_another_machine_is_one_line_that_names_the_setting(slack: FakeSlack) -> None:
    elsewhere = a_chat(slack, app_token=None, signing_secret=SecretStr(SECRET), host="203.0.113.9", port=free_port())

    with pytest.raises(SettingsError, match="SLACK_HOST"):
        await elsewhere.run()


def test_the_address_that_is_set_is_the_one_listened_on() -> None:
    wanted = slack_settings(Settings(slack_host="0.0.0.0", slack_port=4000), NEW_YORK)  # noqa: S104 - bound by nobody

    assert (wanted.host, wanted.port) == ("0.0.0.0", 4000)  # noqa: S104 - bound by nobody


class Many:
    """An app that many workspaces may install."""

    def __init__(self, slack: FakeSlack, desk: Desk) -> None:
        self.held = InMemory()
        self.port = free_port()
        secrets = {"client_id": "12.34", "client_secret": SecretStr("planted-client-secret")}
        wanted = settings(
            slack, bot_token=None, app_token=None, signing_secret=SecretStr(SECRET), port=self.port, **secrets
        )
        self.chat = SlackChat(
            wanted, desk.answer, desk.complete, TABLE, lambda: NOW, Memory(self.held, all_new, LinesInMemory())
        )


async def install(sender: Sender, code: str) -> int:
    async with sender.session.get("/slack/install") as page:
        address = re.findall(r'href="([^"]*state=[^"]*)"', await page.text())[0].replace("&amp;", "&")
        cookie = page.headers["Set-Cookie"].partition(";")[0]
    state = parse_qs(urlsplit(address).query)["state"][0]
    back = f"/slack/oauth_redirect?{urlencode({'code': code, 'state': state})}"
    async with sender.session.get(back, headers={"Cookie": cookie}) as done:
        return done.status


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # slack_sdk 3.48 on aiohttp 3.14
async def test_a_workspace_installs_the_app_and_is_answered_with_its_own_token(slack: FakeSlack) -> None:
    desk = Desk()
    many = Many(slack, desk)
    async with serving(many.chat, many.port) as sender:
        status = await install(sender, "code2")
        await sender.event({**mentioned("watch list", user="U02"), "team_id": "T-code2"})
        await slack.until(lambda: slack.ephemerals)

    workspace = await many.held.find("T-code2")
    assert status == 200
    assert workspace is not None
    assert (workspace.name, workspace.token.get_secret_value()) == ("Another Paper", "xoxb-installed-code2")
    assert (desk.events[0].desk, desk.events[0].channel) == ("slack:T-code2", "slack:T-code2/C01")
    assert slack.calls[-1].token == workspace.token.get_secret_value()


async def test_a_channel_is_spoken_to_with_its_own_workspace_s_token(slack: FakeSlack) -> None:
    many = Many(slack, Desk())
    await many.held.save(Workspace(TEAM, "Example Times", SecretStr(TOKEN), "UBOT"))
    await many.held.save(Workspace("T-2", "Another", SecretStr("xoxb-two"), "UBOT2"))
    slack.tokens.add("xoxb-two")

    for team in (TEAM, "T-2"):
        assert isinstance(await many.chat.send(replace(NEWS, ref=f"slack:{team}/C01"), say("x"), "d"), Sent)
    await many.chat._api.close()

    assert [call.token for call in slack.calls] == [TOKEN, "xoxb-two"]


async def test_a_made_up_state_installs_nothing(slack: FakeSlack) -> None:
    many = Many(slack, Desk())
    async with serving(many.chat, many.port) as sender:
        cookie = {"Cookie": "slack-app-oauth-state=guess"}
        async with sender.session.get("/slack/oauth_redirect?code=code2&state=guess", headers=cookie) as answer:
            assert answer.status == 401

    assert await many.held.find("T-code2") is None


@pytest.mark.parametrize(
    "event", [happened("app_uninstalled"), happened("tokens_revoked", tokens={"bot": ["UBOT"], "oauth": []})]
)
async def test_an_uninstalled_app_forgets_the_workspace(slack: FakeSlack, event: Json) -> None:
    many = Many(slack, Desk())
    await many.held.save(Workspace(TEAM, "Example Times", SecretStr(TOKEN), "UBOT"))
    async with serving(many.chat, many.port) as sender:
        await sender.event(event)

    assert await many.held.find(TEAM) is None


async def test_a_workspace_that_never_installed_it_hears_nothing(slack: FakeSlack) -> None:
    desk = Desk()
    many = Many(slack, desk)
    await many.held.save(Workspace(TEAM, "Example Times", SecretStr(TOKEN), "UBOT"))
    async with serving(many.chat, many.port) as sender:
        await sender.event({**mentioned("watch list"), "team_id": "T-other"})
        await sender.command({**slash(slack, "/watch list"), "team_id": "T-other"})

    assert desk.events == []
    assert slack.called("users.info") == []
