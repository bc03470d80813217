"""Backups by command and by night: when one is taken, where it goes, what is said of it. Storage makes the copies."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.clock import now
from bot.settings import Settings
from feeds.errors import SettingsError, StoreError
from handlers.message import plural
from storage import backups
from storage.backups import Backup, Contents
from storage.store import database_file

DAY = timedelta(hours=24)
_MEGABYTE = 1024**2

log = structlog.get_logger()


def folder_of(settings: Settings) -> Path:
    """Return where the backups of the settings' database are kept."""
    return settings.backup_folder or backups.folder_for(database_file(settings.database_url))


def taken(settings: Settings, to: Path | None) -> Iterator[str]:
    """Take a backup now; yield what is said of it.

    Raises:
        StoreError: there is no database yet, or the copy cannot be made.
    """
    folder = to or folder_of(settings)
    database = database_file(settings.database_url)
    if not database.exists():
        raise SettingsError(f"{database} is not there yet: `wiredesk run` makes it")
    backup = backups.back_up(database, folder, now())
    yield f"{backup.file}: {backup.size / _MEGABYTE:.1f} MB, checked, {_in_words(backups.check(backup.file))}"
    for old in backups.rotate(folder, settings.backup_keep):
        yield f"{old.file}: deleted, {settings.backup_keep} newer ones are kept"


def verified(file: Path) -> Iterator[str]:
    """Try a backup aside; yield what it holds.

    Raises:
        StoreError: it could not be restored.
    """
    yield f"{file}: can be restored, {_in_words(backups.rehearse(file, now()))}"


def restored(settings: Settings, file: Path) -> Iterator[str]:
    """Put a backup in the place of the settings' database; yield what became of both.

    Raises:
        StoreError: a Wiredesk runs, or the backup is no good; nothing was replaced.
    """
    database = database_file(settings.database_url)
    aside = backups.restore(file, database, now())
    yield f"{database}: restored from {file}"
    if aside:
        yield f"{aside}: what stood there before; delete it when all is well"


class NightlyBackup:
    """Takes a backup whenever the newest is a day old: the files tell, so a restart changes nothing."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._database = database_file(settings.database_url)
        self._folder = folder_of(settings)
        self._keep = settings.backup_keep
        self._clock = clock

    async def tick(self) -> None:
        """Take one when it is time; a job of the clock."""
        try:
            await asyncio.to_thread(self._take_when_due)
        except StoreError as error:
            log.error("backup.failed", why=str(error))  # noqa: TRY400 (the message is the whole cure)

    def _take_when_due(self) -> Backup | None:
        newest = next(iter(backups.backups(self._folder)), None)
        if newest is not None and self._clock() - newest.taken < DAY:
            return None
        backup = backups.back_up(self._database, self._folder, self._clock())
        backups.rotate(self._folder, self._keep)
        log.info("backup.taken", file=str(backup.file), size=backup.size)
        return backup


def _in_words(contents: Contents) -> str:
    parts = (
        plural(contents.articles, "article"),
        plural(contents.quotes, "quote"),
        plural(contents.sent, "message sent", "messages sent"),
        f"schema {contents.revision}",
    )
    return ", ".join(parts)
