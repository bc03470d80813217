"""Slack, connected: what the bot asks of a chat, carried out with the other `slack_*` modules."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from pydantic import SecretStr

from bot import slack_doctor, slack_http, slack_socket
from bot.chat import Answer, Complete
from bot.lines import LinesInMemory
from bot.slack_api import SlackApi
from bot.slack_app import SlackListeners
from bot.slack_blocks import Place
from bot.slack_install import install_flow
from bot.slack_layout import Part, laid_out
from bot.slack_lines import with_kept_lines
from bot.slack_outcome import FAILURES, failure
from bot.slack_people import People
from bot.slack_posting import Posting, Target, first_of
from bot.slack_replies import Reader, Replies
from bot.slack_turns import PACE, Turns
from bot.slack_workspaces import InMemory, Memory, Workspace, address, all_new
from feeds.errors import ChatDown, SettingsError
from handlers.grammar import Entry
from handlers.message import Message
from handlers.outcome import Never, Outcome, Scope
from storage.model import Channel

GRACE = 5.0
"""How many seconds answers that are being given may still take when the bot stops."""
LONGEST_WAIT = 60.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """What Slack needs: a bot token with an app token (Socket Mode) or a signing secret (HTTP mode).

    With `client_id` and `client_secret` many workspaces may install the app (HTTP mode, no bot token). `zone` is the
    newsroom's: channels are spoken to in it. `silence` is how many seconds pass before "Looking …" is said.
    """

    zone: ZoneInfo
    bot_token: SecretStr | None = None
    app_token: SecretStr | None = None
    signing_secret: SecretStr | None = None
    host: str = "127.0.0.1"
    port: int = 3000
    client_id: str | None = None
    client_secret: SecretStr | None = None
    api_url: str | None = None
    proxy: str | None = None
    pace: timedelta = PACE
    silence: float = 1.5
    patience: slack_socket.Patience = slack_socket.PATIENCE

    @property
    def many(self) -> bool:
        """Whether workspaces install the app themselves."""
        return self.client_id is not None and self.client_secret is not None and self.app_token is None


class SlackChat:
    """One Slack app. `memory` is what outlives a restart; without one, nothing does."""

    platform = "slack"

    def __init__(
        self,
        settings: SlackSettings,
        answer: Answer,
        complete: Complete,
        table: Mapping[tuple[str, str | None], Entry],
        clock: Callable[[], datetime],
        memory: Memory | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._memory = memory or Memory(InMemory(), all_new, LinesInMemory())
        self._held = self._memory.held
        self._api = SlackApi(settings.api_url, settings.proxy)
        self._posting = Posting(self._api, Turns(settings.pace))
        self._people = People(self._api, clock)
        reader = Reader(settings.zone, clock, settings.many, settings.silence)
        self._replies = Replies(self._api, self._people, self._memory, answer, reader)
        self._complete = complete
        self._table = table
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        """Connect, stay connected, and return when `stop` was called.

        Raises:
            SettingsError: a token is missing or refused; one line that names the variable.
        """
        check_settings(self._settings)
        listeners: SlackListeners | None = None
        try:
            if self._settings.bot_token is not None and not self._settings.many:
                await self._introduced(self._settings.bot_token)
            listeners = self._listeners()
            if self._settings.app_token is not None:
                token, patience = self._settings.app_token, self._settings.patience
                await slack_socket.listen(listeners.app, self._api, token, self._stopping, patience)
            else:
                flow = install_flow(self._api, self._settings.client_id, self._settings.client_secret, self._held)
                host, port = self._settings.host, self._settings.port
                await slack_http.serve(listeners.app, host, port, self._stopping, flow)
        finally:
            if listeners is not None:
                await listeners.finish(GRACE)
            await self._api.close()

    async def stop(self) -> None:
        """Disconnect and let `run` return."""
        self._stopping.set()

    async def send(self, channel: Channel, message: Message, delivery: str, thread: str | None = None) -> Outcome:
        """Post `message` once, its overflow under it; `delivery` is its stable id."""
        to = await self._target(channel, thread)
        if to is None:
            return Never("Slack is not installed in this workspace", Scope.WORKSPACE)
        return await self._posting.send(to, await self._laid_out(message), delivery)

    async def edit(self, channel: Channel, ref: str, message: Message, key: str) -> Outcome:
        """Replace the posted message `ref` and its overflow; `key` is the same whenever this edit is tried again."""
        to = await self._target(channel)
        if to is None:
            return Never("Slack is not installed in this workspace", Scope.WORKSPACE)
        return await self._posting.edit(to, ref, await self._laid_out(message), key)

    async def look_up(self, channel: Channel, delivery: str, since: datetime, thread: str | None = None) -> str | None:
        """Return the ref of the message posted for `delivery` since then, or None when it, or a part, never arrived.

        After a None, `send` posts only what is missing.

        Raises:
            CannotTell: the app lacks the scope channels:history, or is not in the channel.
            ChatError: Slack does not answer.
        """
        to = await self._target(channel, thread)
        if to is None:
            raise ChatDown("Slack is not installed in this workspace")
        return await self._posting.look_up(to, delivery, since)

    async def check(self, channels: tuple[Channel, ...] = ()) -> tuple[slack_doctor.Finding, ...]:
        """Return what `wiredesk doctor` says of tokens, scopes and `channels`, asked of Slack now; posts nothing."""
        api = SlackApi(self._settings.api_url, self._settings.proxy)
        try:
            return await slack_doctor.check(api, self._settings.bot_token, self._settings.app_token, channels)
        finally:
            await api.close()

    def _listeners(self) -> SlackListeners:
        secret = self._settings.signing_secret.get_secret_value() if self._settings.signing_secret else ""
        return SlackListeners(self._api, self._memory, self._replies, self._complete, self._table, secret)

    async def _laid_out(self, message: Message) -> tuple[Part, ...]:
        shown = await with_kept_lines(message, self._memory.lines.keep)
        return laid_out(shown, Place(self._settings.zone, self._clock()))

    async def _target(self, channel: Channel, thread: str | None = None) -> Target | None:
        where = address(channel.ref)
        workspace = await self._held.find(where.team)
        token = workspace.token if workspace else None if self._settings.many else self._settings.bot_token
        return Target(token, where.channel, first_of(thread)) if token else None

    async def _introduced(self, token: SecretStr) -> None:
        """Learn which workspace `token` is for, however long Slack takes to answer.

        Raises:
            SettingsError: Slack refuses the token.
        """
        wait = self._settings.patience.first_wait
        while not self._stopping.is_set():
            try:
                answer = await self._api.asking(token).auth_test()
            except FAILURES as error:
                outcome = failure(error)
                if isinstance(outcome, Never):
                    raise SettingsError(
                        f"SLACK_BOT_TOKEN: Slack refuses it ({outcome.why}). Copy the Bot User OAuth Token again "
                        "(docs/setup/slack.md)."
                    ) from None
                log.warning("slack.not_connected", why=outcome.why, wait=wait)
                await slack_socket.paused(self._stopping, wait)
                wait = min(LONGEST_WAIT, wait * 2)
            else:
                org = answer.get("enterprise_id")
                name, bot = answer.get("team") or answer["team_id"], answer.get("user_id") or ""
                workspace = Workspace(answer["team_id"], name, token, bot, org)
                return await self._held.save(workspace)
        return None


def check_settings(settings: SlackSettings) -> None:
    """Look whether `settings` are enough to start.

    Raises:
        SettingsError: names the variable that is missing or cannot be one.
    """
    tokens = (("SLACK_BOT_TOKEN", settings.bot_token, "xapp-"), ("SLACK_APP_TOKEN", settings.app_token, "xoxb-"))
    for variable, token, others in tokens:
        if token is not None and token.get_secret_value().startswith(others):
            raise SettingsError(f"{variable}: this is the other token, {others}…; swap the two (docs/setup/slack.md).")
    if settings.bot_token is None and not settings.many:
        raise SettingsError("SLACK_BOT_TOKEN is missing: copy the Bot User OAuth Token (docs/setup/slack.md).")
    if settings.app_token is None and settings.signing_secret is None:
        raise SettingsError(
            "SLACK_APP_TOKEN (Socket Mode) or SLACK_SIGNING_SECRET (HTTP mode) is missing (docs/setup/slack.md)."
        )
