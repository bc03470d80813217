"""Which tables Alembic may look at: ours, but never those of the search index."""

from typing import Literal

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
