"""One Aho-Corasick automaton over the beginnings of all leaves of all watchlists. The door of ahocorasick_rs."""

import re
from collections.abc import Iterable

from ahocorasick_rs import BytesAhoCorasick, Implementation

from feeds.query import Leaf
from feeds.watchlists.finder import PlaceTest, WordFinder, WordTest, finders_of
from feeds.watchlists.page import Page, fold

_SPACE = 0x20
_MOST_SEEDS_IN_FULL = 20_000
"""Up to so many seeds the automaton is a full table: faster, at some hundred bytes a seed."""

_MOST_WORDS = 1 << 18
"""How many different words are remembered with the leaves that find them."""

_NOT_BY_ITSELF = re.compile(r"[.\n]")
"""What stands before a full stop, or where the headline ends, tells whether words on both sides are one phrase."""

Found = tuple[int, int, int]
"""Where a leaf stands on a page: start, end, and the leaf's number."""


class Automaton:
    """Built once from leaves, which it numbers in their order; reads any number of pages."""

    def __init__(self, leaves: Iterable[Leaf]) -> None:
        self.numbers: dict[Leaf, int] = {}
        self.leaves: list[Leaf] = []
        words: dict[bytes, list[tuple[int, WordTest]]] = {}
        places: dict[bytes, list[tuple[int, PlaceTest]]] = {}
        for leaf in leaves:
            if leaf in self.numbers:
                continue
            number = self.numbers[leaf] = len(self.leaves)
            self.leaves.append(leaf)
            for finder in finders_of(leaf):
                for seed in finder.seeds:
                    if isinstance(finder, WordFinder):
                        words.setdefault(seed, []).append((number, finder.test))
                    else:
                        places.setdefault(seed, []).append((number, finder.test))
        self._words = _built(words)
        self._all = _built([*words, *places])
        self._word_tests = list(words.values())
        self._place_tests = list(places.values())
        self._known: dict[str, tuple[int, ...]] = {}
        self._pieces: dict[tuple[int, str], tuple[tuple[int, int, int], ...]] = {}

    def read(self, page: Page) -> dict[int, list[Found]]:
        """Return where each leaf stands on `page`, in order of place; leaves that do not stand there are left out."""
        if self._all is None:
            return {}
        hits = self._all.find_matches_as_indexes(page.hay, overlapping=True)
        split = len(self._word_tests)
        found: dict[int, list[Found]] = {}
        self._read_words(page, {start for pattern, start, _ in hits if pattern < split}, found)
        self._read_places(page, [hit for hit in hits if hit[0] >= split], found)
        return found

    def _read_places(self, page: Page, hits: list[tuple[int, int, int]], found: dict[int, list[Found]]) -> None:
        hay, full, pieces, text_end = page.hay, page.full, self._pieces, page.text_end
        for pattern, start, end in hits:
            at = start + 1
            piece = full[at : hay.index(_SPACE, end)]
            known = pieces.get((pattern, piece))
            if known is None:
                known = self._leaves_at(page, pattern, at, piece)
            for number, before, after in known:
                span = (at + before, at + after)
                one = (*(page.tag(at) if start >= text_end else span), number)
                if number in found:
                    _add(found[number], one)
                else:
                    found[number] = [one]

    def _leaves_at(self, page: Page, pattern: int, at: int, piece: str) -> tuple[tuple[int, int, int], ...]:
        """Return the leaves that `piece`, which stands at `at`, is a mention of, each with its span from `at`."""
        tests = self._place_tests[pattern - len(self._word_tests)]
        spans = ((number, test(page, at)) for number, test in tests)
        known = tuple((number, span[0] - at, span[1] - at) for number, span in spans if span is not None)
        if _NOT_BY_ITSELF.search(piece) is None:
            if len(self._pieces) >= _MOST_WORDS:
                self._pieces.clear()
            self._pieces[pattern, piece] = known
        return known

    def _read_words(self, page: Page, starts: set[int], found: dict[int, list[Found]]) -> None:
        hay, full, known = page.hay, page.full, self._known
        for start in sorted(starts):
            at = start + 1
            end = hay.index(_SPACE, at)
            word = full[at:end]
            numbers = known.get(word)
            if numbers is None:
                numbers = self._leaves_of(word)
            if numbers and start >= page.text_end:
                at, end = page.tag(at)
            for number in numbers:
                if number in found:
                    found[number].append((at, end, number))
                else:
                    found[number] = [(at, end, number)]

    def _leaves_of(self, word: str) -> tuple[int, ...]:
        """Return the leaves that `word`, as an article spells it, is a mention of."""
        if len(self._known) >= _MOST_WORDS:
            self._known.clear()
        folded = fold(word)
        hits = self._words.find_matches_as_indexes(b" " + folded + b" ", overlapping=True) if self._words else []
        patterns = [pattern for pattern, start, _ in hits if start == 0]
        passed = (number for pattern in patterns for number, test in self._word_tests[pattern] if test(word, folded))
        numbers = self._known[word] = tuple(sorted(set(passed)))
        return numbers


def _built(seeds: Iterable[bytes]) -> BytesAhoCorasick | None:
    patterns = [b" " + seed for seed in seeds]
    if not patterns:
        return None
    kind = Implementation.DFA if len(patterns) <= _MOST_SEEDS_IN_FULL else Implementation.ContiguousNFA
    return BytesAhoCorasick(patterns, implementation=kind)


def _add(places: list[Found], one: Found) -> None:
    """Add a mention in order of place, once."""
    if places[-1] < one:
        places.append(one)
    elif one not in places:
        places.append(one)
        places.sort()
