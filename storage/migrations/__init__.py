"""Brings a database to the newest schema. Alembic, slow to load, is imported only where there is something to do."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from feeds.errors import SchemaTooNew

if TYPE_CHECKING:
    from alembic.config import Config

NEWEST = "0009"
FOLDER = Path(__file__).parent


def revision_of(connection: Connection) -> str | None:
    """Return the schema's revision, or None for a database without tables of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def check_known(revision: str | None, place: str) -> None:
    """Refuse a revision that this version does not know.

    Raises:
        SchemaTooNew: a newer Wiredesk wrote it.
    """
    if revision is not None and revision not in {
        path.stem.partition("_")[0] for path in (FOLDER / "versions").glob("[0-9]*.py")
    }:
        raise SchemaTooNew(
            f"{place} was written by a newer Wiredesk (schema {revision}, this one knows {NEWEST}): "
            "install the newer version, or restore a backup from before"
        )


def upgrade(connection: Connection) -> None:
    """Bring the schema to the newest revision inside the transaction that `connection` is in."""
    from alembic import command

    command.upgrade(config(connection), "head")


def config(connection: Connection) -> "Config":
    """Return Alembic's configuration for `connection`, without a file."""
    from alembic.config import Config

    made = Config()
    made.set_main_option("script_location", str(FOLDER))
    made.attributes["connection"] = connection
    return made
