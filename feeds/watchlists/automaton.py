"""One Aho-Corasick automaton over the beginnings of all leaves of all watchlists. The door of ahocorasick_rs."""

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

    def read(self, page: Page) -> dict[int, list[Found]]:
        """Return where each leaf stands on `page`, in order of place; leaves that do not stand there are left out."""
        if self._all is None:
            return {}
        hits = self._all.find_matches_as_indexes(page.hay, overlapping=True)
        split = len(self._word_tests)
        found: dict[int, list[Found]] = {}
        self._read_words(page, {start for pattern, start, _ in hits if pattern < split}, found)
        for pattern, start, _ in hits:
            if pattern >= split:
                for number, test in self._place_tests[pattern - split]:
                    span = test(page, start + 1)
                    if span is not None:
                        _add(found, (*(page.tag(span[0]) if start >= page.text_end else span), number))
        return found

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


def _add(found: dict[int, list[Found]], one: Found) -> None:
    """Add a mention in order of place, once."""
    places = found.setdefault(one[2], [])
    if one not in places:
        places.append(one)
        places.sort()
