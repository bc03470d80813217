"""The fake's gateway: identify, resume, heartbeats, and everything that goes wrong with a socket."""

import asyncio
import json
import socket
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.fakes.discord_shapes import APPLICATION, BOT

if TYPE_CHECKING:
    from tests.fakes.discord import FakeDiscord

GUILDS_INTENT = 1


class Gateway:
    """Sessions by socket. `identified` counts new sessions, `resumed` those taken up again; `deaf` reads no more."""

    def __init__(self, fake: "FakeDiscord") -> None:
        self.identified = 0
        self.resumed = 0
        self.deaf = False
        self._fake = fake
        self._sockets: set[web.WebSocketResponse] = set()
        self._sent: list[dict[str, Any]] = []
        self._site: web.SockSite | None = None
        self._session = ""
        self._ended = asyncio.Event()

    async def start(self) -> None:
        """Take a port; it answers once opened."""
        app = web.Application()
        app.router.add_get("/", self._talk)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        self._port = _free_port()
        self.url = f"ws://127.0.0.1:{self._port}/"
        await self.open()

    async def open(self) -> None:
        """Take connections."""
        self._site = web.SockSite(self._runner, _listening(self._port))
        await self._site.start()

    async def refuse(self) -> None:
        """Take no new connections: they are refused at the socket."""
        if self._site is not None:
            await self._site.stop()
            self._site = None

    async def stop(self) -> None:
        """Close everything."""
        self._ended.set()
        await self.drop()
        await self._runner.cleanup()

    async def drop(self) -> None:
        """Cut every connection without a word."""
        for open_socket in tuple(self._sockets):
            request = open_socket._req  # what aiohttp keeps of a socket's request
            if request is not None and request.transport is not None:
                request.transport.abort()
        self._sockets.clear()

    async def close(self, code: int) -> None:
        """Close every connection with `code`."""
        for open_socket in tuple(self._sockets):
            await open_socket.close(code=code)

    async def ask_to_reconnect(self) -> None:
        """Send op 7."""
        await self._to_all({"op": 7, "d": None})

    async def invalidate(self, *, resumable: bool) -> None:
        """Send op 9."""
        if not resumable:
            self._session = ""
        await self._to_all({"op": 9, "d": resumable})

    async def dispatch(self, event: str, facts: Any) -> None:  # noqa: ANN401 (JSON)
        """Tell every connection of an event; a later resume hears it where nobody did."""
        payload = {"op": 0, "t": event, "s": len(self._sent) + 1, "d": facts}
        self._sent.append(payload)
        await self._to_all(payload)

    async def _to_all(self, payload: dict[str, Any]) -> None:
        for open_socket in tuple(self._sockets):
            await open_socket.send_str(json.dumps(payload))

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        if set(request.query) - {"v", "encoding", "compress"} or request.query["v"] != "10":
            self._fake.violations.append(f"unknown gateway arguments: {dict(request.query)}")
        talk = web.WebSocketResponse(autoclose=False)
        await talk.prepare(request)
        await talk.send_str(json.dumps({"op": 10, "d": {"heartbeat_interval": 41250}}))
        async for message in talk:
            if message.type is WSMsgType.TEXT:
                await self._hear(talk, json.loads(message.data))
        self._sockets.discard(talk)
        if self.deaf:
            await self._ended.wait()
        elif not talk.closed:
            await talk.close()
        return talk

    async def _hear(self, talk: web.WebSocketResponse, said: dict[str, Any]) -> None:
        match said["op"]:
            case 1:
                await talk.send_str(json.dumps({"op": 11}))
            case 2:
                await self._identify(talk, said["d"])
            case 6:
                await self._resume(talk, said["d"])
            case unknown:
                self._fake.violations.append(f"an unknown gateway opcode: {unknown}")

    async def _identify(self, talk: web.WebSocketResponse, said: dict[str, Any]) -> None:
        if said["token"] != self._fake.token:
            await talk.close(code=4004)
            return
        if said["intents"] != GUILDS_INTENT:
            self._fake.violations.append(f"intents {said['intents']}")
        self.identified += 1
        self._session = f"session-{self.identified}"
        self._sent.clear()
        self._sockets.add(talk)
        await self.dispatch("READY", self._ready())
        for guild in self._fake.guilds:
            await self.dispatch("GUILD_CREATE", self._fake.guild(guild))
        await self._fake.tell_waiters()

    async def _resume(self, talk: web.WebSocketResponse, said: dict[str, Any]) -> None:
        if said["session_id"] != self._session or said["token"] != self._fake.token:
            await talk.send_str(json.dumps({"op": 9, "d": False}))
            return
        self.resumed += 1
        missed = [payload for payload in self._sent if payload["s"] > said["seq"]]
        for payload in missed:
            await talk.send_str(json.dumps(payload))
        self._sockets.add(talk)
        await self.dispatch("RESUMED", {})
        await self._fake.tell_waiters()

    def _ready(self) -> dict[str, Any]:
        return {
            "v": 10,
            "user": BOT,
            "guilds": [{"id": str(guild), "unavailable": True} for guild in self._fake.guilds],
            "session_id": self._session,
            "resume_gateway_url": "ws://127.0.0.1:1/",  # nobody there: whoever goes past the set address is lost
            "application": {"id": str(APPLICATION), "flags": 0},
        }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _listening(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    return listening
