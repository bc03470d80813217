"""The bot is killed 25 times and nothing is lost or doubled; two naive protocols in the same harness fail."""

import re
import subprocess
import sys
from pathlib import Path

from tests.crash.verdict import Verdict

ROOT = Path(__file__).parents[2]
KILLS, SEED = 25, 2026


def test_through_kills_and_faults_every_alert_stands_once_in_order_and_naive_protocols_fail() -> None:
    done = subprocess.run(  # noqa: S603 (our own module)
        [sys.executable, "-m", "tests.crash", str(KILLS), str(SEED)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    send_first, mark_first, ours = [line for line in done.stdout.splitlines() if " kills, " in line]
    assert re.search(r"send, then mark\): \d+ lost, [1-9]\d* doubled", send_first)
    assert re.search(r"mark, then send\): [1-9]\d* lost", mark_first)
    assert re.match(rf"{KILLS} kills, \d+ alerts, [1-9]\d* faults", ours)
    assert ours.endswith("ours): 0 lost, 0 doubled, 0 out of order, integrity ok")


def test_a_verdict_is_good_only_where_nothing_at_all_is_wrong() -> None:
    good = {"messages": 9, "lost": 0, "doubled": 0, "disordered": 0, "dead": 0, "integrity": "ok", "violations": ()}
    wrong = [
        ("lost", 1),
        ("doubled", 1),
        ("disordered", 1),
        ("dead", 1),
        ("integrity", "row 3"),
        ("violations", ("x",)),
    ]

    assert Verdict(**good).good  # type: ignore[arg-type]  # each field's own type
    for field, value in wrong:
        assert not Verdict(**{**good, field: value}).good  # type: ignore[arg-type]  # as above
