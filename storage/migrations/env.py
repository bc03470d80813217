"""What Alembic runs to migrate: always on the connection it is handed, never on an address of its own."""

from typing import Literal

from alembic import context

from storage import tables_desk

SEARCH = ("article_fts", "quote_fts")
"""The search tables and, by prefix, the shadow tables FTS5 keeps: rebuilt after a migration, never compared."""


def is_ours(
    name: str | None,
    kind: Literal[
        "schema", "table", "column", "index", "unique_constraint", "foreign_key_constraint", "check_constraint"
    ],
    parents: object,
) -> bool:
    """Return whether autogenerate may look at it."""
    del parents
    return not (kind == "table" and name is not None and name.startswith(SEARCH))


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables_desk.AuditRow.metadata,
    include_name=is_ours,
    render_as_batch=True,
    compare_type=True,
    compare_server_default=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
