"""Installing the app into many workspaces by OAuth (HTTP mode): Bolt's flow over our own store of workspaces."""

import secrets
from collections import OrderedDict
from logging import Logger
from urllib.parse import urlsplit

from pydantic import SecretStr
from slack_bolt.error import BoltError
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.slack_api import API_URL, QUIET, SlackApi
from bot.slack_workspaces import Installations, Workspace

SCOPES = ("app_mentions:read", "chat:write", "commands", "users:read")
"""What the bot cannot do without; docs/setup/slack.md says why."""
OPTIONAL = {
    "channels:history": "a message whose answer was lost cannot be looked up in a public channel",
    "groups:history": "a message whose answer was lost cannot be looked up in a private channel",
    "files:write": "CSV files cannot be sent",
    "usergroups:read": "a role given to a user group counts for nobody in it",
}
"""Scopes the bot lives without, and what it cannot do then."""
_OPEN_INSTALLS = 1000


def install_flow(
    api: SlackApi, client_id: str | None, client_secret: SecretStr | None, held: Installations
) -> AsyncOAuthFlow | None:
    """Return the flow behind /slack/install and /slack/oauth_redirect, or None for an app of one workspace."""
    if client_id is None or client_secret is None:
        return None
    settings = AsyncOAuthSettings(
        client_id=client_id,
        client_secret=client_secret.get_secret_value(),
        scopes=(*SCOPES, *OPTIONAL),
        user_scopes=(),
        authorization_url=_authorization_url(api.base_url),
        installation_store=_Store(held),
        installation_store_bot_only=True,
        state_store=_States(),
        logger=QUIET,
    )
    return AsyncOAuthFlow(settings=settings, client=api.posting(None), logger=QUIET)


def _authorization_url(base_url: str) -> str:
    """Return where people agree to the installation: beside the API, for GovSlack and tests; slack.com otherwise."""
    if base_url == API_URL:
        return "https://slack.com/oauth/v2/authorize"
    parts = urlsplit(base_url)
    return f"{parts.scheme}://{parts.netloc}/oauth/v2/authorize"


class _Store(AsyncInstallationStore):
    """Our installations as Bolt's flow writes them: a bot's token, never a person's. Bolt asks none back."""

    def __init__(self, held: Installations) -> None:
        self._held = held

    @property
    def logger(self) -> Logger:
        return QUIET

    async def async_save(self, installation: Installation) -> None:
        team, token = installation.team_id, installation.bot_token
        if team is None or token is None:
            raise BoltError("only a workspace can install this app, not a whole organisation")
        scopes = tuple(installation.bot_scopes or ())
        await self._held.save(
            Workspace(
                team,
                installation.team_name or team,
                SecretStr(token),
                installation.bot_user_id or "",
                installation.enterprise_id,
                scopes,
            )
        )


class _States(AsyncOAuthStateStore):
    """States of installations begun and not yet ended: each is good once, and ends with the process."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, None] = OrderedDict()

    @property
    def logger(self) -> Logger:
        return QUIET

    async def async_issue(self, *args: object, **kwargs: object) -> str:  # noqa: ARG002 (the library's signature)
        state = secrets.token_urlsafe(32)
        self._open[state] = None
        while len(self._open) > _OPEN_INSTALLS:
            self._open.popitem(last=False)
        return state

    async def async_consume(self, state: str) -> bool:
        return self._open.pop(state, False) is None
