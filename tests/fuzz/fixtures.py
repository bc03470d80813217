"""Beside feedparser on a folder of its own test feeds: `python -m tests.fuzz.fixtures FOLDER`.

feedparser's source distribution holds them (tests/). Prints how many files lost entries and how many links differ;
the exit status is 1 beyond four files lost or with one wrong link.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser

from feeds.errors import NotAFeed
from feeds.parse import Entry, read_document
from feeds.urls import absolute_url

BASE = "http://127.0.0.1:8097/feed.xml"
MOST_LOST = 4


def main(words: list[str]) -> int:
    """Compare every feed below the folder; return the exit status."""
    files = sorted(Path(words[0]).rglob("*.xml"))
    lost, wrong = [], []
    for path in files:
        body = path.read_bytes()
        ours, theirs = entries(body), feedparser_entries(body)
        lost += [path] if len(ours) < len(theirs) else []
        wrong += [path] if any(differing(ours, theirs)) else []
    sys.stdout.write(f"{len(files):,} files: {len(lost)} lost entries, {len(wrong)} have a wrong link\n")
    sys.stdout.writelines(f"  {path}\n" for path in (*lost, *wrong))
    return int(len(lost) > MOST_LOST or bool(wrong))


def entries(body: bytes) -> tuple[Entry, ...]:
    """Return what our readers find; nothing in what is no feed."""
    try:
        return read_document(body, BASE).entries
    except NotAFeed:
        return ()


def feedparser_entries(body: bytes) -> list[Any]:
    """Return what feedparser finds, its defaults untouched."""
    headers = {"content-location": BASE, "content-type": "application/xml"}
    found: list[Any] = feedparser.parse(io.BytesIO(body), response_headers=headers).entries
    return found


def differing(ours: tuple[Entry, ...], theirs: list[Any]) -> Iterator[tuple[str, str]]:
    """Yield the pairs of links that lead elsewhere; one that is no web address is no link to us."""
    for here, there in zip(ours, theirs, strict=False):
        written = dict.get(there, "link") or ""
        if here.link and written and here.link not in {written, absolute_url(written, BASE)}:
            yield here.link, written


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
