"""Which documents carry one text: the same wire story in several outlets, or again in one. Not what it is about.

A table of winnowed shingle fingerprints finds candidates; the whole sets of shingles decide.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from feeds.stories.model import Document
from feeds.stories.words import Reading

Key = TypeVar("Key")

WINDOW = timedelta(days=14)
SAMPLE = 16
CONTAINED, LEAD_COVERED = 0.6, 0.5
CONTAINED_IN_ONE_SOURCE, LEAD_COVERED_IN_ONE_SOURCE = 0.8, 0.7
BOILERPLATE_TEXTS = 4
"""A shingle in so many different texts belongs to the page, or is a quotation everybody ran: no sign of a copy."""
SHORT = 40
CANDIDATES = 12


@dataclass(frozen=True, slots=True)
class _Kept:
    document: Document
    reading: Reading
    copies: str


class CopyTable:
    """The texts of the open window. Not safe for threads."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}
        self._carriers: dict[int, list[str]] = {}
        self._titles: dict[tuple[str, ...], list[str]] = {}

    def find(self, document: Document, reading: Reading) -> str | None:
        """Return the id of the nearest document that carries the same text, None where there is none."""
        if reading.length < SHORT:
            return self._same_title(document, reading)
        shared = Counter(each for mark in _sample(reading) for each in self._carriers.get(mark, ()))
        candidates = [self._kept[each] for each, _ in shared.most_common(CANDIDATES) if each != document.id]
        boilerplate = _boilerplate(reading, candidates)
        best, nearest = 0.0, None
        for kept in candidates:
            containment = _likeness(document, reading, kept, boilerplate)
            if containment > best:
                best, nearest = containment, kept.document.id
        return nearest

    def keep(self, document: Document, reading: Reading, copies: str) -> None:
        """Remember `document` as one carrier of the text that `copies` founded."""
        self._kept[document.id] = _Kept(document, reading, copies)
        for mark in _sample(reading):
            self._carriers.setdefault(mark, []).append(document.id)
        self._titles.setdefault(reading.title, []).append(document.id)

    def forget(self, document: str) -> None:
        """Drop a kept document."""
        kept = self._kept.pop(document)
        for mark in _sample(kept.reading):
            _drop(self._carriers, mark, document)
        _drop(self._titles, kept.reading.title, document)

    def _same_title(self, document: Document, reading: Reading) -> str | None:
        for each in self._titles.get(reading.title, ()):
            kept = self._kept[each]
            if each != document.id and kept.reading.length < SHORT and _near_in_time(document, kept.document):
                return each
        return None


def _drop(table: dict[Key, list[str]], key: Key, document: str) -> None:
    table[key].remove(document)
    if not table[key]:
        del table[key]


def _sample(reading: Reading) -> Iterable[int]:
    return (each for each in reading.shingles if each % SAMPLE == 0)


def _boilerplate(reading: Reading, candidates: list[_Kept]) -> frozenset[int]:
    texts: dict[int, set[str]] = {}
    for kept in candidates:
        for shingle in reading.shingles & kept.reading.shingles:
            texts.setdefault(shingle, set()).add(kept.copies)
    return frozenset(shingle for shingle, found in texts.items() if len(found) >= BOILERPLATE_TEXTS)


def _likeness(document: Document, reading: Reading, kept: _Kept, boilerplate: frozenset[int]) -> float:
    """Return how much of the shorter text stands in the longer (0-1), 0 where they are not copies."""
    if kept.reading.length < SHORT or not _near_in_time(document, kept.document):
        return 0.0
    one, other = reading.shingles - boilerplate, kept.reading.shingles - boilerplate
    if not one or not other:
        return 0.0
    containment = len(one & other) / min(len(one), len(other))
    shorter, longer = (reading, other) if len(one) <= len(other) else (kept.reading, one)
    lead = shorter.lead - boilerplate
    covered = len(lead & longer) / max(1, len(lead))
    same = document.source == kept.document.source
    least, least_lead = (CONTAINED_IN_ONE_SOURCE, LEAD_COVERED_IN_ONE_SOURCE) if same else (CONTAINED, LEAD_COVERED)
    return containment if containment >= least and covered >= least_lead else 0.0


def _near_in_time(one: Document, other: Document) -> bool:
    if one.published is None or other.published is None:
        return True
    return abs(one.published - other.published) <= WINDOW
