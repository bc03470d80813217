"""The words of a document, as folding compares them: no sentences, no punctuation, no case.

Hashes are CRC-32 and the same on every machine, unlike Python's own: an index rebuilt elsewhere finds the same folds.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from feeds.stories.model import Document

SHINGLE = 5
"""Words in a shingle: long enough that two reporters seldom write one alike, short enough to survive an editor."""
LEAD_WORDS = 100
TITLE_WEIGHT = 5
STORY_WORDS = 300
"""News tells what happened first; words further down say more of the background than of the story."""
TERM_BITS = 20
"""Terms are numbered by hash, so that no vocabulary grows with the years; a clash of two rare words costs little."""
REMEMBERED_WORDS = 60_000
LONGEST_COUNT = 255

_WORD = re.compile(r"\w+")
_FACTORS = np.array((0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F, 0x165667B1), dtype=np.uint64)
_SHORTEST_PLURAL = 5
_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a about above after again against all also although am among an and any are aren as at be because been before
        being below between both but by can could couldn did didn do does doesn doing don down during each either else
        ever few for from further had hadn has hasn have haven having he her here hers herself him himself his how i if
        in into is isn it its itself just least less like ll many may me might more most much must my myself neither no
        nor not of off often on once one only or other our ours out over own per rather re same shall she should since
        so some still such than that the their them themselves then there these they this those though through to too
        toward under until up upon us ve very was wasn we were weren what when where whether which while who whom whose
        why will with within without won would yet you your
        says said say told according
        """,
    )
)


class _WordHashes(dict[str, int]):
    """CRC-32 by word, worked out once; starts anew when full."""

    def __missing__(self, word: str) -> int:
        if len(self) >= REMEMBERED_WORDS:
            self.clear()
        self[word] = found = crc32(word.encode())
        return found


class _Terms(dict[str, int]):
    """The number of a word's term, -1 for words that tell nothing; starts anew when full."""

    def __missing__(self, word: str) -> int:
        if len(self) >= REMEMBERED_WORDS:
            self.clear()
        self[word] = found = _term(word)
        return found


_hashes = _WordHashes()
_terms = _Terms()


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A document's words made comparable.

    `shingles` are the distinct hashes of all runs of `SHINGLE` words, ascending; `lead` are those of the first
    `LEAD_WORDS` words. `terms` are the distinct numbers of the words that tell what it is about, ascending, and
    `counts` how often each stands (up to 255; the title's count `TITLE_WEIGHT` times).
    """

    length: int
    title: tuple[str, ...]
    shingles: NDArray[np.uint32]
    lead: NDArray[np.uint32]
    terms: NDArray[np.int32]
    counts: NDArray[np.uint8]


@lru_cache(maxsize=8)
def read(document: Document) -> Reading:
    """Return the words of `document`. Remembers the last few, as a document is first placed, then kept."""
    title = _WORD.findall(document.title.lower())
    words = _WORD.findall(document.text.lower())
    shingles = _shingles(words)
    counted = Counter(map(_terms.__getitem__, words[:STORY_WORDS]))
    for word in title:
        counted[_terms[word]] += TITLE_WEIGHT
    counted.pop(-1, None)
    terms = np.fromiter(counted, np.int32, len(counted))
    counts = np.minimum(np.fromiter(counted.values(), np.int64, len(counted)), LONGEST_COUNT)
    order = np.argsort(terms)
    return Reading(
        len(words),
        tuple(title),
        _distinct(shingles),
        _distinct(shingles[: LEAD_WORDS - SHINGLE + 1]),
        terms[order],
        counts[order].astype(np.uint8),
    )


def _shingles(words: list[str]) -> NDArray[np.uint32]:
    count = len(words) - SHINGLE + 1
    if count < 1:
        return np.empty(0, np.uint32)
    hashes = np.fromiter(map(_hashes.__getitem__, words), np.uint64, len(words))
    mixed = np.zeros(count, np.uint64)
    for at, factor in enumerate(_FACTORS):
        mixed = mixed * np.uint64(31) + hashes[at : at + count] * factor
    return (mixed >> np.uint64(24)).astype(np.uint32)


def _distinct(hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the different hashes, ascending: what `np.unique` does by a hash table, at several times the cost."""
    ascending = np.sort(hashes)
    first = np.ones(len(ascending), np.bool_)
    first[1:] = ascending[1:] != ascending[:-1]
    return ascending[first]


def _term(word: str) -> int:
    if len(word) == 1 or word in _FUNCTION_WORDS:
        return -1
    if len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return crc32(word.encode()) >> (32 - TERM_BITS)
