"""How alike two wordings of a quote are: the same, one within the other, or a few words apart. Pure; stores nothing.

Letters and digits tell, in any case; marks, spaces and hyphens do not.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache
from hashlib import blake2b

GRAM = 3
"""Words in a row by which wordings that may be alike are found."""
FEWEST_WITHIN = 3
"""A fragment of fewer words ("very bad") stands in too many sentences to be told from one of them."""
FEWEST_WHOLE_WITHIN = 5
"""The same of a whole sentence: "We did it" is said on many occasions."""
FEWEST_DRIFTED = 5
DRIFT = 0.8
"""The share of the shorter wording's words that the longer must have too, in runs, for both to be one utterance."""
SHORTEST_RUN = 2
_CUTS = str.maketrans(dict.fromkeys("‐‑‒–—―/…", " ") | {"-": " "})


class Likeness(IntEnum):
    """How two wordings are alike, least first. `HOLDS`: the second stands in the first; `WITHIN`: the other way."""

    OTHER = 0
    HOLDS = 1
    DRIFTED = 2
    WITHIN = 3
    SAME = 4


@lru_cache(maxsize=4096)
def folded_words(text: str) -> tuple[str, ...]:
    """Return the words of `text`, each its letters and digits in lower case; an ellipsis or a dash parts words."""
    words = (
        "".join(filter(str.isalnum, word)) for word in text.casefold().translate(_CUTS).replace("...", " ").split()
    )
    return tuple(word for word in words if word)


def wording_key(surname: str, words: Sequence[str]) -> int:
    """Return the key of a wording by whoever bears `surname`, of 63 bits; spaces between the words do not count."""
    return _key(f"{surname}\n{''.join(words)}")


def grams(surname: str, words: Sequence[str]) -> frozenset[int]:
    """Return the keys of every three words in a row; none where there are fewer."""
    return frozenset(_key(f"{surname}\t{' '.join(words[at : at + GRAM])}") for at in range(len(words) - GRAM + 1))


def likeness(one: tuple[str, ...], other: tuple[str, ...], *, one_whole: bool, other_whole: bool) -> Likeness:
    """Return how alike two wordings are; a whole sentence needs more words to be held for part of another."""
    if "".join(one) == "".join(other):
        return Likeness.SAME
    if _within(one, other, FEWEST_WHOLE_WITHIN if one_whole else FEWEST_WITHIN):
        return Likeness.WITHIN
    if _within(other, one, FEWEST_WHOLE_WITHIN if other_whole else FEWEST_WITHIN):
        return Likeness.HOLDS
    return Likeness.DRIFTED if drifted(one, other) else Likeness.OTHER


def drifted(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether two wordings differ by a few words only, or one by that from a part of the other."""
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < FEWEST_DRIFTED:
        return False
    runs = [run for run in SequenceMatcher(None, longer, shorter, autojunk=False).get_matching_blocks() if run.size]
    kept = sum(run.size for run in runs if run.size >= SHORTEST_RUN)
    if kept < DRIFT * len(shorter):
        return False
    reach = runs[-1].a + runs[-1].size - runs[0].a
    return reach <= 2 * len(shorter)


def _within(part: tuple[str, ...], whole: tuple[str, ...], fewest: int) -> bool:
    return fewest <= len(part) < len(whole) and f" {' '.join(part)} " in f" {' '.join(whole)} "


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1
