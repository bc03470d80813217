"""How quotes are shown: nothing tidied, nothing told twice, and nothing said that is not known."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model import Precision, QuoteKind, Said
from handlers.message import Block, Form, Line, Link, Moment, Quotation, Words
from handlers.quotes_layout import carried, quote_blocks, said_in_words, span_in_words
from storage.model import Change, StoredQuote, Utterance
from tests.builders import NOW, a_quote, a_stored_quote, stored

SAID = "Nobody told the families"
SUNDAY = date(2026, 6, 14)


def an_utterance(quote: StoredQuote | None = None, **changes: object) -> Utterance:
    return replace(Utterance(quote or a_stored_quote()), **changes)  # type: ignore[arg-type] # an Utterance's fields


def inline(inlines: object) -> str:
    assert isinstance(inlines, tuple)
    return "".join(part.text if isinstance(part, Words | Link) else "<time>" for part in inlines)


def by(quotation: Block) -> str:
    assert isinstance(quotation, Quotation)
    return inline(quotation.by)


def facts(utterance: Utterance) -> str:
    """Return the line of facts under an utterance."""
    _, line = quote_blocks((utterance,))
    assert isinstance(line, Line)
    return inline(line.inlines)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=2000))
def test_every_character_of_a_quote_is_shown_as_published(text: str) -> None:
    quotation, _ = quote_blocks((an_utterance(a_stored_quote(a_quote(text))),))

    assert isinstance(quotation, Quotation)
    assert (quotation.text, quotation.cut) == (text, False)


def test_quotes_are_numbered_on_from_where_the_reply_before_ended() -> None:
    blocks = quote_blocks((an_utterance(), an_utterance(a_stored_quote(number=2))), first=6)

    assert [block.number for block in blocks if isinstance(block, Quotation)] == [6, 7]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (QuoteKind.FULL, "Karen Bassey, said"),
        (QuoteKind.PARTIAL, "Karen Bassey, said · partial quote"),
        (QuoteKind.DOCUMENT, "Karen Bassey, said · a document's words"),
        (QuoteKind.REPORTED, "Karen Bassey, said · at second hand"),
    ],
)
def test_the_kind_is_said_in_words_where_it_is_not_a_whole_quote(kind: QuoteKind, said: str) -> None:
    quotation, _ = quote_blocks((an_utterance(a_stored_quote(a_quote(kind=kind))),))

    assert by(quotation) == said


def test_a_quote_of_nobody_named_says_so() -> None:
    quotation, _ = quote_blocks((an_utterance(a_stored_quote(a_quote(speaker=None))),))

    assert by(quotation) == "speaker not named"


def test_a_sighting_says_when_it_was_reported_by_whom_leads_there_and_tells_its_number() -> None:
    _, line = quote_blocks((an_utterance(),))

    assert isinstance(line, Line)
    assert inline(line.inlines) == "reported <time> · Example Times · id:1"
    assert [part.url for part in line.inlines if isinstance(part, Link)] == ["https://times.example/flight"]


def test_an_article_without_a_link_is_named_in_plain_words() -> None:
    _, line = quote_blocks((an_utterance(a_stored_quote(article=stored(url=None))),))

    assert isinstance(line, Line)
    assert inline(line.inlines) == "reported <time> · Example Times · id:1"
    assert not [part for part in line.inlines if isinstance(part, Link)]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, ""),
        ({"sightings": 4}, ""),
        ({"outlets": 2}, "also in 1 outlet · same wording in all"),
        ({"outlets": 7}, "also in 6 outlets · same wording in all"),
        ({"outlets": 7, "partly": 2}, "also in 6 outlets · 2 of them in part"),
        ({"outlets": 3, "partly": 2}, "also in 2 outlets · all of them in part"),
        ({"outlets": 7, "wordings": 3}, "also in 6 outlets · 3 wordings"),
        ({"outlets": 1, "wordings": 2}, "2 wordings"),
        ({"outlets": 7, "partly": 1, "wordings": 2}, "also in 6 outlets · 1 of them in part · 2 wordings"),
    ],
)
def test_who_else_carries_it_and_how_alike_is_told(changes: dict[str, int], told: str) -> None:
    assert carried(an_utterance(None, **changes)) == told


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (None, ""),
        (Said(SUNDAY, SUNDAY, Precision.DAY, "on Sunday"), "said Sun 14 Jun"),
        (Said(date(2025, 6, 15), date(2025, 6, 15), Precision.DAY, "last June 15"), "said Sun 15 Jun 2025"),
        (Said(date(2026, 6, 8), SUNDAY, Precision.WEEK, "last week"), "said 8 Jun–14 Jun (“last week”)"),
        (Said(date(2026, 5, 1), date(2026, 5, 31), Precision.MONTH, "in May"), "said in May 2026"),
        (Said(date(2024, 1, 1), date(2024, 12, 31), Precision.YEAR, "in 2024"), "said in 2024"),
    ],
)
def test_when_it_was_said_is_told_as_precisely_as_the_article_does(said: Said | None, told: str) -> None:
    assert said_in_words(said, NOW) == told


def test_what_was_said_when_comes_before_when_it_was_reported() -> None:
    said = Said(SUNDAY, SUNDAY, Precision.DAY, "on Sunday")

    assert facts(an_utterance(a_stored_quote(a_quote(said=said)))).startswith("said Sun 14 Jun · reported <time> · ")


def test_a_quote_of_a_corrected_article_says_so() -> None:
    article = replace(stored(), change=Change.CORRECTION, changed_at=NOW)

    assert "corrected <time>" in facts(an_utterance(a_stored_quote(article=article)))


def test_outlets_that_took_their_article_back_are_named_but_the_shown_one_only_once() -> None:
    gone = replace(stored(), change=Change.WITHDRAWN, changed_at=NOW)

    assert "⚠ withdrawn by Ledger, Post" in facts(an_utterance(withdrawn=("Ledger", "Post"), outlets=3))
    assert facts(an_utterance(a_stored_quote(article=gone), withdrawn=("Example Times",))).count("withdrawn") == 1


def test_a_speaker_whom_an_editor_corrected_is_told_apart() -> None:
    assert "speaker corrected by an editor" in facts(an_utterance(replace(a_stored_quote(), corrected_at=NOW)))


@pytest.mark.parametrize(("in_quote", "told"), [(None, False), (True, False), (False, True)])
def test_a_topic_that_stands_only_round_the_quote_is_said_so(in_quote: bool | None, told: bool) -> None:
    assert ("topic in the sentences round it" in facts(an_utterance(in_quote=in_quote))) is told


def test_a_span_is_said_in_days() -> None:
    assert span_in_words(NOW - timedelta(days=7), NOW) == (
        Moment(NOW - timedelta(days=7), Form.DAY),
        Words(" to "),
        Moment(NOW, Form.DAY),
    )
