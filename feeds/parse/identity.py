"""What an entry is known by from one reading to the next, in feeds whose own ids cannot be believed."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from feeds.parse.document import Entry
from feeds.urls import absolute_url, canonical_url

_COUNTED = re.compile(r"(?<=.)#\d{1,3}$")


def identities(entries: Sequence[Entry], titles: Sequence[str]) -> list[tuple[str, str | None]]:
    """Return (guid, canonical URL) for every entry, in order.

    The guid is the feed's own id; where more than half of the entries share one, or two entries that differ share
    this one, it is the canonical URL; where there is none, a hash of title and day.
    """
    urls = _urls(entries)
    ids = _own_ids(entries)
    shared = Counter(ids)
    lies = any(count > len(ids) / 2 for name, count in shared.items() if name and count > 1)
    owner: dict[str, str | None] = {}
    found: list[tuple[str, str | None]] = []
    for entry, own, url, title in zip(entries, ids, urls, titles, strict=True):
        believed = bool(own) and not lies and owner.setdefault(own, url) == url
        found.append((own if believed else url or _hash(entry, title), url))
    return found


def _own_ids(entries: Sequence[Entry]) -> list[str]:
    """Return the entries' ids; a counter behind a URL ("…/a1#0", then "…/a1#3") is dropped where ids stay unique."""
    ids = [entry.id.strip() for entry in entries]
    bare = [_COUNTED.sub("", name) if name.startswith("http") else name for name in ids]
    return bare if len(set(bare)) == len(set(ids)) else ids


def _urls(entries: Sequence[Entry]) -> list[str | None]:
    """Return canonical URLs, with fragments where only those tell the entries apart."""
    links = [entry.link if absolute_url(entry.link, None) else "" for entry in entries]
    bare = [canonical_url(link) for link in links]
    whole = [
        canonical_url(link, keep_fragment=True) if "#" in link else url for link, url in zip(links, bare, strict=True)
    ]
    told_apart = Counter(url for url, _ in set(zip(bare, whole, strict=True)))
    return [(full if told_apart[url] > 1 else url) or None for url, full in zip(bare, whole, strict=True)]


def _hash(entry: Entry, title: str) -> str:
    moment = entry.published or entry.updated
    day = moment.date().isoformat() if moment else "undated"
    return "sha256:" + hashlib.sha256(f"{' '.join(title.split()).casefold()}\n{day}".encode()).hexdigest()
