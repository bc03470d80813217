"""What became of a published article: how its change is classed, and the difference in words. Not who is told of it.

The wires' own labels are heard first; without one, a fact that was put in another's place makes a correction.
"""

import re

from feeds.model import Article, Change
from feeds.stories.differences import Difference, difference_of

COSMETIC_SHARE = 0.02
DEVELOPING_SHARE = 0.25
"""Where more than a quarter is new, the story went on, and its figures with it; a correction touches little."""
NOTED_PARAGRAPHS = 3

_SLUG = r"^\W*(?:\w{1,4}-)?"
_WITHDRAWN = re.compile(
    _SLUG + r"(?:(?:MANDATORY\s|STORY\s)?(?:KILL(?:ED)?|WITHDRAWN|WITHDRAWAL|RETRACTED|RETRACTION)\b"
    r"|(?:Withdrawn|Retracted|Retraction|Kill)\s?[:–—-])"
    r"|[-–—,:]\s?(?:MANDATORY\s)?(?:KILL|WITHDRAWN|WITHDRAWAL)\W*$"
)
_CORRECTED = re.compile(
    _SLUG + r"(?:CORRECT(?:ED|ION|IONS|S|ING)\b|CLARIFICATION\b"
    r"|(?:Correct(?:ed|ions?|s)|Clarification|Amended)\s?[:–—-])"
)
_UPDATED = re.compile(
    r"\b(?:UPDATE\s?\d*|UPDATED|WRITETHRU|\d(?:st|nd|rd|th)\sL[Dd]|LEAD)\b|^\W*Updated?\s?\d*\s?[:–—-]"
)
_REFILED = re.compile(r"^\W*REFILE\b")
_THIS = r"\b(?:this|the)\s(?:\w+\s\d+\s)?(?:story|article|report|item|post|column|dispatch)"
_WITHDRAWN_NOTE = re.compile(
    _THIS + r"\s(?:has\sbeen|was|is|is\sbeing)\s(?:withdrawn|retracted|killed|removed|taken\sdown)\b"
    r"|\bwe\s(?:have\s)?(?:withdrawn|retracted|removed)\sthis\s(?:story|article|report)"
    r"|^\W*(?:(?:attention\s)?(?:editors?|desks?)\W+(?:please\s)?|please\s)"
    r"(?:kill|withdraw|retract|disregard|discard|do\snot\suse)\s(?:this|the)\b",
    re.IGNORECASE,
)
_CORRECTION_NOTE = re.compile(
    _THIS + r"\s(?:has\sbeen|was|is)\s(?:corrected|amended|clarified)\b"
    r"|\b(?:an?\s)?(?:earlier|previous|original)\sversions?\sof\sthis\b"
    r"|"
    + _THIS
    + r"\scorrects\b|\brefiles?\sto\scorrect\b|^\W*\(?(?:corrects|corrected|correction|clarification|clarifies)\b"
    r"|^\W*editor(?:['’]s|s['’]|s)?\snote\b",
    re.IGNORECASE,
)


def class_of_change(before: Article, after: Article) -> tuple[Change, str]:
    """Return how the change from `before` to `after` is classed, and what it is in one readable line.

    Only a label or note that is new counts: one that stood there before was told before. REFILE says no more than that
    the article was sent again, so the words decide. The line is empty where no word changed.
    """
    difference = difference_of(before, after)
    note = _new_note(before, after)
    change = _labelled(before, after, note) or _judged(difference)
    return change, "; ".join((*((f"note: “{note}”",) if note else ()), *difference.lines))


def _labelled(before: Article, after: Article, note: str) -> Change | None:
    if _is_new(_WITHDRAWN, before, after) or _WITHDRAWN_NOTE.search(note):
        return Change.WITHDRAWN
    if note or _is_new(_CORRECTED, before, after):
        return Change.CORRECTION
    if _is_new(_UPDATED, before, after):
        return Change.UPDATE
    return None


def _judged(difference: Difference) -> Change:
    if difference.replaced_facts and difference.share <= DEVELOPING_SHARE:
        return Change.CORRECTION
    if difference.share <= COSMETIC_SHARE and not difference.touches_facts:
        return Change.COSMETIC
    return Change.UPDATE


def _is_new(label: re.Pattern[str], before: Article, after: Article) -> bool:
    """Say whether a label stands at the head of `after` and is not the one that stood at the head of `before`."""
    old = {found[0] for head in _heads(before) if (found := label.search(head))}
    return any(found[0] not in old for head in _heads(after) if (found := label.search(head)))


def _heads(article: Article) -> tuple[str, str]:
    return article.title, article.text.split("\n", 1)[0][:80]


def _new_note(before: Article, after: Article) -> str:
    """Return the first note on the article itself, at its head or tail, that was not there before."""
    old = set(before.text.split("\n"))
    paragraphs = after.text.split("\n")
    for paragraph in (*paragraphs[:NOTED_PARAGRAPHS], *paragraphs[NOTED_PARAGRAPHS:][-NOTED_PARAGRAPHS:]):
        if paragraph not in old and (_WITHDRAWN_NOTE.search(paragraph) or _CORRECTION_NOTE.search(paragraph)):
            return paragraph.strip()
    return ""
