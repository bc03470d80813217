"""Wall clocks: when it is next half past seven somewhere, and when a channel sleeps. Both know summer time.

A time that a spring night leaves out comes when the clock has passed over it; one that an autumn night has twice comes
once, the first time.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from feeds.errors import RequestError
from feeds.model import Level
from storage.model import QuietHours

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAYS, WEEKEND, DAILY = DAYS[:5], DAYS[5:], DAYS
_NAMED = {"weekdays": WEEKDAYS, "weekday": WEEKDAYS, "weekends": WEEKEND, "weekend": WEEKEND}
_NAMED |= {"daily": DAILY, "everyday": DAILY}
_SHORTEST = 3
_FULL = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FORMS = ("%H:%M", "%I:%M%p", "%I%p")
_LOOK_AHEAD = 9
"""Days: whatever the weekdays, one of them comes within a week, and a night may leave it out."""


def clock_time(typed: str) -> time:
    """Return the time of day that `07:30`, `7.30`, `7am` or `7:30 PM` means.

    Raises:
        RequestError: it is none.
    """
    text = typed.strip().upper().replace(" ", "").replace(".", ":")
    for form in _FORMS:
        with suppress(ValueError):
            return datetime.strptime(text, form).time()  # noqa: DTZ007 (a time of day has no zone yet)
    raise RequestError(f'"{typed}" is no time of day: write it as 07:30')


def days_named(word: str) -> tuple[str, ...] | None:
    """Return the days, Monday first, that `weekdays`, `daily`, `mon,wed` or `mon-fri` names; None if it names none."""
    text = word.strip().lower()
    if text in _NAMED:
        return _NAMED[text]
    if "-" in text:
        first, _, last = (_day(part) for part in text.partition("-"))
        return None if first is None or last is None else _span(first, last)
    named = [_day(part) for part in text.split(",") if part]
    if not named or None in named:
        return None
    return tuple(day for number, day in enumerate(DAYS) if number in named)


def days_in_words(days: tuple[str, ...]) -> str:
    """Return `days` as a person says them: `weekdays`, `daily`, `Mon, Wed`."""
    said = {WEEKDAYS: "weekdays", WEEKEND: "weekends", DAILY: "daily"}
    return said.get(days) or ", ".join(day.capitalize() for day in days)


def zone_named(typed: str) -> ZoneInfo:
    """Return the zone of an IANA name.

    Raises:
        RequestError: there is none.
    """
    try:
        return ZoneInfo(typed.strip())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise RequestError(f'"{typed}" is no time zone: write its name, as America/New_York') from None


def next_time(at: time, days: tuple[str, ...], zone: ZoneInfo, after: datetime) -> datetime:
    """Return the first moment (UTC) after `after` at which a clock in `zone` shows `at` on one of `days`."""
    return next(moment for moment in _moments(at, days, zone, after) if moment > after)


def is_quiet(quiet: QuietHours, zone: ZoneInfo, now: datetime) -> bool:
    """Return whether it is quiet in `zone` at `now`; the end itself is not."""
    if quiet.start == quiet.end:
        return False
    return next_time(quiet.end, DAILY, zone, now) < next_time(quiet.start, DAILY, zone, now)


def holds(quiet: QuietHours | None, zone: ZoneInfo, level: Level, now: datetime) -> datetime | None:
    """Return until when a message of `level` waits: the end (UTC) of the quiet hours, None where it is due."""
    if quiet is None or not is_quiet(quiet, zone, now):
        return None
    if quiet.through is not None and level >= quiet.through:
        return None
    return next_time(quiet.end, DAILY, zone, now)


def _moments(at: time, days: tuple[str, ...], zone: ZoneInfo, after: datetime) -> Iterator[datetime]:
    first = after.astimezone(zone).date() - timedelta(days=1)
    for ahead in range(_LOOK_AHEAD + 2):
        day = first + timedelta(days=ahead)
        if DAYS[day.weekday()] in days:
            yield _moment(day, at, zone)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return when clocks show `at` on `day`, the first time; where they never do, the moment they skipped over it."""
    there = datetime.combine(day, at, zone)
    moment = there.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == there.replace(tzinfo=None):
        return moment
    return _gap_end(moment, zone)


def _gap_end(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant of the change of offset at most a day before `moment`, to the second."""
    low, high = moment - timedelta(days=1), moment
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        low, high = (
            (low, middle)
            if middle.astimezone(zone).utcoffset() == high.astimezone(zone).utcoffset()
            else (middle, high)
        )
    return high.replace(microsecond=0)


def _day(word: str) -> int | None:
    text = word.strip()
    found = [number for number, full in enumerate(_FULL) if len(text) >= _SHORTEST and full.startswith(text)]
    return found[0] if found else None


def _span(first: int, last: int) -> tuple[str, ...]:
    inside = {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return tuple(day for number, day in enumerate(DAYS) if number in inside)
