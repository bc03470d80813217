"""Runs the benchmarks, all or those named (`python -m tests.bench watch`); `BENCHES` has their names."""

import os
import sys
import time

from rich.console import Console

from tests.bench import (
    acknowledgement,
    feed_reading,
    quote_reading,
    quote_storage,
    quote_surety,
    replaying,
    story_folding,
    watch_matching,
)
from tests.bench.table import Table, rendered

BENCHES = {
    "quotes": quote_reading.tables,
    "surety": quote_surety.tables,
    "watch": watch_matching.tables,
    "replay": replaying.tables,
    "feeds": feed_reading.tables,
    "stories": story_folding.tables,
    "ledger": quote_storage.tables,
    "acks": acknowledgement.tables,
}
ONE_CORE = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def main(names: list[str]) -> int:
    """Run the named benchmarks, all where none is named; return the exit status."""
    unknown = [name for name in names if name not in BENCHES]
    console = Console(width=None if sys.stdout.isatty() else 132, highlight=False)
    if unknown:
        console.print(f"no benchmark {', '.join(unknown)}: choose of {', '.join(BENCHES)}")
        return 2
    os.environ |= dict.fromkeys(ONE_CORE, "1")
    started = time.monotonic()
    for name in names or BENCHES:
        for outcome in BENCHES[name]():
            console.print(rendered(outcome) if isinstance(outcome, Table) else outcome)
    console.print(f"{time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
