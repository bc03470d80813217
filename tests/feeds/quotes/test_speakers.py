"""How surely a speaker is known, and how it says so."""

from feeds.model import Quote
from feeds.quotes import Nlp, read_quotes


def read(text: str, nlp: Nlp) -> Quote:
    (quote,) = read_quotes(text, nlp)
    return quote


def test_a_name_beside_the_quote_is_surest(nlp: Nlp) -> None:
    quote = read("“The pool is closed,” said Ilse Brandt.", nlp)

    assert quote.confidence >= 0.95
    assert quote.how == "named in the sentence"


def test_a_pronoun_between_rivals_is_less_sure_than_a_pronoun_alone(nlp: Nlp) -> None:
    alone = read("Ilse Brandt came to the pool. “It is closed,” she said.", nlp)
    rivals = read("Ilse Brandt met Rosa Lind at the pool with Ana Sol. “It is closed,” she said.", nlp)

    assert alone.confidence > rivals.confidence


def test_unknown_stays_unknown(nlp: Nlp) -> None:
    quote = read("“We never saw it coming at all,” they said.", nlp)

    assert quote.speaker is None
    assert quote.confidence == 0.0


def test_an_author_who_is_not_named_is_not_guessed(nlp: Nlp) -> None:
    quote = read("Tom Beck came in. “Sit down and eat something,” I said.", nlp)

    assert quote.speaker is None


def test_a_description_without_a_name_is_the_speaker_as_written(nlp: Nlp) -> None:
    quote = read("“The water was up to here,” said one resident.", nlp)

    assert quote.speaker == quote.speaker_as_written == "one resident"
    assert quote.confidence < 0.85


def test_role_cue_and_medium_are_kept_apart(nlp: Nlp) -> None:
    text = "“We will rebuild,” Dunmore Mayor Ilse Brandt wrote on Facebook."

    quote = read(text, nlp)

    assert (quote.speaker, quote.role, quote.cue, quote.medium) == ("Ilse Brandt", "Dunmore Mayor", "wrote", "Facebook")
    assert quote.cue_span is not None
    assert text[quote.cue_span[0] : quote.cue_span[1]] == "wrote"
