"""The chats that are configured, built from the settings, with what each must remember kept in the store."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from pydantic import SecretStr

from bot import discord_check, slack_doctor
from bot.answering import Answerer
from bot.chat import Chat
from bot.discord_chat import DiscordChat
from bot.discord_given import Account, Conversation, Memory, Operator
from bot.lines import StoredLines
from bot.seen import Seen
from bot.settings import Settings
from bot.slack_api import SlackApi
from bot.slack_chat import SlackChat, SlackSettings
from bot.slack_workspaces import InMemory, Installations, Workspace
from bot.slack_workspaces import Memory as SlackMemory
from handlers.commands import TABLE
from storage import installations, keepsakes
from storage.installations import Installation
from storage.model import Channel
from storage.store import Store

_SLACK, _DISCORD = SlackChat.platform, DiscordChat.platform
_COMMANDS_HASH = "discord:commands"

Clock = Callable[[], datetime]
log = structlog.get_logger()


def configured_chats(
    settings: Settings, store: Store, answerer: Answerer, clock: Clock, zone: ZoneInfo
) -> Mapping[str, Chat]:
    """Return the chats whose tokens are set, by platform; none of them is connected yet."""
    chats: list[Chat] = []
    if settings.has_slack:
        chats.append(_slack(settings, store, answerer, clock, zone))
    if settings.has_discord:
        chats.append(_discord(settings, store, answerer, clock))
    return {chat.platform: chat for chat in chats}


def examined(settings: Settings, places: Sequence[Channel]) -> tuple[tuple[str, str | None], ...]:
    """Return what the live APIs say of tokens, scopes and each place: a line each, and its cure where one is needed."""
    return asyncio.run(_examined(settings, [place for place in places if place.person is None]))


async def _examined(settings: Settings, places: Sequence[Channel]) -> tuple[tuple[str, str | None], ...]:
    found: list[tuple[str, str | None]] = []
    if settings.has_slack:
        api = SlackApi(settings.slack_api_url, None)
        there = tuple(place for place in places if place.ref.startswith("slack:"))
        found += await slack_doctor.check(api, settings.slack_bot_token, settings.slack_app_token, there)
        await api.close()
    if settings.has_discord:
        found += await discord_check.check(discord_account(settings), places)
    return tuple(found)


def slack_settings(settings: Settings, zone: ZoneInfo) -> SlackSettings:
    """Return what Slack needs of the settings."""
    return SlackSettings(
        zone=zone,
        bot_token=settings.slack_bot_token,
        app_token=settings.slack_app_token,
        signing_secret=settings.slack_signing_secret,
        host=settings.slack_host,
        port=settings.slack_port,
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret,
        api_url=settings.slack_api_url,
    )


def discord_account(settings: Settings) -> Account:
    """Return what Discord needs of the settings."""
    return Account(
        settings.discord_token, settings.discord_guilds, settings.discord_api_url, settings.discord_gateway_url
    )


def _slack(settings: Settings, store: Store, answerer: Answerer, clock: Clock, zone: ZoneInfo) -> SlackChat:
    wanted = slack_settings(settings, zone)
    held: Installations = StoredInstallations(store, clock) if wanted.many else InMemory()
    memory = SlackMemory(held, Seen(store, _SLACK, clock).is_new, StoredLines(store, _SLACK, clock))
    return SlackChat(wanted, answerer, answerer.complete, TABLE, clock, memory)


def _discord(settings: Settings, store: Store, answerer: Answerer, clock: Clock) -> DiscordChat:
    talk = Conversation(answerer, answerer.complete, TABLE, clock)
    operator = Operator(lambda warning: log.warning("discord.trouble", why=warning))
    return DiscordChat(discord_account(settings), talk, StoredMemory(store, clock).memory(), operator)


class StoredInstallations:
    """The workspaces of a Slack app that many may install, in the store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def find(self, team: str) -> Workspace | None:
        """Return the workspace `team`, or None where the bot is not installed."""
        return await asyncio.to_thread(self._find, team)

    async def save(self, workspace: Workspace) -> None:
        """Keep `workspace`, in place of what was kept of it before."""
        await asyncio.to_thread(self._save, workspace)

    async def remove(self, team: str) -> None:
        """Forget `team` and its token."""
        await asyncio.to_thread(self._remove, team)

    def _find(self, team: str) -> Workspace | None:
        with self._store.reading() as tx:
            found = installations.installation(tx, team)
        if found is None:
            return None
        return Workspace(found.team, found.name, SecretStr(found.token), found.bot, found.org, found.scopes)

    def _save(self, kept: Workspace) -> None:
        token = kept.token.get_secret_value()
        with self._store.transaction() as tx:
            installation = Installation(kept.team, kept.name, token, kept.bot, kept.org, kept.scopes)
            installations.keep_installation(tx, installation, self._clock())

    def _remove(self, team: str) -> None:
        with self._store.transaction() as tx:
            installations.remove_installation(tx, team)


class StoredMemory:
    """What the Discord adapter remembers, in the store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def memory(self) -> Memory:
        """Return it as the adapter is given it."""
        seen, lines = Seen(self._store, _DISCORD, self._clock), StoredLines(self._store, _DISCORD, self._clock)
        return Memory(self._load_hash, self._save_hash, lines.keep, lines.line_of, seen.is_new)

    async def _load_hash(self) -> str | None:
        return await asyncio.to_thread(self._kept, _COMMANDS_HASH)

    async def _save_hash(self, value: str) -> None:
        await asyncio.to_thread(self._keep, _COMMANDS_HASH, value)

    def _kept(self, name: str) -> str | None:
        with self._store.reading() as tx:
            return keepsakes.keepsake(tx, name)

    def _keep(self, name: str, value: str) -> None:
        with self._store.transaction() as tx:
            keepsakes.keep(tx, name, value, self._clock())
