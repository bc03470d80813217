"""What holds for every text."""

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
