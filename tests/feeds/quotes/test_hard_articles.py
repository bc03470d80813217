"""The hard articles of both halves: spans that are true to their text, and most speakers right."""

import json
from pathlib import Path
from typing import Any

import pytest

from feeds.quotes import Nlp, read_many

HARD = Path(__file__).parent / "hard"
LEAST = {"read": 0.9, "unread": 0.75}


def rows(half: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HARD / f"{half}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("half", LEAST)
def test_the_labels_are_spans_of_their_texts(half: str) -> None:
    labelled = [(row["text"], each) for row in rows(half) for each in (*row["quotes"], *row["unattributed"])]

    assert len(rows(half)) >= 20
    assert all(text[each["start"] : each["end"]] == each["quote"] for text, each in labelled)


@pytest.mark.parametrize("half", LEAST)
def test_most_quotes_of_hard_articles_have_their_speaker(half: str, nlp: Nlp) -> None:
    articles = rows(half)

    read = read_many([row["text"] for row in articles], nlp)

    right = wanted = 0
    for row, quotes in zip(articles, read, strict=True):
        found = {quote.start: quote.speaker for quote in quotes}
        for each in row["quotes"]:
            if each["kind"] == "direct":
                names = {name.lower() for name in (each["speaker"], *each["speaker_aliases"])}
                wanted += 1
                right += (found.get(each["start"]) or "").lower() in names
    assert right / wanted >= LEAST[half]
