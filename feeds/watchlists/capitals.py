"""What the capitals of a text tell, and where they tell nothing."""

import re
from bisect import bisect_left

from feeds.watchlists.automaton import Found
from feeds.watchlists.page import Page

_NAME = re.compile(r"(?<=[a-z,;] )([A-Z][a-z]+)")
_NOT_NAMES = frozenset(
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
        "National",
        "Guard",
        "Guards",
        "Guardsmen",
        "Guardsman",
        "Christmas",
        "Easter",
        "God",
    ]
)
_SHORT_TITLE = 3
"""A capital on so short a word before (The, An, By) is that of a sentence, not of a name."""


def names_somebody(page: Page) -> bool:
    """Say whether the text has a name: a capitalised word inside a sentence, other than of the calendar."""
    return any(found[1] not in _NOT_NAMES for found in _NAME.finditer(page.full, page.text_start))


def case_is_mute(page: Page, mention: Found) -> bool:
    """Say whether case tells nothing: the mention is no capitals, or all of its line is."""
    text = page.full[mention[0] : mention[1]]
    if not text.isupper():
        return text.istitle() or text.islower()
    start, end = page.line(mention[0])
    return page.full[start:end].isupper()


def is_part_of_a_name(page: Page, mention: Found) -> bool:
    """Say whether one capitalised word stands beside another one, and may be a part of its name: “Vanilla Ice”."""
    if not _is_title(page, mention):
        return False
    after = page.full[mention[1] : mention[1] + 2]
    word = _word_before(page, mention)
    return (word.istitle() and len(word) > _SHORT_TITLE) or (after[:1] in " -" and after[1:].isupper())


def begins_a_sentence(page: Page, mention: Found) -> bool:
    """Say whether one capitalised word may owe its capital to its place: nothing, or a mark, stands before it."""
    return _is_title(page, mention) and not _word_before(page, mention).isalnum()


def _is_title(page: Page, mention: Found) -> bool:
    text = page.full[mention[0] : mention[1]]
    return text.istitle() and not text.isupper() and " " not in text


def _word_before(page: Page, mention: Found) -> str:
    at = bisect_left(page.word_starts, mention[0])
    before = page.full[page.word_starts[at - 1] : mention[0]] if at > 0 else "."
    return before.rstrip(" ,:;([\"'“‘-–—")
