"""Messages as values: cutting, counting, and times in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.message import Form, Moment, Words, ago, joined, plural, quotation, say, words, written

NOW = datetime(2026, 6, 16, 20, 12, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


def test_a_clock_time_carries_its_zone() -> None:
    assert written(Moment(NOW), NEW_YORK, NOW) == "4:12 PM EDT"


def test_a_clock_time_of_another_day_says_the_day() -> None:
    assert written(Moment(NOW - timedelta(days=1)), NEW_YORK, NOW) == "Mon 15 Jun, 4:12 PM EDT"


def test_a_time_of_another_year_says_the_year() -> None:
    assert written(Moment(NOW - timedelta(days=366), Form.DAY), NEW_YORK, NOW) == "Sun 15 Jun 2025"


def test_a_stamp_is_a_day_and_a_clock_of_24_hours() -> None:
    assert written(Moment(NOW, Form.STAMP), NEW_YORK, NOW) == "Tue 16 Jun · 16:12 EDT"


def test_midnight_and_noon_are_twelve() -> None:
    midnight, noon = (datetime(2026, 6, 16, hour, tzinfo=UTC) for hour in (4, 16))

    assert written(Moment(midnight), NEW_YORK, NOW) == "12:00 AM EDT"
    assert written(Moment(noon), NEW_YORK, NOW) == "12:00 PM EDT"


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=6), "6 min ago"),
        (timedelta(hours=3, minutes=50), "3 h ago"),
        (timedelta(hours=47), "47 h ago"),
        (timedelta(hours=49), "2 days ago"),
        (timedelta(seconds=-5), "just now"),
    ],
)
def test_how_long_ago_is_said_in_the_largest_unit(before: timedelta, said: str) -> None:
    assert ago(NOW - before, NOW) == said


def test_a_short_quote_is_never_cut() -> None:
    shown = quotation("We will not stop.", (), limit=280)

    assert (shown.text, shown.cut) == ("We will not stop.", False)


def test_a_long_quote_is_cut_at_the_end_of_a_word_and_says_so() -> None:
    shown = quotation("word " * 100, (), limit=52)

    assert shown.cut
    assert shown.text == ("word " * 10).rstrip()


@given(st.text(min_size=1, max_size=600), st.integers(min_value=1, max_value=300))
def test_a_cut_quote_is_the_start_of_the_quote(text: str, limit: int) -> None:
    shown = quotation(text, (), limit=limit)

    assert text.startswith(shown.text)
    assert len(shown.text) <= max(limit, 0) or not shown.cut
    assert shown.cut == (len(text) > limit)


def test_joined_leaves_out_what_is_empty() -> None:
    assert joined((words("a"), (), words("b"))) == (Words("a"), Words(" · "), Words("b"))


def test_plural_counts_with_its_noun() -> None:
    assert [plural(1, "story", "stories"), plural(4, "story", "stories"), plural(1234, "quote")] == [
        "1 story",
        "4 stories",
        "1,234 quotes",
    ]


def test_what_is_said_is_its_own_summary() -> None:
    assert say("One.", "Two.").summary == "One."
