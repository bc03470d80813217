"""Reads a notice of embargo: until when an article asks not to be told. News about embargoes is no notice.

A notice opens the headline or one of the first lines: "EMBARGOED UNTIL 6 a.m. ET, Tuesday, March 3".
Where it can be read in two ways, the later time counts: an embargo kept too long costs hours, a broken one trust.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from feeds.model import Article

LINES = 4
"""Lines of the text, from its first, in which a notice may stand."""
UNREADABLE_FOR = timedelta(hours=24)
"""How long an article is held whose notice, in capitals, says no time that can be read; from its first sight."""
_HALF_A_DAY, _CENTURY = 12, 2000

_NOTICE = re.compile(
    r"^\W*(?:(?:strictly|news|media|press|note|attention|editors?|desks?)\W+){0,3}(?:under\s+)?"
    r"(?P<word>embargo(?:ed)?|(?:not|hold)\s+for\s+(?:publication|release|broadcast|use))\b"
    r"(?P<until>[\s:,;*)–—-]*(?:(?:for|from)\s+(?:release|publication|broadcast|use)\W+)?"
    r"(?:strictly\s+)?(?:(?:until|till|before|lifts(?=\s+at\b)|at)\b)?:?)(?P<rest>.{0,160})",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>[ap])\.?\s?m\b"
    r"|\b(?P<hour24>[01]?\d|2[0-4])[:.](?P<minute24>[0-5]\d)\b"
    r"|\b(?P<military>(?:[01]\d|2[0-3])[0-5]\d)(?=\s*(?:h\b|hours|hrs|(?-i:[A-Z]{1,4})\b))"
    r"|\b(?P<word>noon|midday|midnight)\b",
    re.IGNORECASE,
)
_MONTHS: list[str] = re.findall(
    r"\w+", "january february march april may june july august september october november december"
)
_MONTH = "|".join((*_MONTHS, *(rf"{name[:3]}t?\b\.?" for name in _MONTHS)))
_DAYS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>20\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b",
        rf"\b(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>20\d\d)\b)?",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH})(?:,?\s+(?P<year>20\d\d)\b)?",
    )
)
_SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})(?:/((?:20)?\d\d))?\b")
_NEAR = re.compile(r"\b(?:(today|tonight)|(tomorrow))\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b", re.IGNORECASE)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_PLACES: dict[str, str] = {
    **dict.fromkeys(("ET", "EST", "EDT", "EASTERN"), "America/New_York"),
    **dict.fromkeys(("CT", "CST", "CDT", "CENTRAL"), "America/Chicago"),
    **dict.fromkeys(("MT", "MST", "MDT", "MOUNTAIN"), "America/Denver"),
    **dict.fromkeys(("PT", "PST", "PDT", "PACIFIC"), "America/Los_Angeles"),
    **dict.fromkeys(("GMT", "UTC", "Z", "ZULU"), "UTC"),
    **dict.fromkeys(("BST", "UK", "LONDON"), "Europe/London"),
    **dict.fromkeys(("CET", "CEST", "BRUSSELS", "PARIS", "BERLIN", "GENEVA"), "Europe/Paris"),
    **dict.fromkeys(("EET", "EEST"), "Europe/Helsinki"),
    **dict.fromkeys(("AEST", "AEDT", "SYDNEY"), "Australia/Sydney"),
    **dict.fromkeys(("NZST", "NZDT"), "Pacific/Auckland"),
    "AKST": "America/Anchorage",
    "AKDT": "America/Anchorage",
    "HST": "Pacific/Honolulu",
    "MSK": "Europe/Moscow",
    "JST": "Asia/Tokyo",
    "HKT": "Asia/Hong_Kong",
    "SGT": "Asia/Singapore",
}
"""Zones as notices write them. "9 a.m. EST" in July means the clock on the wall there, so a place stands for each."""
_LETTERS = re.compile(rf"\b({'|'.join(name for name in _PLACES if len(name) <= 4)})\b")  # noqa: PLR2004 - abbreviations
_NAMES = re.compile(rf"\b({'|'.join(name for name in _PLACES if len(name) > 4)})\b", re.IGNORECASE)  # noqa: PLR2004 - the rest
_OFFSET = re.compile(r"(?:\b(?:GMT|UTC)\s?|(?<=:\d\d)|(?<=\s)(?=.\d\d:?\d\d))([+-])(\d{1,2})(?::?([0-5]\d))?\b(?!-)")


def embargoed_until(article: Article, seen: datetime, zones: Sequence[tzinfo] = (UTC,)) -> datetime | None:
    """Return until when `article`, first seen at `seen`, asks to be held (in UTC), None where it does not.

    A time without a zone is meant in one of `zones` (the desks'): the latest counts. A day without a time means its
    first minute. A notice in capitals without any readable time holds for `UNREADABLE_FOR`.
    """
    lines = (article.title, article.summary, *[line for line in article.text.split("\n") if line.strip()][:LINES])
    for line in lines:
        notice = _NOTICE.match(line)
        if notice is None or not notice["until"].strip(" ,;*)–—-"):
            continue
        if (until := _moment(notice["rest"], article.published, zones)) is not None:
            return until
        if notice["word"].isupper() and notice["word"] != "EMBARGO":
            return seen + UNREADABLE_FOR
    return None


def _moment(written: str, published: datetime, zones: Sequence[tzinfo]) -> datetime | None:
    """Return the latest time that `written` can mean, None where it says neither a time nor a day."""
    plain = re.sub(r"(?<=\d)Z\b", " UTC", re.sub(r"(?<=\d)T(?=\d\d:)", " ", written))
    clock = _clock(plain)
    named = _zone(plain)
    readings = [
        datetime.combine(day, time.min, zone) + (clock or timedelta(0))
        for zone in ((named,) if named else zones)
        for day in _days(plain, published.astimezone(zone), clock)
    ]
    return max((each.astimezone(UTC) for each in readings), default=None)


def _clock(written: str) -> timedelta | None:
    """Return the time of day as what has passed of the day, None where none is written."""
    found = _CLOCK.search(written)
    if found is None:
        return None
    if found["word"]:
        return timedelta(hours=24 if found["word"].lower() == "midnight" else 12)
    if found["half"]:
        afternoon = _HALF_A_DAY if found["half"].lower() == "p" else 0
        return timedelta(hours=int(found["hour"]) % _HALF_A_DAY + afternoon, minutes=int(found["minute"] or 0))
    digits = found["military"]
    hour, minute = (digits[:2], digits[2:]) if digits else (found["hour24"], found["minute24"])
    return timedelta(hours=int(hour), minutes=int(minute))


def _days(written: str, published: datetime, clock: timedelta | None) -> Iterator[date]:
    """Yield the days that `written` can mean, as seen from when it was published; a time alone means its next one."""
    dated = next((found for pattern in _DAYS if (found := pattern.search(written))), None)
    if dated is not None:
        known = dated.groupdict()
        month = known.get("number") or _MONTHS.index(_full(known["month"])) + 1
        yield from _in_year(known["year"], int(month), int(known["day"]), published)
    elif slashed := _SLASHED.search(written):
        yield from _in_year(slashed[3], int(slashed[1]), int(slashed[2]), published)
        yield from _in_year(slashed[3], int(slashed[2]), int(slashed[1]), published)
    elif near := _NEAR.search(written):
        yield published.date() + timedelta(days=1 if near[2] else 0)
    elif weekday := _WEEKDAY.search(written):
        ahead = (_WEEKDAYS.index(weekday[1][:3].lower()) - published.weekday()) % 7
        yield _not_over(published.date() + timedelta(days=ahead), timedelta(days=7), published, clock)
    elif clock is not None:
        yield _not_over(published.date(), timedelta(days=1), published, clock)


def _not_over(day: date, again: timedelta, published: datetime, clock: timedelta | None) -> date:
    """Return `day`, or the same `again` where its time was over at publication."""
    over = datetime.combine(day, time.min, published.tzinfo) + (clock or timedelta(hours=24))
    return day + again if over < published else day


def _full(month: str) -> str:
    return next(name for name in _MONTHS if name.startswith(month[:3].lower()))


def _in_year(year: str | None, month: int, day: int, published: datetime) -> Iterator[date]:
    """Yield that day of `year`, or of the year in which it is nearest to publication; nothing where there is none."""
    if year is not None:
        years = [int(year) if len(year) > len("26") else _CENTURY + int(year)]
    else:
        years = [published.year - 1, published.year, published.year + 1]
    candidates = [found for each in years if (found := _day(each, month, day))]
    if candidates:
        yield min(candidates, key=lambda each: abs(each - published.date()))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _zone(written: str) -> tzinfo | None:
    offset = _OFFSET.search(written)
    if offset is not None:
        ahead = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-ahead if offset[1] == "-" else ahead) if ahead < timedelta(hours=24) else None
    found = _LETTERS.search(written) or _NAMES.search(written)
    return ZoneInfo(_PLACES[found[1].upper()]) if found else None
