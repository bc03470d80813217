from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.parse.dates import is_zero, read_date

TEN = datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 24 Nov 2026 10:00:00 GMT", "Tue, 24 Nov 2026 10:00:00 +0000", "24 Nov 2026 10:00:00 UT",
        "Tue, 24 Nov 2026 10:00 GMT", "Tue, 24 November 2026 10:00:00 GMT", "Tue, 24 Nov 26 10:00:00 GMT",
        "Tue, 24 Nov 2026 05:00:00 EST", "Tue, 24 Nov 2026 02:00:00 PST", "Tue, 24 Nov 2026 11:00:00 CET",
        "Tue, 24 Nov 2026 12:00:00 EET", "  Tue,  24 Nov\n2026 10:00:00 GMT ", "Tuesday, 24 Nov 2026 10:00:00 GMT",
        "2026-11-24T10:00:00Z", "2026-11-24T10:00:00z", "2026-11-24t10:00:00Z", "2026-11-24T10:00Z",
        "2026-11-24T10:00:00.000Z", "2026-11-24T10:00:00,000Z", "2026-11-24T10:00:00.0000000+00:00",
        "2026-11-24T11:00:00+01:00", "2026-11-24T11:00:00+0100", "2026-11-24T11:00:00+01", "2026-11-24T05:00:00-05:00",
        "2026-11-24 10:00:00", "2026-11-24 10:00:00 UTC", "2026-11-24 05:00:00 EST", "2026-11-24 10:00:00 +0000",
        "November 24, 2026 10:00 AM", "Nov 24, 2026 5:00 AM EST", "November 24, 2026 10:00:00",
    ],
)  # fmt: skip
def test_the_common_spellings_name_one_moment(text: str) -> None:
    assert read_date(text) == TEN


@pytest.mark.parametrize("text", ["2026-11-24", "24 Nov 2026", "November 24, 2026", "Tuesday, November 24, 2026"])
def test_a_day_alone_is_its_midnight(text: str) -> None:
    assert read_date(text) == datetime(2026, 11, 24, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", " ", "soon", "today", "Tuesday", "10:00", "20241105", "1732442400", "Tue, 31 Feb 2026 10:00:00 GMT",
     "2026-13-01", "2026-11-24T25:00:00Z", "Mon, 01 Jan 0001 00:00:00 +0000", "1970-01-01T00:00:00Z", "0000-00-00",
     "x" * 10_000, "Tue, 24 Nov 99999 10:00:00 GMT", "9999-12-31T23:59:59-23:00", "2026-11-24T10:00:00+99:99"],
)  # fmt: skip
def test_what_is_no_full_date_is_none(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    ("text", "zero"),
    [
        ("Mon, 01 Jan 0001 00:00:00 +0000", True),
        ("1970-01-01", True),
        ("Tue, 24 Nov 2026 00:00:00 +0000", False),
        ("2026-11-24T00:01:00Z", False),
    ],
)
def test_the_zero_of_a_database_is_told_from_a_date(text: str, zero: bool) -> None:
    assert is_zero(text) is zero


ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1972, 1, 1), datetime(2100, 1, 1), timezones=ZONES)  # noqa: DTZ001 - hypothesis adds the zone


@given(MOMENTS)
def test_every_moment_survives_iso_8601(moment: datetime) -> None:
    assert read_date(moment.isoformat()) == moment


@given(MOMENTS)
def test_every_moment_survives_rfc_5322_to_the_second(moment: datetime) -> None:
    assert read_date(format_datetime(moment)) == moment.replace(microsecond=0)


@given(
    st.text(max_size=60)
    | st.from_regex(r"[A-Z][a-z]{2}, \d{1,3} [A-Z][a-z]{2} \d{1,5} \d{1,3}:\d\d:\d\d [A-Z+\-0-9]{1,6}")
)
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    moment = read_date(text)

    assert moment is None or moment.utcoffset() == timedelta(0)
