"""What Discord's answers mean for a message: sent, later, never or unknown. What follows is not decided here."""

import asyncio
from datetime import timedelta

import aiohttp
import discord

from feeds.errors import ChannelGone, ChatDown, ChatError, RateLimited
from handlers.outcome import Later, Never, Scope, Unknown

UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060
MISSING_ACCESS = 50001
MISSING_PERMISSIONS = 50013
INVALID_FORM = 50035
THREAD_EXISTS = 160004
NO_HISTORY = 160002  # a reply wants Read Message History
_TOO_MANY_OLD_EDITS = 30046  # of messages older than an hour
NOT_A_PLACE = frozenset({50008, 50024})  # a channel of a kind that takes no messages
NO_LONGER_EDITABLE = frozenset({UNKNOWN_MESSAGE, 50005})
OFFLINE_WAIT = timedelta(seconds=15)
_REFUSED_WAIT = timedelta(minutes=1)
_UNAUTHORIZED, _FORBIDDEN, _NOT_FOUND, _TIMEOUT, _TOO_MANY, _SERVER = 401, 403, 404, 408, 429, 500

FAILURES = (discord.DiscordException, aiohttp.ClientError, OSError, asyncio.TimeoutError, RuntimeError)
"""All that a call to Discord raises when it or the way to it fails; RuntimeError where our side was closed."""


def outcome_of(error: BaseException) -> Later | Never | Unknown:
    """Return what `error`, one of FAILURES, means for the message that was being sent or edited."""
    match error:
        case discord.RateLimited():
            return Later(timedelta(seconds=error.retry_after), "Discord asks to wait")
        case discord.LoginFailure():
            return Never("Discord refused the token", Scope.WORKSPACE)
        case discord.HTTPException():
            return _outcome_of_answer(error)
        case TimeoutError():
            return Unknown("Discord did not answer in time")
        case _:
            return Unknown(f"the connection to Discord broke ({type(error).__name__})")


def error_of(error: BaseException) -> ChatError:
    """Return the error of our own tree for `error`, one of FAILURES, where no outcome can be given back."""
    match outcome := outcome_of(error):
        case Later(wait, why):
            return RateLimited(why, retry_after=wait.total_seconds())
        case Never(scope=Scope.CHANNEL | Scope.WORKSPACE):
            return ChannelGone(outcome.why)
        case _:
            return ChatDown(outcome.why)


def _outcome_of_answer(error: discord.HTTPException) -> Later | Never | Unknown:
    if error.status == _TOO_MANY or error.code == _TOO_MANY_OLD_EDITS:
        return Later(_asked_wait(error), "Discord asks to wait")
    if error.status == _TIMEOUT or error.status >= _SERVER:
        return Unknown(f"Discord answered {error.status}")
    return Never(_said(error), _scope(error))


def _scope(error: discord.HTTPException) -> Scope:
    if error.status == _UNAUTHORIZED:
        return Scope.WORKSPACE
    if error.code in NO_LONGER_EDITABLE:
        return Scope.MESSAGE
    closed = error.status in {_FORBIDDEN, _NOT_FOUND} or error.code in NOT_A_PLACE
    return Scope.CHANNEL if closed else Scope.MESSAGE


def _said(error: discord.HTTPException) -> str:
    """Return Discord's words in one line: never the request, which holds what we sent."""
    text = " ".join(error.text.split())[:200]
    return f"Discord answered {error.status} ({error.code}): {text}" if text else f"Discord answered {error.status}"


def _asked_wait(error: discord.HTTPException) -> timedelta:
    try:
        return timedelta(seconds=max(0.0, float(error.response.headers.get("Retry-After", ""))))
    except ValueError:
        return _REFUSED_WAIT
