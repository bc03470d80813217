"""Gathers where and when a quote was said: from its own sentence, else from what its speaker said just before.

A time of which the article does not say that somebody spoke then ("was arrested on Monday") dates no quote.
"""

import re
from dataclasses import dataclass
from datetime import date

from feeds.model import Quote, Said
from feeds.quotes.attribution import Attribution
from feeds.quotes.cue_words import LEMMAS, WEIGHTS
from feeds.quotes.medium import medium_of
from feeds.quotes.plan import Plan
from feeds.quotes.roster import Entity
from feeds.quotes.said import said_in

_WORD = re.compile(r"[a-z]+")
_SAYING = 2.0


@dataclass(frozen=True, slots=True)
class Setting:
    """Where and when, each None where the article does not say."""

    medium: str | None = None
    said: Said | None = None

    def filled(self, other: "Setting") -> "Setting":
        """Return this with what it lacks taken from another."""
        return Setting(self.medium or other.medium, self.said or other.said)


def setting_of(plan: Plan, given: Attribution, speaker: Entity | None, published: date | None) -> Setting:
    """Return the setting of a quote by its sentence and the one before it; without `published` no time is read."""
    if given.cue is None:
        return Setting()
    here = plan.passages[given.passage]
    setting = _read(here.outside, given.cue, published)
    before = plan.passages[given.passage - 1] if given.passage else None
    if before is None or speaker is None or before.paragraph != here.paragraph:
        return setting
    theirs = any(before.start <= each.start < before.end for each in speaker.mentions if not each.quoted)
    cue = _saying(before.outside) if theirs else None
    return setting.filled(_read(before.outside, cue, published)) if cue else setting


def like_before(setting: Setting, last: Quote | None, speaker: str | None, between: str) -> Setting:
    """Fill a setting from the quote before it, where the same person goes on in the same paragraph."""
    if last is None or speaker is None or last.speaker != speaker or "\n" in between:
        return setting
    return setting.filled(Setting(last.medium, last.said))


def _read(sentence: str, cue: str, published: date | None) -> Setting:
    return Setting(medium_of(sentence), said_in(sentence, cue, published) if published else None)


def _saying(sentence: str) -> str | None:
    words = _WORD.findall(sentence)
    return next((word for word in words if WEIGHTS.get(LEMMAS.get(word, ""), 0.0) >= _SAYING), None)
