"""What a request says beside its address: conditions, who asks, and what one publisher wants to hear. Asks nobody."""

import base64
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from feeds.model import Feed

Permit = Callable[[str], Awaitable[None]]
"""Asked before every address of a page, redirects too; raises a FeedError where it may not be asked for."""

ACCEPT_FEEDS = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.8, text/xml;q=0.8, text/html;q=0.5, */*;q=0.1"
)
_ACCEPT_PAGES = "text/html, application/xhtml+xml, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Question:
    """The most bytes of an answer, the headers for every host, and secret ones for the first host alone."""

    limit: int
    headers: Mapping[str, str]
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    permit: Permit | None = None


def for_feed(feed: Feed, limit: int) -> Question:
    """Return how `feed` is asked for: only what changed, as its publisher wants it."""
    asked, asking = feed.validators, feed.asking
    headers = {
        "If-None-Match": asked.etag,
        "If-Modified-Since": asked.last_modified,
        "User-Agent": asking.user_agent,
    }
    secrets = dict(asking.headers)
    if asking.login:
        secrets["Authorization"] = f"Basic {base64.b64encode(asking.login.encode()).decode()}"
    return Question(limit, {name: value for name, value in headers.items() if value}, secrets)


def for_page(limit: int, permit: Permit | None) -> Question:
    """Return how an article's page is asked for."""
    return Question(limit, {"Accept": _ACCEPT_PAGES}, permit=permit)
