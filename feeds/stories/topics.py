"""Which story a document tells: average-link clustering by the words that tell it apart. Not whether it is a copy.

Weights follow the documents open now, not those that were open when a document came: what is forgotten leaves no trace,
so an index rebuilt from the rows still stored is the same as one that never stopped.
"""

from dataclasses import dataclass
from datetime import datetime
from math import log, sqrt

from feeds.stories.words import Reading

SAME_STORY = 0.15
HALF_LIFE_DAYS = 10.0
UNKNOWN_GAP_DAYS = 2.0
POSTINGS = 2_000
NEIGHBOURS = 24
MEMBERS = 24
DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class _Member:
    terms: dict[str, float]
    published: datetime | None
    story: str


class StoryTable:
    """The stories of the open window. Not safe for threads."""

    def __init__(self) -> None:
        self._members: dict[str, _Member] = {}
        self._stories: dict[str, list[str]] = {}
        self._postings: dict[str, list[str]] = {}

    def find(self, reading: Reading, published: datetime | None) -> str | None:
        """Return the story nearest to a document, None where none is near enough."""
        terms = _damped(reading)
        weights = {term: count * self._rarity(term) for term, count in terms.items()}
        length = sqrt(sum(weight * weight for weight in weights.values()))
        best, nearest = SAME_STORY, None
        for story in self._candidates(weights):
            near = self._nearness(weights, length, story, published)
            if near >= best:
                best, nearest = near, story
        return nearest

    def keep(self, document: str, reading: Reading, published: datetime | None, story: str) -> None:
        """Remember `document` as a member of `story`."""
        member = _Member(_damped(reading), published, story)
        self._members[document] = member
        self._stories.setdefault(story, []).append(document)
        for term in member.terms:
            self._postings.setdefault(term, []).append(document)

    def forget(self, document: str) -> None:
        """Drop a kept document."""
        member = self._members.pop(document)
        self._stories[member.story].remove(document)
        if not self._stories[member.story]:
            del self._stories[member.story]
        for term in member.terms:
            self._postings[term].remove(document)
            if not self._postings[term]:
                del self._postings[term]

    def story_of(self, document: str) -> str:
        """Return the story of a kept document."""
        return self._members[document].story

    def _rarity(self, term: str) -> float:
        return log((len(self._members) + 2) / (len(self._postings.get(term, ())) + 1))

    def _candidates(self, weights: dict[str, float]) -> list[str]:
        found: dict[str, float] = {}
        left = POSTINGS
        for term in sorted(weights, key=lambda term: len(self._postings.get(term, ()))):
            postings = self._postings.get(term, ())
            left -= len(postings)
            if left < 0:
                break
            weight = weights[term] * self._rarity(term)
            for document in postings:
                found[document] = found.get(document, 0.0) + weight
        nearest = sorted(found, key=found.__getitem__, reverse=True)[:NEIGHBOURS]
        return list(dict.fromkeys(self._members[document].story for document in nearest))

    def _nearness(self, weights: dict[str, float], length: float, story: str, published: datetime | None) -> float:
        members = self._stories[story][-MEMBERS:]
        total = 0.0
        for document in members:
            member = self._members[document]
            theirs = {term: count * self._rarity(term) for term, count in member.terms.items()}
            norm = length * sqrt(sum(weight * weight for weight in theirs.values()))
            if norm:
                dot = sum(weight * weights.get(term, 0.0) for term, weight in theirs.items())
                total += dot / norm * _freshness(published, member.published)
        return total / len(members)


def _damped(reading: Reading) -> dict[str, float]:
    return {term: 1.0 + log(count) for term, count in reading.terms.items()}


def _freshness(one: datetime | None, other: datetime | None) -> float:
    gap = UNKNOWN_GAP_DAYS if one is None or other is None else abs((one - other).total_seconds()) / DAY
    return float(0.5 ** (gap / HALF_LIFE_DAYS))
