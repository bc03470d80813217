"""A desk on a store of its own for every test of the handlers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.newsroom import Desk, open_newsroom


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk without watchlists and feeds."""
    opened = open_newsroom(tmp_path)
    yield opened
    opened.store.close()


@pytest.fixture
def starter_desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with the starter watchlists, as a first run finds it."""
    opened = open_newsroom(tmp_path, starters=True)
    yield opened
    opened.store.close()
