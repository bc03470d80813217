"""What a call that tried several times means: "not sent" only where no try can have arrived."""

from datetime import timedelta

import pytest

from bot.discord_attempts import attempts, judged
from handlers.outcome import Later, Never, Scope, Unknown
from tests.fakes.discord_bot import answered

LOST, NEVER_LEFT = -1, 0


@pytest.mark.parametrize("made", [[500, 403], [LOST, 403], [503, 429, 403]])
def test_a_refusal_after_a_try_that_may_have_arrived_is_unknown(made: list[int]) -> None:
    assert isinstance(judged(answered(403, 50013), made), Unknown)


@pytest.mark.parametrize("made", [[403], [429, 403], [NEVER_LEFT, 403]])
def test_a_refusal_after_tries_that_did_not_arrive_is_never(made: list[int]) -> None:
    outcome = judged(answered(403, 50013), made)

    assert isinstance(outcome, Never)
    assert outcome.scope is Scope.CHANNEL


@pytest.mark.parametrize("made", [[429], [429, 429], [NEVER_LEFT, 429]])
def test_given_up_while_a_429_was_waited_out_is_later(made: list[int]) -> None:
    assert judged(TimeoutError(), made) == Later(timedelta(seconds=30), "Discord asks to wait")


@pytest.mark.parametrize("made", [[LOST], [429, LOST], [500, 429]])
def test_given_up_while_an_answer_was_out_is_unknown(made: list[int]) -> None:
    assert isinstance(judged(TimeoutError(), made), Unknown)


def test_given_up_before_anything_left_is_later() -> None:
    assert isinstance(judged(TimeoutError(), []), Later)


def test_attempts_of_one_call_are_not_seen_by_another() -> None:
    with attempts() as outer, attempts() as inner:
        inner.append(500)

    assert outer == []
