"""Keeping and finding quotes as the store grows: quotes kept a second, and the time of an answer, small against large.

The store is filled with quotes of invented words: three of five repeat an earlier one whole, cut or with another word,
a tenth of the speakers have half of the quotes. The baseline of an answer is folding at query time: reading the newest
thousand sightings and comparing their words.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from feeds.model import Feed
from storage import articles, search, speakers
from storage.model import QuoteQuery
from storage.store import Store, Transaction, open_store
from storage.utterances import find_utterances, sightings
from storage.wordings import folded_words
from tests.bench.table import Table, at_least, at_most, beside
from tests.builders import NOW
from tests.storage.builders import outlet, reading_of, speech

SMALL, LARGE = 20_000, 100_000
OUTLETS, AN_ARTICLE, A_POLL = 40, 5, 10
COMMON = ("the", "of", "to", "we", "and", "a", "in", "that")
SECONDS_APART = 12
Line = tuple[str, str | None]


def tables() -> Iterator[Table]:
    """Yield the figures of keeping and of finding."""
    with TemporaryDirectory() as folder, closing(open_store(f"sqlite:///{Path(folder) / 'x.db'}", NOW)) as store:
        lines = _lines(random.Random(5))  # noqa: S311 - figures, no secrets
        with store.transaction() as tx:
            feeds = [outlet(tx, f"Outlet {number}") for number in range(OUTLETS)]
        first = _kept(store, feeds, lines, 0, SMALL)
        small = _answers(store)
        _kept(store, feeds, lines, SMALL, LARGE - SMALL // 2)
        last = _kept(store, feeds, lines, LARGE - SMALL // 2, LARGE)
        large = _answers(store)
    title = f"quotes kept, and answers in ms, at {SMALL:,} and at {LARGE:,} quotes"
    figures = [beside("quotes kept a CPU-second, large against small", last, first)]
    figures += [
        at_most(f"{name} at {LARGE:,}: ms", ms, 1000, peer=small[name], form=",.1f") for name, ms in large.items()
    ]
    figures.append(at_least("quotes kept a CPU-second", last, 1000))
    yield Table(title, f"at {SMALL:,}", tuple(figures))


def _lines(chance: random.Random) -> Iterator[Line]:
    """Yield what is said by whom, for ever."""
    rare = [f"w{number}" for number in range(8000)]
    said: list[Line] = []
    while True:
        if said and chance.random() < 0.6:
            words, who = chance.choice(said[-2000:])
            yield _reworded(chance, words.split()), who
            continue
        who = f"Person{int(chance.expovariate(1 / 60)) % 26} Sur{int(chance.expovariate(1 / 60)) % 300:03}"
        count = chance.randint(6, 40)
        words = " ".join(chance.choice(COMMON if chance.random() < 0.25 else rare) for _ in range(count))
        said.append((words, who))
        yield words, who


def _reworded(chance: random.Random, words: list[str]) -> str:
    kind = chance.random()
    if kind < 0.2 and len(words) > 8:
        return " ".join(words[3:9])
    if kind < 0.3:
        words[len(words) // 2] = "other"
    return " ".join(words)


def _kept(store: Store, feeds: list[Feed], lines: Iterator[Line], first: int, last: int) -> float:
    """Keep quotes, a poll's articles at a time; return how many a CPU-second."""
    spent = 0.0
    for number in range(first // AN_ARTICLE, last // AN_ARTICLE, A_POLL):
        feed = feeds[number // A_POLL % OUTLETS]
        readings = []
        for each in range(number, number + A_POLL):
            when = NOW + timedelta(seconds=SECONDS_APART * each)
            said = [next(lines) for _ in range(AN_ARTICLE)]
            readings.append(reading_of(feed, *speech(each, *said, source=feed.name, published=when)))
        started = time.process_time()
        with store.transaction() as tx:
            articles.keep_readings(tx, feed.id, readings, NOW)
        spent += time.process_time() - started
    return (last - first) / spent


def _answers(store: Store) -> dict[str, float]:
    """Return how long each question takes, in ms, the best of three."""
    with store.reading() as tx:
        most = speakers.most_quoted(tx, 1)[0]
        rare = speakers.most_quoted(tx, 200)[-1]
        by_most, by_rare = QuoteQuery(speakers=(most.id,)), QuoteQuery(speakers=(rare.id,))
        asked: dict[str, Callable[[Transaction], object]] = {
            "the most quoted speaker": lambda tx: find_utterances(tx, by_most),
            "the same, folded at query time": lambda tx: _folded_late(tx, by_most),
            "a rarer speaker": lambda tx: find_utterances(tx, by_rare),
            "anybody on one word": lambda tx: find_utterances(tx, QuoteQuery(words=search.phrases("w77"))),
            "anybody on a word in all": lambda tx: find_utterances(tx, QuoteQuery(words=search.phrases("heard"))),
            "anybody since ever": lambda tx: find_utterances(tx, QuoteQuery(since=NOW)),
        }
        return {name: _milliseconds(lambda ask=ask: ask(tx)) for name, ask in asked.items()}  # type: ignore[misc] # a default


def _folded_late(tx: Transaction, query: QuoteQuery) -> int:
    """Return how many wordings the newest thousand sightings are."""
    page = QuoteQuery(speakers=query.speakers, limit=1000)
    return len({folded_words(each.quote.text) for each in sightings(tx, page)})


def _milliseconds(ask: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(3):
        started = time.perf_counter()
        ask()
        best = min(best, time.perf_counter() - started)
    return best * 1000
