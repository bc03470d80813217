import random
from datetime import UTC, datetime

import pytest

from feeds.errors import NotAFeed
from feeds.parse import ParsedFeed, parse_feed
from tests.fuzz.mutations import END, HEAD, ITEM, SEEDS, fate, mutated

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "https://harbour.example/feed"


def parsed(body: bytes) -> ParsedFeed:
    return parse_feed(URL, body, NOW, "Harbour Post")


def test_a_bare_ampersand_in_a_link_is_read_as_it_was_meant() -> None:
    feed = parsed(HEAD + b"<item><title>T</title><link>https://harbour.example/?a=1&b=2&copy=3</link></item>" + END)

    assert feed.articles[0].url == "https://harbour.example/?a=1&b=2&copy=3"
    assert feed.complaints == ("ill-formed XML, line 1: not well-formed (invalid token)",)


def test_html_entities_and_control_characters_are_mended() -> None:
    feed = parsed(
        HEAD + b"<item><title>A&nbsp;B&hellip; \x02C&#1;</title><link>https://harbour.example/1</link></item>" + END
    )

    assert feed.articles[0].title == "A\xa0B… C"
    assert feed.reader == "fast"


def test_cdata_is_left_alone_while_the_rest_is_mended() -> None:
    feed = parsed(
        HEAD + b"<item><title><![CDATA[A & B &copy;]]> & C</title><link>https://a.example/1</link></item>" + END
    )

    assert feed.articles[0].title == "A & B © & C"


@pytest.mark.parametrize("broken", [b"<item><title>T</title", b"<item><title>U", b"", b"<item"])
def test_a_feed_cut_off_keeps_what_came_before(broken: bytes) -> None:
    feed = parsed(HEAD + ITEM + broken)

    assert feed.articles[0].url == "https://harbour.example/1"
    assert feed.complaints


def test_a_missing_namespace_costs_no_entry() -> None:
    feed = parsed(HEAD + ITEM.replace(b"</item>", b"<media:thumbnail url='x'/></item>") + END)

    assert len(feed.articles) == 1


def test_an_external_entity_is_never_read() -> None:
    bait = b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'

    feed = parsed(bait + HEAD + ITEM.replace(b">T<", b">see &x; here<") + END)

    assert feed.articles[0].title == "see &x; here"


def test_an_entity_bomb_stays_small() -> None:
    bomb = b"<!DOCTYPE rss [<!ENTITY a 'lol'>"
    bomb += b"".join(b"<!ENTITY %c '%s'>" % (98 + n, (b"&%c;" % (97 + n)) * 10) for n in range(12)) + b"]>"

    feed = parsed(bomb + HEAD + ITEM.replace(b">T<", b">&m;<") + END)

    assert len(feed.articles[0].title) < 100


def test_a_quadratic_entity_stays_small() -> None:
    bomb = b"<!DOCTYPE rss [<!ENTITY a '" + b"x" * 50_000 + b"'>]>"

    feed = parsed(bomb + HEAD + ITEM.replace(b">T<", b">" + b"&a;" * 10_000 + b"<") + END)

    assert len(feed.articles[0].title) <= 500


@pytest.mark.parametrize(
    "body",
    [
        b"<a>" * 500_000,
        HEAD + b"<item>" + b"<a>" * 500_000,
        b"<rss " + b"".join(b"a%d='' " % n for n in range(9_000)) + b"/>",
    ],
    ids=["deep", "deep in an entry", "attributes"],
)
def test_what_no_honest_feed_has_is_refused_at_once(body: bytes) -> None:
    with pytest.raises(NotAFeed, match="no honest feed"):
        parsed(body)


@pytest.mark.parametrize(
    "junk",
    [b"<![CDATA[", b"<!--", b"<?", b"<!", b"<a ", b"<a b='", b"&", b"<", b"]]>", b"\x00", b"</item>"],
)
def test_no_repeated_junk_hangs_or_crashes(junk: bytes) -> None:
    feed = parsed(HEAD + ITEM + junk * 5_000 + END)

    assert feed.articles[0].url == "https://harbour.example/1"


def test_a_very_broken_giant_is_read_in_part_and_told() -> None:
    feed = parsed(HEAD + ITEM + b"<item><description>a < b" + b"x" * 3_000_000)

    assert feed.articles[0].url == "https://harbour.example/1"
    assert "only the first" in feed.complaints[1]


@pytest.mark.parametrize("seed", range(8))
def test_a_mutated_feed_is_read_or_refused_and_never_crashes(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - chance that can be repeated, not a secret

    for _ in range(60):
        body = mutated(dice.choice(SEEDS), dice)
        found = fate(body)
        assert found in {"read", "refused"}, body
