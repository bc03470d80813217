"""Prints a tree: in canonical text that reads back as the same tree, and in words for a person."""

from typing import assert_never

from feeds.query.tree import And, Field, FieldName, Kind, Leaf, Mask, Near, Not, Or, Query

_RESERVED = frozenset(("OR", "AND", "NOT", "NEAR"))
_OR, _AND, _NEAR, _MASK, _ATOM = range(5)


def canonical(query: Query) -> str:  # noqa: PLR0911 - one return for each shape of the union
    """Return `query` in the language, such that `parse_query(canonical(query)) == query`."""
    match query:
        case Leaf():
            return _leaf(query)
        case Field(name, part):
            return f"{name}:{_inside(part, _ATOM)}"
        case Or(parts):
            return ", ".join(_inside(part, _AND) for part in parts)
        case And(parts):
            return " AND ".join(_inside(part, _NEAR) for part in parts)
        case Near(left, right, within):
            return f"{_inside(left, _NEAR)} NEAR/{within} {_inside(right, _MASK)}"
        case Not(part):
            return f"NOT {_inside(part, _ATOM)}"
        case Mask(part, masks):
            return " ".join((_inside(part, _ATOM), *(f"-{_leaf(mask)}" for mask in masks)))
        case _:
            assert_never(query)


def in_words(query: Query) -> str:  # noqa: PLR0911 - one return for each shape of the union
    """Return `query` as a person would say it: “National Guard” or “Guard troops”, never “Coast Guard”."""
    match query:
        case Leaf():
            return _leaf_in_words(query)
        case Field(name, part):
            return _field_in_words(name, part)
        case Or(parts):
            return _listed([_said_inside(part, _AND) for part in parts], "or")
        case And(parts):
            return _all_in_words(parts)
        case Near(left, right, within):
            return f"{_said_inside(left, _NEAR)} within {within} words of {_said_inside(right, _MASK)}"
        case Not(part):
            return f"no article with {in_words(part)}"
        case Mask(part, masks):
            return f"{in_words(part)}, never {_listed([_leaf_in_words(mask) for mask in masks], 'or')}"
        case _:
            assert_never(query)


def _strength(query: Query) -> int:
    match query:
        case Or():
            return _OR
        case And():
            return _AND
        case Near():
            return _NEAR
        case Mask() | Not():
            return _MASK
        case Leaf() | Field():
            return _ATOM
        case _:
            assert_never(query)


def _inside(query: Query, least: int) -> str:
    return canonical(query) if _strength(query) >= least else f"({canonical(query)})"


def _leaf(leaf: Leaf) -> str:
    match leaf.kind:
        case Kind.PREFIX:
            return f"{leaf.text}*"
        case Kind.EXACT:
            return f'="{leaf.text}"'
        case Kind.PHRASE:
            return f'"{leaf.text}"'
        case Kind.ACRONYM | Kind.NAME | Kind.FAMILY:
            return f'"{leaf.text}"' if leaf.text in _RESERVED or not leaf.text.isalnum() else leaf.text
        case _:
            assert_never(leaf.kind)


def _said_inside(query: Query, least: int) -> str:
    return in_words(query) if _strength(query) >= least else f"({in_words(query)})"


def _leaf_in_words(leaf: Leaf) -> str:
    match leaf.kind:
        case Kind.PREFIX:
            return f"words that begin with “{leaf.text}”"
        case Kind.EXACT:
            return f"exactly “{leaf.text}”"
        case Kind.FAMILY:
            return f"any form of “{leaf.text}”"
        case Kind.PHRASE | Kind.ACRONYM | Kind.NAME:
            return f"“{leaf.text}”"
        case _:
            assert_never(leaf.kind)


def _field_in_words(name: FieldName, part: Query) -> str:
    match name:
        case FieldName.TITLE:
            return f"{in_words(part)} in the headline"
        case FieldName.LEAD:
            return f"{in_words(part)} in the lead"
        case FieldName.BODY:
            return f"{in_words(part)} below the headline"
        case FieldName.SOURCE:
            return f"published by {in_words(part)}"
        case FieldName.LANG:
            return f"written in {in_words(part)}"
        case _:
            assert_never(name)


def _all_in_words(parts: tuple[Query, ...]) -> str:
    wanted = [_said_inside(part, _NEAR) for part in parts if not isinstance(part, Not)]
    dropped = [in_words(part.part) for part in parts if isinstance(part, Not)]
    said = _listed(wanted, "and")
    return f"{said}, but no article with {_listed(dropped, 'or')}" if dropped else said


def _listed(said: list[str], word: str) -> str:
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} {word} {said[-1]}"
