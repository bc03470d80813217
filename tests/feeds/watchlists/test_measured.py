"""The starter lists measured on labelled news, where the data is at hand: the goals of the watchlists."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from feeds.model import Article, WatchlistId
from feeds.watchlists import compile_watchlists, find_matches, starter_watchlists

_DATA = Path(__file__).parents[3] / "../shared/data/watch"
_PUBLISHED = datetime(2026, 6, 15, tzinfo=UTC)


def _articles() -> Iterator[Article]:
    with gzip.open(_DATA / "docs_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield Article(row["id"], None, row["title"], row["source"], _PUBLISHED, row["text"])


def _gold() -> dict[str, set[str]]:
    gold: dict[str, set[str]] = {}
    for line in (_DATA / "gold_dev.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        gold.setdefault(row["topic"], set()).update([row["id"]] if row["label"] else [])
    return gold


@pytest.mark.skipif(not _DATA.exists(), reason="the labelled articles are not part of the project")
def test_the_starter_lists_reach_their_goals_on_labelled_news() -> None:
    files = starter_watchlists()
    compiled = compile_watchlists(file.watchlist(WatchlistId(number)) for number, file in enumerate(files))
    found: dict[str, set[str]] = {file.name: set() for file in files}

    for article in _articles():
        for match in find_matches(article, compiled):
            found[files[match.watchlist].name].add(article.guid)

    for topic, wanted in _gold().items():
        right = len(wanted & found[topic])
        assert right / len(found[topic]) >= 0.99, topic
        assert right / len(wanted) >= 0.99, topic
