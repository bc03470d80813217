"""Wall clocks: times and days as typed, the next of them, quiet hours, and both nights on which clocks are changed."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import RequestError
from feeds.model import Level
from handlers.wall_clock import (
    DAILY,
    DAYS,
    WEEKDAYS,
    clock_time,
    days_in_words,
    days_named,
    holds,
    is_quiet,
    next_time,
    zone_named,
)
from storage.model import QuietHours

NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")
"""Its clocks change by half an hour."""
NIGHT = QuietHours(time(23), time(6, 30))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]  # year, month, day, hour, minute


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("07:30", time(7, 30)),
        ("7:30", time(7, 30)),
        ("7.30", time(7, 30)),
        ("7am", time(7)),
        ("7:30 PM", time(19, 30)),
        ("12am", time(0)),
        ("12 pm", time(12)),
        ("23:59", time(23, 59)),
        (" 00:00 ", time(0)),
    ],
)
def test_a_time_of_day_is_read_as_it_is_written(typed: str, meant: time) -> None:
    assert clock_time(typed) == meant


@pytest.mark.parametrize("typed", ["", "7", "24:00", "13pm", "0am", "7:60", "half past", "7:30:15", "-1:00", "７:x"])
def test_what_is_no_time_of_day_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(RequestError, match="write it as 07:30"):
        clock_time(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("weekdays", WEEKDAYS),
        ("daily", DAILY),
        ("Weekend", ("sat", "sun")),
        ("mon", ("mon",)),
        ("Monday", ("mon",)),
        ("thurs", ("thu",)),
        ("wed,mon", ("mon", "wed")),
        ("mon-fri", WEEKDAYS),
        ("fri-mon", ("mon", "fri", "sat", "sun")),
        ("sun-sun", ("sun",)),
    ],
)
def test_days_are_read_as_they_are_written(typed: str, meant: tuple[str, ...]) -> None:
    assert days_named(typed) == meant


@pytest.mark.parametrize("typed", ["", ",", "mo", "someday", "mon,x", "mon-x", "-", "here"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert days_named(typed) is None


def test_days_are_said_as_a_person_says_them() -> None:
    assert [days_in_words(days) for days in (WEEKDAYS, DAILY, ("mon", "wed"))] == ["weekdays", "daily", "Mon, Wed"]


@pytest.mark.parametrize("typed", ["New York", "", "../etc/passwd", "/etc/localtime", "EST5EDT5", "a" * 300])
def test_what_is_no_zone_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(RequestError, match="America/New_York"):
        zone_named(typed)


def test_the_next_time_is_today_or_the_next_of_the_days() -> None:
    sunday_evening = utc(2026, 6, 14, 23)

    assert next_time(time(7, 30), WEEKDAYS, NEW_YORK, sunday_evening) == utc(2026, 6, 15, 11, 30)
    assert next_time(time(20), ("sun",), NEW_YORK, sunday_evening) == utc(2026, 6, 15, 0)
    assert next_time(time(18), ("sun",), NEW_YORK, sunday_evening) == utc(2026, 6, 21, 22)


def test_at_the_very_moment_the_next_time_is_the_one_after() -> None:
    assert next_time(time(7, 30), DAILY, NEW_YORK, utc(2026, 6, 15, 11, 30)) == utc(2026, 6, 16, 11, 30)


def test_a_time_that_a_spring_night_leaves_out_comes_when_the_clock_passes_over_it_once() -> None:
    first = next_time(time(2, 30), DAILY, NEW_YORK, utc(2026, 3, 8, 5))
    second = next_time(time(2, 30), DAILY, NEW_YORK, first)

    assert first == utc(2026, 3, 8, 7)  # 2:00 EST becomes 3:00 EDT
    assert second.astimezone(NEW_YORK).replace(tzinfo=None) == datetime(2026, 3, 9, 2, 30)  # noqa: DTZ001 (a wall clock)


def test_a_time_that_an_autumn_night_has_twice_comes_once_the_first_time() -> None:
    first = next_time(time(1, 30), DAILY, NEW_YORK, utc(2026, 11, 1, 4))
    second = next_time(time(1, 30), DAILY, NEW_YORK, first)

    assert first == utc(2026, 11, 1, 5, 30)
    assert second == utc(2026, 11, 2, 6, 30)


def test_a_change_of_half_an_hour_is_passed_over_too() -> None:
    assert next_time(time(2, 15), DAILY, LORD_HOWE, utc(2026, 10, 3, 12)) == utc(2026, 10, 3, 15, 30)


@given(
    at=st.times(timezones=st.none()).map(lambda each: each.replace(second=0, microsecond=0)),
    days=st.sets(st.sampled_from(DAYS), min_size=1).map(lambda chosen: tuple(day for day in DAYS if day in chosen)),
    zone=st.sampled_from(["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]),
    after=st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 (bounds)
)
def test_the_next_time_lies_ahead_within_nine_days_on_one_of_the_days(
    at: time, days: tuple[str, ...], zone: str, after: datetime
) -> None:
    there = ZoneInfo(zone)

    found = next_time(at, days, there, after)

    assert after < found <= after + timedelta(days=9)
    assert DAYS[found.astimezone(there).weekday()] in days
    shown = found.astimezone(there).time()
    assert shown == at or _skipped(at, found, there)
    assert next_time(at, days, there, found - timedelta(microseconds=1)) == found


def _skipped(at: time, found: datetime, zone: ZoneInfo) -> bool:
    """Return whether the clock in `zone` passed over `at` at the moment `found`."""
    before = (found - timedelta(seconds=1)).astimezone(zone).time()
    return before < at < found.astimezone(zone).time()


@pytest.mark.parametrize(
    ("hour", "minute", "quiet"), [(2, 59, False), (3, 0, True), (7, 0, True), (10, 29, True), (10, 30, False)]
)
def test_quiet_hours_last_past_midnight(hour: int, minute: int, quiet: bool) -> None:
    assert is_quiet(NIGHT, NEW_YORK, utc(2026, 6, 15, hour, minute)) is quiet


def test_quiet_hours_may_lie_within_a_day_and_none_at_all_are_never() -> None:
    siesta = QuietHours(time(13), time(15))

    assert is_quiet(siesta, ZoneInfo("UTC"), utc(2026, 6, 15, 14))
    assert not is_quiet(siesta, ZoneInfo("UTC"), utc(2026, 6, 15, 16))
    assert not is_quiet(QuietHours(time(9), time(9)), ZoneInfo("UTC"), utc(2026, 6, 15, 9))


def test_an_alert_waits_for_the_morning_and_a_flash_breaks_through() -> None:
    midnight = utc(2026, 6, 15, 4)

    assert holds(NIGHT, NEW_YORK, Level.ALERT, midnight) == utc(2026, 6, 15, 10, 30)
    assert holds(NIGHT, NEW_YORK, Level.FLASH, midnight) is None
    assert holds(QuietHours(time(23), time(6), None), NEW_YORK, Level.FLASH, midnight) == utc(2026, 6, 15, 10)
    assert holds(NIGHT, NEW_YORK, Level.ALERT, utc(2026, 6, 15, 15)) is None
    assert holds(None, NEW_YORK, Level.ALERT, midnight) is None


@pytest.mark.parametrize(
    ("night", "end"), [((2026, 3, 8), utc(2026, 3, 8, 10, 30)), ((2026, 11, 1), utc(2026, 11, 1, 11, 30))]
)
def test_quiet_hours_end_once_on_the_nights_clocks_change(night: tuple[int, int, int], end: datetime) -> None:
    held = {holds(NIGHT, NEW_YORK, Level.ALERT, utc(*night, 5) + timedelta(minutes=15 * step)) for step in range(20)}

    assert held == {end}
