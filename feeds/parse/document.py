"""A feed as its publisher wrote it, whatever the format: the nouns between the readers and the articles."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from feeds.urls import absolute_url

_SCHEME = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|//)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as published, in markup still. Missing fields are empty.

    `link` is absolute http(s), or relative where nobody knows what to, or empty.
    """

    id: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    author: str = ""
    published: datetime | None = None
    updated: datetime | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A whole feed in document order. `reader` names what read it; `complaints` say what was wrong, a line each."""

    title: str
    entries: tuple[Entry, ...]
    reader: str
    ttl: timedelta | None = None
    complaints: tuple[str, ...] = ()


def resolved(written: str, base: str | None) -> str:
    """Return a link made absolute against `base`; without one, a relative link as written; a link elsewhere, empty."""
    absolute = absolute_url(written, base)
    if absolute is None and base is None and _SCHEME.match(written) is None:
        return written.strip()
    return absolute or ""
