"""A fresh store for every test, copied from one migrated once: real SQLite on disk."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.store import Store, open_store
from tests.builders import NOW


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated, empty database that is closed."""
    path = tmp_path_factory.mktemp("template") / "wiredesk.db"
    open_store(f"sqlite:///{path}", NOW).close()
    return path


@pytest.fixture
def path(template: Path, tmp_path: Path) -> Path:
    """Return where the test's own database stands."""
    return Path(shutil.copy(template, tmp_path / "wiredesk.db"))


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """Give an empty store."""
    with closing(open_store(f"sqlite:///{path}", NOW)) as opened:
        yield opened
