"""The doctor: a line for each thing, its cure where it is not well, and nothing changed by looking."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.backups import taken
from bot.clock import now
from bot.doctor import Finding, as_array, examine
from bot.settings import Settings
from feeds.errors import FetchFailed, State
from handlers.ingest import failed
from storage import feeds
from storage.backups import back_up
from storage.store import open_store
from tests.builders import NOW, an_article
from tests.newsroom import Desk, open_newsroom


@pytest.fixture(autouse=True)
def _an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in Settings.model_fields:
        monkeypatch.delenv(variable.upper(), raising=False)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The desk of the settings' own database."""
    opened = open_newsroom(tmp_path)
    yield opened
    opened.store.close()


def found(settings: Settings | None = None) -> dict[str, Finding]:
    return {finding.subject: finding for finding in examine(settings or Settings())}


def test_a_healthy_desk_needs_no_cure(desk: Desk) -> None:
    desk.receives(desk.watches(), an_article())
    list(taken(Settings(), None))

    findings = found()

    assert {"python", "language pipeline", "database", "sqlite", "instance", "feeds", "chats"} <= set(findings)
    assert [str(each) for each in findings.values() if each.cure and each.subject not in {"disk", "sqlite"}] == []
    assert findings["feeds"].found == "1 watched, 0 failing"
    assert findings["chats"].found == "terminal"


def test_each_failing_feed_has_a_line_with_its_trouble_and_a_cure(desk: Desk) -> None:
    broken = desk.watches("https://radio.example/rss", "Radio")
    failed(desk.newsroom, broken, FetchFailed("radio.example: answers 404", state=State.HARD), NOW, 0.0)

    findings = found()

    assert findings["feeds"].found == "1 watched, 1 failing"
    assert findings["feed"].found == "Radio: radio.example: answers 404"
    assert findings["feed"].cure


def test_a_paused_feed_is_nobodys_trouble(desk: Desk) -> None:
    resting = desk.watches()
    with desk.store.transaction() as tx:
        feeds.keep_feed(tx, replace(resting, trouble="answers 404"))
        feeds.edit_feed(tx, replace(resting, paused=True))

    assert found()["feeds"].found == "0 watched, 0 failing"


def test_a_running_wiredesk_is_named_by_its_process_and_left_alone(desk: Desk) -> None:
    with desk.store.hold():
        running = found()["instance"]
    alone = found()["instance"]

    assert "no other Wiredesk" not in running.found
    assert "no other Wiredesk" in alone.found


def test_a_file_that_is_no_database_ends_with_a_cure_and_stays_as_it_is(tmp_path: Path) -> None:
    precious = tmp_path / "wiredesk.db"
    precious.write_text("my thesis")

    findings = found()

    assert findings["database"].cure
    assert precious.read_text() == "my thesis"


def test_looking_changes_nothing_that_is_stored(desk: Desk, tmp_path: Path) -> None:
    desk.receives(desk.watches(), an_article())
    with desk.store.reading() as tx:
        before = feeds.all_feeds(tx)

    found()

    with desk.store.reading() as tx:
        assert feeds.all_feeds(tx) == before
    reopened = open_store(f"sqlite:///{tmp_path / 'wiredesk.db'}", NOW)
    assert reopened.facts().revision
    reopened.close()


@pytest.mark.parametrize(
    ("finding", "line"),
    [
        (Finding("disk", "9.0 GB free"), "✓ disk: 9.0 GB free"),
        (Finding("disk", "0.1 GB free", "free some space"), "✗ disk: 0.1 GB free → free some space"),
    ],
)
def test_a_line_says_what_was_found_and_what_helps(finding: Finding, line: str) -> None:
    assert str(finding) == line


def test_a_first_look_makes_no_database(tmp_path: Path) -> None:
    findings = found()

    assert "the first run makes it" in findings["database"].found
    assert findings["database"].cure is None
    assert list(tmp_path.iterdir()) == []


def test_a_desk_that_was_never_backed_up_is_told(desk: Desk) -> None:
    desk.watches()

    missing = found()["backup"]

    assert missing.found.startswith("none yet in ")
    assert missing.cure == "run `wiredesk backup`"


def test_a_backup_that_stopped_coming_is_told(desk: Desk, tmp_path: Path) -> None:
    desk.watches()
    back_up(tmp_path / "wiredesk.db", tmp_path / "wiredesk.db-backups", now() - timedelta(days=3))

    stale = found()["backup"]

    assert stale.found.endswith("72 h old")
    assert stale.cure


def test_a_clock_that_went_backwards_is_found_by_what_was_stored(desk: Desk) -> None:
    feed = desk.watches()
    with desk.store.transaction() as tx:
        feeds.keep_feed(tx, replace(feed, polled_at=now() + timedelta(hours=5)))

    clock = found()["clock"]

    assert "which is to come" in clock.found
    assert clock.cure == "set it by NTP"


def test_the_journal_is_a_write_ahead_log(desk: Desk) -> None:
    assert desk.store.facts().journal == "wal"
    assert found()["journal"].cure is None


def test_a_program_reads_the_findings_as_json() -> None:
    findings = [Finding("disk", "0.1 GB free", "free some space"), Finding("chats", "terminal")]

    assert json.loads(as_array(findings)) == [
        {"subject": "disk", "found": "0.1 GB free", "cure": "free some space"},
        {"subject": "chats", "found": "terminal", "cure": None},
    ]
