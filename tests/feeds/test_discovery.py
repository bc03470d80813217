"""Feeds that a page names: rel=alternate with a feed's type, whatever the markup looks like."""

import pytest

from feeds.discovery import MOST_CANDIDATES, likely_feeds, named_feeds

URL = "https://post.example/news/"


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/rss">', "https://post.example/rss"),
        ("<LINK HREF='feed.xml' TYPE='application/atom+xml' REL='alternate'/>", "https://post.example/news/feed.xml"),
        ("<link rel=alternate type=application/feed+json href=//cdn.example/f.json>", "https://cdn.example/f.json"),
        (
            '<a rel="nofollow alternate" type="application/rss+xml; charset=utf-8" href="/a?x=1&amp;y=2">',
            "https://post.example/a?x=1&y=2",
        ),
        ('<link\nrel="alternate"\ntype="application/rss+xml"\nhref="/rss">', "https://post.example/rss"),
    ],
)
def test_a_named_feed_is_found(tag: str, found: str) -> None:
    assert named_feeds(f"<html><head>{tag}</head></html>".encode(), URL) == (found,)


@pytest.mark.parametrize(
    "tag",
    [
        '<link rel="stylesheet" type="application/rss+xml" href="/rss">',
        '<link rel="alternate" hreflang="fr" href="/fr">',
        '<link rel="alternate" type="text/html" href="/amp">',
        '<link rel="alternate" type="application/rss+xml">',
        '<link rel="alternate" type="application/rss+xml" href="javascript:x">',
        '<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">',
        '<!-- <link rel="alternate" type="application/rss+xml" href="/rss"> -->',
    ],
)
def test_what_is_no_feed_of_the_page_is_passed_over(tag: str) -> None:
    assert named_feeds(tag.encode(), URL) == ()


def test_the_base_of_the_page_counts_and_each_address_once() -> None:
    tag = '<link rel="alternate" type="application/rss+xml" href="rss">'

    assert named_feeds(f'<base href="https://b.example/x/">{tag}{tag}'.encode(), URL) == ("https://b.example/x/rss",)


def test_a_page_that_names_a_thousand_feeds_costs_ten() -> None:
    tags = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{at}">' for at in range(1000))

    assert len(named_feeds(tags.encode(), URL)) == MOST_CANDIDATES


def test_hostile_markup_names_nothing() -> None:
    for page in (b"<link " * 100_000, b"<!--" * 100_000, b"<link rel=" + b'"' * 200_000, bytes(range(256)) * 100):
        assert named_feeds(page, URL) == ()


def test_the_usual_paths_are_of_the_same_host() -> None:
    assert likely_feeds(URL)[:2] == ("https://post.example/feed", "https://post.example/rss")
