from datetime import UTC, datetime, timedelta

import pytest

from feeds.errors import NotAFeed
from feeds.model import Article
from feeds.parse import ParsedFeed, parse_feed

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "https://harbour.example/feed.xml"
LINK = "<link>https://harbour.example/a</link>"
DATE = "<pubDate>Tue, 24 Nov 2026 10:00:00 GMT</pubDate>"


def rss(items: str, head: str = "") -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
        f"<channel><title>Harbour Post</title><link>https://harbour.example/</link>{head}{items}</channel></rss>"
    ).encode()


def atom(entries: str) -> bytes:
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Post</title>{entries}</feed>'.encode()


def parsed(body: bytes, limit: int = 500) -> ParsedFeed:
    return parse_feed(URL, body, NOW, "Harbour Post", limit=limit)


def the_article(body: bytes) -> Article:
    (article,) = parsed(body).articles
    return article


def test_an_ordinary_entry_is_read_whole() -> None:
    body = rss(
        f"<item><title>Pier &amp;amp; quay</title>{LINK}<guid>post-7</guid>{DATE}<dc:creator>Jane Roe</dc:creator>"
        "<description>In short.</description><content:encoded><![CDATA[<p>“One.”</p><p>Two.</p>]]>"
        "</content:encoded></item>"
    )

    article = the_article(body)

    assert article == Article(
        guid="post-7",
        url="https://harbour.example/a",
        title="Pier & quay",
        source="Harbour Post",
        published=datetime(2026, 11, 24, 10, tzinfo=UTC),
        text="“One.”\nTwo.",
        summary="In short.",
        author="Jane Roe",
    )
    assert parsed(body).reader == "fast"


def test_an_ordinary_atom_entry_is_read_whole() -> None:
    body = atom(
        '<entry><title type="html">A &amp;lt;b&amp;gt;day&amp;lt;/b&amp;gt;</title><id>tag:x,2026:1</id>'
        '<link rel="self" href="https://harbour.example/self"/><link href="https://harbour.example/a"/>'
        "<author><name>Jane Roe</name></author><updated>2026-11-24T10:00:00+01:00</updated><summary>In short.</summary>"
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One.</p><p>Two.</p></div></content></entry>'
    )

    article = the_article(body)

    assert (article.guid, article.url, article.title) == ("tag:x,2026:1", "https://harbour.example/a", "A day")
    assert (article.text, article.summary, article.author) == ("One.\nTwo.", "In short.", "Jane Roe")
    assert article.published == datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert parsed(body).reader == "fast"


def test_without_full_content_the_summary_is_the_text() -> None:
    article = the_article(
        rss(f"<item><title>T</title>{LINK}<description>&lt;p&gt;All there is.&lt;/p&gt;</description></item>")
    )

    assert article.text == article.summary == "All there is."


def test_an_entry_without_a_date_is_undated_and_now() -> None:
    article = the_article(rss(f"<item><title>T</title>{LINK}</item>"))

    assert (article.published, article.undated) == (NOW, True)


@pytest.mark.parametrize(
    "zero", ["Mon, 01 Jan 0001 00:00:00 +0000", "Thu, 01 Jan 1970 00:00:00 GMT", "0000-00-00", "soon", ""]
)
def test_a_date_that_is_none_leaves_the_entry_undated(zero: str) -> None:
    article = the_article(rss(f"<item><title>T</title>{LINK}<pubDate>{zero}</pubDate></item>"))

    assert article.undated


def test_a_guid_that_looks_like_a_date_is_no_date() -> None:
    assert the_article(rss(f"<item><title>T</title>{LINK}<guid isPermaLink='false'>2024-11-05</guid></item>")).undated


def test_a_date_in_the_future_is_now() -> None:
    article = the_article(rss(f"<item><title>T</title>{LINK}<pubDate>Fri, 24 Dec 2027 10:00:00 GMT</pubDate></item>"))

    assert (article.published, article.undated) == (NOW, False)


def test_an_entry_without_a_title_is_named_by_its_first_words() -> None:
    article = the_article(rss(f"<item>{LINK}<description>The pier was closed on Tuesday.</description></item>"))

    assert article.title == "The pier was closed on Tuesday."


def test_an_entry_without_a_link_has_none() -> None:
    article = the_article(
        rss("<item><title>T</title><guid isPermaLink='false'>https://harbour.example/?p=7</guid></item>")
    )

    assert (article.url, article.guid) == (None, "https://harbour.example/?p=7")


def test_a_permalink_stands_in_for_a_link() -> None:
    article = the_article(rss("<item><title>T</title><guid>https://harbour.example/7</guid></item>"))

    assert article.url == "https://harbour.example/7"


def test_an_entry_without_id_is_known_by_its_canonical_link() -> None:
    article = the_article(rss("<item><title>T</title><link>https://m.harbour.example/a?utm_source=rss#x</link></item>"))

    assert article.guid == article.url == "https://www.harbour.example/a"


def test_an_entry_without_id_and_link_is_known_by_title_and_day() -> None:
    item = "<item><title>{}</title><pubDate>{} Nov 2026 {}:00:00 GMT</pubDate></item>"
    articles = parsed(rss(item.format("T", 23, 10) + item.format("T", 24, 10) + item.format("U", 24, 10))).articles
    later_that_day = the_article(rss(item.format("t ", 24, 11)))

    assert len({article.guid for article in articles}) == 3
    assert later_that_day.guid == articles[1].guid


def test_an_entry_with_nothing_is_left_out_and_told() -> None:
    feed = parsed(rss(f"<item><title>T</title>{LINK}</item><item><title> </title></item>"))

    assert len(feed.articles) == 1
    assert feed.complaints == ("1 without title, text or link: left out",)


def test_guids_that_more_than_half_share_are_not_believed() -> None:
    items = "".join(
        f"<item><title>T{n}</title><link>https://harbour.example/{n}</link><guid isPermaLink='false'>same</guid></item>"
        for n in range(4)
    )

    assert [article.guid for article in parsed(rss(items)).articles] == [
        f"https://harbour.example/{n}" for n in range(4)
    ]


def test_two_entries_that_share_a_guid_are_both_kept() -> None:
    names = ["one", "two", "two", "three", "four"]
    items = "".join(
        f"<item><title>T{n}</title><link>https://harbour.example/{n}</link>"
        f"<guid isPermaLink='false'>{name}</guid></item>"
        for n, name in enumerate(names)
    )

    guids = [article.guid for article in parsed(rss(items)).articles]

    assert guids == ["one", "two", "https://harbour.example/2", "three", "four"]


def test_a_counter_behind_a_guid_is_no_part_of_it() -> None:
    item = "<item><title>T</title>" + LINK + "<guid isPermaLink='false'>https://harbour.example/a#{}</guid></item>"

    assert the_article(rss(item.format(0))).guid == the_article(rss(item.format(3))).guid


def test_entries_told_apart_by_their_fragment_keep_it() -> None:
    items = "".join(f"<item><title>T{n}</title><link>https://harbour.example/live#{n}</link></item>" for n in range(3))

    assert [article.url for article in parsed(rss(items)).articles] == [
        f"https://harbour.example/live#{n}" for n in range(3)
    ]


def test_the_same_fragment_twice_tells_nothing_apart() -> None:
    item = "<item><title>T</title><link>https://harbour.example/a#comments</link></item>"

    assert the_article(rss(item * 2)).url == "https://harbour.example/a"


def test_the_same_entry_twice_is_one() -> None:
    assert len(parsed(rss(f"<item><title>T</title>{LINK}</item>" * 3)).articles) == 1


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "mailto:desk@harbour.example", "ftp://harbour.example/a", "http://", "tag:x"]
)
def test_a_link_that_leads_nowhere_on_the_web_is_no_link(link: str) -> None:
    assert the_article(rss(f"<item><title>T</title><link>{link}</link></item>")).url is None


def test_a_relative_link_is_resolved_against_the_site() -> None:
    body = rss("<item><title>T</title><link>/a/1</link></item>").replace(b"harbour.example/<", b"www.harbour.example/<")

    assert the_article(body).url == "https://www.harbour.example/a/1"


def test_xml_base_wins_over_the_feeds_address() -> None:
    body = atom('<entry xml:base="https://other.example/x/"><title>T</title><id>1</id><link href="y"/></entry>')

    assert the_article(body).url == "https://other.example/x/y"


def test_an_atom_entry_with_only_a_self_link_has_no_link() -> None:
    body = atom('<entry><title>T</title><id>urn:1</id><link rel="self" href="https://harbour.example/1.atom"/></entry>')

    assert the_article(body).url is None


@pytest.mark.parametrize(
    "title",
    [
        "Pier <b>closed</b> again",
        "Pier <!-- note -->closed again",
        "Pier <![CDATA[closed]]> again",
        "<![CDATA[Pier closed again]]>",
    ],
)
def test_a_title_is_never_cut_at_its_markup(title: str) -> None:
    assert the_article(rss(f"<item><title>{title}</title>{LINK}</item>")).title == "Pier closed again"


def test_a_videos_description_is_its_text() -> None:
    group = '<m:group xmlns:m="http://search.yahoo.com/mrss/"><m:description>What is said.</m:description></m:group>'

    article = the_article(atom(f'<entry><title>T</title><id>1</id><link href="https://a.example/"/>{group}</entry>'))

    assert (article.title, article.text) == ("T", "What is said.")


def test_a_media_title_is_not_the_entrys() -> None:
    article = the_article(rss(f"<item><media:title>A photo</media:title><title>The story</title>{LINK}</item>"))

    assert article.title == "The story"


@pytest.mark.parametrize("author", ["desk@harbour.example (Jane Roe)", "Jane Roe"])
def test_an_author_is_a_name(author: str) -> None:
    assert the_article(rss(f"<item><title>T</title>{LINK}<author>{author}</author></item>")).author == "Jane Roe"


def test_the_newest_are_kept_in_the_feeds_order() -> None:
    items = "".join(
        f"<item><title>T{n}</title><link>https://harbour.example/{n}</link>"
        f"<pubDate>{n + 1:02} Nov 2026 10:00:00 GMT</pubDate></item>"
        for n in range(20)
    )

    feed = parsed(rss(items), limit=3)

    assert [article.title for article in feed.articles] == ["T17", "T18", "T19"]
    assert feed.complaints == ("20 entries: only the newest 3 were read",)


def test_fifty_thousand_items_are_five_hundred_articles() -> None:
    items = "".join(f"<item><title>T{n}</title><link>https://harbour.example/{n}</link></item>" for n in range(50_000))

    assert len(parsed(rss(items)).articles) == 500


def test_a_huge_entry_is_cut_and_told() -> None:
    feed = parsed(rss(f"<item><title>T</title>{LINK}<description>{'word ' * 1_000_000}</description></item>"))

    assert len(feed.articles[0].text) == 200_000
    assert feed.complaints == ("1 too long: cut at 200,000 characters",)


@pytest.mark.parametrize(
    ("head", "ttl"),
    [
        ("<ttl>60</ttl>", timedelta(hours=1)),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", timedelta(minutes=30)),
        ("<sy:updatePeriod> daily </sy:updatePeriod>", timedelta(days=1)),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>1</sy:updateFrequency>", None),
        ("<ttl>0</ttl>", None),
        ("<ttl>soon</ttl>", None),
        ("<ttl>999999999999</ttl>", None),
        ("", None),
    ],
)
def test_a_feed_may_ask_to_be_left_alone(head: str, ttl: timedelta | None) -> None:
    assert parsed(rss(f"<item><title>T</title>{LINK}</item>", head)).ttl == ttl


def test_the_window_is_what_the_dated_entries_span() -> None:
    items = "".join(
        f"<item><title>T{n}</title><link>https://harbour.example/{n}</link>"
        f"<pubDate>24 Nov 2026 {n:02}:00:00 GMT</pubDate></item>"
        for n in (3, 9, 5)
    )

    assert parsed(rss(items)).window == timedelta(hours=6)
    assert parsed(rss(f"<item><title>T</title>{LINK}{DATE}</item>")).window is None


def test_an_empty_feed_is_a_feed() -> None:
    feed = parsed(rss(""))

    assert (feed.title, feed.articles) == ("Harbour Post", ())


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "the answer is empty"),
        (b" \n ", "the answer is empty"),
        (b"<!DOCTYPE html><html><head><title>Log in</title></head>", 'this is an HTML page ("Log in"), not a feed'),
        (b"<!-- x --><html>", "this is an HTML page, not a feed"),
        (b'{"error": "not found"}', "this is JSON, but not a JSON Feed"),
        (b"{", "this is JSON, but not a JSON Feed"),
        (b"Not found", "this is plain text, not a feed"),
        (b"%PDF-1.7", "this is a PDF file, not a feed"),
        (b"\x89PNG\r\n", "this is an image, not a feed"),
        (b"<note><to>you</to></note>", "this is an XML document (<note>), not a feed"),
        (b"/etc/passwd", "this is plain text, not a feed"),
        (b"http://127.0.0.1/feed", "this is plain text, not a feed"),
    ],
)
def test_what_is_no_feed_is_said_to_be_what_it_is(body: bytes, said: str) -> None:
    with pytest.raises(NotAFeed) as refused:
        parsed(body)

    assert str(refused.value) == said
