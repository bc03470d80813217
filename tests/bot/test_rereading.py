"""`wiredesk reread`, run as a person runs it: a process of its own against a database on disk."""

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from storage.store import open_store
from tests.builders import NOW, an_article
from tests.newsroom import open_newsroom

ROOT = Path(__file__).parents[2]


def wiredesk(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line against the database in `folder`."""
    settings = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'wiredesk.db'}", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "bot", *arguments]
    return subprocess.run(  # noqa: S603 - our own program
        command, env=settings, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a database of one article that an older reader read."""
    desk = open_newsroom(tmp_path)
    desk.receives(desk.watches(), an_article())
    with desk.store.transaction() as tx:
        tx.session.connection().exec_driver_sql("UPDATE article SET reader = 'older'")
        tx.session.connection().exec_driver_sql("UPDATE quote SET speaker = 'Tom Quill'")
    desk.store.close()
    return tmp_path


def test_a_rehearsal_then_the_reading_then_nothing_left(folder: Path) -> None:
    rehearsed, read, again = (wiredesk(folder, "reread", *more) for more in (("--dry-run",), (), ()))

    said = "1 of 1 article read again, 1 changed: 0 quotes added, 0 gone, 1 with another speaker."
    assert said in rehearsed.stdout
    assert "Nothing was changed" in rehearsed.stdout
    assert said in read.stdout
    assert "0 of 0 articles" in again.stdout
    assert (rehearsed.returncode, read.returncode, again.returncode) == (0, 0, 0)
    with closing(open_store(f"sqlite:///{folder / 'wiredesk.db'}", NOW)) as store, store.reading() as tx:
        names = tx.session.connection().exec_driver_sql("SELECT speaker FROM quote").scalars().all()
    assert names == ["Karen Bassey"]


def test_a_time_that_is_none_is_one_line_and_changes_nothing(folder: Path) -> None:
    refused = wiredesk(folder, "reread", "--since", "whenever")

    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1
    assert "whenever" in refused.stderr
