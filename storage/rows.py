"""How the rows of news become values, and values rows. No statement is run here."""

from typing import Any

from sqlalchemy import Row

from feeds.model import Article, FeedId, PageState, Precision, Quote, QuoteKind, Said
from storage.model import ArticleId, ArticleKey, Change, QuoteId, Revision, StoredArticle, StoredQuote, StoryKey
from storage.tables import ArticleRow, HeldRow, QuoteRow, RevisionRow


def as_published(article: Article) -> dict[str, Any]:
    """Return the columns that an article and its revision have in common."""
    return {
        "guid": article.guid,
        "url": article.url,
        "title": article.title,
        "source": article.source,
        "published": article.published,
        "text": article.text,
        "summary": article.summary,
        "author": article.author,
        "undated": article.undated,
    }


def page_columns(article: Article) -> dict[str, Any]:
    """Return the columns that tell of an article's own page; a revision has none."""
    return {"page": article.page.value if article.page else None, "as_fed": article.as_fed}


def to_article(row: ArticleRow | RevisionRow | HeldRow | Row[Any]) -> Article:
    """Return the article in a row, as published."""
    return Article(
        guid=row.guid,
        url=row.url,
        title=row.title,
        source=row.source,
        published=row.published,
        text=row.text,
        summary=row.summary,
        author=row.author,
        undated=row.undated,
        page=None if isinstance(row, RevisionRow) or row.page is None else PageState(row.page),
        as_fed=None if isinstance(row, RevisionRow) else row.as_fed,
    )


def to_stored(row: ArticleRow | Row[Any]) -> StoredArticle:
    """Return the stored article in a row."""
    return StoredArticle(
        id=ArticleId(row.id or 0),
        key=ArticleKey(row.key),
        feed=FeedId(row.feed_id),
        article=to_article(row),
        first_seen=row.first_seen,
        story=StoryKey(row.story),
        copies=ArticleKey(row.copies),
        change=Change(row.change) if row.change else None,
        changed_at=row.changed_at,
        news=row.news,
        strand=StoryKey(row.strand or row.story),
        missing_since=row.missing_since,
    )


def to_revision(row: RevisionRow) -> Revision:
    """Return the revision in a row."""
    return Revision(ArticleId(row.article_id), row.at, Change(row.change), to_article(row), row.difference)


def quote_columns(quote: Quote, article: Article) -> dict[str, Any]:
    """Return the columns of a quote that its article and its place in it decide."""
    cue_start, cue_end = quote.cue_span or (None, None)
    return {
        "text": quote.text,
        "context": paragraphs_round(article.text, quote.start, quote.end),
        "start": quote.start,
        "end": quote.end,
        "speaker": quote.speaker,
        "speaker_as_written": quote.speaker_as_written,
        "role": quote.role,
        "kind": quote.kind.value,
        "cue": quote.cue,
        "cue_start": cue_start,
        "cue_end": cue_end,
        "medium": quote.medium,
        "how": quote.how,
        "confidence": quote.confidence,
        "published": article.published,
        "source": article.source,
        "said_on": quote.said.on if quote.said else None,
        "said_until": quote.said.until if quote.said else None,
        "said_precision": quote.said.precision.value if quote.said else None,
        "said_as_written": quote.said.as_written if quote.said else None,
    }


def paragraphs_round(text: str, start: int, end: int) -> str:
    """Return the paragraph of `text` that holds `start` to `end`, or the paragraphs where it runs over several."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    return text[first : last if last != -1 else len(text)]


def to_quote(row: QuoteRow, speaker: str | None, article: StoredArticle) -> StoredQuote:
    """Return the quote in a row, with the speaker's name across articles and the article it stands in."""
    cue_span = (row.cue_start, row.cue_end) if row.cue_start is not None and row.cue_end is not None else None
    quote = Quote(
        text=row.text,
        start=row.start,
        end=row.end,
        speaker=row.speaker,
        kind=QuoteKind(row.kind),
        how=row.how,
        confidence=row.confidence,
        speaker_as_written=row.speaker_as_written,
        role=row.role,
        cue=row.cue,
        cue_span=cue_span,
        medium=row.medium,
        said=_said(row),
    )
    return StoredQuote(QuoteId(row.id or 0), quote, speaker, article, row.utterance, row.corrected_at, row.gone_at)


def _said(row: QuoteRow) -> Said | None:
    if row.said_on is None or row.said_until is None or row.said_precision is None:
        return None
    return Said(row.said_on, row.said_until, Precision(row.said_precision), row.said_as_written or "")
