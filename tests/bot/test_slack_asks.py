"""What is read out of Slack's payloads, without a connection."""

import pytest

from bot.slack_asks import at_home, in_form, mention, pressed, shortcut, typed_command
from tests.fakes.slack import BOT, FakeSlack
from tests.fakes.slack_desk import Json, mentioned, press, slash
from tests.fakes.slack_shapes import TEAM


def on_a_message(message: Json) -> Json:
    return {
        "user": {"id": "U01"},
        "channel": {"id": "C01", "name": "news"},
        "message": message,
        "response_url": "r",
    } | {"callback_id": "story"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"<@{BOT}> quotes Trump", "quotes Trump"),
        (f"<@{BOT}|wiredesk>: quotes Trump", "quotes Trump"),
        (f"hey <@{BOT}>, quotes <@U02> said", "quotes <@U02> said"),
        ("quotes Trump", "quotes Trump"),
        (f"<@{BOT}>", "/desk help"),
        (f"<@{BOT}> /watch add ICE &amp; more", "/watch add ICE &amp; more"),
    ],
)
def test_a_mention_asks_what_follows_the_bot_s_name_untouched(text: str, line: str) -> None:
    assert mention({"user": "U01", "channel": "C01", "text": text}, TEAM, BOT).line == line


def test_a_mention_knows_its_thread() -> None:
    event = mentioned("quotes Trump", thread_ts="1.0")["event"]

    assert mention(event, TEAM, BOT).thread == "1.0"


@pytest.mark.parametrize("name", ["directmessage", "privategroup", ""])
def test_a_place_slack_does_not_name_is_called_by_its_id(name: str) -> None:
    body = {**slash(FakeSlack(), "/quotes Trump"), "channel_name": name}

    assert typed_command(body, TEAM).channel_name == "C01"


def test_typed_text_is_passed_on_as_it_came() -> None:
    body = slash(FakeSlack(), "/watch add ports &lt;3 <#C02|sport> &amp;amp;")

    assert typed_command(body, TEAM).line == "/watch add ports &lt;3 <#C02|sport> &amp;amp;"


def test_a_button_under_a_message_answers_in_its_thread() -> None:
    body = press(FakeSlack(), "/quotes id:7")

    assert pressed(body, TEAM).thread is None
    assert pressed({**body, "message": {"thread_ts": "1.0"}}, TEAM).thread == "1.0"


def test_a_button_without_a_channel_or_value_asks_nothing() -> None:
    body = {"user": {"id": "U01"}, "actions": [{"type": "button", "action_id": "line:0"}]}

    assert pressed(body, TEAM).line == ""


@pytest.mark.parametrize(
    "message",
    [
        {"text": "look: <https://times.example/1|Times>"},
        {"blocks": [{"elements": [{"elements": [{"type": "link", "url": "https://times.example/1"}]}]}], "text": "x"},
        {"text": "x", "attachments": [{"text": "<https://times.example/1>"}]},
        {
            "blocks": [{"text": {"type": "mrkdwn", "text": "*<https://times.example/1|T>*"}}],
            "text": "<https://b.example>",
        },
    ],
)
def test_the_shortcut_asks_about_the_first_link_of_the_message(message: Json) -> None:
    assert shortcut(on_a_message(message), TEAM).line == "/news https://times.example/1"


@pytest.mark.parametrize("message", [{}, {"text": "no link"}, {"blocks": [{"type": "link", "url": "javascript:x"}]}])
def test_a_message_without_a_link_asks_nothing(message: Json) -> None:
    assert shortcut(on_a_message(message), TEAM).line == ""


@pytest.mark.parametrize(
    ("callback_id", "line"),
    [("story", "/news {}"), ("why", "/watch why {}"), ("mute", "/watch mute {} for:24h to:here")],
)
def test_each_shortcut_asks_its_own_question(callback_id: str, line: str) -> None:
    message: Json = {"text": "<https://times.example/1>"}

    asked = shortcut({**on_a_message(message), "callback_id": callback_id}, TEAM)

    assert asked.line == line.format("https://times.example/1")


def test_an_app_home_is_its_reader_s() -> None:
    asked = at_home({"user": "U01", "channel": "D01"}, TEAM)

    assert (asked.user, asked.channel, asked.line) == ("U01", "D01", None)


def test_a_button_of_an_app_home_is_answered_to_who_pressed_it() -> None:
    body: Json = {"user": {"id": "U01"}, "container": {"type": "view"}, "actions": [{"value": "/watch list"}]}

    asked = pressed(body, TEAM)

    assert (asked.channel, asked.line, asked.replaces) == ("U01", "/watch list", False)


@pytest.mark.parametrize("private", ["", "not json", "{}"])
def test_a_form_that_lost_its_place_is_of_the_person_s_own_messages(private: str) -> None:
    ask = in_form({"user": {"id": "U01"}, "view": {"private_metadata": private}}, TEAM, None)

    assert (ask.channel, ask.respond) == ("U01", None)
