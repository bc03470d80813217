from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import NotAFeed, RequestError
from feeds.opml import Subscription, pack, read_listing, read_opml, write_opml


def a_list(outlines: str) -> bytes:
    return f'<opml version="2.0"><head><title>x</title></head><body>{outlines}</body></opml>'.encode()


def test_feeds_are_read_with_their_names_and_folders() -> None:
    found = read_opml(
        a_list(
            '<outline text="Courts"><outline text="Docket" xmlUrl="https://docket.example/rss"/></outline>'
            '<outline title="Harbour Post" text="x" xmlUrl="https://harbour.example/feed"/>'
        )
    )

    assert found == (
        Subscription("https://docket.example/rss", "Docket", "Courts"),
        Subscription("https://harbour.example/feed", "Harbour Post", None),
    )


def test_the_innermost_folder_counts() -> None:
    inner = '<outline text="Outer"><outline text="Inner"><outline xmlUrl="https://a.example/"/></outline></outline>'

    assert read_opml(a_list(inner))[0].tag == "Inner"


@pytest.mark.parametrize("spelling", ["xmlUrl", "xmlurl", "XMLURL", "xmlURL"])
def test_every_spelling_of_the_address_is_read(spelling: str) -> None:
    assert len(read_opml(a_list(f'<outline text="A" {spelling}="https://a.example/"/>'))) == 1


def test_a_list_in_another_encoding_is_read() -> None:
    body = b'<?xml version="1.0" encoding="windows-1251"?>' + a_list(
        '<outline text="Новости" xmlUrl="https://a.example/"/>'
    ).decode().encode("cp1251")

    assert read_opml(body)[0].name == "Новости"


def test_an_address_counts_once() -> None:
    twice = '<outline text="A" xmlUrl="https://a.example/"/>' * 2

    assert len(read_opml(a_list(twice))) == 1


def test_what_stands_there_again_or_is_no_address_is_counted_and_a_folder_is_neither() -> None:
    folder = '<outline text="Courts"><outline text="Docket" xmlUrl="https://a.example/"/></outline>'
    again = '<outline text="Again" xmlUrl="https://a.example/"/>' * 2
    broken = '<outline text="Broken" xmlUrl="ftp://a.example/"/><outline text="Empty" xmlUrl=""/>'

    listing = read_listing(a_list(folder + again + broken))

    assert listing.subscriptions == (Subscription("https://a.example/", "Docket", "Courts"),)
    assert (listing.twice, listing.unusable) == (2, 1)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:x", "/feed", "", "ftp://a.example/"])
def test_what_is_not_on_the_web_is_left_out(url: str) -> None:
    assert read_opml(a_list(f'<outline text="A" xmlUrl="{url}"/>')) == ()


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "broken XML"),
        (b"<opml><body></opml>", "broken XML (line 1, mismatched tag)"),
        (b"<rss/>", "the list is <rss>, not OPML"),
        (b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml/>", "document type"),
        (b'<!DOCTYPE opml SYSTEM "http://127.0.0.1/x"><opml/>', "document type"),
        (b"<opml>" + b"<outline>" * 5000, "nested more than 200 levels"),
        (b"\x00\x01\x02", "broken XML"),
    ],
)
def test_what_is_no_list_is_refused_with_a_cure(body: bytes, said: str) -> None:
    with pytest.raises(NotAFeed) as refused:
        read_opml(body)

    assert said in str(refused.value)
    assert "again" in str(refused.value)


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), max_size=30).map(
    lambda text: " ".join(text.split())
)


@given(
    st.lists(
        st.builds(Subscription, st.integers(0, 10**6).map("https://a.example/{}".format), TEXTS),
        unique_by=lambda s: s.url,
    )
)
def test_what_is_written_is_read_again(subscriptions: list[Subscription]) -> None:
    assert read_opml(write_opml(tuple(subscriptions))) == tuple(subscriptions)


def test_folders_survive_writing() -> None:
    kept = (Subscription("https://a.example/", "A", "Courts"), Subscription("https://b.example/", "B", "Courts & Co"))

    assert read_opml(write_opml(kept)) == kept


def test_the_news_pack_names_at_least_twelve_outlets_over_https() -> None:
    feeds = pack("news")

    assert len({urlsplit(feed.url).hostname for feed in feeds}) >= 12
    assert all(feed.url.startswith("https://") and feed.name and feed.tag for feed in feeds)


def test_an_unknown_pack_is_answered_with_those_there_are() -> None:
    with pytest.raises(RequestError, match="choose news"):
        pack("sport")
