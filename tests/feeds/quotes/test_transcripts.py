"""The unmarked turns of a transcript."""

from feeds.model import QuoteKind
from feeds.quotes import Nlp, read_quotes
from feeds.quotes.marks import find_spans, paragraphs
from feeds.quotes.transcripts import find_turns, with_turns

TALK = (
    "HOST: Why did you vote no?\nSEN. RITA GOMEZ: It was a mess.\nHOST: A mess?\nGOMEZ: I said “a mess” and meant it."
)


def test_every_turn_is_a_quote_of_its_speaker(nlp: Nlp) -> None:
    quotes = read_quotes(TALK, nlp)

    assert [quote.speaker for quote in quotes] == ["HOST", "RITA GOMEZ", "HOST", "RITA GOMEZ"]
    assert quotes[1].text == "It was a mess."
    assert {quote.kind for quote in quotes} == {QuoteKind.FULL}


def test_marks_inside_a_turn_are_a_quote_within_it() -> None:
    lines = paragraphs(TALK)

    spans = with_turns(find_turns(TALK, lines), find_spans(TALK, lines))

    assert [len(span.inner) for span in spans] == [0, 0, 0, 1]


def test_a_line_with_a_colon_makes_no_transcript() -> None:
    text = "Note: bring a coat.\nWhere: the old harbor.\nWhen: at noon on Friday."

    assert find_turns(text, paragraphs(text)) == []


def test_labels_before_marks_name_the_speaker(nlp: Nlp) -> None:
    text = "Jane Collins: “What did you see?”\nTed Moss: “A light in the window.”\nCollins: “And then?”"

    quotes = read_quotes(text, nlp)

    assert [quote.speaker for quote in quotes] == ["Jane Collins", "Ted Moss", "Jane Collins"]


def test_a_dash_after_a_quote_names_the_speaker(nlp: Nlp) -> None:
    text = "“The garden is what I miss most of all.” — Ilse Brandt\n“I miss the sea and the boats.” ― Tom Beck"

    quotes = read_quotes(text, nlp)

    assert [quote.speaker for quote in quotes] == ["Ilse Brandt", "Tom Beck"]
