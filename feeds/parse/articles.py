"""A feed's entries as articles: plain text, clamped dates, believable ids, nothing without bounds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from feeds.model import Article
from feeds.parse.document import Entry
from feeds.parse.identity import identities
from feeds.parse.readers import read_document
from feeds.text import first_words, plain_text, plain_title

MOST_ENTRIES = 500
MOST_MARKUP = 1_000_000
"""Characters of an entry's markup that are looked at."""
MOST_TEXT = 200_000
"""Characters of an entry's text that are kept."""
MOST_TITLE = 500
_STAND_IN_TITLE = 90
_MAIL_AND_NAME = re.compile(r"\S+@\S+\s*\((.+)\)")


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed as read: its newest articles in document order, the `ttl` it asks for, what was wrong with it.

    `reader` names who read it ("fast", "careful", "JSON Feed", "news sitemap").
    """

    title: str
    articles: tuple[Article, ...]
    ttl: timedelta | None
    complaints: tuple[str, ...]
    reader: str

    @property
    def window(self) -> timedelta | None:
        """Return the time between the oldest and the newest dated article, or None with fewer than two."""
        dates = [article.published for article in self.articles if not article.undated]
        return max(dates) - min(dates) if len(dates) > 1 else None


def parse_feed(
    url: str,
    body: bytes,
    now: datetime,
    source: str,
    *,
    limit: int = MOST_ENTRIES,
    content_type: str | None = None,
) -> ParsedFeed:
    """Return the `limit` newest articles of the feed in `body`, which was found at `url`.

    Raises:
        NotAFeed: the body is something else; says what.
    """
    document = read_document(body, url, content_type)
    complaints = list(document.complaints)
    entries = _newest(document.entries, limit)
    if len(entries) < len(document.entries):
        complaints.append(f"{len(document.entries)} entries: only the newest {limit} were read")
    articles = _articles(entries, now, source, complaints)
    return ParsedFeed(plain_title(document.title), articles, document.ttl, tuple(complaints), document.reader)


def _newest(entries: tuple[Entry, ...], limit: int) -> tuple[Entry, ...]:
    """Return the newest entries in document order; the undated count by their place among the dated."""
    if len(entries) <= limit:
        return entries
    newest_first = sorted(range(len(entries)), key=lambda at: (_age_key(entries, at), -at), reverse=True)
    return tuple(entries[at] for at in sorted(newest_first[:limit]))


def _age_key(entries: tuple[Entry, ...], at: int) -> float:
    moment = entries[at].published or entries[at].updated
    return moment.timestamp() if moment else float("inf")


def _articles(entries: tuple[Entry, ...], now: datetime, source: str, complaints: list[str]) -> tuple[Article, ...]:
    texts = [_texts(entry) for entry in entries]
    if cut := sum(
        len(text) > MOST_TEXT or _is_oversized(entry) for entry, (text, _) in zip(entries, texts, strict=True)
    ):
        complaints.append(f"{cut} too long: cut at {MOST_TEXT:,} characters")
    titles = [_title(entry, text) for entry, (text, _) in zip(entries, texts, strict=True)]
    kept: dict[str, Article] = {}
    empty = 0
    for entry, (text, summary), title, (guid, url) in zip(
        entries, texts, titles, identities(entries, titles), strict=True
    ):
        if not title and url is None:
            empty += 1
            continue
        moment = entry.published or entry.updated
        article = Article(
            guid=guid,
            url=url,
            title=title or (url or ""),
            source=source,
            published=min(moment, now) if moment else now,
            text=text[:MOST_TEXT],
            summary=summary[:MOST_TEXT],
            author=_author(entry.author),
            undated=moment is None,
        )
        kept.setdefault(guid, article)
    if empty:
        complaints.append(f"{empty} without title, text or link: left out")
    return tuple(kept.values())


def _texts(entry: Entry) -> tuple[str, str]:
    """Return the full text (the summary where the feed has no more) and the summary, both plain."""
    summary = plain_text(entry.summary[:MOST_MARKUP])
    if not entry.content or entry.content == entry.summary:
        return summary, summary
    return plain_text(entry.content[:MOST_MARKUP]) or summary, summary


def _is_oversized(entry: Entry) -> bool:
    return max(len(entry.content), len(entry.summary)) > MOST_MARKUP


def _title(entry: Entry, text: str) -> str:
    return first_words(plain_title(entry.title), MOST_TITLE) or first_words(text, _STAND_IN_TITLE)


def _author(written: str) -> str | None:
    """Return the author's name: RSS writes "desk@example.com (Jane Roe)"."""
    line = plain_title(written)
    named = _MAIL_AND_NAME.fullmatch(line)
    return (named.group(1) if named else line)[:MOST_TITLE] or None


def summaries(entries: Sequence[Entry]) -> list[str]:
    """Return what each entry says in short: its summary, or its text where it has none."""
    return [summary or text for text, summary in map(_texts, entries)]
