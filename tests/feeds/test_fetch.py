import asyncio
import base64
import gzip
import shutil
import socket
import ssl
import subprocess
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped] # ships no types
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from feeds.addresses import AddressGuard
from feeds.errors import FeedGone, FetchFailed, State, TooLarge
from feeds.fetch import Fetched, Fetcher, Limits, Unchanged
from feeds.model import DEFAULT_EVERY, Asking, Feed, FeedId, Validators
from tests.fakes.web import Web

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LOOPBACK = AddressGuard(allow_networks=(ip_network("127.0.0.0/8"),))
QUICK = Limits(spacing=0.0)
BODY = b"<rss/>"


class OneAnswer(AbstractResolver):
    """Resolves every name to the addresses a test sets, one list an asking."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        address = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)
        ]

    async def close(self) -> None:
        pass


def a_feed(url: str, validators: Validators = Validators()) -> Feed:  # noqa: B008 - a frozen value
    return Feed(FeedId(1), url, "Harbour Post", DEFAULT_EVERY, timedelta(0), NOW, validators=validators)


@pytest.fixture
async def site() -> AsyncIterator[Web]:
    async with Web() as site:
        yield site


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(contact="desk@example.org", guard=LOOPBACK, limits=QUICK) as fetcher:
        yield fetcher


async def failure_of(fetcher: Fetcher, url: str) -> FetchFailed:
    with pytest.raises(FetchFailed) as caught:
        await fetcher.fetch(a_feed(url))
    return caught.value


async def test_a_feed_comes_with_its_validators_and_final_address(site: Web, fetcher: Fetcher) -> None:
    site.says(BODY, ETag='"v1"', Last_Modified="Tue, 24 Nov 2026 11:00:00 GMT", Cache_Control="max-age=600")

    answer = await fetcher.fetch(a_feed(site.url()))

    assert isinstance(answer, Fetched)
    assert (answer.url, answer.status, answer.body, answer.moved_to) == (site.url(), 200, BODY, None)
    assert (answer.validators.etag, answer.validators.last_modified) == ('"v1"', "Tue, 24 Nov 2026 11:00:00 GMT")
    assert answer.max_age == timedelta(minutes=10)


async def test_the_request_says_who_asks_and_whom_to_write_to(site: Web, fetcher: Fetcher) -> None:
    site.says(BODY)

    await fetcher.fetch(a_feed(site.url()))

    assert "Wiredesk" in site.asked[0].headers["User-Agent"]
    assert "desk@example.org" in site.asked[0].headers["User-Agent"]
    assert "application/rss+xml" in site.asked[0].headers["Accept"]


async def test_validators_are_sent_and_a_304_keeps_them(site: Web, fetcher: Fetcher) -> None:
    site.says(b"", status=304, ETag='"v2"')
    known = Validators('"v1"', "Tue, 24 Nov 2026 11:00:00 GMT", "ab" * 32)

    answer = await fetcher.fetch(a_feed(site.url(), known))

    assert answer == Unchanged(Validators('"v2"', known.last_modified, known.body_hash), None)
    assert site.asked[0].headers["If-None-Match"] == '"v1"'
    assert site.asked[0].headers["If-Modified-Since"] == known.last_modified


async def test_the_same_bytes_without_a_304_are_unchanged(site: Web, fetcher: Fetcher) -> None:
    site.says(BODY, ETag='"new every time"')
    first = await fetcher.fetch(a_feed(site.url()))

    again = await fetcher.fetch(a_feed(site.url(), first.validators))

    assert isinstance(again, Unchanged)
    assert again.validators == first.validators


@pytest.mark.parametrize("etag", ['"é"', '"' + "x" * 2000 + '"', ""])
async def test_a_validator_that_cannot_be_sent_back_is_not_kept(site: Web, fetcher: Fetcher, etag: str) -> None:
    site.says(BODY, ETag=etag)

    answer = await fetcher.fetch(a_feed(site.url()))

    assert answer.validators.etag is None


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize(
    ("coding", "pack"),
    [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", raw_deflate), ("br", brotli.compress)],
)
async def test_every_compression_is_read(
    site: Web, fetcher: Fetcher, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    site.says(pack(BODY * 1000), Content_Encoding=coding)

    answer = await fetcher.fetch(a_feed(site.url()))

    assert isinstance(answer, Fetched)
    assert answer.body == BODY * 1000


async def test_damaged_compression_is_a_soft_failure(site: Web, fetcher: Fetcher) -> None:
    site.says(b"this is not gzip", Content_Encoding="gzip")

    failure = await failure_of(fetcher, site.url())

    assert failure.state is State.SOFT


@pytest.mark.parametrize(("coding", "pack"), [("gzip", gzip.compress), ("br", brotli.compress)])
async def test_a_bomb_is_stopped_at_the_limit_after_decompression(
    site: Web, fetcher: Fetcher, coding: str, pack: Callable[[bytes], bytes]
) -> None:
    site.says(pack(b"\0" * 40_000_000), Content_Encoding=coding)

    with pytest.raises(TooLarge, match="more than 10 MB"):
        await fetcher.fetch(a_feed(site.url()))


async def test_a_page_has_the_limit_its_reader_sets(site: Web, fetcher: Fetcher) -> None:
    site.says(b"x" * 1001, "/page")

    with pytest.raises(TooLarge):
        await fetcher.fetch_url(site.url("/page"), limit=1000)


async def test_redirects_are_followed_and_permanent_ones_told(site: Web, fetcher: Fetcher) -> None:
    site.says(b"", "/old", 301, Location="/newer")
    site.says(b"", "/newer", 308, Location="/feed")
    site.says(BODY)

    answer = await fetcher.fetch(a_feed(site.url("/old")))

    assert isinstance(answer, Fetched)
    assert (answer.url, answer.moved_to) == (site.url(), site.url())


async def test_a_move_ends_at_the_first_passing_redirect(site: Web, fetcher: Fetcher) -> None:
    site.says(b"", "/old", 301, Location="/newer")
    site.says(b"", "/newer", 302, Location="/feed")
    site.says(BODY)

    answer = await fetcher.fetch(a_feed(site.url("/old")))

    assert isinstance(answer, Fetched)
    assert (answer.url, answer.moved_to) == (site.url(), site.url("/newer"))


async def test_a_redirect_loop_ends_after_five(site: Web, fetcher: Fetcher) -> None:
    site.says(b"", "/feed", 302, Location="/feed")

    failure = await failure_of(fetcher, site.url())

    assert failure.state is State.HARD
    assert str(failure) == "127.0.0.1: redirects more than 5 times"
    assert len(site.asked) == 6


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
        "ftp://example.org/",
        "data:text/xml,<rss/>",
        "javascript:x",
    ],
)
async def test_a_redirect_leads_only_to_the_web(site: Web, fetcher: Fetcher, target: str) -> None:
    site.says(b"", status=302, Location=target)

    failure = await failure_of(fetcher, site.url())

    assert failure.state is State.REFUSED
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "target", ["http://127.0.0.2:{port}/", "http://localhost:{port}/", "http://[::1]:{port}/", "http://10.0.0.1/"]
)
async def test_a_redirect_inside_is_refused(site: Web, target: str) -> None:
    site.says(b"", status=302, Location=target.format(port=site.port))
    only_this = AddressGuard(allow_origins=(("127.0.0.1", site.port),))

    async with Fetcher(guard=only_this, limits=QUICK, resolver=OneAnswer("127.0.0.3")) as fetcher:
        failure = await failure_of(fetcher, site.url())

    assert failure.state is State.REFUSED


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/",
        "http://0177.0.0.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
        "http://[64:ff9b::7f00:1]/", "http://user@127.0.0.1/", "http://example.org@127.0.0.1/", "http://①②⑦.⓪.⓪.①/",
        "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://0.0.0.0/", "http://[fe80::1]/",
        "http://127.0.0.1./", "http://192.168.1.1/", "file:///etc/passwd", "ftp://example.org/f", "", "feed",
    ],
)  # fmt: skip
async def test_no_spelling_of_an_inner_address_passes(url: str) -> None:
    async with Fetcher(limits=QUICK) as fetcher:
        failure = await failure_of(fetcher, url)

    assert failure.state is State.REFUSED


async def test_a_name_that_leads_inside_is_refused_at_the_socket(site: Web) -> None:
    site.says(BODY, "/")

    async with Fetcher(limits=QUICK, resolver=OneAnswer("127.0.0.1")) as fetcher:
        failure = await failure_of(fetcher, "http://harmless.example/")

    assert failure.state is State.REFUSED
    assert site.asked == []


async def test_a_name_that_changes_its_answer_is_checked_each_time(site: Web) -> None:
    site.says(BODY)
    only_this = AddressGuard(allow_origins=(("127.0.0.1", site.port),))
    rebinding = OneAnswer("127.0.0.1", "127.0.0.9")

    async with Fetcher(guard=only_this, limits=QUICK, resolver=rebinding) as fetcher:
        first = await fetcher.fetch(a_feed(f"http://one.example:{site.port}/feed"))
        second = await failure_of(fetcher, f"http://two.example:{site.port}/feed")

    assert isinstance(first, Fetched)
    assert second.state is State.REFUSED


@pytest.mark.parametrize("port", [22, 25, 6379, 8080])
async def test_other_ports_are_refused_without_an_exception(port: int) -> None:
    async with Fetcher(limits=QUICK, resolver=OneAnswer("93.184.216.34")) as fetcher:
        failure = await failure_of(fetcher, f"http://harmless.example:{port}/")

    assert failure.state is State.REFUSED


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (404, State.HARD), (403, State.HARD), (401, State.HARD), (451, State.HARD), (500, State.SOFT),
        (502, State.SOFT), (503, State.SOFT), (429, State.SOFT), (408, State.SOFT), (410, State.GONE),
    ],
)  # fmt: skip
async def test_every_status_has_its_named_state(site: Web, fetcher: Fetcher, status: int, state: State) -> None:
    site.says(b"", status=status)

    with pytest.raises((FetchFailed, FeedGone), match=rf"127\.0\.0\.1: .*{status}") as caught:
        await fetcher.fetch(a_feed(site.url()))

    assert caught.value.state is state


async def test_a_host_that_asks_to_wait_is_left_alone_with_all_its_feeds(site: Web, fetcher: Fetcher) -> None:
    site.says(b"", status=429, Retry_After="120")
    site.says(BODY, "/other")
    first = await failure_of(fetcher, site.url())

    second = await failure_of(fetcher, site.url("/other"))

    assert first.retry_after == 120
    assert second.retry_after == pytest.approx(120, abs=5)
    assert len(site.asked) == 1


async def test_retry_after_as_a_date_is_measured_by_the_hosts_own_clock(site: Web, fetcher: Fetcher) -> None:
    wrong_clock = datetime(2001, 1, 1, tzinfo=UTC)
    until = format_datetime(wrong_clock + timedelta(minutes=7), usegmt=True)
    site.says(b"", status=503, Retry_After=until, Date=format_datetime(wrong_clock, usegmt=True))

    failure = await failure_of(fetcher, site.url())

    assert failure.retry_after == 420


async def test_a_host_has_two_requests_at_once(site: Web, fetcher: Fetcher) -> None:
    second_came = asyncio.Event()

    async def slow(_: web.BaseRequest) -> web.StreamResponse:
        if site.open_now > 1:
            second_came.set()
        await second_came.wait()
        return web.Response(body=BODY)

    site.answers["/feed"] = slow

    await asyncio.gather(*(fetcher.fetch(a_feed(site.url())) for _ in range(8)))

    assert (len(site.asked), site.most_open) == (8, 2)


async def test_a_body_that_never_ends_is_given_up(site: Web) -> None:
    site.streams(asyncio.Queue)

    async with Fetcher(guard=LOOPBACK, limits=replace(QUICK, seconds=0.2)) as fetcher:
        failure = await failure_of(fetcher, site.url())

    assert failure.state is State.SOFT
    assert str(failure) == "127.0.0.1: no whole answer within 0.2 s"


async def test_a_connection_that_breaks_off_is_a_soft_failure(site: Web, fetcher: Fetcher) -> None:
    async def breaks(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b"<rss>")
        assert request.transport is not None
        request.transport.abort()
        return response

    site.answers["/feed"] = breaks

    failure = await failure_of(fetcher, site.url())

    assert failure.state is State.SOFT


async def test_a_host_that_answers_every_second_time_is_read_every_second_time(site: Web, fetcher: Fetcher) -> None:
    async def every_second(_: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=BODY) if len(site.asked) % 2 == 0 else web.Response(status=500)

    site.answers["/feed"] = every_second
    states: list[Any] = []

    for _ in range(4):
        try:
            states.append(type(await fetcher.fetch(a_feed(site.url()))))
        except FetchFailed as failure:
            states.append(failure.state)

    assert states == [State.SOFT, Fetched, State.SOFT, Fetched]


async def test_a_closed_port_cannot_be_reached(fetcher: Fetcher) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]

        failure = await failure_of(fetcher, f"http://127.0.0.1:{port}/")

    assert (failure.state, str(failure)) == (State.SOFT, "127.0.0.1: cannot be reached")


class NoAnswer(OneAnswer):
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        raise OSError(f"{host} at {port}, {family}: no such name")


async def test_an_unknown_host_is_a_temporary_failure() -> None:
    async with Fetcher(limits=QUICK, resolver=NoAnswer("")) as fetcher:
        failure = await failure_of(fetcher, "https://lanews.example/feed")

    assert failure.state is State.TEMPORARY
    assert str(failure) == "lanews.example: the host name cannot be resolved"


@pytest.mark.parametrize(
    ("status", "headers", "body", "wall"),
    [
        (403, {"cf-mitigated": "challenge"}, b"", "Cloudflare"),
        (503, {}, b"<html><head><title>Just a moment...</title>", "Cloudflare"),
        (200, {}, b"<!doctype html><html><script src='/cdn-cgi/challenge-platform/x.js'>", "Cloudflare"),
        (403, {"x-datadome": "protected"}, b"", "DataDome"),
        (403, {}, b"<HTML><HEAD></HEAD><BODY>https://errors.edgesuite.net/18.2", "Akamai"),
    ],
)
async def test_a_bot_wall_is_named(
    site: Web, fetcher: Fetcher, status: int, headers: dict[str, str], body: bytes, wall: str
) -> None:
    site.says(body, status=status, **headers)

    failure = await failure_of(fetcher, site.url())

    assert failure.state is State.BLOCKED
    assert wall in str(failure)


async def test_a_feed_that_writes_about_bot_walls_is_no_bot_wall(site: Web, fetcher: Fetcher) -> None:
    site.says(b"<rss><channel><item><title>/cdn-cgi/challenge-platform/ explained</title></item></channel></rss>")

    answer = await fetcher.fetch(a_feed(site.url()))

    assert isinstance(answer, Fetched)


async def test_credentials_are_sent_to_their_host_and_shown_to_nobody(site: Web, fetcher: Fetcher) -> None:
    site.says(b"", status=302, Location="/moved")
    site.says(BODY, "/moved")
    secret = site.url().replace("//", "//jane:s3cret@")

    answer = await fetcher.fetch(a_feed(secret))

    assert isinstance(answer, Fetched)
    assert ["Basic" in request.headers.get("Authorization", "") for request in site.asked] == [True, True]
    assert "s3cret" not in answer.url


async def test_credentials_never_follow_a_redirect_to_another_host(site: Web) -> None:
    site.says(b"", status=302, Location=f"http://other.example:{site.port}/moved")
    site.says(BODY, "/moved")
    secret = f"http://jane:s3cret@one.example:{site.port}/feed"

    async with Fetcher(guard=LOOPBACK, limits=QUICK, resolver=OneAnswer("127.0.0.1")) as fetcher:
        await fetcher.fetch(a_feed(secret))

    assert ["Authorization" in request.headers for request in site.asked] == [True, False]


@pytest.mark.parametrize("path", ["/nothing", "/inside"])
async def test_no_message_shows_credentials_or_a_query(site: Web, fetcher: Fetcher, path: str) -> None:
    site.says(b"", "/inside", 302, Location="ftp://jane:s3cret@example.org/?token=s3cret")
    secret = site.url(path).replace("//", "//jane:s3cret@") + "?token=s3cret"

    failure = await failure_of(fetcher, secret)

    assert "s3cret" not in str(failure)


def openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True)  # noqa: S603, S607 - the words of this file


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with an authority and what it signed: good.pem, expired.pem, and their key."""
    if shutil.which("openssl") is None:
        pytest.skip("certificates are made with openssl, which is not installed")
    folder = tmp_path_factory.mktemp("tls")
    openssl(
        folder,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "ca.key",
        "-out",
        "ca.pem",
        "-subj",
        "/CN=Test CA",
        "-days",
        "2",
    )
    openssl(
        folder,
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "key.pem",
        "-out",
        "ask.csr",
        "-subj",
        "/CN=127.0.0.1",
    )
    (folder / "names").write_text("subjectAltName=IP:127.0.0.1\nauthorityKeyIdentifier=keyid\n")
    (folder / "other").write_text("subjectAltName=DNS:other.example\nauthorityKeyIdentifier=keyid\n")
    sign = ("x509", "-req", "-in", "ask.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial")
    openssl(folder, *sign, "-out", "good.pem", "-days", "2", "-extfile", "names")
    openssl(folder, *sign, "-out", "expired.pem", "-days", "-1", "-extfile", "names")
    openssl(folder, *sign, "-out", "other.pem", "-days", "2", "-extfile", "other")
    return folder


def server_tls(folder: Path, certificate: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / certificate, folder / "key.pem")
    return context


async def fetch_over_tls(folder: Path, certificate: str, *, trusted: bool) -> Fetched | Unchanged:
    client = ssl.create_default_context(cafile=folder / "ca.pem") if trusted else None
    async with (
        Web(tls=server_tls(folder, certificate)) as site,
        Fetcher(guard=LOOPBACK, limits=QUICK, tls=client) as fetcher,
    ):
        site.says(BODY)
        return await fetcher.fetch(a_feed(site.url()))


async def test_a_trusted_certificate_is_read_over_tls(certificates: Path) -> None:
    answer = await fetch_over_tls(certificates, "good.pem", trusted=True)

    assert isinstance(answer, Fetched)


@pytest.mark.parametrize(
    ("certificate", "trusted", "said"),
    [
        ("expired.pem", True, "its certificate has expired"),
        ("other.pem", True, "its certificate is for another host"),
        ("good.pem", False, "its certificate cannot be trusted"),
    ],
)
async def test_a_bad_certificate_is_named_as_what_it_is(
    certificates: Path, certificate: str, trusted: bool, said: str
) -> None:
    with pytest.raises(FetchFailed, match=said) as caught:
        await fetch_over_tls(certificates, certificate, trusted=trusted)

    assert caught.value.state is State.HARD


async def test_a_fetcher_outside_its_context_is_a_mistake() -> None:
    with pytest.raises(RuntimeError, match="async with"):
        await Fetcher(limits=QUICK).fetch(a_feed("https://harmless.example/"))


ASKING = Asking(headers=(("X-Desk", "sesame"),), login="desk:sesame", user_agent="Harbour/1.0")


async def test_a_feed_is_asked_for_as_its_publisher_wants_it(site: Web, fetcher: Fetcher) -> None:
    site.says(BODY)

    await fetcher.fetch(replace(a_feed(site.url()), asking=ASKING))

    (request,) = site.asked
    said = [request.headers[name] for name in ("X-Desk", "Authorization", "User-Agent")]
    assert said == ["sesame", f"Basic {base64.b64encode(b'desk:sesame').decode()}", "Harbour/1.0"]


async def test_what_one_host_is_told_in_secret_no_other_hears(site: Web, fetcher: Fetcher) -> None:
    async with Web() as other:
        site.says(b"", status=302, Location=other.url().replace("127.0.0.1", "127.0.0.2"))
        other.says(BODY)

        with suppress(FetchFailed):
            await fetcher.fetch(replace(a_feed(site.url()), asking=ASKING))

        site.says(b"", status=302, Location=site.url("/moved"))
        site.says(BODY, "/moved")
        await fetcher.fetch(replace(a_feed(site.url()), asking=ASKING))

    assert all("X-Desk" not in request.headers for request in other.asked)
    assert site.asked[-1].path == "/moved"
    assert site.asked[-1].headers["X-Desk"] == "sesame"


async def test_a_header_that_no_request_may_hold_fails_without_being_shown(site: Web, fetcher: Fetcher) -> None:
    asking = Asking(headers=(("X-Desk", "sesame\r\nX-Other: 1"),))

    with pytest.raises(FetchFailed) as caught:
        await fetcher.fetch(replace(a_feed(site.url()), asking=asking))

    assert "sesame" not in str(caught.value)
    assert site.asked == []


async def test_a_page_is_asked_for_only_where_that_is_permitted_redirects_too(site: Web, fetcher: Fetcher) -> None:
    asked: list[str] = []

    async def permit(url: str) -> None:
        asked.append(url)
        if url.endswith("/private"):
            raise FetchFailed("127.0.0.1: its robots.txt keeps us out", state=State.REFUSED)

    site.says(b"", "/page", status=302, Location="/private")

    with pytest.raises(FetchFailed, match=r"robots\.txt"):
        await fetcher.fetch_url(site.url("/page"), permit=permit)

    assert asked == [site.url("/page"), site.url("/private")]
    assert [request.path for request in site.asked] == ["/page"]


async def test_a_permanent_move_is_told_of_an_unchanged_feed_too(site: Web, fetcher: Fetcher) -> None:
    site.says(b"", status=301, Location="/new")
    site.says(b"", "/new", status=304)

    answer = await fetcher.fetch(a_feed(site.url(), Validators(etag='"1"')))

    assert isinstance(answer, Unchanged)
    assert answer.moved_to == site.url("/new")
