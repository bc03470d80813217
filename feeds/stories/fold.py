"""Folding a stream of documents in one go, as `wiredesk fold` does. Not the ingest of feeds."""

from collections.abc import Iterable, Iterator

from feeds.stories.index import StoryIndex
from feeds.stories.model import Document, Placement


def fold(documents: Iterable[Document]) -> Iterator[tuple[str, Placement]]:
    """Yield each document's id and its place among those before it, in order."""
    index = StoryIndex()
    for document in documents:
        placement = index.place(document)
        index.keep(document, placement)
        yield document.id, placement
