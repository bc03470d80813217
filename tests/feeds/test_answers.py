from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.answers import blocked_by, hold_seconds, max_age, retry_after, status_failure
from feeds.errors import FeedGone, State

NOON = "Tue, 24 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120.0),
        ({"Retry-After": " 120 "}, 120.0),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": "99999999999999999999"}, 86_400.0),
        ({"Retry-After": "Tue, 24 Nov 2026 12:05:00 GMT", "Date": NOON}, 300.0),
        ({"Retry-After": "Tue, 24 Nov 2026 11:00:00 GMT", "Date": NOON}, 0.0),
        ({"Retry-After": "Tue, 24 Nov 2026 12:05:00 GMT"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "soon", "Date": NOON}, None),
        ({"Retry-After": "²", "Date": NOON}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read_in_seconds_and_as_a_date(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers) == seconds


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_header_breaks_the_reading_of_retry_after(said: str, date: str) -> None:
    wait = retry_after({"Retry-After": said, "Date": date})

    assert wait is None or 0 <= wait <= 86_400


@pytest.mark.parametrize(
    ("headers", "fresh"),
    [
        ({"Cache-Control": "public, max-age=600"}, timedelta(minutes=10)),
        ({"Cache-Control": 'max-age="600"'}, timedelta(minutes=10)),
        ({"Cache-Control": "max-age=600", "Age": "200"}, timedelta(seconds=400)),
        ({"Cache-Control": "max-age=600", "Age": "700"}, None),
        ({"Cache-Control": "no-cache, max-age=600"}, None),
        ({"Cache-Control": "max-age=0"}, None),
        ({"Cache-Control": "max-age=junk"}, None),
        ({"Cache-Control": "max-age=99999999999"}, timedelta(days=1)),
        ({"Expires": "Tue, 24 Nov 2026 12:15:00 GMT", "Date": NOON}, timedelta(minutes=15)),
        ({"Expires": "0", "Date": NOON}, None),
        ({}, None),
    ],
)
def test_how_long_an_answer_stays_fresh(headers: dict[str, str], fresh: timedelta | None) -> None:
    assert max_age(headers) == fresh


@pytest.mark.parametrize("status", [200, 203, 206, 304])
def test_success_and_unchanged_are_no_failure(status: int) -> None:
    assert status_failure("a.example", status, {}) is None


@pytest.mark.parametrize(
    ("status", "state", "said"),
    [
        (404, State.HARD, "there is nothing at this address (404)"),
        (401, State.HARD, "it asks for a name and a password (401)"),
        (418, State.HARD, "it gives no usable answer (418)"),
        (500, State.SOFT, "it is in trouble (500)"),
        (429, State.SOFT, "too many requests, asks to wait 30 s (429)"),
    ],
)
def test_a_status_is_said_in_one_line_with_its_host(status: int, state: State, said: str) -> None:
    failure = status_failure("a.example", status, {"Retry-After": "30"})

    assert failure is not None
    assert (failure.state, str(failure)) == (state, f"a.example: {said}")


def test_gone_is_an_error_of_its_own() -> None:
    assert isinstance(status_failure("a.example", 410, {}), FeedGone)


@pytest.mark.parametrize(
    ("status", "headers", "seconds"),
    [
        (429, {"Retry-After": "5"}, 5.0),
        (429, {}, 900.0),
        (503, {"Retry-After": "5"}, 5.0),
        (503, {}, None),
        (500, {}, None),
    ],
)
def test_only_an_overloaded_host_is_held(status: int, headers: dict[str, str], seconds: float | None) -> None:
    assert hold_seconds(status, headers) == seconds


def test_a_wall_that_lets_us_pass_is_no_wall() -> None:
    assert blocked_by(200, {"X-DataDome": "protected"}, b"<rss/>") is None


def test_a_plain_refusal_is_no_wall() -> None:
    assert blocked_by(403, {}, b"<html><body>Members only</body></html>") is None
