from datetime import UTC, datetime

import pytest

from feeds.model import Article
from feeds.stories import credit_of, what_was_added

STORY = "A ferry with ninety passengers ran aground off Gull Point at dawn. Nobody was hurt, the coast watch said."


def an_article(text: str, author: str | None = None, source: str = "Example Times") -> Article:
    return Article("1", None, "Ferry aground", source, datetime(2026, 3, 2, tzinfo=UTC), text, author=author)


@pytest.mark.parametrize(
    ("text", "wire"),
    [
        (f"GULL POINT (AP) — {STORY}", "Associated Press"),
        (f"GULL POINT, March 2 (Reuters) - {STORY}", "Reuters"),
        (f"GULL POINT (AFP) – {STORY}", "Agence France-Presse"),
        (f"GULL POINT, March 2 (Xinhua) -- {STORY}", "Xinhua"),
        (f"By The Associated Press\n{STORY}", "Associated Press"),
        (f"{STORY}\n© 2026 The Associated Press. All rights reserved.", "Associated Press"),
        (f"{STORY}\nThe Associated Press contributed to this report.", "Associated Press"),
        (f"{STORY}\nSource: Reuters", "Reuters"),
        (f"{STORY}\nReuters", "Reuters"),
    ],
)
def test_a_wire_is_credited_in_a_dateline_or_a_line_of_its_own(text: str, wire: str) -> None:
    assert credit_of(an_article(text)) == wire


@pytest.mark.parametrize(
    ("author", "wire"),
    [
        ("Mia Dahl, Associated Press", "Associated Press"),
        ("The Associated Press", "Associated Press"),
        ("Reuters Staff", "Reuters"),
        ("By AFP", "Agence France-Presse"),
        ("Mia Dahl and Australian Associated Press", "Australian Associated Press"),
        ("Mia Dahl", None),
        ("Ap Simon", None),
        (None, None),
    ],
)
def test_a_wire_is_credited_in_a_byline(author: str | None, wire: str | None) -> None:
    assert credit_of(an_article(STORY, author)) == wire


@pytest.mark.parametrize(
    "text",
    [
        f"{STORY} The captain told Reuters that the fog was thick.",
        f"{STORY} It was first reported by a photographer on the beach, who sold the picture to the AP.",
        f"The Pennsylvania (PA) senator was aboard. {STORY}",
        STORY,
    ],
)
def test_a_wire_that_is_only_a_source_is_not_credited(text: str) -> None:
    assert credit_of(an_article(text)) is None


def test_a_wires_own_outlet_is_its_own_credit() -> None:
    assert credit_of(an_article(STORY, source="The Associated Press")) == "Associated Press"


def test_what_was_added_is_shown_as_published() -> None:
    own = "“I saw the lights swing round,” said Lena Moor, who runs the kiosk."
    copy = an_article(f"GULL POINT (AP) — {STORY}\n{own}\nThe Associated Press contributed to this report.")

    assert what_was_added(an_article(STORY), copy) == (own,)


def test_a_lightly_edited_sentence_was_not_added() -> None:
    copy = an_article(STORY.replace("ran aground off Gull Point at dawn", "ran aground off Gull Point at dawn Monday"))

    assert what_was_added(an_article(STORY), copy) == ()


def test_nothing_is_added_to_itself() -> None:
    assert what_was_added(an_article(STORY), an_article(STORY)) == ()
