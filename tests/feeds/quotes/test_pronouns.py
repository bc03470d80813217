"""Who "he", "she", "they" and "it" are."""

import pytest

from feeds.quotes.marks import find_spans, paragraphs
from feeds.quotes.pronouns import Found, Scene
from feeds.quotes.roster import read_roster


def meant(text: str, pronoun: str) -> Found | None:
    """Return whom the last such pronoun of a text means."""
    quoted = [(span.start, span.end) for span in find_spans(text, paragraphs(text))]
    scene = Scene(text, read_roster(text, quoted), quoted)
    return scene.find(pronoun, text.rindex(f" {pronoun} ") + 1)


@pytest.mark.parametrize(
    ("text", "pronoun", "expected"),
    [
        ("Ann Lee met Tom Beck. “No,” she said.", "she", "Ann Lee"),
        ("Ann Lee met Tom Beck. “No,” he said.", "he", "Tom Beck"),
        ("Tom Beck wrote to Paul Orr. “No,” he said.", "he", "Tom Beck"),
        ("Daniel Ruiz was fined. His lawyer, Priya Nair, objected. “No,” she said.", "she", "Priya Nair"),
        ("Tom Beck spoke first. Paul Orr agreed with Tom Beck. “Yes,” he said.", "he", "Paul Orr"),
        ("Paul Orr praised Tom Beck. Then he left. “Good,” he said.", "he", "Paul Orr"),
        ("On a wet Monday in June, Paul Orr met the friends of Tom Beck. “Yes,” he said.", "he", "Paul Orr"),
        ("Tom Beck's campaign failed. Paul Orr won. “Yes,” he said.", "he", "Paul Orr"),
        ("The Coastal Agency closed the beach. “It is safe,” it said.", "it", "Coastal Agency"),
    ],
)
def test_a_pronoun_means_the_subject_it_fits(text: str, pronoun: str, expected: str) -> None:
    found = meant(text, pronoun)

    assert found is not None
    assert found.entity.name == expected


def test_a_pronoun_nobody_fits_means_nobody() -> None:
    assert meant("Tom Beck left. “No,” she said.", "she") is None


def test_who_spoke_last_keeps_the_floor_until_somebody_else_is_the_subject() -> None:
    text = "Tom Beck and Paul Orr met. “No,” Beck said. It rained. “Never,” he said."
    quoted = [(span.start, span.end) for span in find_spans(text, paragraphs(text))]
    scene = Scene(text, roster := read_roster(text, quoted), quoted)
    beck = roster.at(0, 8)
    assert beck is not None
    scene.speaks(beck.entity, quoted[0][0])

    found = scene.find("he", text.rindex("he said"))

    assert found is not None
    assert found.entity.name == "Tom Beck"


def test_the_answer_says_where_the_person_was_last_named() -> None:
    texts = ["Ann Lee left. “No,” she said.", "Ann Lee left.\n“No,” she said.", "Ann Lee left.\nRain.\n“No,” she said."]

    found = [each.where for text in texts if (each := meant(text, "she"))]

    assert found == ["in this paragraph", "in the previous paragraph", "earlier"]


def test_one_candidate_alone_is_clearer_than_two() -> None:
    alone = meant("Ann Lee left. “No,” she said.", "she")
    rivals = meant("Ann Lee left with Eve Orr. “No,” she said.", "she")

    assert alone is not None
    assert rivals is not None
    assert alone.margin > rivals.margin
