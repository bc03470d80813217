"""Finds the names that an article's capitals may stand for: “Imperial College Ensemble” for ICE. It knows no names."""

import re
from functools import lru_cache

from feeds.watchlists.finder import Span
from feeds.watchlists.page import Page

_FEWEST = 3
_LINK = r"(?:[ \n-](?:and|of|for|the|de|del|in|on|to|&))?[ \n-]"


def names_spelled(page: Page, letters: str) -> tuple[Span, ...]:
    """Return where capitalised words stand, side by side but for small words, whose first letters are `letters`."""
    if len(letters) < _FEWEST or not (letters.isascii() and letters.isalpha() and letters.isupper()):
        return ()
    return tuple(found.span() for found in _pattern(letters).finditer(page.full, 0, page.text_end))


@lru_cache(maxsize=1 << 10)
def _pattern(letters: str) -> re.Pattern[str]:
    words = _LINK.join(rf"{letter}[a-zà-ÿ'’]+" for letter in letters)
    return re.compile(rf"\b{words}\b(?![ -][A-Z][a-z])")
