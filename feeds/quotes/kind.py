"""Decides what a quoted span is: a full quote, a fragment, a document's words, or nothing anybody said."""

import re

from feeds.model import QuoteKind
from feeds.quotes.attribution import Attribution, Link
from feeds.quotes.cue_words import LEMMAS, UTTERANCES, WEIGHTS, WRITINGS
from feeds.quotes.marks import Span
from feeds.quotes.phrases import Phrase
from feeds.quotes.title_words import BODIES, PEOPLE
from feeds.quotes.words import words as word_list

_NAMING_BEFORE = re.compile(
    r"\b(?:so-called|known as|dubbed|nicknamed|titled|entitled|named|the (?:word|term|phrase|song|film|movie|book|show|"
    r"hashtag|slogan|banner|chant|play|album|series|novel)s?|(?:under|beneath) the (?:banner|name|slogan|title)(?: of)?"
    r"|(?:sign|banner|placard|poster|sticker|shirt|hat|cap|button)s? (?:that )?(?:read|reading|said|saying|says)s?)"
    r"[ ,:]*$",
    re.IGNORECASE,
)
_CALLED = re.compile(r"\b(?:an?|the|his|her|their|its) (?:[\w-]+ ){0,3}([\w-]+) (?:called|titled|entitled|headed) $")
_WORKS = re.compile(
    r"\b(?:books?|novels?|films?|movies?|albums?|songs?|singles?|series|plays?|shows?|podcasts?|memoirs?|exhibitions?|"
    r"poems?|documentar(?:y|ies)|essays?|games?|musicals?|operas?|novellas?|comedy|drama|thriller|sitcom|debut),? $"
)
_DETERMINED = re.compile(
    r"\b(?:a|an|the|this|that|these|those|his|her|its|their|our|my|your|more|most|very|such)\s+$", re.IGNORECASE
)
_SIGNS = word_list("""
    badge badges sign signs banner banners placard placards label labels poster posters sticker stickers plaque shirt
    inscription
    t-shirt shirts t-shirts hat hats cap button buttons graffiti tattoo caption headline headlines title slogan notice
    leaflet flyer billboard billboards bumper mug
    """)
_CALLING = {"chant", "shout", "yell", "cry", "scream", "sing"}
_NAMING = {"describe", "call", "brand", "dub", "label", "term", "deem", "denounce", "dismiss", "slam"}
_READING = {"read", "say", "state", "declare", "proclaim", "warn", "urge", "bear"}
_ASIDE = re.compile(r"[(\[][A-Z .]+[)\]]\W*")
_SENTENCE = 5
_SCARE = 2
_SAYING = 3.0
_MOSTLY = 2.0
_LONGEST_TITLE = 8
_WEAK = 2.5
_STRONG = 4.5
_SMALL = {"a", "an", "the", "of", "and", "in", "on", "to", "for", "with", "by", "at", "or", "is", "from", "as", "vs"}


def kind_of(text: str, span: Span, given: Attribution | None) -> QuoteKind | None:
    """Return the kind of a quoted span, or None where nobody said it."""
    quoted = text[span.start : span.end].strip()
    words = quoted.split()
    before = text[max(0, span.outer_start - 50) : span.outer_start]
    title = _is_headline(text, span) or _is_named(text, span, words, given) or (_is_title(words) and _plain(given))
    if (
        _is_called(text, span, words, before)
        or title
        or _NAMING_BEFORE.search(before)
        or _is_nickname(text, span, words)
        or _ASIDE.fullmatch(quoted)
    ):
        return None
    whole = _is_whole(quoted + text[span.outer_end : span.outer_end + 1].strip(), words) and not _is_embedded(before)
    if given is None:
        return QuoteKind.FULL if whole and len(words) >= _SENTENCE else None
    if given.link is Link.SENTENCE and given.score < _WEAK and not whole and len(words) <= _SCARE:
        return None
    if _is_sign(given) or _is_scare(text, span, words, given) or (_is_thing(given.phrase) and not whole):
        return None
    if given.phrase.head in WRITINGS and given.phrase.name is None:
        return QuoteKind.DOCUMENT if whole or len(words) > _SCARE else None
    return QuoteKind.FULL if whole else QuoteKind.PARTIAL


def _is_thing(phrase: Phrase) -> bool:
    """Tell a noun for what can neither speak nor be read ("the lamp"): a fragment beside it is nobody's."""
    speaks = phrase.head in PEOPLE or phrase.head in BODIES or phrase.head in WRITINGS or phrase.head in UTTERANCES
    return not (phrase.name or phrase.pronoun or phrase.plural or speaks) and phrase.head.islower()


def _is_sign(given: Attribution) -> bool:
    """Tell the words on a sign or a label, which nobody says, from those of somebody called so (a "poster" writes)."""
    lemma = LEMMAS.get((given.cue or "").lower(), "read")
    return given.phrase.name is None and given.phrase.head in _SIGNS and lemma in _READING


def _is_scare(text: str, span: Span, words: list[str], given: Attribution) -> bool:
    """Tell a word held at arm's length: one or two, in the middle of a noun phrase (`the "historic" change`)."""
    if len(words) > _SCARE or given.link is not Link.SENTENCE:
        return False
    inside = _DETERMINED.search(text, max(0, span.outer_start - 12), span.outer_start)
    followed = re.match(r" [a-z]{3,}", text[span.outer_end : span.outer_end + 12])
    lemma = LEMMAS.get((given.cue or "").lower(), "")
    return bool(inside and followed) and WEIGHTS.get(lemma, 0.0) < _SAYING and lemma not in _NAMING


def _is_nickname(text: str, span: Span, words: list[str]) -> bool:
    """Tell the nickname in a name: `Marcia "Cia" Price`."""
    after = text[span.outer_end : span.outer_end + 2]
    before = text[max(0, span.outer_start - 20) : span.outer_start]
    return (
        len(words) == 1 and re.search(r"[A-Z][\w.]+ $", before) is not None and re.match(r" [A-Z]", after) is not None
    )


def _is_called(text: str, span: Span, words: list[str], before: str) -> bool:
    """Tell the title of a work or a thing: `an invitation called “Quick sync.”`, `her novel, “The Salt Year,”`."""
    called = _CALLED.search(before)
    if called and called.group(1).lower() not in PEOPLE and text[span.start : span.start + 1].isupper():
        return True
    capitals = all(_is_capital(word.strip(".,!?'’")) for word in words)
    return capitals and len(words) <= _LONGEST_TITLE and _WORKS.search(before) is not None


def _is_headline(text: str, span: Span) -> bool:
    """Tell a headline in a digest of links, which its writer follows: `"…," by Ann Lee`."""
    return re.match(r" by [A-Z]|,? by [A-Z][\w.]+ [A-Z]", text[span.outer_end : span.outer_end + 30]) is not None


def _is_named(text: str, span: Span, words: list[str], given: Attribution | None) -> bool:
    """Tell the name of a show or a thing: capitalised, and part of the sentence round it (`on CNN's "State"`)."""
    before = text[max(0, span.outer_start - 2) : span.outer_start].strip()
    if len(words) > _LONGEST_TITLE or not before or not before[-1].isalnum():
        return False
    called = LEMMAS.get(given.cue.lower(), "") in _CALLING if given and given.cue else False
    if called or text[span.start : span.end].rstrip()[-1:] in {"!", "?"}:
        return False
    capitals = all(_is_capital(word) for word in words)
    return capitals and (len(words) > 1 or given is None or given.score < _STRONG)


def _is_capital(word: str) -> bool:
    return not word[:1].islower() or word.lower() in _SMALL


def _plain(given: Attribution | None) -> bool:
    return given is None or given.score < _STRONG


def _is_title(words: list[str]) -> bool:
    """Tell a title ("The Sound of Music") from a statement: every word but the small ones begins with a capital."""
    if not 1 < len(words) <= _LONGEST_TITLE:
        return False
    letters = [word.strip(".,!?'’") for word in words]
    return all(_is_capital(word) for word in letters if word) and not letters[-1].islower()


def _is_embedded(before: str) -> bool:
    """Tell whether a quote goes on the sentence before it (`targeted "America's cities"`), after no word of saying."""
    last = re.search(r"([a-z’']+) $", before)
    return last is not None and WEIGHTS.get(LEMMAS.get(last.group(1), ""), 0.0) < _MOSTLY and last.group(1) != "that"


def _is_whole(quoted: str, words: list[str]) -> bool:
    """Tell a sentence or more from a fragment: it begins with a capital and ends with a mark of punctuation."""
    first = next((letter for letter in quoted if letter.isalnum()), "a")
    return (first.isupper() or first.isdigit() or quoted.startswith("…")) and (
        quoted[-1] in ".,!?…—–-:;)" or len(words) > _SENTENCE
    )
