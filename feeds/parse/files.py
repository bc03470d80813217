"""Feed files on a disk, as the `parse` filter reads them: every entry as published, in document order."""

import zlib
from dataclasses import dataclass
from datetime import datetime

from feeds.errors import NotAFeed, TooLarge
from feeds.parse.articles import summaries
from feeds.parse.readers import read_document
from feeds.text import plain_title

MOST_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class FileEntry:
    """An entry of a feed file; `published` is None where the feed gives none."""

    id: str
    link: str
    title: str
    published: datetime | None
    summary: str


def parse_file(name: str, body: bytes) -> tuple[FileEntry, ...]:
    """Return the entries of the feed file `name`, unpacked first where it ends in .gz.

    Raises:
        NotAFeed: it holds something else; says what.
        TooLarge: it holds more than a feed may have.
    """
    document = read_document(_unpacked(body) if name.endswith(".gz") else body)
    return tuple(
        FileEntry(
            id=entry.id or entry.link,
            link=entry.link,
            title=plain_title(entry.title),
            published=entry.published or entry.updated,
            summary=summary,
        )
        for entry, summary in zip(document.entries, summaries(document.entries), strict=True)
    )


def _unpacked(body: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        found = unpacker.decompress(body, MOST_BYTES + 1)
    except zlib.error as error:
        raise NotAFeed("this is not a gzip file, or a damaged one") from error
    if len(found) > MOST_BYTES:
        raise TooLarge(f"the file holds more than {MOST_BYTES // 1_000_000} MB")
    return found
