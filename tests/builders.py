"""Values for tests, each complete and plausible; a test says only what matters to it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from feeds.model import Article, Feed, FeedId, Quote, QuoteKind
from storage.model import ArticleId, ArticleKey, QuoteId, StoredArticle, StoredQuote, StoryKey

NOW = datetime(2026, 6, 16, 20, 12, tzinfo=UTC)


def a_feed(**changes: Any) -> Feed:  # noqa: ANN401 (any field of a Feed)
    """Return a feed of the Example Times that was read before and is healthy."""
    feed = Feed(
        id=FeedId(1),
        url="https://times.example/rss.xml",
        name="Example Times",
        every=timedelta(minutes=5),
        backlog=timedelta(0),
        next_poll=NOW,
        polled_at=NOW - timedelta(minutes=5),
    )
    return replace(feed, **changes)


def an_article(**changes: Any) -> Article:  # noqa: ANN401 (any field of an Article)
    """Return an article of the Example Times, six minutes old, about a deportation flight."""
    article = Article(
        guid="times-1",
        url="https://times.example/flight",
        title="Deportation flight leaves Port Ansel",
        source="Example Times",
        published=NOW - timedelta(minutes=6),
        text=(
            "A deportation flight left Port Ansel on Tuesday.\n"
            "“Nobody told the families,” said Karen Bassey, the mayor of Port Ansel."
        ),
    )
    return replace(article, **changes)


def stored(number: int = 1, *, story: str = "story-1", copies: str | None = None, **changes: Any) -> StoredArticle:  # noqa: ANN401 (any field of an Article)
    """Return a stored article with this number, in this story; `changes` are of the article in it."""
    key = ArticleKey(f"key-{number}")
    return StoredArticle(
        id=ArticleId(number),
        key=key,
        feed=FeedId(1),
        article=an_article(**changes),
        first_seen=NOW,
        story=StoryKey(story),
        copies=ArticleKey(copies) if copies else key,
    )


def a_quote(text: str = "Nobody told the families", speaker: str | None = "Karen Bassey", **changes: Any) -> Quote:  # noqa: ANN401 (any field of a Quote)
    """Return a full quote, its speaker named beside it."""
    quote = Quote(
        text=text,
        start=50,
        end=50 + len(text),
        speaker=speaker,
        kind=QuoteKind.FULL,
        how="named in the sentence",
        confidence=0.95,
        cue="said",
    )
    return replace(quote, **changes)


def a_stored_quote(quote: Quote | None = None, article: StoredArticle | None = None, number: int = 1) -> StoredQuote:
    """Return a stored quote in its article, its speaker as the quote has it."""
    said = quote or a_quote()
    return StoredQuote(QuoteId(number), said, said.speaker, article or stored())
