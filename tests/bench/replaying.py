"""Benchmark of the replay: a stored week looked through for two versions of a list, beside matching it twice."""

import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from feeds.model import Article, Watchlist, WatchlistId
from feeds.watchlists import compile_watchlists, find_matches, starter_watchlists
from handlers.replays import REPLAYED, replay
from storage import articles, feeds
from storage.model import Reading, StoryKey
from storage.store import Store, open_store
from tests.bench import shared
from tests.bench.measure import alone, cpu_seconds, resident_mb
from tests.bench.table import Figure, Table, at_most
from tests.bench.watch_matching import DOCUMENTS

STORED = 10_000
MOST_SECONDS = 3.0
ADDED = ", port strike"
_NOW = datetime(2026, 6, 16, 20, 12, tzinfo=UTC)


def tables() -> Iterator[Table | str]:
    """Yield the figures, or why there are none."""
    missing = shared.absent(DOCUMENTS)
    if missing:
        yield f"replay: {missing}"
        return
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "week.db")
        fill(path)
        title = f"Replay of an edit over {STORED:,} stored articles (CPU seconds)"
        yield Table(title, "every article, twice", tuple(_figures(path)))


def fill(path: str) -> None:
    """Store the documents again and again, each time under other names, as the articles of a week."""
    rows = shared.rows(DOCUMENTS)
    with closing(open_store(f"sqlite:///{path}", _NOW)) as store, store.transaction() as tx:
        hour = timedelta(hours=1)
        feed = feeds.add_feed(
            tx, url="https://wire.example/rss", name="Wire", every=hour, backlog=hour, tag=None, now=_NOW
        )
        for number in range(STORED):
            row, at = rows[number % len(rows)], _NOW - REPLAYED * number / (STORED + 1)
            source = row["source"] or ""
            article = Article(f"{number}", f"https://w.example/{number}", row["title"] or "", source, at, row["text"])
            key = articles.article_key(feed.id, article)
            reading = Reading(key, article, StoryKey(key), key, (), (), news=True)
            articles.keep_reading(tx, feed.id, reading, at)


def replayed(path: str, name: str) -> tuple[float, float]:
    """Return the seconds and the MB that a replay of both versions takes."""
    with closing(open_store(f"sqlite:///{path}", _NOW)) as store:
        before = resident_mb()
        seconds = cpu_seconds(lambda: replay(store, versions(name), _NOW))
        return seconds, resident_mb() - before


def matched_twice(path: str, name: str) -> tuple[float, float]:
    """Return the seconds and the MB that it takes to load every article and to match it with each version."""
    with closing(open_store(f"sqlite:///{path}", _NOW)) as store:
        before = resident_mb()
        held: list[object] = []
        seconds = cpu_seconds(lambda: held.append(_matched_twice(store, name)))
        return seconds, resident_mb() - before


def versions(name: str) -> tuple[Watchlist, Watchlist]:
    """Return a starter list as it is, and with words added."""
    file = next(each for each in starter_watchlists() if each.name == name)
    before = file.watchlist(WatchlistId(1))
    return before, replace(before, query=f"{before.query}{ADDED}".removeprefix(", "))


def _matched_twice(store: Store, name: str) -> object:
    with store.reading() as tx:
        week = list(articles.window(tx, _NOW - REPLAYED))
    compiled = [compile_watchlists((version,)) for version in versions(name)]
    return week, [[stored.id for stored in week if find_matches(stored.article, one)] for one in compiled]


def _figures(path: str) -> Iterator[Figure]:
    for name in ("deportation", "National Guard", "ICE"):
        ours, our_memory = alone(replayed, path, name)
        theirs, their_memory = alone(matched_twice, path, name)
        yield at_most(name, ours, MOST_SECONDS, theirs)
        yield Figure(f"{name}: MB held", f"{our_memory:.0f}", f"{their_memory:.0f}")
