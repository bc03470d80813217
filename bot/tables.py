"""A table for a narrow screen: columns that stand under each other where they fit, else each row by itself."""

import unicodedata
from collections.abc import Callable, Iterator

from handlers.message import Line, Table, Words

NARROW = 40
"""How many letters of one width a phone shows side by side in both chats."""
_BESIDE = 2  # cells that still stand on one line


def columns(table: Table, clean: Callable[[str], str]) -> tuple[str, ...] | None:
    """Return the header and the rows as lines of one width, for a monospaced face; None where that is too wide.

    `clean` is how a chat brings text to one line. A header that says nothing is blank.
    """
    rows = [tuple(clean(cell) for cell in row) for row in (table.header, *table.rows)]
    count = max((len(row) for row in rows), default=0)
    widths = [max(_width(row[at]) for row in rows if at < len(row)) for at in range(count)]
    if sum(widths) + 2 * (count - 1) > NARROW:
        return None
    padded = ("  ".join(cell + " " * (widths[at] - _width(cell)) for at, cell in enumerate(row)) for row in rows)
    return tuple(row.rstrip() for row in padded)


def stacked(table: Table) -> Iterator[Line]:
    """Yield the rows one under the other: the first cell with emphasis, the others beside it, or under it in small.

    A figure gets its column's name ("every: 5m"); what a word means shows without one.
    """
    for row in table.rows:
        names = (*table.header, *("" for _ in row))
        cells = [_named(name, cell) for name, cell in zip(names[1:], row[1:], strict=False) if cell.strip()]
        first = Words(row[0] if row else "", strong=True)
        if len(row) <= _BESIDE:
            yield Line((first, *(Words(f" · {cell}") for cell in cells)))
        else:
            yield Line((first,))
        if cells and len(row) > _BESIDE:
            yield Line((Words(" · ".join(cells)),), small=True, indent=1)


def _named(name: str, cell: str) -> str:
    return f"{name}: {cell}" if cell[:1].isdigit() and name else cell


def _width(text: str) -> int:
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.category(letter)[0] == "M" for letter in text)
