"""Pages over loopback sockets: what robots.txt permits is asked for, politely, and nothing waits for a slow one."""

import asyncio
from collections.abc import AsyncIterator
from ipaddress import ip_network

import pytest
from aiohttp import web

from bot.page_fetcher import PageFetcher
from bot.worker import StoppedError
from feeds.addresses import AddressGuard
from feeds.article import Page
from feeds.fetch import Fetched, Fetcher, Limits
from feeds.model import PageState
from handlers.pages import Visit
from handlers.reading import LocalReader
from tests.fakes.web import Web
from tests.newsroom import READER

LOOPBACK = AddressGuard(allow_networks=(ip_network("127.0.0.0/8"),))
LIMITS = Limits(seconds=5.0, page_bytes=50_000, spacing=0.0)
SENTENCE = "A deportation flight left Port Ansel on Tuesday with 104 people aboard, said the port."
HTML = f"<html><body><article><h1>Flight</h1><p>{SENTENCE}</p><p>{SENTENCE}</p></article></body></html>".encode()


@pytest.fixture
async def site() -> AsyncIterator[Web]:
    async with Web() as site:
        site.says(HTML, "/flight", Content_Type="text/html; charset=utf-8")
        yield site


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    async with Fetcher(guard=LOOPBACK, limits=LIMITS) as fetcher:
        yield fetcher


async def visit(site: Web, fetcher: Fetcher, path: str = "/flight", seconds: float = 5.0) -> Visit:
    url = site.url(path)
    return (await PageFetcher(fetcher, READER, seconds).visit([url]))[url]


def paths(site: Web) -> list[str]:
    return [request.path for request in site.asked]


async def test_a_page_is_read_where_there_is_no_robots_txt(site: Web, fetcher: Fetcher) -> None:
    found = await visit(site, fetcher)

    assert found.state is PageState.READ
    assert found.page is not None
    assert SENTENCE in found.page.text
    assert (found.at, paths(site)) == (site.url("/flight"), ["/robots.txt", "/flight"])


async def test_what_robots_txt_forbids_is_not_asked_for(site: Web, fetcher: Fetcher) -> None:
    site.says(b"User-agent: *\nDisallow: /flight", "/robots.txt")

    assert await visit(site, fetcher) == Visit(PageState.DISALLOWED)
    assert paths(site) == ["/robots.txt"]


async def test_a_redirect_to_what_robots_txt_forbids_is_not_followed(site: Web, fetcher: Fetcher) -> None:
    site.says(b"User-agent: *\nDisallow: /private", "/robots.txt")
    site.says(b"", "/flight", status=302, Location="/private/flight")

    assert await visit(site, fetcher) == Visit(PageState.DISALLOWED)
    assert paths(site) == ["/robots.txt", "/flight"]


@pytest.mark.parametrize(("status", "state"), [(503, PageState.OWED), (500, PageState.OWED), (403, PageState.READ)])
async def test_rules_nobody_can_have_now_permit_nothing_and_refused_ones_everything(
    site: Web, fetcher: Fetcher, status: int, state: PageState
) -> None:
    site.says(b"", "/robots.txt", status=status)

    assert (await visit(site, fetcher)).state is state


async def test_robots_txt_is_asked_for_once_a_host(site: Web, fetcher: Fetcher) -> None:
    site.says(b"User-agent: *\nDisallow:", "/robots.txt")
    pages = PageFetcher(fetcher, READER)

    await pages.visit([site.url(f"/{number}") for number in range(4)])
    await pages.visit([site.url("/flight")])

    assert paths(site).count("/robots.txt") == 1
    assert len(paths(site)) == 6


async def test_a_failure_of_robots_txt_is_not_asked_about_again_at_once(site: Web, fetcher: Fetcher) -> None:
    site.says(b"", "/robots.txt", status=500)
    pages = PageFetcher(fetcher, READER)

    for _ in range(3):
        await pages.visit([site.url("/flight")])

    assert paths(site) == ["/robots.txt"]


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        (404, b"", PageState.GONE),
        (410, b"", PageState.GONE),
        (500, b"", PageState.OWED),
        (200, b"x" * 60_000, PageState.MISSED),
        (200, b"", PageState.READ),
        (200, b"\x00\xff" * 500, PageState.READ),
    ],
)
async def test_what_is_no_page_is_a_state_and_no_surprise(
    site: Web, fetcher: Fetcher, status: int, body: bytes, state: PageState
) -> None:
    site.says(body, "/flight", status=status)

    assert (await visit(site, fetcher)).state is state


async def test_a_paywall_is_said(site: Web, fetcher: Fetcher) -> None:
    facts = b'<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    site.says(HTML.replace(b"<body>", b"<head>" + facts + b"</head><body>"), "/flight")

    assert (await visit(site, fetcher)).state is PageState.PAYWALLED


async def test_a_slow_page_is_owed_and_the_others_come(site: Web, fetcher: Fetcher) -> None:
    async def never(_: web.BaseRequest) -> web.StreamResponse:
        await asyncio.Event().wait()
        raise AssertionError

    site.answers["/slow"] = never
    urls = [site.url("/flight"), site.url("/slow")]

    found = await PageFetcher(fetcher, READER, seconds=1.0).visit(urls)

    assert [found[url].state for url in urls] == [PageState.READ, PageState.OWED]


async def test_the_guard_stands_before_pages_too(site: Web) -> None:
    async with Fetcher(limits=LIMITS) as guarded:
        assert await visit(site, guarded) == Visit(PageState.MISSED)
    assert site.asked == []


async def test_no_pages_ask_nobody(fetcher: Fetcher) -> None:
    assert await PageFetcher(fetcher, READER).visit([]) == {}


class Failing(LocalReader):
    """A reader of pages that raises what it was made with."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def page(self, fetched: Fetched) -> Page:
        raise self.error.with_traceback(None) if fetched.body else AssertionError


async def test_a_surprise_is_that_pages_trouble(site: Web, fetcher: Fetcher) -> None:
    url = site.url("/flight")

    assert await PageFetcher(fetcher, Failing(ZeroDivisionError())).visit([url]) == {url: Visit(PageState.MISSED)}


async def test_a_stop_is_no_pages_trouble(site: Web, fetcher: Fetcher) -> None:
    with pytest.raises(StoppedError):
        await PageFetcher(fetcher, Failing(StoppedError("stopping"))).visit([site.url("/flight")])
