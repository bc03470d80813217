"""Feeds: parsing beside feedparser as shipped, and polls a CPU second over loopback TLS beside lemon24/reader."""

import asyncio
import gzip
import json
import logging
import shutil
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from tempfile import TemporaryDirectory

import feedparser
import structlog

from bot.clock import now
from bot.poller import Poller
from feeds.addresses import AddressGuard
from feeds.errors import NotAFeed
from feeds.fetch import Fetcher, Unchanged
from feeds.model import Feed
from feeds.parse import parse_feed, read_document
from handlers.newsroom import Newsroom
from handlers.reading import LocalReader
from storage import feeds
from storage.store import open_store
from tests.bench import shared
from tests.bench.measure import alone, cpu_seconds, peer
from tests.bench.minute import Minute
from tests.bench.origins import Origins, origins
from tests.bench.table import Figure, Table, at_least, beside
from tests.builders import NOW, a_feed

FEEDS = "data/feeds"
ADDRESS = "https://example.org/feed"
SITES = 2_000
FIRST_POLLS = 300
"""How many of the origins are read whole by the pipeline: its first polls are slow."""
A_MINUTE = 10_000
RUNS = 3
WORKERS = 16
LOOPBACK = AddressGuard(allow_networks=(ip_network("127.0.0.0/8"),))


@dataclass(frozen=True, slots=True)
class Parsed:
    """CPU seconds for all files, and the entries found in them."""

    seconds: float
    entries: int


@dataclass(frozen=True, slots=True)
class Polled:
    """Polls a CPU second: the first of every feed, and one that nothing came of; and the articles kept."""

    first: float
    unchanged: float
    articles: int


def tables() -> Iterator[Table | str]:
    """Yield the figures, or why there are none."""
    missing = shared.absent(FEEDS)
    yield f"feeds, parsing: {missing}" if missing else _parsing()
    if shutil.which("openssl") is None:
        yield "feeds, polling: left out: openssl is needed for a certificate and is not installed"
        return
    with origins(SITES) as sites:
        some = replace(sites, urls=sites.urls[:FIRST_POLLS])
        ours, bare = alone(polled_by_us, some), alone(fetched_by_us, sites)
        theirs = alone(polled_by_reader, some) if peer("reader") else None
        minute = _a_minute(sites)
    if theirs is None:
        yield "feeds: lemon24/reader cannot be imported on this Python, so ours stands alone"
    yield Table(f"Polling {SITES:,} https origins (reader stores, too)", "reader", tuple(_polling(ours, bare, theirs)))
    yield Table(f"{A_MINUTE:,} due https feeds, all unchanged", "goal", tuple(_minute_figures(minute)))


def parsed_by_us() -> Parsed:
    """Parse every file to its entries, falling back where the fast parser will not do."""
    return _parsed(lambda body: len(read_document(body, ADDRESS).entries))


def parsed_by_feedparser() -> Parsed:
    """Parse every file with feedparser, its defaults untouched."""
    return _parsed(lambda body: len(feedparser.parse(body).entries))


def made_articles() -> Parsed:
    """Parse every file to articles: plain text, canonical links, identities, dates."""
    return _parsed(lambda body: len(parse_feed(ADDRESS, body, NOW, "Example", limit=100_000).articles))


def polled_by_us(sites: Origins) -> Polled:
    """Poll every feed twice through the poller, the pipeline and a store on disk, all in this process."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with TemporaryDirectory() as folder:
        return asyncio.run(_poll_twice(sites, Path(folder)))


def fetched_by_us(sites: Origins) -> Polled:
    """Fetch every feed twice and parse what came, without the pipeline and the store."""
    return asyncio.run(_fetch_twice(sites))


def polled_by_reader(sites: Origins) -> Polled:
    """Update every feed twice with lemon24/reader, its store on disk."""
    # Its sessions look at no environment; this is where requests finds whom to trust.
    peer("requests.adapters").DEFAULT_CA_BUNDLE_PATH = sites.authority
    with TemporaryDirectory() as folder:
        reader = peer("reader").make_reader(f"{folder}/reader.sqlite")
        for url in sites.urls:
            reader.add_feed(url)
        seconds = [cpu_seconds(lambda: reader.update_feeds(scheduled=False, workers=WORKERS)) for _ in range(2)]
        kept = reader.get_entry_counts().total
        reader.close()
    return Polled(len(sites.urls) / seconds[0], len(sites.urls) / seconds[1], kept)


async def _poll_twice(sites: Origins, folder: Path) -> Polled:
    store = open_store(f"sqlite:///{folder / 'wiredesk.db'}", now())
    reader = LocalReader()
    reader.start()
    newsroom = Newsroom(store, reader)
    every = timedelta(minutes=5)
    with store.transaction() as tx:
        ids = [
            feeds.add_feed(tx, url=url, name=url, every=every, backlog=timedelta(0), tag=None, now=now()).id
            for url in sites.urls
        ]
    speeds = []
    async with Fetcher(guard=LOOPBACK, tls=ssl.create_default_context(cafile=sites.authority)) as fetcher:
        poller = Poller(newsroom, fetcher, now)
        kept = 0
        for _ in range(2):
            started = time.process_time()
            done = await poller.poll(ids)
            speeds.append(len(sites.urls) / (time.process_time() - started))
            kept += sum(getattr(each, "new", 0) for each in done)
    return Polled(speeds[0], speeds[1], kept)


async def _fetch_twice(sites: Origins) -> Polled:
    speeds = []
    watched = [a_feed(url=url) for url in sites.urls]
    gate = asyncio.Semaphore(WORKERS)
    async with Fetcher(guard=LOOPBACK, tls=ssl.create_default_context(cafile=sites.authority)) as fetcher:

        async def read(feed: Feed) -> tuple[Feed, int]:
            async with gate:
                answer = await fetcher.fetch(feed)
            articles = () if isinstance(answer, Unchanged) else parse_feed(feed.url, answer.body, NOW, "A").articles
            return replace(feed, validators=answer.validators), len(articles)

        kept = 0
        for _ in range(2):
            started = time.process_time()
            done = await asyncio.gather(*map(read, watched))
            speeds.append(len(sites.urls) / (time.process_time() - started))
            watched = [feed for feed, _ in done]
            kept += sum(count for _, count in done)
    return Polled(speeds[0], speeds[1], kept)


def _a_minute(sites: Origins) -> Minute:
    """Poll each origin's feeds at several addresses, in a process that holds nothing else."""
    each = A_MINUTE // len(sites.urls)
    urls = [f"{url}/{number}" for number in range(each) for url in sites.urls]
    given = json.dumps({"urls": urls, "authority": sites.authority})
    command = [sys.executable, "-m", "tests.bench.minute"]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)  # noqa: S603 - our own module
    return Minute(**json.loads(done.stdout))


def _bodies() -> list[bytes]:
    return [gzip.decompress(path.read_bytes()) for path in sorted((shared.SHARED / FEEDS).glob("*.xml.gz"))]


def _parsed(count: Callable[[bytes], int]) -> Parsed:
    bodies = _bodies()
    found: list[int] = []

    def parse() -> None:
        found.clear()
        for body in bodies:
            with suppress(NotAFeed):
                found.append(count(body))

    return Parsed(cpu_seconds(parse, RUNS), sum(found))


def _parsing() -> Table:
    ours, theirs, articles = alone(parsed_by_us), alone(parsed_by_feedparser), alone(made_articles)
    files, fewest = len(_bodies()), theirs.entries
    beside_theirs = files / theirs.seconds
    figures = (
        at_least("times feedparser's speed", theirs.seconds / ours.seconds, 15.0, 1.0, ".1f"),
        beside("feeds a CPU second, to entries", files / ours.seconds, beside_theirs),
        beside("feeds a CPU second, to articles (feedparser: to entries)", files / articles.seconds, beside_theirs),
        Figure("entries found", f"{ours.entries:,}", f"{fewest:,}", None, "no fewer", ours.entries >= fewest),
    )
    return Table(f"Parsing {files} real feeds", f"feedparser {feedparser.__version__}", figures)


def _polling(ours: Polled, bare: Polled, theirs: Polled | None) -> Iterator[Figure]:
    for what, here in (("fetched and parsed", bare), ("read, folded and stored", ours)):
        yield _times(f"first polls a CPU second, {what}", here.first, theirs.first if theirs else None, 12)
        yield _times(f"304-polls a CPU second, {what}", here.unchanged, theirs.unchanged if theirs else None, 40)
    yield Figure("articles kept", f"{ours.articles:,}", f"{theirs.articles:,}" if theirs else "")


def _times(what: str, ours: float, theirs: float | None, goal: int) -> Figure:
    if theirs is None:
        return Figure(what, f"{ours:,.0f}", goal=f">= {goal} x")
    return Figure(what, f"{ours:,.0f}", f"{theirs:,.1f}", ours / theirs, f">= {goal} x", ours >= goal * theirs)


def _minute_figures(minute: Minute) -> Iterator[Figure]:
    yield _at_most("CPU seconds", minute.cpu, 25.0, ".1f")
    yield _at_most("seconds on the clock", minute.wall, 60.0, ".1f")
    yield _at_most("peak MB of the main process", minute.peak_mb, 120.0, ".0f")
    yield _at_most("lag of the loop, p99, ms", minute.lag_p99, 50.0, ".1f")
    answered = minute.answered
    yield Figure("feeds answered", f"{answered:,}", goal=f"{A_MINUTE:,}", met=answered == A_MINUTE)


def _at_most(what: str, here: float, goal: float, form: str) -> Figure:
    return Figure(what, format(here, form), goal=f"<= {goal:g}", met=here <= goal)
