"""What a bomb costs: an answer of next to nothing that unpacks to 200 MiB, fetched over loopback."""

import asyncio
import zlib
from collections.abc import Iterator
from ipaddress import ip_network

import brotli  # type: ignore[import-untyped] # ships no types

from feeds.addresses import AddressGuard
from feeds.errors import TooLarge
from feeds.fetch import Fetcher, Limits
from tests.bench.measure import alone, forget_peak, peak_mb
from tests.builders import a_feed
from tests.fakes.web import Web

MOST_MB = 5.0
_MIB = 2**20
_SIZE = 200
_LOOPBACK = AddressGuard(allow_networks=(ip_network("127.0.0.0/8"),))


def bomb_mb(coding: str) -> float:
    """Return by how many MB the peak of a fresh process grew over one such answer."""
    return alone(_grown, coding)


def _grown(coding: str) -> float:
    return asyncio.run(_fetch(coding))


async def _fetch(coding: str) -> float:
    packed = b"".join(_packed(coding))
    async with Web() as site, Fetcher(guard=_LOOPBACK, limits=Limits(spacing=0.0)) as fetcher:
        site.says(b"<rss/>", "/small")
        site.says(packed, Content_Encoding=coding)
        await fetcher.fetch(a_feed(url=site.url("/small")))
        forget_peak()
        before = peak_mb()
        try:
            await fetcher.fetch(a_feed(url=site.url()))
        except TooLarge:
            return peak_mb() - before
    raise AssertionError("the bomb was taken for a feed")


def _packed(coding: str) -> Iterator[bytes]:
    """Yield the bomb piece by piece, so that packing it costs no memory either."""
    if coding == "gzip":
        gzipped = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
        yield from (gzipped.compress(bytes(_MIB)) for _ in range(_SIZE))
        yield gzipped.flush()
    else:
        brotlied = brotli.Compressor(quality=5)
        yield from (brotlied.process(bytes(_MIB)) for _ in range(_SIZE))
        yield brotlied.finish()
