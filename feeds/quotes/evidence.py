"""Weighs what the words of a name and those beside it tell of its bearer. It looks nothing up, and decides nothing."""

import re
from dataclasses import dataclass

from feeds.quotes.first_names import FIRST_NAMES, MEN, MOSTLY_MEN, MOSTLY_WOMEN, WOMEN
from feeds.quotes.names import SURNAMES_TOO, Name, is_initial
from feeds.quotes.title_words import (
    BODIES,
    FEMALE_NOUNS,
    FEMALE_TITLES,
    MALE_NOUNS,
    MALE_TITLES,
    ORGANISATION_WORDS,
    PEOPLE,
    TITLES,
)
from feeds.quotes.words import unaccented

_AGED = re.compile(
    r",? (?:\(?\d\d\)?\b|aged \d\d)|,? (?:who|whose|himself|herself)\b"
    r"|['’]s (?:wife|husband|mother|father|son|daughter|lawyer|campaign)\b"
)
_SPEAKS = re.compile(
    r",?[ \u00a0](?:also |later |then )?(?:said|says|told|tells|wrote|writes|added|asked|tweeted|replied|recalled)\b"
)
_PLACED = re.compile(r"\b(?:in|at|near|across|outside|into|throughout|downtown) $")
_PLACES = {"north", "south", "east", "west", "new", "san", "los", "las", "santa", "fort", "mount", "lake", "port", "st"}
_ROLE_BEFORE = re.compile(r"\b(?:[a-z]+[- ])?([a-z]+)[,:]? $")
_APPOSED = re.compile(
    r"\b(?:[Hh]is|[Hh]er|[Tt]heir|[Tt]he|[Aa]n?|\w+['’]s) (?:[a-z-]+ )?([a-z-]+)"
    r"(?: (?:for|of|at|in|with|from|on) [^,.]{2,40}| [a-z][a-z ]{2,30})?, $"
)
_LONGEST_ACRONYM = 6
_LONGEST_NAME = 4
_BY_ENDING = 0.4


@dataclass(frozen=True, slots=True)
class Evidence:
    """The weights for a person (negative: against one), a man, a woman; `placed` where it stands as places do."""

    person: float
    male: float
    female: float
    placed: bool = False


def weigh(text: str, name: Name) -> Evidence:
    """Return what one name in its place tells of its bearer."""
    by_title, by_words, by_role = _by_title(name.title), _by_words(name), _by_role(text, name)
    person = by_title.person + by_words.person + by_role.person + _by_place(text, name)
    male = by_title.male + by_words.male + by_role.male
    female = by_title.female + by_words.female + by_role.female
    return Evidence(person, male, female, placed=_is_placed(text, name))


def _by_title(title: str) -> Evidence:
    borne = [word for word in title.lower().replace(".", "").split() if word in TITLES] if title else []
    male = sum(word in MALE_TITLES for word in borne)
    female = sum(word in FEMALE_TITLES for word in borne)
    return Evidence(2.0 * len(borne), 3.0 * male, 3.0 * female)


def _by_words(name: Name) -> Evidence:
    first, last = unaccented(name.words[0]).strip(".").lower(), name.words[-1].strip(".").lower()
    if len(name.words) == 1:
        woman = first in WOMEN and not name.title
        acronym = name.words[0].isupper() and len(last) <= _LONGEST_ACRONYM
        return Evidence(0.6 * woman - 3.0 * (last in BODIES) - 2.0 * acronym, 0.0, 0.4 * woman)
    if (
        not ORGANISATION_WORDS.isdisjoint((last, last.removesuffix("s")))
        and not (first in FIRST_NAMES and last in SURNAMES_TOO)
    ) or "of" in name.words:
        return Evidence(-3.0, 0.0, 0.0)
    known = (first in FIRST_NAMES or is_initial(name.words[0])) and len(name.words) <= _LONGEST_NAME
    male = 2.0 * (first in MEN) + 0.8 * (first in MOSTLY_MEN)
    female = 2.0 * (first in WOMEN) + 0.8 * (first in MOSTLY_WOMEN)
    female += _BY_ENDING * (first not in FIRST_NAMES and first.endswith("a") and len(name.words) <= _LONGEST_NAME)
    return Evidence(2.0 * known, male, female)


def _by_role(text: str, name: Name) -> Evidence:
    """Weigh a role in lower case right before a name: "spokeswoman Ann Lee", "his brother, Tom"."""
    role = _ROLE_BEFORE.search(text, max(0, name.begin - 40), name.begin)
    if text.startswith(", ", name.begin - 2):
        beside = _APPOSED.search(text, max(0, name.begin - 70), name.begin)
        role = beside if beside is not None and beside.group(1) in PEOPLE else role
    if role is not None and role.group(1) in BODIES and name.words[0].lower() not in FIRST_NAMES:
        return Evidence(-1.5, 0.0, 0.0)
    if role is None or role.group(1) not in PEOPLE:
        return Evidence(0.0, 0.0, 0.0)
    return Evidence(1.5, 1.5 * (role.group(1) in MALE_NOUNS), 1.5 * (role.group(1) in FEMALE_NOUNS))


def _by_place(text: str, name: Name) -> float:
    before = text[max(0, name.begin - 12) : name.begin]
    weight = 1.0 * (_AGED.match(text, name.end) is not None) + 0.5 * (_SPEAKS.match(text, name.end) is not None)
    weight -= 1.5 * (before.endswith(("the ", "The ")) and not name.title)
    return weight - 0.8 * _is_placed(text, name)


def _is_placed(text: str, name: Name) -> bool:
    """Tell whether a name stands where places do: "in Dunmore", "North Dunmore"."""
    before = text[max(0, name.begin - 12) : name.begin]
    return _PLACED.search(before) is not None or name.words[0].lower() in _PLACES
