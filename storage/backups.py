"""Backups: a whole copy of the database taken while it is in use, checked, rotated, and put back.

Not the stepwise backup of SQLite, which begins again at every write: `VACUUM INTO` copies one snapshot.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from feeds.errors import NotADatabase, Unwritable
from storage import migrations, sqlite
from storage.lock import holding
from storage.store import open_store

_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r".+-(\d{8}T\d{6}Z)\.backup")


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the database in a file. `taken` is to the second; `size` is in bytes."""

    file: Path
    taken: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Contents:
    """What a checked backup holds: its schema's revision, and how many articles, quotes and sent messages."""

    revision: str
    articles: int
    quotes: int
    sent: int


def folder_for(database: Path) -> Path:
    """Return where the backups of `database` are kept when nobody says otherwise: a folder beside it."""
    return database.with_name(f"{database.name}-backups")


def back_up(database: Path, folder: Path, now: datetime) -> Backup:
    """Copy `database` into `folder` as it stands now, check the copy, and return it.

    The copy has its final name only once it was found whole: a run that is killed meanwhile leaves a `.part`.

    Raises:
        Unwritable: the folder cannot be made or written, or the disk is full.
        NotADatabase: the database, or the copy, is damaged; what was kept before stays.
    """
    final = folder / f"{database.stem}-{now.astimezone(UTC):{_STAMP}}.backup"
    part = final.with_suffix(".part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _clear_away(folder)
        sqlite.copy_into(database, part)
        check(part)
        _flush(part)
        part.replace(final)
        _flush(folder)
    except OSError as error:
        raise Unwritable(f"{folder} cannot take a backup ({error.strerror}): change its rights or free space") from None
    return Backup(final, now.astimezone(UTC).replace(microsecond=0), final.stat().st_size)


def backups(folder: Path) -> tuple[Backup, ...]:
    """Return the backups in `folder`, newest first; none where there is no such folder."""
    found = [
        Backup(file, datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC), file.stat().st_size)
        for file in folder.glob("*.backup")
        if (named := _NAME.fullmatch(file.name))
    ]
    return tuple(sorted(found, key=lambda backup: backup.taken, reverse=True))


def rotate(folder: Path, keep: int) -> tuple[Backup, ...]:
    """Delete all but the newest `keep` (at least one) of the backups in `folder`; return what was deleted."""
    old = backups(folder)[max(keep, 1) :]
    for backup in old:
        backup.file.unlink(missing_ok=True)
    return old


def check(file: Path) -> Contents:
    """Return what the database in `file` holds, having read every page of it.

    Raises:
        NotADatabase: it is missing, something else, or damaged.
        SchemaTooNew: a newer Wiredesk wrote it.
    """
    if not file.is_file():
        raise NotADatabase(f"{file} is not there: name a backup file, as `wiredesk backup` prints it")
    sqlite.check_place(file)
    facts = sqlite.look_through(file)
    if facts.damage:
        raise NotADatabase(f"{file} is damaged ({facts.damage}): take another backup")
    if facts.revision is None:
        raise NotADatabase(f"{file} is not a Wiredesk database: name a backup file, as `wiredesk backup` prints it")
    migrations.check_known(facts.revision, str(file))
    return Contents(facts.revision, *facts.counts)


def rehearse(file: Path, now: datetime) -> Contents:
    """Restore `file` beside everything that is in use, open it as a run would, and return what it then holds.

    Raises:
        StoreError: it cannot be restored; nothing was touched.
    """
    check(file)
    with tempfile.TemporaryDirectory(prefix="wiredesk-") as aside:
        copy = Path(aside) / "wiredesk.db"
        sqlite.copy_into(file, copy)
        open_store(f"sqlite:///{copy}", now).close()
        return check(copy)


def restore(file: Path, database: Path, now: datetime) -> Path | None:
    """Put the backup `file` in the place of `database`; return where the database that stood there was moved.

    Whatever a kill interrupts, one whole database stands at its place or beside it.

    Raises:
        AlreadyRunning: a Wiredesk runs on the database: stop it first.
        StoreError: the backup is damaged or too new, or the folder cannot be written; nothing was replaced.
    """
    check(file)
    with holding(database), _making_room(database) as part:
        sqlite.copy_into(file, part)
        sqlite.age(part)
        check(part)
        _flush(part)
        aside = _move_aside(database, now) if database.exists() else None
        part.replace(database)
        _flush(database.parent)
    return aside


@contextmanager
def _making_room(database: Path) -> Iterator[Path]:
    part = database.with_name(f"{database.name}.restoring")
    try:
        part.unlink(missing_ok=True)
        yield part
    except OSError as error:
        raise Unwritable(
            f"{database.parent} cannot take the backup ({error.strerror}): change its rights or free space"
        ) from None
    finally:
        part.unlink(missing_ok=True)


def _move_aside(database: Path, now: datetime) -> Path:
    """Move `database` out of the way, its write-ahead log folded in."""
    with closing(sqlite.driver().connect(database, timeout=sqlite.BUSY_SECONDS)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    aside = database.with_name(f"{database.name}-replaced-{now.astimezone(UTC):{_STAMP}}")
    os.link(database, aside)
    for left in sqlite.files(database)[1:]:
        left.unlink()
    return aside


def _clear_away(folder: Path) -> None:
    for left in folder.glob("*.part"):
        left.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    """Let the disk have `path`: without it a power cut can leave a name without contents."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
