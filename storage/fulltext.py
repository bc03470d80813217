"""Full text in SQLite's FTS5: the index, kept by triggers, and how words are put to it. No other module knows of FTS.

The index holds no text of its own (external content): insert, update and delete triggers keep it equal to the tables.
Rows are never replaced (INSERT OR REPLACE fires no delete trigger), and it is built anew after every migration.
"""

from sqlalchemy import Connection, Integer, column, text
from sqlalchemy.sql.selectable import TextualSelect

from storage.model import Words

INDEXED = {"article": ("title", "text"), "quote": ("text", "context")}
_FORGET = "INSERT INTO {index}({index}, rowid, {names}) VALUES ('delete', old.id, {old});"
_LEARN = "INSERT INTO {index}(rowid, {names}) VALUES (new.id, {new});"
_TEMPLATES = (
    "DROP TABLE IF EXISTS {index}",
    """CREATE VIRTUAL TABLE {index} USING fts5({names}, content='{table}', content_rowid='id',
       tokenize='porter unicode61 remove_diacritics 2')""",
    "DROP TRIGGER IF EXISTS {index}_insert",
    "DROP TRIGGER IF EXISTS {index}_update",
    "DROP TRIGGER IF EXISTS {index}_delete",
    "CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN " + _LEARN + " END",
    "CREATE TRIGGER {index}_update AFTER UPDATE OF {names} ON {table} WHEN {changed} BEGIN "
    + _FORGET
    + _LEARN
    + " END",
    "CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN " + _FORGET + " END",
    "INSERT INTO {index}({index}) VALUES ('rebuild')",
)


def build(connection: Connection) -> None:
    """Make the search tables and triggers, dropping older ones, and index all that is stored."""
    for table, columns in INDEXED.items():
        for statement in _statements(table, columns):
            connection.exec_driver_sql(statement)


def rows_with(table: str, words: Words, only: str | None = None) -> TextualSelect:
    """Return a selection of the ids in `table` that hold `words`, looking into the column `only` or into all."""
    match = expression(words)
    if only is not None and match:
        match = f"{{{only}}} : ({match})"
    found = text(f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH :match")  # noqa: S608 - a name from `INDEXED`
    return found.bindparams(match=match).columns(column("rowid", Integer))


def likeliest(table: str, words: Words, only: str, limit: int) -> TextualSelect:
    """Return a selection of the `limit` ids in `table` whose column `only` holds most of `words`, rare ones first."""
    match = f"{{{only}}} : ({expression(words)})"
    found = text(f"SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH :match ORDER BY rank LIMIT :most")  # noqa: S608 - a name from `INDEXED`
    return found.bindparams(match=match, most=limit).columns(column("rowid", Integer))


def expression(words: Words) -> str:
    """Return `words` in FTS5's syntax. Every phrase is quoted, so that nothing a person typed is read as an operator.

    What has neither letters nor digits says nothing and is left out; when nothing is left, nothing is found (`""`).
    """
    groups = [" OR ".join(_quoted(group)) for group in words.all_of if _quoted(group)]
    if not groups:
        return '""'
    wanted = " AND ".join(f"({group})" for group in groups)
    unwanted = _quoted(words.none_of)
    return f"({wanted}) NOT ({' OR '.join(unwanted)})" if unwanted else wanted


def _quoted(phrases: tuple[str, ...]) -> list[str]:
    # A NUL would end the expression; a lone surrogate, which a terminal can bring, is no UTF-8.
    clean = (phrase.replace("\x00", " ").encode("utf-8", "ignore").decode("utf-8") for phrase in phrases)
    said = (phrase for phrase in clean if any(letter.isalnum() for letter in phrase))
    return ['"' + phrase.replace('"', '""') + '"' for phrase in said]


def _statements(table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    names, old, new = (", ".join(f"{side}{name}" for name in columns) for side in ("", "old.", "new."))
    changed = " OR ".join(f"old.{name} IS NOT new.{name}" for name in columns)
    facts = {"table": table, "index": f"{table}_fts", "names": names, "old": old, "new": new, "changed": changed}
    return tuple(statement.format(**facts) for statement in _TEMPLATES)
