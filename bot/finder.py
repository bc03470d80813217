"""Looks for a site's feeds within seconds: asks its page, tries what it names. What is a feed, the parser says."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from feeds.discovery import likely_feeds, named_feeds
from feeds.errors import FeedError
from feeds.fetch import Fetcher
from feeds.model import Feed
from handlers.feed_search import Search
from handlers.feed_trials import Trial

SECONDS = 15.0
Try = Callable[[Feed], Awaitable[Trial]]


async def find_feeds(fetcher: Fetcher, try_feed: Try, site: Feed, seconds: float = SECONDS) -> Search:
    """Return the feeds of `site` that can be read: the page itself, what it names, else the usual paths."""
    search = Search(site)
    try:
        page = await fetcher.fetch_url(site.url)
    except FeedError as error:
        if not error.answered:
            return replace(search, trouble=error)
        return await _tried(try_feed, replace(search, trouble=error), likely_feeds(site.url), seconds)
    itself = await try_feed(site)
    if itself.parsed is not None:
        return replace(search, found=(itself,), tried=1)
    named = await asyncio.to_thread(named_feeds, page.body, page.url)
    found = await _tried(try_feed, search, named, seconds)
    return found if found.found else await _tried(try_feed, found, likely_feeds(page.url), seconds)


async def _tried(try_feed: Try, search: Search, urls: Sequence[str], seconds: float) -> Search:
    """Return `search` with what can be read at `urls`, in their order; one answer in two places is told once."""
    tasks = [asyncio.ensure_future(try_feed(replace(search.site, url=url))) for url in urls]
    if not tasks:
        return search
    done, late = await asyncio.wait(tasks, timeout=seconds)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    found: dict[str, Trial] = {}
    for task in tasks:
        trial = task.result() if task in done else None
        if trial is not None and trial.parsed is not None and trial.answer is not None:
            found.setdefault(trial.answer.validators.body_hash or trial.feed.url, trial)
    hurried = search.hurried or bool(late)
    return replace(search, found=tuple(found.values()), tried=search.tried + len(tasks), hurried=hurried)
