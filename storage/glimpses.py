"""Stored articles as far as matching asks for them: many at a time, and nothing that it does not read."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import col, select

from feeds.model import Article
from storage.model import ArticleId, Glimpse, StoryKey
from storage.store import Transaction
from storage.tables import ArticleRow

AT_ONCE = 500
"""How many rows are fetched at a time."""


def glimpses(tx: Transaction, since: datetime) -> Iterator[Glimpse]:
    """Return what matching asks of the articles published and first seen since then, fetched as they are asked for.

    In no order. Neither quotes nor summaries are read, and no row is made for what is only looked through.
    """
    wanted = select(
        col(ArticleRow.id),
        col(ArticleRow.story),
        col(ArticleRow.title),
        col(ArticleRow.text),
        col(ArticleRow.source),
        col(ArticleRow.published),
    )  # type: ignore[call-overload] # SQLModel's types end at four columns
    young = wanted.where(col(ArticleRow.first_seen) >= since, col(ArticleRow.published) >= since)
    rows = tx.session.connection().execution_options(yield_per=AT_ONCE).execute(young)
    return (
        Glimpse(ArticleId(number), StoryKey(story), Article("", None, title, source, published, text))
        for number, story, title, text, source, published in rows
    )
