"""`wiredesk run` as a user runs it: a real process, the sample wire over loopback, the database on disk."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-c", "from bot.cli import main; main()")


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return {**kept, "PYTHONPATH": str(ROOT), "TIMEZONE": "America/New_York", **more}


def wiredesk(folder: Path, *arguments: str, typed: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in `folder` with `typed` on its standard input."""
    return subprocess.run(  # noqa: S603 (our own command)
        [*COMMAND, *arguments],
        cwd=folder,
        env=environment(**more),
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(folder / "wiredesk.db")
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def alerts(output: str) -> list[str]:
    """Return the headline of every alert that was printed to its headline's end."""
    lines = output.splitlines()[:-1]
    return [after for line, after in pairwise(lines) if line.startswith(("🟠 ALERT", "🔴 FLASH"))]


UNTOLD = """
    SELECT a.title FROM article a JOIN match m ON m.article_id = a.id
    WHERE a.news AND m.salience > 1 AND NOT EXISTS (
        SELECT 1 FROM delivery d WHERE d.key = 'alert:' || a.story AND d.state IN ('sent', 'folded'))
"""


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """The folder and the output of a first run with a few commands."""
    folder = tmp_path_factory.mktemp("desk")
    typed = "/quotes Trump\n/watch list\n\n/digest now\n/desk status\n/nonsense\n"
    return folder, wiredesk(folder, "run", typed=typed)


def test_a_first_run_alerts_digests_and_answers(first_run: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    _, run = first_run

    assert run.returncode == 0, run.stderr
    assert len(alerts(run.stdout)) >= 8
    assert re.search(r"^(Morning|Afternoon|Evening) digest · ", run.stdout, re.MULTILINE)
    assert re.search(r"^Reading Trump as Donald Trump \(\d+\)", run.stdout, re.MULTILINE)
    assert "3 watchlists" in run.stdout
    assert "8 watched, 8 healthy" in run.stdout
    assert 'There is no command "/nonsense".' in run.stdout


def test_each_story_is_alerted_once(first_run: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    told = alerts(first_run[1].stdout)

    assert len(told) == len(set(told))


def test_the_story_of_three_outlets_is_one_card(first_run: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    assert re.search(r"first of \d outlets \([34] carry the same (\w+ )*copy\)", first_run[1].stdout)


def test_hockey_and_the_exchange_alert_nobody(first_run: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    told = " ".join(alerts(first_run[1].stdout))

    assert "Breakers" not in told
    assert "Futures" not in told
    assert "glacier" not in told


def test_without_a_terminal_there_are_no_control_codes(
    first_run: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", first_run[1].stdout)


def test_progress_goes_to_stderr(first_run: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    assert "Reading 8 feeds" in first_run[1].stderr
    assert "Reading 8 feeds" not in first_run[1].stdout


def test_every_stored_quote_is_the_text_at_its_offsets(
    first_run: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    query = (
        "SELECT q.text, substr(a.text, q.start + 1, q.end - q.start) FROM quote q JOIN article a ON a.id = q.article_id"
    )
    found = rows(first_run[0], query)

    assert len(found) > 50
    assert all(kept == standing for kept, standing in found)


def test_a_second_run_alerts_nothing_again(first_run: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, _ = first_run
    before = rows(folder, "SELECT count(*), (SELECT count(*) FROM revision) FROM article")

    again = wiredesk(folder, "run", typed="/quotes Trump\n")

    assert again.returncode == 0, again.stderr
    assert alerts(again.stdout) == []
    assert "Nothing new since the last digest" in again.stdout
    assert rows(folder, "SELECT count(*), (SELECT count(*) FROM revision) FROM article") == before


def test_one_question_is_answered_against_the_stored_desk(
    first_run: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    asked = wiredesk(first_run[0], "ask", "/quotes Trump")

    assert asked.returncode == 0
    assert "Reading Trump as Donald Trump" in asked.stdout
    assert wiredesk(first_run[0], "ask", "/nonsense").returncode == 1


@pytest.mark.parametrize("moment", ["Loading the language pipeline", "Reading 8 feeds", "ALERT", "digest ·"])
def test_killed_at_any_moment_it_loses_nothing_and_keeps_nothing_twice(
    moment: str, tmp_path: Path, first_run: tuple[Path, subprocess.CompletedProcess[str]]
) -> None:
    process = subprocess.Popen(  # noqa: S603 (our own command)
        [*COMMAND, "run"],
        cwd=tmp_path,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    with process:
        printed = []
        for line in process.stdout:
            printed.append(line)
            if moment in line:
                break
        process.send_signal(signal.SIGKILL)
        printed += process.stdout.readlines()

    again = wiredesk(tmp_path, "run")

    assert again.returncode == 0, again.stderr
    told = alerts("".join(printed)) + alerts(again.stdout)
    assert len(told) - len(set(told)) <= 1, "only the card that was being printed may be printed again"
    assert rows(tmp_path, UNTOLD) == []
    everything = "SELECT source, title FROM article ORDER BY 1, 2"
    assert rows(tmp_path, everything) == rows(first_run[0], everything)
    assert rows(tmp_path, "SELECT count(*) FROM delivery WHERE state NOT IN ('sent', 'folded')") == [(0,)]


def test_a_file_that_is_no_database_is_said_in_one_line_and_left_alone(tmp_path: Path) -> None:
    precious = tmp_path / "wiredesk.db"
    precious.write_text("my thesis")

    run = wiredesk(tmp_path, "run")

    assert run.returncode == 2
    assert run.stderr.startswith("wiredesk: ")
    assert run.stderr.count("\n") == 1
    assert precious.read_text() == "my thesis"


@pytest.mark.parametrize("place", ["/proc/wiredesk.db", "/nowhere/at/all/wiredesk.db"])
def test_an_unusable_place_is_said_in_one_line(tmp_path: Path, place: str) -> None:
    run = wiredesk(tmp_path, "run", DATABASE_URL=f"sqlite:///{place}")

    assert run.returncode == 2
    assert run.stderr.count("\n") == 1
    assert "Traceback" not in run.stderr


def test_a_wrong_setting_ends_with_exit_2_and_names_the_variable(tmp_path: Path) -> None:
    run = wiredesk(tmp_path, "run", POLL_EVERY="sometimes")

    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert "POLL_EVERY" in run.stderr


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    wiredesk(tmp_path, "ask", "/desk status")
    connection = sqlite3.connect(tmp_path / "wiredesk.db")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    run = wiredesk(tmp_path, "run")

    assert (run.returncode, run.stderr.count("\n")) == (2, 1)
    assert "newer" in run.stderr


def test_a_second_instance_on_the_same_file_refuses_to_start(tmp_path: Path) -> None:
    first = subprocess.Popen(  # noqa: S603 (our own command)
        [*COMMAND, "run"],
        cwd=tmp_path,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert first.stdout is not None
    with first:
        for line in first.stdout:
            if "Reading" in line:
                break

        second = wiredesk(tmp_path, "run")

        first.kill()
    assert (second.returncode, second.stderr.count("\n")) == (2, 1)
    assert str(first.pid) in second.stderr


def test_an_opml_file_brings_its_feeds_and_the_unreachable_are_reported(tmp_path: Path) -> None:
    listed = '<opml version="2.0"><body><outline text="Gone" xmlUrl="http://127.0.0.1:9/rss.xml"/></body></opml>'
    (tmp_path / "feeds.opml").write_text(listed)

    run = wiredesk(tmp_path, "run", "--opml", "feeds.opml", typed="/feeds list\n", ALLOW_NETWORKS="127.0.0.0/8")

    assert run.returncode == 0, run.stderr
    assert "Added 1 feed of the 1 listed." in run.stdout
    assert "failing: 127.0.0.1" in run.stdout


def test_a_feed_added_by_command_keeps_the_rhythm_of_the_settings(tmp_path: Path) -> None:
    wiredesk(tmp_path, "ask", "/feeds add https://127.0.0.1/rss.xml", POLL_EVERY="17m")

    assert rows(tmp_path, "SELECT every_seconds FROM feed") == [(17 * 60,)]


def test_an_opml_file_that_is_missing_is_said_in_one_line(tmp_path: Path) -> None:
    run = wiredesk(tmp_path, "run", "--opml", "missing.opml")

    assert (run.returncode, run.stderr) == (2, "wiredesk: missing.opml: No such file or directory\n")


def test_the_doctor_has_a_line_for_each_thing_it_checks(
    first_run: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    run = wiredesk(first_run[0], "doctor")

    assert all(line[0] in "✓✗" for line in run.stdout.splitlines())
    assert {"python", "language pipeline", "database", "sqlite", "disk", "instance", "feeds", "chats"} <= {
        line[2:].split(":")[0] for line in run.stdout.splitlines()
    }
