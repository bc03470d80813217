"""Which story a document tells: average-link clustering by the words that tell it apart. Not whether it is a copy.

Weights follow the documents open now, not those that were open when a document came: what is forgotten leaves no trace,
so an index rebuilt from the rows still stored is the same as one that never stopped.
"""

import math
from array import array
from bisect import insort
from collections import defaultdict
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import numpy as np
from numpy.typing import NDArray

from feeds.stories.words import LONGEST_COUNT, TERM_BITS, Reading

SAME_STORY = 0.12
"""The least average likeness to a story's articles; below it begins a story of its own."""
CAUTION = 0.12
CAUTIOUS_DOCUMENTS = 30.0
"""A new index cannot tell a topic from a story: it asks for more likeness at first, and falls to `SAME_STORY` by an
e-th every so many documents. Two stories told apart cost a second card; two told as one cost an alert."""
HALF_LIFE_DAYS = 7.0
LASTING = 0.5
"""What is left of a likeness however far apart the days are: a story may sleep for months and go on."""
UNDATED = 0.55
PRIOR_DOCUMENTS = 60
"""Documents imagined before the first: without them nothing would be common, and nothing alike, in a new index."""
POSTINGS = 800
"""Postings looked at for one document, its rarest words first: what keeps the cost level as the window fills."""
NEIGHBOURS = 24
STORIES = 8
MEMBERS = 24
"""The latest articles that speak for a story."""
NEARER, AT_LEAST = 0.75, 3
"""The part of a story's articles that speaks: its far ends (an opinion, a list of all that happened) do not."""
_DAY = 86_400.0
_DAMPED = np.concatenate(([0.0], 1.0 + np.log(np.arange(1, LONGEST_COUNT + 1)))).astype(np.float32)

Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Member:
    terms: NDArray[np.int32]
    counts: NDArray[np.uint8]
    published: datetime | None
    story: str


class StoryTable:
    """The stories of the open window. Not safe for threads."""

    def __init__(self) -> None:
        self._members: dict[int, _Member] = {}
        self._stories: dict[str, list[int]] = {}
        self._postings: defaultdict[int, array[int]] = defaultdict(partial(array, "I"))
        self._carried = np.zeros(1 << TERM_BITS, np.int32)
        self._asked = np.zeros(1 << TERM_BITS, np.float32)

    def find(self, reading: Reading, published: datetime | None, but: int | None) -> str | None:
        """Return the story nearest to a document, `but` itself left out; None where none is near enough."""
        rarity = self._rarity(reading.terms)
        weights = _DAMPED[reading.counts] * rarity
        length = float(np.sqrt(weights @ weights))
        stories = self._near_stories(reading.terms, weights * rarity, but)
        if not stories or not length:
            return None
        self._asked[reading.terms] = weights / length
        near = self._nearness(stories, published)
        self._asked[reading.terms] = 0.0
        best = int(np.argmax(near))
        return list(stories)[best] if near[best] >= self._least_likeness() else None

    def keep(self, number: int, reading: Reading, published: datetime | None, story: str) -> None:
        """Remember a document as a member of `story`."""
        self._members[number] = _Member(reading.terms, reading.counts, published, story)
        insort(self._stories.setdefault(story, []), number)
        self._carried[reading.terms] += 1
        for term in reading.terms.tolist():
            self._postings[term].append(number)

    def forget(self, numbers: AbstractSet[int]) -> None:
        """Drop kept documents."""
        touched: set[int] = set()
        for number in numbers:
            member = self._members.pop(number)
            self._carried[member.terms] -= 1
            touched.update(member.terms.tolist())
            self._stories[member.story].remove(number)
            if not self._stories[member.story]:
                del self._stories[member.story]
        for term in touched:
            left = array("I", (number for number in self._postings.pop(term) if number not in numbers))
            if left:
                self._postings[term] = left

    def _least_likeness(self) -> float:
        return SAME_STORY + CAUTION * math.exp(-len(self._members) / CAUTIOUS_DOCUMENTS)

    def _rarity(self, terms: NDArray[np.int32]) -> Weights:
        known = np.float32(np.log(len(self._members) + PRIOR_DOCUMENTS + 2))
        return known - np.log(self._carried[terms].astype(np.float32) + 1)

    def _near_stories(self, terms: NDArray[np.int32], weights: Weights, but: int | None) -> dict[str, list[_Member]]:
        """Return the stories of the nearest members, the nearest first, each with the members that speak for it."""
        carried = self._carried[terms]
        order = np.argsort(carried, kind="stable")
        order = order[(carried[order] > 0) & (np.cumsum(carried[order]) <= POSTINGS)]
        if not len(order):
            return {}
        lists = [np.frombuffer(self._postings[term], np.uint32) for term in terms[order].tolist()]
        numbers, at = np.unique(np.concatenate(lists), return_inverse=True)
        totals = np.bincount(at, np.repeat(weights[order], carried[order]))
        nearest = numbers[np.argsort(-totals, kind="stable")[:NEIGHBOURS]]
        found: dict[str, list[_Member]] = {}
        for number in nearest.tolist():
            if number != but and len(found) < STORIES:
                story = self._members[number].story
                found[story] = self._speakers(story, but)
        return found

    def _speakers(self, story: str, but: int | None) -> list[_Member]:
        latest = (self._members[number] for number in self._stories[story][-MEMBERS:] if number != but)
        return [member for member in latest if len(member.terms)]

    def _nearness(self, stories: dict[str, list[_Member]], published: datetime | None) -> NDArray[np.float64]:
        """Return the average likeness of the asked document to the nearer members of each story, damped by days."""
        members = [member for each in stories.values() for member in each]
        terms = np.concatenate([member.terms for member in members])
        starts = np.cumsum([0, *(len(member.terms) for member in members[:-1])])
        weights = _DAMPED[np.concatenate([member.counts for member in members])] * self._rarity(terms)
        dots = np.add.reduceat(weights * self._asked[terms], starts)
        lengths = np.sqrt(np.add.reduceat(weights * weights, starts))
        likeness = dots / lengths * np.array([_freshness(published, member.published) for member in members])
        return _averages_of_nearer(likeness, np.array([len(each) for each in stories.values()]))


def _averages_of_nearer(likeness: NDArray[np.float64], sizes: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the average of the nearer part of each story; the stories stand one after the other, of so many each."""
    firsts = np.cumsum(sizes) - sizes
    of_story = np.repeat(np.arange(len(sizes)), sizes)
    nearest_first = likeness[np.lexsort((-likeness, of_story))]
    counts = np.minimum(sizes, np.maximum(AT_LEAST, np.ceil(NEARER * sizes).astype(np.int64)))
    nearest_first[np.arange(len(likeness)) - firsts[of_story] >= counts[of_story]] = 0.0
    averages: NDArray[np.float64] = np.add.reduceat(nearest_first, firsts) / counts
    return averages


def _freshness(one: datetime | None, other: datetime | None) -> float:
    if one is None or other is None:
        return UNDATED
    gap = abs((one - other).total_seconds()) / _DAY
    return LASTING + (1.0 - LASTING) * float(0.5 ** (gap / HALF_LIFE_DAYS))
