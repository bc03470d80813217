"""The labelled development material beside the checkout, and its scorers. A clone of the project has neither."""

import gzip
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

SHARED = (Path(__file__).parents[2] / "../shared").resolve()


def absent(*parts: str) -> str | None:
    """Return a line that says what is missing of `../shared`, or None where all of it is there."""
    missing = [part for part in parts if not (SHARED / part).exists()]
    return f"left out: ../shared/{missing[0]} is not here" if missing else None


def rows(part: str) -> list[dict[str, Any]]:
    """Return the objects of a JSON-lines file, plain or .gz."""
    packed = (SHARED / part).read_bytes()
    body = gzip.decompress(packed) if part.endswith(".gz") else packed
    return [json.loads(line) for line in body.decode().splitlines()]


def as_lines(objects: Iterable[object]) -> str:
    """Return the objects as JSON lines."""
    return "".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in objects)


def score(scorer: str, *words: str, given: str = "") -> str:
    """Return what a scorer prints for `given` on its input."""
    command = [sys.executable, str(SHARED / "score" / scorer), *words]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout  # noqa: S603 - a scorer of our own
