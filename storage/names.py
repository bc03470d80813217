"""How a name is read: its titles, initials and last word. Pure; whose name it is, `speakers.py` decides."""

import re
import unicodedata
from dataclasses import dataclass

_TITLES = """
    mr mrs ms miss mx dr prof professor sir dame lord lady sen
    senator rep representative congressman congresswoman congressperson gov governor
    president chancellor premier mayor minister
    secretary ambassador sheriff sgt sergeant lt lieutenant capt captain col colonel cpl corporal
    gen cmdr commander adm admiral maj rev reverend rabbi imam councilman councilwoman councilmember
    assemblyman assemblywoman assemblymember alderman alderwoman delegate commissioner coach detective officer
"""
TITLES = frozenset(_TITLES.split())
"""Words before a name that are not part of it, also where one word follows ("Mayor Bass")."""
TITLES_OF_TWO = frozenset(
    {"vice president", "prime minister", "attorney general", "chief justice", "press secretary", "house speaker"}
    | {f"{rank} general" for rank in ("brigadier", "major", "lieutenant", "lt", "surgeon", "secretary")}
)
BENCH = frozenset({"judge", "justice"})
"""Titles before a first and a last name only ("Justice Department" is a name)."""
BEFORE_TITLES = frozenset({"the", "former", "ex", "acting", "interim", "incoming", "outgoing", "then", "deputy", "us"})
GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?|[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as read. All but `shown` are folded: no case, accents, points or apostrophes.

    `core` is `folded` without middle initials, which stand in `initials`. `surname` is the last word that is no
    "Jr.". `bare` says that this word is all there is, and is no acronym.
    """

    shown: str
    folded: str
    core: str
    initials: str
    surname: str
    bare: bool


def read_name(written: str) -> Name:
    """Return how `written` is read; all empty where it holds no letter."""
    words = _without_titles(written.replace(",", " ").split())
    kept = _joined_initials([word for word in words if fold(word)])
    folded = [fold(word) for word in kept]
    middle = [_is_initials(word) and 0 < at < _last(folded) for at, word in enumerate(kept)]
    core = [word for word, is_initial in zip(folded, middle, strict=True) if not is_initial]
    plain = [word for word in core if word not in GENERATIONS]
    shown = " ".join(words)
    return Name(
        shown=shown,
        folded=" ".join(folded),
        core=" ".join(core),
        initials="".join(word for word, is_initial in zip(folded, middle, strict=True) if is_initial),
        surname=plain[-1].split(" ")[-1] if plain else "",
        bare=len(plain) == 1 and " " not in plain[0] and not is_capitals(shown),
    )


def fold(text: str) -> str:
    """Return `text` without case, accents, points and apostrophes; hyphens become spaces."""
    spaced = re.sub(r"[-‐‑–—/]", " ", text)
    letters = unicodedata.normalize("NFKD", spaced)
    kept = "".join(letter for letter in letters if letter.isalnum() or letter.isspace())
    return " ".join(kept.casefold().split())


def without_generation(folded: str) -> str:
    """Return a folded name without its "jr"."""
    return " ".join(word for word in folded.split() if word not in GENERATIONS)


def is_capitals(text: str) -> bool:
    """Return whether `text` is written in capitals: an acronym, or a transcript's label."""
    return text.isupper() and len(text) > 1


def _without_titles(words: list[str]) -> list[str]:
    folded = [fold(word) for word in words]
    first = _past_titles(folded, 0)
    if first == 0 and folded[:1] == ["the"] and len(words) > 1:
        return words[1:]
    return words[first:]


def _past_titles(folded: list[str], at: int) -> int:
    """Return where the name begins at or after `at`: it keeps at least one word."""
    left = len(folded) - at
    if left > 2 and " ".join(folded[at : at + 2]) in TITLES_OF_TWO:  # noqa: PLR2004 - a title of two, and a name
        return _past_titles(folded, at + 2)
    if left > 1 and folded[at] in TITLES:
        return _past_titles(folded, at + 1)
    if left > 2 and folded[at] in BENCH:  # noqa: PLR2004 - a first and a last name
        return at + 1
    if left > 1 and folded[at] in BEFORE_TITLES:
        beyond = _past_titles(folded, at + 1)
        return beyond if beyond > at + 1 else at
    return at


def _joined_initials(words: list[str]) -> list[str]:
    """Return `words` with neighbouring initials as one ("J. K. Rowling" is "J.K. Rowling")."""
    joined: list[str] = []
    for word in words:
        if joined and _is_initials(word) and _is_initials(joined[-1]):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _is_initials(word: str) -> bool:
    return _INITIALS.fullmatch(word.rstrip(".") or word) is not None


def _last(folded: list[str]) -> int:
    """Return the place of the last word that is no "Jr."."""
    return max((at for at, word in enumerate(folded) if word not in GENERATIONS), default=0)
