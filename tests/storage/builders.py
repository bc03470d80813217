"""What the storage tests put into a store."""

from datetime import timedelta

from feeds.model import Feed
from storage import feeds
from storage.store import Transaction
from tests.builders import NOW

HOUR = timedelta(hours=1)


def outlet(tx: Transaction, name: str = "Example Times", path: str = "rss") -> Feed:
    """Watch an outlet's feed, at an address made of its name and `path`."""
    url = f"https://{name.lower().replace(' ', '-')}.example/{path}"
    return feeds.add_feed(tx, url=url, name=name, every=HOUR, backlog=HOUR, tag=None, now=NOW)
