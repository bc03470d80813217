"""What holds for every text."""

from datetime import date
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.model import QuoteKind
from feeds.quotes import Nlp, read_quotes
from feeds.quotes.marks import find_spans, paragraphs

PIECES = (
    "“", "”", '"', "'", "‘", "’", "''", "«", "»", "(", ")", ":", ", ", ". ", "? ", "\n", "\n\n", " — ", "Ann Lee",
    "Tom Beck", "Mr. Beck", "she", "he", "said", "wrote", "according to", "the mayor", "We will go", "a mess", "6'2",
    "’90s", "HOST:",
)  # fmt: skip
WHOLE = (
    "“We waited,” Ann Lee said.", '"It rains," he said. "It pours."', "‘No,’ said the clerk.", "«Oui», dit-il.",
    "She called it “a mess” and left.", "'It isn't,' he said. 'It's the '90s.'", "The mayor told them: “Go home.”",
)  # fmt: skip
UNMARKED = ("The rain went on.", "Nobody came, and 6 of them left.", "Ann Lee was 40 (or so she said).")
texts = st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=40).map(" ".join)
patient = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@patient
@given(text=texts)
def test_every_quote_is_a_span_of_its_text(text: str, nlp: Nlp) -> None:
    quotes = read_quotes(text, nlp)

    assert all(quote.text == text[quote.start : quote.end] for quote in quotes)
    assert all(0.0 <= quote.confidence <= 1.0 for quote in quotes)
    assert all(quote.speaker or quote.confidence == 0.0 for quote in quotes)


@patient
@given(text=texts)
def test_quotes_of_one_level_never_overlap(text: str, nlp: Nlp) -> None:
    outer = [quote for quote in read_quotes(text, nlp) if quote.kind is not QuoteKind.REPORTED]

    assert all(one.end <= other.start for one, other in pairwise(outer))


@patient
@given(text=texts)
def test_a_paragraph_without_marks_changes_no_span(text: str) -> None:
    added = "The rain went on all day and nobody came.\n"
    longer = added + text

    before = [(span.start, span.end) for span in find_spans(text, paragraphs(text))]
    after = [(span.start, span.end) for span in find_spans(longer, paragraphs(longer))]

    assert [(start + len(added), end + len(added)) for start, end in before] == after


@patient
@given(text=texts)
def test_a_paragraph_without_marks_at_the_end_changes_no_span(text: str) -> None:
    longer = text + "\nThe rain went on all day and nobody came."

    before = [(span.start, span.end) for span in find_spans(text, paragraphs(text))]
    after = [(span.start, span.end) for span in find_spans(longer, paragraphs(longer))]

    assert before == after


@patient
@given(before=st.sampled_from(WHOLE), after=st.sampled_from(WHOLE), between=st.sampled_from(UNMARKED))
def test_a_sentence_without_marks_changes_no_span_elsewhere(before: str, after: str, between: str) -> None:
    text, longer = f"{before} {after}", f"{before} {between} {after}"

    plain = [text[span.start : span.end] for span in find_spans(text, paragraphs(text))]
    spaced = [longer[span.start : span.end] for span in find_spans(longer, paragraphs(longer))]

    assert plain == spaced


@patient
@given(text=texts, published=st.dates())
def test_no_quote_is_said_after_its_article(text: str, published: date, nlp: Nlp) -> None:
    times = [quote.said for quote in read_quotes(f"Ann Lee said on Monday: “We will go.”\n{text}", nlp, published)]

    assert all(said.on <= said.until <= published for said in times if said)
