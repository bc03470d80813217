"""Sentences with their quotes masked."""

from feeds.quotes.marks import find_spans, paragraphs
from feeds.quotes.passages import Passage, abbreviated, passages


def cut(text: str) -> list[Passage]:
    lines = paragraphs(text)
    return passages(text, 0, lines[0], list(enumerate(find_spans(text, lines))))


def test_a_long_quote_becomes_a_short_placeholder() -> None:
    text = "“We have waited for this day longer than anybody can remember,” said Ann Lee."

    (passage,) = cut(text)

    assert passage.text == '"Yes," said Ann Lee.'


def test_a_short_fragment_stays_as_it_is() -> None:
    text = "Ann Lee called it “a mess” and left."

    (passage,) = cut(text)

    assert passage.text == 'Ann Lee called it "a mess" and left.'


def test_an_offset_outside_the_placeholders_leads_back_to_the_article() -> None:
    text = "“We have waited for this day longer than anybody can remember,” said Ann Lee."

    (passage,) = cut(text)

    assert text[passage.place(passage.text.index("Ann")) :] == "Ann Lee."


def test_a_sentence_ends_after_a_closed_quote() -> None:
    text = "“It is over.” The crowd left. “Good,” said Mr. Lee."

    found = [passage.text.strip() for passage in cut(text)]

    assert found == ['"It is over."', "The crowd left.", '"Good," said Mr. Lee.']


def test_a_question_keeps_the_words_that_say_who_asks() -> None:
    text = "“Is it over?” Lee asked."

    (passage,) = cut(text)

    assert passage.text == '"Is it over?" Lee asked.'


def test_a_sentence_of_quotes_alone_is_bare() -> None:
    text = "She sat down. “It is over.”"

    found = [passage.bare for passage in cut(text)]

    assert found == [False, True]


def test_an_endless_sentence_is_cut() -> None:
    text = "and " * 2_000 + "“yes” he said"

    found = cut(text)

    assert max(len(passage.text) for passage in found) <= 1_000


def test_a_title_or_an_initial_ends_no_sentence() -> None:
    texts = ["Sen.", "J.", "Calif.", "done."]

    found = [abbreviated(text, len(text) - 1) for text in texts]

    assert found == [True, True, True, False]
