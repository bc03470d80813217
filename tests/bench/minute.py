"""A minute's work in a process of its own: ten thousand feeds that are due, polled over TLS through poller and store.

`python -m tests.bench.minute` reads {"urls", "authority"} from its input and prints what it cost as JSON. Every feed
holds the validator its origin answers 304 to; none was read before, for reading is measured elsewhere.
"""

import asyncio
import gc
import json
import logging
import ssl
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from ipaddress import ip_network
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import structlog

from bot.clock import now
from bot.poller import Poller
from bot.worker import Worker
from feeds.addresses import AddressGuard
from feeds.fetch import Fetcher
from feeds.model import Validators
from handlers.ingest import Ingested
from handlers.newsroom import Newsroom
from storage import feeds
from storage.store import Store, open_store
from tests.bench.measure import forget_peak, peak_mb

LOOPBACK = AddressGuard(allow_networks=(ip_network("127.0.0.0/8"),))
NAP = 0.005
"""Seconds the loop is asked to sleep for; what it sleeps longer is its lag."""


@dataclass(frozen=True, slots=True)
class Minute:
    """CPU and wall seconds of all polls, polls that were answered, peak MB of the process, its loop's lag in ms."""

    cpu: float
    wall: float
    answered: int
    peak_mb: float
    lag_p99: float


async def work(urls: list[str], authority: str) -> Minute:
    """Poll every feed once, as the clock's job does, and watch the loop meanwhile."""
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/wiredesk.db", now())
        _watch(store, urls)
        gc.collect()
        forget_peak()
        lags: list[float] = []
        async with Fetcher(guard=LOOPBACK, tls=ssl.create_default_context(cafile=authority)) as fetcher:
            gc.freeze()  # as the program does when it has started
            poller = Poller(Newsroom(store, Worker()), fetcher, now)
            napping = asyncio.create_task(_nap(lags))
            cpu, wall = time.process_time(), time.perf_counter()
            done = await poller.poll_due()
            cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
            napping.cancel()
            with suppress(asyncio.CancelledError):
                await napping
        store.close()
    p99 = sorted(lags)[int(len(lags) * 0.99)] * 1000
    return Minute(cpu, wall, sum(isinstance(each, Ingested) for each in done), peak_mb(), p99)


def _watch(store: Store, urls: list[str]) -> None:
    every = timedelta(minutes=5)
    with store.transaction() as tx:
        for url in urls:
            added = feeds.add_feed(tx, url=url, name=url, every=every, backlog=timedelta(0), tag=None, now=now())
            known = Validators(etag=f'"{urlsplit(url).port}"')
            feeds.keep_feed(tx, replace(added, polled_at=added.next_poll, validators=known))


async def _nap(lags: list[float]) -> None:
    while True:
        started = time.perf_counter()
        await asyncio.sleep(NAP)
        lags.append(time.perf_counter() - started - NAP)


def main() -> None:
    """Do a minute's work and print what it cost."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    given = json.load(sys.stdin)
    sys.stdout.write(json.dumps(asdict(asyncio.run(work(given["urls"], given["authority"])))))


if __name__ == "__main__":
    main()
