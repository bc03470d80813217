"""Where a site's feeds may be: what its page names, else the paths that most sites use. It fetches nothing."""

import html
import re
from urllib.parse import urljoin

from feeds.urls import absolute_url

COMMON_PATHS = ("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed.json")
MOST_CANDIDATES = 10
_LOOKED_AT = 1_000_000
_LINK = re.compile(r"<(?:link|a)\s[^>]{0,4000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\s(rel|type|href)\s*=\s*(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\s"'>]{1,2000}))""", re.IGNORECASE
)
_BASE = re.compile(r"""<base\s[^>]{0,1000}?href\s*=\s*["']?([^"'\s>]{1,2000})""", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_KINDS = frozenset(("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"))


def named_feeds(page: bytes, url: str) -> tuple[str, ...]:
    """Return the addresses that a page found at `url` names as its feeds (rel=alternate), at most 10, in its order."""
    markup = _COMMENT.sub("", page[:_LOOKED_AT].decode("utf-8", "replace"))
    base = _BASE.search(markup)
    home = absolute_url(html.unescape(base[1]), url) if base else None
    found: dict[str, None] = {}
    for tag in _LINK.finditer(markup):
        facts = _attributes(tag[0])
        kind = facts.get("type", "").partition(";")[0].strip().lower()
        if "alternate" not in facts.get("rel", "").lower().split() or kind not in _KINDS:
            continue
        target = absolute_url(facts.get("href", ""), home or url)
        if target is not None:
            found[target] = None
    return tuple(found)[:MOST_CANDIDATES]


def likely_feeds(url: str) -> tuple[str, ...]:
    """Return where most sites keep a feed, on the host of `url`."""
    return tuple(urljoin(url, path) for path in COMMON_PATHS)


def _attributes(tag: str) -> dict[str, str]:
    """Return rel, type and href of a tag, the first of each as browsers do."""
    facts: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(tag):
        facts.setdefault(found[1].lower(), html.unescape(found[2] or found[3] or found[4] or "").strip())
    return facts
