"""Mends the three breaks of XML whose meaning is beyond doubt: a bare "&", an HTML entity, a control character."""

import re
from html.entities import html5

_CONTROLS = bytes(byte for byte in range(32) if byte not in b"\t\n\r")
_REFERENCE = re.compile(
    rb"&(?!(?:amp|lt|gt|quot|apos|#(?:3[2-9]|[4-9]\d|[1-9]\d{2,3}));)(?:([A-Za-z][A-Za-z0-9]{1,31});|#(?:([0-9]{1,7})|[xX]([0-9a-fA-F]{1,6}));)?"
)
# XML 1.0 §2.2.
_CHARACTERS = (range(9, 11), range(13, 14), range(0x20, 0xD800), range(0xE000, 0xFFFE), range(0x10000, 0x110000))
_CDATA, _CDATA_END = b"<![CDATA[", b"]]>"


def mend(text: bytes) -> bytes:
    """Return `text` (UTF-8) with those breaks mended outside CDATA sections; everything else stays byte for byte."""
    first, *others = text.translate(None, _CONTROLS).split(_CDATA)
    mended = [_REFERENCE.sub(_readable, first)]
    for piece in others:
        inside, end, after = piece.partition(_CDATA_END)
        mended += (_CDATA, inside, end, _REFERENCE.sub(_readable, after))
    return b"".join(mended)


def _readable(found: re.Match[bytes]) -> bytes:
    """Return a reference as XML allows it; what refers to nothing is the characters it is written with."""
    name, decimal, hexadecimal = found.groups()
    if name is not None and (characters := html5.get(f"{name.decode()};")):
        return b"".join(b"&#%d;" % ord(character) for character in characters)
    if not decimal and not hexadecimal:
        return b"&amp;" + found.group()[1:]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return found.group() if any(code in block for block in _CHARACTERS) else b""
