"""An article laid out for matching: one string, and its folded bytes with an offset for an offset. It finds nothing."""

import codecs
import re
import unicodedata
from bisect import bisect_right
from functools import cached_property

from feeds.model import Article

LEAD_WORDS = 50
"""The lead is the paragraphs up to the one that reaches this many words."""

OTHER_LETTER = 0x7F
"""Stands in folded bytes for a letter that has no Latin base; such words are compared in the article itself."""

_COMMON = (("“", '"'), ("”", '"'), ("’", "'"), ("‘", "'"), ("—", "-"), ("–", "-"), ("…", "."), ("\u2009", " "))
_WITHOUT_BASE = {"ł": "l", "đ": "d", "ı": "i", "ŀ": "l", "ħ": "h", "œ": "o", "ŋ": "n", "ſ": "s"}
_LATIN_1 = {"ß": "s", "æ": "a", "ø": "o", "þ": "t", "ð": "d"}
_WORD = re.compile(rb"[^ ]+")
_SENTENCE_END = re.compile(r"[.!?](?=[\"'”’)\]]*\s)|\n")
_TAG = re.compile(r"[#@]([^\W_]*[^\W\d_][^\W_]*)")
_HUMPS = re.compile(r"[A-Z]+(?![a-z])|[A-Z][a-z]+|[a-z]+|\d+")
_LEADING_CAPITALS = re.compile(r"[A-Z]{2,}(?=[a-z])")
_SLIP = re.compile(r"[A-Z] [A-Z][a-z]")
"""Two capitals at the beginning of one word (#NIce): a slip of the shift key, not two words."""


def _folded(letter: str) -> str:
    """Return the lower-case Latin base of one character, a space for a mark, or the stand-in for other letters."""
    low = letter.lower()[:1]
    low = _LATIN_1.get(low) or _WITHOUT_BASE.get(low) or unicodedata.normalize("NFD", low)[:1]
    if low.isascii():
        return low if low.isalnum() else " "
    return chr(OTHER_LETTER) if low.isalpha() or unicodedata.category(low) == "Mn" else " "


def _fold_beyond_latin_1(error: UnicodeError) -> tuple[bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_folded, error.object[error.start : error.end])).encode("latin-1"), error.end


codecs.register_error("feeds.watchlists.fold", _fold_beyond_latin_1)
_FOLD = "".join(_folded(chr(code)) if code != OTHER_LETTER else chr(code) for code in range(256)).encode("latin-1")


def fold(text: str) -> bytes:
    """Return one byte for each character: a lower-case letter without accents, a digit, or a space for all else."""
    if text.isascii():
        return text.encode("latin-1").translate(_FOLD)
    for mark, plain in _COMMON:
        text = text.replace(mark, plain)
    return text.encode("latin-1", "feeds.watchlists.fold").translate(_FOLD)


class Page:
    """Headline, text and the words of hashtags as one string `full`, and its fold `hay` with the same offsets."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.title_end = len(article.title) + 1
        self.text_start = self.title_end + 1
        self.text_end = self.text_start + len(article.text)
        full = f"\n{article.title}\n{article.text}\n"
        self._tags: list[tuple[int, int, int]] = []
        if "#" in full or "@" in full:
            full = self._with_tags(full)
        self.full = full
        self.hay = fold(full)

    def _with_tags(self, full: str) -> str:
        """Return `full` with the words inside hashtags and handles (#StopICE, @ICEgov) appended, each on a line."""
        lines = [full]
        at = len(full)
        for tag in _TAG.finditer(full):
            readings = {" ".join(_HUMPS.findall(tag[1])), _LEADING_CAPITALS.sub(r"\g<0> ", tag[1])} - {tag[1]}
            for reading in sorted(each for each in readings if not _SLIP.match(each)):
                self._tags.append((at, tag.start(1), tag.end(1)))
                lines.append(reading + "\n")
                at += len(reading) + 1
        return "".join(lines)

    @cached_property
    def word_starts(self) -> list[int]:
        """The offsets at which words begin, in order."""
        return [found.start() for found in _WORD.finditer(self.hay)]

    @cached_property
    def lead_end(self) -> int:
        """The offset at which the lead ends."""
        end, words = self.text_start, 0
        while words < LEAD_WORDS and end < self.text_end:
            start = end
            end = self.full.index("\n", start + 1)
            words += len(self.hay[start:end].split())
        return end

    @cached_property
    def sentence_ends(self) -> list[int]:
        """The offsets at which sentences end, in order; a line ends one too."""
        return [found.start() for found in _SENTENCE_END.finditer(self.full)]

    def word_number(self, at: int) -> int:
        """Return which word of the page, counted from 0, `at` lies in or behind."""
        return bisect_right(self.word_starts, at) - 1

    def tag(self, start: int) -> tuple[int, int]:
        """Return the span of the hashtag or handle whose words, behind the text, `start` stands in."""
        at = bisect_right(self._tags, (start, len(self.full), 0)) - 1
        return self._tags[at][1:]

    def line(self, at: int) -> tuple[int, int]:
        """Return the span of the line that `at` stands in."""
        start = self.full.rfind("\n", 0, at) + 1
        end = self.full.find("\n", at)
        return start, end if end >= 0 else len(self.full)
