"""The tables of words that forms refer to by `@name`: readable YAML beside this module, editable, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from feeds.errors import QueryError
from feeds.query import Query, canonical, parse_query
from feeds.query.tree import alternatives

CUE, HINT, FAINT = 1.0, 0.5, 0.25
EVERY = "every sense"
"""The key of a table under which stand the settings that all its senses have in common."""

_SETTINGS = ("shares", "mute_case_only", "over_it_only", "yields_in_long_stories")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that speak for a sense, as typed, and how loudly: 1 for a cue, a half for a hint, a quarter if faint."""

    text: str
    query: Query
    weight: float = CUE


@dataclass(frozen=True, slots=True)
class Sense:
    """One thing that a form may mean, with what speaks for it.

    `shares` names senses of the watchlist's own that are no evidence against this one. `mute_case_only` says that it is
    possible only where case says nothing: in a line of capitals, or at the beginning of a sentence. `over_it_only` says
    that its cues count only where they lie over the mention ("Coast Guard" over "Guard troops"). A sense that
    `yields_in_long_stories` leaves a mention in doubt, not out, where the watchlist's own sense is a party to a long
    story as well.
    """

    name: str
    cues: tuple[Cue, ...]
    shares: tuple[str, ...] = ()
    mute_case_only: bool = False
    over_it_only: bool = False
    yields_in_long_stories: bool = False


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
        QueryError: the table is no mapping of senses, a setting is unknown, or a cue cannot be read; names the sense.
    """
    content = yaml.safe_load(text)
    if not isinstance(content, dict):
        raise QueryError("a table is a mapping from each sense to its cues")
    common = content.pop(EVERY, {})
    return tuple(_sense(str(name), body, common) for name, body in content.items())


def _sense(name: str, body: object, common: Mapping[str, object]) -> Sense:
    if isinstance(body, list):
        body = {"cues": body}
    if not isinstance(body, dict):
        raise QueryError(f"{name}: needs a list of cues")
    settings = {**common, **body}
    cues = tuple(
        cue
        for key, weight in (("cues", CUE), ("hints", HINT), ("faint", FAINT))
        for line in settings.pop(key, ())
        for cue in _cues(name, str(line), weight)
    )
    unknown = [str(key) for key in settings if key not in _SETTINGS]
    if unknown:
        raise QueryError(f"{name}: “{unknown[0]}” is no setting (there are: {', '.join(_SETTINGS)})")
    return Sense(
        name,
        cues,
        shares=tuple(settings.get("shares", ())),
        mute_case_only=bool(settings.get("mute_case_only")),
        over_it_only=bool(settings.get("over_it_only")),
        yields_in_long_stories=bool(settings.get("yields_in_long_stories")),
    )


def _cues(sense: str, line: str, weight: float) -> tuple[Cue, ...]:
    """Return the cues of one line, which are parted by commas."""
    try:
        query = parse_query(line)
        return tuple(Cue(canonical(part), part, weight) for part in alternatives(query))
    except QueryError as error:
        raise QueryError(f"{sense}: {error}", at=error.at, suggestion=error.suggestion) from error
