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
