"""The poller against a web server on loopback: what comes is kept, and every feed's failure is its own."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from aiohttp import web

from bot.poller import LEASE, Poller
from feeds.addresses import AddressGuard
from feeds.errors import BreaksReader, State
from feeds.fetch import Fetched, Fetcher, Limits
from feeds.model import Article, Feed, PageState
from feeds.parse import ParsedFeed
from handlers.ingest import Ingested
from handlers.newsroom import Newsroom
from handlers.reading import LocalReader
from storage import articles, feeds
from tests.builders import an_article
from tests.fakes.web import Web
from tests.newsroom import Desk, as_rss, open_newsroom

LOOPBACK = AddressGuard(allow_networks=(ip_network("127.0.0.0/8"),))
LIMITS = Limits(seconds=5.0, feed_bytes=200_000, spacing=0.0)
RSS = as_rss([an_article()])


@dataclass
class Post:
    """A desk, the site its feeds stand on, and a poller between them."""

    desk: Desk
    site: Web
    fetcher: Fetcher
    poller: Poller

    def watches(self, path: str = "/feed", name: str = "Example Times") -> Feed:
        return self.desk.watches(self.site.url(path), name)

    def feed(self, name: str = "Example Times") -> Feed:
        with self.desk.store.reading() as tx:
            found = feeds.find_feed(tx, name)
        assert found is not None
        return found

    def stored(self) -> int:
        with self.desk.store.reading() as tx:
            return articles.counts(tx).articles


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk without feeds."""
    opened = open_newsroom(tmp_path)
    yield opened
    opened.store.close()


@pytest.fixture
async def post(desk: Desk) -> AsyncIterator[Post]:
    """A poller on a desk without feeds, and a site that answers 404 until it is told otherwise."""
    async with Web() as site, Fetcher(guard=LOOPBACK, limits=LIMITS) as fetcher:
        yield Post(desk, site, fetcher, Poller(desk.newsroom, fetcher, lambda: desk.now))


async def test_what_a_feed_brings_is_kept(post: Post) -> None:
    post.watches()
    post.site.says(RSS)

    (polled,) = await post.poller.poll_due()

    assert isinstance(polled, Ingested)
    assert (polled.new, post.stored()) == (1, 1)
    assert post.feed().polled_at == post.desk.now


async def test_a_feed_is_asked_again_only_when_it_is_due(post: Post) -> None:
    post.watches()
    post.site.says(RSS)
    await post.poller.poll_due()

    at_once = await post.poller.poll_due()
    post.desk.now = post.feed().next_poll
    when_due = await post.poller.poll_due()

    assert (len(at_once), len(when_due), len(post.site.asked)) == (0, 1, 2)


async def test_an_etag_is_sent_back_and_a_304_is_a_healthy_poll(post: Post) -> None:
    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        same = request.headers.get("If-None-Match") == '"v1"'
        return web.Response(status=304) if same else web.Response(body=RSS, headers={"ETag": '"v1"'})

    feed = post.watches()
    post.site.answers["/feed"] = answer
    await post.poller.poll([feed.id])

    (again,) = await post.poller.poll([feed.id])

    assert isinstance(again, Ingested)
    assert (again.new, post.stored(), post.feed().trouble) == (0, 1, None)


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (404, b"", "404"),
        (500, b"", "500"),
        (200, b"<!doctype html><html><body><p>Welcome to our site.</p></body></html>", "HTML"),
        (200, b"\x89PNG\r\n\x1a\n" + bytes(200), ""),
        (200, b"", ""),
        (200, b"x" * 300_000, "MB"),
    ],
)
async def test_an_answer_that_is_no_feed_is_its_trouble_in_words(
    post: Post, status: int, body: bytes, said: str
) -> None:
    post.watches()
    post.site.says(body, status=status)

    (polled,) = await post.poller.poll_due()

    assert isinstance(polled, Feed)
    assert said.lower() in (polled.trouble or "").lower()
    assert post.feed().trouble == polled.trouble
    assert "\n" not in (polled.trouble or "\n")
    assert post.feed().next_poll > post.desk.now


async def test_a_body_without_end_is_given_up_and_the_others_are_read(post: Post) -> None:
    async def endless(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b"<item/>" * 1000)

    post.watches("/endless", "Endless")
    post.watches("/feed", "Example Times")
    post.site.answers["/endless"] = endless
    post.site.says(RSS)

    await post.poller.poll_due()

    assert post.feed("Endless").trouble
    assert post.feed("Example Times").trouble is None
    assert post.stored() == 1


async def test_a_host_that_is_down_holds_up_nobody(post: Post) -> None:
    post.desk.watches("http://127.0.0.1:9/feed", "Down")
    post.watches()
    post.site.says(RSS)

    await post.poller.poll_due()

    assert "127.0.0.1" in (post.feed("Down").trouble or "")
    assert post.stored() == 1


async def test_a_feed_that_answers_again_is_healed(post: Post) -> None:
    feed = post.watches()
    await post.poller.poll_due()
    assert post.feed().trouble
    post.site.says(RSS)

    await post.poller.poll([feed.id])

    assert (post.feed().trouble, post.feed().failures) == (None, 0.0)


async def test_one_named_feed_is_asked_whether_it_is_due_or_not_and_no_other(post: Post) -> None:
    times = post.watches()
    post.watches("/other", "Other")
    post.site.says(RSS)
    heard: list[str] = []

    await post.poller.poll([times.id], lambda feed: heard.append(feed.name))
    await post.poller.poll([times.id], lambda feed: heard.append(feed.name))

    assert [request.path for request in post.site.asked] == ["/feed", "/feed"]
    assert heard == ["Example Times", "Example Times"]


async def test_whoever_waits_hears_of_failed_feeds_too(post: Post) -> None:
    feed = post.watches()
    heard: list[str] = []

    await post.poller.poll([feed.id], lambda each: heard.append(each.name))

    assert heard == ["Example Times"]


class Surprising(LocalReader):
    """A reader that breaks on every feed of one name, in a way nobody expects."""

    def parse(self, fetched: Fetched, now: datetime, source: str) -> ParsedFeed:
        if source == "Surprising":
            raise ZeroDivisionError
        return super().parse(fetched, now, source)


async def test_a_surprise_is_that_feeds_trouble_and_the_others_go_on(post: Post) -> None:
    post.watches("/feed", "Surprising")
    post.watches("/other", "Example Times")
    post.site.says(RSS)
    post.site.says(RSS, "/other")
    poller = Poller(Newsroom(post.desk.store, Surprising()), post.fetcher, lambda: post.desk.now)

    await poller.poll_due()

    assert post.feed("Surprising").trouble == "it could not be read (ZeroDivisionError)"
    assert post.feed("Surprising").next_poll > post.desk.now
    assert (post.feed("Example Times").trouble, post.stored()) == (None, 1)


async def test_two_pollers_ask_for_a_feed_once(post: Post) -> None:
    post.watches()
    post.site.says(RSS)
    other = Poller(post.desk.newsroom, post.fetcher, lambda: post.desk.now)

    await asyncio.gather(post.poller.poll_due(), other.poll_due())

    assert len(post.site.asked) == 1


def dies_while_polling(post: Post) -> None:
    """Claim the due feeds as a run that is killed before it has read them."""
    with post.desk.store.transaction() as tx:
        assert feeds.claim_due_feeds(tx, post.desk.now, LEASE, 10)


async def test_a_feed_whose_poller_died_is_free_when_its_lease_is_over(post: Post) -> None:
    post.watches()
    post.site.says(RSS)
    dies_while_polling(post)

    within = await post.poller.poll_due()
    post.desk.now += LEASE
    after = await post.poller.poll_due()

    assert (len(within), len(after)) == (0, 1)


async def test_a_run_that_begins_reads_what_a_killed_one_was_about_to(post: Post) -> None:
    feed = post.watches()
    post.site.says(RSS)
    dies_while_polling(post)
    post.desk.now += timedelta(seconds=5)

    post.desk.newsroom.open(post.desk.now)
    polled = await post.poller.poll([feed.id])

    assert (len(polled), post.stored()) == (1, 1)


async def test_a_tick_lives_on_whatever_breaks(post: Post) -> None:
    def broken_clock() -> datetime:
        raise ZeroDivisionError

    post.watches()

    poller = Poller(post.desk.newsroom, post.fetcher, broken_clock)
    await poller.tick()
    await poller.release()

    assert post.site.asked == []


async def test_the_clock_alone_ends_an_embargo(post: Post) -> None:
    feed = post.watches()
    notice = "EMBARGOED UNTIL 9 p.m. UTC June 16"
    post.site.says(as_rss([an_article(text=f"{notice}\n{an_article().text}")]))
    await post.poller.poll([feed.id])
    before = post.stored()
    post.desk.now += timedelta(minutes=48)

    await post.poller.release()
    await post.poller.release()

    assert (before, post.stored(), len(post.site.asked)) == (0, 1, 1)


async def test_hundreds_of_feeds_are_all_read_in_one_go(post: Post) -> None:
    for number in range(230):
        post.watches(f"/feed/{number}", f"Outlet {number}")

    polled = await post.poller.poll_due()

    assert len(polled) == len({request.path for request in post.site.asked}) == 230


PAGE = (
    b"<html><body><article><h1>Deportation flight leaves Port Ansel</h1><p>A deportation flight left Port Ansel on "
    b"Tuesday with 104 people aboard, the third in a month.</p><p>\xe2\x80\x9cNobody told the families,\xe2\x80\x9d "
    b"said Karen Bassey, the mayor of Port Ansel.</p></article></body></html>"
)


def serves_a_summary(post: Post) -> None:
    post.desk.follows("deportation", "deportation")
    post.site.says(as_rss([an_article(url=post.site.url("/flight"), text="A deportation flight left Port Ansel.")]))
    post.site.says(PAGE, "/flight", Content_Type="text/html; charset=utf-8")


def the_article(post: Post) -> Article:
    with post.desk.store.reading() as tx:
        stored = articles.article_at(tx, post.site.url("/flight"))
    assert stored is not None
    return stored.article


async def test_the_page_of_a_matching_entry_is_read_with_it(post: Post) -> None:
    serves_a_summary(post)
    post.watches()

    await post.poller.poll_due()

    assert [request.path for request in post.site.asked] == ["/feed", "/robots.txt", "/flight"]
    assert "“Nobody told the families,”" in the_article(post).text


async def test_a_page_that_did_not_come_is_asked_for_once_more_and_never_again(post: Post) -> None:
    serves_a_summary(post)
    post.site.says(b"", "/flight", status=503)
    post.watches()
    await post.poller.poll_due()
    kept = the_article(post)

    asked = []
    for _ in range(3):
        post.desk.now += timedelta(minutes=6)
        asked.append(await post.poller.fetch_owed_pages())

    assert (kept.page, the_article(post).page, asked) == (PageState.OWED, PageState.MISSED, [1, 0, 0])


async def test_a_page_that_comes_late_is_read(post: Post) -> None:
    serves_a_summary(post)
    post.site.says(b"", "/flight", status=503)
    post.watches()
    await post.poller.poll_due()
    post.desk.now += timedelta(minutes=6)
    post.site.says(PAGE, "/flight")

    await post.poller.tick_pages()

    assert "“Nobody told the families,”" in the_article(post).text


async def test_a_feed_that_moved_for_good_is_asked_at_its_new_address(post: Post) -> None:
    feed = post.watches("/old")
    post.site.says(b"", "/old", status=301, Location="/new")
    post.site.says(RSS, "/new", ETag='"1"')
    urls = []

    for hours in (0, 8, 16, 24):
        post.desk.now += timedelta(hours=hours)
        await post.poller.poll([feed.id])
        urls.append(post.feed().url)

    assert urls == [post.site.url("/old")] * 2 + [post.site.url("/new")] * 2
    assert post.stored() == 1


async def test_a_redirect_to_something_else_moves_no_feed(post: Post) -> None:
    feed = post.watches("/old")
    post.site.says(RSS, "/old")
    await post.poller.poll([feed.id])
    post.site.says(b"", "/old", status=301, Location="/new")
    post.site.says(as_rss([an_article(guid="x", url="https://other.example/1", source="Other")]), "/new")

    for number in range(4):
        post.site.says(as_rss([an_article(guid=f"x{number}", url=f"https://other.example/{number}")]), "/new")
        post.desk.now += timedelta(hours=12)
        await post.poller.poll([feed.id])

    assert post.feed().url == post.site.url("/old")


async def test_a_move_to_an_address_that_is_watched_already_is_not_followed(post: Post) -> None:
    feed = post.watches("/old", "Old")
    post.watches("/new", "New")
    post.site.says(b"", "/old", status=301, Location="/new")
    post.site.says(RSS, "/new")

    for _ in range(4):
        await post.poller.poll([feed.id])
        post.desk.now += timedelta(hours=12)

    assert post.feed("Old").url == post.site.url("/old")


async def test_when_our_own_network_is_down_no_feed_is_counted_and_it_is_said_once(post: Post) -> None:
    for number in range(2, 12):
        post.desk.watches(f"http://127.0.0.{number}:9/feed", f"Outlet {number}")

    for _ in range(2):
        await post.poller.poll_due()
        post.desk.now += timedelta(minutes=6)

    said = [message.summary for message in post.desk.delivers()]
    with post.desk.store.reading() as tx:
        counted = [feed.name for feed in feeds.all_feeds(tx) if feed.failures or feed.trouble]
    assert len(said) == 1
    assert "network looks down" in said[0]
    assert counted == []


class Breaking(LocalReader):
    """A reader that every feed breaks."""

    def parse(self, fetched: Fetched, now: datetime, source: str) -> ParsedFeed:
        raise BreaksReader(f"{source} at {now:%H:%M}: {len(fetched.body)} bytes took too long")


async def test_a_feed_that_breaks_its_reader_is_quarantined_said_once_and_tried_daily(post: Post) -> None:
    post.watches()
    post.site.says(RSS)
    poller = Poller(Newsroom(post.desk.store, Breaking()), post.fetcher, lambda: post.desk.now)
    polls = []

    for _ in range(3):
        polls.append(len(await poller.poll_due()))
        waits = post.feed().next_poll - post.desk.now
        post.desk.now = post.feed().next_poll

    said = [message.summary for message in post.desk.delivers()]
    assert (polls, len(said)) == ([1, 1, 1], 1)
    assert "quarantine" in said[0]
    assert waits >= timedelta(hours=21)
    assert post.feed().state is State.BREAKS_READER


async def test_a_trial_reads_a_feed_whole_and_keeps_nothing(post: Post) -> None:
    post.site.says(RSS)
    post.watches()
    await post.poller.poll_due()
    before, stored = post.feed(), post.stored()

    trial = await post.poller.try_feed(before)

    assert trial.answer is not None
    assert trial.parsed is not None
    assert (trial.answer.status, len(trial.parsed.articles), trial.trouble) == (200, 1, None)
    assert "If-None-Match" not in post.site.asked[-1].headers
    assert (post.feed(), post.stored()) == (before, stored)


async def test_a_trial_that_fails_tells_the_trouble_and_counts_no_failure(post: Post) -> None:
    feed = post.watches()
    missing = await post.poller.try_feed(feed)
    post.site.says(b"<html><body>Please sign in</body></html>")
    login = await post.poller.try_feed(feed)
    post.site.answers["/feed"] = _not_modified
    odd = await post.poller.try_feed(feed)

    assert missing.trouble is not None
    assert missing.answer is None
    assert login.trouble is not None
    assert (login.trouble.state, login.parsed) == (State.NOT_A_FEED, None)
    assert login.answer is not None
    assert odd.trouble is not None
    assert "304" in str(odd.trouble)
    assert post.feed() == feed


async def test_a_trial_goes_through_the_address_guard(desk: Desk) -> None:
    async with Web() as site, Fetcher(limits=LIMITS) as fetcher:
        feed = desk.watches(site.url())
        trial = await Poller(desk.newsroom, fetcher, lambda: desk.now).try_feed(feed)

    assert trial.trouble is not None
    assert trial.trouble.state is State.REFUSED
    assert site.asked == []


async def _not_modified(request: web.BaseRequest) -> web.StreamResponse:
    del request
    return web.Response(status=304)
