"""The watchlist language: what an editor types, read into a tree of values. It looks nothing up and matches nothing."""

from feeds.query.clean import clean_input
from feeds.query.hints import did_you_mean
from feeds.query.parser import parse_query
from feeds.query.printing import canonical, in_words
from feeds.query.tree import And, Field, FieldName, Kind, Leaf, Mask, Near, Not, Or, Query, leaves

__all__ = [
    "And",
    "Field",
    "FieldName",
    "Kind",
    "Leaf",
    "Mask",
    "Near",
    "Not",
    "Or",
    "Query",
    "canonical",
    "clean_input",
    "did_you_mean",
    "in_words",
    "leaves",
    "parse_query",
]
