"""How sure the reader of quotes may be: right speakers by way of attributing, hard articles, and a text of 100 kB."""

import importlib.util
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from feeds.model import Quote, QuoteKind
from feeds.quotes import Nlp, load_nlp, read_many, read_quotes
from tests.bench import shared
from tests.bench.measure import cpu_seconds
from tests.bench.quote_reading import POLNEAR
from tests.bench.table import Figure, Table, at_least, at_most

HARD = Path(__file__).parents[1] / "feeds/quotes/hard"
SHOWN = 0.85
"""The confidence from which a card may show a speaker."""
GOALS = {"read": 80.0, "unread": 80.0}
Judged = tuple[str, float, bool]


def tables() -> Iterator[Table | str]:
    """Yield the figures, or why there are none."""
    missing = shared.absent(POLNEAR, "score/quotes.py")
    if missing:
        yield f"quotes: {missing}"
        return
    nlp = load_nlp()
    halves = {half: _rows(HARD / f"{half}.jsonl") for half in GOALS}
    hard = [_end_to_end(half, rows, nlp) for half, rows in halves.items()]
    yield Table("Hard articles (tests/feeds/quotes/hard, --set direct)", "", (*hard, _long(nlp)))
    yield _surety("PolNeAR dev", shared.rows(POLNEAR), nlp)
    yield _surety("hard articles, unread half", halves["unread"], nlp)


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


def _end_to_end(half: str, rows: list[dict[str, Any]], nlp: Nlp) -> Figure:
    with TemporaryDirectory() as folder:
        said = Path(folder) / "said.jsonl"
        found = [(row["doc_id"], quote) for row, quotes in _read(rows, nlp) for quote in quotes]
        lines = [
            {"doc_id": key, "quote": each.text, "speaker": each.speaker, "start": each.start, "end": each.end}
            for key, each in found
        ]
        said.write_text(shared.as_lines(lines))
        words = (str(HARD / f"{half}.jsonl"), "--pred", str(said), "--set", "direct", "--json")
        scored = json.loads(shared.score("quotes.py", *words))
    return at_least(f"end-to-end F1, {half} half", scored["e2e"]["F1"], GOALS[half], form=".1f")


def _long(nlp: Nlp) -> Figure:
    text = "The council met on Monday. “We will go on,” Ann Lee said. “It is late,” she added.\n" * 1200
    return at_most("CPU seconds for an article of 100 kB", cpu_seconds(lambda: read_quotes(text, nlp), 3), 2.0)


def _read(rows: list[dict[str, Any]], nlp: Nlp) -> Iterator[tuple[dict[str, Any], list[Quote]]]:
    for row, quotes in zip(rows, read_many([row["text"] for row in rows], nlp), strict=True):
        yield row, [quote for quote in quotes if quote.kind is not QuoteKind.REPORTED]


def _surety(name: str, rows: list[dict[str, Any]], nlp: Nlp) -> Table:
    judged = list(_judged(rows, nlp))
    by_way: defaultdict[tuple[str, float], list[bool]] = defaultdict(list)
    for how, confidence, told in judged:
        by_way[how, confidence].append(told)
    ways = [Figure(f"{how} ({sure:.2f})", _share(by_way[how, sure])) for how, sure in sorted(by_way)]
    shown = [told for _, confidence, told in judged if confidence >= SHOWN]
    share = 100 * sum(shown) / max(len(shown), 1)
    right = at_least(f"speakers right among those of {SHOWN} and more (%)", share, 97.0, form=".1f")
    covered = Figure("of all quotes with a known speaker (%)", f"{100 * len(shown) / max(len(judged), 1):.0f}")
    return Table(f"Speakers right, by how they were told (confidence): {name}", "", (*ways, right, covered))


def _share(right: list[bool]) -> str:
    return f"{sum(right)} of {len(right)}"


def _judged(rows: list[dict[str, Any]], nlp: Nlp) -> Iterator[Judged]:
    """Yield how, how surely and whether rightly each direct quote was attributed whose speaker is known."""
    speaker_ok = _scorer()
    for row, quotes in _read(rows, nlp):
        gold = {each["start"]: each for each in row["quotes"] if each["kind"] == "direct" and each["speaker"]}
        for quote in quotes:
            if each := gold.get(quote.start):
                right = speaker_ok(quote.speaker, each["speaker"], each["speaker_aliases"], each["speaker_type"])
                yield re.sub(r"\*[^*]*\*", "*", quote.how), quote.confidence, right


def _scorer() -> Callable[..., bool]:
    spec = importlib.util.spec_from_file_location("scorer", shared.SHARED / "score/quotes.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[..., bool] = module.speaker_ok
    return found
