"""Command lines that a button cannot carry, kept under a token. Knows no platform's limits: an adapter decides."""

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from storage import keepsakes
from storage.store import Store

KEPT = timedelta(days=90)
"""How long a line is remembered: as long as anybody scrolls back."""
_TOKEN_LENGTH = 32


class Lines(Protocol):
    """Where lines are kept. The same line has the same token, so a message drawn twice keeps it once."""

    async def keep(self, line: str) -> str:
        """Keep `line` and return its token, of at most 32 letters and digits."""

    async def line_of(self, token: str) -> str | None:
        """Return the line under `token`, None where it is not kept, or no longer."""


class StoredLines:
    """Lines in the store; `platform` keeps them apart from another's."""

    def __init__(self, store: Store, platform: str, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._prefix = f"{platform}:line:"
        self._clock = clock

    async def keep(self, line: str) -> str:
        """Keep `line` and return its token; what is older than `KEPT` is forgotten."""
        token = _token(line)
        await asyncio.to_thread(self._keep, f"{self._prefix}{token}", line)
        return token

    async def line_of(self, token: str) -> str | None:
        """Return the line under `token`."""
        return await asyncio.to_thread(self._line_of, f"{self._prefix}{token}")

    def _keep(self, name: str, line: str) -> None:
        with self._store.transaction() as tx:
            keepsakes.keep(tx, name, line, self._clock())
            keepsakes.purge(tx, self._prefix, self._clock() - KEPT)

    def _line_of(self, name: str) -> str | None:
        with self._store.reading() as tx:
            return keepsakes.keepsake(tx, name)


class LinesInMemory:
    """Lines that end with the process."""

    def __init__(self) -> None:
        self._kept: dict[str, str] = {}

    async def keep(self, line: str) -> str:
        """Keep `line` and return its token."""
        self._kept[_token(line)] = line
        return _token(line)

    async def line_of(self, token: str) -> str | None:
        """Return the line under `token`."""
        return self._kept.get(token)


def _token(line: str) -> str:
    return hashlib.sha256(line.encode("utf-8", "replace")).hexdigest()[:_TOKEN_LENGTH]
