"""The sample article, where the shared material is at hand."""

import json
from pathlib import Path

import pytest

from feeds.model import QuoteKind
from feeds.quotes import Nlp, read_quotes

GOLD = Path(__file__).parents[3] / "../shared/data/quotes/seed.jsonl"


@pytest.mark.skipif(not GOLD.exists(), reason="the shared sample article is not beside this checkout")
def test_the_sample_article_reads_as_its_golden_reading(nlp: Nlp) -> None:
    gold = json.loads(GOLD.read_text(encoding="utf-8").splitlines()[0])

    quotes = read_quotes(gold["text"], nlp)

    full = [(quote.start, quote.speaker) for quote in quotes if quote.kind is QuoteKind.FULL]
    every = [(quote.start, quote.speaker) for quote in quotes]
    assert full == [(each["start"], each["speaker"]) for each in gold["quotes"] if each["kind"] == "direct"]
    assert every == [(each["start"], each["speaker"]) for each in gold["quotes"]]
