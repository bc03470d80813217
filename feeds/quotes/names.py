"""Finds the names in a text: runs of capitalised words, parted from the titles before them and the words around.

It does not say what bears a name, or which names are one person's: that is `evidence`'s and `roster`'s.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

from feeds.quotes.first_names import FIRST_NAMES, MEN, WOMEN
from feeds.quotes.title_words import KIN, NO_NAME, ORGANISATION_WORDS, PEOPLE, TITLES

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ"
_WORD = (
    rf"(?:(?:al|el|ul|bin|d|Mc|O)[-’'])?[{_UPPER}](?:[\w]|(?<=\b[{_UPPER}])[’'](?=[{_UPPER}]))*"
    rf"(?:[-’'&](?!s\b)[A-Za-zÀ-ž0-9][\w]*)*(?:(?<=\b[{_UPPER}])\.(?:[{_UPPER}]\.)*)?"
)
_TITLE_STOP = (
    r"(?:(?<=Mr)|(?<=Mrs)|(?<=Ms)|(?<=Dr)|(?<=Sen)|(?<=Rep)|(?<=Gov)|(?<=Gen)|(?<=Col)|(?<=Lt)|(?<=Sgt)|(?<=Capt)|"
    r"(?<=Rev)|(?<=Prof)|(?<=Adm)|(?<=Maj)|(?<=Supt)|(?<=Det)|(?<=Insp)|(?<=Jr)|(?<=Sr)|(?<=St)|(?<=Hon)|"
    r"(?<=Amb)|(?<=Atty)|(?<=Del))\.?"
)
_PARTICLE = r"(?:(?:de|la|del|der|den|van|von|da|dos|das|di|du|bin|bint|ibn|al|el|ter|ten|le|zu|y)[ \u00a0]){0,3}"
_NICKNAME = rf"(?:[ ][\"“‘'(][{_UPPER}][\w.]+[\"”’')](?= [{_UPPER}]))?"
_OF = (
    r"(?:(?:Ministry|Department|Bank|University|Board|Office|Bureau|Institute|Chamber|Council|House|Court|Church|Academy|"
    r"Association|Federation|Society|League|Center|Centre|Museum|College|School|"
    r"Archdiocese|Diocese|Embassy) of (?:the )?)"
)
_CHAIN = re.compile(
    rf"(?<![\w@#/]){_OF}?{_WORD}(?:{_TITLE_STOP})?{_NICKNAME}"
    rf"(?:,? [JS]r\b\.?|[ \u00a0]{_OF}?{_PARTICLE}{_WORD}(?:{_TITLE_STOP})?{_NICKNAME})*"
)
_PIECE = re.compile(r"(?<!\S)[^\s\"“‘'(]\S*")
_INITIAL = re.compile(r"(?:[A-Z]\.){1,3}|[A-Z]{1,2}\.?")
_CONTRACTED = re.compile(r"^I$|[’'](?:t|re|ve|ll|d|m)$")
_BEGINS = re.compile(r"(?:^|[.?!:…][\"”’)]*\s+|\n\s*|[\"“(]\s*)$")
_NATION = re.compile(r"(?:ian|ean|can|man|ese|ish|ino|xan)$")
_ONE_OF_MANY = {" a ", "an ", "An ", "\nA ", "A "}
_COURTESY = {"mr", "mrs", "ms", "dr"}
SURNAMES_TOO = {"house", "park", "street", "post", "day", "brand", "church", "force", "club", "label"}
_SHORTEST_FULL = 2
LETTERS = {"MP", "MSP", "MEP", "TD", "QC", "KC", "OBE", "CBE", "MBE", "PhD", "MD", "Esq"}
"""Letters that follow a name and are no part of it."""
_GENDERED = MEN | WOMEN
_Run = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Name:
    """One name in the text, at `start:end` without its title.

    `begin` is where its title begins. `quoted`: inside a quote. `kin`: of somebody's relative ("his wife, Ann Lee").
    `initial`: at the beginning of a sentence, where any word is capitalised.
    """

    begin: int
    start: int
    end: int
    words: tuple[str, ...]
    title: str
    quoted: bool
    kin: bool
    initial: bool

    @property
    def key(self) -> tuple[str, ...]:
        """The first and the last word in lower case, with a suffix ("jr") where there is one."""
        plain = [word.strip(".,").lower() for word in self.words]
        suffix = plain[-1:] if plain[-1] in SUFFIXES and len(plain) > _SHORTEST_FULL else []
        core = plain[: len(plain) - len(suffix)]
        return (core[0], core[-1], *suffix)


SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


def find_names(text: str, quoted: list[tuple[int, int]]) -> list[Name]:
    """Return every name in order of place; `quoted` are the spans of the quotes, in order."""
    found: list[Name] = []
    for match in _CHAIN.finditer(text):
        inside = bisect_right(quoted, (match.start(), len(text))) - 1
        hidden = inside >= 0 and quoted[inside][1] > match.start()
        for run in _runs(match):
            name = _name(text, run, quoted=hidden)
            if name is not None:
                found.append(name)
    return found


def _runs(match: re.Match[str]) -> list[_Run]:
    """Return the parts of a run of capitalised words, without the words that only begin a sentence."""
    runs: list[_Run] = [[]]
    for piece in _PIECE.finditer(match.group()):
        word = piece.group()
        plain = word.rstrip(".,").lower()
        begins = word[0].isupper() and len(word.rstrip(".")) > 1 and plain in NO_NAME
        if runs[-1] and plain in ORGANISATION_WORDS:
            begins = False
        if begins or _CONTRACTED.search(word):
            runs.append([])
        else:
            runs[-1].append((piece.start() + match.start(), word))
    return [part for run in runs if run for part in _apart(_trimmed(run)) if part]


def _trimmed(run: _Run) -> _Run:
    """Drop the particles left over at either end ("van", "de"), and letters after a name ("MP")."""
    while run and (run[-1][1].islower() or (len(run) > 1 and run[-1][1].rstrip(",") in LETTERS)):
        run = run[:-1]
    while run and run[0][1].islower() and "-" not in run[0][1]:
        run = run[1:]
    return run


def _apart(run: _Run) -> list[_Run]:
    """Part an organisation from the name that happens to follow it ("the Washington Post Trump said")."""
    parts = [word.strip(".,").lower() for _, word in run]
    for place in range(1, len(run) - 1):
        titled = any(word in TITLES for word in parts[: len(run) - 1])
        if parts[place] in ORGANISATION_WORDS and parts[-1] not in ORGANISATION_WORDS and not titled:
            return [run[: place + 1], *_apart(run[place + 1 :])]
    return [run]


def _name(text: str, run: _Run, *, quoted: bool) -> Name | None:
    parts = [word.rstrip(",") for _, word in run]
    cut = _title_length(parts)
    begin, start = run[0][0], run[cut][0]
    end = run[-1][0] + len(parts[-1])
    if end - start <= 1 or (
        len(parts) == 1 and _NATION.search(parts[0]) and text[max(0, begin - 3) : begin] in _ONE_OF_MANY
    ):
        return None
    title = text[begin : run[cut - 1][0] + len(run[cut - 1][1])] if cut else ""
    before = text[max(0, begin - 24) : begin].replace(",", " ").split()
    kin = bool(before) and before[-1].lower() in KIN
    initial = not title and _BEGINS.search(text[max(0, start - 4) : start]) is not None
    return Name(begin, start, end, tuple(parts[cut:]), title, quoted, kin, initial)


def is_plural(word: str) -> bool:
    """Tell people in general ("Residents", "Critics"), capitalised where they begin a sentence."""
    return word.endswith("s") and word[:-1].lower() in PEOPLE and word[:-1].lower() not in FIRST_NAMES


def _title_length(parts: list[str]) -> int:
    """Return how many leading words are title or role, leaving at least one for the name."""
    lowered = [word.strip(".").lower() for word in parts]
    cut = max((place + 1 for place, word in enumerate(lowered[:-1]) if word in TITLES), default=0)
    while cut < len(parts) - 1 and lowered[cut] in PEOPLE and lowered[cut] not in FIRST_NAMES:
        cut += 1
    if len(parts) - cut > _SHORTEST_FULL and lowered[cut] not in FIRST_NAMES and not is_initial(parts[cut]):
        first = next((p for p in range(cut + 1, len(parts) - 1) if lowered[p] in _GENDERED), None)
        if first is not None and lowered[-1] not in ORGANISATION_WORDS:
            return first
    if lowered[-1] in ORGANISATION_WORDS and lowered[-1] not in SURNAMES_TOO:
        return 0 if cut < 1 or lowered[0] not in _COURTESY else cut
    return cut


def is_initial(word: str) -> bool:
    """Tell whether a word is one to three initials: "J.", "J.D.", "JD"."""
    return _INITIAL.fullmatch(word) is not None
