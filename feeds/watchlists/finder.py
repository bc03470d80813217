"""How one leaf of a query is found: the beginnings the automaton looks for, and the test of what it hits.

A leaf of one word is tested on the word alone, as the article spells it, so that the answer can be remembered for every
article. A leaf of several words is looked for whole, and tested where it stands.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from feeds.query import Kind, Leaf
from feeds.watchlists.families import family, inflection_seeds, inflections, seeds
from feeds.watchlists.page import OTHER_LETTER, Page, fold

_SPACE = 0x20
_END = b" "
_PLURALS = (b"", b"s", b"es")
_LONGEST_DOTTED = 6
_SPLITS = re.compile(r"[,;:!?()\[\]{}|<>]|\n\s*\n")
_ABBREVIATION = re.compile(r"(?:\b[A-Z][a-z]{0,3}|\.[A-Za-z])\.")
_LETTERS = re.compile(r"[^\W_]+")

Span = tuple[int, int]
WordTest = Callable[[str, bytes], bool]
"""Takes a word as the article spells it, and folded."""
PlaceTest = Callable[[Page, int], Span | None]
"""Takes a page and the offset of the first letter; returns the span found there, or None."""


@dataclass(frozen=True, slots=True)
class WordFinder:
    """Finds a leaf of one word: any word that begins with one of `seeds` (folded) and passes the test.

    A seed that closes with a space is the whole word.
    """

    seeds: tuple[bytes, ...]
    test: WordTest


@dataclass(frozen=True, slots=True)
class PlaceFinder:
    """Finds a leaf of several words: any place where one of `seeds` (folded, with spaces) stands and the test holds."""

    seeds: tuple[bytes, ...]
    test: PlaceTest


def finders_of(leaf: Leaf) -> Iterator[WordFinder | PlaceFinder]:
    """Yield what finds `leaf`: a leaf stands wherever one of them finds it."""
    words = leaf.words
    match leaf.kind:
        case Kind.FAMILY:
            yield _family(words[0].lower())
        case Kind.PREFIX:
            yield WordFinder((fold(leaf.text),), _any_word)
        case Kind.NAME:
            yield _name(words[0])
        case Kind.ACRONYM:
            yield from _acronym(words[0])
        case Kind.EXACT:
            yield _exact(words)
        case Kind.PHRASE:
            yield from map(_phrase, _spellings(words))


def _any_word(_word: str, _folded: bytes) -> bool:
    return True


def _family(word: str) -> WordFinder:
    folded = fold(word)
    if OTHER_LETTER in folded:
        return WordFinder((folded + _END,), lambda found, _: found.lower() == word)
    plain = folded.decode("ascii")
    root = family(plain)
    beginnings = tuple(seed.encode("ascii") for seed in seeds(plain))
    return WordFinder(beginnings, lambda _, found: family(found.decode("latin-1")) == root)


def _name(name: str) -> WordFinder:
    capitals = tuple(place for place, letter in enumerate(name) if letter.isupper())
    length, low, folded = len(name), name.lower(), fold(name)
    foreign = OTHER_LETTER in folded

    def test(word: str, _: bytes) -> bool:
        if not all(word[place].isupper() for place in capitals):
            return False
        return not foreign or word[:length].lower() == low

    return WordFinder(tuple(folded + ending + _END for ending in _PLURALS), test)


def _acronym(letters: str) -> Iterator[WordFinder | PlaceFinder]:
    plural = f"{letters}s"
    seeds_of_both = tuple(fold(letters) + ending for ending in (_END, b"s" + _END))
    yield WordFinder(seeds_of_both, lambda word, _: word in (letters, plural))
    if len(letters) > _LONGEST_DOTTED or not letters.isalpha():
        return
    dotted = ".".join(letters)

    def test(page: Page, at: int) -> Span | None:
        end = at + len(dotted)
        if page.full[at:end] != dotted or page.hay[end] != _SPACE:
            return None
        return at, end + (page.full[end] == ".")

    yield PlaceFinder((fold(dotted),), test)


def _spellings(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Return the words, and once more with short capitals in their letters (US, U.S.)."""
    letters = tuple(
        letter
        for word in words
        for letter in (word if word.isupper() and 1 < len(word) <= _LONGEST_DOTTED and word.isalpha() else (word,))
    )
    return (words,) if letters == words else (words, letters)


def _spaced(words: tuple[bytes, ...]) -> Iterator[bytes]:
    """Yield the words joined by a space, and by two or three in one of the gaps: marks fold to spaces too."""
    yield b" ".join(words)
    for gap in range(1, len(words)):
        for wide in (b"  ", b"   "):
            yield b" ".join(words[:gap]) + wide + b" ".join(words[gap:])


def _phrase(words: tuple[str, ...]) -> PlaceFinder:
    folded = tuple(map(fold, words))
    last = folded[-1].decode("latin-1")
    head = folded[:-1]
    spelled = tuple(word.lower() for word in words[:-1]) if any(OTHER_LETTER in word for word in folded) else None
    beginnings = (b"",) if OTHER_LETTER in folded[-1] else (seed.encode("latin-1") for seed in inflection_seeds(last))
    patterns = tuple(pattern for seed in beginnings for pattern in _spaced((*head, seed or folded[-1])))

    def test(page: Page, at: int) -> Span | None:
        begin = _last_word(page, at, len(head))
        if begin is None:
            return None
        end = page.hay.index(_SPACE, begin)
        if page.hay[begin:end].decode("latin-1") not in inflections(last):
            return None
        if spelled is not None and _words(page.full[at:begin].lower()) != spelled:
            return None
        return at, end

    return PlaceFinder(patterns, test)


def _exact(words: tuple[str, ...]) -> WordFinder | PlaceFinder:
    if len(words) == 1:
        return WordFinder((fold(words[0]) + _END,), lambda word, _: word == words[0])

    def test(page: Page, at: int) -> Span | None:
        begin = _last_word(page, at, len(words) - 1)
        if begin is None:
            return None
        end = page.hay.index(_SPACE, begin)
        return (at, end) if _words(page.full[at:end]) == words else None

    return PlaceFinder(tuple(_spaced(tuple(map(fold, words)))), test)


@lru_cache(maxsize=1 << 14)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_LETTERS.findall(text))


def _last_word(page: Page, at: int, words_before: int) -> int | None:
    """Return where the last word of a phrase at `at` begins; None if something between its words parts them."""
    hay = page.hay
    for _ in range(words_before):
        end = hay.index(_SPACE, at)
        at = end + 1
        while hay[at] == _SPACE:
            at += 1
        if not _joined(page, end, at):
            return None
    return at


def _joined(page: Page, start: int, end: int) -> bool:
    """Say whether what stands between two words keeps them in one phrase: spaces, hyphens, a line break, marks."""
    gap = page.full[start:end]
    if gap in (" ", "-"):
        return True
    if _SPLITS.search(gap) or start <= page.title_end < end:
        return False
    return "." not in gap or _ABBREVIATION.search(page.full, max(0, start - 5), start + 1) is not None
