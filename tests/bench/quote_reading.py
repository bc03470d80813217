"""Quotes and speakers: quality by the scorer, and articles a CPU second, beside textacy's `direct_quotations`."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.filters import TEXTS_AT_ONCE
from feeds.model import QuoteKind
from feeds.quotes import load_nlp, read_many
from feeds.quotes.nlp import _PIPELINES
from tests.bench import shared
from tests.bench.measure import alone, cpu_seconds, peer
from tests.bench.table import Figure, Table, at_least

POLNEAR, GUM = "data/quotes/polnear_dev.jsonl", "data/quotes/gum_dev.jsonl"
RUNS = 3
SCORES = (("end-to-end F1", "e2e", 89.0), ("span F1", "overlap", 97.0))
SPEAKERS = (("all", 93.0), ("named", 96.0), ("pronoun", 87.0))


@dataclass(slots=True)
class Read:
    """What one reader found in the sets, as the scorer wants it; articles a CPU second; articles lost to a crash."""

    found: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    speed: float = 0.0
    lost: int = 0


def tables() -> Iterator[Table | str]:
    """Yield the figures, or why there are none."""
    missing = shared.absent(POLNEAR, GUM, "score/quotes.py")
    if missing:
        yield f"quotes: {missing}"
        return
    ours = alone(read_by_us)
    theirs = alone(read_by_textacy) if peer("textacy.extract") else None
    if theirs is None:
        yield "quotes: textacy cannot be imported on this Python, so ours stands alone"
    yield Table("Quotes and their speakers (--set direct)", "textacy", (*_quality(ours, theirs), *_costs(ours, theirs)))


def read_by_us() -> Read:
    """Read both sets as `wiredesk quotes` does, in its batches."""
    nlp = load_nlp()
    read_many(['"Begin," said Ada Moreno.'], nlp)

    def read(documents: Sequence[dict[str, Any]], read_here: Read) -> list[dict[str, Any]]:
        del read_here
        found: list[dict[str, Any]] = []
        for start in range(0, len(documents), TEXTS_AT_ONCE):
            batch = documents[start : start + TEXTS_AT_ONCE]
            for document, quotes in zip(batch, read_many([each["text"] for each in batch], nlp), strict=True):
                said = (each for each in quotes if each.kind is not QuoteKind.REPORTED)
                found += [_said(document, each.text, each.speaker, each.start, each.end) for each in said]
        return found

    return _measured(read)


def read_by_textacy() -> Read:
    """Read both sets with textacy over the same pipeline, whole but for its entities, which textacy does not use."""
    extract = peer("textacy.extract")
    package = next(found for name in _PIPELINES if (found := peer(name)) is not None)
    language = package.load(exclude=["ner"])

    def read(documents: Sequence[dict[str, Any]], read_here: Read) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        read_here.lost = 0
        parsed = language.pipe((each["text"] for each in documents), batch_size=TEXTS_AT_ONCE)
        for document, doc in zip(documents, parsed, strict=True):
            try:
                triples = list(extract.direct_quotations(doc))
            except (ValueError, IndexError):
                read_here.lost += 1
                continue
            for triple in triples:
                span, speaker = triple.content, " ".join(token.text for token in triple.speaker)
                found.append(_said(document, span.text, speaker, span.start_char, span.end_char))
        return found

    return _measured(read)


def _measured(read: Callable[[Sequence[dict[str, Any]], Read], list[dict[str, Any]]]) -> Read:
    done = Read()
    gum, polnear = shared.rows(GUM), shared.rows(POLNEAR)
    done.found[GUM] = read(gum, done)
    done.found[POLNEAR] = read(polnear, done)
    done.speed = len(polnear) / cpu_seconds(lambda: read(polnear, done), RUNS)
    return done


def _said(document: dict[str, Any], quote: str, speaker: str | None, start: int, end: int) -> dict[str, Any]:
    return {"doc_id": document["doc_id"], "quote": quote, "speaker": speaker, "start": start, "end": end}


def _quality(ours: Read, theirs: Read | None) -> Iterator[Figure]:
    here, there = _scored(ours, POLNEAR), _scored(theirs, POLNEAR) if theirs else None
    for name, key, goal in SCORES:
        yield at_least(f"PolNeAR dev: {name}", here[key]["F1"], goal, there[key]["F1"] if there else None, ".1f")
    for kind, goal in SPEAKERS:
        right = there["speaker_acc"].get(kind, [0.0])[0] if there else None
        yield at_least(f"PolNeAR dev: speakers right, {kind} (%)", here["speaker_acc"][kind][0], goal, right, ".1f")
    gum = _scored(theirs, GUM)["e2e"]["F1"] if theirs else None
    yield at_least("GUM dev: end-to-end F1", _scored(ours, GUM)["e2e"]["F1"], 90.0, gum, ".1f")


def _costs(ours: Read, theirs: Read | None) -> Iterator[Figure]:
    yield at_least("articles a CPU second (PolNeAR dev)", ours.speed, 80.0, theirs.speed if theirs else None, ".1f")
    if theirs:
        yield Figure("articles lost to a crash", str(ours.lost), str(theirs.lost), None, "0", ours.lost == 0)


def _scored(read: Read, part: str) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        said = Path(folder) / "said.jsonl"
        said.write_text(shared.as_lines(read.found[part]))
        words = (str(shared.SHARED / part), "--pred", str(said), "--set", "direct", "--json")
        scored: dict[str, Any] = json.loads(shared.score("quotes.py", *words))
        return scored
