"""What somebody did in Slack, read out of a payload: a typed command, a mention, a button, a form, a shortcut.

Only reads. Typed text is passed on as it came: the one grammar unwraps Slack's links and decodes its entities, once.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.slack_blocks import Json
from bot.slack_layout import unpacked
from bot.slack_text import safe_url
from handlers.request import Command

SHORTCUTS = {"story": "/news {url}", "why": "/watch why {url}", "mute": "/watch mute {url} for:24h to:here"}
"""The line that each message shortcut stands for, by its callback id in the manifest."""
_ORDERED = frozenset({"blocks", "attachments"})
_NAMELESS = frozenset({"", "directmessage", "privategroup", "mpdm"})


@dataclass(frozen=True, slots=True)
class Ask:
    """Who did what where, as Slack's own ids. `respond` is the response_url, where there is one.

    `thread` is the message it was asked under; `replaces` says that the answer takes the place of what only its reader
    saw. Exactly one of `line` and `command` is given.
    """

    team: str
    user: str
    channel: str
    channel_name: str = ""
    thread: str | None = None
    respond: str | None = None
    replaces: bool = False
    line: str | None = None
    command: Command | None = None


def typed_command(body: Json, team: str) -> Ask:
    """Return what a slash command asks: its name and text are the line."""
    line = f"{body['command']} {body.get('text') or ''}".strip()
    channel, name = body["channel_id"], _name(body.get("channel_name"), body["channel_id"])
    return Ask(team, body["user_id"], channel, name, respond=body.get("response_url"), line=line)


def mention(event: Json, team: str, bot: str) -> Ask:
    """Return what a mention asks: the words after the name of `bot` (its user id), answered where it was asked."""
    text = event.get("text") or ""
    name = re.search(rf"<@{re.escape(bot)}(?:\|[^>]*)?>[\s:,]*", text)
    line = text[name.end() :].strip() if name else text.strip()
    channel = event["channel"]
    return Ask(team, event["user"], channel, channel, thread=event.get("thread_ts"), line=line or "/desk help")


def pressed(body: Json, team: str) -> Ask:
    """Return what a pressed button asks: the line in its value, however old its message is."""
    container = body.get("container") or {}
    channel = body.get("channel") or {}
    place = channel.get("id") or container.get("channel_id") or body["user"]["id"]  # an App Home is no channel
    return Ask(
        team,
        body["user"]["id"],
        place,
        _name(channel.get("name"), place),
        thread=container.get("thread_ts") or (body.get("message") or {}).get("thread_ts"),
        respond=body.get("response_url"),
        replaces=bool(container.get("is_ephemeral")),
        line=unpacked(str(body["actions"][0].get("value") or "")),
    )


def shortcut(body: Json, team: str) -> Ask:
    """Return what a message shortcut asks, by its callback id; its line is empty where the message links nowhere."""
    url = next(_links(body.get("message") or {}), None)
    channel = body["channel"]
    name = _name(channel.get("name"), channel["id"])
    line = SHORTCUTS[body["callback_id"]].format(url=url) if url else ""
    return Ask(team, body["user"]["id"], channel["id"], name, respond=body.get("response_url"), line=line)


def at_home(event: Json, team: str) -> Ask:
    """Return whose App Home was opened; what it shows is not asked here."""
    return Ask(team, event["user"], event.get("channel") or event["user"], "App Home")


def in_form(body: Json, team: str, command: Command | None) -> Ask:
    """Return what a form of ours asks, sent (with its command) or still being filled in; its place was kept in it."""
    try:
        kept = json.loads(body["view"].get("private_metadata") or "{}")
    except ValueError:
        kept = {}
    channel = str(kept.get("channel") or body["user"]["id"])
    line = None if command else "/desk help"
    name = str(kept.get("channel_name") or channel)
    return Ask(team, body["user"]["id"], channel, name, respond=kept.get("respond"), line=line, command=command)


def _name(name: str | None, channel: str) -> str:
    """Return how a place is called: `#news`, or its id where Slack gives no name."""
    return channel if name is None or name in _NAMELESS else f"#{name}"


def _links(value: Any) -> Iterator[str]:  # noqa: ANN401 (any JSON value)
    """Yield the http(s) addresses in a message, those of its blocks first, in order."""
    if isinstance(value, dict):
        if value.get("type") in {"link", "button"} and isinstance(url := value.get("url"), str) and safe_url(url):
            yield url
        ordered = (value.get("blocks"), value.get("attachments"), *(v for k, v in value.items() if k not in _ORDERED))
        for inner in ordered:
            yield from _links(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _links(inner)
    elif isinstance(value, str):
        yield from (url for url in re.findall(r"<(https?://[^|>\s]+)", value) if safe_url(url))
