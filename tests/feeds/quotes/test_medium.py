"""Where something was said."""

import pytest

from feeds.quotes.medium import medium_of


@pytest.mark.parametrize(
    ("sentence", "medium"),
    [
        ("Lee wrote on Truth Social: ", "Truth Social"),
        ("Lee said in a post on X.", "X"),
        ("said Lee during an appearance on CNN's State of the Union.", "CNN's State of the Union"),
        ("Lee told the Evening Post.", "the Evening Post"),
        ("Lee said in a statement.", "statement"),
        ("Lee wrote in an open letter to the board.", "letter"),
        ("Lee said at a news conference.", "news conference"),
        ("Lee tweeted.", "Twitter"),
        ("Lee said.", None),
        ("Lee said on Monday.", None),
    ],
)
def test_the_medium_is_read_from_the_attributing_sentence(sentence: str, medium: str | None) -> None:
    assert medium_of(sentence) == medium
