"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

import html
import json
from typing import Any

from feeds.parse.dates import read_date
from feeds.parse.document import Document, Entry, resolved
from feeds.urls import absolute_url


def read_json_feed(body: bytes, url: str | None) -> Document | None:
    """Return the feed in `body` (UTF-8), or None where it is not a JSON Feed."""
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return None
    if "jsonfeed.org" not in _text(feed, "version"):
        return None
    base = absolute_url(_text(feed, "home_page_url"), url) or url
    entries = tuple(_entry(item, base) for item in feed["items"] if isinstance(item, dict))
    return Document(title=_text(feed, "title"), entries=entries, reader="JSON Feed")


def _entry(item: dict[str, Any], base: str | None) -> Entry:
    plain = html.escape(_text(item, "content_text"), quote=False)
    link = _text(item, "url") or _text(item, "external_url")
    return Entry(
        id=_text(item, "id"),
        link=resolved(link, base),
        title=html.escape(_text(item, "title"), quote=False),
        summary=html.escape(_text(item, "summary"), quote=False),
        content=_text(item, "content_html") or plain,
        author=_author(item),
        published=read_date(_text(item, "date_published")),
        updated=read_date(_text(item, "date_modified")),
    )


def _author(item: dict[str, Any]) -> str:
    authors = item.get("authors") or [item.get("author")]
    named = [author for author in authors if isinstance(author, dict)] if isinstance(authors, list) else []
    return ", ".join(name for author in named if (name := _text(author, "name")))


def _text(holder: dict[str, Any], key: str) -> str:
    """Return a field as text; ids are numbers in the wild."""
    value = holder.get(key)
    if isinstance(value, str):
        return value.encode("utf-8", errors="replace").decode()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""
