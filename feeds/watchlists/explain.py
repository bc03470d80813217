"""Why an article does or does not match a watchlist, in words: what was found and where, what was missing, how near."""

from collections.abc import Iterable
from dataclasses import dataclass

from feeds.model import Article, Match, Mention, Part, Watchlist
from feeds.query import And, Field, Kind, Leaf, Mask, Not, Or, Query, in_words, leaves
from feeds.query.tree import children
from feeds.watchlists.automaton import Automaton
from feeds.watchlists.clues import Clue
from feeds.watchlists.compiled import CompiledWatchlists, compile_watchlists
from feeds.watchlists.evaluate import Sight, asked, words_apart
from feeds.watchlists.evidence import Outcome, Strength, Verdict
from feeds.watchlists.matching import Names, match_of
from feeds.watchlists.page import Page

_MOST_CLUES = 3
_NEAR_MISS = 8


@dataclass(frozen=True, slots=True)
class Finding:
    """A mention, whether it counts, and why in one clause."""

    mention: Mention
    counts: bool
    because: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """What `/watch why` and `/watch test` show. `match` is None where the article does not match.

    `missing` is what the watchlist asks for that does not stand there, `blocked` what drops the article or silences
    mentions, `near` how near a missing phrase came; each in words.
    """

    match: Match | None
    found: tuple[Finding, ...]
    missing: tuple[str, ...]
    blocked: tuple[str, ...]
    near: tuple[str, ...]


def explain(article: Article, watchlist: Watchlist) -> Explanation:
    """Return why `article` does or does not match `watchlist`.

    Raises:
        QueryError: the watchlist's query or a form of it cannot be read.
    """
    compiled = compile_watchlists((watchlist,))
    page = Page(article)
    sight = Sight(page, compiled.automaton.read(page))
    ready, entry = compiled.ready(0), compiled.entries[0]
    names = Names(sight.page, compiled)
    match = match_of(sight, ready, names)
    verdicts = ready.scales.judge(sight) if ready.scales is not None else []
    reading = _Reading(sight, compiled)
    if entry.query is not None:
        reading.look(entry.query)
    missing = [] if match else reading.missing
    if entry.weighing is not None and not verdicts and match is None:
        missing = [*missing, *(in_words(form.query) for form in entry.weighing.forms)]
    return Explanation(
        match,
        found=(*reading.found, *(_finding(page, names, verdict) for verdict in verdicts)),
        missing=tuple(dict.fromkeys(missing)),
        blocked=tuple(
            dict.fromkeys(
                (*reading.blocked, *(_blocked(page, verdict) for verdict in verdicts if verdict.rival is not None))
            )
        ),
        near=() if match or entry.query is None else _near_misses(page, entry.query),
    )


class _Reading:
    """What a query finds, lacks and is blocked by on one page, gathered leaf by leaf."""

    def __init__(self, sight: Sight, compiled: CompiledWatchlists) -> None:
        self._sight = sight
        self._numbers = compiled.automaton.numbers
        self._names = Names(sight.page, compiled)
        self.found: list[Finding] = []
        self.missing: list[str] = []
        self.blocked: list[str] = []

    def look(self, query: Query) -> None:
        """Gather what `query` finds, lacks and is blocked by."""
        match query:
            case Leaf():
                self._leaf(query)
            case Not(part):
                self._block("drops the article", (part,))
            case Mask(part, masks):
                self._block("silences mentions", masks)
                self.look(part)
            case Or(parts):
                self._look_at([part for part in parts if self._met(part)] or parts)
            case _:
                if not isinstance(query, And) and not self._met(query):
                    self.missing.append(in_words(query))
                self._look_at(() if isinstance(query, Field) and not query.name.holds_words else children(query))

    def _look_at(self, queries: Iterable[Query]) -> None:
        for query in queries:
            self.look(query)

    def _met(self, query: Query) -> bool:
        return asked(query, self._numbers)(self._sight) is not None

    def _block(self, how: str, queries: Iterable[Query]) -> None:
        self.blocked.extend(f"{how}: {in_words(query)}" for query in queries if self._met(query))

    def _leaf(self, leaf: Leaf) -> None:
        found = self._sight.found.get(self._numbers[leaf])
        if found is None:
            self.missing.append(in_words(leaf))
            return
        for mention in self._names.mentions(found):
            self.found.append(Finding(mention, counts=True, because=f"{in_words(leaf)} {_where(mention)}"))


def _finding(page: Page, names: Names, verdict: Verdict) -> Finding:
    counts = verdict.outcome is not Outcome.OUT
    return Finding(names.mention(verdict.mention), counts, _because(page, verdict))


def _because(page: Page, verdict: Verdict) -> str:
    form = in_words(verdict.form.query)
    if verdict.form.strength is Strength.STRONG:
        return f"{form} counts by itself"
    if verdict.anchor is not None:
        return f"{form} counts because the long form stands in the article"
    if verdict.rival is not None:
        doubt = ", but the story is long and about both" if verdict.outcome is Outcome.IN_DOUBT else ""
        return f"{form} is read as {verdict.rival.name}: {_clues(page, verdict.against)}{doubt}"
    if verdict.outcome is Outcome.COUNTS:
        return (
            f"{form} counts with {_clues(page, verdict.clues)}"
            if verdict.clues
            else f"{form}: nothing speaks against it"
        )
    if verdict.clues:
        return f"{form} needs more than {_clues(page, verdict.clues)}"
    return f"{form} needs its long form or context in the article"


def _clues(page: Page, clues: tuple[Clue, ...]) -> str:
    return ", ".join(_clue(page, clue) for clue in clues[:_MOST_CLUES])


def _clue(page: Page, clue: Clue) -> str:
    query, (start, end, _) = clue.cue.query, clue.found
    words = in_words(query) if isinstance(query, Leaf) else f"“{page.full[start:end]}”"
    match clue.apart:
        case 0:
            return f"{words} over it"
        case 1:
            return f"{words} beside it"
        case _:
            return f"{words} {clue.apart:,} words away"


def _blocked(page: Page, verdict: Verdict) -> str:
    return f"{verdict.rival.name if verdict.rival else ''}: {_clues(page, verdict.against)}"


def _where(mention: Mention) -> str:
    return "in the headline" if mention.part is Part.TITLE else f"at character {mention.start:,} of the text"


def _near_misses(page: Page, query: Query) -> tuple[str, ...]:
    """Return how near the first and the last word of each missing phrase came to one another."""
    phrases = [leaf for leaf in leaves(query) if leaf.kind in (Kind.PHRASE, Kind.EXACT) and len(leaf.words) > 1]
    return tuple(said for leaf in dict.fromkeys(phrases) if (said := _near_miss(page, leaf)))


def _near_miss(page: Page, phrase: Leaf) -> str | None:
    first, *_, last = phrase.words
    ends = tuple(Leaf(Kind.PHRASE, word) for word in (first, last))
    automaton = Automaton((*ends, phrase))
    found = automaton.read(page)
    if automaton.numbers[phrase] in found:
        return None
    starts, stops = found.get(0, ()), found.get(1, ())
    apart = [words_apart(page, one, other) for one in starts for other in stops if one < other]
    nearest = min(apart, default=_NEAR_MISS + 1)
    return f"found “{first} … {last}” {nearest} words apart" if nearest <= _NEAR_MISS else None
