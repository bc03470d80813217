"""Holds a query's tree against a page: is it met, and where do its words stand? It knows no watchlists and no forms."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import assert_never

from feeds.query import And, Field, FieldName, Leaf, Mask, Near, Not, Or, Query
from feeds.query.tree import words_of
from feeds.watchlists.finder import Span
from feeds.watchlists.language import language_of
from feeds.watchlists.page import Page, fold


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of a page's `full` and the leaf that found it."""

    start: int
    end: int
    leaf: Leaf


class Sight:
    """One page and what the automaton hit on it. Leaves are looked up once and remembered."""

    def __init__(self, page: Page, leaf_spans: Callable[[Leaf], Iterable[Span]]) -> None:
        self.page = page
        self._leaf_spans = leaf_spans
        self._known: dict[Leaf, tuple[Found, ...]] = {}

    def of_leaf(self, leaf: Leaf) -> tuple[Found, ...]:
        """Return where `leaf` stands, in order."""
        known = self._known.get(leaf)
        if known is None:
            spans = self._leaf_spans(leaf)
            known = self._known[leaf] = tuple(Found(start, end, leaf) for start, end in spans)
        return known

    def find(self, query: Query) -> tuple[Found, ...] | None:
        """Return where what `query` asks for stands, in no order; None where the query is not met.

        Empty where the query is met without words of its own (NOT, source, lang).
        """
        match query:
            case Leaf():
                return self.of_leaf(query) or None
            case Or(parts):
                return self._any(parts)
            case And(parts):
                return self._all(parts)
            case Not(part):
                return None if self.find(part) is not None else ()
            case Near(left, right, within):
                return self._near(left, right, within)
            case Mask() | Field():
                return self._narrowed(query)
            case _:
                assert_never(query)

    def _any(self, parts: tuple[Query, ...]) -> tuple[Found, ...] | None:
        met = [found for part in parts if (found := self.find(part)) is not None]
        return tuple(one for found in met for one in found) if met else None

    def _all(self, parts: tuple[Query, ...]) -> tuple[Found, ...] | None:
        met: list[Found] = []
        for part in parts:
            found = self.find(part)
            if found is None:
                return None
            met.extend(found)
        return tuple(met)

    def _near(self, left: Query, right: Query, within: int) -> tuple[Found, ...] | None:
        lefts, rights = self.find(left), self.find(right)
        if not lefts or not rights:
            return None
        pairs = [
            Found(min(one.start, other.start), max(one.end, other.end), one.leaf)
            for one in lefts
            for other in rights
            if self.words_apart(one, other) in range(1, within + 1)
        ]
        return tuple(pairs) or None

    def words_apart(self, one: Found, other: Found) -> int:
        """Return 1 for neighbours, one more for each word between them, 0 where they overlap.

        Headline and text lie apart: their distance is the number of words on the page.
        """
        first, second = sorted((one, other), key=lambda found: found.start)
        if first.end > second.start:
            return 0
        page = self.page
        if first.end <= page.title_end <= second.start:
            return len(page.word_starts)
        return page.word_number(second.start) - page.word_number(first.end - 1)

    def _narrowed(self, query: Mask | Field) -> tuple[Found, ...] | None:
        if isinstance(query, Field) and not query.name.holds_words:
            return () if self._fact_holds(query) else None
        found = self.find(query.part)
        if not found:
            return None
        if isinstance(query, Field):
            start, end = self._stretch(query.name)
            return tuple(one for one in found if start <= self._at(one) < end) or None
        masks = [mask for leaf in query.masks for mask in self.of_leaf(leaf)]
        return tuple(one for one in found if not any(_overlap(one, mask) for mask in masks)) or None

    def _at(self, found: Found) -> int:
        return self.page.place(found.start, found.end)[0]

    def _stretch(self, name: FieldName) -> Span:
        page = self.page
        match name:
            case FieldName.TITLE:
                return 0, page.title_end
            case FieldName.LEAD:
                return page.text_start, page.lead_end
            case FieldName.BODY | FieldName.SOURCE | FieldName.LANG:
                return page.text_start, page.text_end

    def _fact_holds(self, field: Field) -> bool:
        assert isinstance(field.part, Leaf)  # noqa: S101 - the parser makes nothing else; tells mypy so
        if field.name is FieldName.LANG:
            return language_of(self.page.article.text) == field.part.text
        said = tuple(fold(word) for word in words_of(self.page.article.source))
        wanted = tuple(fold(word) for word in field.part.words)
        return any(said[at : at + len(wanted)] == wanted for at in range(len(said)))


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end
