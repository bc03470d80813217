"""Why an article does or does not match a watchlist, in words: what was found and where, what was missing, how near."""

from dataclasses import dataclass

from feeds.model import Article, Match, Mention, Part, Watchlist
from feeds.query import Field, Kind, Leaf, Mask, Near, Not, Query, in_words, leaves
from feeds.query.tree import children
from feeds.watchlists.compiled import CompiledWatchlists, Entry, compile_entry
from feeds.watchlists.evaluate import Sight
from feeds.watchlists.evidence import Clue, Strength, Verdict, judge
from feeds.watchlists.finder import seeds_of
from feeds.watchlists.matching import match_of, mentions_of
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

    `missing` is what the query asks for that does not stand there, `blocked` what drops the article or silences
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
    compiled = CompiledWatchlists((compile_entry(watchlist),))
    entry = compiled.entries[0]
    page = Page(article)
    sight = Sight(page, compiled.automaton.read(page).spans)
    match = match_of(sight, entry)
    verdicts = judge(sight, entry.weighing) if entry.weighing else ()
    words = _Words(sight)
    if entry.query is not None:
        words.look(entry.query)
    found = (*words.found, *(_finding(sight, verdict) for verdict in verdicts))
    missing = () if match else tuple(dict.fromkeys(words.missing))
    if match is None and not found and entry.weighing is not None:
        missing = (
            *missing,
            *(in_words(form.query) for form in entry.weighing.forms if form.strength is Strength.STRONG),
        )
    blocked = (*words.blocked, *dict.fromkeys(_blocked(verdict) for verdict in verdicts if verdict.rival))
    return Explanation(match, found, missing, blocked, () if match else _near_misses(page, entry))


class _Words:
    """What a query finds, lacks and is blocked by on one page, gathered leaf by leaf."""

    def __init__(self, sight: Sight) -> None:
        self._sight = sight
        self.found: list[Finding] = []
        self.missing: list[str] = []
        self.blocked: list[str] = []

    def look(self, query: Query) -> None:
        """Gather what `query` finds, lacks and is blocked by."""
        match query:
            case Leaf():
                self._leaf(query)
                return
            case Not(part):
                self._block("drops the article", part)
                return
            case Mask(part, masks):
                self.look(part)
                for mask in masks:
                    self._block("silences mentions", mask)
                return
            case Field() | Near() if self._sight.find(query) is None:
                self.missing.append(in_words(query))
        for part in children(query):
            self.look(part)

    def _block(self, how: str, query: Query) -> None:
        if self._sight.find(query) is not None:
            self.blocked.append(f"{how}: {in_words(query)}")

    def _leaf(self, leaf: Leaf) -> None:
        found = self._sight.of_leaf(leaf)
        if not found:
            self.missing.append(in_words(leaf))
        self.found.extend(
            Finding(mention, counts=True, because=f"{in_words(leaf)} {_where(mention)}")
            for mention in mentions_of(self._sight.page, found)
        )


def _finding(sight: Sight, verdict: Verdict) -> Finding:
    mention = mentions_of(sight.page, (verdict.mention,))[0]
    return Finding(mention, verdict.counts, _because(verdict))


def _because(verdict: Verdict) -> str:
    form = f"“{' '.join(leaf.text for leaf in leaves(verdict.form.query))}”"
    if verdict.form.strength is Strength.STRONG:
        return f"{form} counts by itself"
    if verdict.anchor is not None:
        return f"{form} counts because the long form stands in the article"
    if verdict.rival is not None:
        return f"{form} is read as {verdict.rival.name}: {_clues(verdict.against)}"
    if verdict.counts:
        return (
            f"{form} counts with {_clues(verdict.clues)}"
            if verdict.clues
            else f"{form} counts: nothing speaks against it"
        )
    if verdict.form.strength is Strength.ANCHORED:
        return f"{form} needs the long form in the article"
    return (
        f"{form} needs more context than {_clues(verdict.clues)}" if verdict.clues else f"{form} stands without context"
    )


def _clues(clues: tuple[Clue, ...]) -> str:
    return ", ".join(_clue(clue) for clue in clues[:_MOST_CLUES])


def _clue(clue: Clue) -> str:
    words = in_words(clue.cue.query)
    match clue.apart:
        case 0:
            return f"{words} over it"
        case 1:
            return f"{words} beside it"
        case _:
            return f"{words} {clue.apart} words away"


def _blocked(verdict: Verdict) -> str:
    assert verdict.rival is not None  # noqa: S101 - asked only where there is one
    return f"{verdict.rival.name}: {_clues(verdict.against)}"


def _where(mention: Mention) -> str:
    return "in the headline" if mention.part is Part.TITLE else f"at character {mention.start:,} of the text"


def _near_misses(page: Page, entry: Entry) -> tuple[str, ...]:
    """Return how near the words of each missing phrase came to one another."""
    wanted = list(leaves(entry.query)) if entry.query is not None else []
    phrases = [leaf for leaf in wanted if leaf.kind in (Kind.PHRASE, Kind.EXACT) and len(leaf.words) > 1]
    return tuple(said for leaf in dict.fromkeys(phrases) if (said := _near_miss(page, leaf)))


def _near_miss(page: Page, phrase: Leaf) -> str | None:
    first, *_, last = phrase.words
    sight = Sight(page, lambda leaf: _spans(page, leaf))
    starts, ends = (sight.of_leaf(Leaf(Kind.PHRASE, word.lower())) for word in (first, last))
    apart = [sight.words_apart(one, other) for one in starts for other in ends if one.start < other.start]
    wanted = len(phrase.words) - 1
    nearest = min((words for words in apart if words > wanted), default=None)
    if nearest is None or nearest > _NEAR_MISS:
        return None
    return f"found “{first} … {last}” {nearest} words apart"


def _spans(page: Page, leaf: Leaf) -> list[tuple[int, int]]:
    spans = []
    for seed in seeds_of(leaf):
        at = page.hay.find(seed.pattern)
        while at >= 0:
            if span := seed.check(page, at + 1):
                spans.append(span)
            at = page.hay.find(seed.pattern, at + 1)
    return sorted(set(spans))
