"""The words of a document, as folding compares them: no order of sentences, no punctuation, no case.

Hashes are CRC-32 and the same on every machine, unlike Python's own: an index rebuilt elsewhere finds the same folds.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from feeds.stories.model import Document

SHINGLE = 5
"""Words in a shingle: long enough that two reporters seldom write one alike, short enough to survive an editor."""
LEAD_WORDS = 100
TITLE_WEIGHT = 3
STORY_WORDS = 300
"""News tells what happened first; words further down say more of the background than of the story."""

_WORD = re.compile(r"\w+")
_MASK = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Reading:
    """A document's words made comparable.

    `shingles` are the hashes of all runs of `SHINGLE` words, `lead` those of its first `LEAD_WORDS`. `terms` are the
    words that tell what it is about, with how often they stand (the title's counted `TITLE_WEIGHT` times).
    """

    length: int
    title: tuple[str, ...]
    shingles: frozenset[int]
    lead: frozenset[int]
    terms: dict[str, int]


@lru_cache(maxsize=8)
def read(document: Document) -> Reading:
    """Return the words of `document`. Remembers the last few, as a document is first placed, then kept."""
    title = tuple(_WORD.findall(document.title.lower()))
    words = _WORD.findall(document.text.lower())
    hashes = _shingles(words)
    terms = Counter(_term(word) for word in words[:STORY_WORDS] if len(word) > 1)
    for word in title:
        if len(word) > 1:
            terms[_term(word)] += TITLE_WEIGHT
    return Reading(len(words), title, frozenset(hashes), frozenset(hashes[:LEAD_WORDS]), dict(terms))


def _shingles(words: list[str]) -> list[int]:
    hashes = [_hash_of(word) for word in words]
    return [
        (a * 0x9E3779B1 + b * 0x85EBCA6B + c * 0xC2B2AE35 + d * 0x27D4EB2F + e * 0x165667B1 >> 7) & _MASK
        for a, b, c, d, e in zip(hashes, hashes[1:], hashes[2:], hashes[3:], hashes[4:], strict=False)
    ]


@lru_cache(maxsize=100_000)
def _hash_of(word: str) -> int:
    return crc32(word.encode())


@lru_cache(maxsize=100_000)
def _term(word: str) -> str:
    if len(word) > 4 and word.endswith("s") and not word.endswith("ss"):  # noqa: PLR2004 - a plural of three letters
        return word[:-1]
    return word
