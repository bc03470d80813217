"""What Slack's Web API takes and how it answers: arguments by method, pages, people, and planted faults. No state."""

import json
from dataclasses import dataclass
from typing import Any

from aiohttp import web

TEAM = "T01"
Json = dict[str, Any]

_POST = {"channel", "text", "blocks", "metadata", "mrkdwn", "thread_ts", "unfurl_links", "unfurl_media"}
_HISTORY = {"channel", "oldest", "limit", "include_all_metadata", "cursor", "inclusive"}
ARGUMENTS: dict[str, set[str]] = {
    "auth.test": set(),
    "apps.connections.open": set(),
    "chat.postMessage": _POST,
    "chat.postEphemeral": {"channel", "user", "text", "blocks", "thread_ts"},
    "chat.delete": {"channel", "ts"},
    "chat.update": {"channel", "ts", "text", "blocks"},
    "conversations.history": _HISTORY,
    "conversations.replies": _HISTORY | {"ts"},
    "files.completeUploadExternal": {"files", "channel_id"},
    "files.getUploadURLExternal": {"filename", "length"},
    "oauth.v2.access": {"code", "client_id", "client_secret"},
    "usergroups.list": {"include_users"},
    "users.info": {"user"},
    "views.open": {"trigger_id", "view"},
    "views.publish": {"user_id", "view"},
}
RESPONSE = {"text", "blocks", "response_type", "replace_original", "unfurl_links", "unfurl_media"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one call: an error of Slack's, a status, or (`lost`) an answer that never comes back."""

    error: str = ""
    status: int = 200
    retry_after: int | None = None
    lost: bool = False
    body: str | None = None


def person(user: str, **flags: object) -> Json:
    """Return Slack's user object of a full member, changed by `flags`."""
    return {
        "id": user,
        "team_id": TEAM,
        "name": user.lower(),
        "real_name": f"{user} Person",
        "tz": "Europe/Berlin",
        **flags,
    }


async def arguments_of(request: web.Request) -> Json:
    """Return what a call was made with, however it was sent."""
    form = await request.post() if request.content_type.endswith(("urlencoded", "form-data")) else {}
    body = await request.json() if request.content_type == "application/json" else {}
    named = {**request.query, **form, **body}
    return {name: value for name, value in named.items() if name not in {"token", "team_id"}}


def token_of(request: web.Request) -> str:
    """Return the token of a call."""
    return request.headers.get("Authorization", "").removeprefix("Bearer ")


def as_json(value: object) -> Json:
    """Return an argument that is an object, sent as one or as text."""
    view = json.loads(value) if isinstance(value, str) else value
    assert isinstance(view, dict)
    return view


def failed(fault: Fault) -> web.Response:
    """Return the answer that `fault` stands for."""
    headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after is not None else {}
    if fault.body is not None:
        return web.Response(text=fault.body, status=fault.status, headers=headers)
    error = fault.error or ("ratelimited" if fault.status == 429 else "")
    return web.json_response({"ok": False, "error": error} if error else {}, status=fault.status, headers=headers)


def page(messages: list[Json], arguments: Json) -> Json:
    """Return one page of two messages, so that whoever looks for one has to turn the page."""
    start = int(arguments.get("cursor") or 0)
    recent = [m for m in messages if float(m["ts"]) >= float(arguments.get("oldest", 0))]
    following = str(start + 2) if start + 2 < len(recent) else ""
    return {"messages": recent[start : start + 2], "response_metadata": {"next_cursor": following}}
