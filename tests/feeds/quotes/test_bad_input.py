"""Texts that are broken, hostile, or no news at all."""

import time

import pytest

from feeds.quotes import Nlp, read_quotes

SLOWEST = 20.0
"""Seconds: ten times what the slowest takes alone, for a machine that is busy with other tests."""


@pytest.mark.parametrize(
    "text",
    [
        '"' * 1_000_000,
        "“" * 1_000_000,
        "“”" * 500_000,
        "'" * 1_000_000,
        "‘a’ " * 50_000,
        " " * 1_000_000,
        "\n" * 1_000_000,
        "a" * 200_000,
        "Ann Lee " * 25_000,
        "A.B." * 50_000,
        "word " * 40_000,
        "AB: hello\n" * 20_000,
        "(" * 200_000,
        "“‘" * 100_000,
        "— said he\n" * 30_000,
        "‘He said’: " * 20_000,
        "\u200b\u200d\u2060\ufeff" * 50_000,
        "14.05 “" * 30_000,
        "The clerk said. " * 12_000,
        "\u202e“No,” he said.\u202c " * 4_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_a_hostile_text_is_read_in_bounded_time_and_nothing_is_invented(text: str, nlp: Nlp) -> None:
    begun = time.perf_counter()

    quotes = read_quotes(text, nlp)

    assert time.perf_counter() - begun < SLOWEST
    assert {quote.speaker for quote in quotes} <= {None}


def test_ten_thousand_quotes_are_cut_to_what_can_be_read(nlp: Nlp) -> None:
    begun = time.perf_counter()

    quotes = read_quotes("“No way,” Tom Beck said. " * 10_000, nlp)

    assert time.perf_counter() - begun < SLOWEST
    assert len(quotes) == 2_000
    assert quotes[0].speaker == "Tom Beck"


@pytest.mark.parametrize(
    "text",
    [
        "قال الرئيس: «لن نتراجع عن هذا القرار أبدا».",
        "大臣は「この決定は変えない」と述べた。",
        "Der Minister sagte: „Wir bleiben bei unserer Entscheidung.“",
        "\u200b“\u200bWe are here\u200b,”\u200b\u202e she said.",
        "Президент сказал: «Мы не отступим от этого решения».",
        "«Nous ne reculerons pas», a déclaré la ministre de la Santé.",
        "„Wir gehen nicht“, sagte er. „Niemals.“",
        "השר אמר: ״לא ניסוג מההחלטה הזאת״.",
        "ผู้ว่าฯ กล่าวว่า “เราจะไม่ถอย”",
        "“我们不会后退，”他说。",
    ],
)
def test_another_language_or_script_invents_no_speaker(text: str, nlp: Nlp) -> None:
    quotes = read_quotes(text, nlp)

    assert all(quote.text == text[quote.start : quote.end] for quote in quotes)
    assert all(quote.speaker is None or quote.speaker in text for quote in quotes)


def test_an_odd_number_of_marks_loses_one_paragraph_at_most(nlp: Nlp) -> None:
    text = "“We waited,” Ann Lee said.\nIt was a “shame.\n“We left,” Tom Beck said."

    speakers = [quote.speaker for quote in read_quotes(text, nlp)]

    assert speakers[0] == "Ann Lee"
    assert speakers[-1] == "Tom Beck"


def test_one_line_of_200_kb_is_read_in_bounded_time(nlp: Nlp) -> None:
    line = "The road was long and nobody came by all that day, and “We waited there,” Ann Lee said. " * 2_300
    begun = time.perf_counter()

    quotes = read_quotes(line, nlp)

    assert time.perf_counter() - begun < SLOWEST
    assert len(line) > 200_000
    assert {quote.speaker for quote in quotes[:500]} == {"Ann Lee"}


def test_zero_width_characters_hide_no_quote(nlp: Nlp) -> None:
    text = "\u200b“We\u200b waited,”\u200b Ann\u200b Lee said.\n\ufeff“We left,” Tom Beck said."

    quotes = read_quotes(text, nlp)

    assert [quote.text for quote in quotes] == ["We\u200b waited,", "We left,"]
    assert quotes[1].speaker == "Tom Beck"


def test_a_text_without_marks_has_no_quotes(nlp: Nlp) -> None:
    assert read_quotes("The council met on Monday. Ann Lee said that nothing had changed. Nobody spoke.", nlp) == ()
