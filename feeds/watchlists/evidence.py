"""Weighs what speaks for and against each mention of a watchlist's forms. It decides; `explain` puts it into words.

A strong form counts. Any other counts if enough speaks for it, and no other sense has more that speaks for it. Evidence
weighs more the nearer it stands, and many pieces weigh less than their sum, so that no heap of distant words outweighs
one next to the mention.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from feeds.query import Kind, Leaf, Query
from feeds.query.tree import alternatives
from feeds.watchlists.automaton import Found
from feeds.watchlists.capitals import begins_a_sentence, case_is_mute, is_part_of_a_name, names_somebody
from feeds.watchlists.clues import ATTACHED, Clue, apart, clues_of, strongest, total
from feeds.watchlists.evaluate import Asked, Sight, asked, overlap
from feeds.watchlists.initials import names_spelled
from feeds.watchlists.page import Page
from feeds.watchlists.tables import CUE, HINT, Cue, Sense

HINTS_ALONE = 2.5
"""What another sense must be ahead by if nothing but hints speaks for it."""
LONG_STORY = 250
"""From so many words on, an article is long enough to be about several countries."""
PARTY = 3
"""So many different cues of a watchlist's own make its sense a party to a story."""


class Strength(Enum):
    """What a form needs in order to count."""

    STRONG = "strong"
    PRESUMED = "presumed"
    WEAK = "weak"
    ANCHORED = "anchored"


NEEDED = 0.75
"""How much must speak for a mention; nothing for a presumed one in a story that names nobody and no place."""

NEEDED_IN_CAPITALS = 1.5
"""How much must speak for a weak form where its case tells nothing."""

NEEDED_AT_A_START = 2.5
"""How much must speak for one capitalised word that begins a sentence, and more than one cue must."""

HEAD_START = {Strength.PRESUMED: 0.5, Strength.WEAK: 0.0}
"""What a mention has on its side before another sense is weighed against it."""

NAMED = 4.0
"""What the name of another sense weighs that holds the form, anywhere in the article: “Ice Cube” for a later “Ice”."""

LATE_START = -2.5
"""The same for one capitalised word that begins a sentence."""


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
        strong = [one for one, form in mentions if form.strength is Strength.STRONG]
        bench = _Bench(sight.page, self, self.cues_on(sight), [one for one, _ in mentions], strong)
        return [bench.verdict(one, form, strong[0] if strong else None) for one, form in mentions]

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

    def __init__(
        self,
        page: Page,
        scales: Scales,
        cues: list[dict[Cue, list[Found]]],
        mentions: list[Found],
        strong: list[Found],
    ) -> None:
        self._page = page
        self._strong = strong
        self._scales = scales
        self._cues = cues
        self._own = [place for place in scales.own if cues[place]]
        self._rivals = [place for place in scales.rivals if cues[place]]
        self._named = self._names_over(mentions)

    def verdict(self, mention: Found, form: Form, anchor: Found | None) -> Verdict:
        if form.strength is Strength.STRONG:
            return Verdict(mention, form, Outcome.COUNTS)
        if covered := self._covered(mention):
            return _covered_by(mention, form, *covered)
        after = anchor is not None and (form.strength is Strength.ANCHORED or mention > anchor)
        if after or form.strength is Strength.ANCHORED:
            outcome = Outcome.COUNTS if after else Outcome.OUT
            return Verdict(mention, form, outcome, anchor=anchor if after else None)
        if _has_case(form) and is_part_of_a_name(self._page, mention):
            return Verdict(mention, form, Outcome.OUT)
        return self._weighed(mention, form)

    def _covered(self, mention: Found) -> tuple[Sense, Clue] | None:
        """Return the rival sense with a full cue that lies over the mention and past it: “ice cream” over “ice”."""
        for place in self._rivals:
            if self._scales.senses[place].mute_case_only and not case_is_mute(self._page, mention):
                continue
            for cue, places in self._cues[place].items():
                for found in places if cue.weight == CUE else ():
                    past = found[0] < mention[0] or found[1] > mention[1]
                    if past and overlap(found, mention):
                        return self._scales.senses[place], Clue(cue, found, 0, ATTACHED)
        return None

    def _weighed(self, mention: Found, form: Form) -> Verdict:
        own = {self._scales.senses[place].name: self._clues(mention, place) for place in self._own}
        clues = strongest(apart(clue for some in own.values() for clue in some))
        common = self._may_be_common(mention, form)
        lead, rival, against = 0.0, None, _NO_CLUES
        for sense, for_rival in self._rival_clues(mention, form):
            for_it = strongest(apart(clue for name, some in own.items() if name not in sense.shares for clue in some))
            head_start = LATE_START if common and sense.mute_case_only else HEAD_START[form.strength]
            more = total(for_rival) - total(for_it) - head_start
            if all(clue.cue.weight < CUE for clue in for_rival):
                more -= HINTS_ALONE
            if more > lead or (more == lead and rival is None):
                lead, rival, against = more, sense, for_rival
        outcome = self._outcome(mention, clues, form, rival)
        return Verdict(mention, form, outcome, clues=clues, rival=rival, against=against)

    def _rival_clues(self, mention: Found, form: Form) -> Iterator[tuple[Sense, tuple[Clue, ...]]]:
        for place in self._rivals:
            sense = self._scales.senses[place]
            if not sense.over_it_only and (not sense.mute_case_only or case_is_mute(self._page, mention)):
                yield sense, strongest(self._clues(mention, place))
        letters = form.query.text if isinstance(form.query, Leaf) else ""
        for start, end in names_spelled(self._page, letters):
            found = (start, end, mention[2])
            if not any(overlap(found, one) for one in self._strong):
                name = " ".join(self._page.full[start:end].split())
                cue = Cue(name, Leaf(Kind.PHRASE, name))
                yield Sense(f"“{name}”", (cue,)), tuple(clues_of(self._page, mention, {cue: [found]}))

    def _outcome(self, mention: Found, clues: tuple[Clue, ...], form: Form, rival: Sense | None) -> Outcome:
        if rival is None:
            free = form.strength is Strength.PRESUMED and not names_somebody(self._page)
            return Outcome.COUNTS if free or self._enough(mention, form, clues) else Outcome.OUT
        party = sum(clue.cue.weight >= HINT for clue in clues) >= PARTY
        if rival.yields_in_long_stories and party and len(self._page.word_starts) >= LONG_STORY:
            return Outcome.IN_DOUBT
        return Outcome.OUT

    def _enough(self, mention: Found, form: Form, clues: tuple[Clue, ...]) -> bool:
        """Say whether enough speaks for a mention, by what its capitals tell."""
        if self._may_be_common(mention, form):
            return len(clues) > 1 and total(clues) >= NEEDED_AT_A_START
        letters_only = isinstance(form.query, Leaf) and form.query.kind is Kind.ACRONYM
        mute = letters_only and case_is_mute(self._page, mention)
        return total(clues) >= (NEEDED_IN_CAPITALS if mute else NEEDED)

    def _may_be_common(self, mention: Found, form: Form) -> bool:
        """Say whether a form in its exact case may be a common noun, capitalised for its place."""
        return form.strength is Strength.WEAK and _has_case(form) and begins_a_sentence(self._page, mention)

    def _clues(self, mention: Found, place: int) -> list[Clue]:
        """Return what speaks for one sense; a name that holds the form itself tells what it is short for elsewhere."""
        clues = clues_of(self._page, mention, self._cues[place])
        named = self._named.get(place, frozenset())
        return [replace(clue, weight=max(clue.weight, NAMED)) if clue.found in named else clue for clue in clues]

    def _names_over(self, mentions: list[Found]) -> dict[int, frozenset[Found]]:
        """Return for each rival sense the names that hold a mention and more: “Ice Cube”, “ICE Futures”."""
        senses = self._scales.senses
        names = {
            place: frozenset(
                found
                for cue, places in self._cues[place].items()
                if cue.weight == CUE
                for found in places
                if any(found != one and found[0] <= one[0] and one[1] <= found[1] for one in mentions)
            )
            for place in self._rivals
            if not senses[place].over_it_only and not senses[place].mute_case_only
        }
        return {place: held for place, held in names.items() if held}


def _covered_by(mention: Found, form: Form, sense: Sense, clue: Clue) -> Verdict:
    """Return the verdict on a mention that is a part of another name."""
    return Verdict(mention, form, Outcome.OUT, rival=sense, against=(clue,))


def _has_case(form: Form) -> bool:
    return isinstance(form.query, Leaf) and form.query.kind in (Kind.EXACT, Kind.NAME)
