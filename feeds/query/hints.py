"""What somebody may have meant who typed something that can be read, but seldom is meant so. It changes nothing."""

from typing import assert_never

from feeds.query.printing import canonical
from feeds.query.tree import And, Field, Kind, Leaf, Mask, Near, Not, Or, Query, both, either, negation

_ALSO_CAPITALS = frozenset(
    [
        "ice",
        "who",
        "us",
        "aids",
        "swat",
        "nice",
        "salt",
        "rico",
        "pact",
        "start",
        "cop",
        "cops",
        "care",
        "now",
        "pip",
        "sad",
        "nato",
    ]
)
"""Words that in capitals are the name of something newsrooms watch."""


def did_you_mean(query: Query) -> str | None:
    """Return the query that was probably meant, in canonical text: `ICE` for `ice`, `ICE, DHS` for `ICE or DHS`.

    None where nothing is likelier than what was typed.
    """
    meant = _meant(query)
    return canonical(meant) if meant != query else None


def _meant(query: Query) -> Query:  # noqa: PLR0911 - one return for each shape of the union
    match query:
        case Leaf():
            return _meant_leaf(query)
        case Or(parts):
            return either(*map(_meant, parts))
        case And(parts):
            return both(*map(_meant, parts))
        case Near(left, right, within):
            return Near(_meant(left), _meant(right), within)
        case Not(part):
            return negation(_meant(part))
        case Field(name, part):
            return Field(name, _meant(part)) if name.holds_words else query
        case Mask(part, masks):
            return Mask(_meant(part), masks)
        case _:
            assert_never(query)


def _meant_leaf(leaf: Leaf) -> Query:
    if leaf.kind is Kind.FAMILY and leaf.text in _ALSO_CAPITALS:
        return Leaf(Kind.ACRONYM, leaf.text.upper())
    match leaf.text.split():
        case [left, ("or" | "and") as joined, right] if leaf.kind is Kind.PHRASE and left.isupper() and right.isupper():
            sides = (Leaf(Kind.ACRONYM, left), Leaf(Kind.ACRONYM, right))
            return either(*sides) if joined == "or" else both(*sides)
        case _:
            return leaf
