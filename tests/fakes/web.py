"""A web server on loopback whose every answer a test writes down: headers, bytes, pace, and a TLS certificate."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from aiohttp import web

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass
class Web:
    """Answers by path; `asked` are the requests in order. Unknown paths are 404."""

    tls: ssl.SSLContext | None = None
    answers: dict[str, Handler] = field(default_factory=dict)
    asked: list[web.BaseRequest] = field(default_factory=list)
    port: int = 0
    open_now: int = 0
    most_open: int = 0

    async def __aenter__(self) -> Self:
        self._runner = web.ServerRunner(web.Server(self._answer, access_log=None), shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self.tls)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._runner.cleanup()

    def url(self, path: str = "/feed") -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}{path}"

    def says(self, body: bytes, path: str = "/feed", status: int = 200, **headers: str) -> None:
        """Answer `path` with these bytes; `Content_Type` is written for Content-Type."""
        spelled = {name.replace("_", "-"): value for name, value in headers.items()}

        async def answer(_: web.BaseRequest) -> web.StreamResponse:
            return web.Response(body=body, status=status, headers=spelled)

        self.answers[path] = answer

    def streams(self, chunks: Callable[[], "asyncio.Queue[bytes]"], path: str = "/feed", **headers: str) -> None:
        """Answer `path` with whatever comes out of a queue, for ever."""
        spelled = {name.replace("_", "-"): value for name, value in headers.items()}

        async def answer(request: web.BaseRequest) -> web.StreamResponse:
            response = web.StreamResponse(headers=spelled)
            await response.prepare(request)
            queue = chunks()
            while True:
                await response.write(await queue.get())

        self.answers[path] = answer

    async def _answer(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(request)
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        try:
            handler = self.answers.get(request.path)
            return await handler(request) if handler else web.Response(status=404)
        finally:
            self.open_now -= 1
