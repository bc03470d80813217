"""Visits articles' own pages: politely, as robots.txt permits, within seconds. What a page says is the reader's."""

import asyncio
from collections.abc import Iterable
from urllib.parse import urlsplit, urlunsplit

import structlog

from bot.worker import StoppedError
from feeds.errors import FeedError, FetchFailed, KeptOut, State
from feeds.fetch import Fetcher
from feeds.model import PageState
from feeds.robots import MOST_BYTES
from feeds.urls import host_of
from handlers.pages import Visit, failed_visit
from handlers.reading import Reader

SECONDS = 8.0
"""How long the articles of one poll wait for their pages: the rest is owed, for an alert must not wait for it."""
REMEMBERED = 86_400.0
"""Seconds a robots.txt is believed (RFC 9309 §2.4); one that could not be had is asked for again after a while."""
REMEMBERED_FAILED = 600.0
MOST_REMEMBERED = 8_000_000
"""Bytes of robots.txt files kept in memory."""
_NONE = frozenset((State.HARD, State.GONE))

log = structlog.get_logger()

_Robots = asyncio.Task[bytes]


class PageFetcher:
    """Fetches pages through `fetcher`, which spaces them with the feeds of their hosts, and has `reader` read them."""

    def __init__(self, fetcher: Fetcher, reader: Reader, seconds: float = SECONDS) -> None:
        self._fetcher = fetcher
        self._reader = reader
        self._seconds = seconds
        self._robots: dict[str, tuple[float, _Robots]] = {}

    async def visit(self, urls: Iterable[str]) -> dict[str, Visit]:
        """Return what became of each page; one that does not come in time is owed."""
        tasks = {url: asyncio.create_task(self._visit(url)) for url in urls}
        if not tasks:
            return {}
        _, late = await asyncio.wait(tasks.values(), timeout=self._seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        return {url: Visit(PageState.OWED) if task in late else _outcome(task) for url, task in tasks.items()}

    async def _visit(self, url: str) -> Visit:
        try:
            answer = await self._fetcher.fetch_url(url, permit=self._permit)
            page = await asyncio.to_thread(self._reader.page, answer)
        except FeedError as error:
            return failed_visit(error)
        return Visit(PageState.PAYWALLED if page.paywalled else PageState.READ, page, answer.url)

    async def _permit(self, url: str) -> None:
        robots = await self._robots_of(url)
        if not robots:
            return
        rules = await asyncio.to_thread(self._reader.rules, robots, url)
        if rules.delay is not None:
            self._fetcher.space(url, rules.delay)
        if not all(rules.allowed):
            raise KeptOut(f"{host_of(url)}: its robots.txt asks us not to fetch this page")

    async def _robots_of(self, url: str) -> bytes:
        """Return the robots.txt of the host of `url`, empty where it has none.

        Raises:
            FetchFailed: nobody knows what it says now, so nothing may be fetched (RFC 9309 §2.3.1.4).
        """
        parts = urlsplit(url)
        origin = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], "/robots.txt", "", ""))
        now = asyncio.get_running_loop().time()
        until, task = self._robots.get(origin, (0.0, None))
        if task is None or until <= now:
            self._forget(now)
            task = asyncio.create_task(self._fetch_robots(origin))
            self._robots[origin] = (now + REMEMBERED, task)
            task.add_done_callback(lambda done: self._remember_shortly(origin, done, now))
        return await asyncio.shield(task)

    async def _fetch_robots(self, origin: str) -> bytes:
        try:
            return (await self._fetcher.fetch_url(origin, limit=2 * MOST_BYTES)).body[:MOST_BYTES]
        except FeedError as error:
            if error.state in _NONE:
                return b""
            raise FetchFailed(f"{host_of(origin)}: its robots.txt cannot be had now", state=error.state) from error

    def _remember_shortly(self, origin: str, done: _Robots, asked: float) -> None:
        if done.cancelled() or done.exception() is not None:
            self._robots[origin] = (asked + REMEMBERED_FAILED, done)

    def _forget(self, now: float) -> None:
        """Drop what is over, then the oldest, until what is kept is small."""
        self._robots = {origin: kept for origin, kept in self._robots.items() if kept[0] > now}
        size = sum(map(_size, self._robots.values()))
        for origin in list(self._robots):
            if size <= MOST_REMEMBERED:
                return
            size -= _size(self._robots.pop(origin))


def _outcome(task: asyncio.Task[Visit]) -> Visit:
    """Return what became of a page; a surprise is that page's trouble, and the article is kept without it."""
    error = task.exception()
    if error is None:
        return task.result()
    if isinstance(error, StoppedError):
        raise error
    log.error("page.broke", exc_info=error)
    return Visit(PageState.MISSED)


def _size(kept: tuple[float, _Robots]) -> int:
    task = kept[1]
    known = task.done() and not task.cancelled() and task.exception() is None
    return len(task.result()) + 1000 if known else 1000
