"""Dates as feeds write them. Nothing is guessed from the day of reading: what is no full date is no date."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# Zone names seen in feeds that RFC 5322 does not define, in minutes east of Greenwich.
_ZONES = {
    "AEDT": 660, "AEST": 600, "ACDT": 630, "ACST": 570, "AKDT": -480, "AKST": -540, "AWST": 480, "BST": 60, "CAT": 120,
    "CEST": 120, "CET": 60, "EAT": 180, "EEST": 180, "EET": 120, "HKT": 480, "HST": -600, "IDT": 180, "IST": 330,
    "JST": 540, "KST": 540, "MSK": 180, "NZDT": 780, "NZST": 720, "PKT": 300, "SAST": 120, "SGT": 480, "WAT": 60,
    "WEST": 60, "WET": 0, "Z": 0,
}  # fmt: skip
_NAMED_ZONE = re.compile(rf"(?<=[\d\s])({'|'.join(_ZONES)})$")
_SPACES = re.compile(r"\s+")
_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(?:[.,](\d+))? ?(Z|[+-]\d\d:?\d\d|[+-]\d\d)?", re.IGNORECASE
)
_MAIL_DATE = re.compile(r"(?:[A-Za-z]{2,9}\.?,? )?\d{1,2}[ -][A-Za-z]{3,9}\.?[ -]\d{2,4} \d")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_USUAL = re.compile(
    rf"(?:[A-Z][a-z]{{2}}, )?(\d{{1,2}}) ({'|'.join(_MONTHS)}) (\d{{4}}) (\d\d):(\d\d):(\d\d) "
    r"(?:GMT|UTC|Z|([+-])(\d\d)([0-5]\d))"
)
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_AMERICAN = {
    "EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500", "MST": "-0700", "MDT": "-0600", "PST": "-0800",
    "PDT": "-0700", "UTC": "+0000", "GMT": "+0000", "UT": "+0000",
}  # fmt: skip
_AMERICAN_ZONE = re.compile(rf" ({'|'.join(_AMERICAN)})$")
_WRITTEN = (
    "%B %d, %Y %I:%M %p", "%b %d, %Y %I:%M %p", "%B %d, %Y", "%b %d, %Y", "%B %d, %Y %H:%M:%S", "%b %d, %Y %H:%M:%S",
    "%A, %B %d, %Y", "%A, %B %d, %Y %I:%M %p", "%A, %B %d, %Y %H:%M", "%d %B %Y", "%d %b %Y", "%m/%d/%Y %I:%M:%S %p",
)  # fmt: skip
_LONGEST = 100
_FIRST_YEAR = 1971
_ZERO = re.compile(r"(?<![+\-.,:])\b(?:0000|0001|1899|19[0-6]\d|1970)\b")


def read_date(text: str) -> datetime | None:
    """Return the moment `text` names, aware and in UTC, or None where it names none.

    Reads RFC 5322 and ISO 8601 in their common deviations, and the long American forms. No zone means UTC.
    """
    if not text or len(text) > _LONGEST:
        return None
    line = _SPACES.sub(" ", text).strip()
    if is_zero(line):
        return None
    return _iso(line) or _rfc5322(line) or _written(line)


def is_zero(text: str) -> bool:
    """Say whether a date is the zero of a publisher's database ("Mon, 01 Jan 0001", 1970-01-01), which is no date."""
    return _ZERO.search(text) is not None


def _iso(line: str) -> datetime | None:
    if not line[:4].isdigit():
        return None
    zoned = _AMERICAN_ZONE.sub(lambda found: _AMERICAN[found.group(1)], line)
    found = _ISO.fullmatch(_NAMED_ZONE.sub(_offset, zoned))
    try:
        if found is None:
            day = _ISO_DAY.fullmatch(line)
            return day and _sane(datetime(int(day[1]), int(day[2]), int(day[3] or 1), tzinfo=UTC))
        fraction = f".{found[4][:6]:0<6}" if found[4] else ""
        return _sane(
            datetime.fromisoformat(f"{found[1]}T{found[2]}{found[3] or ''}{fraction}{(found[5] or '').upper()}")
        )
    except (ValueError, OverflowError):
        return None


def _rfc5322(line: str) -> datetime | None:
    usual = _USUAL.fullmatch(line)
    if usual is not None:
        return _usual(usual)
    if _MAIL_DATE.match(line) is None:
        return None
    try:
        return _sane(parsedate_to_datetime(_NAMED_ZONE.sub(_offset, line)))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _usual(found: re.Match[str]) -> datetime | None:
    """Return the moment of a date as nearly every feed writes it, without asking the slow and forgiving reader."""
    day, month, year, hour, minute, second, sign, hours, minutes = found.groups()
    try:
        moment = datetime(
            int(year), _MONTHS.index(month) + 1, int(day), int(hour), int(minute), min(int(second), 59), tzinfo=UTC
        )
        offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        return _sane(moment + offset if sign == "-" else moment - offset)
    except (ValueError, OverflowError):
        return None


def _written(line: str) -> datetime | None:
    zone = _AMERICAN_ZONE.search(line)
    offset = _AMERICAN[zone.group(1)] if zone else "+0000"
    bare = line[: zone.start()] if zone else line
    for form in _WRITTEN:
        try:
            return _sane(datetime.strptime(f"{bare} {offset}", f"{form} %z"))
        except (ValueError, OverflowError):
            continue
    return None


def _offset(found: re.Match[str]) -> str:
    minutes = _ZONES[found.group(1)]
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


def _sane(moment: datetime) -> datetime | None:
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return aware if aware.year >= _FIRST_YEAR else None
