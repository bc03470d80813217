"""Weighs what speaks for and against each mention of a watchlist's forms. It decides; `explain` puts it into words.

A strong form counts. Any other counts if enough speaks for it, and no other sense has more that speaks for it. Evidence
weighs more the nearer it stands, and many pieces weigh less than their sum, so that no heap of distant words outweighs
one next to the mention.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from feeds.query import Query
from feeds.watchlists.evaluate import Found, Sight
from feeds.watchlists.tables import Cue, Sense

BESIDE, CLOSE, NEAR = 3, 12, 40
"""How many words apart is beside, close and near; what is further counts as elsewhere."""

_WEIGHTS = ((BESIDE, 4.0), (CLOSE, 2.5), (NEAR, 1.5))
ELSEWHERE = 0.75
HEADLINE = 1.5
_NEXT = 0.6
"""Each further piece of evidence for one sense counts this much of its weight: the second .6, the third .36."""


class Strength(Enum):
    """What a form needs in order to count."""

    STRONG = "strong"
    PRESUMED = "presumed"
    WEAK = "weak"
    ANCHORED = "anchored"


NEEDED = {Strength.PRESUMED: 0.0, Strength.WEAK: 1.0, Strength.ANCHORED: 1.0}
"""How much must speak for a mention."""

HEAD_START = {Strength.PRESUMED: 0.5, Strength.WEAK: 0.0, Strength.ANCHORED: 0.0}
"""What a mention has on its side before another sense is weighed against it."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a watchlist, as typed and read."""

    text: str
    query: Query
    strength: Strength


@dataclass(frozen=True, slots=True)
class Weighing:
    """The forms of one watchlist with the senses that speak for it and those that rival it."""

    forms: tuple[Form, ...]
    own: tuple[Sense, ...]
    rivals: tuple[Sense, ...]


@dataclass(frozen=True, slots=True)
class Clue:
    """A cue found, where, how many words from the mention (None in the headline of another part), and its weight."""

    cue: Cue
    found: Found
    apart: int
    weight: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """A mention, whether it counts, and why: the clues for it, and the sense that outweighs it with its clues."""

    mention: Found
    form: Form
    counts: bool
    clues: tuple[Clue, ...] = ()
    rival: Sense | None = None
    against: tuple[Clue, ...] = ()
    anchor: Found | None = None


def judge(sight: Sight, weighing: Weighing) -> tuple[Verdict, ...]:
    """Return a verdict on every mention of every form, in the order of their places."""
    mentions = [(found, form) for form in weighing.forms for found in sight.find(form.query) or ()]
    if not mentions:
        return ()
    mentions.sort(key=lambda pair: (pair[0].start, -pair[0].end))
    anchor = next((found for found, form in mentions if form.strength is Strength.STRONG), None)
    bench = _Bench(sight, weighing)
    return tuple(bench.verdict(found, form, anchor) for found, form in mentions)


class _Bench:
    """The clues on one page for one watchlist, found once."""

    def __init__(self, sight: Sight, weighing: Weighing) -> None:
        self._sight = sight
        self._own = [(sense, _cues_found(sight, sense)) for sense in weighing.own]
        self._rivals = [(sense, found) for sense in weighing.rivals if (found := _cues_found(sight, sense))]

    def verdict(self, mention: Found, form: Form, anchor: Found | None) -> Verdict:
        if form.strength is Strength.STRONG:
            return Verdict(mention, form, counts=True)
        if self._covered(mention):
            return self._against(mention, form)
        if anchor is not None and (form.strength is Strength.ANCHORED or mention.start > anchor.start):
            return Verdict(mention, form, counts=True, anchor=anchor)
        if form.strength is Strength.ANCHORED:
            return Verdict(mention, form, counts=False)
        return self._against(mention, form)

    def _covered(self, mention: Found) -> bool:
        return any(
            found.start <= mention.start
            and mention.end <= found.end
            and found.end - found.start > mention.end - mention.start
            for _, cues in self._rivals
            for _, places in cues
            for found in places
        )

    def _against(self, mention: Found, form: Form) -> Verdict:
        own = {sense.name: self._clues(mention, cues) for sense, cues in self._own}
        clues = _strongest(clue for some in own.values() for clue in some)
        worst: tuple[float, Sense | None, tuple[Clue, ...]] = (0.0, None, ())
        for sense, cues in self._rivals:
            if sense.in_capitals and not case_is_mute(self._sight, mention):
                continue
            against = _strongest(self._clues(mention, cues))
            for_it = _strongest(clue for name, some in own.items() if name not in sense.shares for clue in some)
            lead = total(against) - total(for_it) - HEAD_START[form.strength]
            if against and lead >= 0 and (worst[1] is None or lead > worst[0]):
                worst = (lead, sense, against)
        needed = NEEDED[form.strength]
        counts = worst[1] is None and total(clues) >= needed
        return Verdict(mention, form, counts=counts, clues=clues, rival=worst[1], against=worst[2])

    def _clues(self, mention: Found, cues: list[tuple[Cue, tuple[Found, ...]]]) -> list[Clue]:
        return [
            max((self._clue(mention, cue, found) for found in places), key=lambda clue: clue.weight)
            for cue, places in cues
        ]

    def _clue(self, mention: Found, cue: Cue, found: Found) -> Clue:
        apart = self._sight.words_apart(mention, found)
        weight = next((weight for most, weight in _WEIGHTS if apart <= most), ELSEWHERE)
        if found.start < self._sight.page.title_end:
            weight = max(weight, HEADLINE)
        return Clue(cue, found, apart, weight * cue.weight)


def total(clues: Iterable[Clue]) -> float:
    """Return the weight of clues that are sorted strongest first."""
    return sum(clue.weight * _NEXT**place for place, clue in enumerate(clues))


def case_is_mute(sight: Sight, found: Found) -> bool:
    """Say whether the line that `found` stands in is all capitals, or `found` begins with a capital only."""
    page = sight.page
    if not page.full[found.start : found.end].isupper():
        return True
    start, end = page.line(found.start)
    return page.full[start:end].isupper()


def _cues_found(sight: Sight, sense: Sense) -> list[tuple[Cue, tuple[Found, ...]]]:
    return [(cue, places) for cue in sense.cues if (places := sight.find(cue.query))]


def _strongest(clues: Iterable[Clue]) -> tuple[Clue, ...]:
    return tuple(sorted(clues, key=lambda clue: -clue.weight))
