"""The end of embargoes: what was held becomes an article when its time has come, by the clock, exactly once.

Until then it stands in a table of its own, where no alert, digest or search looks. What is held, `ingest` decides.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from feeds.model import Feed, FeedId
from handlers.arrivals import Arrival, by_identity, read
from handlers.ingest import write
from handlers.newsroom import Newsroom
from storage import articles, embargoes, feeds
from storage.model import Held
from storage.store import Transaction


def release_due(newsroom: Newsroom, now: datetime) -> int:
    """Keep, and tell, what is held no longer; return how many articles that were.

    An article comes out as published at the end of its embargo. What a feed held that is watched no more is dropped.
    """
    with newsroom.store.reading() as tx:
        due = embargoes.due(tx, now)
        watched = {feed.id: feed for feed in feeds.all_feeds(tx)} if due else {}
    by_feed: dict[FeedId, list[Held]] = {}
    for held in due:
        by_feed.setdefault(held.feed, []).append(held)
    released = sum(_release(newsroom, watched[feed], held, now) for feed, held in by_feed.items() if feed in watched)
    if len(due) > released:
        with newsroom.store.transaction() as tx:
            embargoes.let_go(tx, (held.key for held in due))
    return released


def _release(newsroom: Newsroom, feed: Feed, due: Sequence[Held], now: datetime) -> int:
    entries = tuple(replace(held.article, published=max(held.article.published, held.until)) for held in due)
    with newsroom.store.reading() as tx:
        known = articles.known(tx, feed.id, entries)
        lists = newsroom.lists(tx)
    arrival = Arrival(
        feed, by_identity(entries, known), lists, hint=None, window=None, complaints=(), is_familiar=False
    )

    def note(tx: Transaction) -> None:
        embargoes.let_go(tx, (held.key for held in due))

    return write(newsroom, read(newsroom, arrival), now, note).new
