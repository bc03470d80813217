"""`/verify`: whether words somebody wants to quote stand so in what is stored. Marks and spaces never count.

Letters, digits and capitals do. The verdict is one of: verbatim, a verbatim fragment, altered (with what differs), said
by somebody else, or not found.
"""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from feeds.errors import RequestError
from handlers.grammar import Argument, Entry, Kind
from handlers.message import Block, Inline, Line, Message, Words, words
from handlers.quotes_layout import quote_blocks
from handlers.request import Reply, Request, Role
from handlers.sharing import SHARE, shareable
from handlers.word_difference import WORD, word_difference
from storage import quotes as ledger
from storage import search
from storage.model import QuoteQuery, StoredQuote, Utterance
from storage.model import Words as Wanted
from storage.store import Store, Transaction

FEWEST_WORDS = 3
MOST_WORDS = 400
MOST_CANDIDATES = 300
ALIKE = 0.5
"""Share of words in common from which a stored quote is the one that was meant."""
_RUN = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of the words: `kind` in words, and the stored quote it was held against."""

    kind: str
    quote: StoredQuote | None = None
    altered: bool = False


def verify(request: Request, store: Store, _now: datetime) -> Reply:
    """Answer `/verify "a quote" [by:"Name"]`.

    Raises:
        RequestError: fewer than three words, or far too many.
    """
    typed = request.command.words.strip().strip('"').strip()
    count = len(WORD.findall(typed))
    if not FEWEST_WORDS <= count <= MOST_WORDS:
        raise RequestError(f'Give {FEWEST_WORDS} to {MOST_WORDS} words of the quote: /verify "I have never seen it"')
    with store.reading() as tx:
        verdict = verdict_on(typed, _candidates(tx, typed), request.command.option("by"))
        if verdict.quote is None:
            verdict = _in_running_text(tx, typed) or verdict
    return shareable(request, _shown(typed, verdict))


def verdict_on(typed: str, candidates: Sequence[StoredQuote], by: str | None = None) -> Verdict:
    """Return the verdict on `typed` against the stored quotes that might be it; `by` is who is said to have said it."""
    wanted = squeezed(typed)
    for kind, fits in (("verbatim", str.__eq__), ("a verbatim fragment", str.__contains__)):
        found = [quote for quote in candidates if fits(squeezed(quote.quote.text), wanted)]
        theirs = [quote for quote in found if by is None or _is(quote, by)]
        if theirs:
            return Verdict(kind, theirs[0])
        if found:
            return Verdict(f"the words are {kind}, but they are not {by}'s", found[0], altered=True)
    return _nearest(typed, candidates)


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
    return Verdict("altered", best, altered=True) if best else Verdict("not found in what is stored")


def _is(quote: StoredQuote, by: str) -> bool:
    name = (quote.speaker or quote.quote.speaker or "").casefold()
    return name == by.casefold() or name.split()[-1:] == by.casefold().split()[-1:]


def _candidates(tx: Transaction, typed: str) -> tuple[StoredQuote, ...]:
    """Return stored quotes that share two words in a row with `typed`, the newest first."""
    found = WORD.findall(typed)
    pairs = tuple(dict.fromkeys(f"{a} {b}" for a, b in pairwise(found)))
    return ledger.find_quotes(tx, QuoteQuery(words=Wanted((pairs,)), quoted=True, limit=MOST_CANDIDATES)).quotes


def _in_running_text(tx: Transaction, typed: str) -> Verdict | None:
    found = search.search_articles(tx, Wanted(((" ".join(WORD.findall(typed)),),)), limit=1)
    if not found.articles:
        return None
    article = found.articles[0].article
    return Verdict(f"these words stand in “{article.title}” ({article.source}), but not as somebody's quote")


def _shown(typed: str, verdict: Verdict) -> Message:
    title: tuple[Inline, ...] = (Words(verdict.kind[0].upper() + verdict.kind[1:], strong=True), Words("."))
    blocks: list[Block] = [Line(title)]
    if verdict.quote is not None:
        if verdict.altered and verdict.kind == "altered":
            blocks.append(
                Line(
                    words(f"As typed, held against what is stored: {word_difference(verdict.quote.quote.text, typed)}")
                )
            )
        blocks += quote_blocks((Utterance(verdict.quote),))
    return Message(f"Verify: {verdict.kind}", tuple(blocks))


ENTRIES = (
    Entry(
        name="verify",
        action=None,
        summary="whether a quote stands so in what is stored",
        usage='/verify "A QUOTE" [by:"Name"]',
        examples=(
            '/verify "Nobody told the families"',
            '/verify "Nobody told the families" by:"Karen Bassey"',
            '/verify "Nobody ever told the families" share:yes',
        ),
        role=Role.READER,
        answer=verify,
        positional=(Argument("quote", "the words, at least three", required=True),),
        options=(Argument("by", "who is said to have said it", Kind.SPEAKER), SHARE),
    ),
)
