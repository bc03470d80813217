"""What one part writes and another reads back: commands through their text, queries through their canonical form."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.errors import QueryError
from feeds.query import Query, canonical, clean_input, in_words, leaves, parse_query
from handlers.commands import TABLE, parse
from handlers.grammar import Entry, filled_form, first_word
from handlers.request import Command
from handlers.times import duration
from handlers.times import in_words as span_in_words

PLAIN = st.text(st.sampled_from("abcdefgXYZÄé0189-'."), min_size=1, max_size=12).filter(lambda word: word[0].isalnum())
PHRASES = st.lists(PLAIN, min_size=1, max_size=4).map(" ".join)
WORDS = st.sampled_from(["ICE", "DHS", "Bass", "deportation", "deport*", '="Ice"', '"National Guard"', "title:raid"])
QUERIES = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]}) AND ({pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"{pair[0]}, {pair[1]}"),
        st.tuples(WORDS, WORDS, st.integers(1, 20)).map(lambda found: f"{found[0]} NEAR/{found[2]} {found[1]}"),
        st.tuples(inner, WORDS).map(lambda pair: f"({pair[0]}) NOT {pair[1]}"),
        st.tuples(WORDS, WORDS).map(lambda pair: f"{pair[0]} -{pair[1]}"),
    ),
    max_leaves=6,
)
ENTRIES = [pytest.param(entry, id=entry.title) for entry in TABLE.values()]


def read(typed: str) -> Query | None:
    """Return the tree of a query, None for one that cannot be read."""
    try:
        return parse_query(typed)
    except QueryError:
        return None


def as_typed(command: Command) -> str:
    """Return a command as somebody would type it."""
    options = (f'{"-" if each.negated else ""}{each.name}:"{each.value}"' for each in command.options)
    return " ".join(part for part in (f"/{command.name}", command.action, command.words, *options) if part)


@given(QUERIES)
def test_a_stored_query_means_what_was_typed(typed: str) -> None:
    tree = read(typed)

    assert tree is None or parse_query(canonical(tree)) == tree


@given(QUERIES)
def test_the_canonical_form_is_written_but_once(typed: str) -> None:
    tree = read(typed)

    assert tree is None or canonical(parse_query(canonical(tree))) == canonical(tree)


@given(QUERIES)
def test_every_word_of_a_query_is_said_when_it_is_explained(typed: str) -> None:
    tree = read(typed)

    said = in_words(tree) if tree else ""
    assert all(leaf.text in said for leaf in leaves(tree)) if tree else not said


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_example_is_a_command_of_its_own_entry(entry: Entry) -> None:
    commands = [parse(example) for example in entry.examples]

    for command in commands:
        assert command is not None
        found = TABLE.get((command.name, command.action))
        assert found is entry or command.words == "help"


@pytest.mark.parametrize("entry", ENTRIES)
def test_every_example_typed_again_is_the_same_command(entry: Entry) -> None:
    commands = [parse(example) for example in entry.examples]

    assert [parse(as_typed(command)) for command in commands if command] == commands


@pytest.mark.parametrize("entry", ENTRIES)
def test_no_option_is_named_twice_or_like_a_positional_one(entry: Entry) -> None:
    names = [argument.name for argument in (*entry.positional, *entry.options)]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("entry", ENTRIES)
@settings(max_examples=15)
@given(data=st.data())
def test_a_form_means_what_the_same_values_mean_when_typed(entry: Entry, data: st.DataObject) -> None:
    options = {each.name: data.draw(PHRASES) for each in entry.options if data.draw(st.booleans())}

    filled = filled_form(entry, options)

    assert parse(as_typed(filled)) == filled


@given(name=PHRASES, query=PHRASES)
def test_a_lists_name_of_any_words_survives_its_marks(name: str, query: str) -> None:
    command = filled_form(TABLE["watch", "add"], {"name": name, "query": query})

    assert first_word(command.words) == (clean_input(name), clean_input(query))


@given(st.integers(1, 60), st.sampled_from("mhd"))
def test_a_time_as_said_back_is_the_time_as_typed(number: int, unit: str) -> None:
    span = duration(f"{number}{unit}")

    assert span is not None
    assert duration(span_in_words(span)) == span > timedelta(0)
