"""A line too long for its button is there again under its token, after a restart too, and not for ever."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.lines import KEPT, Lines, LinesInMemory, StoredLines
from storage.store import Store, open_store

NOW = datetime(2026, 6, 15, 20, 18, tzinfo=UTC)
LONG = "/watch add ports " + "harbour strike, " * 200


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{tmp_path / 'desk.db'}", NOW)) as opened:
        yield opened


@pytest.mark.parametrize("kind", ["stored", "in memory"])
async def test_a_line_is_there_again_under_its_token(store: Store, kind: str) -> None:
    lines: Lines = StoredLines(store, "slack", lambda: NOW) if kind == "stored" else LinesInMemory()

    token = await lines.keep(LONG)

    assert await lines.line_of(token) == LONG
    assert await lines.keep(LONG) == token
    assert await lines.line_of("0" * 32) is None
    assert len(token) == 32


async def test_a_line_outlives_the_process_that_kept_it(store: Store) -> None:
    token = await StoredLines(store, "slack", lambda: NOW).keep(LONG)

    assert await StoredLines(store, "slack", lambda: NOW).line_of(token) == LONG
    assert await StoredLines(store, "discord", lambda: NOW).line_of(token) is None


async def test_a_line_nobody_scrolls_back_to_is_forgotten_and_one_drawn_again_stays(store: Store) -> None:
    early, late = StoredLines(store, "slack", lambda: NOW), StoredLines(store, "slack", lambda: NOW + KEPT * 1.5)
    old, again = await early.keep(LONG), await early.keep("/watch list")
    await StoredLines(store, "slack", lambda: NOW + KEPT).keep("/watch list")

    await late.keep("/desk status")

    assert await late.line_of(old) is None
    assert await late.line_of(again) == "/watch list"


def test_it_is_kept_for_as_long_as_anybody_scrolls_back() -> None:
    assert timedelta(days=30) <= KEPT <= timedelta(days=365)
