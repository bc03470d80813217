"""Watchlists as YAML: read, refused with the reason, written back the same, with their sentences run."""

import pytest

from feeds.errors import QueryError
from feeds.model import Forms, Salience
from feeds.watchlists import (
    FailingSentence,
    WatchlistFile,
    failing_sentences,
    read_watchlist_file,
    starter_watchlists,
    write_watchlist_file,
)

_FILE = """
name: Border
query: border wall, "Rio Grande" -"Rio Grande do Sul"
minimum: lead
forms:
  weak: [CBP]
  context: ["@immigration"]
must_match:
  - The border wall is built.
must_not_match:
  - A wall at the border of the garden.
"""


def test_a_file_is_read_with_its_tests() -> None:
    (file,) = read_watchlist_file(_FILE)

    assert file == WatchlistFile(
        name="Border",
        query='border wall, "Rio Grande" -"Rio Grande do Sul"',
        forms=Forms(weak=("CBP",), context=("@immigration",)),
        minimum=Salience.LEAD,
        must_match=("The border wall is built.",),
        must_not_match=("A wall at the border of the garden.",),
    )
    assert failing_sentences(file) == ()


def test_sentences_that_do_not_do_as_they_must_are_told() -> None:
    file = WatchlistFile("ICE", "ICE", must_match=("ice", "ICE"), must_not_match=("ICE",))

    assert failing_sentences(file) == (
        FailingSentence("ice", must_match=True),
        FailingSentence("ICE", must_match=False),
    )


def test_what_is_written_reads_back_the_same() -> None:
    lists = (*starter_watchlists(), *read_watchlist_file(_FILE))

    assert read_watchlist_file(write_watchlist_file(lists)) == lists


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[", "not YAML"),
        ("just words", "each with a name"),
        ("- query: ICE", "each with a name"),
        ("{name: A, query: ICE, colour: red}", "A: “colour” is not known"),
        ("{name: A, query: (ICE}", "A: a bracket is not closed"),
        ("{name: A}", "A: has neither a query nor forms"),
        ("{name: A, query: ICE, minimum: loud}", "A: “loud” is no minimum"),
        ("{name: A, forms: {loud: [ICE]}}", "A: “loud” is no kind of form"),
        ("{name: A, forms: [ICE]}", "A: forms are lists"),
        ("{name: A, query: ICE, must_match: ICE}", "A: must_match is a list"),
        ("{name: A, forms: {weak: [ICE], context: ['@nowhere']}}", "no table “@nowhere”"),
        ("!!python/object/apply:os.system ['true']", "not YAML"),
        ("[" * 5000, "not YAML"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(text: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        read_watchlist_file(text)

    assert message in str(caught.value)


def test_each_starter_list_has_sixty_sentences_of_each_kind() -> None:
    counts = [(len(file.must_match) >= 60, len(file.must_not_match) >= 60) for file in starter_watchlists()]

    assert counts == [(True, True)] * 3
