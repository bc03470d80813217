"""The tables of words that forms refer to by `@name`: readable YAML beside this module, editable, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from feeds.errors import QueryError
from feeds.query import Query, parse_query

CUE, HINT = 1.0, 0.5


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that speak for a sense, as typed, and how loudly: 1 for a cue, a half for a hint."""

    text: str
    query: Query
    weight: float = CUE


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a form may mean, with what speaks for it.

    `shares` names senses of the watchlist's own that are no evidence against this one. `in_capitals` says that the
    sense is possible only where case says nothing: in a line of capitals, or at the beginning of a sentence.
    """

    name: str
    cues: tuple[Cue, ...]
    shares: tuple[str, ...] = ()
    in_capitals: bool = False


@lru_cache(maxsize=1)
def shipped_tables() -> Mapping[str, tuple[Sense, ...]]:
    """Return the shipped tables by name, each with its senses in the order written."""
    folder = files("feeds.watchlists") / "tables"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return {
        name.removesuffix(".yaml"): read_table((folder / name).read_text("utf-8"))
        for name in names
        if name != "families.yaml"
    }


def read_table(text: str) -> tuple[Sense, ...]:
    """Return the senses of a table written in YAML.

    Raises:
        QueryError: the table is no mapping of senses, or a cue cannot be read; the message names the sense.
    """
    content = yaml.safe_load(text)
    if not isinstance(content, dict):
        raise QueryError("a table is a mapping from each sense to its cues")
    return tuple(_sense(str(name), body) for name, body in content.items())


def _sense(name: str, body: object) -> Sense:
    if isinstance(body, list):
        body = {"cues": body}
    if not isinstance(body, dict):
        raise QueryError(f"{name}: needs a list of cues")
    cues = [_cue(name, str(text), CUE) for text in body.get("cues", ())]
    hints = [_cue(name, str(text), HINT) for text in body.get("hints", ())]
    return Sense(name, (*cues, *hints), tuple(body.get("shares", ())), bool(body.get("in_capitals", False)))


def _cue(sense: str, text: str, weight: float) -> Cue:
    try:
        return Cue(text, parse_query(text), weight)
    except QueryError as error:
        raise QueryError(f"{sense}: {error}", at=error.at, suggestion=error.suggestion) from error
