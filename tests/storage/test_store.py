"""The database file: made, migrated, refused untouched, held by one, read beside its writer."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command

from feeds.errors import AlreadyRunning, NotADatabase, SchemaTooNew, SettingsError, Unwritable
from storage import channels, migrations, sqlite
from storage.store import Store, open_store
from tests.builders import NOW

ROOT = Path(__file__).parents[2]
NOBODY = 65534


def _stamp(path: Path, revision: str) -> None:
    engine = sqlite.plain_engine(path)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (revision,))
    engine.dispose()


def _desks(store: Store) -> int:
    with store.reading() as tx:
        return len(channels.desks(tx))


def test_a_new_database_is_made_whole_and_says_what_it_is(tmp_path: Path) -> None:
    with closing(open_store(f"sqlite:///{tmp_path}/new.db", NOW)) as store:
        facts = store.facts()

    assert facts.revision == migrations.NEWEST
    assert facts.library.startswith("SQLite 3.")
    assert facts.size > 0
    assert facts.place == f"{tmp_path}/new.db"


def test_what_was_written_is_there_after_a_restart(path: Path) -> None:
    with closing(open_store(f"sqlite:///{path}", NOW)) as store, store.transaction() as tx:
        channels.ensure_desk(tx, "terminal", "this terminal", "UTC")

    with closing(open_store(f"sqlite:///{path}", NOW)) as store:
        assert _desks(store) == 1


def test_an_error_leaves_nothing_of_its_transaction(store: Store) -> None:
    def fail() -> None:
        with store.transaction() as tx:
            channels.ensure_desk(tx, "terminal", "this terminal", "UTC")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    assert _desks(store) == 0


def test_the_writer_is_free_again_after_an_error(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction():
        raise ZeroDivisionError

    with store.transaction() as tx:
        channels.ensure_desk(tx, "terminal", "this terminal", "UTC")
    assert _desks(store) == 1


def test_a_transaction_inside_a_transaction_is_refused_instead_of_waiting_for_ever(store: Store) -> None:
    with store.transaction(), pytest.raises(RuntimeError, match="already in a transaction"), store.transaction():
        pass


def test_a_snapshot_does_not_see_what_is_written_beside_it(store: Store) -> None:
    with store.reading() as snapshot:
        before = len(channels.desks(snapshot))
        with store.transaction() as tx:
            channels.ensure_desk(tx, "terminal", "this terminal", "UTC")

        after = len(channels.desks(snapshot))

    assert (before, after, _desks(store)) == (0, 0, 1)


def test_readers_are_not_kept_waiting_by_an_open_transaction(store: Store) -> None:
    seen: list[int] = []
    with store.transaction() as tx:
        channels.ensure_desk(tx, "terminal", "this terminal", "UTC")

        reader = threading.Thread(target=lambda: seen.append(_desks(store)))
        reader.start()
        reader.join(timeout=5)

    assert seen == [0]


def test_many_threads_write_one_after_another(store: Store) -> None:
    def write(number: int) -> None:
        with store.transaction() as tx:
            channels.ensure_desk(tx, f"desk-{number}", "a desk", "UTC")

    threads = [threading.Thread(target=write, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert _desks(store) == 20


def test_a_store_in_memory_is_gone_when_closed() -> None:
    store = open_store("sqlite://", NOW)
    place = Path(store.facts().place)

    store.close()

    assert not place.exists()


@pytest.mark.parametrize("content", [b"not a database at all\n", b"SQLite format 3\x00" + b"\x07" * 4096])
def test_a_file_that_is_no_database_is_refused_and_left_untouched(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "letter.db"
    file.write_bytes(content)

    with pytest.raises(NotADatabase, match=r"letter\.db"):
        open_store(f"sqlite:///{file}", NOW)

    assert file.read_bytes() == content
    assert list(tmp_path.iterdir()) == [file]


def test_another_programs_database_is_refused_and_left_untouched(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with closing(sqlite.driver().connect(file)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.commit()
    content = file.read_bytes()

    with pytest.raises(NotADatabase, match="another program"):
        open_store(f"sqlite:///{file}", NOW)

    assert file.read_bytes() == content


def test_a_newer_schema_is_refused_and_left_untouched(path: Path) -> None:
    _stamp(path, "9999")
    content = path.read_bytes()

    with pytest.raises(SchemaTooNew, match="newer Wiredesk"):
        open_store(f"sqlite:///{path}", NOW)

    assert path.read_bytes() == content


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match="no folder"):
        open_store(f"sqlite:///{tmp_path}/nowhere/wiredesk.db", NOW)


@pytest.mark.parametrize(("folder", "file"), [(0o555, 0o644), (0o777, 0o444)])
def test_a_place_without_the_right_to_write_is_said(path: Path, folder: int, file: int) -> None:
    # Root may write anywhere, and a test's own folder is closed to others: so another user, and a folder open to all.
    place = Path(tempfile.mkdtemp(prefix="wiredesk-"))
    path = Path(shutil.copy(path, place))
    script = (
        "import os, sys\n"
        "from datetime import datetime, UTC\n"
        "from feeds.errors import Unwritable\n"
        "from storage.store import open_store\n"
        f"os.getuid() == 0 and os.setuid({NOBODY})\n"
        f"try: open_store('sqlite:///{path}', datetime(2026, 1, 1, tzinfo=UTC))\n"
        "except Unwritable as error: sys.exit(str(error))\n"
    )
    path.chmod(file)
    place.chmod(folder)

    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 (our own script)
    place.chmod(0o755)
    shutil.rmtree(place)

    assert done.returncode == 1
    assert "read-only to this user" in done.stderr


def test_an_address_that_is_no_sqlite_file_is_a_wrong_setting() -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL") as raised:
        open_store("mysql://editor:secret@host/news", NOW)

    assert "secret" not in str(raised.value)


def test_a_second_instance_is_refused_and_told_who_runs(store: Store, path: Path) -> None:
    with (
        closing(open_store(f"sqlite:///{path}", NOW)) as second,
        store.hold(),
        pytest.raises(AlreadyRunning, match=str(os.getpid())),
        second.hold(),
    ):
        pass


def test_the_lock_is_free_after_its_holder_is_done(store: Store) -> None:
    with store.hold():
        pass

    with store.hold():
        pass


def test_a_killed_holder_leaves_no_lock_and_no_half_written_transaction(store: Store, path: Path) -> None:
    script = (
        "import sys\n"
        "from datetime import datetime, UTC\n"
        "from storage import channels\n"
        "from storage.store import open_store\n"
        f"store = open_store('sqlite:///{path}', datetime(2026, 1, 1, tzinfo=UTC))\n"
        "with store.hold(), store.transaction() as tx:\n"
        "    channels.ensure_desk(tx, 'half', 'half', 'UTC')\n"
        "    print('writing', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    started = [sys.executable, "-c", script]
    pipe = subprocess.PIPE
    with subprocess.Popen(started, cwd=ROOT, stdin=pipe, stdout=pipe) as holder:  # noqa: S603 (our own script)
        assert holder.stdout is not None
        holder.stdout.readline()
        with pytest.raises(AlreadyRunning), store.hold():
            pass

        holder.send_signal(signal.SIGKILL)

    with store.hold():
        assert _desks(store) == 0


def test_a_forked_worker_does_not_hold_its_parents_lock(store: Store) -> None:
    started, start = os.pipe()
    ended, end = os.pipe()
    with store.hold():
        child = os.fork()
        if child == 0:
            os.write(start, b"!")
            os.close(end)
            os.read(ended, 1)
            os._exit(0)
        os.read(started, 1)

    with store.hold():
        pass

    os.close(end)
    os.waitpid(child, 0)
    for pipe in (started, start, ended):
        os.close(pipe)


def test_a_database_is_copied_before_it_is_migrated(path: Path) -> None:
    with closing(open_store(f"sqlite:///{path}", NOW)) as store, store.transaction() as tx:
        channels.ensure_desk(tx, "terminal", "this terminal", "UTC")

    copy = sqlite.back_up(path, "0001", NOW + timedelta(hours=1))

    with closing(open_store(f"sqlite:///{copy}", NOW)) as restored:
        assert _desks(restored) == 1


def test_an_older_database_is_copied_migrated_and_keeps_what_it_held(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    engine = sqlite.plain_engine(path)
    with engine.begin() as connection:
        command.upgrade(migrations.config(connection), "0001")
        connection.exec_driver_sql(f"PRAGMA application_id = {sqlite.OURS}")
        connection.exec_driver_sql("INSERT INTO desk (ref, name, zone) VALUES ('terminal', 'this terminal', 'UTC')")
    engine.dispose()

    with closing(open_store(f"sqlite:///{path}", NOW)) as store:
        assert _desks(store) == 1
        assert store.facts().revision == migrations.NEWEST

    [copy] = tmp_path.glob("old.db-0001-*.backup")
    with closing(sqlite.driver().connect(copy)) as before:
        assert before.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert before.execute("SELECT count(*) FROM desk").fetchone() == (1,)
