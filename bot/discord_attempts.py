"""What became of each request behind one call to discord.py, which tries again by itself and tells only of the last."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from types import SimpleNamespace

import aiohttp

from bot.discord_outcome import OFFLINE_WAIT, outcome_of
from handlers.outcome import Later, Never, Unknown

_TOO_MANY = 429
_UNDECIDED = 500
_NEVER_LEFT = 0
_LOST = -1

_open: ContextVar[list[int] | None] = ContextVar("attempts", default=None)


@contextmanager
def attempts() -> Iterator[list[int]]:
    """Collect the answers of the requests that this task makes: statuses, or that a request was lost or never left."""
    made: list[int] = []
    token = _open.set(made)
    try:
        yield made
    finally:
        _open.reset(token)


def tracing() -> aiohttp.TraceConfig:
    """Return what a client must be built with for its requests to be collected."""
    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(_started)
    trace.on_request_end.append(_answered)
    trace.on_request_exception.append(_failed)
    return trace


def judged(error: BaseException, made: list[int]) -> Later | Never | Unknown:
    """Return what `error` means in the light of every request made.

    "Definitely not sent" holds only where no request before the last may have been taken; and a call that was given
    up while the library waited out a 429, or before anything left this machine, is definitely not sent.
    """
    outcome = outcome_of(error)
    if all(status in {_TOO_MANY, _NEVER_LEFT} for status in made) and isinstance(outcome, Unknown):
        why = "Discord asks to wait" if _TOO_MANY in made else "Discord cannot be reached"
        return Later(_asked(error), why)
    if any(status == _LOST or status >= _UNDECIDED for status in made) and not isinstance(outcome, Unknown):
        return Unknown(f"{outcome.why}, but an earlier try may have arrived")
    return outcome


def _asked(error: BaseException) -> timedelta:
    return timedelta(seconds=30) if isinstance(error, asyncio.TimeoutError) else OFFLINE_WAIT


async def _started(
    _session: aiohttp.ClientSession, _: SimpleNamespace, _params: aiohttp.TraceRequestStartParams
) -> None:
    if (made := _open.get()) is not None:
        made.append(_LOST)


async def _answered(_session: aiohttp.ClientSession, _: SimpleNamespace, params: aiohttp.TraceRequestEndParams) -> None:
    if made := _open.get():
        made[-1] = params.response.status


async def _failed(
    _session: aiohttp.ClientSession, _: SimpleNamespace, params: aiohttp.TraceRequestExceptionParams
) -> None:
    if (made := _open.get()) and isinstance(params.exception, aiohttp.ClientConnectorError):
        made[-1] = _NEVER_LEFT
