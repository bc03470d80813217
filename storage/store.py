"""The store: opens the database, hands out transactions and snapshots, and keeps a second Wiredesk off the file.

What is stored is the business of the other modules, one noun each: they take a `Transaction` and frozen values.
"""

import tempfile
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError
from sqlmodel import Session, func, select

from feeds.errors import NotADatabase, SettingsError
from storage import fulltext, migrations, sqlite
from storage.lock import holding
from storage.model import StoreFacts
from storage.tables import FeedRow


@dataclass(frozen=True, slots=True)
class Transaction:
    """One transaction, or one snapshot. Only `storage` looks inside."""

    session: Session


class Store:
    """An open database; safe to use from any thread. One transaction writes at a time, any number of snapshots read."""

    def __init__(self, path: Path, temporary: "tempfile.TemporaryDirectory[str] | None" = None) -> None:
        self._path = path
        self._temporary = temporary
        self._writer = sqlite.writer_engine(path)
        self._readers = sqlite.reader_engine(path)
        self._turn = threading.Lock()
        # The journal mode can only be set while nobody reads: now.
        self._writer.connect().close()
        self._writing = threading.local()

    @contextmanager
    def transaction(self) -> Iterator[Transaction]:
        """Give a transaction that is committed at the end, or rolled back when an error leaves it.

        Threads take turns. A transaction inside a transaction of the same thread is refused.

        Raises:
            StoreError: the disk is full or fails, or the file was taken away; nothing of the transaction is kept.
        """
        if getattr(self._writing, "now", False):
            raise RuntimeError("this thread is already in a transaction: hand its `tx` down")
        with self._turn, self._telling(), Session(self._writer, expire_on_commit=False) as session:
            self._writing.now = True
            try:
                with session.begin():
                    yield Transaction(session)
            finally:
                self._writing.now = False

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """Give a snapshot: what was committed when it was first read, however much is written meanwhile.

        Raises:
            StoreError: the file cannot be read.
        """
        with self._telling(), Session(self._readers, autoflush=False) as session:
            yield Transaction(session)

    def hold(self) -> AbstractContextManager[None]:
        """Keep any other Wiredesk from running on this database while the context lasts.

        Raises:
            AlreadyRunning: another one does; says its process id.
        """
        return holding(self._path)

    def facts(self) -> StoreFacts:
        """Return what a check-up asks of the database."""
        library = sqlite.driver()
        with self._readers.connect() as connection:
            revision = migrations.revision_of(connection) or ""
            journal = str(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one())
            since = connection.execute(select(func.min(FeedRow.added_at))).scalar()
        size = sum(file.stat().st_size for file in sqlite.files(self._path))
        safe = library.sqlite_version_info >= sqlite.SAFE_SINCE
        return StoreFacts(f"SQLite {library.sqlite_version}", safe, revision, size, str(self._path), journal, since)

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """Say what the driver's errors mean for whoever runs Wiredesk; a mistake in a program is left as it is."""
        try:
            yield
        except DBAPIError as error:
            trouble = sqlite.trouble(error, self._path)
            if trouble is None:
                raise
            raise trouble from error

    def close(self) -> None:
        """Close every connection; the last to close folds the write-ahead log back into the file."""
        self._readers.dispose()
        self._writer.dispose()
        if self._temporary is not None:
            self._temporary.cleanup()


def open_store(url: str, now: datetime) -> Store:
    """Open the database at `url` (`sqlite:///wiredesk.db`), making or migrating it where needed.

    `sqlite://` is a database of its own that is gone when closed. A database with anything in it is copied beside
    itself before a migration.

    Raises:
        SettingsError: `url` is not the address of a database we can use.
        NotADatabase: the file is something else; it is left untouched.
        SchemaTooNew: a newer Wiredesk wrote it; it is left untouched.
        Unwritable: the folder is missing, or the folder or the file cannot be written.
    """
    path = _path(url)
    if path is not None:
        _prepare(path, now)
        return Store(path)
    temporary = tempfile.TemporaryDirectory(prefix="wiredesk-")
    path = Path(temporary.name) / "wiredesk.db"
    _prepare(path, now)
    return Store(path, temporary)


def database_file(url: str) -> Path:
    """Return the file that the database at `url` is kept in, there or not.

    Raises:
        SettingsError: `url` names no file.
    """
    path = _path(url)
    if path is None:
        raise SettingsError("DATABASE_URL names no file: write sqlite:///wiredesk.db")
    return path


def _path(url: str) -> Path | None:
    try:
        parts = make_url(url)
    except ArgumentError:
        raise SettingsError("DATABASE_URL is not an address: write sqlite:///wiredesk.db") from None
    if parts.get_backend_name() != "sqlite":
        raise SettingsError(f"DATABASE_URL names {parts.get_backend_name()}: only sqlite:///FILE can be used")
    return None if parts.database in {None, "", ":memory:"} else Path(parts.database).absolute()


def _prepare(path: Path, now: datetime) -> None:
    sqlite.check_place(path)
    engine = sqlite.plain_engine(path)
    try:
        with engine.connect() as connection:
            sqlite.check_ours(connection, path)
            revision = migrations.revision_of(connection)
        migrations.check_known(revision, str(path))
        if revision == migrations.NEWEST:
            return
        if revision is not None:
            sqlite.back_up(path, revision, now)
        with engine.begin() as connection:
            migrations.upgrade(connection)
            fulltext.build(connection)
            connection.exec_driver_sql(f"PRAGMA application_id={sqlite.OURS}")
    except DatabaseError as error:
        raise NotADatabase(
            f"{path} cannot be read as a database ({error.orig}): restore a backup, or move it away"
        ) from error
    finally:
        engine.dispose()
