"""Forms over Socket Mode: a bare command opens one, it completes what is typed, and it is sent as a command."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.chat import Suggestion
from bot.slack_asks import Ask
from bot.slack_forms import bare, filled, form, options
from handlers.grammar import Argument, Kind
from handlers.request import Command, Option
from tests.fakes.slack import FakeSlack
from tests.fakes.slack_contract import options_violations, view_violations
from tests.fakes.slack_desk import TABLE, Desk, Json, a_chat, entry, slash
from tests.fakes.slack_shapes import TEAM, person


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.people = {"U01": person("U01"), "UGUEST": person("UGUEST", is_ultra_restricted=True)}
        yield fake
        assert fake.violations == []


@asynccontextmanager
async def running(slack: FakeSlack, desk: Desk) -> AsyncIterator[None]:
    chat = a_chat(slack, desk)
    task = asyncio.create_task(chat.run())
    await slack.connected()
    yield
    await chat.stop()
    await task


def typing(view: Json, kind: str, typed: str, user: str = "U01") -> Json:
    return {
        "type": "block_suggestion",
        "team": {"id": TEAM},
        "user": {"id": user, "team_id": TEAM},
        "action_id": f"fill:{kind}",
        "block_id": "speaker",
        "value": typed,
        "view": {**view, "id": "V1"},
    }


def sent(view: Json, values: Json) -> Json:
    return {
        "type": "view_submission",
        "team": {"id": TEAM},
        "user": {"id": "U01", "team_id": TEAM},
        "trigger_id": "t-sent",
        "view": {**view, "id": "V1", "state": {"values": values}},
    }


async def test_a_bare_command_opens_its_form_at_once(slack: FakeSlack) -> None:
    desk = Desk()
    async with running(slack, desk):
        await slack.deliver("slash_commands", slash(slack, "/quotes"))
        await slack.until(lambda: slack.views)

    [view] = slack.views
    assert view["title"]["text"] == "/quotes"
    assert [(block["block_id"], block["element"]["type"]) for block in view["blocks"]] == [
        ("speaker", "external_select"),
        ("topic", "plain_text_input"),
        ("since", "plain_text_input"),
        ("sort", "static_select"),
    ]
    assert desk.events == []


async def test_what_is_typed_into_it_is_completed_with_counts(slack: FakeSlack) -> None:
    desk = Desk()
    async with running(slack, desk):
        await slack.deliver("slash_commands", slash(slack, "/quotes"))
        await slack.until(lambda: slack.views)
        answer, seconds = await slack.deliver("interactive", typing(slack.views[0], "speaker", "tru"))

    assert desk.completed == [("speaker", "tru")]
    assert answer is not None
    assert answer["options"] == [
        {"text": {"type": "plain_text", "text": "Donald Trump (212)", "emoji": False}, "value": "Donald Trump"}
    ]
    assert seconds < 0.3


async def test_a_guest_is_completed_nothing_and_opened_nothing(slack: FakeSlack) -> None:
    desk = Desk()
    async with running(slack, desk):
        await slack.deliver("slash_commands", slash(slack, "/quotes", user="UGUEST"))
        await slack.until(lambda: slack.responses)
        view = form(TABLE["quotes", None], Ask(TEAM, "UGUEST", "C01"))
        answer, _ = await slack.deliver("interactive", typing(view, "speaker", "tru", user="UGUEST"))

    assert answer == {"options": []}
    assert desk.completed == []
    assert slack.views == []


async def test_a_sent_form_is_a_command_answered_where_it_was_typed(slack: FakeSlack) -> None:
    desk = Desk()
    async with running(slack, desk):
        await slack.deliver("slash_commands", slash(slack, "/quotes"))
        await slack.until(lambda: slack.views)
        values = {
            "speaker": {"fill:speaker": {"selected_option": {"value": "Donald Trump"}}},
            "topic": {"text": {"value": "deportation"}},
            "since": {"text": {"value": "7d"}},
            "sort": {"choice": {"selected_option": None}},
        }
        answer, _ = await slack.deliver("interactive", sent(slack.views[0], values))
        await slack.until(lambda: slack.responses)

    assert answer is None
    event = desk.events[0]
    assert event.command == Command("quotes", None, '"Donald Trump" deportation', (Option("since", "7d"),))
    assert (event.line, event.channel, event.channel_name) == (None, "slack:C01", "#news")


async def test_an_expired_trigger_is_answered_in_words(slack: FakeSlack) -> None:
    slack.expired.add("late")
    desk = Desk()
    async with running(slack, desk):
        await slack.deliver("slash_commands", slash(slack, "/quotes", trigger="late"))
        await slack.until(lambda: slack.responses)

    assert desk.events[0].line == "/quotes"


async def test_a_typeahead_that_takes_too_long_is_empty_rather_than_late(slack: FakeSlack) -> None:
    desk = Desk(held_back=asyncio.Event())
    async with running(slack, desk):
        view = form(TABLE["quotes", None], Ask(TEAM, "U01", "C01"))
        answer, seconds = await slack.deliver("interactive", typing(view, "speaker", "tru"))

    assert answer == {"options": []}
    assert seconds < 3


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("/quotes", True),
        ("/quotes Trump", False),
        ("/quotes since:7d", False),
        ("/watch add", True),
        ("/watch list", False),
        ("/watch", False),
        ("/news", False),
        ("/nonsense", False),
        ("", False),
    ],
)
def test_only_a_bare_command_that_needs_something_opens_a_form(line: str, *, opens: bool) -> None:
    assert (bare(line, TABLE) is not None) is opens


def test_a_form_of_many_arguments_and_long_words_fits() -> None:
    long = tuple(Argument(f"argument{n}", "s" * 400, Kind.CHOICE, choices=("c" * 100, "d")) for n in range(40))
    asked = entry("a" * 40, "b" * 40, *long)

    view = form(asked, Ask(TEAM, "U01", "C01", respond="https://a.example/" + "r" * 5000))

    assert list(view_violations(view)) == []
    assert json.loads(view["private_metadata"])["channel"] == "C01"


def test_options_are_few_short_and_each_given_once() -> None:
    many = [Suggestion("label " * 30, f"value {n % 120}") for n in range(300)]
    many += [Suggestion("too long to be held", "v" * 151), Suggestion("", "nameless"), Suggestion("empty", "")]

    shown = options(many)

    assert list(options_violations(shown)) == []
    assert len({option["value"] for option in shown}) == len(shown) == 100


def test_a_channel_that_is_chosen_is_named_as_if_typed() -> None:
    view = form(TABLE["watch", "add"], Ask(TEAM, "U01", "C01"))
    values = {
        "name": {"text": {"value": "ports"}},
        "query": {"text": {"value": "harbour strike"}},
        "to": {"channel": {"selected_conversation": "C02"}},
    }

    command = filled({**view, "state": {"values": values}}, TABLE)

    assert command == Command("watch", "add", "ports harbour strike", (Option("to", "<C02 C02>"),))


@pytest.mark.parametrize("private", ["", "{", "{}", '{"name": "gone", "action": null}'])
def test_a_form_of_a_command_that_is_gone_is_no_command(private: str) -> None:
    assert filled({"private_metadata": private}, TABLE) is None
