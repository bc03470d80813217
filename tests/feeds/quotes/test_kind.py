"""What a quoted span is."""

import pytest

from feeds.model import QuoteKind
from feeds.quotes import Nlp, read_quotes


def kinds(text: str, nlp: Nlp) -> list[QuoteKind]:
    return [quote.kind for quote in read_quotes(text, nlp)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“The bridge is closed,” Ann Lee said.", QuoteKind.FULL),
        ("“Never!” Ann Lee shouted.", QuoteKind.FULL),
        ("Ann Lee said the bridge was “a danger to everybody” and left.", QuoteKind.PARTIAL),
        ("The report concluded: “The bridge is not safe to use.”", QuoteKind.DOCUMENT),
        ("The letter says “all payments are to stop at once.”", QuoteKind.DOCUMENT),
    ],
)
def test_a_quote_is_full_a_fragment_or_a_document(text: str, kind: QuoteKind, nlp: Nlp) -> None:
    assert kinds(text, nlp) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "A sign on the gate read “No trespassing on this land.”",
        "The label says “Keep out of the reach of children.”",
        "She held a placard saying “Hands off our library!” outside.",
        "His film, “The Long Road Home,” opens on Friday.",
        "Ann Lee spoke on Channel 4's “Morning Call” about rain.",
        "The island is known as “the garden of the north.”",
        "Critics welcomed the “historic” change.",
        "“Ten Ways to Cook a Turnip,” by Ann Lee: a list for the season.",
    ],
)
def test_signs_titles_and_scare_quotes_are_nobodys(text: str, nlp: Nlp) -> None:
    assert kinds(text, nlp) == []


def test_somebody_who_posts_is_no_poster_on_a_wall(nlp: Nlp) -> None:
    assert kinds("“I saw it with my own eyes,” one poster wrote.", nlp) == [QuoteKind.FULL]


def test_a_fragment_of_a_full_quote_is_folded_into_it(nlp: Nlp) -> None:
    text = (
        "Ann Lee spoke of “the largest flood in living memory.”\n"
        "“It was the largest flood in living memory and we were not ready,” Lee said."
    )

    assert kinds(text, nlp) == [QuoteKind.FULL]
