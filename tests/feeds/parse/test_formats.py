import json
from datetime import UTC, datetime

import pytest

from feeds.errors import NotAFeed
from feeds.parse import read_document

URL = "https://harbour.example/feed"


def a_json_feed(**item: object) -> bytes:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Harbour Post", "items": [item]}
    return json.dumps(feed).encode()


def test_a_json_feed_is_read() -> None:
    document = read_document(
        a_json_feed(
            id="7", url="/a", title="Pier < quay", summary="In short.", content_html="<p>One.</p>",
            date_published="2026-11-24T10:00:00-05:00", authors=[{"name": "Jane Roe"}, {"name": "R. Ott"}],
        ),
        URL,
    )  # fmt: skip

    (entry,) = document.entries
    assert (document.title, document.reader) == ("Harbour Post", "JSON Feed")
    assert (entry.id, entry.link, entry.content, entry.author) == (
        "7", "https://harbour.example/a", "<p>One.</p>", "Jane Roe, R. Ott",
    )  # fmt: skip
    assert entry.published == datetime(2026, 11, 24, 15, tzinfo=UTC)


def test_plain_text_in_a_json_feed_is_not_taken_for_markup() -> None:
    (entry,) = read_document(a_json_feed(id="7", content_text="5 < 6 & <b>"), URL).entries

    assert entry.content == "5 &lt; 6 &amp; &lt;b&gt;"


@pytest.mark.parametrize(
    "item",
    [
        {"id": 7},
        {"id": None},
        {"id": ["x"]},
        {"title": {"a": 1}},
        {"authors": "Jane"},
        {"authors": [1, None]},
        {"url": 5},
        {"title": "\ud800"},
    ],
)
def test_wrong_types_in_a_json_feed_cost_no_entry(item: dict[str, object]) -> None:
    assert len(read_document(a_json_feed(**item), URL).entries) == 1


def test_entries_that_are_none_are_passed_over() -> None:
    body = b'{"version": "https://jsonfeed.org/version/1", "items": [null, 5, "x", {"id": "1"}]}'

    assert [entry.id for entry in read_document(body, URL).entries] == ["1"]


RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Harbour Post</title></channel>
 <item rdf:about="https://harbour.example/1"><title>T</title><link>https://harbour.example/1</link>
 <description>D</description><dc:date>2026-11-24T10:00:00Z</dc:date></item></rdf:RDF>"""


def test_rss_1_is_read() -> None:
    (entry,) = read_document(RDF, URL).entries

    assert (entry.id, entry.link, entry.title) == ("https://harbour.example/1", "https://harbour.example/1", "T")
    assert entry.published or entry.updated == datetime(2026, 11, 24, 10, tzinfo=UTC)


@pytest.mark.parametrize("version", ["0.90", "0.91", "0.92", "0.94", "2.0"])
def test_every_rss_is_read_with_and_without_its_doctype(version: str) -> None:
    plain = f'<rss version="{version}"><channel><title>x</title><item><title>T</title><link>https://a.example/1</link></item></channel></rss>'
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss.dtd">'

    for body in (plain, doctype + plain, "\n\n" + plain, "\ufeff" + plain):
        assert [entry.link for entry in read_document(body.encode(), URL).entries] == ["https://a.example/1"]


SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{}</urlset>"""
NEWS = """<url><loc>https://harbour.example/a</loc><news:news><news:publication><news:name>Harbour Post</news:name>
 </news:publication><news:publication_date>2026-11-24</news:publication_date><news:title>T</news:title></news:news></url>"""


def test_a_news_sitemap_is_a_feed() -> None:
    document = read_document(SITEMAP.format(NEWS + "<url><loc>https://harbour.example/about</loc></url>").encode(), URL)

    (entry,) = document.entries
    assert (document.title, document.reader) == ("Harbour Post", "news sitemap")
    assert (entry.link, entry.title, entry.published) == (
        "https://harbour.example/a", "T", datetime(2026, 11, 24, tzinfo=UTC),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (SITEMAP.format("<url><loc>https://harbour.example/</loc></url>"), "a sitemap without news"),
        ('<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>', "an index of sitemaps"),
    ],
)
def test_another_sitemap_is_told_from_a_feed(body: str, said: str) -> None:
    with pytest.raises(NotAFeed, match=said):
        read_document(body.encode(), URL)
