"""A strict Slack on a loopback socket: Web API, response_urls, uploads and Socket Mode; and planted faults.

Whatever Slack would refuse, or an endpoint or argument that nobody planned, is a violation; the fixture fails on any.
"""

import asyncio
import itertools
import json
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from aiohttp import WSMsgType, web

from tests.fakes.slack_contract import call_violations, message_violations, options_violations, view_violations
from tests.fakes.slack_shapes import (
    ARGUMENTS,
    RESPONSE,
    TEAM,
    Fault,
    Json,
    arguments_of,
    as_json,
    failed,
    page,
    token_of,
)

BOT, TOKEN, APP_TOKEN = "UBOT", "xoxb-planted-bot-token", "xapp-planted-app-token"
SCOPES = "app_mentions:read,channels:history,chat:write,commands,files:write,groups:history,usergroups:read,users:read"


@dataclass(slots=True)
class Call:
    """One call to the Web API as it came."""

    method: str
    token: str
    arguments: Json
    at: float


@dataclass(slots=True)
class FakeSlack:
    """One workspace and its channels. `messages` are what stands in each, by channel."""

    scopes: str = SCOPES
    calls: list[Call] = field(default_factory=list)
    messages: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    ephemerals: list[Json] = field(default_factory=list)
    responses: list[Json] = field(default_factory=list)
    views: list[Json] = field(default_factory=list)
    homes: dict[str, Json] = field(default_factory=dict)
    files: list[Json] = field(default_factory=list)
    people: dict[str, Json] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)
    expired: set[str] = field(default_factory=set)
    refused_tickets: int = 0
    tokens: set[str] = field(default_factory=lambda: {TOKEN, APP_TOKEN})
    api_url: str = ""
    clock: Callable[[], float] = time.monotonic
    _faults: dict[str, deque[Fault | None]] = field(default_factory=lambda: defaultdict(deque))
    _sockets: list[web.WebSocketResponse] = field(default_factory=list)
    _tickets: set[str] = field(default_factory=set)
    _acks: dict[str, asyncio.Future[Any]] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _runner: web.AppRunner | None = None
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.add_routes(
            [
                web.route("*", "/api/{method}", self._api),
                web.post("/respond/{id}", self._respond),
                web.post("/upload/{id}", self._upload),
                web.get("/socket", self._socket),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.api_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._runner is not None
        for socket in self._sockets:
            await socket.close()
        await self._runner.cleanup()

    def plant(self, method: str, *faults: Fault | None) -> None:
        """Let the next calls of `method` (or "respond") fail so, one after the other; None lets one pass."""
        self._faults[method].extend(faults)

    def called(self, method: str) -> list[Json]:
        """Return the arguments of every call of `method`, in order."""
        return [call.arguments for call in self.calls if call.method == method]

    def response_url(self) -> str:
        """Return a new response_url."""
        return self.api_url.replace("/api/", f"/respond/{next(self._numbers)}")

    async def until(self, true: Any) -> None:  # noqa: ANN401 (any condition without arguments)
        """Wait until `true()` holds; anything that arrives here makes it be asked again."""
        async with asyncio.timeout(10):
            while not true():
                self._changed.clear()
                await self._changed.wait()

    async def connected(self, count: int = 1) -> None:
        """Wait until `count` connections were opened in all, and the last still stands."""
        await self.until(lambda: len(self._sockets) >= count and not self._sockets[-1].closed)

    async def deliver(self, kind: str, payload: Json) -> tuple[Json | None, float]:
        """Deliver an envelope over Socket Mode; return what it was acknowledged with, and after how many seconds."""
        envelope = f"envelope-{next(self._numbers)}"
        clock = asyncio.get_running_loop()
        self._acks[envelope] = clock.create_future()
        sent = clock.time()
        message = {"type": kind, "envelope_id": envelope, "payload": payload, "accepts_response_payload": True}
        await self._sockets[-1].send_json(message)
        async with asyncio.timeout(30):
            answer = await self._acks[envelope]
        if answer and "options" in answer:
            self.violations.extend(options_violations(answer["options"]))
        return answer, clock.time() - sent

    async def disconnect(self) -> None:
        """Announce that this connection ends, as Slack does about every hour."""
        await self._sockets[-1].send_json({"type": "disconnect", "reason": "refresh_requested"})

    async def drop(self) -> None:
        """Cut the connection without a word."""
        request = self._sockets[-1]._req  # aiohttp has no public way to cut a socket
        assert request is not None
        assert request.transport is not None
        request.transport.abort()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method, arguments, token = request.match_info["method"], await arguments_of(request), token_of(request)
        self.calls.append(Call(method, token, arguments, self.clock()))
        self._changed.set()
        if method not in ARGUMENTS:
            self.violations.append(f"an unknown method: {method}")
            return web.json_response({"ok": False, "error": "unknown_method"})
        if unknown := set(arguments) - ARGUMENTS[method]:
            self.violations.append(f"{method} has no argument {sorted(unknown)}")
        fault = self._faults[method].popleft() if self._faults[method] else None
        if fault and not fault.lost:
            return failed(fault)
        if method != "oauth.v2.access" and token not in self.tokens:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        answer = getattr(self, "_" + method.replace(".", "_"))(arguments)
        self._changed.set()
        if fault:
            assert request.transport is not None
            request.transport.abort()
        headers = {"X-OAuth-Scopes": self.scopes}
        return web.json_response({"ok": "error" not in answer, **answer}, headers=headers)

    def _auth_test(self, _: Json) -> Json:
        return {"team_id": TEAM, "team": "Example Times", "user_id": BOT, "user": "wiredesk", "bot_id": "B01"}

    def _apps_connections_open(self, _: Json) -> Json:
        ticket = f"ticket-{next(self._numbers)}"
        self._tickets.add(ticket)
        return {"url": self.api_url.replace("http:", "ws:").replace("/api/", f"/socket?ticket={ticket}")}

    def _chat_postMessage(self, arguments: Json) -> Json:  # noqa: N802 (Slack's name)
        self.violations.extend([*call_violations(arguments), *message_violations(arguments)])
        if not arguments.get("unfurl_links") is arguments.get("unfurl_media") is False:
            self.violations.append("a message would unfurl links")
        channel = arguments["channel"]
        channel = f"D{channel}" if channel.startswith("U") else channel
        message = {**arguments, "channel": channel, "ts": f"1781640720.{next(self._numbers):06d}", "user": BOT}
        self.messages[channel].append(message)
        return {"channel": channel, "ts": message["ts"], "message": message}

    def _chat_postEphemeral(self, arguments: Json) -> Json:  # noqa: N802 (Slack's name)
        self.violations.extend(message_violations(arguments))
        self.ephemerals.append(arguments)
        return {"message_ts": f"1781640720.{next(self._numbers):06d}"}

    def _chat_update(self, arguments: Json) -> Json:
        self.violations.extend(message_violations(arguments))
        found = next((m for m in self.messages[arguments["channel"]] if m["ts"] == arguments["ts"]), None)
        if found is None:
            return {"error": "message_not_found"}
        found.update(arguments)
        return {"channel": arguments["channel"], "ts": arguments["ts"]}

    def _chat_delete(self, arguments: Json) -> Json:
        standing = self.messages[arguments["channel"]]
        found = next((m for m in standing if m["ts"] == arguments["ts"]), None)
        if found is None:
            return {"error": "message_not_found"}
        standing.remove(found)
        return {"channel": arguments["channel"], "ts": arguments["ts"]}

    def _conversations_history(self, arguments: Json) -> Json:
        standing = [m for m in self.messages[arguments["channel"]] if not m.get("thread_ts")]
        return page(standing[::-1], arguments)

    def _conversations_replies(self, arguments: Json) -> Json:
        ts = arguments["ts"]
        return page([m for m in self.messages[arguments["channel"]] if ts in (m["ts"], m.get("thread_ts"))], arguments)

    def _files_getUploadURLExternal(self, arguments: Json) -> Json:  # noqa: N802 (Slack's name)
        number = next(self._numbers)
        self.files.append({"id": f"F{number}", "name": arguments["filename"]})
        return {"file_id": f"F{number}", "upload_url": self.api_url.replace("/api/", f"/upload/F{number}")}

    def _files_completeUploadExternal(self, arguments: Json) -> Json:  # noqa: N802 (Slack's name)
        for done in json.loads(arguments["files"]):
            next(file for file in self.files if file["id"] == done["id"])["channel"] = arguments["channel_id"]
        return {"files": [{"id": file["id"]} for file in self.files]}

    def _oauth_v2_access(self, arguments: Json) -> Json:
        token = f"xoxb-installed-{arguments['code']}"
        self.tokens.add(token)
        team = {"id": f"T-{arguments['code']}", "name": "Another Paper"}
        return {
            "access_token": token,
            "team": team,
            "bot_user_id": "UBOT2",
            "scope": "chat:write",
            "authed_user": {"id": "U9"},
        }

    def _usergroups_list(self, arguments: Json) -> Json:
        groups = [{"id": name, **({"users": who} if arguments else {})} for name, who in self.groups.items()]
        return {"usergroups": groups} if "usergroups:read" in self.scopes else {"error": "missing_scope"}

    def _users_info(self, arguments: Json) -> Json:
        found = self.people.get(arguments["user"])
        return {"user": found} if found else {"error": "user_not_found"}

    def _views_open(self, arguments: Json) -> Json:
        view = as_json(arguments["view"])
        self.violations.extend(view_violations(view))
        if arguments["trigger_id"] in self.expired:
            return {"error": "expired_trigger_id"}
        self.expired.add(arguments["trigger_id"])
        self.views.append(view)
        return {"view": {"id": f"V{next(self._numbers)}", **view}}

    def _views_publish(self, arguments: Json) -> Json:
        view = as_json(arguments["view"])
        self.violations.extend(view_violations(view))
        self.homes[arguments["user_id"]] = view
        return {"view": view}

    async def _respond(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        if unknown := set(body) - RESPONSE:
            self.violations.append(f"a response_url takes no {sorted(unknown)}")
        self.violations.extend(message_violations(body))
        if self._faults["respond"] and (fault := self._faults["respond"].popleft()):
            return failed(fault)
        url = f"{self.api_url.replace('/api/', request.path)}"
        if sum(response["url"] == url for response in self.responses) == 5:
            self.violations.append("a response_url was used more than five times")
        self.responses.append({**body, "url": url})
        self._changed.set()
        return web.Response(text="ok")

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        file = next(file for file in self.files if file["id"] == request.match_info["id"])
        file["content"] = (await request.read()).decode()
        return web.Response(text="OK", content_type="text/plain")

    async def _socket(self, request: web.Request) -> web.StreamResponse:
        if request.query["ticket"] not in self._tickets:
            return web.Response(status=401)
        self._tickets.discard(request.query["ticket"])
        if self.refused_tickets:
            self.refused_tickets -= 1
            return web.Response(status=401)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._sockets.append(socket)
        self._changed.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                answer = json.loads(message.data)
                self._acks[answer["envelope_id"]].set_result(answer.get("payload"))
        return socket
