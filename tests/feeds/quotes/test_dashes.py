"""Dialogue that dashes introduce."""

from feeds.quotes import Nlp, read_quotes
from feeds.quotes.dashes import find_dashes
from feeds.quotes.marks import paragraphs

DIALOGUE = "— Next, said the clerk.\nRosa Lind stood up.\n— I brought one, said Lind.\n— Not that stamp.\n— It is all."


def speech(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_dashes(text, paragraphs(text))]


def test_the_speech_of_a_dash_line_ends_where_somebody_says_it() -> None:
    assert speech(DIALOGUE) == ["Next,", "I brought one,", "Not that stamp.", "It is all."]


def test_a_list_is_no_dialogue() -> None:
    assert speech("— Bread and butter\n— Two eggs\n— A pint of milk, if there is any") == []


def test_one_dash_line_is_no_dialogue() -> None:
    assert speech("— Next, said the clerk.\nNobody moved.") == []


def test_lines_without_words_of_saying_go_to_and_fro(nlp: Nlp) -> None:
    text = "— Next, said Tom Beck.\n— I brought a stamp, said Rosa Lind.\n— Not that stamp.\n— It is all I have."

    quotes = read_quotes(text, nlp)

    assert [quote.speaker for quote in quotes] == ["Tom Beck", "Rosa Lind", "Tom Beck", "Rosa Lind"]
    assert max(quote.confidence for quote in quotes[2:]) < 0.85
