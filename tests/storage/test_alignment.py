"""Which quote is which before and after an article is read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.alignment import aligned, reworded


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (("No", "Yes"), ("Yes", "No"), (1, 0)),
        (("No", "No"), ("No", "No"), (0, 1)),
        (("No",), ("No", "No"), (0, None)),
        (("No", "no."), ("No.", "No"), (1, 0)),
        (("“We knew”",), ("We knew,",), (0,)),
        (("We knew",), ("We knew it",), (None,)),
        ((), ("No",), (None,)),
        (("No",), (), ()),
    ],
)
def test_the_same_words_are_the_same_quote(
    before: tuple[str, ...], after: tuple[str, ...], found: tuple[int | None, ...]
) -> None:
    assert aligned(before, after) == found


TEXTS = st.lists(st.sampled_from(["No", "no", "“No.”", "Yes", "We knew", "We knew it", ""]), max_size=8)


@given(TEXTS, TEXTS)
def test_no_quote_is_taken_twice_and_none_is_left_that_could_be_had(before: list[str], after: list[str]) -> None:
    found = aligned(before, after)

    taken = [place for place in found if place is not None]
    assert len(found) == len(after)
    assert len(set(taken)) == len(taken)
    left = {text for place, text in enumerate(before) if place not in taken}
    assert not left & {text for text, place in zip(after, found, strict=True) if place is None}


def test_a_quote_in_other_words_is_found_only_where_it_is_the_only_one() -> None:
    gone = "We were told nothing until Monday"

    assert reworded(gone, ("No", "We were told nothing until Sunday")) == 1
    assert reworded(gone, ("We were told nothing until Friday", "We were told nothing until Sunday")) is None
    assert reworded(gone, ("They knew all along what was planned",)) is None
    assert reworded(gone, ()) is None
