"""Short, hard articles written for the starter lists, with what each is about. They are tests, not rules to learn from.

In `hard_articles`, one block an article: `#` and its name, then a letter for each list it belongs to (I for ICE, D for
deportation, N for National Guard, - for none); its headline; its text. `a.txt` and `c.txt` were read while the tables
grew, `b.txt` was not.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from feeds.model import Article, WatchlistId
from feeds.watchlists import compile_watchlists, find_matches, starter_watchlists

PARTS = ("a", "b", "c")
_LISTS = {"I": "ICE", "D": "deportation", "N": "National Guard"}
_HEAD = re.compile(r"(?m)^#(?=[A-Z]\d\d )")
_WRITTEN = datetime(2026, 6, 15, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Score:
    """How many articles of a list were found rightly, found at all, and wanted."""

    right: int = 0
    found: int = 0
    wanted: int = 0

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / max(self.found, 1)

    @property
    def recall(self) -> float:
        """The share of what is wanted that was found."""
        return self.right / max(self.wanted, 1)


def starter_lists() -> Callable[[Article], Collection[str]]:
    """Return what says which starter lists an article matches."""
    files = starter_watchlists()
    compiled = compile_watchlists(file.watchlist(WatchlistId(number)) for number, file in enumerate(files))
    return lambda article: {files[match.watchlist].name for match in find_matches(article, compiled)}


def articles(part: str) -> Iterator[tuple[Article, frozenset[str]]]:
    """Yield the articles of a part, each with the names of the lists it belongs to."""
    for block in _HEAD.split((Path(__file__).parent / "hard_articles" / f"{part}.txt").read_text("utf-8"))[1:]:
        head, title, text = block.split("\n", 2)
        name, *letters = head.split()
        topics = frozenset(_LISTS[letter] for letter in letters if letter != "-")
        yield Article(name, None, title, "Example Times", _WRITTEN, text.strip()), topics


def scores(parts: Iterable[str], found_in: Callable[[Article], Collection[str]]) -> dict[str, Score]:
    """Return how each starter list does on the articles of `parts`, by what `found_in` finds in an article."""
    counted = dict.fromkeys(_LISTS.values(), Score())
    for part in parts:
        for article, topics in articles(part):
            found = found_in(article)
            for name, score in counted.items():
                here, wanted = name in found, name in topics
                counted[name] = Score(score.right + (here and wanted), score.found + here, score.wanted + wanted)
    return counted
