"""Which stored article an entry of a feed is, if any: by its key, its addresses, its GUID."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, or_, select

from feeds.model import Article, FeedId
from storage.model import ArticleKey, StoredArticle
from storage.rows import to_stored
from storage.sqlite import listed
from storage.store import Transaction
from storage.tables import AddressRow, ArticleRow, table

_ARTICLE, _ADDRESS = table(ArticleRow), table(AddressRow)
_OF_FEED = _ARTICLE.c.feed_id == bindparam("feed")
_OURS = or_(_OF_FEED, _ARTICLE.c.source.in_(listed("sources")))
_BY_KEY = _ARTICLE.select().where(_ARTICLE.c.key.in_(listed("keys")))
_BY_URL = _ARTICLE.select().where(_ARTICLE.c.url.in_(listed("urls")), _OURS).order_by(_ARTICLE.c.id)
_BY_GUID = _ARTICLE.select().where(_OF_FEED, _ARTICLE.c.guid.in_(listed("guids"))).order_by(_ARTICLE.c.id)
_BY_ADDRESS = (
    select(_ARTICLE, _ADDRESS.c.url.label("met_at"))
    .join(_ADDRESS, _ADDRESS.c.article_id == _ARTICLE.c.id)
    .where(_ADDRESS.c.url.in_(listed("urls")), _OURS)
    .order_by(_ARTICLE.c.id)
)


def article_key(feed: FeedId, article: Article) -> ArticleKey:
    """Return the key of an article that is not stored yet: its outlet and address, or its feed and GUID without one.

    A stored article keeps the key it was stored under, whatever becomes of its address.
    """
    name = f"url\n{article.source}\n{article.url}" if article.url else f"guid\n{feed}\n{article.guid}"
    return ArticleKey(hashlib.sha256(name.encode()).hexdigest()[:32])


def known(tx: Transaction, feed: FeedId, articles: Sequence[Article]) -> tuple[StoredArticle | None, ...]:
    """Return for each of `articles` of `feed` what is stored of it, or None.

    An article is known by its key, by its addresses among the articles of the same outlet or feed, or by its GUID
    within the feed, in this order. A GUID that several of `articles` bear tells nothing (feeds with one GUID for all
    exist).
    """
    keys = [article_key(feed, article) for article in articles]
    by_key = {row.key: row for row in _rows(tx, _BY_KEY, keys=keys)}
    others = [article for article, key in zip(articles, keys, strict=True) if key not in by_key]
    by_url: dict[str, Row[Any]] = {}
    by_guid: dict[str, Row[Any]] = {}
    if others:
        wanted = {"urls": [each.url for each in others if each.url], "sources": [*{each.source for each in others}]}
        for row in _rows(tx, _BY_URL, feed=feed, **wanted):
            by_url.setdefault(row.url, row)
        for row in _rows(tx, _BY_ADDRESS, feed=feed, **wanted):
            by_url.setdefault(row.met_at, row)
        by_guid = {row.guid: row for row in _rows(tx, _BY_GUID, feed=feed, guids=[each.guid for each in others])}
    bearers = Counter(article.guid for article in articles)

    def found(article: Article, key: ArticleKey) -> StoredArticle | None:
        row = by_key.get(key) or by_url.get(article.url or "")
        if row is None and bearers[article.guid] == 1:
            row = by_guid.get(article.guid)
        return to_stored(row) if row is not None else None

    return tuple(found(article, key) for article, key in zip(articles, keys, strict=True))


def _rows(tx: Transaction, query: Any, **bound: Any) -> Iterator[Row[Any]]:  # noqa: ANN401 - lists go in as JSON
    given = {name: json.dumps(value) if isinstance(value, list) else value for name, value in bound.items()}
    yield from tx.session.connection().execute(query, given)
