"""`/verify`: whether words somebody wants to quote stand so in what is stored. Marks and spaces never count.

Letters, digits and capitals do. The verdict is one of: verbatim, a verbatim fragment, altered (with what differs), said
by somebody else, or not found.
"""

import difflib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.errors import RequestError
from feeds.model import QuoteKind
from feeds.urls import canonical_url
from handlers.alerts import headline
from handlers.grammar import Argument, Entry, Kind
from handlers.message import Block, Inline, Line, Message, Words, plural, words
from handlers.quotes_layout import quote_blocks
from handlers.request import Reply, Request, Role
from handlers.sharing import SHARE, note_shared, shareable
from handlers.word_difference import WORD, word_difference
from storage import articles, search, speakers
from storage import quotes as ledger
from storage.model import Change, QuoteId, StoredQuote
from storage.model import Words as Wanted
from storage.names import read_name
from storage.store import Store, Transaction
from storage.utterances import utterance_of

FEWEST_WORDS = 3
MOST_WORDS = 400
MOST_CANDIDATES = 300
ALIKE = 0.5
"""Share of words in common from which a stored quote is the one that was meant."""
MOST_RUNS = 40
MOST_OF_LINK = 25
ALTERED = "altered"
NOT_FOUND = "not found in what is stored"
LINK = re.compile(r"https?://\S+")
_RUN = 2
_RUNS = (MOST_WORDS, 3, 2)
"""Words in a row by which quotes that may be meant are found: all, then some, for the fewer the more are found."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of the words: `kind` in words, and the stored quote it was held against."""

    kind: str
    quote: StoredQuote | None = None
    altered: bool = False


def verify(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/verify "a quote" [by:"Name"]`, and `/verify LINK`: how other outlets word the quotes of an article.

    Raises:
        RequestError: fewer than three words, or far too many; a link that is not stored.
    """
    typed = request.command.words.strip().strip('"').strip()
    with store.reading() as tx:
        if LINK.fullmatch(typed):
            message, shown = _of_link(tx, typed)
        else:
            count = len(WORD.findall(typed))
            if not FEWEST_WORDS <= count <= MOST_WORDS:
                raise RequestError(
                    f'Give {FEWEST_WORDS} to {MOST_WORDS} words of the quote: /verify "I have never seen it"'
                )
            verdict = _verdict(tx, typed, request.command.option("by"))
            message, shown = _shown(tx, typed, verdict), [verdict.quote.id] if verdict.quote else []
    note_shared(store, request, shown, now)
    return shareable(request, message)


def _verdict(tx: Transaction, typed: str, by: str | None) -> Verdict:
    """Return the verdict on `typed`: by the quotes that stand, by former ones, by what stands in no quote."""
    read = speakers.speakers_read_as(tx, by) if by else None
    names = tuple(name for name in (by, read.name if read else None) if name)
    nearest = Verdict(NOT_FOUND)
    for length in _RUNS:
        nearest = verdict_on(typed, _candidates(tx, typed, length), by, names)
        if nearest.quote is not None:
            return nearest
    former = verdict_on(typed, _candidates(tx, typed, _RUNS[-1], former=True), by, names)
    if former.quote is not None and former.kind != ALTERED:
        return Verdict(f"{former.kind}, but in an earlier version only: the article was changed", former.quote)
    return _in_running_text(tx, typed) or nearest


def verdict_on(
    typed: str, candidates: Sequence[StoredQuote], by: str | None = None, names: Sequence[str] = ()
) -> Verdict:
    """Return the verdict on `typed` against the stored quotes that might be it; `by` is who is said to have said it.

    `names` are what that speaker is called.
    """
    wanted = squeezed(typed)
    for kind, fits in (("verbatim", str.__eq__), ("a verbatim fragment", str.__contains__)):
        found = [quote for quote in candidates if fits(squeezed(quote.quote.text), wanted)]
        theirs = [quote for quote in found if by is None or _is(quote, names or (by,))]
        if theirs:
            return Verdict(kind, _first(theirs))
        if found:
            return Verdict(f"the words are {kind}, but they are not {by}'s", _first(found), altered=True)
    return _nearest(typed, candidates)


def _first(found: Sequence[StoredQuote]) -> StoredQuote:
    """Return the first reported of those that were not withdrawn; a whole quote rather than a fragment."""

    def rank(quote: StoredQuote) -> tuple[bool, bool, datetime]:
        stored = quote.article
        return stored.change is Change.WITHDRAWN, quote.quote.kind is not QuoteKind.FULL, stored.article.published

    return min(found, key=rank)


def squeezed(text: str) -> str:
    """Return the letters and digits of `text`, capitals kept: what must be the same in a verbatim quote."""
    return "".join(letter for letter in text if letter.isalnum())


def _nearest(typed: str, candidates: Iterable[StoredQuote]) -> Verdict:
    wanted = [word.casefold() for word in WORD.findall(typed)]
    best, likeness = None, ALIKE
    for quote in candidates:
        there = [word.casefold() for word in WORD.findall(quote.quote.text)]
        matcher = difflib.SequenceMatcher(None, wanted, there, autojunk=False)
        shared = sum(block.size for block in matcher.get_matching_blocks() if block.size >= _RUN)
        share = shared / len(wanted)
        if share > likeness or (share == likeness and best is None):
            best, likeness = quote, share
    return Verdict(ALTERED, best, altered=True) if best else Verdict(NOT_FOUND)


def _is(quote: StoredQuote, names: Sequence[str]) -> bool:
    """Return whether one of `names` is the quote's speaker: whole names must agree, a surname alone agrees with any."""
    theirs = read_name(quote.speaker or quote.quote.speaker or "")
    for name in map(read_name, names):
        same = theirs.surname == name.surname if name.bare or theirs.bare else theirs.core == name.core
        if theirs.folded and same:
            return True
    return False


def _candidates(tx: Transaction, typed: str, length: int, *, former: bool = False) -> tuple[StoredQuote, ...]:
    """Return the stored quotes that share most runs of `length` words with `typed`, rare runs before common ones."""
    found = WORD.findall(typed)
    runs = tuple(dict.fromkeys(" ".join(found[at : at + length]) for at in range(max(1, len(found) - length + 1))))
    spread = runs[:: -(-len(runs) // MOST_RUNS)]
    return ledger.likeliest_quotes(tx, Wanted((spread,)), MOST_CANDIDATES, former=former)


def _of_link(tx: Transaction, link: str) -> tuple[Message, list[QuoteId]]:
    """Return how the quotes of one article are worded elsewhere."""
    stored = articles.article_at(tx, canonical_url(link))
    if stored is None:
        raise RequestError(f"{link} is not stored: no watched feed has brought it.")
    said = ledger.quotes_of(tx, (stored.id,))[:MOST_OF_LINK]
    told = tuple(utterance_of(tx, quote) for quote in said)
    elsewhere, otherwise = sum(each.outlets > 1 for each in told), sum(each.wordings > 1 for each in told)
    counts = f"{plural(len(told), 'quote')}, {elsewhere} also elsewhere, {otherwise} worded otherwise somewhere"
    blocks = (Line((headline(stored),)), Line(words(counts), small=True), *quote_blocks(told))
    return Message(f"Verify: {stored.article.title}", blocks), [quote.id for quote in said]


def _in_running_text(tx: Transaction, typed: str) -> Verdict | None:
    found = search.search_articles(tx, Wanted(((" ".join(WORD.findall(typed)),),)), limit=1)
    if not found.articles:
        return None
    article = found.articles[0].article
    return Verdict(f"these words stand in “{article.title}” ({article.source}), but not as somebody's quote")


def _shown(tx: Transaction, typed: str, verdict: Verdict) -> Message:
    title: tuple[Inline, ...] = (Words(verdict.kind[0].upper() + verdict.kind[1:], strong=True), Words("."))
    blocks: list[Block] = [Line(title)]
    if verdict.quote is not None:
        if verdict.kind == ALTERED:
            blocks.append(
                Line(
                    words(f"As typed, held against what is stored: {word_difference(verdict.quote.quote.text, typed)}")
                )
            )
        blocks += quote_blocks((utterance_of(tx, verdict.quote),))
    return Message(f"Verify: {verdict.kind}", tuple(blocks))


ENTRIES = (
    Entry(
        name="verify",
        action=None,
        summary="whether a quote stands so in what is stored; for a link, how others word its quotes",
        usage='/verify "A QUOTE" [by:"Name"] | LINK',
        examples=(
            '/verify "Nobody told the families"',
            '/verify "Nobody told the families" by:"Karen Bassey"',
            '/verify "Nobody ever told the families" share:yes',
        ),
        role=Role.READER,
        answer=verify,
        positional=(Argument("quote", "the words, at least three; or an article's link", required=True),),
        options=(Argument("by", "who is said to have said it", Kind.SPEAKER), SHARE),
    ),
)
