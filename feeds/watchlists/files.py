"""Watchlists as YAML, with the sentences that must and must not match: read, checked, written. Stores nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files

import yaml

from feeds.errors import QueryError
from feeds.model import Article, Forms, Salience, Watchlist, WatchlistId
from feeds.watchlists.compiled import compile_entry, compile_watchlists
from feeds.watchlists.matching import find_matches

_FORMS = ("strong", "presumed", "weak", "anchored", "context", "blockers")
_KEYS = ("name", "query", "forms", "minimum", "must_match", "must_not_match")
_NO_FORMS = Forms()
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class WatchlistFile:
    """A watchlist as it is shared, with its tests.

    A test is a text whose first paragraph is the headline if others follow, and the text otherwise.
    """

    name: str
    query: str
    forms: Forms = _NO_FORMS
    minimum: Salience = Salience.PASSING
    must_match: tuple[str, ...] = ()
    must_not_match: tuple[str, ...] = ()

    def watchlist(self, number: WatchlistId) -> Watchlist:
        """Return the watchlist, under the given id."""
        return Watchlist(number, self.name, self.query, self.forms, self.minimum)


@dataclass(frozen=True, slots=True)
class FailingSentence:
    """A test sentence of a watchlist that does not do as it must."""

    sentence: str
    must_match: bool


@lru_cache(maxsize=1)
def starter_watchlists() -> tuple[WatchlistFile, ...]:
    """Return the shipped watchlists: ICE, deportation, National Guard."""
    folder = files("feeds.watchlists") / "starter"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple(one for name in names for one in read_watchlist_file((folder / name).read_text("utf-8")))


def read_watchlist_file(text: str) -> tuple[WatchlistFile, ...]:
    """Return the watchlists of a YAML file, which holds one or a list of them.

    Raises:
        QueryError: the file is no YAML, a key is unknown or missing, or a query cannot be read; names the watchlist.
    """
    try:
        content = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise QueryError(f"the file is not YAML: {_trouble(error)}") from error
    rows = content if isinstance(content, list) else [content]
    return tuple(_file(row) for row in rows)


def write_watchlist_file(watchlists: Iterable[WatchlistFile]) -> str:
    """Return `watchlists` as YAML that `read_watchlist_file` reads back as the same."""
    rows = [_row(one) for one in watchlists]
    return yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, width=120)


def failing_sentences(file: WatchlistFile) -> tuple[FailingSentence, ...]:
    """Return the sentences of `file` that do not do as they must, those that must match first."""
    compiled = compile_watchlists((file.watchlist(WatchlistId(0)),))
    tests = [(sentence, True) for sentence in file.must_match] + [(sentence, False) for sentence in file.must_not_match]
    return tuple(
        FailingSentence(sentence, must)
        for sentence, must in tests
        if bool(find_matches(article_of(sentence), compiled)) is not must
    )


def article_of(sentence: str) -> Article:
    """Return a test sentence as an article: the first of several paragraphs is its headline."""
    title, _, text = sentence.strip().partition("\n")
    if not text:
        title, text = "", title
    return Article("test", None, title, "test", _EPOCH, text.strip())


def _trouble(error: Exception) -> str:
    """Return what YAML did not understand, and in which line."""
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or str(error).partition("\n")[0]
    return f"{what} in line {mark.line + 1}" if mark else what


def _file(row: object) -> WatchlistFile:
    if not isinstance(row, dict) or not isinstance(row.get("name"), str):
        raise QueryError("a watchlist file holds watchlists, each with a name")
    name = row["name"]
    unknown = [str(key) for key in row if key not in _KEYS]
    if unknown:
        raise QueryError(f"{name}: “{unknown[0]}” is not known (there are: {', '.join(_KEYS)})")
    read = WatchlistFile(
        name=name,
        query=_text(name, "query", row.get("query")),
        forms=_forms(name, row.get("forms") or {}),
        minimum=_minimum(name, row.get("minimum", Salience.PASSING.name)),
        must_match=_texts(name, "must_match", row.get("must_match")),
        must_not_match=_texts(name, "must_not_match", row.get("must_not_match")),
    )
    compile_entry(read.watchlist(WatchlistId(0)))
    return read


def _text(name: str, key: str, text: object) -> str:
    if text is None:
        return ""
    if not isinstance(text, str):
        raise QueryError(f"{name}: {key} is a text: put it in marks")
    return text


def _forms(name: str, forms: object) -> Forms:
    if not isinstance(forms, dict):
        raise QueryError(f"{name}: forms are lists under {', '.join(_FORMS)}")
    unknown = [str(key) for key in forms if key not in _FORMS]
    if unknown:
        raise QueryError(f"{name}: “{unknown[0]}” is no kind of form (there are: {', '.join(_FORMS)})")
    return Forms(**{kind: _texts(name, kind, texts) for kind, texts in forms.items()})


def _minimum(name: str, minimum: object) -> Salience:
    try:
        return Salience[_text(name, "minimum", minimum).upper()]
    except KeyError as error:
        known = ", ".join(salience.name.lower() for salience in Salience)
        raise QueryError(f"{name}: “{minimum}” is no minimum (there are: {known})") from error


def _texts(name: str, key: str, texts: object) -> tuple[str, ...]:
    if texts is None:
        return ()
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise QueryError(f"{name}: {key} is a list of texts")
    return tuple(texts)


def _row(file: WatchlistFile) -> dict[str, object]:
    row: dict[str, object] = {"name": file.name, "query": file.query}
    forms = {kind: list(texts) for kind in _FORMS if (texts := getattr(file.forms, kind))}
    if forms:
        row["forms"] = forms
    if file.minimum is not Salience.PASSING:
        row["minimum"] = file.minimum.name.lower()
    for key, texts in (("must_match", file.must_match), ("must_not_match", file.must_not_match)):
        if texts:
            row[key] = list(texts)
    return row
