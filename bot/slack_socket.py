"""Socket Mode: a connection that is opened, watched, and built anew whenever it is lost. Hears nothing itself.

The library's own reconnecting tries a used-up address for ever; so each connection here is watched from outside and
given up for a new one, with a new ticket.
"""

import asyncio
import random
from dataclasses import dataclass

import structlog
from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.slack_api import QUIET, SlackApi
from bot.slack_outcome import FAILURES, failure
from feeds.errors import SettingsError
from handlers.outcome import Later, Never, Scope

LONGEST_WAIT = 60.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds: between pings, for a connection to open, to be without one, and before the first new try."""

    ping: float = 5.0
    opening: float = 15.0
    lost: float = 3.0
    first_wait: float = 1.0


PATIENCE = Patience()


async def listen(app: AsyncApp, api: SlackApi, token: SecretStr, stopping: asyncio.Event, patience: Patience) -> None:
    """Keep `app` connected with the app-level `token` until `stopping` is set.

    Raises:
        SettingsError: Slack refuses the token.
    """
    failures = 0
    while not stopping.is_set():
        wait = min(LONGEST_WAIT, patience.first_wait * 2 ** min(failures, 10)) * random.uniform(0.5, 1)  # noqa: S311 (jitter)
        try:
            address = await _ticket(api, token)
        except FAILURES as error:
            failures += 1
            outcome = failure(error)
            wait = outcome.wait.total_seconds() if isinstance(outcome, Later) and failures == 1 else wait
            log.warning("slack.not_connected", why=outcome.why, wait=round(min(wait, LONGEST_WAIT), 1))
            await paused(stopping, min(wait, LONGEST_WAIT))
            continue
        connected = await _session(app, api, token, address, stopping, patience)
        failures = 0 if connected else failures + 1
        if not connected:
            await paused(stopping, wait)


async def paused(stopping: asyncio.Event, seconds: float) -> None:
    """Wait `seconds`, or less when `stopping` is set."""
    try:
        async with asyncio.timeout(seconds):
            await stopping.wait()
    except TimeoutError:
        return


async def _ticket(api: SlackApi, token: SecretStr) -> str:
    """Return the address of a new connection.

    Raises:
        SettingsError: the token is refused.
    """
    try:
        answer = await api.posting(None).apps_connections_open(app_token=token.get_secret_value())
    except FAILURES as error:
        match failure(error):
            case Never(why, Scope.WORKSPACE):
                raise SettingsError(
                    f"SLACK_APP_TOKEN: Slack refuses it ({why}). Make an app-level token with the scope "
                    "connections:write (docs/setup/slack.md)."
                ) from None
        raise
    return str(answer["url"])


async def _session(
    app: AsyncApp, api: SlackApi, token: SecretStr, address: str, stopping: asyncio.Event, patience: Patience
) -> bool:
    """Hold one connection until it is lost or `stopping` is set; return whether it ever stood."""
    handler = AsyncSocketModeHandler(
        app, token.get_secret_value(), logger=QUIET, web_client=api.posting(None), ping_interval=patience.ping
    )
    client = handler.client
    client.proxy = api.proxy
    client.wss_uri = address
    try:
        async with asyncio.timeout(patience.opening):
            await client.connect()  # type: ignore[no-untyped-call] # slack_sdk leaves it untyped
        log.info("slack.connected", mode="socket")
        lost = 0.0
        while not stopping.is_set() and lost < patience.lost:
            await paused(stopping, patience.lost / 4)
            lost = 0.0 if await client.is_connected() else lost + patience.lost / 4
    except TimeoutError:
        log.warning("slack.not_connected", why="the connection did not open in time")
        return False
    else:
        if not stopping.is_set():
            log.warning("slack.connection_lost")
        return True
    finally:
        await client.close()  # type: ignore[no-untyped-call] # slack_sdk leaves it untyped
