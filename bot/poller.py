"""Polls feeds as they become due: claims them from the table, fetches, and hands what came to the pipeline."""

import asyncio
import random
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

import structlog

from bot.worker import StoppedError
from feeds.errors import FeedError, FetchFailed, State
from feeds.fetch import Fetcher, Unchanged
from feeds.model import Feed, FeedId
from handlers.ingest import Ingested, failed, ingest, unchanged
from handlers.newsroom import Newsroom
from storage import feeds

CLAIMED_AT_ONCE = 200
LEASE = timedelta(minutes=10)
FETCHING_AT_ONCE = 32

log = structlog.get_logger()

Polled = Ingested | Feed
"""What became of a poll: what it brought, or the feed with the trouble it has now."""


class Poller:
    """Polls due feeds. Every feed's failure is its own: the rest goes on."""

    def __init__(self, newsroom: Newsroom, fetcher: Fetcher, clock: Callable[[], datetime]) -> None:
        self._newsroom = newsroom
        self._fetcher = fetcher
        self._clock = clock
        self._fetching = asyncio.Semaphore(FETCHING_AT_ONCE)

    async def poll_due(self) -> tuple[Polled, ...]:
        """Poll every feed that is due."""
        polled: list[Polled] = []
        while batch := await asyncio.to_thread(self._claim):
            polled += await asyncio.gather(*(self._poll(feed, lambda _: None) for feed in batch))
        return tuple(polled)

    async def poll(self, ids: Iterable[FeedId], told: Callable[[Feed], None] = lambda _: None) -> tuple[Polled, ...]:
        """Poll these feeds now, due or not; `told` hears of each as it is done."""
        batch = await asyncio.to_thread(self._claim_these, tuple(ids))
        return tuple(await asyncio.gather(*(self._poll(feed, told) for feed in batch)))

    async def tick(self) -> None:
        """Poll what is due; a job of the clock."""
        try:
            await self.poll_due()
        except Exception:  # a job of the clock must live on
            log.exception("poll.broke")

    def _claim(self) -> tuple[Feed, ...]:
        with self._newsroom.store.transaction() as tx:
            return feeds.claim_due_feeds(tx, self._clock(), LEASE, CLAIMED_AT_ONCE)

    def _claim_these(self, ids: Sequence[FeedId]) -> tuple[Feed, ...]:
        with self._newsroom.store.transaction() as tx:
            return feeds.claim_feeds(tx, ids, self._clock(), LEASE)

    async def _poll(self, feed: Feed, told: Callable[[Feed], None]) -> Polled:
        try:
            return await self._read(feed)
        except FeedError as error:
            log.warning("feed.failed", feed=feed.name, state=error.state.value, why=str(error))
            return await asyncio.to_thread(failed, self._newsroom, feed, error, self._clock(), _jitter())
        except StoppedError:
            return feed
        except Exception as error:  # the poll loop must live on: one feed's surprise is that feed's trouble
            log.exception("feed.broke", feed=feed.name)
            broken = FetchFailed(f"it could not be read ({type(error).__name__})", state=State.SOFT)
            return await asyncio.to_thread(failed, self._newsroom, feed, broken, self._clock(), _jitter())
        finally:
            told(feed)

    async def _read(self, feed: Feed) -> Ingested:
        async with self._fetching:
            answer = await self._fetcher.fetch(feed)
        if isinstance(answer, Unchanged):
            return await asyncio.to_thread(unchanged, self._newsroom, feed, answer, self._clock(), _jitter())
        done = await asyncio.to_thread(ingest, self._newsroom, feed, answer, self._clock(), _jitter())
        log.info("feed.polled", feed=feed.name, new=done.new, changed=done.changed, queued=done.queued)
        return done


def _jitter() -> float:
    return random.uniform(-1, 1)  # noqa: S311 (spreads polls; nothing secret)
