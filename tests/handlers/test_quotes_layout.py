"""How quotes are shown: nothing tidied, nothing told twice, and nothing said that is not known."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.model import QuoteKind
from handlers.message import Block, Form, Line, Link, Moment, Quotation, Words
from handlers.quotes_layout import one_quote, quote_blocks, span_in_words, utterances
from storage.model import Change, StoredQuote
from tests.builders import NOW, a_quote, a_stored_quote, stored

SAID = "Nobody told the families"


def sighting(text: str = SAID, *, source: str = "Example Times", number: int = 1, minutes_old: int = 6) -> StoredQuote:
    """Return sighting `number` of a wording, in an article of its own."""
    article = stored(number, source=source, published=NOW - timedelta(minutes=minutes_old))
    return a_stored_quote(a_quote(text), article, number)


def by(quotation: Block) -> str:
    assert isinstance(quotation, Quotation)
    return inline(quotation.by)


def inline(inlines: object) -> str:
    assert isinstance(inlines, tuple)
    return "".join(part.text if isinstance(part, Words | Link) else "<time>" for part in inlines)


def facts(*quotes: StoredQuote) -> str:
    """Return the line of facts under the first wording of `quotes`."""
    _, line, *_ = quote_blocks(utterances(quotes))
    assert isinstance(line, Line)
    return inline(line.inlines)


def test_copies_of_one_wording_are_one_utterance_with_every_sighting() -> None:
    found = [sighting(number=number, source=f"Outlet {number}") for number in range(1, 4)]

    (utterance,) = utterances(found)

    assert utterance.sightings == tuple(found)
    assert utterance.outlets == 3


@pytest.mark.parametrize(
    "other", ["“Nobody told the families!”", "nobody  told the families", "Nobody told the families,"]
)
def test_marks_spaces_and_case_do_not_make_another_wording(other: str) -> None:
    assert len(utterances([sighting(), sighting(other, number=2)])) == 1


@pytest.mark.parametrize("other", ["Nobody told the family", "Somebody told the families", "Nobody told 3 families"])
def test_a_changed_word_or_number_is_another_wording(other: str) -> None:
    assert len(utterances([sighting(), sighting(other, number=2)])) == 2


def test_the_same_words_of_two_people_are_two_utterances() -> None:
    mayor, sheriff = sighting(), replace(sighting(number=2), speaker="Tom Vale")

    assert len(utterances([mayor, sheriff])) == 2


def test_the_first_report_is_the_one_shown_whatever_order_they_are_found_in() -> None:
    late, early = sighting(number=1, minutes_old=5), sighting(number=2, minutes_old=50, source="Ledger")

    assert [utterances(found)[0].shown for found in ([late, early], [early, late])] == [early, early]


def test_utterances_keep_the_order_in_which_each_was_first_found() -> None:
    found = [sighting("Second thing"), sighting("First thing", number=2), sighting("Second thing", number=3)]

    assert [each.shown.quote.text for each in utterances(found)] == ["Second thing", "First thing"]


@given(st.lists(st.sampled_from(["One.", "one", "Two", "2", "", "“Two”"]), max_size=12))
def test_folding_loses_no_sighting_and_tells_none_twice(texts: list[str]) -> None:
    found = [sighting(text, number=number) for number, text in enumerate(texts, 1)]

    folded = [each for utterance in utterances(found) for each in utterance.sightings]

    assert sorted(folded, key=lambda quote: quote.id) == found


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=2000))
def test_every_character_of_a_quote_is_shown_as_published(text: str) -> None:
    quotation, _ = quote_blocks(utterances([sighting(text)]))

    assert isinstance(quotation, Quotation)
    assert (quotation.text, quotation.cut) == (text, False)


def test_quotes_are_numbered_on_from_where_the_reply_before_ended() -> None:
    blocks = quote_blocks(utterances([sighting("One"), sighting("Two", number=2)]), first=6)

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
    quotation, _ = quote_blocks(utterances([a_stored_quote(a_quote(kind=kind))]))

    assert by(quotation) == said


def test_every_kind_that_is_not_a_full_quote_has_words() -> None:
    shown = {kind: by(quote_blocks(utterances([a_stored_quote(a_quote(kind=kind))]))[0]) for kind in QuoteKind}

    assert len(set(shown.values())) == len(QuoteKind)


def test_a_quote_of_nobody_named_says_so() -> None:
    quotation, _ = quote_blocks(utterances([a_stored_quote(a_quote(speaker=None))]))

    assert by(quotation) == "speaker not named"


def test_a_sighting_says_when_it_was_reported_by_whom_and_leads_there() -> None:
    _, line = quote_blocks(utterances([sighting()]))

    assert isinstance(line, Line)
    assert inline(line.inlines) == "reported <time> · Example Times"
    assert [part.url for part in line.inlines if isinstance(part, Link)] == ["https://times.example/flight"]


def test_an_article_without_a_link_is_named_in_plain_words() -> None:
    quote = a_stored_quote(article=stored(url=None))

    _, line = quote_blocks(utterances([quote]))

    assert isinstance(line, Line)
    assert inline(line.inlines) == "reported <time> · Example Times"
    assert not [part for part in line.inlines if isinstance(part, Link)]


def test_other_outlets_are_counted_once_each_and_the_same_outlet_never() -> None:
    again = sighting(number=2, minutes_old=3)
    ledger, ledger_again = (sighting(source="Ledger", number=number, minutes_old=2) for number in (3, 4))

    assert facts(sighting(), again) == "reported <time> · Example Times"
    assert facts(sighting(), again, ledger, ledger_again).endswith("also in 1 outlet · same wording in all")


def test_a_quote_of_a_corrected_article_says_so() -> None:
    article = replace(stored(), change=Change.CORRECTION, changed_at=NOW)

    assert facts(a_stored_quote(article=article)).endswith("corrected <time>")


def test_one_quote_is_shown_with_how_its_speaker_was_told_and_its_paragraph() -> None:
    message = one_quote(a_stored_quote(number=17), "“Nobody told the families,” said Karen Bassey.")

    texts = [inline(block.inlines) for block in message.blocks if isinstance(block, Line)]
    assert texts[1:] == [
        "Speaker named in the sentence; confidence 0.95; quote 17",
        "In its paragraph: “Nobody told the families,” said Karen Bassey.",
    ]
    assert message.summary == SAID


def test_a_span_is_said_in_days() -> None:
    assert span_in_words(NOW - timedelta(days=7), NOW) == (
        Moment(NOW - timedelta(days=7), Form.DAY),
        Words(" to "),
        Moment(NOW, Form.DAY),
    )
