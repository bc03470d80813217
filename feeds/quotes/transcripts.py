"""Finds the turns of a transcript, whose words stand after a label and in no marks. Marked turns are left to `marks`.

A line with a colon is no turn by itself: an article has to have several, by at least two labels.
"""

import re
from collections import Counter
from dataclasses import replace

from feeds.quotes.marks import Span

_TURN = re.compile(
    r"[ \t]*((?:[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,5}|[A-Z]))"
    r"(?: ?\([^)\n]{1,40}\)|, [^:\n]{1,40})?:[ \t]+(?=[^\s\"“‘'«])"
)
_ASIDE = re.compile(r"[(\[][A-Z ]+[)\]]\.?$")
_FEWEST_TURNS = 3
_FEWEST_LABELS = 2


def find_turns(text: str, lines: list[tuple[int, int]]) -> list[Span]:
    """Return the unmarked turns of a transcript as spans that carry their label; none where it is no transcript."""
    found: list[Span] = []
    for number, (start, end) in enumerate(lines):
        turn = _TURN.match(text, start, end)
        if turn and not _ASIDE.match(text[turn.end() : end].strip()):
            stop = turn.end() + len(text[turn.end() : end].rstrip())
            found.append(Span(turn.end(), stop, turn.end(), stop, number, label=turn.span(1)))
    labels = Counter(_label(text, span) for span in found)
    kept = [span for span in found if _label(text, span).isupper() or labels[_label(text, span)] > 1]
    distinct = {_label(text, span) for span in kept}
    return kept if len(kept) >= _FEWEST_TURNS and len(distinct) >= _FEWEST_LABELS else []


def with_turns(turns: list[Span], marked: list[Span]) -> list[Span]:
    """Put turns and marked spans together in order; a marked span inside a turn becomes a quote within it."""
    of_line = {turn.paragraph: turn for turn in turns}
    inside: dict[int, list[Span]] = {}
    outside = []
    for span in marked:
        turn = of_line.get(span.paragraph)
        if turn and turn.start <= span.start:
            inside.setdefault(span.paragraph, []).append(span)
        else:
            outside.append(span)
    nested = [replace(turn, inner=tuple(inside.get(turn.paragraph, ()))) for turn in turns]
    return sorted([*outside, *nested], key=lambda span: span.start)


def _label(text: str, span: Span) -> str:
    return text[span.label[0] : span.label[1]] if span.label else ""
