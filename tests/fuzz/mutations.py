"""Feeds broken by chance, the same for the same dice, and what becomes of one at the parser's door."""

import random
from datetime import UTC, datetime

from feeds.errors import NotAFeed
from feeds.parse import parse_feed

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HEAD = b'<rss version="2.0"><channel><title>Harbour Post</title>'
END = b"</channel></rss>"
ITEM = b"<item><title>T</title><link>https://harbour.example/1</link></item>"
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


def fate(body: bytes) -> str:
    """Return "read", "refused", or what is wrong with how it was read; whatever else is raised is a crash."""
    try:
        feed = parse_feed("https://harbour.example/feed", body, NOW, "Harbour Post")
    except NotAFeed as refused:
        return "refused" if "\n" not in str(refused) else "refused in more than one line"
    sound = all(a.guid and a.title and (a.url is None or a.url.startswith("http")) for a in feed.articles)
    return "read" if sound else "an article without id, title or web address"
