"""A watchlist in words: what it watches, where it speaks, and what makes two states of it differ. Reads no store."""

from collections.abc import Mapping
from dataclasses import astuple

from feeds.model import Forms, Salience
from feeds.query import in_words, parse_query
from handlers.message import plural
from storage.model import ChannelId, StoredWatchlist

DESCRIBED = 100
FORMS_DESCRIBED = 2
FORMS_LISTED = 8
MINIMUMS = {
    Salience.PASSING: "any mention",
    Salience.SEVERAL: "several mentions, or one in the lead or headline",
    Salience.LEAD: "a mention in the lead or headline",
    Salience.HEADLINE: "a mention in the headline",
}
_KINDS = (
    ("strong", "Matches alone"),
    ("presumed", "Matches unless something speaks against it"),
    ("weak", "Needs context"),
    ("anchored", "Only beside one that matches alone"),
    ("context", "Context"),
    ("blockers", "Speaks against it"),
)
_TABLE = "@"

Names = Mapping[ChannelId, str]


def described(stored: StoredWatchlist) -> str:
    """Return what a list watches, in words: its query whole; of many forms the first few."""
    forms, minimum = stored.watchlist.forms, stored.watchlist.minimum
    query = [in_words(parse_query(stored.watchlist.query))] if stored.watchlist.query else []
    in_context = [f"{in_words(parse_query(form))} in context" for form in forms.weak]
    said = [*query, *in_context, *map(in_words, map(parse_query, forms.strong))]
    shown = said[:FORMS_DESCRIBED] or ["nothing"]
    more = len(said) + len(forms.presumed) - len(shown)
    told = " or ".join(shown) + (f", and {plural(more, 'more form')}" if more > 0 else "")
    return told if minimum is Salience.PASSING else f"{told}; counts only {MINIMUMS[minimum]}"


def described_briefly(stored: StoredWatchlist) -> str:
    """Return what a list watches, in as many words as a row of a table has room for."""
    told = described(stored)
    return told if len(told) <= DESCRIBED else f"{told[:DESCRIBED].rsplit(' ', 1)[0].rstrip(',')} …"


def forms_in_words(forms: Forms) -> tuple[str, ...]:
    """Return a line for each kind of form that a list has: what it does, and the first of its forms."""
    return tuple(f"{title}: {_first(listed)}" for kind, title in _KINDS if (listed := getattr(forms, kind)))


def speaks(stored: StoredWatchlist, names: Names) -> str:
    """Return where a list speaks and how loudly: `alert in #desk, flash in #night`."""
    if stored.paused:
        return "paused"
    return routes_in_words(stored, names)


def routes_in_words(stored: StoredWatchlist, names: Names) -> str:
    """Return where a list speaks when it is not paused."""
    told = [
        f"{route.level.name.lower()} in {names[route.channel]}" for route in stored.routes if route.channel in names
    ]
    return ", ".join(told) or "nowhere"


def differences(before: StoredWatchlist, after: StoredWatchlist, names: Names) -> tuple[str, ...]:
    """Return what `after` has otherwise than `before`, a line each: `level: alert → flash`. Empty where nothing is."""
    old, new = before.watchlist, after.watchlist
    pairs = (
        ("name", old.name, new.name),
        ("query", old.query or "none", new.query or "none"),
        ("counts from", MINIMUMS[old.minimum], MINIMUMS[new.minimum]),
        ("speaks", routes_in_words(before, names), routes_in_words(after, names)),
    )
    told = [f"{what}: {was} → {now}" for what, was, now in pairs if was != now]
    if before.paused != after.paused:
        told.append("paused" if after.paused else "speaks again")
    return (*told, *_forms_changed(old.forms, new.forms))


def same_content(one: StoredWatchlist, other: StoredWatchlist) -> bool:
    """Say whether two states are the same but for their versions and for being removed."""
    parts = [(astuple(each.watchlist), set(each.routes), each.paused) for each in (one, other)]
    return parts[0] == parts[1]


def _first(listed: tuple[str, ...]) -> str:
    shown = ", ".join(f"the table {form[1:]}" if form.startswith(_TABLE) else form for form in listed[:FORMS_LISTED])
    more = len(listed) - FORMS_LISTED
    return f"{shown} and {more:,} more" if more > 0 else shown


def _forms_changed(before: Forms, after: Forms) -> tuple[str, ...]:
    told = []
    for kind, title in _KINDS:
        old, new = getattr(before, kind), getattr(after, kind)
        signed = [f"+ {form}" for form in new if form not in old] + [f"- {form}" for form in old if form not in new]
        if signed:
            told.append(f"{title.lower()}: {_first(tuple(signed))}")
        elif old != new:
            told.append(f"{title.lower()}: in another order")
    return tuple(told)
