"""Holds a query's tree against a page: is it met, and where do its words stand? It knows no watchlists and no forms."""

from collections.abc import Callable, Mapping
from typing import assert_never

from feeds.query import And, Field, FieldName, Leaf, Mask, Near, Not, Or, Query
from feeds.query.tree import words_of
from feeds.watchlists.automaton import Found
from feeds.watchlists.language import language_of
from feeds.watchlists.page import Page, fold

WORLDS_APART = 1 << 30


class Sight:
    """One page, and what the automaton found on it by the number of its leaf."""

    __slots__ = ("found", "page")

    def __init__(self, page: Page, found: Mapping[int, list[Found]]) -> None:
        self.page = page
        self.found = found


Asked = Callable[[Sight], list[Found] | None]
"""A query made ready. Returns where what it asks for stands, in no order, or None where it is not met.

Empty where it is met without words of its own (NOT, source, lang).
"""


def asked(query: Query, numbers: Mapping[Leaf, int]) -> Asked:
    """Return `query` made ready for sights in which its leaves have `numbers`."""
    match query:
        case Leaf():
            return _leaf(numbers[query])
        case Or(parts):
            return _any(parts, numbers)
        case And(parts):
            return _all([asked(part, numbers) for part in parts])
        case Not(part):
            denied = asked(part, numbers)
            return lambda sight: None if denied(sight) is not None else []
        case Near(left, right, within):
            return _near(asked(left, numbers), asked(right, numbers), within)
        case Mask() | Field():
            return _narrowed(query, numbers)
        case _:
            assert_never(query)


def words_apart(page: Page, one: Found, other: Found) -> int:
    """Return 1 for neighbours, one more for each word between them, 0 where they overlap.

    Headline and text are WORLDS_APART.
    """
    first, second = sorted((one, other))
    if first[1] > second[0]:
        return 0
    if first[1] <= page.title_end <= second[0]:
        return WORLDS_APART
    return page.word_number(second[0]) - page.word_number(first[1] - 1)


def overlap(one: Found, other: Found) -> bool:
    """Say whether two mentions share a character."""
    return one[0] < other[1] and other[0] < one[1]


def _leaf(number: int) -> Asked:
    return lambda sight: sight.found.get(number)


def _any(parts: tuple[Query, ...], numbers: Mapping[Leaf, int]) -> Asked:
    of_leaves = [numbers[part] for part in parts if isinstance(part, Leaf)]
    of_others = [asked(part, numbers) for part in parts if not isinstance(part, Leaf)]

    def find(sight: Sight) -> list[Found] | None:
        found = sight.found
        met = [found[number] for number in of_leaves if number in found]
        met += [places for other in of_others if (places := other(sight)) is not None]
        if len(met) == 1:
            return met[0]
        return [one for places in met for one in places] if met else None

    return find


def _all(parts: list[Asked]) -> Asked:
    def find(sight: Sight) -> list[Found] | None:
        met: list[Found] = []
        for part in parts:
            places = part(sight)
            if places is None:
                return None
            met += places
        return met

    return find


def _near(left: Asked, right: Asked, within: int) -> Asked:
    def find(sight: Sight) -> list[Found] | None:
        lefts, rights = left(sight), right(sight)
        if not lefts or not rights:
            return None
        pairs = [
            (min(one[0], other[0]), max(one[1], other[1]), one[2])
            for one in lefts
            for other in rights
            if 0 < words_apart(sight.page, one, other) <= within
        ]
        return pairs or None

    return find


def _narrowed(query: Mask | Field, numbers: Mapping[Leaf, int]) -> Asked:
    if isinstance(query, Field):
        if not query.name.holds_words:
            return _fact(query)
        return _held(asked(query.part, numbers), query.name)
    part = asked(query.part, numbers)
    masks = [numbers[mask] for mask in query.masks]

    def find(sight: Sight) -> list[Found] | None:
        over = [one for mask in masks for one in sight.found.get(mask, ())]
        return [one for one in part(sight) or () if not any(overlap(one, mask) for mask in over)] or None

    return find


def _held(part: Asked, name: FieldName) -> Asked:
    def find(sight: Sight) -> list[Found] | None:
        page = sight.page
        start = 0 if name is FieldName.TITLE else page.text_start
        end = {FieldName.TITLE: page.title_end, FieldName.LEAD: page.lead_end}.get(name, page.text_end)
        return [one for one in part(sight) or () if start <= one[0] < end] or None

    return find


def _fact(field: Field) -> Asked:
    wanted = tuple(fold(word) for leaf in (field.part,) if isinstance(leaf, Leaf) for word in leaf.words)

    def by_language(sight: Sight) -> list[Found] | None:
        language = language_of(sight.page.article.text)
        return [] if language is not None and (language.encode(),) == wanted else None

    def by_source(sight: Sight) -> list[Found] | None:
        said = tuple(fold(word) for word in words_of(sight.page.article.source))
        return [] if any(said[at : at + len(wanted)] == wanted for at in range(len(said))) else None

    return by_language if field.name is FieldName.LANG else by_source
