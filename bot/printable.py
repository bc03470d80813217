"""Makes untrusted text safe to draw: no control characters, nothing that reorders. Escaping is the adapters'."""

import re

_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


def printable(text: str) -> str:
    """Return `text` without C0 and C1 controls (line feeds and tabs stay), bidi controls, invisible characters
    and halves of characters, which no output can encode.
    """
    return _UNSAFE.sub("", text)


def one_line(text: str) -> str:
    """Return `text` printable and on one line: for headlines, names and whatever else is one."""
    return " ".join(printable(text).split())
