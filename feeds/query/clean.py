"""What chats do to typed text, undone (product §2): marks, entities, links and invisible characters. Not a parser."""

import re

MARKS = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‘’‚‛′＇ʼ", "'"),
        **dict.fromkeys("‐‑‒–—―−－", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t", " "),
    }
)
"""Curly marks, dashes and wide spaces to their plain forms, one character for one, so that offsets hold."""

_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"  # joiners, marks of direction
    "|[\x00-\x08\x0b-\x1f\x7f]"  # control characters but tab and line feed
)

_LINK = re.compile(r"<(?P<sigil>[#@!]|https?://|mailto:)(?P<target>[^<>|\s]*)(?:\|(?P<shown>[^<>]*))?>")
_ENTITY = re.compile("&(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}


def clean_input(text: str) -> str:
    """Return what was typed, as its writer meant it; typed white space is kept inside, and trimmed at both ends.

    Links are unwrapped before entities are decoded, so that a typed `&lt;` never becomes a link.
    """
    return unwrapped(text).translate(MARKS).strip()


def unwrapped(text: str) -> str:
    """Return `text` without what chats wrap it in, its own marks and spaces as they are: for a file's text."""
    bare = _LINK.sub(_shown, _INVISIBLE.sub("", text))
    return _ENTITY.sub(lambda found: _ENTITIES[found[1]], bare)


def _shown(link: re.Match[str]) -> str:
    sigil, target, shown = link["sigil"], link["target"], link["shown"]
    if sigil in ("#", "@", "!"):
        return f"{sigil}{shown or target}"
    bare_address = shown is not None and "." in shown and " " not in shown
    return shown if bare_address and shown is not None else sigil + target
