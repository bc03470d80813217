"""Times as people type them: `90m`, `7d`, `yesterday`, `mon`, `2026-06-15T18:00`, always in the asker's zone."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from feeds.errors import RequestError

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_DURATION = re.compile(r"(\d{1,6})([smhdw])")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FORMS = "90m, 24h, 7d, today, yesterday, mon, 2026-06-15 or 2026-06-15T18:00"


def duration(text: str) -> timedelta | None:
    """Return the time that `90s`, `5m`, `24h`, `7d` or `2w` means, or None where it is none of these."""
    found = _DURATION.fullmatch(text.strip().lower())
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]]) if found else None


def moment(typed: str, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the moment in UTC that `typed` means; a duration counts back from `now`, a day begins at midnight there.

    Raises:
        RequestError: it is no time; names the forms that are.
    """
    text = typed.strip().lower()
    back = duration(text)
    if back is not None:
        return now - min(back, timedelta(days=36500))
    today = now.astimezone(zone).date()
    if text in {"today", "yesterday"}:
        return _midnight(today - timedelta(days=text == "yesterday"), zone)
    if text[:3] in _DAYS and text in {_DAYS[_DAYS.index(text[:3])], *_full_names(text[:3])}:
        return _midnight(today - timedelta(days=(today.weekday() - _DAYS.index(text[:3])) % 7), zone)
    try:
        there = datetime.fromisoformat(typed.strip())
    except ValueError:
        raise RequestError(f'"{typed}" is not a time: write {_FORMS}') from None
    return (there if there.tzinfo else there.replace(tzinfo=zone)).astimezone(UTC)


def in_words(span: timedelta) -> str:
    """Return `span` in its largest whole unit, as it would be typed: `5m`, `36h`, `7d`."""
    seconds = int(span.total_seconds())
    for unit in ("d", "h", "m"):
        if seconds and seconds % _UNITS[unit] == 0:
            return f"{seconds // _UNITS[unit]}{unit}"
    return f"{seconds}s"


def _full_names(day: str) -> set[str]:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return {name for name in names if name.startswith(day)}


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
