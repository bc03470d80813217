"""A Slack adapter at work against the fake: who answers, what was asked, and the payloads Slack would deliver."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import SecretStr

from bot.chat import Event, Suggestion
from bot.slack_chat import SlackChat, SlackSettings
from bot.slack_socket import Patience
from handlers.grammar import Argument, Entry, Kind
from handlers.message import say
from handlers.request import Reply, Request, Role
from storage.model import Channel, ChannelId, DeskId
from tests.fakes.slack import APP_TOKEN, BOT, TOKEN, FakeSlack
from tests.fakes.slack_shapes import TEAM

NOW = datetime(2026, 6, 16, 11, 30, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
NEWS = Channel(ChannelId(1), DeskId(1), "slack:C01", "#news")
QUICK = Patience(ping=0.2, opening=1.0, lost=0.2, first_wait=0.02)
Json = dict[str, Any]


def _unused(_request: Request, _store: object, _now: datetime) -> Reply:
    raise AssertionError("an adapter never calls a handler")


def entry(name: str, action: str | None, *positional: Argument, options: tuple[Argument, ...] = ()) -> Entry:
    """Return a row of a table of commands."""
    return Entry(name, action, "does it", f"/{name}", (), Role.READER, _unused, positional, options)


TABLE = {
    ("quotes", None): entry(
        "quotes",
        None,
        Argument("speaker", "who said it", Kind.SPEAKER),
        Argument("topic", "about what"),
        options=(
            Argument("since", "from when", Kind.TIME),
            Argument("sort", "how", Kind.CHOICE, choices=("new", "old")),
        ),
    ),
    ("watch", "list"): entry("watch", "list"),
    ("watch", "add"): entry(
        "watch",
        "add",
        Argument("name", "its name", required=True),
        Argument("query", "what to look for", required=True),
        options=(Argument("to", "where", Kind.CHANNEL),),
    ),
    ("news", None): entry("news", None, Argument("query", "what")),
}


@dataclass(slots=True)
class Desk:
    """Answers for the bot: `reply` says what to whom, `events` are what was asked."""

    reply: Callable[[Event], Reply] = lambda event: Reply(say(f"Answer to {event.line}"))
    events: list[Event] = field(default_factory=list)
    completed: list[tuple[str, str]] = field(default_factory=list)
    suggestions: tuple[Suggestion, ...] = (Suggestion("Donald Trump (212)", "Donald Trump"),)
    held_back: asyncio.Event | None = None
    in_thread: bool = False

    async def answer(self, event: Event) -> Reply:
        """Answer `event`, once nothing is held back."""
        self.events.append(event)
        if self.held_back:
            await self.held_back.wait()
        return await asyncio.to_thread(self.reply, event) if self.in_thread else self.reply(event)

    async def complete(self, _event: Event, kind: str, typed: str) -> tuple[Suggestion, ...]:
        """Complete an argument."""
        self.completed.append((kind, typed))
        if self.held_back:
            await self.held_back.wait()
        return self.suggestions


def settings(slack: FakeSlack, **changed: Any) -> SlackSettings:  # noqa: ANN401 (any field of the settings)
    """Return settings of Socket Mode against `slack`, impatient and unpaced."""
    usual: Json = {
        "zone": NEW_YORK,
        "bot_token": SecretStr(TOKEN),
        "app_token": SecretStr(APP_TOKEN),
        "api_url": slack.api_url,
        "pace": timedelta(),
        "patience": QUICK,
    }
    return SlackSettings(**{**usual, **changed})


def a_chat(slack: FakeSlack, desk: Desk | None = None, **changed: Any) -> SlackChat:  # noqa: ANN401 (any field of the settings)
    """Return an adapter against `slack`, not running yet."""
    desk = desk or Desk()
    return SlackChat(settings(slack, **changed), desk.answer, desk.complete, TABLE, lambda: NOW)


def slash(slack: FakeSlack, line: str, user: str = "U01", trigger: str = "trigger-1") -> Json:
    """Return what Slack delivers for a typed slash command."""
    command, _, text = line.partition(" ")
    return {
        "command": command,
        "text": text,
        "team_id": TEAM,
        "user_id": user,
        "user_name": user.lower(),
        "channel_id": "C01",
        "channel_name": "news",
        "response_url": slack.response_url(),
        "trigger_id": trigger,
    }


def press(slack: FakeSlack, value: str, *, ephemeral: bool = False, user: str = "U01", trigger: str = "t-9") -> Json:
    """Return what Slack delivers for a pressed button."""
    return {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": user, "team_id": TEAM},
        "channel": {"id": "C01", "name": "news"},
        "container": {"type": "message", "channel_id": "C01", "is_ephemeral": ephemeral},
        "trigger_id": trigger,
        "response_url": slack.response_url(),
        "actions": [{"type": "button", "action_id": "line:0", "block_id": "b", "value": value}],
    }


def mentioned(text: str, event_id: str = "Ev1", user: str = "U01", **event: object) -> Json:
    """Return what Slack delivers for a mention."""
    inner = {"type": "app_mention", "user": user, "text": f"<@{BOT}> {text}", "channel": "C01", "ts": "1.1", **event}
    return {"type": "event_callback", "team_id": TEAM, "event_id": event_id, "event": inner}


def happened(kind: str, event_id: str = "Ev9", **event: object) -> Json:
    """Return what Slack delivers for an event of `kind`."""
    return {"type": "event_callback", "team_id": TEAM, "event_id": event_id, "event": {"type": kind, **event}}
