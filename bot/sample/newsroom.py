"""Serves the sample wire over loopback HTTP while Wiredesk has no feeds of its own. It is a publisher, not a reader."""

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from threading import Thread
from types import TracebackType
from typing import Self

from bot.sample.entries import Outlet, read_outlets
from bot.sample.pages import article_page, index_page, outlet_page
from bot.sample.render import feed_path, page_path, render_feed

LOOPBACK = "127.0.0.1"
PORT = 8737

_HTML = "text/html; charset=utf-8"
_ROBOTS = b"User-agent: *\nDisallow:\n"
_SHUTDOWN_CHECK = 0.1  # seconds: how long closing may wait for the serving thread


@dataclass(frozen=True, slots=True)
class SampleFeed:
    """A feed of the sample wire: its address on loopback, its outlet's name as shown, and the outlet's slug."""

    url: str
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What one address answers: the body, its type, and the strong ETag that lets a reader ask "changed?"."""

    body: bytes
    content_type: str
    etag: str


class SampleWire:
    """The sample wire's server: takes its port when made, answers between `with` and its end.

    Everything is rendered once, dated back from `now` (aware). `port` is what it prefers, so that links and ids stay
    the same from run to run; where another program holds that port, a free one is taken.

    Raises:
        OSError: loopback has no free port.
    """

    def __init__(self, now: datetime, *, port: int = PORT) -> None:
        self._outlets = read_outlets()
        self._server = _bind(port)
        self._server.answers = _answers(self._outlets, self._base, now)
        self._thread = Thread(
            target=self._server.serve_forever, args=(_SHUTDOWN_CHECK,), name="sample-wire", daemon=True
        )

    @property
    def origin(self) -> tuple[str, int]:
        """The only host and port it listens at."""
        return LOOPBACK, self._server.server_port

    @property
    def feeds(self) -> tuple[SampleFeed, ...]:
        """One feed an outlet, in the order of their slugs."""
        return tuple(SampleFeed(self._base + feed_path(outlet), outlet.name, outlet.slug) for outlet in self._outlets)

    @property
    def _base(self) -> str:
        host, port = self.origin
        return f"http://{host}:{port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    answers: Mapping[str, Answer]

    def server_bind(self) -> None:
        """Bind without the reverse look-up of HTTPServer.server_bind, which may ask a name server and wait for it."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = LOOPBACK, self.socket.getsockname()[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """Report what went wrong in answering, but not that a reader hung up."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # typeshed narrows it to sockets


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = 30  # seconds: a reader that says nothing is let go

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the signature of http.server
        """Say nothing: the terminal belongs to the newsroom."""

    def _answer(self, *, with_body: bool) -> None:
        answer = self.server.answers.get(self.path.partition("?")[0])
        if answer is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        unchanged = _names(self.headers.get("If-None-Match", ""), answer.etag)
        self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else HTTPStatus.OK)
        self.send_header("ETag", answer.etag)
        if not unchanged:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if with_body and not unchanged:
            self.wfile.write(answer.body)


def _bind(port: int) -> _Server:
    try:
        return _Server((LOOPBACK, port), _Handler)
    except OSError:  # held by another program, perhaps another Wiredesk
        return _Server((LOOPBACK, 0), _Handler)


def _answers(outlets: tuple[Outlet, ...], origin: str, now: datetime) -> dict[str, Answer]:
    answers = {
        "/": _answer_of(index_page(outlets), _HTML),
        "/robots.txt": _answer_of(_ROBOTS, "text/plain; charset=utf-8"),
    }
    for outlet in outlets:
        kind = feed_path(outlet).rpartition("/")[2].removesuffix(".xml")
        feed = render_feed(outlet, origin, now)
        answers[feed_path(outlet)] = _answer_of(feed, f"application/{kind}+xml; charset=utf-8")
        answers[f"/{outlet.slug}/"] = _answer_of(outlet_page(outlet), _HTML)
        for entry in reversed(outlet.entries):  # the newest last: it is the one its link shows
            answers[page_path(outlet, entry)] = _answer_of(article_page(outlet, entry, origin, now), _HTML)
    return answers


def _answer_of(body: bytes, content_type: str) -> Answer:
    return Answer(body, content_type, f'"{hashlib.sha256(body).hexdigest()[:32]}"')


def _names(header: str, etag: str) -> bool:
    """Whether an If-None-Match names `etag` by the weak comparison, or any (RFC 9110 §13.1.2)."""
    tags = [tag.strip().removeprefix("W/") for tag in header.split(",")]
    return etag in tags or "*" in tags
