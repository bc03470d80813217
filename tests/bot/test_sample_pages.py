"""The sample's pages show what its feeds tell, and that it is fiction."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from lxml import html

from bot.sample.entries import Entry, FeedForm, Outlet, read_outlets
from bot.sample.pages import article_page, index_page, outlet_page
from bot.sample.render import feed_path, page_path

NOW = datetime(2025, 6, 16, 11, 30, tzinfo=UTC)
ORIGIN = "http://127.0.0.1:8737"
OUTLETS = read_outlets()
FOOT = "Sample text written for Wiredesk; the events are invented."

each_entry = pytest.mark.parametrize(
    ("outlet", "entry"),
    [(outlet, entry) for outlet in OUTLETS for entry in outlet.entries],
    ids=[f"{outlet.slug}/{entry.name}" for outlet in OUTLETS for entry in outlet.entries],
)
each_outlet = pytest.mark.parametrize("outlet", OUTLETS, ids=[outlet.slug for outlet in OUTLETS])


def an_outlet(*entries: Entry) -> Outlet:
    return Outlet("bugle", "Bell & Bugle", "Noise.", FeedForm.ATOM, "en-US", ZoneInfo("America/New_York"), entries)


@each_entry
def test_a_page_shows_headline_byline_and_every_paragraph(outlet: Outlet, entry: Entry) -> None:
    page = html.fromstring(article_page(outlet, entry, ORIGIN, NOW))

    assert page.findtext(".//h1") == entry.title
    assert (entry.byline or outlet.name) in page.find(".//p[@class='byline']").text_content()
    assert [p.text_content() for p in page.findall(".//article/p")][1:] == list(entry.paragraphs)


@each_entry
def test_a_page_says_at_its_foot_that_it_is_invented(outlet: Outlet, entry: Entry) -> None:
    page = html.fromstring(article_page(outlet, entry, ORIGIN, NOW))

    assert page.find(".//footer").text_content().strip() == FOOT


def test_a_page_tells_its_time_in_the_outlets_zone() -> None:
    entry = Entry("rain", "Rain", ("It rained.",), link="rain", age=timedelta(hours=1))

    page = html.fromstring(article_page(an_outlet(entry), entry, ORIGIN, NOW))

    time = page.find(".//time")
    assert time.get("datetime") == "2025-06-16T06:30:00-04:00"
    assert time.text == "16 June 2025, 06:30 EDT"


def test_a_page_without_a_date_says_so() -> None:
    entry = Entry("rain", "Rain", ("It rained.",), link="rain")

    page = html.fromstring(article_page(an_outlet(entry), entry, ORIGIN, NOW))

    assert page.find(".//time") is None
    assert page.find(".//p[@class='byline']").text_content() == "Bell & Bugle · undated"


def test_a_page_names_its_address_without_tracking_parameters() -> None:
    entry = Entry("rain", "Rain", ("It rained.",), link="wet", tracking="utm_source=feed")

    page = html.fromstring(article_page(an_outlet(entry), entry, ORIGIN, NOW))

    assert page.find(".//link[@rel='canonical']").get("href") == f"{ORIGIN}/bugle/wet"


def test_signs_in_a_headline_are_escaped() -> None:
    entry = Entry("rain", "<b>Wet</b> & *loud*", ("<script>rain()</script>",), link="rain")

    page = article_page(an_outlet(entry), entry, ORIGIN, NOW)

    assert b"<h1>&lt;b&gt;Wet&lt;/b&gt; &amp; *loud*</h1>" in page
    assert b"<script" not in page


@each_outlet
def test_a_front_page_lists_each_article_once_and_offers_its_feed(outlet: Outlet) -> None:
    page = html.fromstring(outlet_page(outlet))

    links = [link.get("href") for link in page.findall(".//li/a")]

    assert len(links) == len(set(links))
    assert set(links) == {page_path(outlet, entry) for entry in outlet.entries}
    assert page.find(".//link[@rel='alternate']").get("href") == feed_path(outlet)


def test_a_front_page_gives_an_edited_article_its_latest_headline() -> None:
    old, new = (
        Entry(name, title, ("It rained.",), link="rain", age=timedelta(hours=hours))
        for name, title, hours in (("a", "Rain", 3), ("b", "Heavy rain", 1))
    )

    page = html.fromstring(outlet_page(an_outlet(new, old)))

    assert [link.text for link in page.findall(".//li/a")] == ["Heavy rain"]


def test_the_first_page_lists_every_outlet() -> None:
    page = html.fromstring(index_page(OUTLETS))

    assert [link.text for link in page.findall(".//li/a")] == [outlet.name for outlet in OUTLETS]
    assert page.find(".//footer").text_content().strip() == FOOT
