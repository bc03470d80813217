"""Waits for turns at hosts, for who fetches: so many requests at once, a breath between two, none while one asks for
peace. It asks nobody anything.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from feeds.errors import FetchFailed, State
from feeds.turns import Turns


class Hosts:
    """Turns at every host, named "host:port". Feeds, pages and robots.txt of a host stand in one line."""

    def __init__(self, at_once: int, spacing: float) -> None:
        self._at_once = at_once
        self._turns = Turns(spacing)
        self._gates: dict[str, tuple[asyncio.Semaphore, int]] = {}

    @asynccontextmanager
    async def turn(self, name: str) -> AsyncIterator[None]:
        """Wait for a turn at the host `name`.

        Raises:
            FetchFailed: the host asked to be left alone, for longer still.
        """
        gate, users = self._gates.get(name) or (asyncio.Semaphore(self._at_once), 0)
        self._gates[name] = (gate, users + 1)
        try:
            async with gate:
                await self._wait(name)
                yield
        finally:
            gate, users = self._gates.pop(name)
            if users > 1:
                self._gates[name] = (gate, users - 1)

    def hold(self, name: str, seconds: float | None) -> None:
        """Leave the host alone for `seconds`."""
        if seconds:
            self._turns.hold(name, seconds, asyncio.get_running_loop().time())

    def space(self, name: str, seconds: float) -> None:
        """Let at least `seconds` lie between two requests to the host from now on."""
        self._turns.space(name, seconds)

    async def _wait(self, name: str) -> None:
        now = asyncio.get_running_loop().time()
        held = self._turns.held(name, now)
        if held:
            host = name.rpartition(":")[0]
            raise FetchFailed(f"{host}: asked us to wait {held:.0f} s more", state=State.SOFT, retry_after=held)
        wait = self._turns.take(name, now)
        if wait:
            await asyncio.sleep(wait)
