"""Discord on a loopback socket: strict REST and a gateway, with faults to plant. Keeps what it was told; judges it."""

import asyncio
import json
import re
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.fakes.discord_gateway import Gateway
from tests.fakes.discord_people import Interactions, answered, error
from tests.fakes.discord_rules import broken_rules
from tests.fakes.discord_shapes import (
    APPLICATION,
    BOT,
    CHANNEL,
    EPOCH_MS,
    GUILD,
    GUILD_SHAPE,
    MESSAGE,
    PLACE,
    ROLE,
    STAMP,
    THREAD,
    TOKEN,
    Asked,
    Call,
    Fault,
    Json,
)

_ID = re.compile(r"(?<=/)\d+(?=/|$)")
_SECRET = re.compile(r"(?<=/)tok-[^/]+")
EDITABLE = ("content", "embeds", "components", "flags")
_NO_FAULT = Fault(drops=False, instead=False)


class FakeDiscord:
    """One Discord: servers, channels, messages, commands. `violations` must be empty when a test ends."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.guilds: dict[int, str] = {GUILD: "The Ledger"}
        self.roles: dict[int, str] = {77: "metro desk", 78: "night desk"}
        self.channels: dict[int, Json] = {}
        self.messages: dict[int, list[Json]] = defaultdict(list)
        self.commands: list[Json] | None = None
        self.token = TOKEN
        self.closed: set[int] = set()
        self.endpoint_url: str | None = None
        self.permissions = (1 << 11) | (1 << 10) | (1 << 14) | (1 << 16) | (1 << 35) | (1 << 38)
        self.now_ms = 1_781_554_680_000
        self.changed = asyncio.Condition()
        self._nonces: dict[tuple[int, str], Json] = {}
        self._faults: dict[tuple[str, str], deque[Fault]] = defaultdict(deque)
        self._serial = 1000
        self.gateway = Gateway(self)
        self.people = Interactions(self)
        self.add_channel(CHANNEL, GUILD, "news")

    # --- what a test says ---

    def add_channel(self, channel: int, guild: int, name: str, **more: Any) -> None:  # noqa: ANN401 (JSON)
        """Open a text channel."""
        self.channels[channel] = {"id": str(channel), "guild_id": str(guild), "name": name, "type": 0, **PLACE, **more}

    def add_thread(self, thread: int, channel: int, name: str) -> None:
        """Open a thread in a text channel."""
        guild = int(self.channels[channel]["guild_id"])
        self.add_channel(thread, guild, name, **({"type": 11, "parent_id": str(channel)} | THREAD))

    def plant(self, method: str, route: str, *faults: Fault) -> None:
        """Let the next requests to `route` meet `faults`, one each."""
        self._faults[method, route].extend(faults)

    def sent_in(self, channel: int = CHANNEL) -> list[Json]:
        """Return the messages that stand in a channel or thread, oldest first."""
        return self.messages[channel]

    def called(self, method: str, route: str) -> list[Call]:
        """Return the requests that came to `route`."""
        return [call for call in self.calls if (call.method, call.route) == (method, route)]

    async def until(self, condition: Callable[[], object], seconds: float = 10) -> None:
        """Wait until something that came in makes `condition` true."""
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(condition)

    def forget_nonces(self) -> None:
        """Let the few minutes pass in which a nonce is remembered."""
        self._nonces.clear()

    async def close_rest(self) -> None:
        """Stop answering requests: new connections are refused at the socket."""
        await self._runner.cleanup()

    async def tell_waiters(self) -> None:
        """Let everyone who waits look again."""
        async with self.changed:
            self.changed.notify_all()

    # --- the server ---

    async def start(self) -> None:
        """Open the REST and the gateway ports."""
        app = web.Application(client_max_size=30 << 20)
        app.router.add_route("*", "/api/v10/{tail:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.api_url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/api/v10"
        await self.gateway.start()

    async def stop(self) -> None:
        """Close every socket."""
        await self.gateway.stop()
        await self._runner.cleanup()

    def new_id(self) -> str:
        """Return a snowflake of the fake's present moment, later than every one before."""
        self._serial += 1
        return str(((self.now_ms - EPOCH_MS) << 22) + self._serial)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        path = "/" + request.match_info["tail"]
        route = _SECRET.sub("*", _ID.sub("#", path))
        body = await _body(request)
        self.calls.append(Call(request.method, route, path, body))
        waiting = self._faults[request.method, route]
        fault = waiting.popleft() if waiting else _NO_FAULT
        answer = answered({}) if fault.instead else await self._effect(request, route, path, body)
        await self.tell_waiters()
        if fault.until is not None:
            await fault.until.wait()
        if fault.status:
            return answered(fault.body, fault.status, fault.headers)
        if fault.drops and request.transport is not None:
            request.transport.abort()
        return answer

    async def _effect(self, request: web.Request, route: str, path: str, body: Json | None) -> web.Response:
        handler = self._handlers().get((request.method, route))
        if handler is None:
            self.violations.append(f"an unknown endpoint: {request.method} {path}")
            return answered({"code": 0, "message": "404: Not Found"}, 404)
        if not route.startswith(("/webhooks", "/interactions")) and not self._knows(request):
            return answered({"code": 0, "message": "401: Unauthorized"}, 401)
        broken = broken_rules(request.method, route, body)
        self.violations += [f"{request.method} {route}: {rule}" for rule in broken]
        if broken:
            return answered({"code": 50035, "message": "Invalid Form Body"}, 400)
        return await handler(Asked(path.strip("/").split("/"), dict(request.query), body))

    def _knows(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") == f"Bot {self.token}"

    def _handlers(self) -> dict[tuple[str, str], Callable[[Asked], Awaitable[web.Response]]]:
        people = self.people
        return {
            ("GET", "/users/@me"): self._me,
            ("GET", "/oauth2/applications/@me"): self._application,
            ("POST", "/users/@me/channels"): self._direct,
            ("PUT", "/applications/#/commands"): self._sync,
            ("GET", "/applications/#/guilds/#/commands"): self._guild_commands,
            ("GET", "/channels/#"): self._channel,
            ("POST", "/channels/#/messages"): self._post,
            ("PATCH", "/channels/#/messages/#"): self._edit,
            ("DELETE", "/channels/#/messages/#"): self._delete,
            ("GET", "/channels/#/messages"): self._history,
            ("POST", "/channels/#/messages/#/threads"): self._open_thread,
            ("GET", "/guilds/#"): self._guild,
            ("GET", "/guilds/#/members/#"): self._member,
            ("GET", "/guilds/#/threads/active"): self._threads,
            ("POST", "/interactions/#/*/callback"): people.callback,
            ("PATCH", "/webhooks/#/*/messages/@original"): people.edit_original,
            ("POST", "/webhooks/#/*"): people.follow_up,
        }

    async def _me(self, _asked: Asked) -> web.Response:
        return answered(BOT)

    async def _application(self, _asked: Asked) -> web.Response:
        facts: Json = {"id": str(APPLICATION), "name": "wiredesk", "description": "", "icon": None, "flags": 0}
        facts |= {"team": None, "bot_public": False, "bot_require_code_grant": False, "verify_key": "", "owner": BOT}
        return answered(facts | {"summary": "", "interactions_endpoint_url": self.endpoint_url})

    async def _direct(self, asked: Asked) -> web.Response:
        person = int(asked.body["recipient_id"])
        if person in self.closed:
            return error(403, 50007, "Cannot send messages to this user")
        place = person * 10  # the same place whenever it is opened
        self.channels[place] = {"id": str(place), "type": 1, "recipients": [{**BOT, "id": str(person)}]}
        return answered(self.channels[place])

    async def _sync(self, asked: Asked) -> web.Response:
        self.commands = [
            {"id": self.new_id(), "application_id": str(APPLICATION), "version": "1", "description": ""} | command
            for command in asked.body
        ]
        return answered(self.commands)

    async def _guild_commands(self, asked: Asked) -> web.Response:
        return answered([]) if asked.number(3) in self.guilds else error(403, 50001, "Missing Access")

    async def _channel(self, asked: Asked) -> web.Response:
        found = self.channels.get(asked.number(1))
        return answered(found) if found else error(404, 10003, "Unknown Channel")

    async def _post(self, asked: Asked) -> web.Response:
        place = asked.number(1)
        if place not in self.channels:
            return error(404, 10003, "Unknown Channel")
        if asked.body.get("message_reference") and not self.permissions & (1 << 16):
            return error(400, 160002, "Cannot reply without permission to read message history")
        nonce = asked.body.get("nonce")
        if asked.body.get("enforce_nonce") and (place, nonce) in self._nonces:
            return answered(self._nonces[place, nonce])
        message = self.message(place, asked.body)
        self.messages[place].append(message)
        self.channels[place]["last_message_id"] = message["id"]
        self._nonces[place, nonce] = message
        return answered(message)

    async def _edit(self, asked: Asked) -> web.Response:
        for message in self.messages[asked.number(1)]:
            if message["id"] == asked.parts[3]:
                message |= {key: asked.body[key] for key in EDITABLE if key in asked.body}
                return answered(message)
        return error(404, 10008, "Unknown Message")

    async def _delete(self, asked: Asked) -> web.Response:
        standing = self.messages[asked.number(1)]
        found = next((message for message in standing if message["id"] == asked.parts[3]), None)
        if found is None:
            return error(404, 10008, "Unknown Message")
        standing.remove(found)
        return web.Response(status=204)

    async def _history(self, asked: Asked) -> web.Response:
        unknown = set(asked.query) - {"limit", "before", "after", "around"}
        self.violations += [f"an unknown argument: {name}" for name in unknown]
        place, after = asked.number(1), int(asked.query.get("after", 0))
        if place not in self.channels:
            return error(404, 10003, "Unknown Channel")
        later = [message for message in self.messages[place] if int(message["id"]) > after]
        return answered(later[: int(asked.query.get("limit", 50))][::-1])

    async def _open_thread(self, asked: Asked) -> web.Response:
        channel, starter = asked.number(1), asked.number(3)
        if starter in self.channels:
            return error(400, 160004, "A thread has already been created for this message")
        self.add_thread(starter, channel, asked.body["name"])
        return answered(self.channels[starter])

    async def _guild(self, asked: Asked) -> web.Response:
        guild = asked.number(1)
        return answered(self.guild(guild)) if guild in self.guilds else error(404, 10004, "Unknown Guild")

    async def _member(self, _asked: Asked) -> web.Response:
        return answered({"user": BOT, "roles": [], "joined_at": STAMP, "deaf": False, "mute": False, "flags": 0})

    async def _threads(self, asked: Asked) -> web.Response:
        threads = [place for place in self.channels.values() if place["type"] == 11]
        ours = [thread for thread in threads if thread.get("guild_id") == asked.parts[1]]
        return answered({"threads": ours, "members": [], "has_more": False})

    # --- shapes ---

    def guild(self, guild: int) -> Json:
        """Return a server as Discord describes it."""
        everyone = {"id": str(guild), "name": "@everyone", "permissions": str(self.permissions), **ROLE}
        roles = [everyone | {"id": str(number), "name": name} for number, name in self.roles.items()]
        channels = [place for place in self.channels.values() if place.get("guild_id") == str(guild)]
        return {
            "id": str(guild),
            "name": self.guilds[guild],
            "roles": [everyone, *roles],
            "channels": [place for place in channels if place["type"] == 0],
            "threads": [place for place in channels if place["type"] == 11],
            "members": [{"user": BOT, "roles": [], "joined_at": STAMP, "deaf": False, "mute": False, "flags": 0}],
            **GUILD_SHAPE,
        }

    def message(self, place: int, body: Json) -> Json:
        """Return the message that `body` makes in `place`."""
        return {
            "id": self.new_id(),
            "channel_id": str(place),
            "author": BOT,
            "content": body.get("content") or "",
            "embeds": body.get("embeds") or [],
            "components": body.get("components") or [],
            "nonce": body.get("nonce"),
            "flags": body.get("flags", 0),
            **MESSAGE,
            **{key: body[key] for key in ("message_reference",) if key in body},
        }


async def _body(request: web.Request) -> Any:  # noqa: ANN401 (JSON)
    if request.content_type != "multipart/form-data":
        text = await request.text()
        return json.loads(text) if text else None
    form = await request.post()
    files = {name: part.file.read().decode() for name, part in form.items() if isinstance(part, web.FileField)}
    return json.loads(str(form["payload_json"])) | ({"files": files} if files else {})
