"""How one leaf of a query is found on a page: the seeds the automaton looks for, and the check of each hit."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from feeds.query import Kind, Leaf
from feeds.watchlists.families import family, inflection_seeds, inflections, seeds
from feeds.watchlists.page import OTHER_LETTER, Page, fold

_SPACE = 0x20
_LONGEST_DOTTED = 6
_WIDEST_GAP = 6
_SPLITS = re.compile(r"[,;:!?()\[\]{}|<>]|\n\s*\n")
_ABBREVIATION = re.compile(r"(?:\b[A-Z][a-z]{0,3}|\.[A-Za-z])\.$")

Span = tuple[int, int]
Check = Callable[[Page, int], Span | None]


@dataclass(frozen=True, slots=True)
class Seed:
    """A beginning of words (folded, after a space) that the automaton looks for, and the check of what follows.

    `check` takes the page and the offset of the seed's first letter.
    """

    pattern: bytes
    check: Check


def seeds_of(leaf: Leaf) -> tuple[Seed, ...]:
    """Return the seeds of `leaf`: wherever it stands on a page, one of them is hit and its check returns the span."""
    match leaf.kind:
        case Kind.FAMILY:
            return _family_seeds(leaf.words[0].lower())
        case Kind.PREFIX:
            return (Seed(b" " + fold(leaf.text), _whole_word),)
        case Kind.NAME:
            return (Seed(b" " + fold(leaf.words[0]), _name_check(leaf.words[0])),)
        case Kind.ACRONYM:
            return _acronym_seeds(leaf.words[0])
        case Kind.EXACT:
            return (_phrase_seed(leaf.words, exact=True),)
        case Kind.PHRASE:
            return tuple(seed for words in _spellings(leaf.words) for seed in _phrase_seeds(words))


def _word_end(page: Page, at: int) -> int:
    return page.hay.index(_SPACE, at)


def _whole_word(page: Page, at: int) -> Span:
    return at, _word_end(page, at)


def _family_seeds(word: str) -> tuple[Seed, ...]:
    folded = fold(word)
    if OTHER_LETTER in folded:
        return (Seed(b" " + folded, _spelled_check(word)),)
    root = family(folded.decode("ascii"))

    def check(page: Page, at: int) -> Span | None:
        end = page.hay.index(_SPACE, at)
        return (at, end) if family(page.hay[at:end].decode("latin-1")) == root else None

    return tuple(Seed(b" " + seed.encode("ascii"), check) for seed in seeds(folded.decode("ascii")))


def _spelled_check(word: str) -> Check:
    def check(page: Page, at: int) -> Span | None:
        end = _word_end(page, at)
        return (at, end) if page.full[at:end].lower() == word else None

    return check


def _name_check(name: str) -> Check:
    capitals = tuple(place for place, letter in enumerate(name) if letter.isupper())
    length = len(name)

    def check(page: Page, at: int) -> Span | None:
        end = _word_end(page, at)
        if page.hay[at + length : end] not in (b"", b"s", b"es"):
            return None
        if not all(page.full[at + place].isupper() for place in capitals):
            return None
        spelled = OTHER_LETTER not in page.hay[at:end] or page.full[at : at + length].lower() == name.lower()
        return (at, end) if spelled else None

    return check


def _acronym_seeds(letters: str) -> tuple[Seed, ...]:
    length = len(letters)

    def check(page: Page, at: int) -> Span | None:
        end = _word_end(page, at)
        if page.full[at : at + length] != letters or page.full[at + length : end] not in ("", "s"):
            return None
        return at, end

    dotted = ".".join(letters)

    def check_dotted(page: Page, at: int) -> Span | None:
        end = at + len(dotted)
        if page.full[at:end] != dotted or page.hay[end] != _SPACE:
            return None
        return at, end + (page.full[end : end + 1] == ".")

    plain = Seed(b" " + fold(letters), check)
    if length > _LONGEST_DOTTED or not letters.isalpha():
        return (plain,)
    return plain, Seed(b" " + fold(dotted), check_dotted)


def _spellings(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the words, and once more with short capitals in their letters (US, U.S.)."""
    letters = tuple(
        letter
        for word in words
        for letter in (word if word.isupper() and 1 < len(word) <= _LONGEST_DOTTED and word.isalpha() else (word,))
    )
    return (words,) if letters == words else (words, letters)


def _phrase_seeds(words: tuple[str, ...]) -> tuple[Seed, ...]:
    place = _longest(words)
    if place != len(words) - 1:
        return (_phrase_seed(words, exact=False),)
    last = fold(words[-1]).decode("latin-1")
    beginnings = inflection_seeds(last)
    return tuple(Seed(b" " + beginning.encode("latin-1"), _phrase_check(words, place)) for beginning in beginnings)


def _phrase_seed(words: tuple[str, ...], *, exact: bool) -> Seed:
    place = _longest(words)
    check = _exact_check(words, place) if exact else _phrase_check(words, place)
    return Seed(b" " + fold(words[place]) + b" ", check)


def _longest(words: tuple[str, ...]) -> int:
    """Return the place of the longest word, the last of several: it tends to be the rarest."""
    return max(range(len(words)), key=lambda place: (len(words[place]), place))


def _phrase_check(words: tuple[str, ...], place: int) -> Check:
    folded = tuple(fold(word) for word in words)
    last = folded[-1].decode("latin-1")
    foreign = any(OTHER_LETTER in word for word in folded)

    def check(page: Page, at: int) -> Span | None:
        start = _walk_left(page, at, folded[:place])
        if start is None:
            return None
        begin = _walk_right(page, at, folded[place:-1])
        if begin is None:
            return None
        end = page.hay.index(_SPACE, begin)
        if page.hay[begin:end].decode("latin-1") not in inflections(last):
            return None
        if foreign and [word.lower() for word in words[:-1]] != _spelled(page, start, end)[:-1]:
            return None
        return start, end

    return check


def _exact_check(words: tuple[str, ...], place: int) -> Check:
    folded = tuple(fold(word) for word in words)
    spelled = list(words)

    def check(page: Page, at: int) -> Span | None:
        start = _walk_left(page, at, folded[:place])
        begin = _walk_right(page, at, folded[place:-1]) if start is not None else None
        if start is None or begin is None:
            return None
        end = _word_end(page, begin)
        return (start, end) if _spelled(page, start, end, lower=False) == spelled else None

    return check


def _spelled(page: Page, start: int, end: int, *, lower: bool = True) -> list[str]:
    """Return the words of a span in the article's own letters."""
    text = page.full[start:end]
    return _letters(text.lower() if lower else text)


@lru_cache(maxsize=1 << 12)
def _letters_cached(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[^\W_]+", text))


def _letters(text: str) -> list[str]:
    return list(_letters_cached(text))


def _walk_left(page: Page, at: int, words: tuple[bytes, ...]) -> int | None:
    """Return where `words` begin that stand directly before `at`, or None where they do not."""
    hay = page.hay
    for word in reversed(words):
        end = at
        while end > 0 and hay[end - 1] == _SPACE:
            end -= 1
        start = end - len(word)
        if start < 1 or hay[start - 1] != _SPACE or hay[start:end] != word or not _joined(page, end, at):
            return None
        at = start
    return at


def _walk_right(page: Page, at: int, words: tuple[bytes, ...]) -> int | None:
    """Return where the word begins that follows `words` standing at `at`, or None where they do not."""
    hay = page.hay
    for word in words:
        end = at + len(word)
        if hay[at:end] != word or hay[end] != _SPACE:
            return None
        at = end
        while at < len(hay) - 1 and hay[at] == _SPACE:
            at += 1
        if hay[at] == _SPACE or not _joined(page, end, at):
            return None
    return at


def _joined(page: Page, start: int, end: int) -> bool:
    """Say whether what stands between two words keeps them in one phrase: spaces, hyphens, a line break, marks."""
    if end - start == 1 and page.full[start] in " -":
        return True
    if end - start > _WIDEST_GAP or start < page.title_end <= end:
        return False
    gap = page.full[start:end]
    if _SPLITS.search(gap):
        return False
    return "." not in gap or _ABBREVIATION.search(page.full[max(0, start - 5) : start + 1]) is not None
