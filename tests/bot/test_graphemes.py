"""Text is cut between characters as people see them, and never longer than asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.graphemes import cut, pieces, units


@pytest.mark.parametrize(
    "grapheme",
    ["e\u0301", "👩\u200d🚒", "👍\U0001f3fd", "🇵🇪", "न\u093f", "\u1112\u1161\u11ab"],
)
def test_a_grapheme_is_kept_whole_or_left_out(grapheme: str) -> None:
    text = "ab" + grapheme + "cd" * 9

    shown = [cut(text, limit) for limit in range(4, 12)]

    assert all(head == "ab…" or head.startswith("ab" + grapheme) for head in shown)


def test_what_fits_stays_as_it_is() -> None:
    assert cut("port", 4) == "port"
    assert pieces("port", 4) == ("port",)
    assert pieces("", 4) == ("",)


def test_pieces_end_at_spaces_where_there_are_any() -> None:
    assert pieces("the port reopens", 10) == ("the port ", "reopens")


@given(st.text(), st.integers(2, 40))
def test_a_cut_text_is_never_longer_than_asked(text: str, limit: int) -> None:
    assert units(cut(text, limit)) <= limit or units(text) <= limit


@given(st.text(), st.integers(2, 40))
def test_pieces_join_to_the_text_and_none_is_too_long(text: str, limit: int) -> None:
    found = pieces(text, limit)

    assert "".join(found) == text
    assert all(units(piece) <= limit for piece in found)


@given(st.text(max_size=60), st.integers(4, 40))
def test_another_measure_is_kept_too(text: str, limit: int) -> None:
    def doubled(part: str) -> int:
        return 2 * units(part)

    assert all(doubled(piece) <= limit for piece in pieces(text, limit, doubled))
