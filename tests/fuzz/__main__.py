"""Breaks the parser's door by chance, and the fetcher's with bombs: `python -m tests.fuzz [COUNT] [SEED]`.

Prints what became of every mutated feed and how much memory a bomb cost; the exit status is 1 where anything crashed,
hung or grew. A failing body is named by its number: the same seed brings it again.
"""

import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from types import FrameType

from tests.bench import shared
from tests.fuzz.bombs import MOST_MB, bomb_mb
from tests.fuzz.mutations import SEEDS, fate, mutated

COUNT, SEED = 10_000, 1
HANGS = 10.0
_FINE = frozenset(("read", "refused"))


class Hung(Exception):
    """A body was not read in time."""


def main(words: list[str]) -> int:
    """Throw so many bodies at the parser, then the bombs; return the exit status."""
    count, seed = (
        int(word) if word else default for word, default in zip((*words, "", ""), (COUNT, SEED), strict=False)
    )
    fates, slowest = thrown(count, seed)
    bad = {what: number for what, number in fates.items() if what not in _FINE}
    say(f"{count:,} mutated feeds, seed {seed}: {fates['read']:,} read, {fates['refused']:,} refused")
    say(f"crashed, hung or misread: {sum(bad.values())} {bad or ''}; the slowest took {slowest:.2f} s of CPU")
    grown = {coding: bomb_mb(coding) for coding in ("gzip", "br")}
    say(
        "a 200 MiB bomb: "
        + ", ".join(f"{coding} +{grown[coding]:.1f} MB" for coding in grown)
        + f" (at most {MOST_MB})"
    )
    return int(bool(bad) or max(grown.values()) > MOST_MB)


def thrown(count: int, seed: int) -> tuple[Counter[str], float]:
    """Return how often each fate befell, and the CPU seconds of the slowest."""
    dice = random.Random(seed)  # noqa: S311 - chance that can be repeated, not a secret
    seeds = (*SEEDS, *_some_real(dice))
    signal.signal(signal.SIGALRM, _hung)
    fates: Counter[str] = Counter()
    slowest = 0.0
    for number in range(count):
        body = mutated(dice.choice(seeds), dice)
        started = time.process_time()
        found = _outcome(body)
        slowest = max(slowest, time.process_time() - started)
        fates[found if found in _FINE else f"{number}: {found}"] += 1
    return fates, slowest


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def _outcome(body: bytes) -> str:
    signal.setitimer(signal.ITIMER_REAL, HANGS)
    try:
        return fate(body)
    except Exception as error:  # noqa: BLE001 - whatever comes out of the parser's door is what is looked for
        return repr(error)[:200]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)


def _hung(_number: int, _frame: FrameType | None) -> None:
    raise Hung(f"not read within {HANGS:g} s")


def _some_real(dice: random.Random) -> list[bytes]:
    """Return small real feeds where the labelled material is there."""
    if shared.absent("data/feeds"):
        return []
    import gzip

    files: list[Path] = sorted((shared.SHARED / "data/feeds").glob("*.xml.gz"))
    bodies = [gzip.decompress(path.read_bytes()) for path in dice.sample(files, min(40, len(files)))]
    return [body for body in bodies if len(body) < 60_000]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
