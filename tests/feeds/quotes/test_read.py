"""Whole articles in, quotes with speakers out."""

import pytest

from feeds.model import Quote, QuoteKind
from feeds.quotes import Nlp, read_many, read_quotes


def speakers(quotes: tuple[Quote, ...]) -> list[str | None]:
    return [quote.speaker for quote in quotes]


def test_a_quote_is_verbatim_without_its_outer_marks(nlp: Nlp) -> None:
    text = "“The bridge is  safe — for now,” said Marta Lindqvist, the county engineer."

    (quote,) = read_quotes(text, nlp)

    assert quote.text == text[quote.start : quote.end] == "The bridge is  safe — for now,"
    assert quote.speaker == "Marta Lindqvist"
    assert quote.cue == "said"
    assert quote.kind is QuoteKind.FULL


def test_a_quote_split_by_its_speaker_has_one_speaker(nlp: Nlp) -> None:
    text = "“We waited,” Owen Pritchard said. “Nobody came to the door.”"

    quotes = read_quotes(text, nlp)

    assert speakers(quotes) == ["Owen Pritchard", "Owen Pritchard"]


def test_a_surname_is_given_the_full_name_the_article_spells(nlp: Nlp) -> None:
    text = "Mayor Ilse Brandt opened the pool on Monday.\n“It took nine years,” Brandt said."

    (quote,) = read_quotes(text, nlp)

    assert quote.speaker == "Ilse Brandt"
    assert quote.speaker_as_written == "Brandt"
    assert quote.role == "Mayor"


def test_a_pronoun_means_the_one_its_gender_fits(nlp: Nlp) -> None:
    text = "Helen Osei met Robert Finch at the harbor. “We agreed on nothing,” she said."

    (quote,) = read_quotes(text, nlp)

    assert quote.speaker == "Helen Osei"
    assert quote.how == "by the pronoun *she*, last named in this paragraph"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No marks at all.",
        "It is a so-called “smart” lamp.",
        "Crowds marched under the banner of “No Kings,” again.",
    ],
)
def test_what_nobody_said_is_no_quote(nlp: Nlp, text: str) -> None:
    quotes = read_quotes(text, nlp)

    assert quotes == ()


def test_articles_read_together_read_as_they_do_alone(nlp: Nlp) -> None:
    texts = ["“Go home,” Ana Reyes said.", "Nothing here.", "Tom Beck wrote: “It is finished, and it is good.”"]

    together = read_many(texts, nlp)

    assert together == [read_quotes(text, nlp) for text in texts]
