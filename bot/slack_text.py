"""How untrusted text becomes harmless in Slack: cleaned and escaped, here only. Knows no blocks.

Slack has two kinds of text. `mrkdwn` is parsed: `& < >` are escaped, and `* _ ~ `` and `:emoji:` have no escape at all.
Plain text and rich text are shown as they stand, so all that is not provably inert goes there.
"""

import re
from urllib.parse import urlsplit

from bot.graphemes import ELLIPSIS, cut, units

URL_LIMIT = 3000
_UNSEEN = re.compile(
    "["
    "\x00-\x09\x0b-\x1f\x7f-\x9f"  # C0 and C1 but the line feed
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # bidi controls: they reorder what follows
    "\u2028\u2029\ufff9-\ufffb"  # separators that some clients draw as line ends, and annotations
    "\U000e0000-\U000e007f"  # tags: text nobody sees
    "]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACES_OF_OLD = str.maketrans({"\t": " ", "\x85": " ", "\u2028": " ", "\u2029": " ", "\x0b": " ", "\x0c": " "})
_FORMATTING = re.compile(r"[*_~`|\n]|:[^\s:]+:|://|^\s*>")
_URL_NEEDS = re.compile(r"[|<>\s\"\\^`{}\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_LOOKALIKES = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})
_EMOJI = re.compile(r":(?=[^\s:]+:)")
_QUOTING = re.compile(r"^(\s*)>", re.MULTILINE)


def clean(text: str, *, lines: bool = False) -> str:
    """Return `text` without controls, bidi controls and lone surrogates; on one line unless `lines` may stand."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_SPACES_OF_OLD)
    text = _SURROGATE.sub("\ufffd", _UNSEEN.sub("", text))
    return text if lines else text.replace("\n", " ")


def escaped(text: str) -> str:
    """Return `text` with exactly `& < >` escaped, which makes `<!channel>`, `<@U…>` and `<url|text>` inert."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def is_inert(text: str) -> bool:
    """Return whether `text`, once escaped, is shown in mrkdwn exactly as it stands: no formatting, emoji or address."""
    return _FORMATTING.search(text) is None


def notification(text: str, limit: int = 1000) -> str:
    """Return `text` for the top-level `text` of a message, which Slack parses: escaped, and every mark made inert.

    It is what a lock screen says, and all that is shown when Slack refuses the blocks; the blocks hold the exact words.
    """
    text = clean(text, lines=True).translate(_LOOKALIKES).replace("://", ":⁄⁄").strip()
    text = _QUOTING.sub(r"\1›", _EMOJI.sub("꞉", text))
    return escaped(cut(text, limit)) or ELLIPSIS


def safe_url(url: str) -> str | None:
    """Return `url` fit for a link, or None unless it is http(s), has a host and is short enough for Slack."""
    trimmed = url.strip()
    try:
        parts = urlsplit(trimmed)
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        return None
    encoded = _URL_NEEDS.sub(_percent, _SURROGATE.sub("", trimmed))
    return encoded if units(encoded) <= URL_LIMIT else None


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())
