"""The difference between two wordings, word by word. Marks and spaces never count; letters, digits and capitals do."""

import re
from difflib import SequenceMatcher

WORD = re.compile(r"\w+(?:['’]\w+)*")
_APOSTROPHE = str.maketrans("’", "'")


def word_difference(before: str, after: str) -> str:
    """Return `after` with what differs from `before` marked: `[-dropped-]` and `[+added+]`, word by word."""
    old, new = WORD.findall(before), WORD.findall(after)
    ours, theirs = ([word.translate(_APOSTROPHE) for word in words] for words in (old, new))
    parts: list[str] = []
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            parts += old[a:b]
            continue
        parts += [f"[-{' '.join(old[a:b])}-]"] if b > a else []
        parts += [f"[+{' '.join(new[c:d])}+]"] if d > c else []
    return " ".join(parts)
