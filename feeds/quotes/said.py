"""Reads when something was said ("on Sunday", "in a 2019 interview") as days of the calendar. It reads no clock.

Only words beside the attribution count, and only those of the past: "said he would leave on Monday" dates no quote.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from feeds.model import Precision, Said

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_DAY = "(?P<day>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_PART = r"(?: (?:morning|afternoon|evening|night|lunchtime))?"
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)|May|June|July|Aug(?:ust|\.)|"
    r"Sept?(?:ember|\.)|Oct(?:ober|\.)|Nov(?:ember|\.)|Dec(?:ember|\.))"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_ANY = re.compile(
    r"day|night|morning|afternoon|evening|week|month|year|ago|19\d\d|20\d\d|\d [A-Z]|[a-z]\.? \d|[Ii]n [A-Z]"
)
_NOT_YET = re.compile(
    r"\b(?:will|would|['’]ll|shall|going to|plans? to|due to|is to|are to|must|should|could|can|might|that|whether)\b"
)
_AHEAD = re.compile(r"\b(?:next|until|till|by|before|since|from|for|coming|every|each) $", re.IGNORECASE)
_NEAR = 70
_LEAD = 25
_WEEK = timedelta(days=7)
_Reading = Callable[[re.Match[str], date], tuple[date, date, Precision] | None]


def said_in(sentence: str, cue: str | None, published: date) -> Said | None:
    """Return when the words that `sentence` attributes were said, or None where it does not say.

    `sentence` is without its quotes, `cue` its attributing word; `published` is the article's day. A weekday is the
    last one not after it; nothing is ever said after it.
    """
    if _ANY.search(sentence) is None:
        return None
    at = max(sentence.find(cue), 0) if cue else 0
    end = at + len(cue or "")
    for pattern, reading in _READINGS:
        for found in pattern.finditer(sentence):
            if _is_beside(sentence, found, at, end) and (days := reading(found, published)):
                on, until, precision = days
                return (
                    Said(on, max(on, min(until, published)), precision, found.group().strip())
                    if on <= published
                    else None
                )
    return None


def _is_beside(sentence: str, found: re.Match[str], at: int, end: int) -> bool:
    """Tell whether a time belongs to the attribution: beside its word, or at the head of the sentence."""
    if _AHEAD.search(sentence[: found.start()]):
        return False
    if found.start() >= end:
        between = sentence[end : found.start()]
        return len(between) <= _NEAR and _NOT_YET.search(between) is None
    between = sentence[found.end() : at]
    if _NOT_YET.search(sentence, max(0, found.start() - _LEAD), found.start()):
        return False
    return (found.start() <= _LEAD or len(between) <= _NEAR) and _NOT_YET.search(between) is None


def _day(on: date) -> tuple[date, date, Precision]:
    return on, on, Precision.DAY


def _today(_found: re.Match[str], published: date) -> tuple[date, date, Precision]:
    return _day(published)


def _yesterday(_found: re.Match[str], published: date) -> tuple[date, date, Precision]:
    return _day(published - timedelta(days=1))


def _weekday(found: re.Match[str], published: date) -> tuple[date, date, Precision]:
    back = (published.weekday() - _DAYS.index(found.group("day").lower())) % 7
    if found.group("last") and not back:
        return _day(published - _WEEK)
    return _day(published - timedelta(days=back))


def _weekday_of_last_week(found: re.Match[str], published: date) -> tuple[date, date, Precision]:
    monday = published - timedelta(days=published.weekday()) - _WEEK
    return _day(monday + timedelta(days=_DAYS.index(found.group("day").lower())))


def _week(found: re.Match[str], published: date) -> tuple[date, date, Precision]:
    monday = published - timedelta(days=published.weekday()) - (_WEEK if "last" in found.group().lower() else _WEEK * 0)
    return monday, monday + timedelta(days=6), Precision.WEEK


def _weekend(_found: re.Match[str], published: date) -> tuple[date, date, Precision]:
    saturday = published - timedelta(days=(published.weekday() - 5) % 7)
    return saturday, saturday + timedelta(days=1), Precision.WEEK


def _this_month(found: re.Match[str], published: date) -> tuple[date, date, Precision]:
    first = published.replace(day=1)
    return _whole_month((first - timedelta(days=1)) if "last" in found.group().lower() else first)


def _whole_month(day: date) -> tuple[date, date, Precision]:
    return day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]), Precision.MONTH


def _this_year(found: re.Match[str], published: date) -> tuple[date, date, Precision]:
    return _whole_year(published.year - ("last" in found.group().lower()))


def _whole_year(year: int) -> tuple[date, date, Precision]:
    return date(year, 1, 1), date(year, 12, 31), Precision.YEAR


def _in_year(found: re.Match[str], published: date) -> tuple[date, date, Precision] | None:
    year = int(found.group("year"))
    return _whole_year(year) if year <= published.year else None


def _month_number(found: re.Match[str]) -> int:
    return _MONTHS.index(found.group("month")[:3].lower()) + 1


def _in_month(found: re.Match[str], published: date) -> tuple[date, date, Precision] | None:
    month = _month_number(found)
    year = int(found.group("year") or 0) or published.year - (month > published.month)
    return _whole_month(date(year, month, 1)) if (year, month) <= (published.year, published.month) else None


def _on_date(found: re.Match[str], published: date) -> tuple[date, date, Precision] | None:
    month, number = _month_number(found), int(found.group("number"))
    year = int(found.group("year") or 0) or published.year
    if not 1 <= number <= monthrange(year, month)[1]:
        return None
    on = date(year, month, number)
    if on > published and not found.group("year"):
        on = date(year - 1, month, min(number, monthrange(year - 1, month)[1]))
    return _day(on) if on <= published else None


def _ago(found: re.Match[str], published: date) -> tuple[date, date, Precision] | None:
    written = found.group("count").lower()
    count = int(written) if written.isdigit() else _NUMBERS[written]
    match found.group("unit"):
        case "day":
            return _day(published - timedelta(days=count))
        case "week":
            monday = published - timedelta(days=published.weekday()) - _WEEK * count
            return monday, monday + timedelta(days=6), Precision.WEEK
        case "month":
            months = published.year * 12 + published.month - 1 - count
            return _whole_month(date(months // 12, months % 12 + 1, 1))
        case _:
            return _whole_year(published.year - count)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b{pattern}(?![\w’'])")


_READINGS: tuple[tuple[re.Pattern[str], _Reading], ...] = (
    (_compiled(rf"(?:[Oo]n )?{_MONTH} (?P<number>\d{{1,2}})(?:st|nd|rd|th)?(?:,? {_YEAR})?(?!,?\d)"), _on_date),
    (
        _compiled(rf"(?:[Oo]n )?(?:the )?(?P<number>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?{_MONTH}(?:,? {_YEAR})?"),
        _on_date,
    ),
    (_compiled(rf"(?:[Oo]n )?{_DAY}{_PART} (?:of )?last week"), _weekday_of_last_week),
    (_compiled(rf"(?:[Oo]n )?(?:late |early )?(?P<last>[Ll]ast )?{_DAY}{_PART}"), _weekday),
    (_compiled(r"(?:today|tonight|[Tt]his (?:morning|afternoon|evening)|[Ee]arlier today)"), _today),
    (_compiled(r"(?:[Yy]esterday(?: (?:morning|afternoon|evening))?|[Ll]ast night)"), _yesterday),
    (_compiled(r"(?:[Ee]arlier |[Ll]ate )?(?:[Ll]ast|[Tt]his) week"), _week),
    (_compiled(r"(?:(?:[Oo]ver|[Aa]t) the weekend|[Tt]his weekend|[Ll]ast weekend)"), _weekend),
    (
        _compiled(
            r"(?P<count>\d{1,2}|an?|one|two|three|four|five|six|seven|eight) (?P<unit>day|week|month|year)s? ago"
        ),
        _ago,
    ),
    (_compiled(r"(?:[Ee]arlier |[Ll]ate )?(?:[Ll]ast|[Tt]his) month"), _this_month),
    (
        _compiled(rf"(?:[Ii]n|[Ll]ast|[Dd]uring|[Ee]arly in|[Ll]ate in) (?:early |late )?{_MONTH}(?:,? {_YEAR})?"),
        _in_month,
    ),
    (_compiled(r"(?:[Ee]arlier |[Ll]ate )?(?:[Ll]ast|[Tt]his) year"), _this_year),
    (_compiled(rf"(?:[Ii]n|[Dd]uring|[Ff]rom) (?:an?|his|her|their|the|its) {_YEAR} [a-z]+"), _in_year),
    (_compiled(rf"(?:[Ii]n|[Dd]uring) (?:early |late )?{_YEAR}"), _in_year),
)
