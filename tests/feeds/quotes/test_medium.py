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
        ("Lee wrote in an open letter to the board.", "open letter"),
        ("Lee said at a news conference.", "news conference"),
        ("Lee tweeted.", "Twitter"),
        ("Lee said in a thread on Bluesky.", "Bluesky"),
        ("Lee wrote in a Facebook post.", "Facebook"),
        ("Lee told CNN's Jane Moss on Sunday.", "CNN"),
        ("Lee told the Thorley Echo.", "the Thorley Echo"),
        ("Lee told BBC Radio 4.", "BBC Radio 4"),
        ("Lee said on the Long Throw podcast.", "the Long Throw podcast"),
        ("Lee said in an interview with Reuters.", "Reuters"),
        ("Lee said in a telephone interview.", "telephone interview"),
        ("Lee said in a court filing.", "court filing"),
        ("Lee said in court papers.", "court papers"),
        ("Lee said in court.", "court"),
        ("Lee told the jury.", "testimony"),
        ("Lee testified.", "testimony"),
        ("Lee said by email.", "email"),
        ("Lee said in an emailed statement.", "statement"),
        ("read a statement from the embassy.", "statement"),
        ("Lee wrote in her letter to the board.", "letter"),
        ("Lee said by telephone.", "phone call"),
        ("Lee said.", None),
        ("Lee said on Monday.", None),
    ],
)
def test_the_medium_is_read_from_the_attributing_sentence(sentence: str, medium: str | None) -> None:
    assert medium_of(sentence) == medium
