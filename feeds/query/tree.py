"""The tree a query is read into: frozen values with one normal form, so that equal queries are equal trees.

Normal form: `Or` and `And` hold two or more parts and never one of their own kind; `Not` never stands in `Not`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import assert_never

_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?(?!\w)")
_WORD = re.compile(r"[^\W_]+")


class Kind(StrEnum):
    """How a leaf's words must stand in an article; see product §2 for each rule."""

    ACRONYM = "acronym"
    NAME = "name"
    FAMILY = "family"
    PHRASE = "phrase"
    EXACT = "exact"
    PREFIX = "prefix"


class FieldName(StrEnum):
    """The part of an article, or the fact about it, that a query may be held to."""

    TITLE = "title"
    LEAD = "lead"
    BODY = "body"
    SOURCE = "source"
    LANG = "lang"

    @property
    def holds_words(self) -> bool:
        """Say whether the field is a stretch of the article, rather than a fact about it."""
        return self not in (FieldName.SOURCE, FieldName.LANG)


@dataclass(frozen=True, slots=True)
class Leaf:
    """Words to look for. `text` is as typed, with single spaces and without marks; a prefix goes without its star."""

    kind: Kind
    text: str

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words of `text`, in their case; dotted capitals (U.S.) are one word without dots."""
        return words_of(self.text)


@dataclass(frozen=True, slots=True)
class Field:
    """A query held to one part of the article; under `source` and `lang` the part is always a `Leaf`."""

    name: FieldName
    part: "Query"


@dataclass(frozen=True, slots=True)
class Or:
    """Any of the parts."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class And:
    """All of the parts, anywhere in the article."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Both sides with at most `within` - 1 words between them, in either order."""

    left: "Query"
    right: "Query"
    within: int


@dataclass(frozen=True, slots=True)
class Not:
    """Drops the whole article where the part is found."""

    part: "Query"


@dataclass(frozen=True, slots=True)
class Mask:
    """The part, but not where one of `masks` lies over it: other mentions still count."""

    part: "Query"
    masks: tuple[Leaf, ...]


Query = Leaf | Field | Or | And | Near | Not | Mask


@lru_cache(maxsize=1 << 15)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of `text` in their case; dotted capitals (U.S.) are one word without dots."""
    undotted = _DOTTED.sub(lambda found: found.group().replace(".", "") + " ", text)
    return tuple(_WORD.findall(undotted))


def either(*parts: Query) -> Query:
    """Return the parts joined by OR, in normal form."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,)))
    return flat[0] if len(flat) == 1 else Or(flat)


def both(*parts: Query) -> Query:
    """Return the parts joined by AND, in normal form."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,)))
    return flat[0] if len(flat) == 1 else And(flat)


def alternatives(query: Query) -> tuple[Query, ...]:
    """Return what OR joins, or the query itself."""
    return query.parts if isinstance(query, Or) else (query,)


def negation(part: Query) -> Query:
    """Return the part denied, in normal form."""
    return part.part if isinstance(part, Not) else Not(part)


def children(query: Query) -> tuple[Query, ...]:
    """Return the nodes directly below `query`, in the order written."""
    match query:
        case Leaf():
            return ()
        case Or(parts) | And(parts):
            return parts
        case Near(left, right):
            return (left, right)
        case Not(part) | Field(_, part):
            return (part,)
        case Mask(part, masks):
            return (part, *masks)
        case _:
            assert_never(query)


def leaves(query: Query, *, wanted: bool = True) -> Iterator[Leaf]:
    """Yield the leaves in the order written.

    `wanted` leaves out what must not stand in the article (NOT, masks) and facts about it (source, lang): what is
    left can be looked for, as `/news` and `/quotes` do.
    """
    if isinstance(query, Leaf):
        yield query
        return
    if wanted and (isinstance(query, Not) or (isinstance(query, Field) and not query.name.holds_words)):
        return
    below = (query.part,) if wanted and isinstance(query, Mask) else children(query)
    for part in below:
        yield from leaves(part, wanted=wanted)


def can_find(query: Query) -> bool:
    """Say whether `query` asks for something, rather than only for its absence."""
    match query:
        case Leaf() | Near():
            return True
        case Not():
            return False
        case Or(parts):
            return all(can_find(part) for part in parts)
        case And(parts):
            return any(can_find(part) for part in parts)
        case Field(_, part) | Mask(part, _):
            return can_find(part)
        case _:
            assert_never(query)


def has_place(query: Query) -> bool:
    """Say whether what `query` finds has a place in the article, as NEAR and masks need."""
    match query:
        case Leaf() | Near():
            return True
        case Not() | And():
            return False
        case Or(parts):
            return all(has_place(part) for part in parts)
        case Field(name, part):
            return name.holds_words and has_place(part)
        case Mask(part, _):
            return has_place(part)
        case _:
            assert_never(query)
