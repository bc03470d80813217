"""Whose copy an article is by its own credits, and what an outlet added to it. `copies` says whether it is one."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from feeds.model import Article
from feeds.stories.sentences import folded, sentences_of, written_words

DATELINE_CHARACTERS = 160
TAIL_PARAGRAPHS = 4
CREDIT_LINE_WORDS = 40
"""A credit stands in a line of its own; a longer paragraph is the story, and a wire in it is a source."""
FOUND_AGAIN = 0.7
_CREDIT_LINES = (
    r"^\W*(?:by|source|credit|from|via)\b:?\s{}",
    r"^\W*by\s[^.]{{3,60}}[,|/]\s*{}\W*$",
    r"(?:©|\(c\)|copyright)[\s\d,]*(?:by\s)?{}",
    r"\b(?:published|distributed|provided|supplied)\sby\s{}",
    r"\b(?:story|article|report|material)\s(?:(?:is|was|comes)\s)?(?:by|from)\s{}",
    r"^\W*{}\W*$",
)
_CONTRIBUTED = r"{}[^.]*\bcontributed\b"
_Patterns = tuple[re.Pattern[str], ...]
_RUN = 3
_SHORTEST_SENTENCE = 4


class _Wires(NamedTuple):
    """The patterns made of the table of wires; each pattern has one group, the form that stands in the text."""

    by_form: dict[str, str]
    dateline: re.Pattern[str]
    byline: re.Pattern[str]
    credit_lines: _Patterns
    contributed: re.Pattern[str]


def credit_of(article: Article) -> str | None:
    """Return the wire that `article` credits for the whole or a part of it, None where it credits none.

    Looked for in this order: a wire's own outlet, a dateline, the byline, a credit line at the head or the tail. A wire
    that is only a source of facts ("told Reuters") is not credited.
    """
    wires = _wires()
    return _credited(article, (*wires.credit_lines, wires.contributed))


def author_wire(article: Article) -> str | None:
    """Return the wire that wrote `article` by its own credits; one that only "contributed to this report" did not."""
    return _credited(article, _wires().credit_lines)


def what_was_added(original: Article, copy: Article) -> tuple[str, ...]:
    """Return the sentences of `copy`, as published and in order, that are not in `original`.

    A sentence is the wire's where seven in ten of its runs of three words stand there too. Credit lines and scraps of
    fewer than four words are left out.
    """
    known = _runs(folded(written_words(original.text)))
    lines = (*_wires().credit_lines, _wires().contributed)
    added = []
    for sentence in sentences_of(copy.text):
        words = folded(written_words(sentence))
        runs = _runs(words)
        if (
            len(words) >= _SHORTEST_SENTENCE
            and len(runs & known) < FOUND_AGAIN * len(runs)
            and not _credit_in(sentence, lines)
        ):
            added.append(sentence)
    return tuple(added)


def _credited(article: Article, lines: _Patterns) -> str | None:
    """Return the wire that a dateline, the byline or a credit line of the kinds `lines` names."""
    wires = _wires()
    if (own := wires.by_form.get(_plain(article.source))) is not None:
        return own
    dateline = wires.dateline.search(article.text[:DATELINE_CHARACTERS])
    byline = wires.byline.search(article.author or "")
    found = dateline or byline or _credit_line(article.text, lines)
    return wires.by_form[_plain(found[1])] if found else None


def _credit_line(text: str, lines: _Patterns) -> re.Match[str] | None:
    paragraphs = [paragraph for paragraph in text.split("\n") if paragraph.strip()]
    edges = (*paragraphs[:2], *paragraphs[2:][-TAIL_PARAGRAPHS:])
    return next((found for paragraph in edges if (found := _credit_in(paragraph, lines))), None)


def _credit_in(line: str, lines: _Patterns) -> re.Match[str] | None:
    if len(line.split()) > CREDIT_LINE_WORDS:
        return None
    return next((found for pattern in lines if (found := pattern.search(line))), None)


def _runs(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    return {words[at : at + _RUN] for at in range(len(words) - _RUN + 1)}


def _plain(form: str) -> str:
    return form.casefold().removeprefix("the ").strip()


@cache
def _wires() -> _Wires:
    table = yaml.safe_load(files("feeds.stories").joinpath("wires.yaml").read_text(encoding="utf-8"))
    by_form = {_plain(form): row["wire"] for row in table for form in (row["wire"], *row["marks"], *row["names"])}
    marks = _any_of(form for row in table for form in row["marks"])
    names = _any_of(form for row in table for form in (row["wire"], *row["names"]))
    return _Wires(
        by_form,
        re.compile(rf"\(({marks})\)\s*(?:[-–—]|$)", re.MULTILINE),
        re.compile(rf"(?:^|[,;|/(]|\b(?:by|and|for|via|of)\s)\s*(?:the\s)?({names})(?=$|[\s,;|/)])", re.IGNORECASE),
        tuple(_credit_pattern(form, names) for form in _CREDIT_LINES),
        _credit_pattern(_CONTRIBUTED, names),
    )


def _credit_pattern(form: str, names: str) -> re.Pattern[str]:
    return re.compile(form.format(rf"(?:the\s)?({names})\b"), re.IGNORECASE)


def _any_of(forms: Iterable[str]) -> str:
    """Return a pattern of `forms` as written or in capitals; in another case they are words ("Ap" is a name)."""
    written = {spelled for form in forms for spelled in (form, form.upper())}
    return f"(?-i:{'|'.join(map(re.escape, sorted(written, key=len, reverse=True)))})"
