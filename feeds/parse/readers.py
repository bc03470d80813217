"""Chooses who reads a document, and says what it is where nobody can."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from feeds.errors import NotAFeed
from feeds.parse.careful import read_carefully
from feeds.parse.document import Document
from feeds.parse.encoding import to_utf8
from feeds.parse.fast import read_fast
from feeds.parse.jsonfeed import read_json_feed
from feeds.parse.mend import mend
from feeds.parse.sitemap import ROOTS as SITEMAP_ROOTS
from feeds.parse.sitemap import read_news_sitemap
from feeds.parse.survey import Survey, survey

_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
_FEED_START = re.compile(rb"<(?:rss|feed|rdf:RDF|[a-z]+:feed|urlset)[\s>]", re.IGNORECASE)
_HTML_START = re.compile(rb"^\s*(?:<!--.*?-->\s*)*(?:<!doctype html|<html|<head|<body)", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(rb"<title[^>]*>([^<]{1,200})</title>", re.IGNORECASE)
_MAGIC = (
    (b"%PDF", "a PDF file"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"PK\x03\x04", "a ZIP archive"),
    (b"\x1f\x8b", "gzip-compressed"),
)
_SNIFFED = 65_536
MOST_CAREFUL_BYTES, MOST_CAREFUL_ENTRIES = 2_000_000, 2_000
"""How much of a feed the careful reader is given: it takes a second or two for a megabyte of the worst."""
_ENTRY_END = re.compile(rb"</(?:\w{1,20}:)?(?:item|entry)\s*>", re.IGNORECASE)


def read_document(body: bytes, url: str | None = None, content_type: str | None = None) -> Document:
    """Return the feed in `body` as published, read by the fastest reader nothing speaks against.

    Raises:
        NotAFeed: it is something else; says what.
    """
    if not body.strip():
        raise NotAFeed("the answer is empty")
    for start, what in _MAGIC:
        if body.startswith(start):
            raise NotAFeed(f"this is {what}, not a feed")
    text, complaint = to_utf8(body, content_type)
    document = _read(text.lstrip(), url)
    return replace(document, complaints=(complaint, *document.complaints)) if complaint else document


def _read(text: bytes, url: str | None) -> Document:
    if text[:1] == b"{":
        found = read_json_feed(text, url)
        if found is None:
            raise NotAFeed("this is JSON, but not a JSON Feed")
        return found
    if _HTML_START.match(text[:_SNIFFED]) and not _FEED_START.search(text[:_SNIFFED]):
        raise NotAFeed(_html_page(text))
    seen = survey(text)
    broken = seen.broken
    if broken:
        mended = mend(text)
        again = survey(mended)
        text, seen = (text, seen) if again.broken else (mended, again)
    document = replace(_read_xml(text, seen, url), ttl=_ttl(seen))
    return replace(document, complaints=(f"ill-formed XML, {broken}", *document.complaints)) if broken else document


def _read_xml(text: bytes, seen: Survey, url: str | None) -> Document:
    if seen.absurd:
        raise NotAFeed(f"this is no honest feed: {seen.absurd}")
    if seen.root in SITEMAP_ROOTS and not seen.doubts:
        return read_news_sitemap(text, url)
    document = read_fast(text, seen, url)
    if document is not None:
        return document
    start = _first_part(text)
    document = read_carefully(start, url)
    if document is None:
        raise NotAFeed(_other(text, seen))
    if len(start) < len(text):
        cut = f"only the first {len(start) / 1_000_000:.1f} MB were read: a feed this broken is read slowly"
        return replace(document, complaints=(cut,))
    return document


def _first_part(text: bytes) -> bytes:
    """Return as much of `text` as the careful reader can read in seconds, cut after an entry where one ends."""
    ends = [found.end() for found in islice(_ENTRY_END.finditer(text, 0, MOST_CAREFUL_BYTES), MOST_CAREFUL_ENTRIES)]
    if len(text) <= MOST_CAREFUL_BYTES and len(ends) < MOST_CAREFUL_ENTRIES:
        return text
    return text[: ends[-1] if ends else MOST_CAREFUL_BYTES]


def _html_page(text: bytes) -> str:
    title = _TITLE.search(text[:_SNIFFED])
    named = f' ("{" ".join(title.group(1).decode("utf-8", "replace").split())}")' if title else ""
    return f"this is an HTML page{named}, not a feed"


def _other(text: bytes, seen: Survey) -> str:
    if seen.root and not seen.doubts:
        return f"this is an XML document (<{seen.root.rpartition(' ')[2]}>), not a feed"
    if text[:1] == b"<":
        return "this is markup, but neither RSS nor Atom"
    return "this is plain text, not a feed"


def _ttl(seen: Survey) -> timedelta | None:
    """Return how long the feed asks to be left alone: RSS's ttl (minutes), or the syndication module's period.

    "hourly", once, is no answer: WordPress writes it into every feed, whatever its pace.
    """
    head = {name.rpartition(" ")[2]: text for name, text in seen.head.items()}
    minutes = _count(head.get("ttl", ""))
    if minutes:
        return timedelta(minutes=minutes)
    hours = _PERIODS.get(head.get("updatePeriod", "").lower(), 0)
    period = timedelta(hours=hours) / max(1, _count(head.get("updateFrequency", "")))
    return period if period and period != timedelta(hours=1) else None


def _count(text: str) -> int:
    """Return a whole number of at most five digits, or 0: what is longer or something else is nothing to believe."""
    return int(text) if text.isdecimal() and len(text) < 6 else 0  # noqa: PLR2004 - as said
