"""A disk that fails under an open store: said with its cure, and nothing of the transaction is left."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from feeds.errors import NotADatabase, StoreError, Unwritable, WiredeskError
from storage import articles, feeds, keepsakes, outbox, sqlite
from storage.model import ChannelId, Counts, DeliveryKind, NewDelivery
from storage.store import Store, Transaction, open_store
from tests.builders import NOW
from tests.storage.builders import a_channel, keep, numbered, outlet, speech

BIG = "x" * 4_000_000
CODES = {"BUSY": 5, "READONLY": 8, "IOERR": 10, "CORRUPT": 11, "FULL": 13, "CANTOPEN": 14, "NOTADB": 26}


def full(tx: Transaction) -> None:
    """Let the database grow by no page more, for as long as its connection lives."""
    pages = tx.session.connection().exec_driver_sql("PRAGMA page_count").scalar_one()
    tx.session.connection().exec_driver_sql(f"PRAGMA max_page_count={pages}")


def roomy(tx: Transaction) -> None:
    """Take the limit away again."""
    tx.session.connection().exec_driver_sql("PRAGMA max_page_count=1000000")


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """Let the kernel refuse writes beyond `size` bytes of any file (EFBIG, which SQLite reports as an I/O error)."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def write_too_much(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx, "Second")
        keep(tx, feed, *speech(1, ("We were told nothing", "Karen Bassey")))
        outbox.enqueue(tx, NewDelivery(a_channel(tx).id, "k", DeliveryKind.ALERT, "s", NOW), NOW)
        full(tx)
        keep(tx, feed, numbered(2, text=BIG))


def test_a_full_disk_is_said_with_its_place_and_cure(store: Store, path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        write_too_much(store)

    assert str(path) in str(caught.value)
    assert "disk is full: free some space" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_full_disk_leaves_nothing_of_its_transaction(store: Store) -> None:
    with store.transaction() as tx:
        keep(tx, outlet(tx), numbered(7))

    with pytest.raises(StoreError):
        write_too_much(store)

    with store.reading() as tx:
        assert articles.counts(tx) == Counts(articles=1, stories=1, quotes=0, speakers=0)
        assert outbox.facts(tx).pending == 0


def test_a_store_goes_on_once_there_is_room_again(store: Store) -> None:
    with pytest.raises(StoreError):
        write_too_much(store)

    with store.transaction() as tx:
        roomy(tx)
        keep(tx, outlet(tx), numbered(1, text=BIG))

    with store.reading() as tx:
        assert articles.counts(tx).articles == 1


def test_a_full_disk_leaves_the_database_sound(store: Store, path: Path) -> None:
    with pytest.raises(StoreError):
        write_too_much(store)

    with closing(sqlite.driver().connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_disk_that_refuses_a_write_is_said_and_leaves_nothing(store: Store, path: Path) -> None:
    def write() -> None:
        with store.transaction() as tx:
            keepsakes.keep(tx, "small", "before the failure", NOW)
            keepsakes.keep(tx, "big", BIG, NOW)

    with no_file_larger_than(500_000), pytest.raises(StoreError, match="look after the disk") as caught:
        write()

    assert str(path) in str(caught.value)
    with store.reading() as tx:
        assert keepsakes.keepsake(tx, "small") is None
    with store.transaction() as tx:
        keepsakes.keep(tx, "small", "after it", NOW)
    with store.reading() as tx:
        assert keepsakes.keepsake(tx, "small") == "after it"


def test_a_database_that_was_damaged_is_said_to_a_reader(path: Path) -> None:
    with closing(open_store(f"sqlite:///{path}", NOW)) as store, store.transaction() as tx:
        for number in range(60):
            keep(tx, outlet(tx, path=str(number)), numbered(number, text="word " * 400))
    store = open_store(f"sqlite:///{path}", NOW)
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (path.stat().st_size - 4096))

    def read() -> None:
        with store.reading() as tx:
            list(articles.window(tx, NOW))

    with closing(store), pytest.raises(NotADatabase, match="is damaged: move it away and restore a backup"):
        read()


def test_a_lock_that_another_program_holds_is_said(store: Store, path: Path) -> None:
    def write() -> None:
        with store.transaction() as tx:
            outlet(tx)

    with store.transaction() as tx:
        tx.session.connection().exec_driver_sql("PRAGMA busy_timeout=0")
    with closing(sqlite.driver().connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="locked by another program"):
            write()
        other.execute("ROLLBACK")

        write()

    with store.reading() as tx:
        assert len(feeds.all_feeds(tx)) == 1


def test_a_mistake_in_a_program_is_not_taken_for_a_failing_disk(store: Store) -> None:
    def ask_nonsense() -> None:
        with store.reading() as tx:
            tx.session.connection().exec_driver_sql("SELECT something FROM nowhere")

    def break_a_key() -> None:
        with store.transaction() as tx:
            outbox.enqueue(tx, NewDelivery(ChannelId(99), "k", DeliveryKind.ALERT, "s", NOW), NOW)

    with pytest.raises(OperationalError, match="no such table"):
        ask_nonsense()
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        break_a_key()


def an_error(code: int) -> DBAPIError:
    original = sqlite3.OperationalError("as the driver says it")
    original.sqlite_errorcode = code
    return DBAPIError("INSERT", (), original)


@pytest.mark.parametrize("code", CODES.values(), ids=CODES.keys())
def test_every_trouble_of_a_place_is_one_line_with_a_cure_and_stops_the_program(path: Path, code: int) -> None:
    trouble = sqlite.trouble(an_error(code), path)

    assert isinstance(trouble, StoreError)
    assert isinstance(trouble, WiredeskError)
    assert str(trouble).startswith(str(path))
    assert ": " in str(trouble)


@pytest.mark.parametrize(
    ("extended", "primary"), [(10 | 3 << 8, 10), (8 | 1 << 8, 8), (11 | 2 << 8, 11), (5 | 2 << 8, 5)]
)
def test_an_extended_code_is_read_as_its_primary_one(path: Path, extended: int, primary: int) -> None:
    assert str(sqlite.trouble(an_error(extended), path)) == str(sqlite.trouble(an_error(primary), path))


@pytest.mark.parametrize("code", [0, 1, 19, 21, 100])
def test_a_code_that_tells_of_no_place_is_no_trouble(path: Path, code: int) -> None:
    assert sqlite.trouble(an_error(code), path) is None


def test_an_error_without_a_code_is_no_trouble(path: Path) -> None:
    assert sqlite.trouble(DBAPIError("INSERT", (), ValueError("no code")), path) is None


def test_a_file_that_became_read_only_is_unwritable(path: Path) -> None:
    assert isinstance(sqlite.trouble(an_error(CODES["READONLY"]), path), Unwritable)
