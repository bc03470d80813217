"""The one door to the web: asks hosts for feeds and pages, politely and within bounds. It reads nothing it brings.

The only asynchronous module of this package. Every address passes the guard where its socket is made.
"""

import asyncio
import hashlib
import ssl
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver
from yarl import URL

from feeds.addresses import AddressGuard, AddressRefused, is_disguised
from feeds.answers import Fetched, Unchanged, blocked_by, hold_seconds, max_age, status_failure
from feeds.errors import FeedError, FetchFailed, State, TooLarge
from feeds.hosts import Hosts
from feeds.model import Feed, Validators
from feeds.questions import ACCEPT_FEEDS, Permit, Question, for_feed, for_page
from feeds.unpack import DamagedError, Unpacker
from feeds.urls import absolute_url

__all__ = ["Fetched", "Fetcher", "Limits", "Unchanged"]

NOT_MODIFIED = 304
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PERMANENT = frozenset((301, 308))
_CHUNK = 65_536
"""Bytes read at once, and how much of an error's body is read: enough to recognise a bot wall."""
_LONGEST_HEADER = 1000
_HARMLESS, _STEEPEST = 1_000_000, 250
# By OpenSSL's X509_V_ERR codes.
_CERTIFICATES = {
    9: "its certificate is not valid yet",
    10: "its certificate has expired",
    62: "its certificate is for another host",
    64: "its certificate is for another host",
}
_UNTRUSTED = "its certificate cannot be trusted"

# The narrower kind first.
_FAILURES: tuple[tuple[type[Exception], tuple[str, State]], ...] = (
    (aiohttp.ClientConnectorDNSError, ("the host name cannot be resolved", State.TEMPORARY)),
    (aiohttp.ClientSSLError, ("no secure connection can be made", State.SOFT)),
    (aiohttp.ClientConnectorError, ("cannot be reached", State.SOFT)),
    (aiohttp.ClientPayloadError, ("the answer broke off or is damaged", State.SOFT)),
    (DamagedError, ("the answer broke off or is damaged", State.SOFT)),
    (aiohttp.InvalidURL, ("the address cannot be asked for", State.HARD)),
    (ValueError, ("the address cannot be asked for", State.HARD)),
)
_BROKE_OFF = ("the connection broke off", State.SOFT)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of fetching: seconds for an answer with its redirects, bytes after decompression, redirects followed,
    requests to a host at once and the seconds between two, connections in all.
    """

    seconds: float = 20.0
    feed_bytes: int = 10_000_000
    page_bytes: int = 3_000_000
    redirects: int = 5
    at_once_a_host: int = 2
    spacing: float = 0.25
    connections: int = 200


@dataclass(frozen=True, slots=True)
class _Moved:
    """A redirect: where to, and whether for good."""

    location: str
    for_good: bool


class Fetcher:
    """Fetches within `limits` through `guard`. An asynchronous context manager; one serves the whole program.

    `contact` goes into the user agent, so that a publisher who minds can write to somebody. `resolver` and `tls` are
    aiohttp's and Python's own unless given.
    """

    def __init__(
        self,
        *,
        contact: str | None = None,
        guard: AddressGuard | None = None,
        limits: Limits | None = None,
        user_agent: str | None = None,
        resolver: AbstractResolver | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._guard = guard or AddressGuard()
        self._limits = limits or Limits()
        self._user_agent = user_agent or f"Wiredesk/0.1 (feed reader; +{contact or 'no contact set'})"
        self._resolver = resolver
        self._tls = tls
        self._hosts = Hosts(self._limits.at_once_a_host, self._limits.spacing)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        connector = aiohttp.TCPConnector(
            limit=self._limits.connections,
            force_close=True,
            ssl=self._tls or True,
            resolver=self._resolver,
            socket_factory=self._guard.open_socket,
        )
        self._session = aiohttp.ClientSession(
            connector=connector,
            auto_decompress=False,
            trust_env=False,
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None),
            headers={"User-Agent": self._user_agent, "Accept": ACCEPT_FEEDS, "Accept-Encoding": "gzip, deflate, br"},
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    @property
    def user_agent(self) -> str:
        """What every request says it is."""
        return self._user_agent

    async def fetch(self, feed: Feed) -> Fetched | Unchanged:
        """Ask for `feed` the way its publisher wants, conditionally where its validators allow.

        Raises:
            FetchFailed: no usable answer; `state` says how, the message names only the host.
            FeedGone: the publisher answered 410.
            TooLarge: more bytes than a feed may have.
        """
        asked = feed.validators
        answer = await self._follow(feed.url, for_feed(feed, self._limits.feed_bytes))
        if answer.status == NOT_MODIFIED:
            said = answer.validators
            kept = Validators(said.etag or asked.etag, said.last_modified or asked.last_modified, asked.body_hash)
            return Unchanged(kept, answer.max_age, answer.moved_to)
        if answer.validators.body_hash == asked.body_hash:
            return Unchanged(answer.validators, answer.max_age, answer.moved_to)
        return answer

    async def fetch_url(self, url: str, *, limit: int | None = None, permit: Permit | None = None) -> Fetched:
        """Ask for one page, whatever it is, of at most `limit` bytes after decompression (a page's own limit unless
        given), if `permit` lets it and every address it redirects to pass.

        Raises:
            FetchFailed, FeedGone, TooLarge: as `fetch`; and whatever `permit` raises.
        """
        most = self._limits.page_bytes if limit is None else limit
        return await self._follow(url, for_page(most, permit))

    def space(self, url: str, seconds: float) -> None:
        """Let at least `seconds` lie between two requests to the host of `url`: what its robots.txt asks for."""
        self._hosts.space(_host_and_port(_first_target(url)), seconds)

    async def _follow(self, url: str, question: Question) -> Fetched:
        """Return the first answer that is no redirect; credentials in `url` stay with its own host."""
        first = at = _first_target(url)
        moved_to: str | None = None
        all_for_good = True
        left = self._limits.seconds
        loop = asyncio.get_running_loop()
        for _ in range(self._limits.redirects + 1):
            if question.permit is not None:
                await question.permit(str(at))
            if question.secrets and not _is_home(at, first):
                question = replace(question, secrets={})
            async with self._hosts.turn(_host_and_port(at)):
                started = loop.time()
                answer = await self._ask(at, question, left)
                left -= loop.time() - started
            if isinstance(answer, Fetched):
                return replace(answer, moved_to=moved_to) if moved_to else answer
            at = _next_target(at, answer.location)
            all_for_good = all_for_good and answer.for_good
            moved_to = str(at) if all_for_good else moved_to
        raise FetchFailed(f"{at.host}: redirects more than {self._limits.redirects} times", state=State.HARD)

    async def _ask(self, url: URL, question: Question, seconds: float) -> Fetched | _Moved:
        host = url.host or ""
        try:
            async with asyncio.timeout(seconds):
                return await self._request(url, question)
        except TimeoutError as error:
            message = f"{host}: no whole answer within {self._limits.seconds:g} s"
            raise FetchFailed(message, state=State.SOFT, answered=False) from error
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise _failure(host, error) from error

    async def _request(self, url: URL, question: Question) -> Fetched | _Moved:
        if self._session is None:
            raise RuntimeError("a Fetcher is used inside `async with`")
        headers = {**question.headers, **question.secrets}
        async with self._session.get(url, headers=headers, allow_redirects=False) as answer:
            if answer.status in _REDIRECTS and "Location" in answer.headers:
                return _Moved(answer.headers["Location"], answer.status in _PERMANENT)
            body = await _read(answer, question.limit)
            self._hosts.hold(_host_and_port(url), hold_seconds(answer.status, answer.headers))
            failure = _refusal(url.host or "", answer, body)
            if failure is not None:
                raise failure
            return _fetched(url, answer, body)


def _first_target(url: str) -> URL:
    target = _web_address(url, None)
    if target is None:
        raise FetchFailed("this is not a public http:// or https:// address", state=State.REFUSED)
    return target


def _next_target(at: URL, location: str) -> URL:
    target = _web_address(location, str(at.with_user(None)))
    if target is None:
        raise FetchFailed(f"{at.host}: redirects to something that is no public web address", state=State.REFUSED)
    bare = target.with_user(None)
    if at.user and _is_home(target, at):
        return bare.with_user(at.user).with_password(at.password)
    return bare


def _web_address(text: str, base: str | None) -> URL | None:
    absolute = absolute_url(text, base)
    try:
        target = URL(absolute) if absolute else None
    except ValueError:
        return None
    if target is None or not target.host or is_disguised(target.host):
        return None
    return target.with_fragment(None)


def _host_and_port(url: URL) -> str:
    return f"{url.host}:{url.port}"


def _is_home(at: URL, first: URL) -> bool:
    """Say whether `at` may be told what is meant for the host of `first` alone."""
    return at.host == first.host and at.scheme in {first.scheme, "https"}


async def _read(answer: aiohttp.ClientResponse, limit: int) -> bytes:
    """Return the decompressed body, of an error only its beginning.

    Raises:
        TooLarge: it is longer than `limit`, or well on the way there out of next to nothing.
    """
    if answer.status == NOT_MODIFIED:
        return b""
    is_error = not answer.ok
    most = min(limit, _CHUNK) if is_error else limit
    body = bytearray()
    unpacker = Unpacker(answer.headers.get("Content-Encoding", ""))
    async for chunk in answer.content.iter_chunked(_CHUNK):
        for piece in unpacker.pieces(chunk):
            body += piece
            if len(body) > most and is_error:
                return bytes(body)
            if len(body) > most or _is_bomb(len(body), unpacker.taken):
                raise TooLarge(f"{answer.url.host}: more than {limit / 1_000_000:g} MB")
    unpacker.finish()
    return bytes(body)


def _is_bomb(unpacked: int, packed: int) -> bool:
    """Say whether an answer grows as no text does: news compresses 3 to 30 times, a bomb a thousand times."""
    return unpacked > _HARMLESS and unpacked > _STEEPEST * packed


def _refusal(host: str, answer: aiohttp.ClientResponse, body: bytes) -> FeedError | None:
    wall = blocked_by(answer.status, answer.headers, body)
    if wall is not None:
        return FetchFailed(f"{host}: blocked by {wall}, which asks for a browser", state=State.BLOCKED)
    return status_failure(host, answer.status, answer.headers)


def _fetched(url: URL, answer: aiohttp.ClientResponse, body: bytes) -> Fetched:
    body_hash = hashlib.sha256(body).hexdigest() if answer.status != NOT_MODIFIED else None
    return Fetched(
        url=str(url.with_user(None)),
        status=answer.status,
        body=body,
        validators=Validators(_plain(answer, "ETag"), _plain(answer, "Last-Modified"), body_hash),
        max_age=max_age(answer.headers),
        moved_to=None,
        content_type=_plain(answer, "Content-Type"),
    )


def _plain(answer: aiohttp.ClientResponse, header: str) -> str | None:
    """Return a header that can be kept and sent back, or None: a server may write bytes that no request may hold."""
    value = answer.headers.get(header, "")
    return value if value.isascii() and value.isprintable() and 0 < len(value) <= _LONGEST_HEADER else None


def _failure(host: str, error: Exception) -> FetchFailed:
    """Return what went wrong below HTTP, in words that name the host and nothing secret."""
    below = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    if isinstance(below, AddressRefused):
        return FetchFailed(f"{host}: refused, it is not a public web address (see ALLOW_NETWORKS)", state=State.REFUSED)
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        code = getattr(error.certificate_error, "verify_code", 0)
        return FetchFailed(f"{host}: {_CERTIFICATES.get(code, _UNTRUSTED)}", state=State.HARD)
    said, state = next((words for kind, words in _FAILURES if isinstance(error, kind)), _BROKE_OFF)
    return FetchFailed(f"{host}: {said}", state=state, answered=state is State.HARD)
