"""Whose turn it is to post in a channel: one message at a time, a beat apart. Knows nothing of what is posted."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

PACE = timedelta(seconds=1)


class Turns:
    """Lets one post at a time into a channel, and none sooner than `pace` after the last (Slack allows one a second).

    `clock` gives seconds, and `sleep` waits that many.
    """

    def __init__(
        self,
        pace: timedelta = PACE,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._pace = pace.total_seconds()
        self._clock = clock
        self._sleep = sleep
        self._free: dict[str, float] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def of(self, channel: str) -> AsyncIterator[None]:
        """Wait for the channel's turn, and hold it: the beat counts from the answer, however late a post was taken."""
        async with self._locks[channel]:
            await self._sleep(max(0.0, self._free.get(channel, 0.0) - self._clock()))
            try:
                yield
            finally:
                self._free[channel] = self._clock() + self._pace
