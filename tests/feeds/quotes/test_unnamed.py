"""People whom an article describes and never names."""

import pytest

from feeds.quotes import Nlp, read_quotes
from feeds.quotes.roster import read_roster
from feeds.quotes.unnamed import is_epithet, is_indefinite, is_new, opening, somebody


def opened(text: str) -> str | None:
    found = opening(text, 0, len(text), read_roster(text, []))
    return found[0] if found else None


@pytest.mark.parametrize(
    ("sentence", "description"),
    [
        ("The driver climbed out.", "The driver"),
        ("A retired prison officer came to the door.", "A retired prison officer"),
        ("On Monday, the clerk counted them.", "the clerk"),
        ("One of them laughed.", "One of them"),
        ("Marta's grandmother was the only one who laughed.", "Marta's grandmother"),
        ("His lawyer, Ann Lee, was waiting.", None),
        ("The home of a farmer was searched.", None),
        ("The student union voted.", None),
        ("It's a driver who knows.", None),
        ("One of the central claims fell.", None),
        ("Tom Beck, a farmer, left.", None),
    ],
)
def test_a_sentence_is_opened_by_one_person_described(sentence: str, description: str | None) -> None:
    assert opened(sentence) == description


@pytest.mark.parametrize(
    ("phrase", "head", "expected"),
    [
        ("the billionaire", "billionaire", True),
        ("the Vermont senator", "senator", True),
        ("the former mayor", "mayor", True),
        ("the mayor", "mayor", False),
        ("the British prime minister", "minister", False),
        ("a billionaire", "billionaire", False),
        ("the driver", "driver", False),
    ],
)
def test_an_epithet_calls_somebody_already_named(phrase: str, head: str, expected: bool) -> None:
    assert is_epithet(phrase, head) is expected


def test_who_asks_is_nobody_to_be_quoted_later() -> None:
    assert not is_new("a reporter", "reporter")
    assert is_new("a driver", "driver")
    assert is_indefinite("a driver")
    assert not is_indefinite("the driver")


def test_an_unnamed_person_has_the_gender_of_the_noun() -> None:
    assert somebody("the boy", "boy").male > 0
    assert somebody("the widow", "widow").female > 0
    assert somebody("the driver", "driver").male == somebody("the driver", "driver").female


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Ruth Bell lost her keys on Friday. The porter found them in the lift. “I knew whose they were,” he said.",
            "The porter",
        ),
        (
            "Paul Reed owned it. One of them, a former nurse who asked not to be named, left. “I was tired,” she said.",
            "a former nurse",
        ),
        (
            "Grace Hill sold the boat. The skipper, Ben Cole, was away. “I would have bought it,” he said.",
            "Ben Cole",
        ),
        (
            "Asked by host Lil Moss whether he had lied, Ed Stone paused. “Who would have known?” he said.",
            "Ed Stone",
        ),
        (
            "Rita Marsh then asked Carl Dunn which road he would take. “The long one,” he said.",
            "Carl Dunn",
        ),
        (
            "Joel Kerr replied an hour later. He thanked the caterer. “Forty people cried,” the drummer wrote.",
            "Joel Kerr",
        ),
    ],
)
def test_a_pronoun_may_mean_somebody_without_a_name(text: str, speaker: str, nlp: Nlp) -> None:
    quotes = read_quotes(text, nlp)

    assert [quote.speaker for quote in quotes] == [speaker]
    assert all(quote.confidence < 1.0 for quote in quotes)
