"""Watchlists: documents a CPU second at any number of them, beside an `re` alternation and spaCy's PhraseMatcher."""

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import spacy
from spacy.matcher import PhraseMatcher

from feeds.errors import QueryError
from feeds.model import Article, Watchlist, WatchlistId
from feeds.query import parse_query
from feeds.watchlists import compile_watchlists, find_matches, starter_watchlists
from tests.bench import shared
from tests.bench.measure import alone, cpu_seconds, resident_mb
from tests.bench.table import Figure, Table, at_least, at_most
from tests.feeds.test_query_properties import HOSTILE
from tests.feeds.watchlists import hard

DOCUMENTS, GOLD = "data/watch/docs_dev.jsonl.gz", "data/watch/gold_dev.jsonl"
COUNTS = (10, 1_000, 10_000)
LEAVES = 3
RUNS = 2
EVERY = 4
"""Speed is measured on every fourth document."""
FASTEST, MOST = 2_000, 8
DRAWS = {"seven names in ten leaves, as a newsroom keeps them": 0.7, "words of the articles alone": 0.0}
"""The share of names among the leaves."""
ENOUGH_SECONDS = 2.0
"""A slow peer reads only as many documents as it can in about this time."""
GOALS = {"ice": (0.99, 0.99), "deportation": (0.995, 0.99), "national guard": (0.995, 0.99)}
HARD = 0.9
MOST_MILLISECONDS = 5
NAIVE = {"ICE": r"\bICE\b", "deportation": r"(?i)\bdeportation\b", "National Guard": r"(?i)\bNational Guard\b"}
_WORD = re.compile(r"\b[A-Za-z]{5,}\b")
_NAME = re.compile(r"\b[A-Z][a-z]{3,} [A-Z][a-z]{3,}\b")
_SCORE = re.compile(r"(?m)^(.+?)\s+P ([\d.]+)\s+R ([\d.]+)")
_THEN = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Run:
    """One matcher with one number of watchlists: documents a CPU second, CPU seconds to build, MB held, lists found."""

    speed: float
    build: float
    memory: float
    found: float = 0.0


def tables() -> Iterator[Table | str]:
    """Yield the figures, or why there are none."""
    yield Table(f"{len(HOSTILE)} hostile queries of up to 2,000 characters", "", (_worst_query(),))
    yield Table("The starter watchlists on hard articles of our own", "one expression", tuple(_hard()))
    missing = shared.absent(DOCUMENTS, GOLD, "score/watch.py")
    if missing:
        yield f"watch: {missing}"
        return
    for draw, names in DRAWS.items():
        runs = [{count: alone(matched, count, names) for count in COUNTS} for matched in MATCHERS]
        yield Table(f"Watchlists of {LEAVES} leaves: {draw}", "re | PhraseMatcher", tuple(_speeds(*runs)))
    yield Table("The starter watchlists", "one expression", tuple(_quality()))


def matched_by_us(count: int, names: float) -> Run:
    """Match documents with `count` watchlists, every leaf in all its forms."""
    articles = [_article(row) for row in _some_documents()]
    lists = [
        Watchlist(WatchlistId(number), f"list {number}", ", ".join(f'"{leaf}"' for leaf in leaves))
        for number, leaves in enumerate(topics(count, names), 1)
    ]
    made = [compile_watchlists(lists[:1])]
    before = resident_mb()
    build = cpu_seconds(lambda: made.append(compile_watchlists(lists)))
    memory = resident_mb() - before
    found: list[int] = []
    seconds = cpu_seconds(lambda: found.extend(len(find_matches(article, made[-1])) for article in articles), RUNS)
    return Run(len(articles) / seconds, build, memory, sum(found) / len(found))


def matched_by_re(count: int, names: float) -> Run:
    """Search as many documents as time allows with one alternation of every leaf, in any case, in no other form."""
    leaves = sorted({leaf for topic in topics(count, names) for leaf in topic}, key=len, reverse=True)
    made: list[re.Pattern[str]] = []
    before = resident_mb()
    build = cpu_seconds(lambda: made.append(re.compile(rf"\b(?:{'|'.join(map(re.escape, leaves))})\b", re.IGNORECASE)))
    memory = resident_mb() - before
    return Run(_speed(lambda text: [found[0] for found in made[0].finditer(text)]), build, memory)


def matched_by_spacy(count: int, names: float) -> Run:
    """Tokenise documents and match them with one PhraseMatcher of all leaves, in any case."""
    language = spacy.blank("en")
    matcher = PhraseMatcher(language.vocab, attr="LOWER")
    every = topics(count, names)
    before = resident_mb()

    def build() -> None:
        for number, leaves in enumerate(every):
            matcher.add(str(number), list(language.pipe(leaves)))

    seconds = cpu_seconds(build)
    memory = resident_mb() - before
    return Run(_speed(lambda text: list(matcher(language.make_doc(text)))), seconds, memory)


MATCHERS = (matched_by_us, matched_by_re, matched_by_spacy)


def topics(count: int, names: float) -> list[list[str]]:
    """Return `count` times three leaves drawn from the documents, that share of them names; always the same."""
    texts = [row["text"] for row in shared.rows(DOCUMENTS)]
    words = sorted({word.lower() for text in texts for word in _WORD.findall(text)})
    people = sorted({name for text in texts for name in _NAME.findall(text)})
    chance = random.Random(count)  # noqa: S311 - the same draw on every run
    return [[chance.choice(people if chance.random() < names else words) for _ in range(LEAVES)] for _ in range(count)]


def _speed(search: Callable[[str], object]) -> float:
    """Return documents a CPU second, of rounds over ever more documents until one took long enough."""
    texts = [f"{row['title']}\n{row['text']}" for row in _some_documents()]
    read = 8
    while True:
        some = texts[:read]
        seconds = cpu_seconds(lambda: [search(text) for text in some])  # noqa: B023 - run before the loop goes on
        if read >= len(texts) or seconds * 2 >= ENOUGH_SECONDS:
            return len(some) / seconds
        read = min(len(texts), read * 2)


def _some_documents() -> list[dict[str, Any]]:
    return shared.rows(DOCUMENTS)[::EVERY]


def _article(row: dict[str, Any]) -> Article:
    return Article(row["id"], None, row["title"] or "", row["source"] or "", _THEN, row["text"])


def _speeds(ours: dict[int, Run], *peers: dict[int, Run]) -> Iterator[Figure]:
    for count in COUNTS:
        speeds = [runs[count].speed for runs in peers]
        run, has_goal = ours[count], count == COUNTS[1]
        what = f"documents a CPU second, {count:,} lists ({run.found:,.1f} found in each)"
        goal, met = (f">= {FASTEST:,}", run.speed >= FASTEST) if has_goal else ("", None)
        yield Figure(what, f"{run.speed:,.0f}", _each(speeds), run.speed / max(speeds), goal, met)
    first, last = COUNTS[0], COUNTS[-1]
    slower, *theirs = (runs[first].speed / runs[last].speed for runs in (ours, *peers))
    times = f"time at {last:,} lists / at {first}"
    yield Figure(times, f"{slower:.1f}", _each(theirs), None, f"<= {MOST}", slower <= MOST)
    build, *theirs = (runs[last].build for runs in (ours, *peers))
    yield Figure(f"seconds to build {last:,}", f"{build:.2f}", _each(theirs, ".2f"), None, "<= 1", build <= 1)
    yield Figure(f"MB held for {last:,}", f"{ours[last].memory:.0f}", _each(runs[last].memory for runs in peers))


def _each(values: Iterable[float], form: str = ",.0f") -> str:
    return " | ".join(format(value, form) for value in values)


def _quality() -> Iterator[Figure]:
    documents = shared.rows(DOCUMENTS)
    lists = [each.watchlist(WatchlistId(number)) for number, each in enumerate(starter_watchlists(), 1)]
    compiled, names = compile_watchlists(lists), {each.id: each.name for each in lists}
    ours = _scored(documents, lambda row: [names[m.watchlist] for m in find_matches(_article(row), compiled)])
    theirs = _scored(documents, _naive)
    for topic, goals in GOALS.items():
        for name, goal, here, there in zip(("precision", "recall"), goals, ours[topic], theirs[topic], strict=True):
            yield at_least(f"{topic}: {name}", here, goal, there, ".4f")


def _worst_query() -> Figure:
    worst = max(cpu_seconds(lambda: _refused(query), 3) for query in HOSTILE)  # noqa: B023 - run before the loop goes on
    return at_most("milliseconds for the worst, read or refused", worst * 1000, MOST_MILLISECONDS)


def _refused(query: str) -> bool:
    try:
        parse_query(query)
    except QueryError:
        return True
    return False


def _hard() -> Iterator[Figure]:
    ours = hard.scores(hard.PARTS, hard.starter_lists())
    theirs = hard.scores(hard.PARTS, lambda article: _naive({"title": article.title, "text": article.text}))
    for topic, score in ours.items():
        yield at_least(f"{topic}: precision", score.precision, HARD, theirs[topic].precision, ".3f")
        yield at_least(f"{topic}: recall", score.recall, HARD, theirs[topic].recall, ".3f")


def _naive(row: dict[str, Any]) -> list[str]:
    return [name for name, expression in NAIVE.items() if re.search(expression, f"{row['title']}\n{row['text']}")]


def _scored(
    documents: Sequence[dict[str, Any]], found_in: Callable[[dict[str, Any]], list[str]]
) -> dict[str, tuple[float, float]]:
    given = shared.as_lines({"id": row["id"], "watchlists": found_in(row)} for row in documents)
    printed = shared.score("watch.py", str(shared.SHARED / GOLD), given=given)
    return {topic: (float(precision), float(recall)) for topic, precision, recall in _SCORE.findall(printed)}
