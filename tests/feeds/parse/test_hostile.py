import random
from datetime import UTC, datetime

import pytest

from feeds.errors import NotAFeed
from feeds.parse import ParsedFeed, parse_feed

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
URL = "https://harbour.example/feed"
HEAD = b'<rss version="2.0"><channel><title>Harbour Post</title>'
END = b"</channel></rss>"
ITEM = b"<item><title>T</title><link>https://harbour.example/1</link></item>"


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


ATOM = (
    b'<feed xmlns="http://www.w3.org/2005/Atom" xml:base="/x"><title>x</title><entry>'
    b'<title type="xhtml"><div>a</div></title><link href="/y"/><updated>2026-11-24T10:00:00Z</updated>'
    b'<content type="html">&lt;p&gt;b</content></entry></feed>'
)
RDF = (
    b'<?xml version="1.0" encoding="iso-8859-1"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    b'xmlns="http://purl.org/rss/1.0/"><item rdf:about="x"><title>\xe9</title><link>https://a.example/</link></item>'
    b"</rdf:RDF>"
)
JSON = b'{"version": "https://jsonfeed.org/version/1", "items": [{"id": "1", "title": "x", "content_html": "<p>y"}]}'
SITEMAP = (
    b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    b'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
    b"<url><loc>https://a.example/</loc><n:news><n:title>x</n:title></n:news></url></urlset>"
)
SEEDS = (HEAD + ITEM * 3 + END, b"<!DOCTYPE rss>" + HEAD + ITEM * 3 + END, ATOM, RDF, JSON, SITEMAP)
FRAGMENTS = (
    b"<", b">", b"&", b"'", b'"', b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<!DOCTYPE x [", b"<?x", b"\x00", b"\xff",
    b"\xc3", b"&#0;", b"&#xffffffff;", b"&nbsp;", b"<item>", b"</item>", b"<entry>", b"<link>", b"<base href='//'/>",
    b"xmlns:a='b'", b"<title type='xhtml'>", b"<content mode='base64'>!", b"{", b"[", b"\\ud800", b"http://[",
    b"<georss:box>1</georss:box>",
    b"<dc:date>9999-99-99</dc:date>", b"<pubDate>Mon, 99 Foo 99999</pubDate>", b"<gml:pos>x</gml:pos>",
    b"<media:content/>",
)  # fmt: skip


def mutated(seed: bytes, dice: random.Random) -> bytes:
    body = bytearray(seed)
    for _ in range(dice.randint(1, 8)):
        at, end = sorted((dice.randrange(len(body) + 1), dice.randrange(len(body) + 1)))
        match dice.randrange(5):
            case 0:
                body[at:at] = dice.choice(FRAGMENTS)
            case 1:
                del body[at : min(end, at + 40)]
            case 2:
                body[at:at] = body[at : min(end, at + 200)]
            case 3:
                body[at : at + 1] = bytes([dice.randrange(256)])
            case _:
                body[at:at] = dice.choice(FRAGMENTS) * dice.randint(1, 30)
    return bytes(body)


@pytest.mark.parametrize("seed", range(8))
def test_a_mutated_feed_is_read_or_refused_and_never_crashes(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - chance that can be repeated, not a secret

    for _ in range(60):
        body = mutated(dice.choice(SEEDS), dice)
        try:
            feed = parsed(body)
        except NotAFeed as refused:
            assert "\n" not in str(refused)  # noqa: PT017 - either fate is right, each in its own way
        else:
            assert all(a.guid and a.title and (a.url is None or a.url.startswith("http")) for a in feed.articles)
