"""Watchlists made ready to be matched: queries read, forms and tables resolved, one automaton over all their words."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never

from feeds.errors import QueryError
from feeds.model import Forms, Salience, Watchlist
from feeds.query import And, Field, Leaf, Mask, Near, Not, Or, Query, canonical, leaves, parse_query
from feeds.query.tree import alternatives
from feeds.watchlists.automaton import Automaton
from feeds.watchlists.evaluate import Asked, asked
from feeds.watchlists.evidence import Form, Scales, Strength, Weighing
from feeds.watchlists.tables import Cue, Sense, shipped_tables

TABLE = "@"


@dataclass(frozen=True, slots=True)
class Entry:
    """One watchlist, read. `query` is None for a watchlist of forms alone, `weighing` for one without forms."""

    watchlist: Watchlist
    query: Query | None
    weighing: Weighing | None

    def plain_leaves(self) -> tuple[Leaf, ...]:
        """Return the leaves of a watchlist that is met wherever one of them stands; none for any other watchlist."""
        if self.query is None or self.weighing is not None:
            return ()
        parts = alternatives(self.query)
        found = tuple(part for part in parts if isinstance(part, Leaf))
        return found if len(found) == len(parts) else ()

    def anchors(self) -> frozenset[Leaf] | None:
        """Return leaves of which one stands in every article that matches; None where any article may match."""
        wanted = [form.query for form in self.weighing.forms] if self.weighing else []
        if self.query is not None:
            wanted.append(self.query)
        return _any_of(wanted)


@dataclass(frozen=True, slots=True)
class Ready:
    """One watchlist made ready for the sights of one automaton."""

    watchlist: Watchlist
    query: Asked | None
    scales: Scales | None


class CompiledWatchlists:
    """Immutable; made by `compile_watchlists`. Pickles as its watchlists and is rebuilt where it is unpickled.

    By the number of a leaf: `plain` are the places of watchlists that match wherever it stands, `anchored` of those to
    be asked where it stands. Those at `unanchored` are asked of every article.
    """

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self.automaton = Automaton(leaf for entry in entries for leaf in _all_leaves(entry))
        self._ready: dict[int, Ready] = {}
        self._forms: dict[int, str] = {}
        self.ids = [entry.watchlist.id for entry in entries]
        self.minimums = {
            place: entry.watchlist.minimum
            for place, entry in enumerate(entries)
            if entry.watchlist.minimum > Salience.PASSING
        }
        self.plain: dict[int, list[int]] = {}
        self.anchored: dict[int, list[int]] = {}
        self.unanchored: list[int] = []
        for place, entry in enumerate(entries):
            self._file(place, entry)

    def ready(self, place: int) -> Ready:
        """Return the watchlist at `place`, made ready when first asked for: most lists wait long for their words."""
        ready = self._ready.get(place)
        if ready is None:
            entry, numbers = self.entries[place], self.automaton.numbers
            ready = self._ready[place] = Ready(
                entry.watchlist,
                asked(entry.query, numbers) if entry.query is not None else None,
                Scales(entry.weighing, numbers) if entry.weighing is not None else None,
            )
        return ready

    def plain_numbers(self, place: int) -> list[int]:
        """Return the numbers of the leaves of which one is enough for the watchlist at `place`."""
        return [self.automaton.numbers[leaf] for leaf in self.entries[place].plain_leaves()]

    def form(self, number: int) -> str:
        """Return the leaf with `number` in canonical text."""
        form = self._forms.get(number)
        if form is None:
            form = self._forms[number] = canonical(self.automaton.leaves[number])
        return form

    def _file(self, place: int, entry: Entry) -> None:
        """Note by which leaves the watchlist at `place` is found."""
        numbers = self.automaton.numbers
        plain = entry.plain_leaves()
        anchors = plain or entry.anchors()
        if anchors is None:
            self.unanchored.append(place)
            return
        places = self.plain if plain else self.anchored
        for leaf in anchors:
            places.setdefault(numbers[leaf], []).append(place)

    def __reduce__(self) -> tuple[object, ...]:
        return compile_watchlists, (tuple(entry.watchlist for entry in self.entries),)

    def __len__(self) -> int:
        return len(self.entries)


def compile_watchlists(watchlists: Iterable[Watchlist]) -> CompiledWatchlists:
    """Return `watchlists` ready for `find_matches`, in their order.

    Raises:
        QueryError: a query or a form cannot be read; the message names the watchlist.
    """
    with _collector_at_rest():
        return CompiledWatchlists(tuple([compile_entry(watchlist) for watchlist in watchlists]))


def compile_entry(watchlist: Watchlist) -> Entry:
    """Return one watchlist, read.

    Raises:
        QueryError: as `compile_watchlists`.
    """
    try:
        query = _parsed(watchlist.query) if watchlist.query.strip() else None
        weighing = _weighing(watchlist.forms)
    except QueryError as error:
        raise QueryError(f"{watchlist.name}: {error}", at=error.at, suggestion=error.suggestion) from error
    if query is None and weighing is None:
        raise QueryError(f"{watchlist.name}: has neither a query nor forms")
    return Entry(watchlist, query, weighing)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Hold back the collector of cycles: what is built lives on, and to walk it over and over takes a third longer."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()


@lru_cache(maxsize=1 << 15)
def _parsed(text: str) -> Query:
    return parse_query(text)


def _weighing(forms: Forms) -> Weighing | None:
    kinds = (
        (Strength.STRONG, forms.strong),
        (Strength.PRESUMED, forms.presumed),
        (Strength.WEAK, forms.weak),
        (Strength.ANCHORED, forms.anchored),
    )
    read = tuple(
        Form(part, strength) for strength, texts in kinds for text in texts for part in alternatives(_parsed(text))
    )
    if not read:
        return None
    tables = shipped_tables()
    return Weighing(read, _senses(forms.context, tables, "context"), _senses(forms.blockers, tables, "blockers"))


def _senses(texts: tuple[str, ...], tables: Mapping[str, tuple[Sense, ...]], name: str) -> tuple[Sense, ...]:
    plain = (_parsed(text) for text in texts if not text.startswith(TABLE))
    typed = tuple(Cue(canonical(part), part) for query in plain for part in alternatives(query))
    senses = [Sense(name, typed)] if typed else []
    for text in texts:
        if text.startswith(TABLE):
            if text[1:] not in tables:
                raise QueryError(f"there is no table “{text}” (there are: {', '.join(tables)})")
            senses.extend(tables[text[1:]])
    return tuple(senses)


def _all_leaves(entry: Entry) -> Iterable[Leaf]:
    if entry.query is not None:
        yield from leaves(entry.query, wanted=False)
    if entry.weighing is None:
        return
    for form in entry.weighing.forms:
        yield from leaves(form.query, wanted=False)
    for sense in (*entry.weighing.own, *entry.weighing.rivals):
        for cue in sense.cues:
            yield from leaves(cue.query, wanted=False)


def _anchors(query: Query) -> frozenset[Leaf] | None:
    match query:
        case Leaf():
            return frozenset((query,))
        case Or(parts):
            return _any_of(parts)
        case And(parts):
            return _fewest(parts)
        case Near(left, right):
            return _fewest((left, right))
        case Not():
            return None
        case Mask(part) | Field(_, part):
            return _anchors(part) if not (isinstance(query, Field) and not query.name.holds_words) else None
        case _:
            assert_never(query)


def _any_of(parts: Iterable[Query]) -> frozenset[Leaf] | None:
    united: frozenset[Leaf] = frozenset()
    for part in parts:
        anchors = _anchors(part)
        if anchors is None:
            return None
        united |= anchors
    return united


def _fewest(parts: Iterable[Query]) -> frozenset[Leaf] | None:
    """Return the anchors of the part that tends to be met least often: few leaves, long words."""
    known = [anchors for part in parts if (anchors := _anchors(part)) is not None]
    if not known:
        return None
    return min(known, key=lambda anchors: (len(anchors), -max(len(leaf.text) for leaf in anchors)))
