"""What one running Wiredesk holds in memory beside its store: the reader and the index of recent stories."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from feeds.model import Article
from feeds.stories import Document, Placement, StoryIndex
from handlers.reading import Reader
from storage import articles, feeds, rulings, watchlists
from storage.model import StoredArticle, StoredWatchlist
from storage.store import Store, Transaction

STORY_WINDOW = timedelta(days=14)


class Newsroom:
    """The store, the reader and the story index. Safe to use from several threads."""

    def __init__(self, store: Store, reader: Reader) -> None:
        self.store = store
        self.reader = reader
        self._lock = threading.Lock()
        self._index = StoryIndex()
        self._heeded = 0
        self._lists: tuple[tuple[int, int, int], tuple[StoredWatchlist, ...]] = ((0, 0, 0), ())

    def open(self, now: datetime) -> None:
        """Take over from the last run: free the feeds it was reading, and rebuild the story index.

        Only for who holds the store. The index comes from the stored window, in the order the articles were kept.
        """
        with self.store.transaction() as tx:
            feeds.end_leases(tx)
        with self._lock:
            self._rebuild(now)

    def lists(self, tx: Transaction) -> tuple[StoredWatchlist, ...]:
        """Return the watchlists of all desks that are matched, as `tx` sees them.

        They are loaded again only when one was changed, so that ten thousand of them cost a poll nothing.
        """
        edition = watchlists.edition(tx)
        known, lists = self._lists
        if known != edition:
            lists = watchlists.active_watchlists(tx)
            self._lists = (edition, lists)
        return lists

    @contextmanager
    def folding(self, now: datetime) -> Iterator[StoryIndex]:
        """Hold the index for placing and writing; when the writing fails, the index is what is stored again.

        It places into strands: as which story a strand is told, editors rule (`storage/rulings`).
        """
        with self._lock:
            self._heed()
            self._index.forget_before(now - STORY_WINDOW)
            try:
                yield self._index
            except BaseException:
                self._rebuild(now)
                raise

    def _rebuild(self, now: datetime) -> None:
        self._index = StoryIndex()
        with self.store.reading() as tx:
            self._heeded = rulings.latest(tx)
            for stored in articles.window(tx, now - STORY_WINDOW):
                remember(self._index, stored)

    def _heed(self) -> None:
        """Put what editors split or merged since the last time where their rulings say."""
        with self.store.reading() as tx:
            latest = rulings.latest(tx)
            moved = rulings.moved_since(tx, self._heeded) if latest > self._heeded else ()
        for stored in moved:
            remember(self._index, stored)
        self._heeded = latest


def remember(index: StoryIndex, stored: StoredArticle) -> None:
    """Let `index` hold an article as it stands: what a rebuilt index would hold of it."""
    index.keep(document(stored.key, stored.article), Placement(stored.strand, stored.copies))


def document(key: str, article: Article) -> Document:
    """Return the article `key` as the story index sees it.

    One without a date counts as of its reading: the index forgets at once what has none.
    """
    return Document(key, article.title, article.text, article.source, article.published, article.url)
