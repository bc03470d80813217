"""A news page to its article, by trafilatura. It fetches nothing, and takes nothing a paywall hides.

trafilatura is imported at the first page: a process that has another read them is lighter without.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from feeds.parse.dates import read_date
from feeds.text import plain_title

MOST_BYTES = 3_000_000
# A paragraph, list item or heading that is nothing but one link, or a label and one link ("Related: …").
_ONLY_A_LINK = (
    "[count(.//a) = 1 and (normalize-space(.) = normalize-space(.//a)"
    " or normalize-space(substring-after(., ':')) = normalize-space(.//a))]"
)
_PROMOTED = [f"//{tag}{_ONLY_A_LINK}" for tag in ("p", "li", "h2", "h3", "h4")]
_DATES = {"original_date": True, "extensive_search": False, "outputformat": "%Y-%m-%d"}
_LINKED_DATA = re.compile(
    rb"<script[^>]{0,300}application/ld\+json[^>]{0,300}>(.*?)</script", re.IGNORECASE | re.DOTALL
)
_HEADLINE = re.compile(rb"<(?:h1|title)(?:\s[^>]{0,1000})?>(.{1,2000}?)</(?:h1|title)", re.IGNORECASE | re.DOTALL)
_LOCKED = re.compile(rb"<meta[^>]{0,200}article:content_tier[^>]{0,200}\blocked\b", re.IGNORECASE)
_HEAD = 500_000
_LINK = re.compile(rb"<link\s[^>]{0,4000}>", re.IGNORECASE)
_IS_CANONICAL = re.compile(rb"""\srel\s*=\s*["']?canonical["'\s/>]""", re.IGNORECASE)
_HREF = re.compile(rb"""\shref\s*=\s*(?:"([^"]{1,2000})"|'([^']{1,2000})'|([^\s"'>]{1,2000}))""", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")
_STUB = 0.4
"""A text with less than this share of the words its publisher counts is the beginning of one."""
_MOST_NODES = 2_000
# What trafilatura and the libraries below it raise on hostile markup.
_BROKEN = (ValueError, AssertionError, LookupError, AttributeError, TypeError, RecursionError, OverflowError)


@dataclass(frozen=True, slots=True)
class Page:
    """An article as its page shows it: paragraphs separated by a line feed, the headline apart, empty where none is.

    `paywalled` says that the page holds back the rest, by its own word or because it is a stub. `canonical` is the
    address the page gives itself, as written, or empty.
    """

    text: str
    title: str
    author: str | None
    date: datetime | None
    paywalled: bool
    canonical: str = ""


def read_page(page: bytes, url: str | None = None) -> Page:
    """Return the article of a page found at `url`; a page without one has an empty text."""
    page = page[:MOST_BYTES]
    facts = tuple(_facts(page))
    found = _extracted(page, url)
    title = plain_title((found and found.title) or "")
    text = _without_headline(_body(found), page, title)
    return Page(
        text=text,
        title=title,
        author=_author(facts) or plain_title((found and found.author) or "").replace("; ", ", ") or None,
        date=_date(facts) or read_date((found and found.date) or ""),
        paywalled=_LOCKED.search(page) is not None or _is_held_back(facts, text),
        canonical=_canonical(page),
    )


def _canonical(page: bytes) -> str:
    """Return the first `rel=canonical` of the page (RFC 6596), or nothing."""
    link = next((found for found in _LINK.findall(page[:_HEAD]) if _IS_CANONICAL.search(found)), b"")
    href = _HREF.search(link)
    written = next(filter(None, href.groups()), b"") if href else b""
    return html.unescape(written.decode("utf-8", "replace")).strip()


def _extracted(page: bytes, url: str | None) -> Any:  # noqa: ANN401 - trafilatura's document carries no types
    import trafilatura

    try:
        return trafilatura.bare_extraction(
            page,
            url=url,
            include_comments=False,
            prune_xpath=_PROMOTED,
            with_metadata=True,
            date_extraction_params=_DATES,
        )
    except _BROKEN:
        return None


def _body(found: Any) -> str:  # noqa: ANN401 - trafilatura's document carries no types
    """Return the text without the dashes that trafilatura puts before list items."""
    if found is None or not found.text:
        return ""
    items = (
        set()
        if found.body is None
        else {" ".join("".join(item.itertext()).split()) for item in found.body.iter("item")}
    )
    lines = (line.strip() for line in found.text.split("\n"))
    bare = (line[2:] if line.startswith("- ") and line[2:] in items else line for line in lines)
    return "\n".join(line for line in bare if line)


def _without_headline(text: str, page: bytes, title: str) -> str:
    """Return `text` without the headline that pages repeat above their first paragraph."""
    shown = (_TAG.sub(" ", found.decode("utf-8", "replace")) for found in _HEADLINE.findall(page)[:10])
    headlines = {_letters(headline) for headline in (title, *map(plain_title, shown))} - {""}
    lines = text.split("\n")
    while lines and _letters(lines[0]) in headlines:
        lines.pop(0)
    return "\n".join(lines)


def _letters(text: str) -> str:
    return "".join(_WORD.findall(text.casefold()))


def _facts(page: bytes) -> Iterator[dict[str, Any]]:
    """Yield every object of the page's linked data (schema.org as JSON-LD), outermost first."""
    waiting: list[Any] = []
    for script in _LINKED_DATA.findall(page):
        try:
            waiting.append(json.loads(script.decode("utf-8", "replace"), strict=False))
        except (ValueError, RecursionError):
            continue
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting += node
        elif isinstance(node, dict):
            yield node
            waiting += [value for value in node.values() if isinstance(value, dict | list)]


def _author(facts: tuple[dict[str, Any], ...]) -> str:
    """Return the names the first article among the facts gives as its authors, or nothing."""
    written: Any = next(
        (node["author"] for node in facts if "author" in node and "Article" in str(node.get("@type"))), []
    )
    authors = written if isinstance(written, list) else [written]
    names = (author.get("name") if isinstance(author, dict) else author for author in authors)
    return ", ".join(plain for name in names if isinstance(name, str) and (plain := plain_title(name)))


def _date(facts: tuple[dict[str, Any], ...]) -> datetime | None:
    written = (str(node["datePublished"]) for node in facts if "datePublished" in node)
    return next((moment for text in written if (moment := read_date(text)) is not None), None)


def _is_held_back(facts: tuple[dict[str, Any], ...], text: str) -> bool:
    if any(str(node.get("isAccessibleForFree")).casefold() == "false" for node in facts):
        return True
    counts = (str(node.get("wordCount")) for node in facts)
    words = max((int(count) for count in counts if count.isdecimal() and len(count) < 7), default=0)  # noqa: PLR2004 - no article has a million words
    return len(_WORD.findall(text)) < _STUB * words
