"""One go over the feeds that are due: so many polled at a time, and answers without news written down together."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from feeds.model import Feed
from handlers.ingest import Ingested

POLLED_AT_ONCE = 64
"""Each connection holds a quarter of a megabyte of TLS buffers; at a third of a second each 64 are 190 a second."""
KEPT_AT_ONCE = 100
"""How many answers without news are written down together: whoever is killed before that only asks again."""

Polled = Ingested | Feed
"""What became of a poll: what it brought, or the feed with the trouble it has now."""


class Round:
    """Polls what `claim` (run in a thread) gives until it gives nothing. A slow host holds up nobody but itself.

    What `poll` returns as not kept is handed to `keep_unchanged`, in a thread, some at a time.
    """

    def __init__(
        self,
        claim: Callable[[], Sequence[Feed]],
        poll: Callable[[Feed], Awaitable[Polled]],
        keep_unchanged: Callable[[Sequence[Ingested]], None],
    ) -> None:
        self._claim = claim
        self._poll = poll
        self._keep_unchanged = keep_unchanged
        self._waiting: asyncio.Queue[Feed | None] = asyncio.Queue(POLLED_AT_ONCE)
        self._polled: list[Polled] = []
        self._unkept: list[Ingested] = []

    async def run(self) -> tuple[Polled, ...]:
        """Return what became of every poll, in the order they ended; the first error that is no feed's ends it."""
        batch = await asyncio.to_thread(self._claim)
        workers = min(len(batch), POLLED_AT_ONCE)
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._hand_out(batch, workers))
                for _ in range(workers):
                    group.create_task(self._work())
        except BaseExceptionGroup as errors:
            raise errors.exceptions[0] from None
        await self._keep(1)
        return tuple(self._polled)

    async def _hand_out(self, batch: Sequence[Feed], workers: int) -> None:
        while batch:
            for feed in batch:
                await self._waiting.put(feed)
            batch = await asyncio.to_thread(self._claim)
        for _ in range(workers):
            await self._waiting.put(None)

    async def _work(self) -> None:
        while (feed := await self._waiting.get()) is not None:
            one = await self._poll(feed)
            self._polled.append(one)
            if isinstance(one, Ingested) and not one.kept:
                self._unkept.append(one)
                await self._keep(KEPT_AT_ONCE)

    async def _keep(self, least: int) -> None:
        if len(self._unkept) >= least:
            some, self._unkept = self._unkept, []
            await asyncio.to_thread(self._keep_unchanged, some)
