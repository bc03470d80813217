"""Where a document belongs among those of the open window: the copies of its text, and its story."""

from dataclasses import dataclass
from datetime import UTC, datetime

from feeds.stories.copies import CopyTable
from feeds.stories.model import Document, Placement
from feeds.stories.topics import StoryTable
from feeds.stories.words import read


@dataclass(frozen=True, slots=True)
class _Place:
    published: datetime | None
    placement: Placement


class StoryIndex:
    """The documents of the open window, each with its place.

    Not safe for threads: one caller at a time. Rebuilt after a restart by `keep` of the stored documents with their
    stored places, in the order in which they were first kept, it answers as if it had never stopped. It holds no texts:
    some 5 KB a document, given back by `forget_before`.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._places: dict[int, _Place] = {}
        self._next_number = 0
        self._copies = CopyTable()
        self._stories = StoryTable()

    def __contains__(self, document: str) -> bool:
        """Say whether the document with that id is held."""
        return document in self._numbers

    def place(self, document: Document) -> Placement:
        """Return where `document` belongs among the others; changes nothing."""
        reading, own = read(document), self._numbers.get(document.id)
        copied = self._copies.find(document, reading, own)
        if copied is not None:
            return self._places[copied].placement
        story = self._stories.find(reading, document.published, own)
        return Placement(story or document.id, document.id)

    def keep(self, document: Document, placement: Placement) -> None:
        """Remember `document` at its place. A document kept before is replaced: its text, its place, or both."""
        number = self._numbers.get(document.id)
        if number is None:
            number = self._numbers[document.id] = self._next_number
            self._next_number += 1
        else:
            self._forget({number})
        reading = read(document)
        self._places[number] = _Place(document.published, placement)
        self._copies.keep(number, document, reading, placement.copies)
        self._stories.keep(number, reading, document.published, placement.story)

    def forget_before(self, time: datetime) -> None:
        """Drop what was published before `time` (aware), and what has no date."""
        undated = datetime.min.replace(tzinfo=UTC)
        old = {number for number, place in self._places.items() if (place.published or undated) < time}
        self._forget(old)
        self._numbers = {document: number for document, number in self._numbers.items() if number not in old}

    def _forget(self, numbers: set[int]) -> None:
        for number in numbers:
            del self._places[number]
            self._copies.forget(number)
        self._stories.forget(numbers)
