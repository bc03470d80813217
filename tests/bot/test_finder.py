"""Finding a site's feeds against a web server on loopback: only what can be read is told."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

import pytest
from aiohttp import web

from bot.finder import find_feeds
from bot.poller import Poller
from feeds.addresses import AddressGuard
from feeds.errors import State
from feeds.fetch import Fetcher, Limits
from feeds.model import FeedId
from handlers.feed_search import search_message
from storage import feeds
from tests.builders import a_feed, an_article
from tests.fakes.web import Web
from tests.newsroom import Desk, as_rss, open_newsroom, shown

GUARD = AddressGuard(allow_networks=(ip_network("127.0.0.0/8"),))
LIMITS = Limits(seconds=5.0, spacing=0.0)
RSS = as_rss([an_article()])
NAMES_IT = b'<html><link rel="alternate" type="application/rss+xml" href="/news.rss"></html>'


@dataclass
class Site:
    """A site, and a poller that looks at it."""

    desk: Desk
    web: Web
    fetcher: Fetcher
    poller: Poller


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk without feeds."""
    opened = open_newsroom(tmp_path)
    yield opened
    opened.store.close()


@pytest.fixture
async def site(desk: Desk) -> AsyncIterator[Site]:
    """A site that answers 404 until it is told otherwise."""
    async with Web() as served, Fetcher(guard=GUARD, limits=LIMITS) as fetcher:
        yield Site(desk, served, fetcher, Poller(desk.newsroom, fetcher, lambda: desk.now))


def at(site: Site, path: str = "/") -> str:
    return site.web.url(path)


async def test_what_the_page_names_is_tried_and_told_and_nothing_is_kept(site: Site) -> None:
    site.web.says(NAMES_IT, path="/")
    site.web.says(RSS, path="/news.rss")

    search = await site.poller.find_feeds(a_feed(id=FeedId(0), url=at(site)))

    assert [trial.feed.url for trial in search.found] == [at(site, "/news.rss")]
    with site.desk.store.reading() as tx:
        assert feeds.all_feeds(tx) == ()
    message = search_message(search)
    assert "1 feed found" in message.summary
    assert "Example Times · 1 entry · newest <time>" in shown(message)
    assert [button.command for button in message.buttons] == [f"/feeds add {at(site, '/news.rss')}"]


async def test_where_the_page_names_none_the_usual_paths_are_tried_and_a_copy_is_told_once(site: Site) -> None:
    site.web.says(b"<html>News</html>", path="/")
    site.web.says(RSS, path="/feed")
    site.web.says(RSS, path="/rss.xml")
    site.web.says(b"<html>All our feeds</html>", path="/rss")

    search = await site.poller.find_feeds(a_feed(id=FeedId(0), url=at(site)))

    assert [trial.feed.url for trial in search.found] == [at(site, "/feed")]


async def test_a_name_that_leads_nowhere_falls_back_to_the_usual_paths(site: Site) -> None:
    site.web.says(NAMES_IT, path="/")
    site.web.says(RSS, path="/feed")

    search = await site.poller.find_feeds(a_feed(id=FeedId(0), url=at(site)))

    assert [trial.feed.url for trial in search.found] == [at(site, "/feed")]


async def test_an_address_that_is_a_feed_is_itself_the_answer(site: Site) -> None:
    site.web.says(RSS, path="/")

    search = await site.poller.find_feeds(a_feed(id=FeedId(0), url=at(site)))

    assert [trial.feed.url for trial in search.found] == [at(site)]


async def test_a_site_without_feeds_is_said_with_what_was_tried(site: Site) -> None:
    site.web.says(b"<html>News</html>", path="/")

    text = shown(search_message(await site.poller.find_feeds(a_feed(id=FeedId(0), name="post.example", url=at(site)))))

    assert "No feed was found on post.example." in text
    assert "Its page was read and 7 addresses tried." in text


async def test_what_does_not_answer_in_time_is_not_waited_for(site: Site) -> None:
    async def hang(request: web.BaseRequest) -> web.StreamResponse:
        del request
        await asyncio.Event().wait()
        return web.Response()

    site.web.says(NAMES_IT, path="/")
    site.web.says(RSS, path="/feed")
    site.web.answers["/news.rss"] = hang

    search = await find_feeds(site.fetcher, site.poller.try_feed, a_feed(id=FeedId(0), url=at(site)), 0.5)

    assert search.hurried
    assert "Some did not answer in time" in shown(search_message(search))


async def test_a_site_inside_is_refused_and_never_asked(desk: Desk) -> None:
    async with Web() as served, Fetcher(limits=LIMITS) as fetcher:
        poller = Poller(desk.newsroom, fetcher, lambda: desk.now)
        search = await poller.find_feeds(a_feed(id=FeedId(0), url=served.url("/")))

    assert search.trouble is not None
    assert (search.trouble.state, served.asked) == (State.REFUSED, [])
    assert "refused" in shown(search_message(search))


def test_the_command_says_which_site_is_looked_at(desk: Desk) -> None:
    reply = desk.types("/feeds find news.example")

    assert reply.finds is not None
    assert (reply.finds.url, reply.finds.id) == ("https://news.example", 0)
    assert desk.types("/feeds find").refused
    assert desk.types("/feeds find ftp://news.example").refused
