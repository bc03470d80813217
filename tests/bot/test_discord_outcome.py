"""Every answer of Discord has one meaning for the message, and every failure one error of our own."""

from datetime import timedelta

import aiohttp
import discord
import pytest

from bot.discord_outcome import error_of, outcome_of
from feeds.errors import ChannelGone, ChatDown, RateLimited
from handlers.outcome import Later, Never, Scope, Unknown
from tests.fakes.discord_bot import answered


@pytest.mark.parametrize(
    ("status", "code", "scope"),
    [
        (401, 0, Scope.WORKSPACE),
        (403, 50001, Scope.CHANNEL),
        (403, 50013, Scope.CHANNEL),
        (403, 160002, Scope.CHANNEL),
        (404, 10003, Scope.CHANNEL),
        (404, 10004, Scope.CHANNEL),
        (404, 10008, Scope.MESSAGE),
        (400, 50008, Scope.CHANNEL),
        (400, 50024, Scope.CHANNEL),
        (400, 50035, Scope.MESSAGE),
        (400, 200000, Scope.MESSAGE),
        (413, 40005, Scope.MESSAGE),
        (405, 0, Scope.MESSAGE),
    ],
)
def test_a_refusal_is_never_and_reaches_as_far_as_its_reason(status: int, code: int, scope: Scope) -> None:
    outcome = outcome_of(answered(status, code))

    assert isinstance(outcome, Never)
    assert outcome.scope is scope


@pytest.mark.parametrize("status", [408, 500, 502, 503, 504, 520, 524])
def test_a_trouble_of_theirs_is_unknown(status: int) -> None:
    assert isinstance(outcome_of(answered(status)), Unknown)


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        ConnectionResetError(104, "reset"),
        aiohttp.ServerDisconnectedError(),
        aiohttp.ClientPayloadError(),
    ],
)
def test_a_lost_answer_is_unknown(error: Exception) -> None:
    assert isinstance(outcome_of(error), Unknown)


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (discord.RateLimited(41.5), 41.5),
        (answered(429, retry_after="7"), 7),
        (answered(429, retry_after="-3"), 0),
        (answered(429, retry_after="soon"), 60),
        (answered(429), 60),
    ],
)
def test_a_429_is_later_by_what_is_asked(error: Exception, seconds: float) -> None:
    assert outcome_of(error) == Later(timedelta(seconds=seconds), "Discord asks to wait")


def test_a_reason_is_one_short_line() -> None:
    outcome = outcome_of(answered(400, 50035, "Invalid\nForm Body" + "!" * 500))

    assert isinstance(outcome, Never)
    assert outcome.why.startswith("Discord answered 400 (50035): Invalid Form Body!!!")
    assert "\n" not in outcome.why
    assert len(outcome.why) < 250


def test_where_no_outcome_can_be_given_the_error_is_ours() -> None:
    assert isinstance(error_of(answered(429)), RateLimited)
    assert isinstance(error_of(answered(403, 50001)), ChannelGone)
    assert isinstance(error_of(answered(401)), ChannelGone)
    assert isinstance(error_of(answered(503)), ChatDown)
    assert isinstance(error_of(answered(400, 50035)), ChatDown)
    assert isinstance(error_of(TimeoutError()), ChatDown)
