"""News sites on loopback, in a process of their own: an origin a port, over TLS, each with its own feed and ETag."""

import asyncio
import random
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import web

from tests.bench.measure import peer
from tests.builders import NOW, an_article
from tests.newsroom import as_rss

ENTRIES, SENTENCES = 20, 6
WORDS = (
    *(
        "harbour",
        "council",
        "levy",
        "ferry",
        "mayor",
        "bridge",
        "school",
        "budget",
        "union",
        "strike",
        "river",
        "flood",
    ),
    *("clinic", "judge", "trial", "farmer", "drought", "engine", "museum", "market", "tariff", "senate", "border"),
    *("permit", "rescue", "storm", "tunnel", "vaccine", "airline", "protest", "housing", "tenant", "quarry", "pier"),
)


@dataclass(frozen=True, slots=True)
class Origins:
    """Where the feeds are, and the file of the authorities to trust."""

    urls: tuple[str, ...]
    authority: str


@contextmanager
def origins(count: int) -> Iterator[Origins]:
    """Serve `count` feeds while the block runs."""
    with TemporaryDirectory() as folder:
        _make_certificate(Path(folder))
        ours, theirs = get_context("spawn").Pipe()
        server = get_context("spawn").Process(target=_serve, args=(count, folder, theirs), daemon=True)
        server.start()
        try:
            ports: list[int] = ours.recv()
            yield Origins(tuple(f"https://127.0.0.1:{port}/feed" for port in ports), f"{folder}/authorities.pem")
        finally:
            server.terminate()
            server.join()


def _make_certificate(folder: Path) -> None:
    """Write a key, a certificate, and a file of authorities as long as a real one: some clients read it every time."""
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "key.pem", "-out", "cert.pem"]
    words += ["-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(words, cwd=folder, check=True, capture_output=True)  # noqa: S603 - the words of this file
    certifi = peer("certifi")
    public = Path(certifi.where()).read_text() if certifi else ""
    (folder / "authorities.pem").write_text(f"{public}\n{(folder / 'cert.pem').read_text()}")


def _serve(count: int, folder: str, told: Connection) -> None:
    asyncio.run(_serve_for_ever(count, folder, told))


async def _serve_for_ever(count: int, folder: str, told: Connection) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
    runner = web.ServerRunner(web.Server(_answer, access_log=None))
    await runner.setup()
    for _ in range(count):
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    told.send([address[1] for address in runner.addresses])
    await asyncio.Event().wait()


async def _answer(request: web.BaseRequest) -> web.StreamResponse:
    etag = f'"{request.url.port}"'
    if request.headers.get("If-None-Match") == etag:
        return web.Response(status=304, headers={"ETag": etag})
    headers = {"ETag": etag, "Content-Type": "application/rss+xml"}
    return web.Response(body=_feed(request.url.port or 0), headers=headers)


def _feed(port: int) -> bytes:
    chance = random.Random(port)  # noqa: S311 - the same feed at every poll
    articles = [
        an_article(
            guid=f"{port}-{number}",
            url=f"https://outlet{port}.example/{number}",
            title=" ".join(chance.sample(WORDS, 7)).capitalize(),
            text="\n".join(f"The {' '.join(chance.choices(WORDS, k=14))} today." for _ in range(SENTENCES)),
            published=NOW - timedelta(hours=number),
        )
        for number in range(ENTRIES)
    ]
    return as_rss(articles, title=f"Outlet {port}")
