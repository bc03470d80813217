"""What a cue weighs where it stands: by distance, sentence, and whether it names the mention. It judges nothing."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from feeds.watchlists.automaton import Found
from feeds.watchlists.evaluate import overlap
from feeds.watchlists.page import Page
from feeds.watchlists.tables import Cue

ATTACHED = 6.0
"""A cue that names the mention: “Texas National Guard”, “Ukraine's National Guard”, “the National Guard of Cyprus”."""

_WEIGHTS = ((3, 4.0), (12, 2.5), (40, 1.5))
"""Up to how many words apart a cue has which weight; what stands further apart has that of ELSEWHERE."""

_WORD = 0.001
"""What each word between takes away: of two that are about as near, the nearer weighs more."""

ELSEWHERE = 0.75
OTHER_SENTENCE = 1.5
"""A cue near by weighs at most this much if a sentence ends between it and the mention."""
HEADLINE = 1.5
"""A cue in the headline weighs at least this much."""
_NEXT = 0.6
"""Each further cue of one sense counts this much of its weight: the second .6, the third .36."""


@dataclass(frozen=True, slots=True)
class Clue:
    """A cue found, where, how many words from the mention (0 over it), and its weight there."""

    cue: Cue
    found: Found
    apart: int
    weight: float


def clues_of(page: Page, mention: Found, cues: Mapping[Cue, list[Found]]) -> list[Clue]:
    """Return what `cues` say of a mention: of each the place that weighs most."""
    return apart(_nearest(page, mention, cue, places) for cue, places in cues.items())


def apart(clues: Iterable[Clue]) -> list[Clue]:
    """Return clues in order of place; of those that stand within one another, the longest."""
    kept: list[Clue] = []
    for clue in sorted(clues, key=lambda clue: (clue.found[0], -clue.found[1], -clue.weight)):
        if not kept or clue.found[1] > kept[-1].found[1]:
            kept.append(clue)
    return kept


def strongest(clues: Iterable[Clue]) -> tuple[Clue, ...]:
    """Return clues, the heaviest first."""
    return tuple(sorted(clues, key=lambda clue: -clue.weight))


def total(clues: Iterable[Clue]) -> float:
    """Return the weight of clues that are sorted strongest first."""
    return sum(clue.weight * _NEXT**place for place, clue in enumerate(clues))


def apart_on(page: Page, one: Found, other: Found) -> int:
    """Return 1 for neighbours, one more for each word between them, 0 where they overlap; headline, then text."""
    first, second = (one, other) if one <= other else (other, one)
    if first[1] > second[0]:
        return 0
    return max(page.word_number(second[0]) - page.word_number(first[1] - 1), 1)


def _nearest(page: Page, mention: Found, cue: Cue, places: list[Found]) -> Clue:
    """Return the clue of the cue's place that weighs most: one of the two about the mention, or the first."""
    at = bisect_left(places, mention)
    candidates = {0, max(at - 1, 0), min(at, len(places) - 1)}
    clues = [_clue(page, mention, cue, places[place]) for place in sorted(candidates)]
    return max(clues, key=lambda clue: clue.weight)


def _clue(page: Page, mention: Found, cue: Cue, found: Found) -> Clue:
    apart = apart_on(page, mention, found)
    weight = next((weight - apart * _WORD for most, weight in _WEIGHTS if apart <= most), ELSEWHERE)
    if weight > OTHER_SENTENCE and _sentence_ends_between(page, mention, found):
        weight = OTHER_SENTENCE
    elif apart <= _WEIGHTS[0][0] and _names(page, mention, found):
        weight = ATTACHED
    if found[0] < page.title_end:
        weight = max(weight, HEADLINE)
    return Clue(cue, found, apart, weight * cue.weight)


def _sentence_ends_between(page: Page, one: Found, other: Found) -> bool:
    """Say whether a sentence or a line ends between two mentions."""
    first, second = (one, other) if one <= other else (other, one)
    ends = page.sentence_ends
    at = bisect_left(ends, first[1] - 1)
    return at < len(ends) and ends[at] < second[0]


def _names(page: Page, mention: Found, found: Found) -> bool:
    """Say whether `found` names the mention: lies over it, stands right before it, or after it with “of” between."""
    if overlap(mention, found):
        return True
    if found[1] <= mention[0]:
        return page.full[found[1] : mention[0]].strip(" -\u2010\u2011") in ("", "'s", "’s", "’", "'")
    return page.full[mention[1] : found[0]].strip() in ("of", "of the")
