"""Untrusted text made safe to draw: it cannot steer a terminal, reorder a line, or hide in it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.printable import one_line, printable

ANY = st.text(st.characters(), max_size=80)


@pytest.mark.parametrize(
    ("hazard", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]8;;https://evil.example\x07link\x1b]8;;\x07", "]8;;https://evil.examplelink]8;;"),
        ("\x9b2J", "2J"),
        ("over\rwritten", "overwritten"),
        ("beep\x07", "beep"),
        ("bu\x08ck", "buck"),
        ("nul\x00l", "null"),
        ("\u202egnol\u202c", "gnol"),
        ("\u2066inside\u2069", "inside"),
        ("zero\u200bwidth", "zerowidth"),
        ("\ufeffmark", "mark"),
        ("two\u2028lines\u2029", "twolines"),
        ("half \ud83d of a face", "half  of a face"),
    ],
)
def test_what_could_steer_the_screen_is_gone(hazard: str, shown: str) -> None:
    assert printable(hazard) == shown


@pytest.mark.parametrize(
    "text",
    [
        "“Nobody told the families,” she said — twice.",
        "Ñandú, Straße, Łódź, Ελλάδα, Москва",
        "العربية",
        "नमस्ते और क्\u200dष",
        "👩\u200d🚒 and a flag 🇺🇸",
        "a line\nand\ta tab",
    ],
)
def test_what_people_write_is_left_as_it_is(text: str) -> None:
    assert printable(text) == text


@given(ANY)
def test_nothing_is_added_and_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = printable(text)

    assert printable(once) == once
    assert len(once) <= len(text)
    assert set(once) <= set(text)


@given(ANY)
def test_whatever_comes_can_be_encoded_and_holds_no_control(text: str) -> None:
    shown = printable(text)

    assert shown.encode("utf-8").decode("utf-8") == shown
    assert {letter for letter in shown if unicodedata.category(letter) == "Cc"} <= {"\n", "\t"}


@given(ANY)
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@given(ANY)
def test_one_line_has_no_space_at_its_ends_and_none_doubled(text: str) -> None:
    line = one_line(text)

    assert line == " ".join(line.split())
