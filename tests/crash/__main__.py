"""`make crash`: how often the bot may be killed. `python -m tests.crash [KILLS] [SEED]`; exit code 1 when it fails."""

import logging
import random
import sys
import tempfile
from pathlib import Path

from tests.crash.harness import Ordeal, put_through
from tests.crash.lives import Mother, Protocol

USUAL_KILLS = 25
NAIVE_KILLS = 10
"""Few are enough to see a naive protocol fail."""


def main() -> int:
    """Run the three protocols in one world each; return the exit code."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else USUAL_KILLS
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(100_000)
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # a killed client is no news here
    with Mother() as mother:
        naive = [_run(mother, NAIVE_KILLS, seed, each) for each in Protocol if each is not Protocol.OURS]
        ours = _run(mother, kills, seed, Protocol.OURS)
    seen = [each for each in naive if each.verdict.good]
    for each in seen:
        sys.stdout.write(f"the harness does not bite: {each.protocol} passed\n")
    return 0 if ours.good and not seen else 1


def _run(mother: Mother, kills: int, seed: int, protocol: Protocol) -> Ordeal:
    with tempfile.TemporaryDirectory(prefix="wiredesk-crash-") as folder:
        done = put_through(mother, Path(folder), kills, seed, protocol, lambda number: _tell(number, kills))
    sys.stdout.write(f"\r{done}\n")
    return done


def _tell(number: int, kills: int) -> None:
    if sys.stdout.isatty():
        sys.stdout.write(f"\r{number} of {kills} kills")
        sys.stdout.flush()


sys.exit(main())
