"""Which watchlists an article matches, where, and how central they are to it."""

from collections.abc import Mapping, Sequence

from feeds.model import Article, Match, Mention, Part, Salience
from feeds.watchlists.automaton import Found
from feeds.watchlists.compiled import CompiledWatchlists, Ready
from feeds.watchlists.evaluate import Sight
from feeds.watchlists.evidence import Outcome
from feeds.watchlists.page import Page


def find_matches(article: Article, compiled: CompiledWatchlists) -> tuple[Match, ...]:
    """Return a match for each watchlist that `article` meets with at least its minimum, in the watchlists' order."""
    page = Page(article)
    found = compiled.automaton.read(page)
    sight = Sight(page, found)
    names = Names(page, compiled)
    matches = _plain_matches(sight, compiled, names)
    for place in _asked(found, compiled):
        match = match_of(sight, compiled.ready(place), names)
        if match is not None:
            matches[place] = match
    return tuple([matches[place] for place in sorted(matches)])


def _asked(found: Mapping[int, list[Found]], compiled: CompiledWatchlists) -> set[int]:
    """Return the watchlists whose query or forms must be held against a page on which `found` stands."""
    places = set(compiled.unanchored)
    for number in found.keys() & compiled.anchored.keys():
        places.update(compiled.anchored[number])
    return places


def _plain_matches(sight: Sight, compiled: CompiledWatchlists, names: "Names") -> dict[int, Match]:
    """Return by place the matches of the watchlists that are lists of leaves: of those, what stands is all to know."""
    found, plain, ids, page = sight.found, compiled.plain, compiled.ids, sight.page
    matches: dict[int, Match] = {}
    several: set[int] = set()
    for number in found.keys() & plain.keys():
        mentions = names.mentions(found[number])
        salience = salience_of(page, mentions)
        for place in plain[number]:
            if place in matches:
                several.add(place)
            matches[place] = Match(ids[place], mentions, salience)
    for place in several:
        places = [one for number in compiled.plain_numbers(place) for one in found.get(number, ())]
        mentions = names.mentions(places)
        matches[place] = Match(ids[place], mentions, salience_of(page, mentions))
    for place in compiled.minimums.keys() & matches.keys():
        if matches[place].salience < compiled.minimums[place]:
            del matches[place]
    return matches


class Names:
    """Puts what was found on one page into mentions."""

    def __init__(self, page: Page, compiled: CompiledWatchlists) -> None:
        self._page = page
        self._form = compiled.form

    def mentions(self, found: Sequence[Found]) -> tuple[Mention, ...]:
        """Return `found` in order of place, headline first; of those that overlap, the first and longest."""
        if len(found) == 1:
            return (self.mention(found[0]),)
        kept: list[Found] = []
        end = -1
        for one in sorted(found):
            if one[0] >= end:
                kept.append(one)
                end = one[1]
            elif one[1] > end and one[0] == kept[-1][0]:
                kept[-1] = one
                end = one[1]
        return tuple([self.mention(one) for one in kept])

    def mention(self, one: Found) -> Mention:
        """Return what was found as a mention."""
        start, end, number = one
        page = self._page
        if start < page.title_end:
            return Mention(Part.TITLE, start - 1, end - 1, self._form(number))
        return Mention(Part.TEXT, start - page.text_start, end - page.text_start, self._form(number))


def match_of(sight: Sight, ready: Ready, names: Names) -> Match | None:
    """Return the match of one watchlist, or None where the page does not meet it or its minimum."""
    found = ready.query(sight) if ready.query is not None else None
    doubtful = False
    if ready.scales is not None:
        judged = [verdict for verdict in ready.scales.judge(sight) if verdict.outcome is not Outcome.OUT]
        if judged:
            doubtful = found is None and all(verdict.outcome is Outcome.IN_DOUBT for verdict in judged)
            found = [*(found or ()), *(verdict.mention for verdict in judged)]
    if found is None:
        return None
    mentions = names.mentions(found)
    salience = Salience.PASSING if doubtful else salience_of(sight.page, mentions)
    return Match(ready.watchlist.id, mentions, salience) if salience >= ready.watchlist.minimum else None


def salience_of(page: Page, mentions: tuple[Mention, ...]) -> Salience:
    """Return how central the mentions are; an article met without words (by its source) counts as LEAD."""
    if not mentions:
        return Salience.LEAD
    if mentions[0].part is Part.TITLE:
        return Salience.HEADLINE
    if mentions[0].start + page.text_start < page.lead_end:
        return Salience.LEAD
    return Salience.SEVERAL if len(mentions) > 1 else Salience.PASSING
