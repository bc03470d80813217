"""Cuts a query into tokens. It knows marks and operators, not what they mean together."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from enum import Enum, auto
from typing import NamedTuple

from feeds.errors import QueryError
from feeds.query.tree import FieldName

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<open>\()|(?P<close>\))|(?P<comma>[,;])|(?P<pipe>\|+)
    |(?P<exact>=[ ]?"[^"]*")|(?P<quoted>"[^"]*")|(?P<unclosed>=?[ ]?")
    |(?P<minus>-+(?=[\w"(=#@$.']))
    |(?P<field>[^\W\d_]+:(?!//)(?=["(=\w\#@$'.]))
    |(?P<bare>(?:[^\s,;|()"&]|&(?=\w))+|&+)
    """,
    re.VERBOSE,
)
_NEAR = re.compile(r"NEAR(?:/(\d+))?$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_EDGES = "'#@$!?.:;/\\<>[]{}_~^%+=`…-"
_FIELDS = tuple(name.value for name in FieldName)
LONGEST_NAME = 24


class Mark(Enum):
    """What a token is."""

    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    AND = auto()
    NOT = auto()
    MINUS = auto()
    NEAR = auto()
    FIELD = auto()
    WORD = auto()
    PREFIX = auto()
    QUOTED = auto()
    EXACT = auto()
    END = auto()


class Token(NamedTuple):
    """A piece of a query at offset `at`: `text` is what it says without its marks, `end` lies after them."""

    mark: Mark
    text: str
    at: int
    end: int


_OPERATORS = {"OR": Mark.OR, "AND": Mark.AND, "NOT": Mark.NOT, "&": Mark.AND, "&&": Mark.AND}
_GROUPS = {"open": Mark.OPEN, "close": Mark.CLOSE, "comma": Mark.OR, "pipe": Mark.OR}


def tokens_of(query: str) -> Iterator[Token]:
    """Yield the tokens of `query` in order, closed by an END; only what is asked for is cut.

    Raises:
        QueryError: a mark is never closed, a star stands in the wrong place, or a field is not known.
    """
    at = 0
    while at < len(query):
        found = _TOKEN.match(query, at)
        if found is None:
            raise QueryError(f"“{query[at]}” cannot be read here", at=at, suggestion=query[:at] + query[at + 1 :])
        token, at = _token(query, found)
        if token is not None:
            yield token
    yield Token(Mark.END, "", len(query), len(query))


def _token(query: str, found: re.Match[str]) -> tuple[Token | None, int]:
    kind, at, end = str(found.lastgroup), found.start(), found.end()
    if kind == "space":
        return None, end
    if kind in _GROUPS:
        return Token(_GROUPS[kind], found.group(), at, end), end
    if kind == "unclosed":
        raise QueryError("a quotation mark is not closed", at=end - 1, suggestion=query.rstrip() + '"')
    if kind in ("quoted", "exact"):
        mark = Mark.QUOTED if kind == "quoted" else Mark.EXACT
        return Token(mark, found.group().strip('= "'), at, end), end
    if kind == "minus":
        odd = (end - at) % 2 == 1
        return (Token(Mark.MINUS, "-", at, end) if odd else None), end
    if kind == "field":
        return Token(Mark.FIELD, _field(query, found.group()[:-1], at), at, end), end
    return _bare(query, found.group(), at)


def _bare(query: str, word: str, at: int) -> tuple[Token, int]:
    end = at + len(word)
    if word in _OPERATORS:
        return Token(_OPERATORS[word], word, at, end), end
    if near := _NEAR.match(word):
        return Token(Mark.NEAR, _distance(query, near, at), at, end), end
    return _word(query, word, at), end


def _distance(query: str, near: re.Match[str], at: int) -> str:
    end = at + near.end()
    if near[1] is None:
        raise QueryError("NEAR needs a number of words", at=at, suggestion=f"{query[:at]}NEAR/5{query[end:]}")
    digits = near[1].lstrip("0")
    if not digits or len(digits) > len("20") or int(digits) > 20:  # noqa: PLR2004 - the grammar's own limit
        raise QueryError("NEAR goes from 1 to 20 words", at=at, suggestion=f"{query[:at]}NEAR/20{query[end:]}")
    return digits


def _field(query: str, name: str, at: int) -> str:
    if name.lower() in _FIELDS:
        return name.lower()
    nearest = get_close_matches(name.lower()[:LONGEST_NAME], _FIELDS, n=1)
    rest = query[at + len(name) + 1 :]
    cure = f"{query[:at]}{nearest[0]}:{rest}" if nearest else f"{query[:at]}{name} {rest}"
    shown = name if len(name) <= LONGEST_NAME else name[:LONGEST_NAME] + "…"
    raise QueryError(f"“{shown}:” is not a field (title, lead, body, source, lang)", at=at, suggestion=cure)


def _word(query: str, word: str, at: int) -> Token:
    end = at + len(word)
    text = word.strip(_EDGES)
    if _DOTTED.fullmatch(text):
        text += "."
    if word[0] == "=" and text:
        cure = f'{query[:at]}="{text}"{query[end:]}'
        raise QueryError("= needs its words in quotation marks", at=at, suggestion=cure)
    if "*" not in text:
        if not any(letter.isalnum() for letter in text):
            cure = (query[:at] + query[end:]).strip()
            raise QueryError(f"“{word[:LONGEST_NAME]}” is no word", at=at, suggestion=cure)
        return Token(Mark.WORD, text, at, end)
    stem = text.rstrip("*")
    if "*" in stem or not stem.isalnum():
        plain = stem.replace("*", "")
        cure = f"{query[:at]}{plain}{query[end:]}"
        raise QueryError("a star stands only at the end of one word", at=at + word.index("*"), suggestion=cure)
    if len(stem) < 3:  # noqa: PLR2004 - the grammar's own limit
        cure = f"{query[:at]}{stem}{query[end:]}"
        raise QueryError("a star needs at least three letters before it", at=at, suggestion=cure)
    return Token(Mark.PREFIX, stem, at, end)
