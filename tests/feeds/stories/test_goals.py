"""The goals of folding, held on the newsroom's labelled documents where they are at hand."""

import gzip
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from feeds.stories import Document, Placement, fold

LABELLED = Path(__file__).parents[3] / "../shared/data/stories"

pytestmark = pytest.mark.skipif(not LABELLED.is_dir(), reason="the labelled documents lie beside the repo, not in it")


def rows_of(name: str) -> list[dict[str, Any]]:
    path = LABELLED / name
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def a_document(row: dict[str, Any]) -> Document:
    day = datetime.fromisoformat(row["date"]) if row["date"] else None
    published = day.replace(tzinfo=day.tzinfo or UTC) if day else None
    return Document(row["id"], row["title"] or "", row["text"], row["source"] or "", published, row["url"])


def b_cubed_f1(rows: list[dict[str, Any]], places: dict[str, Placement]) -> float:
    gold, found = Counter(row["cluster"] for row in rows), Counter(places[row["id"]].story for row in rows)
    joint = Counter((row["cluster"], places[row["id"]].story) for row in rows)
    precision = sum(count**2 / found[story] for (_, story), count in joint.items()) / len(rows)
    recall = sum(count**2 / gold[cluster] for (cluster, _), count in joint.items()) / len(rows)
    return 2 * precision * recall / (precision + recall)


def test_stories_are_found_as_a_reader_finds_them() -> None:
    rows = rows_of("stories_dev.jsonl.gz")

    places = dict(fold(map(a_document, rows)))

    assert b_cubed_f1(rows, places) >= 0.92
    assert b_cubed_f1([row for row in rows if row["date"]], places) >= 0.955


def test_copies_are_found_and_few_others() -> None:
    pairs = [pair for pair in rows_of("copies_pairs_dev.jsonl") if pair["label"] != "unk"]

    places = dict(fold(map(a_document, rows_of("copies_docs_dev.jsonl.gz"))))

    said = [pair["label"] for pair in pairs if places[pair["a"]].copies == places[pair["b"]].copies]
    right = sum(label != "neg" for label in said)
    assert right / len(said) >= 0.97
    assert right / sum(pair["label"] != "neg" for pair in pairs) >= 0.9
