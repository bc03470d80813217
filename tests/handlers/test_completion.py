"""Completions: from half a word on, the most quoted first, never another desk's lists."""

import pytest

from handlers.completion import MOST, completions
from handlers.grammar import Kind
from storage import channels
from tests.builders import an_article
from tests.newsroom import Desk


@pytest.fixture
def quoted(desk: Desk) -> Desk:
    """A desk that has read three quotes by two people."""
    text = (
        "“Nobody told the families,” said Karen Bassey, the mayor of Port Ansel.\n"
        "“We will not stop,” said Julian Osei, a lawyer.\n"
        "“They never called,” Bassey said. “We waited all night long,” she said."
    )
    desk.receives(desk.watches(), an_article(text=text))
    return desk


def labels(desk: Desk, kind: Kind, typed: str, ref: str = "terminal") -> list[str]:
    return [label for label, _ in completions(desk.store, ref, kind, typed)]


@pytest.mark.parametrize("typed", ["B", "bas", "Karen B", "KAREN"])
def test_half_a_word_finds_the_speaker_with_the_count(quoted: Desk, typed: str) -> None:
    assert labels(quoted, Kind.SPEAKER, typed) == ["Karen Bassey (3)"]


def test_with_nothing_typed_the_most_quoted_come_first(quoted: Desk) -> None:
    assert labels(quoted, Kind.SPEAKER, "") == ["Karen Bassey (3)", "Julian Osei (1)"]


def test_the_middle_of_a_word_finds_nobody(quoted: Desk) -> None:
    assert labels(quoted, Kind.SPEAKER, "assey") == []


def test_watchlists_are_the_desks_own(desk: Desk) -> None:
    desk.types("/watch add flights charter save:yes")
    with desk.store.transaction() as tx:
        channels.ensure_desk(tx, "slack:T9", "Other", "UTC")

    assert labels(desk, Kind.WATCHLIST, "fl") == ["flights"]
    assert labels(desk, Kind.WATCHLIST, "fl", "slack:T9") == []
    assert labels(desk, Kind.WATCHLIST, "fl", "slack:T-unknown") == []


def test_names_that_begin_so_come_before_those_that_hold_it(desk: Desk) -> None:
    for name in ("air flights", "flights"):
        desk.types(f'/watch add "{name}" charter save:yes')

    assert labels(desk, Kind.WATCHLIST, "FLI") == ["flights", "air flights"]


def test_feeds_and_sources_are_completed_by_name(desk: Desk) -> None:
    desk.watches()

    assert labels(desk, Kind.FEED, "exam") == labels(desk, Kind.SOURCE, "times") == ["Example Times"]


def test_free_text_has_no_completions(quoted: Desk) -> None:
    assert labels(quoted, Kind.TEXT, "b") == []


def test_there_are_never_more_than_a_chat_can_show(desk: Desk) -> None:
    for number in range(MOST + 5):
        desk.watches(f"https://{number}.example/rss.xml", f"Times {number}")

    assert len(labels(desk, Kind.FEED, "")) == MOST
