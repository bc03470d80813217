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
_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,400}\?>\s*")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
# What calls itself Latin-1 or ASCII is Windows-1252 (WHATWG Encoding), here and in every browser.
_REALLY_CP1252 = frozenset(("iso8859-1", "ascii", "latin_1", "cp1252"))
# Codecs of Python that are no character encodings, or that hide markup from a check.
_TEXT_ONLY = frozenset(("utf-7", "unicode_escape", "raw_unicode_escape", "punycode", "idna", "undefined"))


# Encodings whose bytes are all ASCII, so that they look like UTF-8.
_SEVEN_BITS = ("iso2022", "hz")
_SUSPECT = "the feed's bytes are not in the encoding it says"


def to_utf8(body: bytes, content_type: str | None = None) -> tuple[bytes, str | None]:
    """Return the body as UTF-8 without declaration or byte order mark, and a complaint where its encoding was wrong.

    Order of belief: a byte order mark; UTF-8 where the bytes are valid UTF-8; the XML declaration; the server's
    charset; Windows-1252, in which every byte means something.
    """
    for start, unicode in (*_BOMS, *_UNMARKED):
        if body.startswith(start):
            return _first(body, [unicode]) or _last_resort(body)
    said = _said(body, content_type)
    if said and said[0].startswith(_SEVEN_BITS):
        return _first(body, said) or _last_resort(body)
    if _is_utf8(body):
        wrong = bool(said) and said[0] != "utf-8" and not body.isascii()
        return _without_declaration(body), _SUSPECT if wrong else None
    return _first(body, said) or _last_resort(body)


def _said(body: bytes, content_type: str | None) -> list[str]:
    """Return the encodings the document and the server name, the document's first, those unknown left out."""
    declared = _DECLARED.search(body[:400])
    served = _CHARSET.search(content_type or "")
    names = [declared.group(1).decode("ascii")] if declared else []
    names += [served.group(1)] if served else []
    return [codec for name in names if (codec := _codec(name)) is not None]


def _codec(name: str) -> str | None:
    """Return Python's name of a declared encoding, widened to what publishers mean by it, or None where unknown."""
    try:
        known = codecs.lookup(name).name
        "".encode(known)
    except LookupError:
        return None
    if known in _TEXT_ONLY or known.startswith(("utf-16", "utf-32")):
        return None
    return "cp1252" if known in _REALLY_CP1252 else known


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _first(body: bytes, names: list[str]) -> tuple[bytes, str | None] | None:
    """Return the body decoded by the first encoding that fits, or None where none does."""
    for name in names:
        try:
            text = body.decode(name)
        except (UnicodeError, ValueError):
            continue
        return _without_declaration(text.encode("utf-8", errors="replace")), None
    return None


def _last_resort(body: bytes) -> tuple[bytes, str | None]:
    """Return the body with every byte as something: stray ones among UTF-8 as Windows-1252, which they come from."""
    return _without_declaration(body.decode("utf-8", errors="windows-1252").encode()), _SUSPECT


def _stray_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start : error.end]
    return stray.decode("cp1252", errors="replace"), error.end


codecs.register_error("windows-1252", _stray_byte)


def _without_declaration(text: bytes) -> bytes:
    bare = text.removeprefix(codecs.BOM_UTF8)
    declaration = _DECLARATION.match(bare[:1000])
    return bare[declaration.end() :] if declaration else bare
