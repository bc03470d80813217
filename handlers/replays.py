"""The replay: what a watchlist finds in the stored week, as a full run would. Nothing is changed by it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from feeds.model import Salience, Watchlist
from feeds.watchlists import compile_watchlists, find_matches
from handlers.alerts import headline
from handlers.message import Block, Line, Moment, joined, plural, words
from storage import articles
from storage.model import StoredArticle
from storage.store import Transaction

REPLAYED = timedelta(days=7)
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Replay:
    """What a watchlist finds in the stored week: the matching articles, newest first, each with its salience."""

    found: tuple[tuple[StoredArticle, Salience], ...]
    read: int

    @property
    def stories(self) -> int:
        """How many different stories the articles tell."""
        return len({stored.story for stored, _ in self.found})


def replayed(tx: Transaction, watchlist: Watchlist, now: datetime) -> Replay:
    """Return what `watchlist` finds in the articles of the stored week, as a full run would.

    Raises:
        QueryError: its query cannot be read.
    """
    compiled = compile_watchlists((watchlist,))
    week = [stored for stored in articles.window(tx, now - REPLAYED) if stored.article.published >= now - REPLAYED]
    found = [(stored, hits[0].salience) for stored in week if (hits := find_matches(stored.article, compiled))]
    return Replay(tuple(sorted(found, key=lambda pair: pair[0].article.published, reverse=True)), len(week))


def replay_blocks(replay: Replay) -> tuple[Block, ...]:
    """Return what a replay found, in numbers and with its newest articles."""
    days = REPLAYED.days
    told = f"Last {days} days: {plural(replay.stories, 'story', 'stories')} in {plural(len(replay.found), 'article')}"
    first = Line(words(f"{told} of {replay.read:,} read" if replay.read else "No articles are stored yet."))
    return (first, *(_found(stored, salience) for stored, salience in replay.found[:SHOWN]))


def _found(stored: StoredArticle, salience: Salience) -> Line:
    article = stored.article
    where = {Salience.PASSING: "one mention", Salience.SEVERAL: "several mentions", Salience.LEAD: "in the lead"}
    facts = joined(
        (
            (headline(stored),),
            words(article.source),
            (Moment(article.published),),
            words(where.get(salience, "in the headline")),
        )
    )
    return Line(facts, indent=1)
