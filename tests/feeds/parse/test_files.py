import gzip
import io
from pathlib import Path

import feedparser
import pytest

from feeds.errors import NotAFeed, TooLarge
from feeds.parse.files import parse_file

FEED = (
    b"<rss version='2.0'><channel><title>x</title><link>https://harbour.example/</link>"
    b"<item><title>Pier &amp;amp; quay</title><link>https://harbour.example/a?utm_source=rss</link><guid>7</guid>"
    b"<description>&lt;p&gt;One.&lt;/p&gt;</description></item>"
    b"<item><title>U</title><link>/b</link><pubDate>Tue, 24 Nov 2026 10:00:00 GMT</pubDate></item></channel></rss>"
)
SHARED = Path(__file__).parents[3] / "../shared/data/feeds"


def test_entries_are_told_as_published_in_document_order() -> None:
    first, second = parse_file("x.xml", FEED)

    assert (first.id, first.link) == ("7", "https://harbour.example/a?utm_source=rss")
    assert (first.title, first.summary, first.published) == ("Pier & quay", "One.", None)
    assert second.link == "https://harbour.example/b"
    assert second.published is not None


def test_a_packed_file_is_unpacked() -> None:
    assert parse_file("x.xml.gz", gzip.compress(FEED)) == parse_file("x.xml", FEED)


def test_a_relative_link_without_a_base_stays_as_written() -> None:
    body = b"<rss version='2.0'><channel><title>x</title><item><title>U</title><link>/b</link></item></channel></rss>"

    assert parse_file("x.xml", body)[0].link == "/b"


def test_a_file_that_is_not_packed_says_so() -> None:
    with pytest.raises(NotAFeed, match="not a gzip file"):
        parse_file("x.xml.gz", FEED)


def test_a_packed_bomb_is_refused() -> None:
    with pytest.raises(TooLarge, match="more than 10 MB"):
        parse_file("x.xml.gz", gzip.compress(b"\0" * 30_000_000))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the real feeds are not here: they are their publishers'")
def test_real_feeds_have_the_entries_and_links_the_judge_finds() -> None:
    differing = []
    for path in sorted(SHARED.glob("*.gz"))[::4]:
        packed = path.read_bytes()
        judged = feedparser.parse(io.BytesIO(gzip.decompress(packed)), sanitize_html=False).entries
        links = [entry.link for entry in parse_file(path.name, packed)]
        if judged and links != [(entry.get("link") or "").strip() for entry in judged]:
            differing.append(path.name)

    assert differing == []
