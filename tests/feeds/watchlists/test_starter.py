"""The shipped watchlists do what their own sentences say."""

import pytest

from feeds.watchlists import WatchlistFile, failing_sentences, starter_watchlists


@pytest.mark.parametrize("file", starter_watchlists(), ids=lambda file: file.name)
def test_the_sentences_of_a_starter_list_do_as_they_must(file: WatchlistFile) -> None:
    failing = failing_sentences(file)

    assert failing == ()


def test_three_lists_are_shipped() -> None:
    assert [file.name for file in starter_watchlists()] == ["deportation", "ICE", "National Guard"]
