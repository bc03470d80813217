"""Folding: copies and stories found, documents a CPU second and memory, beside rensa's MinHash LSH."""

import random
import re
import time
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from feeds.stories import Document, StoryIndex
from tests.bench import shared
from tests.bench.measure import alone, peer, resident_mb
from tests.bench.table import Figure, Table, at_least

COPIES, PAIRS = "data/stories/copies_docs_dev.jsonl.gz", "data/stories/copies_pairs_dev.jsonl"
STORIES, NEWS = "data/stories/stories_dev.jsonl.gz", "data/watch/docs_dev.jsonl.gz"
STEPS = (1_000, 10_000, 30_000, 70_000, 100_000)
OPEN = 70_000
"""Stories open at once in a busy newsroom's window: the goals are meant there."""
SHINGLE, HASHES, BANDS, ALIKE = 3, 128, 32, 0.5
"""The peer: shingles of three words, 128 hashes in 32 bands of four, two texts alike by half."""
COMMON = 512
"""The commonest words stay as they are when a text is made into another."""
_WORD = re.compile(r"[^\W_]+")
_SCORED = re.compile(r"(?:^|\s)(P|R|F1) ([\d.]+)")

Placed = Callable[[Document], tuple[str, str]]
"""Keeps a document and returns its story and its copies."""


@dataclass(frozen=True, slots=True)
class Grown:
    """Documents a CPU second over the last thousand before each step, and the MB that are held there."""

    speeds: tuple[float, ...]
    memory: tuple[float, ...]


def tables() -> Iterator[Table | str]:
    """Yield the figures, or why there are none."""
    missing = shared.absent(COPIES, PAIRS, STORIES, NEWS, "score/stories.py")
    if missing:
        yield f"stories: {missing}"
        return
    has_peer = peer("rensa") is not None
    if not has_peer:
        yield "stories: rensa cannot be imported on this Python, so ours stands alone"
    yield Table("Copies and stories", "MinHash LSH", tuple(_quality(has_peer=has_peer)))
    ours, theirs = alone(grown, by_peer=False), alone(grown, by_peer=True) if has_peer else None
    yield Table(f"Growth to {STEPS[-1]:,} documents", "MinHash LSH", tuple(_growth(ours, theirs)))


def our_index() -> Placed:
    """Return a story index that keeps what it places."""
    index = StoryIndex()

    def place(document: Document) -> tuple[str, str]:
        placement = index.place(document)
        index.keep(document, placement)
        return placement.story, placement.copies

    return place


def peer_index() -> Placed:
    """Return an index of MinHash signatures: a document joins the likest one that is alike enough."""
    rensa = peer("rensa")
    lsh = rensa.RMinHashLSH(threshold=ALIKE, num_perm=HASHES, num_bands=BANDS)
    signatures: list[Any] = []
    groups: list[str] = []

    def place(document: Document) -> tuple[str, str]:
        signature = rensa.RMinHash(num_perm=HASHES, seed=1)
        signature.update(_shingles(document))
        near = [(signature.jaccard(signatures[number]), number) for number in lsh.query(signature)]
        likest, number = max(near, default=(0.0, 0))
        group = groups[number] if likest >= ALIKE else document.id
        lsh.insert(len(signatures), signature)
        signatures.append(signature)
        groups.append(group)
        return group, group

    return place


def grown(*, by_peer: bool) -> Grown:
    """Place the made documents one by one; the time of making them is not counted."""
    documents = made_documents(STEPS[-1])
    first = next(documents)
    before = resident_mb()
    place = peer_index() if by_peer else our_index()
    place(first)
    spent, memory = [0.0], []
    for document in documents:
        started = time.process_time()
        place(document)
        spent.append(time.process_time() - started)
        if len(spent) in STEPS:
            memory.append(resident_mb() - before)
    return Grown(tuple(1_000 / sum(spent[step - 1_000 : step]) for step in STEPS), tuple(memory))


def made_documents(count: int) -> Iterator[Document]:
    """Yield real articles first, then the same with their rarer words turned round among words as rare.

    What is turned keeps lengths and the frequencies of words, and tells of something else; two articles that were
    copies stay copies.
    """
    rows = [row for part in (NEWS, COPIES, STORIES) for row in shared.rows(part)]
    random.Random(1).shuffle(rows)  # noqa: S311 - the same order on every run
    counts = Counter(word for row in rows for word in _WORD.findall(row["text"].lower()))
    ranked = [word for word, _ in counts.most_common()]
    ranks = {word: rank for rank, word in enumerate(ranked)}
    edges = [COMMON << power for power in range(20) if COMMON << power < len(ranked)] + [len(ranked)]
    for number in range(count):
        turn, at = divmod(number, len(rows))
        row = rows[at]

        def turned(found: re.Match[str], turn: int = turn) -> str:
            return _turned(found[0], turn, ranked, ranks, edges)

        text, title = (_WORD.sub(turned, said) if turn else said for said in (row["text"], row["title"] or ""))
        yield _document({**row, "id": f"{turn}-{row['id']}", "text": text, "title": title})


def _turned(word: str, turn: int, ranked: list[str], ranks: dict[str, int], edges: list[int]) -> str:
    rank = ranks.get(word.lower(), 0)
    if rank < COMMON:
        return word
    band = bisect(edges, rank)
    low, high = edges[band - 1], edges[band]
    return ranked[low + (rank - low + turn * 997) % (high - low)]


def _shingles(document: Document) -> list[str]:
    words = _WORD.findall(f"{document.title} {document.text}".lower())
    return [" ".join(words[at : at + SHINGLE]) for at in range(max(1, len(words) - SHINGLE + 1))]


def _document(row: dict[str, Any]) -> Document:
    return Document(row["id"], row["title"] or "", row["text"], row["source"] or "", _date(row["date"]), row["url"])


def _date(written: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(written or "").replace(tzinfo=UTC)
    except ValueError:
        return None


def _quality(*, has_peer: bool) -> Iterator[Figure]:
    makers = (our_index, peer_index) if has_peer else (our_index,)
    copies = [_scored(make(), COPIES, "copies", PAIRS)[0] for make in makers]
    stories = [_scored(make(), STORIES, "clusters", STORIES) for make in makers]
    for name, at, goal in (("precision", 0, 0.97), ("recall", 1, 0.90)):
        yield at_least(f"copies: {name}", copies[0][at], goal, copies[1][at] if has_peer else None, ".3f")
    for name, line, goal in (("all", 0, 0.92), ("dated", 1, 0.96)):
        theirs = stories[1][line][-1] if has_peer else None
        yield at_least(f"stories, {name}: B-cubed F1", stories[0][line][-1], goal, theirs, ".3f")


def _scored(place: Placed, part: str, kind: str, gold: str) -> list[list[float]]:
    """Return the figures of each line that the scorer prints, in order."""
    placed = [(row["id"], *place(_document(row))) for row in shared.rows(part)]
    given = shared.as_lines({"id": key, "story": story, "copies": copies} for key, story, copies in placed)
    printed = shared.score("stories.py", kind, str(shared.SHARED / gold), given=given)
    return [[float(value) for _, value in _SCORED.findall(line)] for line in printed.splitlines()]


def _growth(ours: Grown, theirs: Grown | None) -> Iterator[Figure]:
    for at, step in enumerate(STEPS):
        what = f"documents a CPU second, the last thousand of {step:,}"
        yield at_least(what, ours.speeds[at], 1_000, theirs.speeds[at] if theirs else None)
    for at, step in enumerate(STEPS):
        held = f"{theirs.memory[at]:.0f}" if theirs else ""
        wanted = "<= 500" if step == OPEN else ""
        yield Figure(f"MB held for {step:,}", f"{ours.memory[at]:.0f}", held, None, wanted)
