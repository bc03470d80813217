"""Completions of an argument: speakers with counts, watchlists, feeds, sources; what a chat offers while one types."""

from handlers.grammar import Kind
from storage import channels, feeds, speakers, watchlists
from storage.store import Store, Transaction

MOST = 25
MOST_SPEAKERS = 3000
"""Speakers looked through for each completion: whoever is quoted less is found by the whole name."""


def completions(store: Store, desk: str, kind: Kind, typed: str) -> tuple[tuple[str, str], ...]:
    """Return at most 25 (label, value) pairs that go on from `typed`; a desk sees only watchlists of its own."""
    with store.reading() as tx:
        match kind:
            case Kind.SPEAKER:
                return _speakers(tx, typed.strip().casefold())
            case Kind.WATCHLIST:
                return _holding(typed, _watchlist_names(tx, desk))
            case Kind.FEED | Kind.SOURCE:
                return _holding(typed, tuple(feed.name for feed in feeds.all_feeds(tx)))
            case _:
                return ()


def _speakers(tx: Transaction, wanted: str) -> tuple[tuple[str, str], ...]:
    """Return the speakers with a word of their name that begins so, the most quoted first."""
    known = speakers.most_quoted(tx, MOST_SPEAKERS if wanted else MOST)
    fitting = [each for each in known if f" {wanted}" in f" {each.name.casefold()}"]
    return tuple((f"{each.name} ({each.quotes})", each.name) for each in fitting[:MOST])


def _watchlist_names(tx: Transaction, ref: str) -> tuple[str, ...]:
    desk = channels.find_desk(tx, ref)
    return tuple(each.watchlist.name for each in watchlists.all_watchlists(tx, desk.id)) if desk else ()


def _holding(typed: str, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    wanted = typed.strip().casefold()
    fitting = [name for name in dict.fromkeys(names) if wanted in name.casefold()]
    ranked = sorted(fitting, key=lambda name: (not name.casefold().startswith(wanted), name.casefold()))
    return tuple((name, name) for name in ranked[:MOST])
