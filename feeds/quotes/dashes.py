"""Finds speech that a dash alone introduces ("— Not that stamp, said the clerk."). It is not a list's reader.

A line that opens with a dash is no speech by itself: an article has to have several, and one that says who speaks.
"""

import re

from feeds.quotes.cue_words import LEMMAS, WEIGHTS
from feeds.quotes.marks import Span

_OPENING = re.compile(r"[ \t]*[—–―]+[ \t\u00a0]*(?=[\w¿¡…])")
_PAUSE = re.compile(r"(?<=[,?!…])[ \t\u00a0]*(?:[—–―][ \t]*)?")
_WORD = re.compile(r"[\w’'-]+")
_SUBJECTS = {"he", "she", "they", "i", "we", "the", "a", "an", "his", "her", "their", "one"}
_FEWEST = 2
_SAYING = 2.0
_LONGEST_SUBJECT = 4


def find_dashes(text: str, lines: list[tuple[int, int]]) -> list[Span]:
    """Return the speech of dash lines as spans in order of place; none where the article is not written so."""
    opened = [
        (number, match.end(), end) for number, (start, end) in enumerate(lines) if (match := _is_line(text, start, end))
    ]
    if len(opened) < _FEWEST:
        return []
    stops = [_cue_at(text, start, end) for _, start, end in opened]
    if not any(stops):
        return []
    return [_span(text, line, stop) for line, stop in zip(opened, stops, strict=True)]


def _is_line(text: str, start: int, end: int) -> re.Match[str] | None:
    return _OPENING.match(text, start, end)


def _span(text: str, line: tuple[int, int, int], stop: int | None) -> Span:
    number, start, end = line
    last = start + len(text[start : stop or end].rstrip(" \t\u00a0—–―"))
    return Span(start, last, start, last, number, dash=True)


def _cue_at(text: str, start: int, end: int) -> int | None:
    """Return where the words that say who speaks begin: after a pause, a verb of saying with its subject."""
    for pause in _PAUSE.finditer(text, start, end):
        words = [word.group() for word in _WORD.finditer(text[pause.end() : min(pause.end() + 60, end)])]
        if words and _says(words):
            return pause.start()
    return None


def _says(words: list[str]) -> bool:
    verbs = [word.islower() and WEIGHTS.get(LEMMAS.get(word, ""), 0.0) >= _SAYING for word in words[:_LONGEST_SUBJECT]]
    if verbs[0]:
        return len(words) > 1
    return any(verbs) and (words[0].lower() in _SUBJECTS or words[0][:1].isupper())
