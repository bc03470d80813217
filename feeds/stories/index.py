"""Where a document belongs among those of the open window: the copies of its text, and its story."""

from datetime import UTC, datetime

from feeds.stories.copies import CopyTable
from feeds.stories.model import Document, Placement
from feeds.stories.topics import StoryTable
from feeds.stories.words import read


class StoryIndex:
    """The documents of the open window, each with its place.

    Not safe for threads: one caller at a time. Rebuilt after a restart by `keep` of the stored documents with their
    stored places, in the order in which they were first kept, it answers as if it had never stopped.
    """

    def __init__(self) -> None:
        self._documents: dict[str, tuple[Document, Placement]] = {}
        self._copies = CopyTable()
        self._stories = StoryTable()

    def place(self, document: Document) -> Placement:
        """Return where `document` belongs; changes nothing."""
        reading = read(document)
        copied = self._copies.find(document, reading)
        if copied is not None:
            return self._documents[copied][1]
        story = self._stories.find(reading, document.published)
        return Placement(story or document.id, document.id)

    def keep(self, document: Document, placement: Placement) -> None:
        """Remember `document` at its place. A document kept before is replaced: its text, its place, or both."""
        if document.id in self._documents:
            self._forget(document.id)
        reading = read(document)
        self._documents[document.id] = (document, placement)
        self._copies.keep(document, reading, placement.copies)
        self._stories.keep(document.id, reading, document.published, placement.story)

    def forget_before(self, time: datetime) -> None:
        """Drop what was published before `time` (aware), and what has no date."""
        undated = datetime.min.replace(tzinfo=UTC)
        old = [each.id for each, _ in self._documents.values() if (each.published or undated) < time]
        for document in old:
            self._forget(document)

    def _forget(self, document: str) -> None:
        del self._documents[document]
        self._copies.forget(document)
        self._stories.forget(document)
