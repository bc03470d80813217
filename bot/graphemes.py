"""Where text may be cut: between characters as people see them. Knows no markup; each chat says how it counts."""

import unicodedata
from collections.abc import Callable

ELLIPSIS = "…"
_JOINER = "\u200d"

Size = Callable[[str], int]


def units(text: str) -> int:
    """Return how long a chat may count `text`: UTF-16 units, the longest of the usual counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def cut(text: str, limit: int, size: Size = units) -> str:
    """Return `text` at most `limit` long by `size`, cut between graphemes, with … where something was cut."""
    if size(text) <= limit:
        return text
    head = text[: _longest(text, limit - size(ELLIPSIS), size)].rstrip() + ELLIPSIS
    return head if size(head) <= limit else ELLIPSIS


def pieces(text: str, limit: int, size: Size = units) -> tuple[str, ...]:
    """Return `text` in pieces at most `limit` long that join to it again, cut at spaces where there are any.

    An empty text is one empty piece.
    """
    found: list[str] = []
    while size(text) > limit:
        end = _longest(text, limit, size)
        space = max(text.rfind(" ", 0, end), text.rfind("\n", 0, end))
        end = space + 1 if space > end // 2 else end
        found.append(text[:end])
        text = text[end:]
    return (*found, text)


def _longest(text: str, limit: int, size: Size) -> int:
    """Return the greatest offset whose head is at most `limit` long and parts no grapheme; never zero, so cutting ends.

    A head's size must never fall as it grows. A grapheme longer than the limit is parted rather than kept whole.
    """
    low, high = 0, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle]) <= limit else (low, middle - 1)
    at = low
    while 0 < at < len(text) and _joined(text[at - 1], text[at]):
        at -= 1
    return at or max(low, 1)


def _joined(before: str, after: str) -> bool:
    if _JOINER in (before, after) or unicodedata.category(after)[0] == "M":
        return True
    regional = "\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff"
    return regional or "\U0001f3fb" <= after <= "\U0001f3ff" or "\u1160" <= after <= "\u11ff"
