"""How alike two wordings are: letters and digits tell; fragments and small drifts are found, other words are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.wordings import Likeness, drifted, folded_words, grams, likeness, wording_key

WHOLE = "We were told nothing at all until the buses had left the northern gate"


def alike(one: str, other: str, *, whole: bool = True) -> Likeness:
    return likeness(folded_words(one), folded_words(other), one_whole=whole, other_whole=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“Don’t go – not now,” she'd say…", ("dont", "go", "not", "now", "shed", "say")),
        ("non-citizens, 40 of them", ("non", "citizens", "40", "of", "them")),
        ("First … then...last", ("first", "then", "last")),
        ("Él dijo", ("él", "dijo")),
        ("— … !", ()),
        ("", ()),
    ],
)
def test_words_are_their_letters_and_digits_in_lower_case(text: str, words: tuple[str, ...]) -> None:
    assert folded_words(text) == words


@pytest.mark.parametrize(
    "other", [WHOLE.upper(), f"“{WHOLE}.”", WHOLE.replace(" ", "  "), "We were\ntold" + WHOLE[12:]]
)
def test_marks_spaces_and_case_make_no_other_wording(other: str) -> None:
    assert alike(WHOLE, other) is Likeness.SAME
    assert wording_key("quill", folded_words(WHOLE)) == wording_key("quill", folded_words(other))


def test_the_same_words_with_a_hyphen_or_without_are_the_same_wording() -> None:
    assert alike("non-citizens left", "noncitizens left") is Likeness.SAME


def test_the_same_words_under_another_surname_have_another_key() -> None:
    assert wording_key("quill", ("no",)) != wording_key("bassey", ("no",))


def test_a_fragment_stands_within_and_the_whole_holds_it() -> None:
    assert alike("told nothing at all", WHOLE, whole=False) is Likeness.WITHIN
    assert (
        likeness(folded_words(WHOLE), folded_words("told nothing at all"), one_whole=True, other_whole=False)
        is Likeness.HOLDS
    )


@pytest.mark.parametrize("part", ["at all", "old nothing at", "nothing all at", "nothing at all the"])
def test_too_little_or_other_words_are_no_fragment(part: str) -> None:
    assert alike(part, WHOLE, whole=False) is Likeness.OTHER


def test_a_short_whole_sentence_is_no_part_of_a_longer_one() -> None:
    assert alike("We were told", WHOLE) is Likeness.OTHER
    assert alike("We were told nothing at all", WHOLE) is Likeness.WITHIN


@pytest.mark.parametrize(
    "other",
    [
        WHOLE.replace("northern", "southern"),
        WHOLE.replace("at all ", ""),
        WHOLE.replace("the buses", "the [city] buses"),
        WHOLE.replace("were", "have been"),
    ],
)
def test_a_few_words_apart_is_a_drift(other: str) -> None:
    assert alike(WHOLE, other) is Likeness.DRIFTED
    assert drifted(folded_words(other), folded_words(WHOLE))


@pytest.mark.parametrize(
    "other",
    [
        "They were told everything at once when the trains had reached the southern gate",
        "Nothing at all was said to us",
        "The buses left",
        "",
    ],
)
def test_another_sentence_is_another_wording(other: str) -> None:
    assert alike(WHOLE, other) is Likeness.OTHER


def test_every_three_words_in_a_row_have_a_key_and_fewer_have_none() -> None:
    assert len(grams("quill", folded_words("one two three four"))) == 2
    assert grams("quill", ("one", "two")) == frozenset()
    assert not grams("quill", ("a", "b", "c")) & grams("bassey", ("a", "b", "c"))


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_looks_the_same_from_both_sides(one: str, other: str) -> None:
    mirrored = {Likeness.WITHIN: Likeness.HOLDS, Likeness.HOLDS: Likeness.WITHIN}
    there, back = alike(one, other), alike(other, one)

    assert back is mirrored.get(there, there)


@given(st.text(max_size=300))
def test_keys_are_numbers_that_a_database_holds(text: str) -> None:
    words = folded_words(text)

    assert all(0 <= key < 2**63 for key in (wording_key(text, words), *grams(text, words)))
