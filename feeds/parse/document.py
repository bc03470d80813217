"""A feed as its publisher wrote it, whatever the format: the nouns between the readers and the articles."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as published, in markup still. Missing fields are empty; `link` is absolute http(s), or empty."""

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
