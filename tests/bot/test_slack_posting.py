"""Posting through the real client: every answer is one outcome, and a message stands exactly once."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.slack_chat import SlackChat
from feeds.errors import CannotTell, ChannelGone, ChatDown, RateLimited
from handlers.message import Line, Message, say, words
from handlers.outcome import Later, Never, Scope, Sent, Unknown
from tests.fakes.slack import TOKEN, FakeSlack
from tests.fakes.slack_desk import NEWS, NOW, a_chat
from tests.fakes.slack_shapes import Fault

SINCE = NOW - timedelta(days=1000)
SHORT = say("Guard sent to Springfield")
LONG = Message("Digest", tuple(Line(words(f"{number}: " + "word " * 500)) for number in range(10)))
LONGER = Message("Digest", tuple(Line(words(f"{number}: " + "again " * 416)) for number in range(10)))


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        yield fake
        assert fake.violations == []


@pytest.fixture
async def chat(slack: FakeSlack) -> AsyncIterator[SlackChat]:
    chat = a_chat(slack)
    yield chat
    await chat._api.close()


async def test_a_message_is_posted_with_its_delivery_and_without_previews(slack: FakeSlack, chat: SlackChat) -> None:
    outcome = await chat.send(NEWS, SHORT, "d-1")

    [message] = slack.messages["C01"]
    assert outcome == Sent(message["ts"])
    assert message["metadata"]["event_payload"] == {"delivery": "d-1", "part": 0, "parts": 1}
    assert (message["unfurl_links"], message["unfurl_media"], message["mrkdwn"]) == (False, False, False)
    assert "username" not in message


async def test_a_message_goes_under_the_one_it_belongs_to(slack: FakeSlack, chat: SlackChat) -> None:
    await chat.send(NEWS, SHORT, "d-1", thread="171.1")

    assert slack.messages["C01"][0]["thread_ts"] == "171.1"


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault(status=429, retry_after=7), Later(timedelta(seconds=7), "Slack says ratelimited")),
        (Fault(status=429, body="slow down"), Later(timedelta(seconds=30), "Slack says 429")),
        (Fault(error="ratelimited", retry_after=3), Later(timedelta(seconds=3), "Slack says ratelimited")),
        (Fault(error="team_added_to_org"), Later(timedelta(seconds=60), "Slack says team_added_to_org")),
        (Fault(status=500), Unknown("Slack says 500")),
        (Fault(status=503, body="<html>busy</html>"), Unknown("Slack says 503")),
        (Fault(status=503, error="service_unavailable"), Unknown("Slack says service_unavailable")),
        (Fault(error="fatal_error"), Unknown("Slack says fatal_error")),
        (Fault(error="internal_error"), Unknown("Slack says internal_error")),
        (Fault(status=200, body="<html>a proxy's page</html>"), Unknown("no answer from Slack (AttributeError)")),
        (Fault(), Unknown("Slack says 200")),
        (Fault(error="channel_not_found"), Never("channel_not_found", Scope.CHANNEL)),
        (Fault(error="is_archived"), Never("is_archived", Scope.CHANNEL)),
        (Fault(error="not_in_channel"), Never("not_in_channel", Scope.CHANNEL)),
        (Fault(error="restricted_action"), Never("restricted_action", Scope.CHANNEL)),
        (Fault(error="token_revoked"), Never("token_revoked", Scope.WORKSPACE)),
        (Fault(error="invalid_auth"), Never("invalid_auth", Scope.WORKSPACE)),
        (Fault(error="account_inactive"), Never("account_inactive", Scope.WORKSPACE)),
        (Fault(error="missing_scope"), Never("missing_scope", Scope.WORKSPACE)),
        (Fault(status=401), Never("401", Scope.WORKSPACE)),
        (Fault(status=403), Never("403", Scope.WORKSPACE)),
        (Fault(error="no_text"), Never("no_text", Scope.MESSAGE)),
        (Fault(error="something_new"), Never("something_new", Scope.MESSAGE)),
    ],
)
async def test_every_refusal_is_one_outcome_after_one_try(
    slack: FakeSlack, chat: SlackChat, fault: Fault, outcome: object
) -> None:
    slack.plant("chat.postMessage", fault)

    assert await chat.send(NEWS, SHORT, "d-1") == outcome
    assert len(slack.called("chat.postMessage")) == 1


async def test_a_lost_answer_is_unknown_and_then_found(slack: FakeSlack, chat: SlackChat) -> None:
    slack.plant("chat.postMessage", Fault(lost=True))

    outcome = await chat.send(NEWS, SHORT, "d-1")

    assert isinstance(outcome, Unknown)
    [message] = slack.messages["C01"]
    assert await chat.look_up(NEWS, "d-1", SINCE) == message["ts"]


async def test_a_slack_that_cannot_be_reached_took_nothing(slack: FakeSlack) -> None:
    chat = a_chat(slack, api_url="http://127.0.0.1:1/api/")

    outcome = await chat.send(NEWS, SHORT, "d-1")
    await chat._api.close()

    assert isinstance(outcome, Later)


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_too_long", "msg_blocks_too_long"])
async def test_blocks_that_are_refused_are_said_in_words_once(slack: FakeSlack, chat: SlackChat, error: str) -> None:
    slack.plant("chat.postMessage", Fault(error=error))

    outcome = await chat.send(NEWS, SHORT, "d-1")

    assert isinstance(outcome, Sent)
    assert "blocks" not in slack.messages["C01"][0]
    assert slack.messages["C01"][0]["text"] == "Guard sent to Springfield"


async def test_words_that_are_refused_too_are_given_up(slack: FakeSlack, chat: SlackChat) -> None:
    slack.plant("chat.postMessage", Fault(error="invalid_blocks"), Fault(error="msg_too_long"))

    assert await chat.send(NEWS, SHORT, "d-1") == Never("msg_too_long", Scope.MESSAGE)


async def test_what_does_not_fit_stands_under_the_message_in_order(slack: FakeSlack, chat: SlackChat) -> None:
    outcome = await chat.send(NEWS, LONG, "d-1")

    main, *under = slack.messages["C01"]
    assert outcome == Sent(",".join(message["ts"] for message in (main, *under)))
    assert under
    assert all(message["thread_ts"] == main["ts"] for message in under)
    parts = [message["metadata"]["event_payload"]["part"] for message in (main, *under)]
    assert parts == list(range(len(parts)))


@pytest.mark.parametrize("fault", [Fault(status=429, retry_after=1), Fault(status=503), Fault(lost=True)])
async def test_a_thread_that_was_broken_off_is_completed_and_nothing_stands_twice(
    slack: FakeSlack, chat: SlackChat, fault: Fault
) -> None:
    await chat.send(NEWS, LONG, "whole")
    whole = len(slack.messages.pop("C01"))
    first = await _broken_off(slack, chat, fault)

    ref = None if isinstance(first, Later) else await chat.look_up(NEWS, "d-1", SINCE)
    again = await chat.send(NEWS, LONG, "d-1")

    parts = [message["metadata"]["event_payload"]["part"] for message in slack.messages["C01"]]
    assert ref is None
    assert parts == list(range(whole))
    assert again == Sent(",".join(message["ts"] for message in slack.messages["C01"]))


async def test_a_process_that_died_while_sending_completes_the_thread_after_a_look_up(slack: FakeSlack) -> None:
    before, after = a_chat(slack), a_chat(slack)
    await _broken_off(slack, before, Fault(status=503))

    ref = await after.look_up(NEWS, "d-1", SINCE)
    again = await after.send(NEWS, LONG, "d-1")
    await before._api.close()
    await after._api.close()

    parts = [message["metadata"]["event_payload"]["part"] for message in slack.messages["C01"]]
    assert ref is None
    assert parts == list(range(len(parts)))
    assert again == Sent(",".join(message["ts"] for message in slack.messages["C01"]))


async def test_a_part_that_slack_will_never_take_does_not_undo_the_message(slack: FakeSlack, chat: SlackChat) -> None:
    outcome = await _broken_off(slack, chat, Fault(error="is_archived"))

    assert outcome == Sent(",".join(message["ts"] for message in slack.messages["C01"]))


async def test_a_look_up_turns_the_pages_and_tells_deliveries_apart(slack: FakeSlack, chat: SlackChat) -> None:
    for number in range(7):
        await chat.send(NEWS, SHORT, f"d-{number}")

    refs = [await chat.look_up(NEWS, f"d-{number}", SINCE) for number in range(7)]

    assert refs == [message["ts"] for message in slack.messages["C01"]]
    assert await chat.look_up(NEWS, "d-9", SINCE) is None


async def test_a_message_in_a_thread_is_looked_up_there(slack: FakeSlack, chat: SlackChat) -> None:
    await chat.send(NEWS, SHORT, "d-1")
    parent = slack.messages["C01"][0]["ts"]
    await chat.send(NEWS, SHORT, "d-2", thread=parent)

    assert await chat.look_up(NEWS, "d-2", SINCE, thread=parent) == slack.messages["C01"][1]["ts"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(error="missing_scope"), CannotTell),
        (Fault(error="not_in_channel"), CannotTell),
        (Fault(error="channel_not_found"), ChannelGone),
        (Fault(status=503), ChatDown),
        (Fault(error="ratelimited", retry_after=9), RateLimited),
    ],
)
async def test_a_look_up_that_cannot_be_made_is_no_answer(
    slack: FakeSlack, chat: SlackChat, fault: Fault, error: type[Exception]
) -> None:
    slack.plant("conversations.history", fault)

    with pytest.raises(error) as refused:
        await chat.look_up(NEWS, "d-1", SINCE)

    assert TOKEN not in str(refused.value)


async def test_an_edit_replaces_the_message(slack: FakeSlack, chat: SlackChat) -> None:
    sent = await chat.send(NEWS, SHORT, "d-1")
    assert isinstance(sent, Sent)

    outcome = await chat.edit(NEWS, sent.ref, say("Guard sent home"), "e-1")

    assert outcome == sent
    assert slack.messages["C01"][0]["text"] == "Guard sent home"


async def test_an_edit_of_a_message_that_is_gone_is_given_up(chat: SlackChat) -> None:
    assert await chat.edit(NEWS, "171.1", SHORT, "e-1") == Never("message_not_found", Scope.MESSAGE)


async def test_an_edit_whose_blocks_are_refused_is_said_in_words(slack: FakeSlack, chat: SlackChat) -> None:
    sent = await chat.send(NEWS, SHORT, "d-1")
    assert isinstance(sent, Sent)
    slack.plant("chat.update", Fault(error="invalid_blocks"))

    assert await chat.edit(NEWS, sent.ref, say("Guard sent home"), "e-1") == sent
    assert slack.messages["C01"][0]["blocks"] == []


async def test_an_edit_mends_every_part(slack: FakeSlack, chat: SlackChat) -> None:
    sent = await _sent(chat, LONG)

    outcome = await chat.edit(NEWS, sent.ref, LONGER, "e-1")

    assert outcome == sent
    assert len(slack.messages["C01"]) == len(sent.ref.split(","))
    assert all("again" in str(message["blocks"]) for message in slack.messages["C01"])


async def test_an_edit_posts_the_parts_that_are_new_and_deletes_those_that_are_left_over(
    slack: FakeSlack, chat: SlackChat
) -> None:
    sent = await _sent(chat, SHORT)

    grown = await chat.edit(NEWS, sent.ref, LONG, "e-1")
    assert isinstance(grown, Sent)
    threads = [message.get("thread_ts") for message in slack.messages["C01"]]
    shrunk = await chat.edit(NEWS, grown.ref, SHORT, "e-2")

    assert threads[0] is None
    assert threads[1:]
    assert set(threads[1:]) == {sent.ref}
    assert shrunk == sent
    assert [message["text"] for message in slack.messages["C01"]] == [SHORT.summary]


@pytest.mark.parametrize("fault", [Fault(status=503), Fault(lost=True), Fault(status=429)])
async def test_an_edit_tried_again_adds_nothing_twice_even_by_another_process(slack: FakeSlack, fault: Fault) -> None:
    before, after = a_chat(slack), a_chat(slack)
    sent = await _sent(before, SHORT)
    slack.plant("chat.postMessage", None, fault)
    broken = await before.edit(NEWS, sent.ref, LONG, "e-1")

    again = await after.edit(NEWS, sent.ref, LONG, "e-1")
    await before._api.close()
    await after._api.close()

    parts = [message["metadata"]["event_payload"]["part"] for message in slack.messages["C01"]]
    assert not isinstance(broken, Sent)
    assert isinstance(again, Sent)
    assert parts == list(range(len(again.ref.split(","))))


async def test_an_edit_goes_on_where_slack_does_not_show_what_stands(slack: FakeSlack, chat: SlackChat) -> None:
    sent = await _sent(chat, SHORT)
    slack.plant("conversations.replies", Fault(error="missing_scope"))

    outcome = await chat.edit(NEWS, sent.ref, LONG, "e-1")

    assert outcome == Sent(",".join(message["ts"] for message in slack.messages["C01"]))


async def test_a_part_that_somebody_deleted_stays_deleted(slack: FakeSlack, chat: SlackChat) -> None:
    sent = await _sent(chat, LONG)
    del slack.messages["C01"][1]

    outcome = await chat.edit(NEWS, sent.ref, LONGER, "e-1")

    assert outcome == sent
    assert len(slack.messages["C01"]) == len(sent.ref.split(",")) - 1


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (Fault(error="edit_window_closed"), Never("edit_window_closed", Scope.MESSAGE)),
        (Fault(error="cant_update_message"), Never("cant_update_message", Scope.MESSAGE)),
        (Fault(error="channel_not_found"), Never("channel_not_found", Scope.CHANNEL)),
        (Fault(error="token_revoked"), Never("token_revoked", Scope.WORKSPACE)),
        (Fault(status=429, retry_after=4), Later(timedelta(seconds=4), "Slack says ratelimited")),
        (Fault(status=503), Unknown("Slack says 503")),
    ],
)
async def test_an_edit_has_the_outcomes_of_a_post(
    slack: FakeSlack, chat: SlackChat, fault: Fault, outcome: object
) -> None:
    sent = await _sent(chat, SHORT)
    slack.plant("chat.update", fault)

    assert await chat.edit(NEWS, sent.ref, SHORT, "e-1") == outcome


async def test_a_thread_that_takes_no_replies_closes_no_channel(slack: FakeSlack, chat: SlackChat) -> None:
    slack.plant("chat.postMessage", Fault(error="restricted_action_thread_locked"))

    outcome = await chat.send(NEWS, SHORT, "d-2", thread="171.1")

    assert outcome == Never("restricted_action_thread_locked", Scope.MESSAGE)


async def test_what_belongs_under_a_long_message_goes_under_its_first_part(slack: FakeSlack, chat: SlackChat) -> None:
    sent = await _sent(chat, LONG)

    await chat.send(NEWS, SHORT, "d-2", thread=sent.ref)

    assert slack.messages["C01"][-1]["thread_ts"] == slack.messages["C01"][0]["ts"]


async def _sent(chat: SlackChat, message: Message) -> Sent:
    outcome = await chat.send(NEWS, message, "d-1")
    assert isinstance(outcome, Sent)
    return outcome


async def test_a_workspace_that_is_not_installed_is_closed(slack: FakeSlack) -> None:
    chat = a_chat(slack, bot_token=None, app_token=None, client_id="1.2", client_secret=SecretStr("s"))

    assert await chat.send(replace(NEWS, ref="slack:T77/C01"), SHORT, "d-1") == Never(
        "Slack is not installed in this workspace", Scope.WORKSPACE
    )
    with pytest.raises(ChatDown):
        await chat.look_up(NEWS, "d-1", SINCE)


async def _broken_off(slack: FakeSlack, chat: SlackChat, fault: Fault) -> object:
    """Send the long message so that its third post fails."""
    slack.plant("chat.postMessage", None, None, fault)
    return await chat.send(NEWS, LONG, "d-1")


async def test_what_was_sent_to_a_person_cannot_be_looked_up_and_that_is_said(
    slack: FakeSlack, chat: SlackChat
) -> None:
    anna = replace(NEWS, ref="slack:U7", name="Anna", person="slack:U7")

    sent = await chat.send(anna, SHORT, "d-1")

    assert isinstance(sent, Sent)
    assert len(slack.messages["DU7"]) == 1
    with pytest.raises(CannotTell, match="a person's messages"):
        await chat.look_up(anna, "d-1", SINCE)
