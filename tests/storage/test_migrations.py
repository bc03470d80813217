"""The schema: one way to it, and the tables say the same as the migrations."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage import migrations, sqlite, tables_desk
from storage.migrations import env_names


def test_autogenerate_finds_nothing_to_do(path: Path) -> None:
    engine = sqlite.plain_engine(path)
    with engine.connect() as connection:
        options = {"compare_type": True, "include_name": env_names.is_ours}
        context = MigrationContext.configure(connection, opts=options)

        differences = compare_metadata(context, tables_desk.AuditRow.metadata)

    engine.dispose()
    assert differences == []


def test_the_newest_revision_is_the_one_the_program_names(path: Path) -> None:
    engine = sqlite.plain_engine(path)
    with engine.connect() as connection:
        script = ScriptDirectory.from_config(migrations.config(connection))

    engine.dispose()
    assert script.get_heads() == [migrations.NEWEST]


def test_every_constraint_and_index_has_a_name() -> None:
    metadata = tables_desk.AuditRow.metadata

    constraints = [each.name for table in metadata.tables.values() for each in table.constraints]
    indices = [each.name for table in metadata.tables.values() for each in table.indexes]

    assert None not in (*constraints, *indices)


def test_a_half_done_migration_is_undone_whole(tmp_path: Path) -> None:
    path = tmp_path / "half.db"
    engine = sqlite.plain_engine(path)
    connection = engine.connect()
    transaction = connection.begin()
    migrations.upgrade(connection)

    transaction.rollback()

    assert migrations.revision_of(connection) is None
    assert connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar() == 0
    connection.close()
    engine.dispose()
