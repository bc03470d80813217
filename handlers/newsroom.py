"""What one running Wiredesk holds in memory beside its store: the reader and the index of recent stories."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from feeds.model import Article
from feeds.stories import Document, Placement, StoryIndex
from handlers.reading import Reader
from storage import articles, feeds
from storage.store import Store

STORY_WINDOW = timedelta(days=14)


class Newsroom:
    """The store, the reader and the story index. Safe to use from several threads."""

    def __init__(self, store: Store, reader: Reader) -> None:
        self.store = store
        self.reader = reader
        self._lock = threading.Lock()
        self._index = StoryIndex()

    def open(self, now: datetime) -> None:
        """Take over from the last run: free the feeds it was reading, and rebuild the story index.

        Only for who holds the store. The index comes from the stored window, in the order the articles were kept.
        """
        with self.store.transaction() as tx:
            feeds.end_leases(tx)
        with self._lock:
            self._rebuild(now)

    @contextmanager
    def folding(self, now: datetime) -> Iterator[StoryIndex]:
        """Hold the index for placing and writing; when the writing fails, the index is what is stored again."""
        with self._lock:
            try:
                yield self._index
            except BaseException:
                self._rebuild(now)
                raise
            self._index.forget_before(now - STORY_WINDOW)

    def _rebuild(self, now: datetime) -> None:
        self._index = StoryIndex()
        with self.store.reading() as tx:
            for stored in articles.window(tx, now - STORY_WINDOW):
                self._index.keep(document(stored.key, stored.article), Placement(stored.story, stored.copies))


def document(key: str, article: Article) -> Document:
    """Return the article `key` as the story index sees it.

    One without a date counts as of its reading: the index forgets at once what has none.
    """
    return Document(key, article.title, article.text, article.source, article.published, article.url)
