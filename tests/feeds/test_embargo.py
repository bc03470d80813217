"""Notices of embargo: read with their zone, the later meaning where there are two; other news is no notice."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.embargo import UNREADABLE_FOR, embargoed_until
from feeds.model import Article
from tests.builders import an_article

MONDAY = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
BODY = "The ministry will publish its count of beds on Tuesday morning."


def noticed(line: str, *, title: str = "Beds counted", published: datetime = MONDAY) -> Article:
    return an_article(title=title, text=f"{line}\n{BODY}", published=published)


@pytest.mark.parametrize(
    ("line", "until"),
    [
        ("EMBARGOED UNTIL 6 a.m. ET, Tuesday, March 3, 2026", "2026-03-03T11:00"),
        ("EMBARGOED UNTIL 6:30 AM EST TUESDAY MARCH 3", "2026-03-03T11:30"),
        ("*** Embargoed for release until 00:01 GMT, 3 March 2026 ***", "2026-03-03T00:01"),
        ("STRICTLY EMBARGOED UNTIL 0001 GMT 3rd of March", "2026-03-03T00:01"),
        ("EMBARGO: 9am CET Wed 4 March", "2026-03-04T08:00"),
        ("Embargo: 2026-03-03T06:00Z", "2026-03-03T06:00"),
        ("EMBARGOED UNTIL 2026-03-03 06:00 +01:00", "2026-03-03T05:00"),
        ("EMBARGOED UNTIL 2026-03-03T06:00-05:00", "2026-03-03T11:00"),
        ("Under embargo until 10:00 GMT+1 on 3 March", "2026-03-03T09:00"),
        ("NOT FOR PUBLICATION UNTIL noon Pacific time tomorrow", "2026-03-03T20:00"),
        ("HOLD FOR RELEASE UNTIL MIDNIGHT ET TUESDAY", "2026-03-04T05:00"),
        ("Embargoed until 5 p.m. London time", "2026-03-02T17:00"),
        ("Embargoed until 5 a.m. London time", "2026-03-03T05:00"),
        ("EMBARGOED UNTIL MARCH 3", "2026-03-03T00:00"),
        ("EMBARGOED UNTIL Monday 09:00 UTC", "2026-03-09T09:00"),
        ("[News embargoed until 9.15 a.m. CT today]", "2026-03-02T15:15"),
        ("EMBARGOED UNTIL 24:00 GMT on Tuesday", "2026-03-04T00:00"),
        ("EMBARGO LIFTS AT 18:00 UTC", "2026-03-02T18:00"),
    ],
)
def test_a_notice_is_read_with_its_time_its_day_and_its_zone(line: str, until: str) -> None:
    told = embargoed_until(noticed(line), MONDAY)

    assert told == datetime.fromisoformat(until).replace(tzinfo=UTC)


def test_a_zone_means_the_clock_on_the_wall_there() -> None:
    july = datetime(2026, 7, 6, 14, 0, tzinfo=UTC)

    told = embargoed_until(noticed("EMBARGOED UNTIL 9 a.m. EST July 7", published=july), july)

    assert told == datetime(2026, 7, 7, 13, 0, tzinfo=UTC)


def test_without_a_zone_the_latest_of_the_desks_zones_counts() -> None:
    zones = (ZoneInfo("Europe/London"), ZoneInfo("America/Los_Angeles"), ZoneInfo("America/New_York"))

    told = embargoed_until(noticed("EMBARGOED UNTIL 6 a.m. March 3"), MONDAY, zones)

    assert told == datetime(2026, 3, 3, 14, 0, tzinfo=UTC)


def test_of_two_meanings_of_a_day_the_later_counts() -> None:
    told = embargoed_until(noticed("EMBARGOED UNTIL 09:00 GMT 4/3/2026"), MONDAY)

    assert told == datetime(2026, 4, 3, 9, 0, tzinfo=UTC)


def test_a_day_without_a_year_is_the_nearest() -> None:
    eve = datetime(2025, 12, 30, 14, 0, tzinfo=UTC)

    told = embargoed_until(noticed("EMBARGOED UNTIL 09:00 GMT January 2", published=eve), eve)

    assert told == datetime(2026, 1, 2, 9, 0, tzinfo=UTC)


def test_a_notice_in_the_headline_or_the_summary_counts() -> None:
    in_title = noticed(BODY, title="EMBARGOED UNTIL 09:00 GMT March 3: beds counted")
    in_summary = an_article(title="Beds", text=BODY, summary="Embargoed until 09:00 GMT March 3.", published=MONDAY)

    assert {embargoed_until(each, MONDAY) for each in (in_title, in_summary)} == {datetime(2026, 3, 3, 9, tzinfo=UTC)}


@pytest.mark.parametrize("line", ["EMBARGOED UNTIL DELIVERY", "NOT FOR PUBLICATION UNTIL THE MINISTER HAS SPOKEN"])
def test_a_notice_in_capitals_that_says_no_time_holds_for_a_day(line: str) -> None:
    assert embargoed_until(noticed(line), MONDAY) == MONDAY + UNREADABLE_FOR


@pytest.mark.parametrize(
    "line",
    [
        "Embargo on grain ends March 3, ministers agree",
        "EMBARGO ON GRAIN ENDS MARCH 3",
        "Embargoed grain rots in the port of Ansel",
        "Embargo: what it means for farmers",
        "The oil embargo will stay until March 3, the council said.",
        "Holding for release of the hostages until March 3",
        "Not for use until March has the bridge been open",
        "",
    ],
)
def test_news_about_embargoes_is_no_notice(line: str) -> None:
    assert embargoed_until(noticed(line, title=line or "Beds"), MONDAY) is None


def test_a_notice_deep_in_the_text_is_part_of_the_story() -> None:
    text = "\n".join([BODY] * 4 + ["EMBARGOED UNTIL 09:00 GMT March 3"])

    assert embargoed_until(an_article(title="Beds", text=text, published=MONDAY), MONDAY) is None


@given(st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=120))
def test_nothing_that_may_follow_breaks_the_reader(rest: str) -> None:
    told = embargoed_until(noticed(f"EMBARGOED UNTIL {rest}"), MONDAY)

    assert told is not None
    assert told.tzinfo is UTC
    assert abs(told - MONDAY) < timedelta(days=75 * 366)
