"""What Discord makes of a text: its active pieces, in order. Written from its rules, not from our escaping."""

import re
from typing import Any

BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
_FENCE = re.compile(r"```(?:.|\n)*?```")
_LINK = re.compile(r"\[([^\[\]\n]*)\]\(<?((?:https?|ftp|discord|mailto|javascript):?[^\s)>]*)>?\)")
_ACTIVE = re.compile(
    r"(?P<link>\ue001\d+\ue001)"
    r"|(?P<fence>\ue002)"
    r"|(?P<ping>@everyone|@here|<@[!&]?\d+>|<#\d+>)"
    r"|(?P<command></[^>]+:\d+>)|(?P<time><t:-?\d+(?::\w)?>)|(?P<guide><id:\w+>)|(?P<emoji><a?:\w+:\d+>|:\w+:)"
    r"|(?P<address>[a-z][a-z0-9+.-]*://|discord(?:app)?\.(?:gg|com|gift|new)/?\w|<[\w.+-]+@[\w.-]+>|<\+\d+>)"
    r"|(?P<mark>\*{1,3}|__|(?<![^\W_])_(?=\S)|~~|`|\|\|)"
    r"|(?P<start>(?m:^\s*(?:\#{1,3}|-\#|>{1,3}|[-*+]|\d+\.)(?=\s)))",
    re.IGNORECASE,
)
_PING = re.compile(r"@everyone|@here|<@[!&]?\d+>|<#\d+>", re.IGNORECASE)
_EVERYWHERE = frozenset({"ping", "command", "time", "guide", "address"})


def active(text: str) -> list[str]:
    """Return what formats, links, pings or is replaced in `text`, each named with its kind."""
    found = [f"ping {ping}" for ping in _PING.findall(text)]  # the server reads pings before any backslash counts
    links: list[str] = []

    def linked(link: re.Match[str]) -> str:
        links.append(link[2])
        return f"\ue003{link[1]}\ue001{len(links) - 1}\ue001"  # what stands before a label is never read with it

    bare = _LINK.sub(linked, _ESCAPE.sub("\ue000", _FENCE.sub("\ue002", text)))
    for piece in _ACTIVE.finditer(bare):
        kind = str(piece.lastgroup)
        shown = f"to {links[int(piece[0].strip(chr(0xE001)))]}" if kind == "link" else piece[0].strip()
        found.append(f"{kind} {shown}")
    return found


def active_in_message(body: dict[str, Any]) -> list[str]:
    """Return the active pieces of a message as sent: content, embeds, and where their titles lead."""
    found = active(body.get("content") or "")
    for embed in body.get("embeds") or []:
        found += [f"title to {embed.get('url')}", *active(embed.get("title") or "")]
        found += active(embed.get("description") or "")
        found += pings((embed.get("author") or {}).get("name") or "")
        found += pings((embed.get("footer") or {}).get("text") or "")
    for row in body.get("components") or []:
        found += [ping for button in row["components"] for ping in pings(button["label"])]
    return found


def pings(text: str) -> list[str]:
    """Return what is active even where no markdown is read."""
    return [piece for piece in active(text) if piece.split(" ", 1)[0] in _EVERYWHERE]
