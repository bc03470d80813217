"""Which quotes of an article are the same before and after it is read again. Pure: compares words, stores none."""

from collections import defaultdict
from collections.abc import Sequence

from storage.wordings import drifted, folded_words


def aligned(before: Sequence[str], after: Sequence[str]) -> tuple[int | None, ...]:
    """Return for each of the quotes `after` which of `before` it is, or None; both in order of place.

    The same text is the same quote, wherever it moved to; then the same letters and digits. None is taken twice.
    """
    found: dict[int, int] = {}
    for key in (_verbatim, folded_words):
        free = defaultdict(list)
        taken = set(found.values())
        for place, text in enumerate(before):
            if place not in taken:
                free[key(text)].append(place)
        for place, text in enumerate(after):
            if place not in found and free[key(text)]:
                found[place] = free[key(text)].pop(0)
    return tuple(found.get(place) for place in range(len(after)))


def reworded(gone: str, new: Sequence[str]) -> int | None:
    """Return which of the texts `new` is `gone` in other words: the only one that differs by a few; None for none."""
    words = folded_words(gone)
    near = [place for place, text in enumerate(new) if drifted(words, folded_words(text))]
    return near[0] if len(near) == 1 else None


def _verbatim(text: str) -> object:
    return text
