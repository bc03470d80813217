"""The fast reader: fastfeedparser, for feeds the survey found well formed and ordinary in every field it reads.

Left alone it invents dates from GUIDs, cuts titles at their first tag and takes an entry's own address for its link;
so dates and Atom links come from the survey, and whatever is unusual goes to the careful reader.
"""

from typing import Any

import fastfeedparser

from feeds.parse.dates import is_zero, read_date
from feeds.parse.document import Document, Entry, resolved
from feeds.parse.survey import ATOM, Item, Survey
from feeds.urls import absolute_url

_ORDINARY = frozenset(("rss", f"{ATOM} feed"))


def read_fast(body: bytes, seen: Survey, url: str | None) -> Document | None:
    """Return the feed in `body` (UTF-8), or None where anything about it is in doubt."""
    if seen.doubts or seen.root not in _ORDINARY:
        return None
    try:
        parsed: Any = fastfeedparser.parse(body, include_tags=False, include_media=False, include_enclosures=False)
    except ValueError:
        return None
    if len(parsed.entries) != len(seen.items):
        return None
    base = url if seen.root != "rss" else absolute_url(seen.head.get("link", ""), url) or url
    entries: list[Entry] = []
    for raw, item in zip(parsed.entries, seen.items, strict=True):
        entry = _atom(raw, item, base) if seen.root != "rss" else _rss(raw, item, base)
        if entry is None or (seen.has_base and not _as_written(raw, item).startswith("http")):
            return None
        entries.append(entry)
    return Document(title=parsed.feed.get("title") or "", entries=tuple(entries), reader="fast")


def _rss(raw: dict[str, Any], item: Item, base: str | None) -> Entry | None:
    guid = (raw.get("id") or "") if "guid" in item.fields else ""
    written = (raw.get("link") or "") if "link" in item.fields else guid if "permalink" in item.fields else ""
    link = resolved(written, base)
    if written and not link and "link" in item.fields:
        return None
    return _entry(raw, item, guid=guid, link=link)


def _atom(raw: dict[str, Any], item: Item, base: str | None) -> Entry | None:
    link = resolved(item.links[0], base) if len(item.links) == 1 else ""
    if not link:
        return None
    return _entry(raw, item, guid=raw.get("id") or "" if f"{ATOM} id" in item.fields else "", link=link)


def _entry(raw: dict[str, Any], item: Item, *, guid: str, link: str) -> Entry | None:
    dates = {name: read_date(text) for name, text in item.dates.items() if text.strip() and not is_zero(text)}
    if None in dates.values():
        return None
    content = (raw.get("content") or [{}])[0].get("value") or ""
    has_summary = "description" in item.fields or f"{ATOM} summary" in item.fields
    return Entry(
        id=guid,
        link=link,
        title=raw.get("title") or "",
        summary=(raw.get("description") or "") if has_summary else "",
        content=content,
        author=raw.get("author") or "",
        published=dates.get("published"),
        updated=dates.get("updated"),
    )


def _as_written(raw: dict[str, Any], item: Item) -> str:
    return (item.links[0] if item.links else str(raw.get("link") or "")).strip().lower()
