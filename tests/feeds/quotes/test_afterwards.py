"""Speakers whom an article names only after their words."""

import pytest

from feeds.quotes import Nlp, read_quotes


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("“We will not be told.”\n\nWith that, Nadia Perov, the minister, walked out.", ["Nadia Perov"]),
        (
            "Her rival was amused. “I blame the biscuits.” Joaquim Tell, who was in the chair, has known her long.",
            ["Joaquim Tell"],
        ),
        (
            "Tom Beck ran. “He just went up,” he said.\n“I could not look.” The boy's aunt, Ana Puig, had been there.",
            ["Tom Beck", "Ana Puig"],
        ),
        (
            "“We waited,” Tom Beck said. “We left.” Ann Lee came too late.",
            ["Tom Beck", "Tom Beck"],
        ),
        (
            "“It is raining on all of us.”\n\nThe roof of the market fell in.",
            [None],
        ),
    ],
)
def test_a_speaker_may_be_brought_in_after_the_quote(text: str, speakers: list[str | None], nlp: Nlp) -> None:
    quotes = read_quotes(text, nlp)

    assert [quote.speaker for quote in quotes] == speakers
    assert all(quote.confidence < 0.85 for quote in quotes if "after" in quote.how)
