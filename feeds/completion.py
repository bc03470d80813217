"""What an article's own page adds to the article a feed gave: its full text, its address, its date. Reads no page."""

import hashlib
import re
from dataclasses import replace
from datetime import datetime
from urllib.parse import urlsplit

from feeds.article import Page
from feeds.model import Article, PageState
from feeds.urls import absolute_url, are_of_one_site, canonical_url

_WORD = re.compile(r"\w+")
_TELLING = re.compile(r"\w{4,}")
_FULLER = 1.2
"""How many times the words of the feed's text a page must have to stand in its place."""
_FULL_WORDS = 250
_ENDS_EARLY = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|(?:read|continue|keep) (?:more|reading)\W*)$", re.IGNORECASE)


def is_whole(article: Article) -> bool:
    """Say whether the feed itself seems to give the whole text of `article`, so that its page would add nothing."""
    text = article.text.rstrip()
    return len(_WORD.findall(text)) >= _FULL_WORDS and _ENDS_EARLY.search(text[-40:]) is None


def as_fed(article: Article) -> str:
    """Return the digest of what a feed says of `article`: its headline and text."""
    return hashlib.sha256(f"{article.title}\n{article.text}".encode()).hexdigest()[:32]


def completed(article: Article, page: Page, now: datetime) -> Article:
    """Return `article` with what `page` adds. A page that holds back the rest adds nothing: what the feed gave stays.

    The page's text takes the place of the feed's where it is fuller and is of the same article.
    """
    if page.paywalled:
        return replace(article, page=PageState.PAYWALLED)
    if not _is_same(page, article):
        return replace(article, page=PageState.READ)
    fuller = len(_WORD.findall(page.text)) >= _FULLER * len(_WORD.findall(article.text))
    dated = article.undated and page.date is not None
    return replace(
        article,
        page=PageState.READ,
        text=page.text if fuller else article.text,
        as_fed=as_fed(article) if fuller else None,
        author=article.author or page.author,
        published=min(page.date, now) if dated and page.date else article.published,
        undated=article.undated and not dated,
    )


def canonical_of(article: Article, page: Page, at: str) -> str | None:
    """Return the address that `page`, found at `at`, gives itself, where it can be believed; else the article's own.

    A page that names another publisher's address is a copy, and one that names the front page is mistaken.
    """
    named = absolute_url(page.canonical, at) if page.canonical else None
    if named is None or not are_of_one_site(named, at) or not _is_same(page, article):
        return article.url
    return canonical_url(named) if urlsplit(named).path.strip("/") else article.url


def _is_same(page: Page, article: Article) -> bool:
    """Say whether a page is about `article`: half of the headline's telling words stand there."""
    shown = f"{page.title}\n{page.text}".casefold()
    if not page.text:
        return False
    telling = set(_TELLING.findall(article.title.casefold()))
    there = sum(word in shown for word in telling)
    return 2 * there >= len(telling)
