"""What the platforms brought before, in the store: a payload delivered twice has one effect, across restarts too.

It is remembered before it is acted on. Whoever stops in between leaves it undone: rather never than twice, for the
person who asked sees that no answer came.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from storage import keepsakes
from storage.store import Store

REMEMBERED = timedelta(days=2)
"""Well over an hour, the longest that Slack tries to deliver an event again."""
_PURGED_EVERY = timedelta(hours=1)


class Seen:
    """The ids of one platform's payloads; `platform` keeps them apart from another's."""

    def __init__(self, store: Store, platform: str, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._prefix = f"{platform}:seen:"
        self._clock = clock
        self._purge_at: datetime | None = None

    async def is_new(self, key: str) -> bool:
        """Say whether `key` was never brought before, and remember it."""
        return await asyncio.to_thread(self._remember, key)

    def _remember(self, key: str) -> bool:
        now = self._clock()
        with self._store.transaction() as tx:
            if self._purge_at is None or now >= self._purge_at:
                keepsakes.purge(tx, self._prefix, now - REMEMBERED)
                self._purge_at = now + _PURGED_EVERY
            return keepsakes.keep_new(tx, f"{self._prefix}{key}", "", now)
