"""What Alembic runs to migrate: always on the connection it is handed, never on an address of its own."""

from alembic import context

from storage import tables_desk
from storage.migrations.env_names import is_ours

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
