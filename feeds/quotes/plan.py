"""Lays an article out for the parser: its quoted spans, its passages, and which of them have to be parsed."""

from dataclasses import dataclass

from feeds.quotes.dashes import find_dashes
from feeds.quotes.marks import Span, find_spans, paragraphs
from feeds.quotes.passages import Passage, passages
from feeds.quotes.transcripts import find_turns, with_turns

_LONGEST_ARTICLE = 400_000
_MOST_PARSED = 90_000
_MOST_QUOTES = 2_000


@dataclass(frozen=True, slots=True)
class Plan:
    """`passages` are the sentences of every paragraph with a quote, and of the one before it, in order of place.

    `wanted` are the numbers of the passages to parse: those that hold a quote and more, and those before a bare quote.
    """

    text: str
    spans: tuple[Span, ...]
    passages: tuple[Passage, ...]
    wanted: tuple[int, ...]


def plan(text: str) -> Plan:
    """Return the plan of an article; bounded: so many characters and quotes of it are read, no more."""
    lines = paragraphs(text[:_LONGEST_ARTICLE])
    turns = find_turns(text, lines) or find_dashes(text, lines)
    spans = with_turns(turns, find_spans(text, lines))[:_MOST_QUOTES]
    of_line: dict[int, list[tuple[int, Span]]] = {}
    for number, span in enumerate(spans):
        of_line.setdefault(span.paragraph, []).append((number, span))
    near = {line for each in of_line for line in (each - 1, each) if line >= 0}
    found = [each for line in sorted(near) for each in passages(text, line, lines[line], of_line.get(line, []))]
    return Plan(text, tuple(spans), tuple(found), _wanted(found))


def _wanted(found: list[Passage]) -> tuple[int, ...]:
    numbers: set[int] = set()
    for number, passage in enumerate(found):
        if passage.slots and not passage.bare:
            numbers.add(number)
        elif passage.bare and number and not found[number - 1].slots:
            numbers.add(number - 1)
    kept, total = [], 0
    for number in sorted(numbers):
        total += len(found[number].text)
        if total > _MOST_PARSED:
            break
        kept.append(number)
    return tuple(kept)
