"""The adapter over Socket Mode, with the real libraries, against the strict fake."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.chat import Event
from bot.slack_chat import SlackChat
from bot.slack_replies import HOME
from feeds.errors import SettingsError
from handlers.message import Button, Line, Message, Words, say
from handlers.request import Download, Reply, Role, refusal
from tests.fakes.slack import APP_TOKEN, TOKEN, FakeSlack
from tests.fakes.slack_desk import Desk, a_chat, happened, mentioned, press, slash
from tests.fakes.slack_shapes import TEAM, Fault, person


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.people = {
            "U01": person("U01"),
            "UADMIN": person("UADMIN", is_admin=True),
            "UGUEST": person("UGUEST", is_restricted=True),
            "UCONNECT": person("UCONNECT", team_id="T99"),
        }
        yield fake
        assert fake.violations == []


@asynccontextmanager
async def running(slack: FakeSlack, desk: Desk, **changed: object) -> AsyncIterator[SlackChat]:
    chat = a_chat(slack, desk, **changed)
    task = asyncio.create_task(chat.run())
    try:
        await slack.connected()
        yield chat
    finally:
        await chat.stop()
        await task


async def test_a_slash_command_is_one_event_and_its_answer_is_private(slack: FakeSlack) -> None:
    desk = Desk()
    async with running(slack, desk):
        await slack.deliver("slash_commands", slash(slack, "/quotes Trump &amp; Bass"))
        await slack.until(lambda: slack.responses)

    event = desk.events[0]
    assert (event.desk, event.desk_name) == (f"slack:{TEAM}", "Example Times")
    assert (event.channel, event.channel_name) == ("slack:C01", "#news")
    assert (event.person, event.person_name, event.role) == ("slack:U01", "U01 Person", Role.READER)
    assert (event.zone, event.line) == ("Europe/Berlin", "/quotes Trump &amp; Bass")
    assert slack.responses[0]["response_type"] == "ephemeral"
    assert slack.responses[0]["unfurl_links"] is False


async def test_it_is_acknowledged_before_the_answer_is_known(slack: FakeSlack) -> None:
    desk = Desk(held_back=asyncio.Event())
    async with running(slack, desk):
        answer, seconds = await slack.deliver("slash_commands", slash(slack, "/quotes Trump"))
        assert desk.held_back is not None
        desk.held_back.set()
        await slack.until(lambda: slack.responses)

    assert answer is None
    assert seconds < 0.3


async def test_a_long_answer_is_announced_and_then_takes_the_announcement_s_place(slack: FakeSlack) -> None:
    desk = Desk(held_back=asyncio.Event())
    async with running(slack, desk, silence=0.02):
        await slack.deliver("slash_commands", slash(slack, "/quotes Trump"))
        await slack.until(lambda: slack.responses)
        assert desk.held_back is not None
        desk.held_back.set()
        await slack.until(lambda: len(slack.responses) > 1)

    assert [(r["text"], r["replace_original"]) for r in slack.responses] == [
        ("Looking …", False),
        ("Answer to /quotes Trump", True),
    ]


@pytest.mark.parametrize(
    ("user", "role"),
    [
        ("U01", Role.READER),
        ("UADMIN", Role.ADMIN),
        ("UGUEST", Role.GUEST),
        ("UCONNECT", Role.GUEST),
        ("U404", Role.GUEST),
    ],
)
async def test_roles_are_what_slack_says(slack: FakeSlack, user: str, role: Role) -> None:
    desk = Desk()
    async with running(slack, desk):
        await slack.deliver("slash_commands", slash(slack, "/watch list", user=user))
        await slack.until(lambda: slack.responses)

    assert desk.events[0].role is role


async def test_an_event_names_the_groups_of_whoever_asks_and_a_guest_is_not_asked_about(slack: FakeSlack) -> None:
    slack.groups = {"S01": ["U01", "UGUEST"], "S02": ["UADMIN"]}
    desk = Desk()
    async with running(slack, desk):
        for count, user in enumerate(("UGUEST", "U01", "UADMIN"), 1):
            await slack.deliver("slash_commands", slash(slack, "/watch list", user=user, trigger=user))
            await slack.until(lambda count=count: len(slack.responses) == count)

    assert [event.groups for event in desk.events] == [(), ("slack:S01",), ("slack:S02",)]
    assert len(slack.called("usergroups.list")) == 1


async def test_the_app_home_counts_groups_and_an_opening_form_does_not_wait_for_them(slack: FakeSlack) -> None:
    slack.groups = {"S01": ["U01"]}
    desk = Desk()
    async with running(slack, desk):
        await slack.deliver("slash_commands", slash(slack, "/quotes"))
        await slack.until(lambda: slack.views)
        asked_for_the_form = slack.called("usergroups.list")
        await slack.deliver("events_api", happened("app_home_opened", user="U01", channel="D01", tab="home"))
        await slack.until(lambda: slack.homes)

    assert asked_for_the_form == []
    assert desk.events[0].groups == ("slack:S01",)


async def test_a_mention_in_a_thread_does_what_the_command_does(slack: FakeSlack) -> None:
    desk = Desk()
    async with running(slack, desk):
        await slack.deliver("events_api", mentioned("quotes Trump", thread_ts="1.0"))
        await slack.until(lambda: slack.ephemerals)

    assert desk.events[0].line == "quotes Trump"
    assert (slack.ephemerals[0]["channel"], slack.ephemerals[0]["user"]) == ("C01", "U01")
    assert slack.ephemerals[0]["thread_ts"] == "1.0"


async def test_an_event_that_is_delivered_twice_has_one_effect(slack: FakeSlack) -> None:
    desk = Desk()
    async with running(slack, desk):
        command = slash(slack, "/watch list", trigger="same")
        for _ in range(2):
            await slack.deliver("events_api", mentioned("watch list", event_id="EvSame"))
            await slack.deliver("slash_commands", command)
        await slack.deliver("events_api", mentioned("watch list", event_id="EvOther"))
        await slack.until(lambda: len(slack.ephemerals) == 2)

    assert len(desk.events) == 3


async def test_a_public_line_is_said_in_the_channel(slack: FakeSlack) -> None:
    undo = Message("Added", (Line((Words("U01 added ICE"),)),), (Button("Undo", "/watch undo 7"),))
    desk = Desk(reply=lambda _: Reply(say("Saved."), public=undo))
    async with running(slack, desk):
        await slack.deliver("slash_commands", slash(slack, "/watch add ICE ICE"))
        await slack.until(lambda: len(slack.responses) == 2)

    assert [response["response_type"] for response in slack.responses] == ["ephemeral", "in_channel"]
    assert slack.responses[1]["blocks"][-1]["elements"][0]["value"] == "/watch undo 7"


async def test_a_public_line_of_a_mention_stays_in_its_thread(slack: FakeSlack) -> None:
    desk = Desk(reply=lambda _: Reply(say("Shared."), public=say("U01 shares a quote")))
    async with running(slack, desk):
        await slack.deliver("events_api", mentioned("quotes Trump share:yes", thread_ts="1.0"))
        await slack.until(lambda: slack.messages["C01"])

    assert slack.messages["C01"][0]["thread_ts"] == "1.0"


async def test_a_file_goes_to_the_person_alone(slack: FakeSlack) -> None:
    desk = Desk(reply=lambda _: Reply(say("31 quotes."), download=Download("quotes.csv", "speaker,quote\n")))
    async with running(slack, desk):
        await slack.deliver("slash_commands", slash(slack, "/quotes Trump to:csv"))
        await slack.until(lambda: len(slack.responses) == 2)

    assert [(file["name"], file["channel"], file["content"]) for file in slack.files] == [
        ("quotes.csv", "DU01", "speaker,quote\n")
    ]
    assert slack.messages["C01"] == []


async def test_a_file_that_slack_does_not_take_is_said_with_its_cure(slack: FakeSlack) -> None:
    slack.plant("files.getUploadURLExternal", Fault(error="missing_scope"))
    desk = Desk(reply=lambda _: Reply(say("31 quotes."), download=Download("quotes.csv", "x")))
    async with running(slack, desk):
        await slack.deliver("slash_commands", slash(slack, "/quotes Trump to:csv"))
        await slack.until(lambda: len(slack.responses) == 2)

    assert "files:write" in slack.responses[1]["text"]


async def test_a_button_is_the_line_it_stands_for(slack: FakeSlack) -> None:
    desk = Desk()
    async with running(slack, desk):
        answer, _ = await slack.deliver("interactive", press(slack, "/quotes Trump sort:old", ephemeral=True))
        await slack.until(lambda: slack.responses)

    assert answer is None
    assert desk.events[0].line == "/quotes Trump sort:old"
    assert slack.responses[0]["replace_original"] is True


async def test_a_refusal_does_not_take_the_place_of_what_it_refused(slack: FakeSlack) -> None:
    desk = Desk(reply=lambda _: Reply(say("That is for editors."), refused=True))
    async with running(slack, desk):
        await slack.deliver("interactive", press(slack, "/watch add ICE ICE", ephemeral=True))
        await slack.until(lambda: slack.responses)

    assert slack.responses[0]["replace_original"] is False


async def test_an_expired_response_url_falls_back_to_a_message_only_they_see(slack: FakeSlack) -> None:
    slack.plant("respond", Fault(status=404, body="expired_url"))
    desk = Desk()
    async with running(slack, desk):
        await slack.deliver("interactive", press(slack, "/quotes Trump"))
        await slack.until(lambda: slack.ephemerals)

    assert slack.ephemerals[0]["user"] == "U01"


async def test_the_app_home_shows_lists_and_settings_and_nothing_that_is_refused(slack: FakeSlack) -> None:
    def reply(event: Event) -> Reply:
        return refusal("That is for admins.") if event.line == "/desk setup" else Reply(say(f"Answer to {event.line}"))

    desk = Desk(reply=reply)
    async with running(slack, desk):
        await slack.deliver("events_api", happened("app_home_opened", user="U01", channel="D01", tab="home"))
        await slack.until(lambda: slack.homes)

    shown = str(slack.homes["U01"]["blocks"])
    assert [event.line for event in desk.events] == [line for _, line in HOME]
    assert slack.homes["U01"]["type"] == "home"
    assert "Watchlists" in shown
    assert "Answer to /desk me" in shown
    assert "admins" not in shown
    assert "Channels" not in shown


async def test_the_app_home_of_who_may_see_nothing_says_so_once(slack: FakeSlack) -> None:
    desk = Desk(reply=lambda _: refusal("This is for members of this desk."))
    async with running(slack, desk):
        await slack.deliver("events_api", happened("app_home_opened", user="U01", channel="D01", tab="home"))
        await slack.until(lambda: slack.homes)

    assert str(slack.homes["U01"]["blocks"]).count("for members") == 1
    assert len(desk.events) == 1


async def test_a_button_s_long_line_is_found_again_and_a_forgotten_one_is_said(slack: FakeSlack) -> None:
    line = "/watch add ports " + "harbour strike, " * 120
    desk = Desk(reply=lambda _: Reply(Message("Preview", (Line((Words("Preview"),)),), (Button("Save", line),))))
    async with running(slack, desk):
        await slack.deliver("slash_commands", slash(slack, "/watch add ports"))
        await slack.until(lambda: slack.responses)
        value = slack.responses[0]["blocks"][-1]["elements"][0]["value"]
        await slack.deliver("interactive", press(slack, value, ephemeral=True, trigger="t-1"))
        await slack.until(lambda: len(slack.responses) == 2)
        await slack.deliver("interactive", press(slack, "k:" + "0" * 32, trigger="t-2"))
        await slack.until(lambda: len(slack.responses) == 3)

    assert len(value) < 100
    assert [event.line for event in desk.events] == ["/watch add ports", line]
    assert "too old" in slack.responses[2]["text"]


async def test_an_answer_that_breaks_is_logged_and_said(slack: FakeSlack) -> None:
    def broken(_: object) -> Reply:
        raise RuntimeError("what the handler said")

    with capture_logs() as logs:
        async with running(slack, Desk(reply=broken)):
            await slack.deliver("slash_commands", slash(slack, "/quotes somebody's secret"))
            await slack.until(lambda: slack.responses)

    assert "log" in slack.responses[0]["text"]
    assert [log["error"] for log in logs if log["event"] == "slack.answer_broke"] == ["RuntimeError"]
    assert "secret" not in str(logs)


async def test_somebody_slack_does_not_name_is_asked_to_try_again(slack: FakeSlack) -> None:
    slack.plant("users.info", Fault(status=503), Fault(status=503))
    desk = Desk()
    async with running(slack, desk):
        await slack.deliver("slash_commands", slash(slack, "/quotes Trump"))
        await slack.until(lambda: slack.responses)

    assert desk.events == []
    assert "Try again" in slack.responses[0]["text"]


async def test_a_person_is_asked_for_once(slack: FakeSlack) -> None:
    async with running(slack, Desk()):
        for number in range(3):
            await slack.deliver("slash_commands", slash(slack, "/quotes Trump", trigger=f"t{number}"))
        await slack.until(lambda: len(slack.responses) == 3)

    assert len(slack.called("users.info")) == 1


@pytest.mark.parametrize(
    ("method", "error", "variable"),
    [
        ("auth.test", "invalid_auth", "SLACK_BOT_TOKEN"),
        ("auth.test", "account_inactive", "SLACK_BOT_TOKEN"),
        ("apps.connections.open", "not_allowed_token_type", "SLACK_APP_TOKEN"),
    ],
)
async def test_a_refused_token_is_one_line_that_names_its_variable(
    slack: FakeSlack, method: str, error: str, variable: str
) -> None:
    slack.plant(method, Fault(error=error))

    with pytest.raises(SettingsError, match=variable) as refused:
        await a_chat(slack).run()

    assert error in str(refused.value)
    assert TOKEN not in str(refused.value)
    assert APP_TOKEN not in str(refused.value)


async def test_the_shortcut_says_so_where_there_is_no_link(slack: FakeSlack) -> None:
    desk = Desk()
    body = {
        "type": "message_action",
        "callback_id": "story",
        "team": {"id": TEAM},
        "user": {"id": "U01", "team_id": TEAM},
        "channel": {"id": "C01", "name": "news"},
        "trigger_id": "t-7",
        "response_url": slack.response_url(),
        "message": {"text": "lunch?"},
    }
    async with running(slack, desk):
        await slack.deliver("interactive", body)
        await slack.until(lambda: slack.responses)

    assert desk.events == []
    assert slack.responses[0]["text"] == "That message links to no article."


async def test_the_shortcut_asks_about_the_story(slack: FakeSlack) -> None:
    desk = Desk()
    body = {
        "type": "message_action",
        "callback_id": "story",
        "team": {"id": TEAM},
        "user": {"id": "U01", "team_id": TEAM},
        "channel": {"id": "C01", "name": "news"},
        "trigger_id": "t-7",
        "response_url": slack.response_url(),
        "message": {"text": "see <https://times.example/1|this>"},
    }
    async with running(slack, desk):
        await slack.deliver("interactive", body)
        await slack.until(lambda: slack.responses)

    assert desk.events[0].line == "/news https://times.example/1"


async def test_a_private_answer_that_is_long_goes_on_below_and_says_when_it_ends_early(slack: FakeSlack) -> None:
    long = Message("Quotes", tuple(Line((Words(f"{number} " + "word " * 500),)) for number in range(40)))
    async with running(slack, Desk(reply=lambda _: Reply(long))):
        await slack.deliver("slash_commands", slash(slack, "/quotes Trump limit:25"))
        await slack.until(lambda: len(slack.responses) == 3)

    first, *_, last = slack.responses
    assert first["blocks"][-1]["elements"][0]["text"] == "Continued below ↓"
    assert last["blocks"][-1]["elements"][0]["text"] == "There is more than fits here: ask for less."


async def test_commands_are_acknowledged_in_time_while_articles_are_read(slack: FakeSlack) -> None:
    def read_articles(_: object) -> Reply:
        return Reply(say(str(sum(len(re.findall(r"\w+", "a word and a word " * 400)) for _ in range(40)))))

    desk = Desk(reply=read_articles, in_thread=True)
    async with running(slack, desk):
        waits = []
        for number in range(100):
            _, seconds = await slack.deliver("slash_commands", slash(slack, "/quotes Trump", trigger=f"t{number}"))
            waits.append(seconds)
        await slack.until(lambda: len(slack.responses) == 100)

    assert sorted(waits)[94] < 0.3


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"bot_token": None}, "SLACK_BOT_TOKEN is missing"),
        ({"app_token": None}, "SLACK_APP_TOKEN .* or SLACK_SIGNING_SECRET"),
        ({"bot_token": SecretStr(APP_TOKEN), "app_token": SecretStr(TOKEN)}, "SLACK_BOT_TOKEN: .* swap the two"),
        ({"app_token": SecretStr(TOKEN)}, "SLACK_APP_TOKEN: .* swap the two"),
        ({"bot_token": None, "app_token": None, "client_id": "1.2"}, "SLACK_BOT_TOKEN is missing"),
    ],
)
async def test_a_setting_that_is_missing_or_misplaced_is_named(
    slack: FakeSlack, changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(SettingsError, match=said) as refused:
        await a_chat(slack, **changed).run()

    assert TOKEN not in str(refused.value)
    assert slack.calls == []


async def test_variables_of_the_environment_change_nothing(slack: FakeSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in (
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "SLACK_CLIENT_ID",
        "SLACK_CLIENT_SECRET",
        "HTTPS_PROXY",
    ):
        monkeypatch.setenv(variable, "http://127.0.0.1:1/of-the-environment")
    desk = Desk()
    async with running(slack, desk):
        await slack.deliver("slash_commands", slash(slack, "/quotes Trump"))
        await slack.until(lambda: slack.responses)

    assert {call.token for call in slack.calls} == {TOKEN, APP_TOKEN}
