"""When something was said, against the day of the article: Wednesday, 20 November 2024."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model import Precision
from feeds.quotes import Nlp, read_quotes
from feeds.quotes.said import said_in

WEDNESDAY = date(2024, 11, 20)


@pytest.mark.parametrize(
    ("sentence", "on", "until", "precision"),
    [
        ("Lee said on Sunday.", (2024, 11, 17), (2024, 11, 17), "day"),
        ("Lee said Tuesday night.", (2024, 11, 19), (2024, 11, 19), "day"),
        ("On Wednesday, Lee said.", (2024, 11, 20), (2024, 11, 20), "day"),
        ("Lee said last Wednesday.", (2024, 11, 13), (2024, 11, 13), "day"),
        ("Lee said on Thursday.", (2024, 11, 14), (2024, 11, 14), "day"),
        ("Lee said on Friday last week.", (2024, 11, 15), (2024, 11, 15), "day"),
        ("Lee said today.", (2024, 11, 20), (2024, 11, 20), "day"),
        ("Lee said yesterday evening.", (2024, 11, 19), (2024, 11, 19), "day"),
        ("Lee said last night.", (2024, 11, 19), (2024, 11, 19), "day"),
        ("Lee said on Nov. 3.", (2024, 11, 3), (2024, 11, 3), "day"),
        ("Lee said on December 24.", (2023, 12, 24), (2023, 12, 24), "day"),
        ("Lee said on 3 March 2021.", (2021, 3, 3), (2021, 3, 3), "day"),
        ("Lee said three days ago.", (2024, 11, 17), (2024, 11, 17), "day"),
        ("Lee said last week.", (2024, 11, 11), (2024, 11, 17), "week"),
        ("Lee said earlier this week.", (2024, 11, 18), (2024, 11, 20), "week"),
        ("Lee said over the weekend.", (2024, 11, 16), (2024, 11, 17), "week"),
        ("Lee said two weeks ago.", (2024, 11, 4), (2024, 11, 10), "week"),
        ("Lee said earlier this month.", (2024, 11, 1), (2024, 11, 20), "month"),
        ("Lee said last month.", (2024, 10, 1), (2024, 10, 31), "month"),
        ("Lee said in March.", (2024, 3, 1), (2024, 3, 31), "month"),
        ("Lee said in December.", (2023, 12, 1), (2023, 12, 31), "month"),
        ("Lee said in February 2020.", (2020, 2, 1), (2020, 2, 29), "month"),
        ("Lee said two months ago.", (2024, 9, 1), (2024, 9, 30), "month"),
        ("Lee said in a 2019 interview.", (2019, 1, 1), (2019, 12, 31), "year"),
        ("Lee said last year.", (2023, 1, 1), (2023, 12, 31), "year"),
        ("Lee said a year ago.", (2023, 1, 1), (2023, 12, 31), "year"),
    ],
)
def test_a_time_beside_the_attribution_becomes_days(
    sentence: str, on: tuple[int, int, int], until: tuple[int, int, int], precision: str
) -> None:
    said = said_in(sentence, "said", WEDNESDAY)

    assert said is not None
    assert (said.on, said.until, said.precision) == (date(*on), date(*until), Precision(precision))
    assert said.as_written in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Lee said.",
        "Lee said he would leave on Friday.",
        "Lee said that the bridge fell on Monday.",
        "Lee, who will resign on Friday, said.",
        "Lee said until Friday.",
        "Lee said by next Monday.",
        "Lee said on February 31.",
        "Lee said in 2031.",
        "Lee said in December 2031.",
    ],
)
def test_a_time_of_something_else_dates_no_quote(sentence: str) -> None:
    assert said_in(sentence, "said", WEDNESDAY) is None


@given(
    published=st.dates(date(1990, 1, 1), date(2040, 1, 1)),
    when=st.sampled_from(
        [
            "on Monday", "last Sunday", "today", "last night", "last week", "this week", "over the weekend", "in May",
            "last month", "this year", "a month ago", "8 months ago", "on Feb. 29", "on May 30", "in a 1989 speech",
        ]
    ),
)  # fmt: skip
def test_nothing_is_said_after_the_article(published: date, when: str) -> None:
    said = said_in(f"Lee said {when}.", "said", published)

    assert said is None or said.on <= said.until <= published


def test_a_quote_has_the_time_of_its_own_sentence(nlp: Nlp) -> None:
    quotes = read_quotes("“We waited,” Ann Lee said on Sunday. “We left,” Tom Beck said.", nlp, WEDNESDAY)

    assert [quote.said and quote.said.as_written for quote in quotes] == ["on Sunday", None]


def test_a_speaker_who_goes_on_does_so_at_the_same_time_and_place(nlp: Nlp) -> None:
    text = "Ann Lee said in a letter on Sunday that it was over. “I am done,” she wrote. “It was enough,” she added."

    quotes = read_quotes(text, nlp, WEDNESDAY)

    assert [(quote.medium, quote.said and quote.said.on) for quote in quotes] == [("letter", date(2024, 11, 17))] * 2


def test_what_happened_before_somebody_spoke_dates_no_quote(nlp: Nlp) -> None:
    quotes = read_quotes("Tom Beck was arrested on Monday. “I was tired,” he said.", nlp, WEDNESDAY)

    assert [quote.said for quote in quotes] == [None]


def test_without_a_date_of_the_article_no_quote_has_a_time(nlp: Nlp) -> None:
    quotes = read_quotes("“We waited,” Ann Lee said on Sunday.", nlp)

    assert [quote.said for quote in quotes] == [None]
