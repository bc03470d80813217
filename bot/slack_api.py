"""The clients that speak to Slack's Web API over one session. Says nothing of what is said, or of what errors mean.

Two kinds: a posting client never tries again by itself (the library's default retry doubles a message whose answer was
lost); an asking client does, because a question may be asked twice.
"""

import logging

import aiohttp
from pydantic import SecretStr
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.slack_blocks import Json

API_URL = "https://slack.com/api/"
TIMEOUT = 30
QUIET = logging.getLogger("wiredesk.slack")
"""Slack's libraries log addresses with tickets, and what people typed: nothing of theirs is kept."""
QUIET.setLevel(logging.CRITICAL)


class SlackApi:
    """One HTTP session for a bot's life; clients are made per token and cost nothing."""

    def __init__(self, api_url: str | None = None, proxy: str | None = None) -> None:
        self.base_url = (api_url or API_URL).rstrip("/") + "/"
        self.proxy = proxy
        self._session: aiohttp.ClientSession | None = None

    def posting(self, token: SecretStr | None) -> AsyncWebClient:
        """Return a client that makes each call exactly once."""
        return self._client(token, [])

    def asking(self, token: SecretStr | None) -> AsyncWebClient:
        """Return a client that asks again after a lost connection or a 429."""
        return self._client(token, [AsyncConnectionErrorRetryHandler(), AsyncRateLimitErrorRetryHandler()])

    async def respond(self, url: str, body: Json) -> int:
        """Post `body` to a response_url once and return the HTTP status."""
        client = AsyncWebhookClient(url, session=self._opened(), logger=QUIET, retry_handlers=[])
        client.proxy = self.proxy
        return (await client.send_dict(body)).status_code

    async def close(self) -> None:
        """Close the session; a later call opens a new one."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _client(self, token: SecretStr | None, retry_handlers: list[AsyncRetryHandler]) -> AsyncWebClient:
        client = AsyncWebClient(
            token=token.get_secret_value() if token else None,
            base_url=self.base_url,
            timeout=TIMEOUT,
            session=self._opened(),
            logger=QUIET,
            retry_handlers=retry_handlers,
        )
        client.proxy = self.proxy  # the library would take one from the environment; settings are the one door
        return client

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))
        return self._session
