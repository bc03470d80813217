"""Which documents carry one text: the same wire story in several outlets, or again in one. Not what it is about.

A table of fingerprints (the lowest hashes of a text's shingles) finds candidates; the whole sets of shingles decide.
"""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import nsmallest

import numpy as np
from numpy.typing import NDArray

from feeds.stories.model import Document
from feeds.stories.words import Reading

WINDOW = timedelta(days=14)
MARKS = 12
CONTAINED, LEAD_COVERED = 0.6, 0.5
CONTAINED_IN_ONE_SOURCE, LEAD_COVERED_IN_ONE_SOURCE = 0.8, 0.7
OF_ONE_LENGTH, ALIKE = 0.75, 0.55
"""Leads get rewritten: two texts of about one length with so much in common are one text, whatever their leads."""
BOILERPLATE_TEXTS = 4
"""A shingle in so many different texts belongs to the page, or is a quotation everybody ran: no sign of a copy."""
SHORT = 40
"""Below so many words there is too little to compare: only equal titles count."""
CANDIDATES = 12
MOST_CARRIERS = 64
"""A mark on more documents than this is part of a page; only the latest are looked at."""

Hashes = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class _Text:
    source: str
    published: datetime | None
    length: int
    title: str
    shingles: Hashes
    led: NDArray[np.uint8]
    """A bit for each shingle, set where it stands in the lead: a twentieth of the room of its own hashes."""

    @property
    def lead(self) -> Hashes:
        return self.shingles[np.unpackbits(self.led, count=len(self.shingles)).astype(np.bool_)]


@dataclass(frozen=True, slots=True)
class _Kept:
    text: _Text
    copies: str


class CopyTable:
    """The texts of the open window. Not safe for threads."""

    def __init__(self) -> None:
        self._kept: dict[int, _Kept] = {}
        self._carriers: dict[int, int | list[int]] = {}
        self._titles: dict[str, list[int]] = {}

    def find(self, document: Document, reading: Reading, but: int | None) -> int | None:
        """Return the number of the nearest document that carries the same text, `but` itself left out."""
        text = _text_of(document, reading)
        if text.length < SHORT:
            return self._same_title(text, but)
        found = self._candidates(text, but)
        boilerplate = _boilerplate(text, found.values())
        best, nearest = 0.0, None
        for number, kept in found.items():
            likeness = _likeness(text, kept.text, boilerplate)
            if likeness > best:
                best, nearest = likeness, number
        return nearest

    def keep(self, number: int, document: Document, reading: Reading, copies: str) -> None:
        """Remember `document` as one carrier of the text that `copies` founded."""
        text = _text_of(document, reading)
        self._kept[number] = _Kept(text, copies)
        for mark in _marks(text):
            held = self._carrying(mark)
            insort(held, number)
            self._carriers[mark] = held if len(held) > 1 else number
        if text.length < SHORT and text.title:
            insort(self._titles.setdefault(text.title, []), number)

    def forget(self, number: int) -> None:
        """Drop a kept document."""
        text = self._kept.pop(number).text
        for mark in _marks(text):
            held = self._carrying(mark)
            held.remove(number)
            if held:
                self._carriers[mark] = held if len(held) > 1 else held[0]
            else:
                del self._carriers[mark]
        if text.length < SHORT and text.title:
            self._titles[text.title].remove(number)
            if not self._titles[text.title]:
                del self._titles[text.title]

    def _candidates(self, text: _Text, but: int | None) -> dict[int, _Kept]:
        shared: Counter[int] = Counter()
        for mark in _marks(text):
            shared.update(self._carrying(mark)[-MOST_CARRIERS:])
        if but is not None:
            del shared[but]
        nearest = nsmallest(CANDIDATES, shared, key=lambda number: (-shared[number], number))
        return {number: self._kept[number] for number in nearest}

    def _carrying(self, mark: int) -> list[int]:
        """Return who carries a mark, in order. Most have one carrier, kept bare: a list for each would double it."""
        held = self._carriers.get(mark)
        if held is None:
            return []
        return [held] if isinstance(held, int) else held

    def _same_title(self, text: _Text, but: int | None) -> int | None:
        for number in self._titles.get(text.title, ()):
            if number != but and _near_in_time(text, self._kept[number].text):
                return number
        return None


def _text_of(document: Document, reading: Reading) -> _Text:
    led = np.packbits(_stand_in(reading.shingles, reading.lead))
    return _Text(document.source, document.published, reading.length, " ".join(reading.title), reading.shingles, led)


def _marks(text: _Text) -> Iterator[int]:
    return iter(text.shingles[:MARKS].tolist())


def _boilerplate(text: _Text, candidates: Iterable[_Kept]) -> Hashes:
    """Return the shingles of `text` that stand in several different texts among the candidates."""
    by_copies: dict[str, list[Hashes]] = {}
    for kept in candidates:
        by_copies.setdefault(kept.copies, []).append(kept.text.shingles)
    if len(by_copies) < BOILERPLATE_TEXTS:
        return np.empty(0, np.uint32)
    found = [np.any([_stand_in(text.shingles, each) for each in texts], axis=0) for texts in by_copies.values()]
    common: Hashes = text.shingles[np.sum(found, axis=0) >= BOILERPLATE_TEXTS]
    return common


def _likeness(one: _Text, other: _Text, boilerplate: Hashes) -> float:
    """Return how much of the shorter text stands in the longer (0-1), 0 where they are not copies."""
    if other.length < SHORT or not _near_in_time(one, other):
        return 0.0
    shorter, longer = (one, other) if len(one.shingles) <= len(other.shingles) else (other, one)
    contained = _share(_without(shorter.shingles, boilerplate), longer.shingles)
    lead = _share(_without(shorter.lead, boilerplate), longer.shingles)
    if one.source == other.source:
        copied = (
            contained >= CONTAINED_IN_ONE_SOURCE and lead >= LEAD_COVERED_IN_ONE_SOURCE and _dated_or_alike(one, other)
        )
    else:
        alike = len(shorter.shingles) >= OF_ONE_LENGTH * len(longer.shingles) and contained >= ALIKE
        copied = alike or (contained >= CONTAINED and lead >= LEAD_COVERED)
    return contained if copied else 0.0


def _dated_or_alike(one: _Text, other: _Text) -> bool:
    """Say whether dates tell two texts of one outlet apart, or else their headlines are near."""
    if one.published is not None and other.published is not None:
        return True
    ours, theirs = set(one.title.split()), set(other.title.split())
    return 2 * len(ours & theirs) >= max(len(ours), len(theirs))


def _share(part: Hashes, whole: Hashes) -> float:
    return float(np.count_nonzero(_stand_in(part, whole))) / len(part) if len(part) else 0.0


def _without(hashes: Hashes, boilerplate: Hashes) -> Hashes:
    return hashes[~_stand_in(hashes, boilerplate)] if len(boilerplate) else hashes


def _stand_in(part: Hashes, whole: Hashes) -> NDArray[np.bool_]:
    """Say for each of `part` whether it is in `whole`, which is ascending."""
    if not len(whole):
        return np.zeros(len(part), np.bool_)
    at = np.searchsorted(whole, part)
    at[at == len(whole)] = 0
    stands: NDArray[np.bool_] = whole[at] == part
    return stands


def _near_in_time(one: _Text, other: _Text) -> bool:
    if one.published is None or other.published is None:
        return True
    return abs(one.published - other.published) <= WINDOW
