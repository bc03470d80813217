"""Whom a description means, where the article says so."""

import pytest

from feeds.quotes.descriptions import Descriptions
from feeds.quotes.roster import read_roster


def meant(text: str, phrase: str) -> str | None:
    entity = Descriptions(text, read_roster(text, [])).find(phrase, phrase.rsplit(maxsplit=1)[-1], len(text))
    return entity.name if entity else None


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("Linda Park, the former mayor of Dunmore, spoke.", "the former mayor", "Linda Park"),
        ("President Emil Varga spoke.", "the president", "Emil Varga"),
        ("Vice President Ana Sol and President Emil Varga spoke.", "the vice president", "Ana Sol"),
        ("President Emil Varga spoke to Vice President Ana Sol.", "the president", "Emil Varga"),
        ("Sen. Rita Gomez voted no.", "the senator", "Rita Gomez"),
        ("Paul Orr and his brother, Greg Orr, farm.", "his brother", "Greg Orr"),
        ("His lawyer, Priya Nair, objected.", "the lawyer", "Priya Nair"),
        ("The singer, whose real name is Maria Conti, left.", "the singer", "Maria Conti"),
        ("Marta Silva, 34, lost her home.", "the 34-year-old", "Marta Silva"),
        ("The Food Safety Agency recalled it.", "the agency", "Food Safety Agency"),
    ],
)
def test_a_description_means_who_is_called_so(text: str, phrase: str, expected: str) -> None:
    assert meant(text, phrase) == expected


@pytest.mark.parametrize("phrase", ["a mayor", "one resident", "the gardener", "his sister", "the man"])
def test_a_description_of_nobody_known_means_nobody(phrase: str) -> None:
    assert meant("Linda Park, the former mayor of Dunmore, spoke.", phrase) is None


def test_what_comes_after_a_description_does_not_explain_it() -> None:
    text = "The mayor spoke. Linda Park, the mayor, left."
    entity = Descriptions(text, read_roster(text, [])).find("The mayor", "mayor", 0)

    assert entity is None


def test_a_role_in_apposition_is_a_role() -> None:
    text = "Marta Lind, the county engineer, and Tom Beck left."
    roster = read_roster(text, [])

    roles = [Descriptions(text, roster).role(entity) for entity in roster.entities]

    assert roles == ["county engineer", None]
