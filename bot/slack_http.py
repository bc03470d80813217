"""HTTP mode: a small web server that hands Slack's signed requests to Bolt. Checks nothing itself; Bolt does.

Bolt refuses a request whose signature is wrong or older than five minutes (401), before anything reads it.
"""

import asyncio
import errno

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow

from feeds.errors import SettingsError

EVENTS_PATH = "/slack/events"
_LARGEST_BODY = 1024 * 1024

log = structlog.get_logger()


async def serve(app: AsyncApp, host: str, port: int, stopping: asyncio.Event, flow: AsyncOAuthFlow | None) -> None:
    """Serve `app`, and the installing of it where there is a `flow`, until `stopping` is set.

    Raises:
        SettingsError: the address or the port cannot be had.
    """
    runner = web.AppRunner(_site(app, flow), access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        log.info("slack.connected", mode="http", port=port)
        await stopping.wait()
    except OSError as error:
        raise SettingsError(_not_had(error, host, port)) from None
    finally:
        await runner.cleanup()


def _site(app: AsyncApp, flow: AsyncOAuthFlow | None) -> web.Application:
    async def event(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    site = web.Application(client_max_size=_LARGEST_BODY)
    site.add_routes([web.post(EVENTS_PATH, event)])
    if flow is not None:
        site.add_routes(_installing(flow))
    return site


def _not_had(error: OSError, host: str, port: int) -> str:
    """Return which setting to mend: an address that is not this machine's, or else a port that is taken or not ours."""
    if error.errno in {errno.EADDRNOTAVAIL, None}:  # asyncio leaves the number out where no address could be had
        return f"SLACK_HOST: {host} is no address of this machine. Choose one of its own, or 0.0.0.0 for all of them."
    return f"SLACK_PORT: port {port} cannot be had ({error.strerror}). Choose another."


def _installing(flow: AsyncOAuthFlow) -> list[web.RouteDef]:
    async def begin(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await flow.handle_installation(await to_bolt_request(request)))

    async def end(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await flow.handle_callback(await to_bolt_request(request)))

    return [web.get(flow.install_path, begin), web.get(flow.redirect_uri_path, end)]
