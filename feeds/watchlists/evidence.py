"""Weighs what speaks for and against each mention of a watchlist's forms. It decides; `explain` puts it into words.

A strong form counts. Any other counts if enough speaks for it, and no other sense has more that speaks for it. Evidence
weighs more the nearer it stands, and many pieces weigh less than their sum, so that no heap of distant words outweighs
one next to the mention.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from feeds.query import Kind, Leaf, Query
from feeds.query.tree import alternatives
from feeds.watchlists.automaton import Found
from feeds.watchlists.evaluate import Asked, Sight, asked, overlap
from feeds.watchlists.page import Page
from feeds.watchlists.tables import CUE, HINT, Cue, Sense

ATTACHED = 6.0
"""A cue that names the mention: “Texas National Guard”, “Ukraine's National Guard”, “the National Guard of Cyprus”."""

_WEIGHTS = ((3, 4.0), (12, 2.5), (40, 1.5))
"""Up to how many words apart a cue has which weight; what stands further apart has that of ELSEWHERE."""

ELSEWHERE = 0.75
OTHER_SENTENCE = 1.5
"""A cue near by weighs at most this much if a sentence ends between it and the mention."""
HEADLINE = 1.5
"""A cue in the headline weighs at least this much."""
HINTS_ALONE = 2.5
"""What another sense must be ahead by if nothing but hints speaks for it."""
_NEXT = 0.6
"""Each further cue of one sense counts this much of its weight: the second .6, the third .36."""

LONG_STORY = 250
"""From so many words on, an article is long enough to be about several countries."""
_SHORT_TITLE = 3
"""A capital on so short a word before (The, An, By) is that of a sentence, not of a name."""
PARTY = 3
"""So many different cues of a watchlist's own make its sense a party to a story."""


_NAME = re.compile(r"(?<=[a-z,;] )([A-Z][a-z]+)")
_NOT_NAMES = frozenset(
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "National",
        "Guard",
        "Guards",
        "Guardsmen",
        "Guardsman",
        "Christmas",
        "Easter",
        "God",
    ]
)


class Strength(Enum):
    """What a form needs in order to count."""

    STRONG = "strong"
    PRESUMED = "presumed"
    WEAK = "weak"
    ANCHORED = "anchored"


NEEDED = 0.75
"""How much must speak for a mention; nothing for a presumed one in a story that names nobody and no place."""

HEAD_START = {Strength.PRESUMED: 0.5, Strength.WEAK: 0.0}
"""What a mention has on its side before another sense is weighed against it."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a watchlist, read."""

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
    """A cue found, where, how many words from the mention (0 over it), and its weight there."""

    cue: Cue
    found: Found
    apart: int
    weight: float


_NO_CLUES: tuple[Clue, ...] = ()


class Outcome(Enum):
    """What becomes of a mention. One in doubt counts, but as a passing mention at most."""

    COUNTS = "counts"
    IN_DOUBT = "in doubt"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A mention, what becomes of it, and why: clues for it, a sense that outweighs it with its clues, its anchor."""

    mention: Found
    form: Form
    outcome: Outcome
    clues: tuple[Clue, ...] = ()
    rival: Sense | None = None
    against: tuple[Clue, ...] = ()
    anchor: Found | None = None


class Scales:
    """A weighing made ready for the leaves of one automaton."""

    def __init__(self, weighing: Weighing, numbers: Mapping[Leaf, int]) -> None:
        self._forms = [(form, asked(form.query, numbers)) for form in weighing.forms]
        self.senses = (*weighing.own, *weighing.rivals)
        self.own = range(len(weighing.own))
        self.rivals = range(len(weighing.own), len(self.senses))
        self._cues: dict[int, list[tuple[int, Cue]]] = {}
        self._queries: list[tuple[int, Cue, Asked]] = []
        for place, sense in enumerate(self.senses):
            for cue in sense.cues:
                self._file(place, cue, numbers)

    def _file(self, place: int, cue: Cue, numbers: Mapping[Leaf, int]) -> None:
        parts = alternatives(cue.query)
        if not all(isinstance(part, Leaf) for part in parts):
            self._queries.append((place, cue, asked(cue.query, numbers)))
            return
        for part in parts:
            if isinstance(part, Leaf):
                self._cues.setdefault(numbers[part], []).append((place, cue))

    def judge(self, sight: Sight) -> list[Verdict]:
        """Return a verdict on every mention of every form, in the order of their places."""
        mentions = [(one, form) for form, find in self._forms for one in find(sight) or ()]
        if not mentions:
            return []
        mentions.sort(key=lambda pair: (pair[0][0], -pair[0][1], pair[1].strength is not Strength.STRONG))
        anchor = next((one for one, form in mentions if form.strength is Strength.STRONG), None)
        bench = _Bench(sight.page, self, self.cues_on(sight))
        return [bench.verdict(one, form, anchor) for one, form in mentions]

    def cues_on(self, sight: Sight) -> list[dict[Cue, list[Found]]]:
        """Return for each sense its cues that stand on the page, with their places in order."""
        cues: list[dict[Cue, list[Found]]] = [{} for _ in self.senses]
        for number in self._cues.keys() & sight.found.keys():
            for place, cue in self._cues[number]:
                cues[place].setdefault(cue, []).extend(sight.found[number])
        for place, cue, find in self._queries:
            if places := find(sight):
                cues[place][cue] = list(places)
        for of_sense in cues:
            for places in of_sense.values():
                places.sort()
        return cues


class _Bench:
    """What stands on one page for and against the mentions of one watchlist."""

    def __init__(self, page: Page, scales: Scales, cues: list[dict[Cue, list[Found]]]) -> None:
        self._page = page
        self._scales = scales
        self._cues = cues
        self._own = [place for place in scales.own if cues[place]]
        self._rivals = [place for place in scales.rivals if cues[place]]

    def verdict(self, mention: Found, form: Form, anchor: Found | None) -> Verdict:
        if form.strength is Strength.STRONG:
            return Verdict(mention, form, Outcome.COUNTS)
        if covered := self._covered(mention):
            return covered_by(mention, form, *covered)
        after = anchor is not None and (form.strength is Strength.ANCHORED or mention > anchor)
        if after or form.strength is Strength.ANCHORED:
            outcome = Outcome.COUNTS if after else Outcome.OUT
            return Verdict(mention, form, outcome, anchor=anchor if after else None)
        if _has_case(form) and needs_anchor(self._page, mention):
            return Verdict(mention, form, Outcome.OUT)
        return self._weighed(mention, form)

    def _covered(self, mention: Found) -> tuple[Sense, Clue] | None:
        """Return the rival sense with a cue that lies over the mention and past it, as “ice cream” over “ice”."""
        for place in self._rivals:
            if self._scales.senses[place].mute_case_only and not case_is_mute(self._page, mention):
                continue
            for cue, places in self._cues[place].items():
                for found in places:
                    past = found[0] < mention[0] or found[1] > mention[1]
                    if past and overlap(found, mention):
                        return self._scales.senses[place], Clue(cue, found, 0, ATTACHED)
        return None

    def _weighed(self, mention: Found, form: Form) -> Verdict:
        own = {self._scales.senses[place].name: self._clues(mention, place) for place in self._own}
        clues = _strongest(clue for some in own.values() for clue in some)
        lead, rival, against = 0.0, None, _NO_CLUES
        for place in self._rivals:
            sense = self._scales.senses[place]
            if sense.over_it_only or (sense.mute_case_only and not case_is_mute(self._page, mention)):
                continue
            for_rival = _strongest(self._clues(mention, place))
            for_it = _strongest(clue for name, some in own.items() if name not in sense.shares for clue in some)
            more = total(for_rival) - total(for_it) - HEAD_START[form.strength]
            if all(clue.cue.weight < CUE for clue in for_rival):
                more -= HINTS_ALONE
            if more > lead or (more == lead and rival is None):
                lead, rival, against = more, sense, for_rival
        outcome = self._outcome(clues, form, rival)
        return Verdict(mention, form, outcome, clues=clues, rival=rival, against=against)

    def _outcome(self, clues: tuple[Clue, ...], form: Form, rival: Sense | None) -> Outcome:
        if rival is None:
            presumed = form.strength is Strength.PRESUMED and not names_somebody(self._page)
            return Outcome.COUNTS if presumed or total(clues) >= NEEDED else Outcome.OUT
        party = sum(clue.cue.weight >= HINT for clue in clues) >= PARTY
        if rival.yields_in_long_stories and party and len(self._page.word_starts) >= LONG_STORY:
            return Outcome.IN_DOUBT
        return Outcome.OUT

    def _clues(self, mention: Found, place: int) -> list[Clue]:
        """Return the clues of a sense, the heaviest where several find the same words."""
        best: dict[tuple[int, int], Clue] = {}
        for cue, places in self._cues[place].items():
            clue = self._nearest(mention, cue, places)
            spot = clue.found[:2]
            if spot not in best or clue.weight > best[spot].weight:
                best[spot] = clue
        return list(best.values())

    def _nearest(self, mention: Found, cue: Cue, places: list[Found]) -> Clue:
        """Return the clue of the cue's place that weighs most: one of the two about the mention, or the first."""
        at = bisect_left(places, mention)
        candidates = {0, max(at - 1, 0), min(at, len(places) - 1)}
        clues = [self._clue(mention, cue, places[place]) for place in sorted(candidates)]
        return max(clues, key=lambda clue: clue.weight)

    def _clue(self, mention: Found, cue: Cue, found: Found) -> Clue:
        page = self._page
        apart = apart_on(page, mention, found)
        weight = ELSEWHERE
        if apart <= _WEIGHTS[-1][0]:
            weight = next(weight for most, weight in _WEIGHTS if apart <= most)
            if weight > OTHER_SENTENCE and sentence_ends_between(page, mention, found):
                weight = OTHER_SENTENCE
            elif apart <= _WEIGHTS[0][0] and names(page, mention, found):
                weight = ATTACHED
        if found[0] < page.title_end:
            weight = max(weight, HEADLINE)
        return Clue(cue, found, apart, weight * cue.weight)


def covered_by(mention: Found, form: Form, sense: Sense, clue: Clue) -> Verdict:
    """Return the verdict on a mention that is a part of another name."""
    return Verdict(mention, form, Outcome.OUT, rival=sense, against=(clue,))


def total(clues: Iterable[Clue]) -> float:
    """Return the weight of clues that are sorted strongest first."""
    return sum(clue.weight * _NEXT**place for place, clue in enumerate(clues))


def apart_on(page: Page, one: Found, other: Found) -> int:
    """Return 1 for neighbours, one more for each word between them, 0 where they overlap; headline, then text."""
    first, second = (one, other) if one <= other else (other, one)
    if first[1] > second[0]:
        return 0
    return max(page.word_number(second[0]) - page.word_number(first[1] - 1), 1)


def sentence_ends_between(page: Page, one: Found, other: Found) -> bool:
    """Say whether a sentence or a line ends between two mentions."""
    first, second = (one, other) if one <= other else (other, one)
    ends = page.sentence_ends
    at = bisect_left(ends, first[1] - 1)
    return at < len(ends) and ends[at] < second[0]


def names(page: Page, mention: Found, found: Found) -> bool:
    """Say whether `found` names the mention: lies over it, stands right before it, or after it with “of” between."""
    if overlap(mention, found):
        return True
    if found[1] <= mention[0]:
        return page.full[found[1] : mention[0]].strip(" -\u2010\u2011") in ("", "'s", "’s", "’", "'")
    return page.full[mention[1] : found[0]].strip() in ("of", "of the")


def names_somebody(page: Page) -> bool:
    """Say whether the text has a name: a capitalised word inside a sentence, other than of the calendar."""
    return any(found[1] not in _NOT_NAMES for found in _NAME.finditer(page.full, page.text_start))


def case_is_mute(page: Page, mention: Found) -> bool:
    """Say whether case tells nothing: the mention is no capitals, or all of its line is."""
    text = page.full[mention[0] : mention[1]]
    if not text.isupper():
        return text.istitle() or text.islower()
    start, end = page.line(mention[0])
    return page.full[start:end].isupper()


def needs_anchor(page: Page, mention: Found) -> bool:
    """Say whether one capitalised word may be so only by its place: it begins a sentence, or is a part of a name."""
    text = page.full[mention[0] : mention[1]]
    if text.isupper() or not text.istitle() or " " in text:
        return False
    at = bisect_left(page.word_starts, mention[0])
    before = page.full[page.word_starts[at - 1] : mention[0]] if at > 0 else "."
    after = page.full[mention[1] : mention[1] + 2]
    word = before.rstrip(" ,:;([\"'“‘-–—")
    in_name = word.istitle() and len(word) > _SHORT_TITLE
    return not word.isalnum() or in_name or (after[:1] in " -" and after[1:].isupper())


def _has_case(form: Form) -> bool:
    return isinstance(form.query, Leaf) and form.query.kind in (Kind.EXACT, Kind.NAME)


def _strongest(clues: Iterable[Clue]) -> tuple[Clue, ...]:
    return tuple(sorted(clues, key=lambda clue: -clue.weight))
