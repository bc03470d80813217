"""The SQLite file: its driver, its connections, its checks and its copies. All that would differ on another database
stands here and in `search.py`.
"""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    Connection,
    Engine,
    NullPool,
    QueuePool,
    Select,
    Table,
    bindparam,
    create_engine,
    event,
    func,
    select,
    text,
)
from sqlalchemy.dialects.sqlite import Insert
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from feeds.errors import NotADatabase, StoreError, Unwritable

MAGIC = b"SQLite format 3\x00"
OURS = 0x57495244
"""`PRAGMA application_id` of a Wiredesk database ("WIRD")."""
SAFE_SINCE = (3, 51, 3)
"""Older libraries can corrupt a WAL database that two connections write at once (sqlite.org/wal.html)."""
BUSY_SECONDS = 10
READERS = 16
_IDS_SKIPPED = 1_000_000
_COUNTS = """
    SELECT (SELECT count(*) FROM article), (SELECT count(*) FROM quote WHERE gone_at IS NULL),
           (SELECT count(*) FROM delivery WHERE state = 'sent')
"""
_TROUBLES: dict[int, tuple[type[StoreError], str]] = {
    5: (StoreError, "is locked by another program: close that, then start Wiredesk again"),
    8: (Unwritable, "has become read-only: change its rights, then start Wiredesk again"),
    10: (StoreError, "cannot be read or written, says its disk: look after the disk, then start Wiredesk again"),
    11: (NotADatabase, "is damaged: move it away and restore a backup"),
    13: (StoreError, "cannot grow, its disk is full: free some space, then start Wiredesk again"),
    14: (Unwritable, "cannot be opened: look whether its folder is still there, then start Wiredesk again"),
    26: (NotADatabase, "is no longer a database: move it away and restore a backup"),
}
"""What the primary result codes (sqlite.org/rescode.html) that are nobody's mistake in a program mean, and the cure."""


def driver() -> ModuleType:
    """Return the newer of the `pysqlite3` wheel, where there is one, and Python's own `sqlite3`."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return sqlite3
    wheel: ModuleType = dbapi2
    return wheel if wheel.sqlite_version_info >= sqlite3.sqlite_version_info else sqlite3


def check_place(path: Path) -> None:
    """Look at the file and its folder without touching either.

    Raises:
        NotADatabase: the file is something else.
        Unwritable: the folder is missing, or the folder or the file cannot be written.
    """
    try:
        _check_place(path, path.parent)
    except PermissionError:
        raise Unwritable(f"{path} cannot be reached by this user: change the rights of its folders") from None


def _check_place(path: Path, folder: Path) -> None:
    if not folder.is_dir():
        raise Unwritable(f"{path} cannot be made: there is no folder {folder}; make it, or change DATABASE_URL")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Unwritable(f"{path} cannot be written: the folder {folder} is read-only to this user; change its rights")
    if not path.exists():
        return
    if not path.is_file():
        raise NotADatabase(f"{path} is not a file: move it away, or change DATABASE_URL")
    if not os.access(path, os.R_OK | os.W_OK):
        raise Unwritable(f"{path} cannot be written: it is read-only to this user; change its rights")
    with path.open("rb") as file:
        head = file.read(len(MAGIC))
    if head and head != MAGIC:
        raise NotADatabase(f"{path} is not a database: it was left untouched; move it away, or change DATABASE_URL")


def check_ours(connection: Connection, path: Path) -> None:
    """Refuse a database that another program wrote.

    Raises:
        NotADatabase: it has tables, and they are not ours.
    """
    tables = connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
    if tables and connection.execute(text("PRAGMA application_id")).scalar_one() != OURS:
        raise NotADatabase(f"{path} is another program's database: it was left untouched; change DATABASE_URL")


def trouble(error: DBAPIError, path: Path) -> StoreError | None:
    """Return what an error of the driver says of the database's place; None where it tells of a mistake in a program.

    Whatever the transaction had written is rolled back when this is raised.
    """
    # An extended code ("the write of this page failed") carries its primary code in the lowest byte.
    known = _TROUBLES.get(getattr(error.orig, "sqlite_errorcode", 0) & 0xFF)
    return known[0](f"{path} {known[1]}") if known else None


def insert_new(table: Table) -> Insert:
    """Return an insert that passes over what a unique key forbids: its row count is 0 then."""
    return Insert(table).on_conflict_do_nothing()


def listed(name: str) -> Select[tuple[Any]]:
    """Return a selection of the texts in the JSON array that will be bound as `name`: one statement for any number."""
    return select(func.json_each(bindparam(name)).table_valued("value").c.value)


def plain_engine(path: Path) -> Engine:
    """Return an engine for looking and migrating: foreign keys off, no journal mode set, a connection each time."""
    return _engine(path, begin="BEGIN IMMEDIATE", pragmas=(), poolclass=NullPool)


def writer_engine(path: Path) -> Engine:
    """Return the engine of the one writer: a single connection, kept; its transactions take the write lock at once."""
    pragmas = ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL")
    return _engine(path, begin="BEGIN IMMEDIATE", pragmas=pragmas, poolclass=QueuePool, pool_size=1, max_overflow=0)


def reader_engine(path: Path) -> Engine:
    """Return the engine of the readers: a connection each, which sees one snapshot and cannot write."""
    return _engine(
        path, begin="BEGIN", pragmas=("query_only=ON",), poolclass=QueuePool, pool_size=READERS, max_overflow=-1
    )


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What a look through a whole database file found; `damage` is empty where every page is well.

    `counts` are of articles, quotes and sent messages.
    """

    damage: str
    revision: str | None
    counts: tuple[int, int, int] = (0, 0, 0)


def back_up(path: Path, revision: str, now: datetime) -> Path:
    """Copy the database beside itself before it is migrated from `revision`; return the copy's path."""
    copy = path.with_name(f"{path.name}-{revision}-{now:%Y%m%dT%H%M%S%f}.backup")
    copy_into(path, copy)
    return copy


def copy_into(path: Path, copy: Path) -> None:
    """Write one snapshot of the database at `path`, which may be in use, to the new file `copy`.

    Raises:
        StoreError: the database cannot be read, or the copy cannot be written.
    """
    if copy.exists():
        raise Unwritable(f"{copy} is already there: move it away")
    # The driver itself: VACUUM cannot run inside a transaction, and an engine always begins one.
    with closing(driver().connect(path, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        try:
            connection.execute("VACUUM INTO ?", (str(copy),))
        except driver().DatabaseError as error:
            copy.unlink(missing_ok=True)
            if isinstance(error, driver().OperationalError):
                raise Unwritable(f"{copy} cannot be written ({error}): free some space or change its rights") from None
            raise NotADatabase(f"{path} cannot be read ({error}): restore a backup") from None


def look_through(path: Path) -> FileFacts:
    """Read every page of the database file at `path`, which nobody uses, and say what was found."""
    with closing(driver().connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None)) as connection:
        try:
            damage = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if damage != "ok":
                return FileFacts(damage, None)
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if connection.execute("PRAGMA application_id").fetchone()[0] != OURS or "alembic_version" not in tables:
                return FileFacts("", None)
            revision = connection.execute("SELECT version_num FROM alembic_version").fetchone()[0]
            return FileFacts("", revision, connection.execute(_COUNTS).fetchone())
        except driver().DatabaseError as error:
            return FileFacts(str(error), None)


def age(path: Path) -> None:
    """Prepare a restored database for a world that went on: what its backup had not sent may have been sent since.

    Every open delivery counts as tried, so it is looked up before it is sent; new ones get ids never seen before.
    """
    with closing(driver().connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE delivery SET tries = max(tries, 1) WHERE settled_at IS NULL")
        connection.execute("UPDATE sqlite_sequence SET seq = seq + ? WHERE name = 'delivery'", (_IDS_SKIPPED,))


def _engine(path: Path, *, begin: str, pragmas: tuple[str, ...], **pool: Any) -> Engine:  # noqa: ANN401 - SQLAlchemy's own
    url = URL.create("sqlite", database=str(path))
    arguments = {"timeout": BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(url, module=driver(), connect_args=arguments, **pool)

    def connected(connection: Any, record: object) -> None:  # noqa: ANN401 - whichever driver was found
        del record
        # The driver must not begin transactions by itself: `begin` below does (SQLAlchemy's advice for pysqlite).
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    def begun(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine, "connect", connected)
    event.listen(engine, "begin", begun)
    return engine


def files(path: Path) -> tuple[Path, ...]:
    """Return the files that the database at `path` consists of now."""
    candidates = (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm"))
    return tuple(file for file in candidates if file.exists())
