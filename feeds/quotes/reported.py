"""Reads the quotes within a quote: words at second hand, which the outer speaker says somebody said."""

import re

from feeds.model import Quote, QuoteKind
from feeds.quotes.marks import Span

_FEWEST = 4
_OWN = re.compile(r"\bI (?:\w+ )?(?:said|say|told|asked|replied|answered|thought|wrote|tell)\b[^.?!]{0,30}$")


def reported_in(text: str, span: Span, outer: Quote) -> list[Quote]:
    """Return the whole sentences quoted inside `outer`, with its speaker where they quote themselves."""
    found = []
    for inner in span.inner:
        quoted = text[inner.start : inner.end]
        before = text[span.start : inner.outer_start]
        introduced = before.rstrip().endswith((",", ":"))
        if len(quoted.split()) < _FEWEST or not quoted[:1].isupper() or not introduced:
            continue
        own = _OWN.search(before) is not None
        speaker = outer.speaker if own else None
        how = f"quoted by {outer.speaker or 'an unnamed speaker'}" + (", of their own words" if own else "")
        confidence = round(outer.confidence * 0.9, 2) if own else 0.0
        found.append(Quote(quoted, inner.start, inner.end, speaker, QuoteKind.REPORTED, how, confidence))
    return found
