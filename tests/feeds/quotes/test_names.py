"""Names in running text."""

import pytest

from feeds.quotes.names import Name, find_names


def found(text: str) -> list[tuple[str, str]]:
    return [(name.title, " ".join(name.words)) for name in find_names(text, [])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met Ann Lee there.", [("", "Ann Lee")]),
        ("We met Mayor Ann Lee there.", [("Mayor", "Ann Lee")]),
        ("We met Los Angeles Mayor Ann Lee there.", [("Los Angeles Mayor", "Ann Lee")]),
        ("We met Sen. Ann Lee there.", [("Sen.", "Ann Lee")]),
        ("We met J. D. Lee there.", [("", "J. D. Lee")]),
        ("We met Bill de Witt there.", [("", "Bill de Witt")]),
        ("We met Conan O’Brien there.", [("", "Conan O’Brien")]),
        ("We met Ann “Nan” Lee there.", [("", "Ann Lee")]),
        ("We met the Ministry of Health there.", [("", "Ministry of Health")]),
        ("But Ann Lee left on Monday.", [("", "Ann Lee")]),
        ("I didn’t go. Don’t ask.", []),
    ],
)
def test_a_name_is_parted_from_its_title_and_the_words_around(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_a_name_after_an_organisation_is_a_name_of_its_own() -> None:
    assert found("With the Evening Post Lee was curt.") == [("", "Evening Post"), ("", "Lee")]


def test_a_name_knows_its_place() -> None:
    text = "His wife, Ann Lee, left. Tom Beck said “Ann Lee knew.”"

    names = find_names(text, [(text.index("Ann Lee knew"), len(text) - 1)])

    assert [text[name.start : name.end] for name in names] == ["Ann Lee", "Tom Beck", "Ann Lee"]
    assert [(name.kin, name.initial, name.quoted) for name in names] == [
        (True, False, False),
        (False, True, False),
        (False, True, True),
    ]


def test_a_key_is_first_and_last_word_and_suffix() -> None:
    name = Name(0, 0, 20, ("Robert", "F.", "Lane", "Jr."), "", quoted=False, kin=False, initial=False)

    assert name.key == ("robert", "lane", "jr")
