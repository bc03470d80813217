"""Quotes within quotes."""

from feeds.model import QuoteKind
from feeds.quotes import Nlp, read_quotes


def test_words_at_second_hand_are_reported(nlp: Nlp) -> None:
    text = "“The guard told us, ‘You have to leave right now,’ and we did,” Rosa Lind said."

    outer, inner = read_quotes(text, nlp)

    assert (outer.kind, outer.speaker) == (QuoteKind.FULL, "Rosa Lind")
    assert (inner.kind, inner.speaker) == (QuoteKind.REPORTED, None)
    assert inner.text == text[inner.start : inner.end] == "You have to leave right now,"
    assert inner.how == "quoted by Rosa Lind"


def test_who_quotes_themselves_is_the_speaker_of_both(nlp: Nlp) -> None:
    text = "“I told him, ‘You have to leave right now,’ and he did,” Rosa Lind said."

    outer, inner = read_quotes(text, nlp)

    assert outer.speaker == inner.speaker == "Rosa Lind"
    assert inner.confidence < outer.confidence


def test_a_word_in_inner_marks_is_not_reported(nlp: Nlp) -> None:
    text = "“They call it the ‘dead zone’ for a reason,” Rosa Lind said."

    assert len(read_quotes(text, nlp)) == 1
