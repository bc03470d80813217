"""What changed between two versions of an article: sentences, figures, names and quotes. It classes nothing."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from feeds.model import Article
from feeds.stories.sentences import folded, sentences_of, written_words

SAME_SENTENCE = 0.5
"""Share of words two sentences have in common to count as one that was edited."""
MOST_PAIRED = 200
MOST_COMPARED = 4_000_000
"""Sentences paired, and word pairs compared within two: beyond it a text was replaced, and a line of it says enough."""
LONGEST_SHOWN = 280
QUOTE_WORDS = 3

_QUOTED = re.compile(r"“([^”\n]+)”|\"([^\"\n]+)\"")
_LABEL = re.compile(
    r"^\W*(?:(?:CORRECTED|CORRECTION|CORRECTS|REFILE|UPDATED?(?:\s\d+)?|\d(?:st|nd|rd|th)\sL[Dd]|WRITETHRU|KILL|WITHDRAWN)\b"
    r"[\s:–—-]*)+"
)
_SPELLED = re.compile(
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundreds?|thousands?|millions?|billions?|trillions?|dozens?|"
    r"half|third|quarter|first|second|doubled?|tripled?)",
    re.IGNORECASE,
)
_DENIALS = frozenset(("not", "no", "never", "without", "denied", "denies"))


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed, in words fit to be shown (`lines`), and how much.

    `share` is the number of words changed by that of the longer version. `replaced_facts` says that a number, a name or
    a quote was put in another's place, or a "not" came or went; `touches_facts` that one was changed, added or dropped.
    """

    lines: tuple[str, ...]
    share: float
    replaced_facts: bool
    touches_facts: bool


@dataclass(frozen=True, slots=True)
class _Edit:
    """Words of an edited sentence that gave way to others, as written."""

    old: tuple[str, ...]
    new: tuple[str, ...]


def difference_of(before: Article, after: Article) -> Difference:
    """Return what changed from `before` to `after`. Case, punctuation, moved text and wire labels are no change."""
    old_title, new_title = _LABEL.sub("", before.title), _LABEL.sub("", after.title)
    dropped, added = _exclusive(sentences_of(before.text), sentences_of(after.text))
    pairs, dropped, added = _paired(dropped, added)
    edits = tuple(edit for pair in ((old_title, new_title), *pairs) for edit in _edits(*pair))
    names = _names(before.text) | _names(after.text)
    facts = tuple(_replaced_facts(edits, names)) + tuple(_replaced_quotes(before.text, after.text))
    changed = sum(max(len(edit.old), len(edit.new)) for edit in edits)
    changed += sum(len(written_words(sentence)) for sentence in (*dropped, *added))
    total = max(_length(before), _length(after), 1)
    loose = (*(word for edit in edits for word in (*edit.old, *edit.new)), *_words_of(dropped), *_words_of(added))
    touched = bool(facts) or any(_is_number(word) or word in names for word in loose) or _quotes_differ(before, after)
    lines = (*_headline(before.title, after.title), *dict.fromkeys(facts), *_counts(pairs, dropped, added))
    return Difference(lines, changed / total, bool(facts), touched)


def _exclusive(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the sentences that stand in one version only, compared by their folded words."""
    ours, theirs = Counter(map(_key, old)), Counter(map(_key, new))
    return tuple(_left(old, ours - theirs)), tuple(_left(new, theirs - ours))


def _left(sentences: tuple[str, ...], surplus: Counter[tuple[str, ...]]) -> Iterator[str]:
    for sentence in sentences:
        key = _key(sentence)
        if key and surplus[key] > 0:
            surplus[key] -= 1
            yield sentence


def _key(sentence: str) -> tuple[str, ...]:
    return folded(written_words(sentence))


def _paired(
    dropped: tuple[str, ...], added: tuple[str, ...]
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...], tuple[str, ...]]:
    """Return the sentences that were edited as (old, new), then those only dropped, then those only added."""
    pairs, left, free = [], list(dropped[MOST_PAIRED:]), list(added[:MOST_PAIRED])
    for old in dropped[:MOST_PAIRED]:
        near = max(free, key=lambda new: _in_common(old, new), default=None)
        if near is not None and _in_common(old, near) >= SAME_SENTENCE:
            pairs.append((old, near))
            free.remove(near)
        else:
            left.append(old)
    return tuple(pairs), tuple(left), (*free, *added[MOST_PAIRED:])


def _in_common(one: str, other: str) -> float:
    ours, theirs = _counted(one), _counted(other)
    return (ours & theirs).total() / max(1, ours.total(), theirs.total())


@lru_cache(maxsize=1_024)
def _counted(sentence: str) -> Counter[str]:
    return Counter(_key(sentence))


def _edits(old: str, new: str) -> Iterator[_Edit]:
    ours, theirs = written_words(old), written_words(new)
    if len(ours) * len(theirs) > MOST_COMPARED:
        yield _Edit(ours, theirs)
        return
    matcher = SequenceMatcher(None, folded(ours), folded(theirs), autojunk=False)
    for what, start, end, new_start, new_end in matcher.get_opcodes():
        if what != "equal":
            yield _Edit(ours[start:end], theirs[new_start:new_end])


def _replaced_facts(edits: Iterable[_Edit], names: frozenset[str]) -> Iterator[str]:
    for edit in edits:
        for what, fits in (("number", _is_number), ("name", names.__contains__)):
            old, new = (" ".join(filter(fits, side)) for side in (edit.old, edit.new))
            if old and new and old.casefold() != new.casefold():
                yield f"{what}: {old} → {new}"
        denied, denies = (_DENIALS.intersection(folded(side)) for side in (edit.old, edit.new))
        if bool(denied) != bool(denies):
            yield f"wording: {' '.join(edit.old) or '(nothing)'} → {' '.join(edit.new) or '(nothing)'}"


def _is_number(word: str) -> bool:
    return word[0].isdigit() or _SPELLED.fullmatch(word) is not None


def _names(text: str) -> frozenset[str]:
    """Return the words that stand with a capital inside a sentence, where a capital means a name."""
    return frozenset(
        word
        for sentence in sentences_of(text)
        for word in written_words(sentence)[1:]
        if word[0].isupper() and word != "I"
    )


def _replaced_quotes(before: str, after: str) -> Iterator[str]:
    old, new = _quotes(before), _quotes(after)
    fresh = [quote for key, quote in new.items() if key not in old]
    whole = " ".join(" ".join(key) for key in new)
    for key, quote in old.items():
        if key in new or " ".join(key) in whole:
            continue
        near = max(fresh, key=lambda each: _in_common(quote, each), default=None)
        if near is not None and _in_common(quote, near) >= SAME_SENTENCE:
            yield f"quote: “{_cut(quote)}” → “{_cut(near)}”"


def _quotes(text: str) -> dict[tuple[str, ...], str]:
    found = (match[1] or match[2] for match in _QUOTED.finditer(text))
    return {key: quote for quote in found if len(key := _key(quote)) >= QUOTE_WORDS}


def _quotes_differ(before: Article, after: Article) -> bool:
    return _quotes(before.text).keys() != _quotes(after.text).keys()


def _headline(old: str, new: str) -> tuple[str, ...]:
    return (f"headline: “{old}” → “{new}”",) if old != new else ()


def _counts(pairs: tuple[object, ...], dropped: tuple[str, ...], added: tuple[str, ...]) -> Iterator[str]:
    for count, what in ((len(added), "added"), (len(dropped), "dropped"), (len(pairs), "reworded")):
        if count:
            yield f"{count} sentence{'' if count == 1 else 's'} {what}"


def _cut(quote: str) -> str:
    if len(quote) <= LONGEST_SHOWN:
        return quote
    return quote[:LONGEST_SHOWN].rsplit(" ", 1)[0] + " … [cut]"


def _words_of(sentences: tuple[str, ...]) -> Iterator[str]:
    return (word for sentence in sentences for word in written_words(sentence)[1:])


def _length(article: Article) -> int:
    return len(written_words(article.title)) + len(written_words(article.text))
