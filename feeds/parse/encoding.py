"""The bytes of a feed to UTF-8, whatever the server, the declaration and the truth say to one another."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UNMARKED = ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"), (b"<\x00r\x00", "utf-16-le"))
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>\s*")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
# What calls itself Latin-1 or ASCII is Windows-1252 (WHATWG Encoding), here and in every browser.
_REALLY_CP1252 = frozenset(("iso8859-1", "ascii", "latin_1", "cp1252"))
# Codecs of Python that are no character encodings, or that hide markup from a check.
_TEXT_ONLY = frozenset(("utf-7", "unicode_escape", "raw_unicode_escape", "punycode", "idna", "undefined"))


def to_utf8(body: bytes, content_type: str | None = None) -> tuple[bytes, str | None]:
    """Return the body as UTF-8 without declaration or byte order mark, and a complaint where its encoding was wrong.

    Order of belief: a byte order mark; UTF-8 where the bytes are valid UTF-8; the XML declaration; the server's
    charset; Windows-1252, in which every byte means something.
    """
    for start, unicode in (*_BOMS, *_UNMARKED):
        if body.startswith(start):
            return _decoded(body, unicode) or _last_resort(body)
    declared = _DECLARED.search(body[:400])
    names: list[str | None] = [_codec(declared.group(1).decode("ascii"))] if declared else []
    served = _CHARSET.search(content_type or "")
    names += [_codec(served.group(1))] if served else []
    said = names[0] if names else None
    for name in ("utf-8", *names):
        found = _decoded(body, name) if name else None
        if found is not None:
            wrong = name == "utf-8" and said not in {"utf-8", None} and not body.isascii()
            return found[0], "the feed says it is not UTF-8, but is" if wrong else None
    return _last_resort(body)


def _codec(name: str) -> str | None:
    """Return Python's name of a declared encoding, widened to what publishers mean by it, or None where unknown."""
    try:
        info = codecs.lookup(name)
    except LookupError:
        return None
    if (
        info.name in _TEXT_ONLY
        or not getattr(info, "_is_text_encoding", True)
        or info.name.startswith(("utf-16", "utf-32"))
    ):
        return None
    return "cp1252" if info.name in _REALLY_CP1252 else info.name


def _decoded(body: bytes, name: str) -> tuple[bytes, str | None] | None:
    try:
        text = body.decode(name)
    except (UnicodeError, ValueError):
        return None
    return _DECLARATION.sub("", text.removeprefix("\ufeff"), count=1).encode("utf-8", errors="replace"), None


def _last_resort(body: bytes) -> tuple[bytes, str | None]:
    text = body.decode("cp1252", errors="replace") if b"\x00" not in body[:200] else body.decode("utf-8", "replace")
    return _DECLARATION.sub("", text, count=1).encode(), "the feed's bytes are not in the encoding it says"
