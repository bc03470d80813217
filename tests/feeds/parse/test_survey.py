import pytest

from feeds.errors import NotAFeed
from feeds.parse.mend import mend
from feeds.parse.survey import ATOM, check_xml, survey

RSS = (
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:a="http://www.w3.org/2005/Atom">'
    "<channel>{}</channel></rss>"
)
ENTRY = '<feed xmlns="http://www.w3.org/2005/Atom"><entry>{}</entry></feed>'


def rss_doubts(item: str) -> set[str]:
    return survey(RSS.format(f"<item>{item}</item>").encode()).doubts


def atom_doubts(entry: str) -> set[str]:
    return survey(ENTRY.format(entry).encode()).doubts


@pytest.mark.parametrize(
    "item",
    [
        "",
        "<title>T</title><link>https://a.example/</link><guid>1</guid><pubDate>x</pubDate>",
        "<title><![CDATA[<b>T</b>]]></title><description>&lt;p&gt;</description>",
        "<title>T</title><dc:creator>Jane Roe</dc:creator><dc:date>x</dc:date>",
        "<title>T</title><a:updated>x</a:updated>",
        "<title>T</title><custom><title>inner</title></custom>",
    ],
)
def test_an_ordinary_item_raises_no_doubt(item: str) -> None:
    assert rss_doubts(item) == set()


@pytest.mark.parametrize(
    ("item", "doubt"),
    [
        ("<title>a <b>b</b></title>", "markup inside a text field"),
        ("<title>a <!-- b --> c</title>", "markup inside a text field"),
        ("<title>a <?b?> c</title>", "markup inside a text field"),
        ("<title>a</title><title>b</title>", "a field that stands twice"),
        ("<dc:title>a</dc:title><title>b</title>", "a field that stands twice"),
        ("<title>T</title><Link>x</Link>", "a field in unusual letters"),
        ("<link href='https://a.example/'/>", "a link in an attribute"),
        ("<title>T</title><a:link href='https://a.example/'/>", "Atom's fields in RSS"),
        ("<title>T</title><dc:description>x</dc:description>", "a field under a rare name only"),
        ("<title>T</title><created>2026-11-24</created>", "a field under a rare name only"),
    ],
)
def test_whatever_the_fast_reader_would_misread_raises_a_doubt(item: str, doubt: str) -> None:
    assert rss_doubts(item) == {doubt}


def test_an_entry_outside_its_place_raises_a_doubt() -> None:
    assert survey(b"<rss><channel><items><item/></items></channel></rss>").doubts == {"an entry at an unusual place"}


@pytest.mark.parametrize(
    ("entry", "doubt"),
    [
        ('<title type="xhtml"><div>a</div></title>', "markup inside a text field"),
        ('<content type="image/png">x</content>', "content of an unusual kind"),
        ('<content src="https://a.example/x"/>', "content of an unusual kind"),
        ("<id>1</id><id>2</id>", "a field that stands twice"),
    ],
)
def test_an_unusual_atom_entry_raises_a_doubt(entry: str, doubt: str) -> None:
    assert atom_doubts(entry) == {doubt}


def test_xhtml_content_is_ordinary() -> None:
    assert atom_doubts('<title>T</title><content type="xhtml"><div><p>a</p></div></content>') == set()


def test_dates_and_alternate_links_are_kept_as_written() -> None:
    links = '<link rel="self" href="s"/><link href="one"/><link rel="alternate" type="text/html" href="two"/>'
    (item,) = survey(ENTRY.format(f"{links}<published> P </published><updated>U</updated>").encode()).items

    assert item.links == ["one", "two"]
    assert item.dates == {"published": " P ", "updated": "U"}


def test_the_head_is_kept_and_a_picture_in_it_is_not() -> None:
    head = "<image><link>https://a.example/picture</link></image><link> https://a.example/ </link><ttl>5</ttl>"

    assert survey(RSS.format(head).encode()).head == {"link": "https://a.example/", "ttl": "5"}


def test_broken_xml_is_said_with_its_line() -> None:
    seen = survey(b"<rss>\n<channel>&nbsp;</channel></rss>")

    assert (seen.broken, seen.doubts) == ("line 2: undefined entity", {"ill-formed XML"})


def test_a_document_type_is_a_doubt() -> None:
    assert survey(b"<!DOCTYPE rss><rss/>").doubts == {"a document type (<!DOCTYPE …>)"}


def test_the_root_is_told_with_its_namespace() -> None:
    assert survey(ENTRY.format("").encode()).root == f"{ATOM} feed"


def test_plain_xml_passes_the_check() -> None:
    check_xml(b"<opml><body/></opml>", "the list")


def test_the_check_names_what_it_refuses() -> None:
    with pytest.raises(NotAFeed, match=r"the list is broken XML \(line 1, mismatched tag\)"):
        check_xml(b"<opml></body>", "the list")


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        (b"a & b", b"a &amp; b"),
        (b"?a=1&b=2", b"?a=1&amp;b=2"),
        (b"&copy=2", b"&amp;copy=2"),
        (b"&copy;", b"&#169;"),
        (b"&unknown;", b"&amp;unknown;"),
        (b"&amp;&lt;&#8217;&#x2019;", b"&amp;&lt;&#8217;&#x2019;"),
        (b"a&#0;&#2;&#31;&#55296;&#x1f;b&#10;", b"ab&#10;"),
        (b"a\x00b\x1fc\td", b"abc\td"),
        (b"<![CDATA[a & b]]> & c", b"<![CDATA[a & b]]> &amp; c"),
        (b"<![CDATA[a & b", b"<![CDATA[a & b"),
        (b"a &amp b", b"a &amp;amp b"),
    ],
)
def test_only_what_is_beyond_doubt_is_mended(broken: bytes, mended: bytes) -> None:
    assert mend(broken) == mended


def test_what_is_mended_stays_mended() -> None:
    once = mend(b"a & b &copy; &lt; \x02 <![CDATA[&]]>")

    assert mend(once) == once
