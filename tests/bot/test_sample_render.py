"""The sample's feeds are valid, dated back from `now`, and say what a publisher's would."""

from calendar import timegm
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from bot.sample.entries import Entry, FeedForm, Outlet, read_outlets
from bot.sample.render import FICTION, feed_path, page_path, published, render_feed

NOW = datetime(2025, 6, 16, 11, 30, tzinfo=UTC)
ORIGIN = "http://127.0.0.1:8737"
OUTLETS = read_outlets()

each_outlet = pytest.mark.parametrize("outlet", OUTLETS, ids=[outlet.slug for outlet in OUTLETS])


def as_read(outlet: Outlet, now: datetime = NOW) -> Any:  # noqa: ANN401 - feedparser's own dictionary
    kind = "atom" if outlet.form is FeedForm.ATOM else "rss"
    headers = {"content-type": f"application/{kind}+xml; charset=utf-8"}
    return feedparser.parse(render_feed(outlet, ORIGIN, now), response_headers=headers)


def when_read(entry: Any) -> datetime | None:  # noqa: ANN401 - feedparser's own dictionary
    parsed = entry.get("published_parsed")
    return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None


def an_outlet(form: FeedForm, *entries: Entry) -> Outlet:
    return Outlet("bugle", "Bell & Bugle", "All the <noise>.", form, "en-US", ZoneInfo("America/New_York"), entries)


def an_entry(title: str = "Rain", *paragraphs: str) -> Entry:
    told = paragraphs or ("It rained.",)
    return Entry("rain", title, told, link="rain", age=timedelta(hours=1), guid="tag:b,2025:1#0", summary=told[0])


@each_outlet
def test_a_feed_is_valid_and_names_its_outlet(outlet: Outlet) -> None:
    feed = as_read(outlet)

    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == ("atom10" if outlet.form is FeedForm.ATOM else "rss20")
    assert feed.feed.title == outlet.name
    assert feed.feed.link == f"{ORIGIN}/{outlet.slug}/"
    assert feed.feed.rights == FICTION
    assert feed.feed.language == outlet.language


@each_outlet
def test_a_feed_says_where_it_is(outlet: Outlet) -> None:
    feed = as_read(outlet)

    own = [link.href for link in feed.feed.links if link.rel == "self"]

    assert own == [ORIGIN + feed_path(outlet)]


@each_outlet
def test_a_feed_tells_every_entry_in_the_order_of_its_age(outlet: Outlet) -> None:
    entries = as_read(outlet).entries

    assert [entry.title for entry in entries] == [entry.title for entry in outlet.entries]
    assert [entry.get("id") for entry in entries] == [entry.guid for entry in outlet.entries]
    assert [entry.get("author") for entry in entries] == [entry.byline for entry in outlet.entries]


@each_outlet
def test_dates_are_counted_back_from_now(outlet: Outlet) -> None:
    entries = as_read(outlet).entries

    told = [when_read(entry) for entry in entries]

    assert told == [None if entry.age is None else NOW - entry.age for entry in outlet.entries]


@each_outlet
def test_a_later_now_moves_the_dates_and_nothing_else(outlet: Outlet) -> None:
    later = NOW + timedelta(days=40, hours=7)

    before, after = as_read(outlet).entries, as_read(outlet, later).entries

    dates = [(when_read(old), when_read(new)) for old, new in zip(before, after, strict=True)]
    assert all(new - old == later - NOW for old, new in dates if old and new)
    assert [(e.title, e.link, e.get("id"), e.summary) for e in before] == [
        (e.title, e.link, e.get("id"), e.summary) for e in after
    ]


@each_outlet
def test_the_same_now_gives_the_same_bytes(outlet: Outlet) -> None:
    first, second = render_feed(outlet, ORIGIN, NOW), render_feed(outlet, ORIGIN, NOW)

    assert first == second


def test_times_are_told_in_the_outlets_zone() -> None:
    (pacific,) = (outlet for outlet in OUTLETS if outlet.slug == "summit-and-sound")

    when = published(pacific, pacific.entries[0], NOW)

    assert when is not None
    assert when.utcoffset() == timedelta(hours=-7)
    assert f"{when:%z}".encode() in render_feed(pacific, ORIGIN, NOW)


def test_a_time_is_whole_seconds() -> None:
    outlet = an_outlet(FeedForm.RSS, an_entry())

    when = published(outlet, outlet.entries[0], NOW.replace(microsecond=123))

    assert when == NOW - timedelta(hours=1)


@each_outlet
def test_the_whole_text_is_in_the_feed_unless_it_gives_summaries_only(outlet: Outlet) -> None:
    entries = as_read(outlet).entries

    whole = [entry.content[0].value.count("<p>") if "content" in entry else 0 for entry in entries]

    only_summaries = outlet.form is FeedForm.RSS_SUMMARIES
    assert whole == [0 if only_summaries else len(entry.paragraphs) for entry in outlet.entries]
    assert all(entry.summary for entry in entries)


def test_two_outlets_give_summaries_only_so_that_their_pages_are_read() -> None:
    summaries = [outlet for outlet in OUTLETS if outlet.form is FeedForm.RSS_SUMMARIES]

    assert len(summaries) == 2


def test_a_link_carries_its_tracking_parameters_and_the_page_does_not() -> None:
    outlet, tracked = next((o, e) for o in OUTLETS for e in o.entries if e.tracking)

    links = [entry.link for entry in as_read(outlet).entries]

    assert f"{ORIGIN}{page_path(outlet, tracked)}?{tracked.tracking}" in links
    assert "?" not in page_path(outlet, tracked)


def test_an_entry_without_guid_has_no_guid_element() -> None:
    outlet = an_outlet(FeedForm.RSS, Entry("rain", "Rain", ("It rained.",), link="rain"))

    feed = render_feed(outlet, ORIGIN, NOW)

    assert b"<guid" not in feed
    assert b"<pubDate" not in feed


@pytest.mark.parametrize("form", [FeedForm.RSS, FeedForm.ATOM])
def test_an_outlets_name_with_signs_is_escaped(form: FeedForm) -> None:
    feed = as_read(an_outlet(form, an_entry()))

    assert not feed.bozo
    assert feed.feed.title == "Bell & Bugle"


@pytest.mark.parametrize("form", list(FeedForm))
@given(title=st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1), text=st.text(" <>&\"'“”‘’]a"))
def test_any_headline_comes_back_as_it_was_written(form: FeedForm, title: str, text: str) -> None:
    outlet = an_outlet(form, an_entry(title, f"It rained. {text}"))

    tree = etree.fromstring(render_feed(outlet, ORIGIN, NOW))

    titles = tree.xpath("//*[local-name()='item' or local-name()='entry']/*[local-name()='title']/text()")
    assert titles == [title]


def test_text_that_looks_like_markup_is_shown_as_text() -> None:
    outlet = an_outlet(FeedForm.RSS, an_entry("Rain", "A <b>wet</b> day & night."))

    (entry,) = as_read(outlet).entries

    assert entry.content[0].value == "<p>A &lt;b&gt;wet&lt;/b&gt; day &amp; night.</p>"
