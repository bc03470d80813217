"""Discord's markdown as HTML, as far as Wiredesk writes it: bold, struck, links, times, quotes, small lines, code."""

import re
from datetime import UTC, datetime
from html import escape
from zoneinfo import ZoneInfo

from tests.layouts.scenes import ZONE

_BLOCK = re.compile(r"```\n(.*?)\n```", re.DOTALL)
_INLINE = re.compile(
    r"\\(?P<escaped>[^\w\s]|_)|<t:(?P<at>\d+):(?P<form>[Dft])>|\[(?P<label>(?:\\.|[^\]\\])*)\]\([^\s)]+\)"
    r"|\*\*(?P<bold>(?:\\.|[^\\*])+)\*\*|~~(?P<struck>(?:\\.|[^\\~])+)~~"
)
_FORMS = {"D": "%B %-d, %Y", "f": "%B %-d, %Y at %-I:%M %p", "t": "%-I:%M %p"}


def words(text: str) -> str:
    """Return `text` as HTML, a block a line."""
    parts = _BLOCK.split(text)
    shown = (f"<pre>{escape(part)}</pre>" if at % 2 else _lines(part) for at, part in enumerate(parts))
    return "".join(shown)


def _lines(text: str) -> str:
    rows: list[str] = []
    for line in text.strip("\n").split("\n") if text else ():
        if not line:
            rows.append("<br>")
        elif line.startswith("> "):
            quote = f"{_inline(line[2:])}</blockquote>"
            within = bool(rows) and rows[-1].endswith("</blockquote>")
            rows.append(f"{rows.pop().removesuffix('</blockquote>')}<br>{quote}" if within else f"<blockquote>{quote}")
        elif line.startswith("-# "):
            rows.append(f"<small>{_inline(line[3:])}</small>")
        else:
            rows.append(f"<div>{_inline(line)}</div>")
    return "".join(rows)


def _inline(text: str) -> str:
    parts: list[str] = []
    end = 0
    for found in _INLINE.finditer(text):
        parts += [escape(text[end : found.start()]), _marked(found)]
        end = found.end()
    return "".join((*parts, escape(text[end:])))


def _marked(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "escaped":
            return escape(found["escaped"])
        case "form":
            at = datetime.fromtimestamp(int(found["at"]), UTC).astimezone(ZoneInfo(ZONE))
            return f"<time>{at.strftime(_FORMS[found['form']])}</time>"
        case "label":
            return f"<a>{_inline(found['label'])}</a>"
        case "bold":
            return f"<b>{_inline(found['bold'])}</b>"
        case _:
            return f"<s>{_inline(found['struck'])}</s>"
