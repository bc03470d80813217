"""Properties of the language: what it prints it reads back, and no input hangs, overflows or fails otherwise."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.errors import QueryError
from feeds.query import (
    Field,
    FieldName,
    Kind,
    Leaf,
    Mask,
    Near,
    Not,
    Query,
    canonical,
    clean_input,
    in_words,
    parse_query,
)
from feeds.query.tree import both, can_find, either, has_place

_LOWER = ("raid", "deportation", "border", "visa", "ice", "guard", "x1", "über")
_NAMES = ("Bass", "Noem", "McDonald", "Élan")
_ACRONYMS = ("ICE", "DHS", "OR", "NEAR", "US")
_PHRASES = (
    "National Guard",
    "ICE agents",
    "AT&T",
    "O'Brien",
    "MS-13",
    "U.S. Steel",
    "not a field: here",
    "(odd) marks",
)

_leaves = st.one_of(
    st.sampled_from(_LOWER).map(lambda text: Leaf(Kind.FAMILY, text)),
    st.sampled_from(_NAMES).map(lambda text: Leaf(Kind.NAME, text)),
    st.sampled_from(_ACRONYMS).map(lambda text: Leaf(Kind.ACRONYM, text)),
    st.sampled_from(_PHRASES).map(lambda text: Leaf(Kind.PHRASE, text)),
    st.sampled_from(("Ice", "ICE Futures")).map(lambda text: Leaf(Kind.EXACT, text)),
    st.sampled_from(("deport", "immigra")).map(lambda text: Leaf(Kind.PREFIX, text)),
)
_facts = st.builds(
    Field,
    st.sampled_from((FieldName.SOURCE, FieldName.LANG)),
    st.sampled_from(("guardian", "example times")).map(lambda text: Leaf(Kind.PHRASE, text)),
)
_masked = st.builds(
    Mask,
    st.just(Leaf(Kind.ACRONYM, "ICE")),
    st.lists(st.sampled_from(("ice cream", "ICE Futures")), min_size=1, unique=True).map(
        lambda texts: tuple(Leaf(Kind.PHRASE, text) for text in texts)
    ),
)


def _placed(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    return inner.filter(has_place)


def _grown(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    return st.one_of(
        st.lists(inner.filter(can_find), min_size=2, max_size=4).map(lambda parts: either(*parts)),
        st.lists(inner, min_size=2, max_size=4).map(lambda parts: both(*parts)),
        st.builds(Near, _placed(inner), _placed(inner), st.integers(1, 20)),
        inner.filter(lambda query: not isinstance(query, Not)).map(Not),
    )


def _read(text: str) -> tuple[Query | None, QueryError | None]:
    try:
        return parse_query(text), None
    except QueryError as error:
        return None, error


_trees = st.recursive(st.one_of(_leaves, _facts, _masked), _grown, max_leaves=12).filter(can_find)


@settings(max_examples=400, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow], deadline=None)
@given(_trees)
def test_a_tree_reads_back_from_its_canonical_text(tree: Query) -> None:
    assert parse_query(canonical(tree)) == tree


@settings(max_examples=300, deadline=None)
@given(_trees)
def test_every_tree_can_be_said_in_words(tree: Query) -> None:
    said = in_words(tree)

    assert said == said.strip()
    assert said


@settings(max_examples=500, deadline=None)
@given(st.text(alphabet='ab CE"(),|&-*=:/NOTARE5“’\n', max_size=60))
def test_any_text_is_read_or_refused_with_its_place(text: str) -> None:
    tree, error = _read(text)

    if error is not None:
        assert error.at is not None
        assert 0 <= error.at <= len(text)
    if tree is not None:
        assert parse_query(canonical(tree)) == tree


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_no_character_at_all_breaks_the_reading(text: str) -> None:
    tree, error = _read(clean_input(text))

    assert (tree is None) is (error is not None)


HOSTILE = (
    "(" * 1900,
    "NOT " * 500,
    "-" * 1999,
    "a NEAR/1 " * 200,
    "a," * 1000,
    '"' * 1999,
    "title:" * 333,
    "x" * 2000,
    "A." * 1000,
    "a&" * 1000,
    "<" * 2000,
    "a:" * 1000,
    ("(a " * 12 + ")" * 12) * 40,
    "=" * 2000,
    "a-" * 1000,
)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: text[:8])
def test_two_thousand_hostile_characters_are_done_with_at_once(hostile: str) -> None:
    durations = []

    for _ in range(3):
        begun = time.perf_counter()
        _read(hostile)
        durations.append(time.perf_counter() - begun)

    assert min(durations) < 0.005


def test_cleaning_twice_changes_nothing_but_entities() -> None:
    once = clean_input("“A” – <https://example.com|here> \u200b ")

    assert clean_input(once) == once
