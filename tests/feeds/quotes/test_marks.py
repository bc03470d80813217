"""What stands between quotation marks, however they are typed."""

import pytest

from feeds.quotes.marks import Span, find_spans, paragraphs


def spans(text: str) -> list[Span]:
    return find_spans(text, paragraphs(text))


def quoted(text: str) -> list[str]:
    return [text[span.start : span.end] for span in spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We are done,” she said.", ["We are done,"]),
        ('"We are done," she said.', ["We are done,"]),
        ("''We are done,'' she said.", ["We are done,"]),
        ("``We are done,'' she said.", ["We are done,"]),
        ("«We are done», she said.", ["We are done"]),
        ("„We are done“, she said.", ["We are done"]),
        ("”We are done,” she said.", ["We are done,"]),
        ("“We are done,“ she said.", ["We are done,"]),
        ("‘We are done,’ she said.", ["We are done,"]),
        ("'We are done,' she said.", ["We are done,"]),
    ],
)
def test_every_kind_of_mark_is_read(text: str, expected: list[str]) -> None:
    found = quoted(text)

    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "It was the '90s and rock 'n' roll was king.",
        "The players' union and the owners' club met.",
        'He is 6\'2" tall and drives a 24" mower.',
        "Don't say it isn't so, y'all.",
        "Nothing here is quoted at all.",
        '""',
        "“ ”",
    ],
)
def test_what_is_no_quotation_mark_opens_no_quote(text: str) -> None:
    found = quoted(text)

    assert found == []


def test_an_apostrophe_after_a_plural_does_not_end_a_single_marked_quote() -> None:
    text = "‘The drivers’ strike is over,’ he said."

    found = quoted(text)

    assert found == ["The drivers’ strike is over,"]


def test_inches_inside_a_quote_do_not_end_it() -> None:
    text = '"He is 6\'2" and fast," she said.'

    found = quoted(text)

    assert found == ["He is 6'2\" and fast,"]


def test_a_quote_within_a_quote_is_inside_it() -> None:
    text = "“He told me ‘Leave it alone,’ and I did,” she said."

    (outer,) = spans(text)

    assert [text[inner.start : inner.end] for inner in outer.inner] == ["Leave it alone,"]


def test_double_marks_nest_in_double_marks() -> None:
    text = "“The sign says “Keep out” in red,” she said."

    found = quoted(text)

    assert found == ["The sign says “Keep out” in red,"]


def test_a_quote_that_runs_over_paragraphs_is_one_span_in_each() -> None:
    text = "“We began in May.\n“We ended in June,” he said."

    first, second = spans(text)

    assert (first.closed, second.continues) == (False, True)
    assert quoted(text) == ["We began in May.", "We ended in June,"]


def test_a_quote_may_go_on_without_an_opening_mark() -> None:
    text = "“We began in May.\nWe ended in June,” he said."

    found = quoted(text)

    assert found == ["We began in May.", "We ended in June,"]


def test_one_bad_mark_costs_no_more_than_its_paragraph() -> None:
    text = "He said it was a “shame and left.\n“I know,” she said.\n“So do I,” Tom said."

    found = quoted(text)

    assert found[-2:] == ["I know,", "So do I,"]


def test_paragraphs_are_the_lines_that_hold_more_than_space() -> None:
    text = "One.\n\n   \nTwo.\u2028Three."

    found = [text[start:end] for start, end in paragraphs(text)]

    assert found == ["One.", "Two.", "Three."]
