"""One Aho-Corasick automaton over the seeds of all leaves of all watchlists. The door of ahocorasick_rs."""

from collections.abc import Iterable, Iterator

from ahocorasick_rs import BytesAhoCorasick, Implementation

from feeds.query import Leaf
from feeds.watchlists.finder import Check, Span, seeds_of
from feeds.watchlists.page import Page

_FEW = 20_000
"""Up to so many seeds the automaton is a full table: twice as fast, at some hundred bytes a seed."""


class Automaton:
    """Built once from leaves; reads any number of pages, from any number of threads."""

    def __init__(self, leaves: Iterable[Leaf]) -> None:
        patterns: dict[bytes, int] = {}
        self._checks: dict[Leaf, tuple[tuple[int, Check], ...]] = {}
        self._leaves: list[list[Leaf]] = []
        for leaf in leaves:
            if leaf in self._checks:
                continue
            checks = []
            for seed in seeds_of(leaf):
                number = patterns.setdefault(seed.pattern, len(patterns))
                if number == len(self._leaves):
                    self._leaves.append([])
                self._leaves[number].append(leaf)
                checks.append((number, seed.check))
            self._checks[leaf] = tuple(checks)
        kind = Implementation.DFA if len(patterns) <= _FEW else Implementation.ContiguousNFA
        self._automaton = BytesAhoCorasick(list(patterns), implementation=kind) if patterns else None

    def read(self, page: Page) -> "Hits":
        """Return where the seeds stand on `page`."""
        hits: dict[int, list[int]] = {}
        if self._automaton is not None:
            for number, start, _ in self._automaton.find_matches_as_indexes(page.hay, overlapping=True):
                if number in hits:
                    hits[number].append(start + 1)
                else:
                    hits[number] = [start + 1]
        return Hits(page, hits, self._leaves, self._checks)


class Hits:
    """The places of one page where seeds stand; a leaf's are checked when asked for."""

    def __init__(
        self,
        page: Page,
        hits: dict[int, list[int]],
        leaves: list[list[Leaf]],
        checks: dict[Leaf, tuple[tuple[int, Check], ...]],
    ) -> None:
        self._page = page
        self._hits = hits
        self._leaves = leaves
        self._checks = checks

    def leaves(self) -> Iterator[Leaf]:
        """Yield the leaves of which a seed was hit; one may come twice."""
        for number in self._hits:
            yield from self._leaves[number]

    def spans(self, leaf: Leaf) -> list[Span]:
        """Return where `leaf` stands, in order."""
        found: list[Span] = []
        for number, check in self._checks.get(leaf, ()):
            for at in self._hits.get(number, ()):
                span = check(self._page, at)
                if span is not None:
                    found.append(span)
        return found if len(found) < 2 else sorted(set(found))  # noqa: PLR2004 - fewer need no order
