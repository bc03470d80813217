"""Backups by command and by night: said in words, taken once a day, and never the end of a run."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.backups import NightlyBackup, folder_of, restored, taken, verified
from bot.settings import Settings
from feeds.errors import AlreadyRunning, SettingsError, StoreError
from storage import backups
from tests.builders import NOW, an_article
from tests.newsroom import Desk, open_newsroom


@pytest.fixture(autouse=True)
def _an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in Settings.model_fields:
        monkeypatch.delenv(variable.upper(), raising=False)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk that holds one article, in the settings' own database."""
    opened = open_newsroom(tmp_path)
    opened.receives(opened.watches(), an_article())
    yield opened
    opened.store.close()


def kept(settings: Settings | None = None) -> int:
    return len(backups.backups(folder_of(settings or Settings())))


@pytest.mark.usefixtures("desk")
def test_a_backup_says_where_it_is_and_what_it_holds() -> None:
    [said] = taken(Settings(), None)

    [backup] = backups.backups(folder_of(Settings()))
    assert said.startswith(f"{backup.file}: ")
    assert "checked, 1 article, " in said


@pytest.mark.usefixtures("desk")
def test_a_backup_goes_where_it_is_told(tmp_path: Path) -> None:
    list(taken(Settings(), tmp_path / "usb"))
    list(taken(Settings(backup_folder=tmp_path / "nas"), None))

    assert len(backups.backups(tmp_path / "usb")) == 1
    assert len(backups.backups(tmp_path / "nas")) == 1


@pytest.mark.usefixtures("desk")
def test_what_is_deleted_to_make_room_is_said(tmp_path: Path) -> None:
    database, settings = tmp_path / "wiredesk.db", Settings(backup_keep=2)
    for day in range(2, 4):
        backups.back_up(database, folder_of(settings), NOW - timedelta(days=day))

    _, deleted = taken(settings, None)

    assert deleted.endswith("deleted, 2 newer ones are kept")
    assert kept(settings) == 2


def test_there_is_nothing_to_back_up_before_the_first_run(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="not there yet"):
        list(taken(Settings(), None))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("desk")
def test_a_backup_is_verified_aside() -> None:
    list(taken(Settings(), None))
    [backup] = backups.backups(folder_of(Settings()))

    [said] = verified(backup.file)

    assert "can be restored, 1 article, " in said


def test_a_restored_desk_answers_as_it_did(tmp_path: Path) -> None:
    desk = open_newsroom(tmp_path)
    feed = desk.watches()
    desk.receives(feed, an_article(title="Ferry service to resume", guid="first"))
    list(taken(Settings(), None))
    desk.receives(feed, an_article(title="Ferry service halted again", guid="second"))
    desk.store.close()
    [backup] = backups.backups(folder_of(Settings()))

    first, second = restored(Settings(), backup.file)

    assert first.endswith(f"restored from {backup.file}")
    assert second.endswith("delete it when all is well")
    again = open_newsroom(tmp_path)
    answer = str(again.types("/news ferry").message)
    again.store.close()
    assert "resume" in answer
    assert "halted" not in answer


def test_a_restore_is_refused_while_wiredesk_runs(desk: Desk) -> None:
    list(taken(Settings(), None))
    [backup] = backups.backups(folder_of(Settings()))

    with desk.store.hold(), pytest.raises(AlreadyRunning, match="stop it first"):
        list(restored(Settings(), backup.file))


@pytest.mark.usefixtures("desk")
def test_the_night_takes_one_backup_a_day_whatever_the_restarts() -> None:
    for hours in (0, 1, 23):
        asyncio.run(NightlyBackup(Settings(), lambda: NOW + timedelta(hours=hours)).tick())  # noqa: B023 (run at once)
    after_a_day = kept()
    asyncio.run(NightlyBackup(Settings(), lambda: NOW + timedelta(hours=25)).tick())

    assert after_a_day == 1
    assert kept() == 2


@pytest.mark.usefixtures("desk")
def test_the_night_keeps_as_many_as_the_settings_say() -> None:
    settings = Settings(backup_keep=3)
    for day in range(6):
        asyncio.run(NightlyBackup(settings, lambda: NOW + timedelta(days=day)).tick())  # noqa: B023 (run at once)

    assert kept(settings) == 3


@pytest.mark.usefixtures("desk")
def test_a_night_without_room_is_logged_and_the_run_goes_on(tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.write_text("no folder")
    nightly = NightlyBackup(Settings(backup_folder=full), lambda: NOW)

    asyncio.run(nightly.tick())

    with pytest.raises(StoreError):
        backups.back_up(tmp_path / "wiredesk.db", full, NOW)
    assert full.read_text() == "no folder"
