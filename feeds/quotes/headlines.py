"""Gives the quote of a headline to whoever says those words in the text below it. It reads no sentence."""

import re
from dataclasses import replace

from feeds.model import Quote, QuoteKind

_WORD = re.compile(r"\w[\w'’]*")
_ALIKE = 0.7
_FEWEST = 3
_AGAIN = 0.95
_ONLY = 0.65


def with_headline(text: str, quotes: list[Quote]) -> list[Quote]:
    """Name the speaker of a quote in the first line that has none, by its words in a later quote of the article."""
    end = text.find("\n", len(text) - len(text.lstrip()))
    if end < 0 or not quotes or quotes[0].speaker or quotes[0].end > end:
        return quotes
    below = [quote for quote in quotes if quote.start > end and quote.speaker and quote.kind is QuoteKind.FULL]
    return [_named(quote, below) if quote.end <= end and not quote.speaker else quote for quote in quotes]


def _named(quote: Quote, below: list[Quote]) -> Quote:
    best = max(below, key=lambda each: _alike(quote, each), default=None)
    if best is None:
        return quote
    speakers = {each.speaker for each in below}
    if _alike(quote, best) >= _ALIKE:
        how, confidence = "whose words of the text the headline repeats", best.confidence * _AGAIN
    elif len(speakers) == 1 and quote.kind is QuoteKind.FULL:
        how, confidence = "the only one whom the text below the headline quotes", _ONLY
    else:
        return quote
    return replace(quote, speaker=best.speaker, role=best.role, how=how, confidence=round(confidence, 2))


def _alike(headline: Quote, below: Quote) -> float:
    """Return the share of a headline's words that stand in a quote below it; none where they are too few to tell."""
    words = [word.lower() for word in _WORD.findall(headline.text)]
    held = {word.lower() for word in _WORD.findall(below.text)}
    return sum(word in held for word in words) / len(words) if len(words) >= _FEWEST else 0.0
