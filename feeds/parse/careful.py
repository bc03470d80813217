"""The careful reader: feedparser, the judge of everything that is broken, rare or in doubt.

Its sanitiser and its resolving of addresses inside markup are off: nothing here shows markup.
"""

import io
from calendar import timegm
from datetime import UTC, datetime
from typing import Any

import feedparser

from feeds.errors import NotAFeed
from feeds.parse.dates import is_zero, read_date
from feeds.parse.document import Document, Entry, resolved
from feeds.urls import absolute_url

# What feedparser and the standard library's SGML reader raise on hostile markup; found by fuzzing.
_BROKEN = (ValueError, AssertionError, LookupError, AttributeError, TypeError, RecursionError, OverflowError)


def read_carefully(body: bytes, url: str | None) -> Document | None:
    """Return the feed in `body` (UTF-8), or None where feedparser finds none.

    Raises:
        NotAFeed: feedparser itself broke on it.
    """
    headers = {"content-type": "application/xml; charset=utf-8"} | ({"content-location": url} if url else {})
    try:
        # A stream, for feedparser would open bytes that spell a path or an address.
        parsed: Any = feedparser.parse(
            io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except _BROKEN as error:
        raise NotAFeed("the feed is too broken to be read") from error
    if not parsed.get("version") and not parsed.entries:
        return None
    base = absolute_url(dict.get(parsed.feed, "link") or "", url) or url
    return Document(
        title=dict.get(parsed.feed, "title") or "",
        entries=tuple(_entry(raw, base) for raw in parsed.entries),
        reader="careful",
    )


def _entry(raw: Any, base: str | None) -> Entry:  # noqa: ANN401 - feedparser ships no types
    get = _plain_get(raw)
    contents = [piece.get("value") or "" for piece in get("content") or []]
    return Entry(
        id=str(get("id") or ""),
        link=resolved(str(get("link") or ""), base),
        title=str(get("title") or ""),
        summary=str(get("summary") or ""),
        content=max(contents, key=len, default=""),
        author=str(get("author") or ""),
        published=_moment(get("published"), get("published_parsed")),
        updated=_moment(get("updated"), get("updated_parsed")),
    )


def _plain_get(raw: Any) -> Any:  # noqa: ANN401 - feedparser ships no types
    """Return a look-up without feedparser's key aliases, which warn and answer "published" for "updated"."""
    return lambda key: dict.get(raw, key)


def _moment(text: Any, parsed: Any) -> datetime | None:  # noqa: ANN401 - feedparser ships no types
    text = text if isinstance(text, str) else ""
    moment = read_date(text)
    if moment is not None or parsed is None or is_zero(text):
        return moment
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return None
