"""How untrusted text becomes harmless in Discord: cleaned, escaped and measured, here only. Knows no embeds.

Discord parses markdown in a message's content and in an embed's title and description. A backslash silences what
formats; what it does not silence (`<@id>`, `<#id>`, `</cmd:id>`, `<t:…>`, `<id:…>`, `<:emoji:id>`, bare addresses,
`@everyone`, invites) is broken by a zero-width space, which escape_markdown of the library does not do.
"""

import re
from datetime import datetime
from urllib.parse import urlsplit

from bot.graphemes import cut, units
from bot.printable import one_line, printable

URL_LIMIT = 2048
_MARKS = re.compile(r"[\\*_~`|\[\]]")
_EMOJI = re.compile(r":(?=[^\s:]+:)")
_LINE_START = re.compile(r"^([^\S\n]*)([#>+-]|\d+(?=[.)]))", re.MULTILINE)
_NUMBER = re.compile(r"\d+")
_ACTIVE = re.compile(r"<(?!\s)|@(?=everyone|here)|(?<=:)(?=//)|(?<=discord\.)(?=\w)|discordapp\.(?=\w)", re.IGNORECASE)
_SURROGATES = re.compile("[\ud800-\udfff]")
_TAGS = re.compile("[\U000e0000-\U000e0fff]")
_URL_NEEDS = re.compile(
    r"[\x00-\x20\x7f-\xa0\"\\^`{}|<>\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_HOST = re.compile(r"[^\W_](?:[\w.-]*[^\W_])?\.?")
_BREAK = "\u200b"


def clean(text: str) -> str:
    """Return `text` on one line, without controls, bidi controls, tags nobody sees and lone surrogates."""
    return one_line(_whole(text))


def clean_lines(text: str) -> str:
    """Return `text` cleaned like a line, but with its line feeds."""
    return printable(_whole(text).replace("\r\n", "\n").replace("\t", "    ")).strip("\n")


def escaped(text: str) -> str:
    """Return cleaned `text` so that Discord shows it as it stands: nothing formats, links, pings or turns emoji."""
    silenced = _EMOJI.sub(r"\\:", _MARKS.sub(r"\\\g<0>", text))
    return broken(_LINE_START.sub(_silenced_start, silenced))


def broken(text: str) -> str:
    """Return cleaned `text` with a zero-width space inside whatever acts even where no markdown is parsed."""
    return _ACTIVE.sub(lambda found: found[0] + _BREAK, text)


def in_code(text: str) -> str:
    """Return cleaned `text` fit for the inside of a code block, which nothing in it can close."""
    return broken(re.sub("`(?=`)", "`" + _BREAK, text))


def escaped_size(text: str) -> int:
    """Return how long `text` is once escaped; it never falls as the text grows."""
    return units(escaped(text))


def fitted(text: str, limit: int) -> str:
    """Return cleaned `text` escaped in at most `limit` units: cut by grapheme first, so that no escape is parted."""
    return escaped(cut(text, limit, escaped_size))


def fitted_plain(text: str, limit: int) -> str:
    """Return cleaned `text` for a place without markdown (author, footer, label) in at most `limit` units."""
    return broken(cut(text, limit, lambda head: units(broken(head))))


def safe_url(url: str, limit: int = URL_LIMIT) -> str | None:
    """Return `url` fit for a link, or None unless it is http(s), has a host and is short enough."""
    trimmed = url.strip()
    try:
        parts = urlsplit(trimmed)
        parts.port  # noqa: B018 (reading it is what checks it)
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not _HOST.fullmatch(parts.hostname or ""):
        return None
    encoded = _URL_NEEDS.sub(_percent, trimmed)
    return encoded if units(encoded) <= limit else None


def timestamp(at: datetime, style: str) -> str:
    """Return the moment as every reader's Discord shows it in their own zone and language."""
    return f"<t:{int(at.timestamp())}:{style}>"


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))


def _whole(text: str) -> str:
    return _TAGS.sub("", _SURROGATES.sub("\ufffd", text))


def _silenced_start(found: re.Match[str]) -> str:
    return found[0] + "\\" if _NUMBER.fullmatch(found[2]) else f"{found[1]}\\{found[2]}"
