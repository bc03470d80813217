"""Times as people type them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import RequestError
from handlers.times import duration, in_words, moment

NOW = datetime(2026, 6, 17, 20, 30, tzinfo=UTC)  # a Wednesday
NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("typed", "span"),
    [
        ("90s", timedelta(seconds=90)),
        ("5m", timedelta(minutes=5)),
        ("24h", timedelta(days=1)),
        ("7d", timedelta(days=7)),
        ("2W", timedelta(weeks=2)),
    ],
)
def test_a_duration_is_a_number_with_its_unit(typed: str, span: timedelta) -> None:
    assert duration(typed) == span


@pytest.mark.parametrize("typed", ["", "5", "m5", "5 m", "-5m", "5y", "5mm", "9999999999d"])
def test_what_is_no_duration_is_none(typed: str) -> None:
    assert duration(typed) is None


@pytest.mark.parametrize(
    ("typed", "there"),
    [
        ("90m", "2026-06-17T15:00"),
        ("today", "2026-06-17T00:00"),
        ("yesterday", "2026-06-16T00:00"),
        ("mon", "2026-06-15T00:00"),
        ("Wednesday", "2026-06-17T00:00"),
        ("thu", "2026-06-11T00:00"),
        ("2026-06-15", "2026-06-15T00:00"),
        ("2026-06-15T18:00", "2026-06-15T18:00"),
    ],
)
def test_a_moment_is_meant_in_the_askers_zone(typed: str, there: str) -> None:
    assert moment(typed, NEW_YORK, NOW) == datetime.fromisoformat(there).replace(tzinfo=NEW_YORK)


def test_a_moment_with_a_zone_of_its_own_keeps_it() -> None:
    assert moment("2026-06-15T18:00+00:00", NEW_YORK, NOW) == datetime(2026, 6, 15, 18, tzinfo=UTC)


def test_a_day_that_begins_in_summer_time_is_measured_in_that_zone() -> None:
    after_the_change = datetime(2026, 3, 8, 20, tzinfo=UTC)

    assert moment("today", NEW_YORK, after_the_change) == datetime(2026, 3, 8, 5, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["", "soon", "mond", "2026-13-01", "25:00", "💥", "7d7"])
def test_what_is_no_time_is_refused_with_the_forms_that_are(typed: str) -> None:
    with pytest.raises(RequestError, match="write 90m, 24h, 7d"):
        moment(typed, NEW_YORK, NOW)


@given(st.text(max_size=30))
def test_whatever_is_typed_gives_a_time_or_a_refusal(typed: str) -> None:
    try:
        at = moment(typed, NEW_YORK, NOW)
    except RequestError:
        return

    assert at.tzinfo is not None


@given(st.integers(min_value=1, max_value=10_000_000))
def test_a_span_in_words_reads_back_as_itself(seconds: int) -> None:
    span = timedelta(seconds=seconds)

    words = in_words(span)

    assert len(words) > 7 or duration(words) == span
