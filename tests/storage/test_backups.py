"""Backups are whole, checked, rotated, and put back without losing what stood there, or sending twice."""

import os
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from feeds.errors import AlreadyRunning, NotADatabase, SchemaTooNew, Unwritable
from storage import articles, backups, outbox, sqlite
from storage.model import ChannelId, DeliveryKind, DeliveryState, NewDelivery
from storage.store import Store, Transaction, open_store
from tests.builders import NOW
from tests.storage.builders import a_channel, keep, outlet, speech

LEASE = timedelta(minutes=2)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "wiredesk.db"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """The database that is backed up, open as it is in use."""
    with closing(open_store(f"sqlite:///{path}", NOW)) as opened:
        yield opened


def hold_one_article(store: Store) -> ChannelId:
    """Keep an article with one quote, and queue its alert; return the channel it waits for."""
    with store.transaction() as tx:
        keep(tx, outlet(tx), *speech(1, ("We were told nothing", "Karen Bassey")))
        return wait_for(tx, "first")


def wait_for(tx: Transaction, key: str) -> ChannelId:
    channel = a_channel(tx).id
    outbox.enqueue(tx, NewDelivery(channel, key, DeliveryKind.ALERT, key, NOW), NOW)
    return channel


def counts(path: Path) -> int:
    with closing(open_store(f"sqlite:///{path}", NOW)) as opened, opened.reading() as tx:
        return articles.counts(tx).articles


def test_a_backup_holds_what_was_committed_and_says_so(store: Store, path: Path, folder: Path) -> None:
    hold_one_article(store)

    backup = backups.back_up(path, folder, NOW)

    contents = backups.check(backup.file)
    assert (contents.articles, contents.quotes, contents.sent) == (1, 1, 0)
    assert contents.revision == store.facts().revision
    assert backup.size == backup.file.stat().st_size
    assert backup.taken == NOW.astimezone(UTC).replace(microsecond=0)
    assert list(folder.glob("*.part")) == []


def test_a_backup_taken_while_others_write_is_one_moment(store: Store, path: Path, folder: Path) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
    begun, stop = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            with store.transaction() as tx:
                keep(tx, feed, *speech(number, (f"Number {number} was told nothing at all", "Karen Bassey")))
            begun.set()

    writer = threading.Thread(target=write)
    writer.start()
    begun.wait()
    backup = backups.back_up(path, folder, NOW)
    stop.set()
    writer.join()

    contents = backups.check(backup.file)
    assert contents.articles == contents.quotes > 0


@pytest.mark.usefixtures("store")
def test_the_oldest_are_deleted_and_the_newest_stays_whatever_is_asked(path: Path, folder: Path) -> None:
    taken = [backups.back_up(path, folder, NOW + timedelta(days=day)) for day in range(4)]

    deleted = backups.rotate(folder, keep=2)
    last = backups.rotate(folder, keep=0)

    assert [each.file for each in deleted] == [taken[1].file, taken[0].file]
    assert [each.file for each in last] == [taken[2].file]
    assert [each.file for each in backups.backups(folder)] == [taken[3].file]


@pytest.mark.usefixtures("store")
def test_other_files_in_the_folder_are_nobodys_backup(path: Path, folder: Path) -> None:
    backup = backups.back_up(path, folder, NOW)
    (folder / "notes.txt").write_text("keep me")
    (folder / "wiredesk-yesterday.backup").write_text("keep me")

    backups.rotate(folder, keep=1)

    assert [each.file for each in backups.backups(folder)] == [backup.file]
    assert len(list(folder.iterdir())) == 3


def test_there_are_no_backups_where_there_is_no_folder(folder: Path) -> None:
    assert backups.backups(folder) == ()
    assert backups.rotate(folder, keep=3) == ()


@pytest.mark.usefixtures("store")
def test_what_a_killed_backup_left_is_cleared_away(path: Path, folder: Path) -> None:
    folder.mkdir()
    left = folder / "wiredesk-20260101T000000Z.part"
    left.write_text("half a database")

    backups.back_up(path, folder, NOW)

    assert not left.exists()
    assert len(backups.backups(folder)) == 1


@pytest.mark.usefixtures("store")
def test_a_folder_that_is_a_file_is_said_with_a_cure(path: Path, folder: Path) -> None:
    folder.write_text("not a folder")

    with pytest.raises(Unwritable, match="cannot take a backup"):
        backups.back_up(path, folder, NOW)


def test_a_damaged_backup_is_found_out(store: Store, path: Path, folder: Path) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        for number in range(200):
            keep(tx, feed, *speech(number, (f"Number {number} was told nothing at all", "Karen Bassey")))
    backup = backups.back_up(path, folder, NOW)
    with backup.file.open("r+b") as file:
        file.seek(backup.size // 2)
        file.write(b"\xff" * 5000)

    with pytest.raises(NotADatabase, match="damaged"):
        backups.check(backup.file)


@pytest.mark.parametrize("contents", [b"", b"my thesis", b"SQLite format 3\x00 but no more"])
def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, contents: bytes) -> None:
    file = tmp_path / "thesis.backup"
    file.write_bytes(contents)

    with pytest.raises(NotADatabase):
        backups.check(file)

    assert file.read_bytes() == contents


def test_a_backup_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotADatabase, match="is not there"):
        backups.check(tmp_path / "never.backup")


@pytest.mark.usefixtures("store")
def test_a_backup_of_a_newer_wiredesk_is_refused(path: Path, folder: Path) -> None:
    backup = backups.back_up(path, folder, NOW)
    with closing(sqlite.driver().connect(backup.file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()

    with pytest.raises(SchemaTooNew):
        backups.restore(backup.file, path, NOW)


def test_a_rehearsal_restores_aside_and_touches_nothing(store: Store, path: Path, folder: Path) -> None:
    hold_one_article(store)
    backup = backups.back_up(path, folder, NOW)
    before = backup.file.read_bytes()

    contents = backups.rehearse(backup.file, NOW)

    assert contents.articles == 1
    assert backup.file.read_bytes() == before
    assert sorted(folder.iterdir()) == [backup.file]


def test_a_restored_database_is_the_backup_and_the_old_one_stands_aside(path: Path, folder: Path) -> None:
    with closing(open_store(f"sqlite:///{path}", NOW)) as store:
        hold_one_article(store)
        backup = backups.back_up(path, folder, NOW)
        with store.transaction() as tx:
            keep(tx, outlet(tx, "Second"), *speech(2, ("Nor were we", "Tom Homer")))

    aside = backups.restore(backup.file, path, NOW + timedelta(hours=1))

    assert counts(path) == 1
    assert aside is not None
    assert counts(aside) == 2
    assert backup.file.exists()


def test_a_restore_where_nothing_stood_makes_the_database(store: Store, path: Path, folder: Path) -> None:
    hold_one_article(store)
    backup = backups.back_up(path, folder, NOW)
    elsewhere = path.with_name("moved.db")

    assert backups.restore(backup.file, elsewhere, NOW) is None

    assert counts(elsewhere) == 1


def test_a_restore_takes_with_it_what_a_killed_run_left_in_the_write_ahead_log(path: Path, folder: Path) -> None:
    with closing(open_store(f"sqlite:///{path}", NOW)) as store:
        hold_one_article(store)
        backup = backups.back_up(path, folder, NOW)
    child = os.fork()
    if not child:
        unfinished = open_store(f"sqlite:///{path}", NOW)
        with unfinished.transaction() as tx:
            keep(tx, outlet(tx, "Second"), *speech(2, ("Nor were we", "Tom Homer")))
        os._exit(0)
    os.waitpid(child, 0)

    aside = backups.restore(backup.file, path, NOW)

    assert aside is not None
    assert counts(aside) == 2
    assert counts(path) == 1


def test_a_running_wiredesk_is_not_restored_under_its_feet(store: Store, path: Path, folder: Path) -> None:
    hold_one_article(store)
    backup = backups.back_up(path, folder, NOW)

    with store.hold(), pytest.raises(AlreadyRunning):
        backups.restore(backup.file, path, NOW)

    assert list(path.parent.glob("*-replaced-*")) == []


def test_a_bad_backup_replaces_nothing(store: Store, path: Path, tmp_path: Path) -> None:
    hold_one_article(store)
    bad = tmp_path / "bad.backup"
    bad.write_bytes(b"SQLite format 3\x00" + b"\x00" * 4096)

    with pytest.raises(NotADatabase):
        backups.restore(bad, path, NOW)

    assert counts(path) == 1
    assert list(path.parent.glob("*.restoring")) == []


def test_what_the_backup_had_not_sent_is_looked_up_before_it_is_sent(path: Path, folder: Path) -> None:
    with closing(open_store(f"sqlite:///{path}", NOW)) as store:
        hold_one_article(store)
        backup = backups.back_up(path, folder, NOW)

    backups.restore(backup.file, path, NOW)

    with closing(open_store(f"sqlite:///{path}", NOW)) as restored, restored.transaction() as tx:
        [claimed] = outbox.claim_due(tx, NOW, LEASE, 10)
        assert claimed.tries > 1


def test_deliveries_after_a_restore_have_ids_no_platform_was_shown(path: Path, folder: Path) -> None:
    with closing(open_store(f"sqlite:///{path}", NOW)) as store:
        hold_one_article(store)
        backup = backups.back_up(path, folder, NOW)
        with store.transaction() as tx:
            for number in range(50):
                wait_for(tx, f"later {number}")
            used = max(each.id for each in outbox.deliveries(tx, DeliveryState.PENDING, 100))

    backups.restore(backup.file, path, NOW)

    with closing(open_store(f"sqlite:///{path}", NOW)) as restored, restored.transaction() as tx:
        wait_for(tx, "new")
        assert max(each.id for each in outbox.deliveries(tx, DeliveryState.PENDING, 100)) > used + 1000


@pytest.mark.usefixtures("store")
def test_a_copy_never_overwrites_a_file(path: Path, tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("my thesis")

    with pytest.raises(Unwritable, match="already there"):
        sqlite.copy_into(path, precious)

    assert precious.read_text() == "my thesis"


def test_the_backups_stand_beside_the_database_unless_told_otherwise(path: Path) -> None:
    assert backups.folder_for(path) == path.with_name("wiredesk.db-backups")
