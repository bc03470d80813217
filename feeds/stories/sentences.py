"""Sentences and words of plain text, good enough to compare two versions of one article. Not a parser."""

import re

_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Rev|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Cmdr|Maj|Adm|Pres|St|Jr|Sr|vs|No|Inc|Corp|Co|Ltd|"
    r"Jan|Feb|Aug|Sept|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)|\b[A-Z](?:\.[A-Z])*)$"
)
_WORD = re.compile(r"\d[\d,.]*\d|\w+(?:['’]\w+)*", re.UNICODE)


def sentences_of(text: str) -> tuple[str, ...]:
    """Return the sentences of `text` in order, white space at their ends left out. A line feed always ends one."""
    return tuple(sentence for line in text.split("\n") for sentence in _sentences_of_line(line) if sentence)


def written_words(text: str) -> tuple[str, ...]:
    """Return the words of `text` as written; a figure keeps its points and commas ("1,250")."""
    return tuple(_WORD.findall(text))


def folded(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words with case and the shape of apostrophes folded."""
    return tuple(word.casefold().replace("’", "'") for word in words)


def _sentences_of_line(line: str) -> list[str]:
    found, start = [], 0
    for end in _END.finditer(line):
        if line[end.start()] == "." and _ABBREVIATED.search(line, start, end.start()):
            continue
        found.append(line[start : end.end()].strip())
        start = end.end()
    return [*found, line[start:].strip()]
