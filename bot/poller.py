"""Polls feeds as they become due: claims them from the table, fetches, and hands what came to the pipeline."""

import asyncio
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from bot.finder import find_feeds
from bot.network import Network
from bot.page_fetcher import PageFetcher
from bot.rounds import Polled, Round
from bot.worker import StoppedError
from feeds.errors import FeedError, FetchFailed, State
from feeds.fetch import Fetched, Fetcher, Unchanged
from feeds.model import Feed, FeedId, Validators
from handlers import embargoes
from handlers.arrivals import Arrival, arrive, read
from handlers.feed_search import Search
from handlers.feed_trials import Trial
from handlers.ingest import Ingested, failed, keep, keep_unchanged, spare, unchanged
from handlers.newsroom import Newsroom
from handlers.pages import keep_owed, owed_pages, wanted_pages, with_pages
from storage import feeds

CLAIMED_AT_ONCE = 200
LEASE = timedelta(minutes=10)

log = structlog.get_logger()


class Poller:
    """Polls due feeds. Every feed's failure is its own: the rest goes on."""

    def __init__(self, newsroom: Newsroom, fetcher: Fetcher, clock: Callable[[], datetime]) -> None:
        self._newsroom = newsroom
        self._fetcher = fetcher
        self._pages = PageFetcher(fetcher, newsroom.reader)
        self._clock = clock
        self._network = Network()
        self._counting = asyncio.Lock()
        self.queued: Callable[[], None] = lambda: None
        """Called on the loop whenever a feed brought something that is to be told."""

    async def poll_due(self) -> tuple[Polled, ...]:
        """Poll every feed that is due."""
        return await Round(self._claim, self._poll, self._keep_unchanged).run()

    async def poll(self, ids: Iterable[FeedId], told: Callable[[Feed], None] = lambda _: None) -> tuple[Polled, ...]:
        """Poll these feeds now, due or not; `told` hears of each as it is done."""
        waiting = [tuple(ids)]

        async def poll(feed: Feed) -> Polled:
            try:
                return await self._poll(feed)
            finally:
                told(feed)

        return await Round(
            lambda: self._claim_these(waiting.pop()) if waiting else (), poll, self._keep_unchanged
        ).run()

    async def try_feed(self, feed: Feed) -> Trial:
        """Ask for `feed` once, whole, and read it as a poll would; nothing is kept and nothing is counted."""
        trial = Trial(feed, self._fetcher.user_agent)
        try:
            answer = await self._fetcher.fetch(replace(feed, validators=Validators()))
            if isinstance(answer, Unchanged):
                raise FetchFailed("it answers 304 to whom nothing was sent before", state=State.HARD)
            trial = replace(trial, answer=answer)
            parsed = await asyncio.to_thread(self._newsroom.reader.parse, answer, self._clock(), feed.name)
        except FeedError as error:
            return replace(trial, trouble=error)
        return replace(trial, parsed=parsed)

    async def find_feeds(self, site: Feed) -> Search:
        """Return the feeds of a site, each tried; nothing is kept."""
        return await find_feeds(self._fetcher, self.try_feed, site)

    async def fetch_owed_pages(self) -> int:
        """Ask once more for pages that did not come with their feeds; return how many were asked for."""
        owed = await asyncio.to_thread(owed_pages, self._newsroom, self._clock())
        if owed:
            visits = await self._pages.visit({each.article.url or "": None for each in owed})
            if await asyncio.to_thread(keep_owed, self._newsroom, owed, visits, self._clock()):
                self.queued()
        return len(owed)

    async def release(self) -> None:
        """Keep, and queue, what an embargo holds no longer; a job of the clock."""
        try:
            released = await asyncio.to_thread(embargoes.release_due, self._newsroom, self._clock())
        except Exception:  # a job of the clock must live on
            log.exception("embargoes.broke")
        else:
            if released:
                log.info("embargoes.ended", articles=released)
                self.queued()

    async def tick(self) -> None:
        """Poll what is due; a job of the clock."""
        try:
            await self.poll_due()
        except Exception:  # a job of the clock must live on
            log.exception("poll.broke")

    async def tick_pages(self) -> None:
        """Ask for owed pages; a job of the clock."""
        try:
            await self.fetch_owed_pages()
        except StoppedError:
            return
        except Exception:  # a job of the clock must live on
            log.exception("pages.broke")

    def _claim(self) -> tuple[Feed, ...]:
        with self._newsroom.store.transaction() as tx:
            return feeds.claim_due_feeds(tx, self._clock(), LEASE, CLAIMED_AT_ONCE)

    def _claim_these(self, ids: Sequence[FeedId]) -> tuple[Feed, ...]:
        with self._newsroom.store.transaction() as tx:
            return feeds.claim_feeds(tx, ids, self._clock(), LEASE)

    def _keep_unchanged(self, polled: Sequence[Ingested]) -> None:
        keep_unchanged(self._newsroom, polled, self._clock())

    async def _poll(self, feed: Feed) -> Polled:
        try:
            answer = await self._fetcher.fetch(feed)
            self._network.answered(feed)
            if isinstance(answer, Unchanged):
                return unchanged(feed, answer, self._clock(), _jitter())
            return await self._read(feed, answer)
        except FeedError as error:
            log.warning("feed.failed", feed=feed.name, state=error.state.value, why=str(error))
            return await self._failed(feed, error)
        except StoppedError:
            return feed
        except Exception as error:  # the poll loop must live on: one feed's surprise is that feed's trouble
            log.exception("feed.broke", feed=feed.name)
            return await self._failed(
                feed, FetchFailed(f"it could not be read ({type(error).__name__})", state=State.SOFT)
            )

    async def _read(self, feed: Feed, answer: Fetched) -> Ingested:
        now = self._clock()
        arrival = await asyncio.to_thread(self._arrive, feed, answer, now)
        if wanted := wanted_pages(arrival, now):
            visits = await self._pages.visit(wanted)
            arrival = await asyncio.to_thread(with_pages, self._newsroom, arrival, visits, now)
        done = await asyncio.to_thread(keep, self._newsroom, arrival, self._clock(), _jitter())
        log.info("feed.polled", feed=feed.name, new=done.new, changed=done.changed, queued=done.queued)
        if done.queued:
            self.queued()
        return done

    def _arrive(self, feed: Feed, answer: Fetched, now: datetime) -> Arrival:
        return read(self._newsroom, arrive(self._newsroom, feed, answer, now))

    async def _failed(self, feed: Feed, error: FeedError) -> Feed:
        """Count the failure, or where our own network looks down, count none of the last ones and say that once.

        One at a time: a failure that is still being written down must not undo that its feed was spared.
        """
        async with self._counting:
            if error.answered:
                self._network.answered(feed)
            else:
                self._network.failed(feed)
                if self._network.looks_down:
                    spared, since = self._network.take_failed(), self._network.down_since(self._clock())
                    await asyncio.to_thread(spare, self._newsroom, spared, since, _jitter())
                    return feed
            return await asyncio.to_thread(failed, self._newsroom, feed, error, self._clock(), _jitter())


def _jitter() -> float:
    return random.uniform(-1, 1)  # noqa: S311 (spreads polls; nothing secret)
