"""Which watchlists an article matches, where, and how central they are to it."""

from collections.abc import Iterable

from feeds.model import Article, Match, Mention, Part, Salience
from feeds.query import canonical
from feeds.watchlists.compiled import CompiledWatchlists, Entry
from feeds.watchlists.evaluate import Found, Sight
from feeds.watchlists.evidence import judge
from feeds.watchlists.page import Page


def find_matches(article: Article, compiled: CompiledWatchlists) -> tuple[Match, ...]:
    """Return a match for each watchlist that `article` meets with at least its minimum, in the watchlists' order."""
    page = Page(article)
    hits = compiled.automaton.read(page)
    sight = Sight(page, hits.spans)
    numbers = set(compiled.unanchored)
    for leaf in set(hits.leaves()):
        anchored = compiled.anchored.get(leaf)
        if anchored is not None and sight.of_leaf(leaf):
            numbers.update(anchored)
    matches = (match_of(sight, compiled.entries[number]) for number in sorted(numbers))
    return tuple(match for match in matches if match is not None)


def match_of(sight: Sight, entry: Entry) -> Match | None:
    """Return the match of one watchlist, or None where the page does not meet it or its minimum."""
    found = entry.query and sight.find(entry.query)
    judged = [verdict.mention for verdict in judge(sight, entry.weighing) if verdict.counts] if entry.weighing else []
    if found is None and not judged:
        return None
    mentions = mentions_of(sight.page, (*(found or ()), *judged))
    salience = salience_of(sight.page, mentions)
    if salience < entry.watchlist.minimum:
        return None
    return Match(entry.watchlist.id, mentions, salience)


def mentions_of(page: Page, found: Iterable[Found]) -> tuple[Mention, ...]:
    """Return `found` as mentions in order of place, headline first; of those that overlap, the longest."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (page.place(one.start, one.end)[0], one.start - one.end)):
        if not kept or page.place(one.start, one.end)[0] >= page.place(kept[-1].start, kept[-1].end)[1]:
            kept.append(one)
    return tuple(Mention(*page.span(one.start, one.end), form=canonical(one.leaf)) for one in kept)


def salience_of(page: Page, mentions: tuple[Mention, ...]) -> Salience:
    """Return how central the mentions are; an article met without words (by its source) counts as LEAD."""
    if not mentions:
        return Salience.LEAD
    if mentions[0].part is Part.TITLE:
        return Salience.HEADLINE
    if mentions[0].start + page.text_start < page.lead_end:
        return Salience.LEAD
    return Salience.SEVERAL if len(mentions) > 1 else Salience.PASSING
