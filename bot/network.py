"""Whether our own network looks down: what the last hosts answered, and which failures that would explain."""

from datetime import datetime

from feeds.model import Feed
from feeds.schedule import DOWN_HOSTS, network_looks_down
from feeds.urls import host_of


class Network:
    """The last outcome of every host asked lately. While it looks down, no failure is a feed's own."""

    def __init__(self) -> None:
        self._outcomes: dict[str, bool] = {}
        self._failed: dict[int, Feed] = {}
        self._down_since: datetime | None = None

    def answered(self, feed: Feed) -> None:
        """Note that the host of `feed` answered, whatever it said."""
        self._note(feed, answered=True)
        self._failed.pop(feed.id, None)
        if not self.looks_down:
            self._down_since = None

    def failed(self, feed: Feed) -> None:
        """Note that nothing came from the host of `feed`, which is as it was before that poll."""
        self._note(feed, answered=False)
        self._failed.pop(feed.id, None)
        self._failed[feed.id] = feed
        while len(self._failed) > DOWN_HOSTS:
            self._failed.pop(next(iter(self._failed)))

    @property
    def looks_down(self) -> bool:
        """Whether four in five of the last hosts gave no answer."""
        return network_looks_down(tuple(self._outcomes.values()))

    def down_since(self, now: datetime) -> datetime:
        """Return when it was first found to look down, which is `now` where it was not."""
        self._down_since = self._down_since or now
        return self._down_since

    def take_failed(self) -> tuple[Feed, ...]:
        """Return the feeds of the last failures, as they were before, each once."""
        failed = tuple(self._failed.values())
        self._failed.clear()
        return failed

    def _note(self, feed: Feed, *, answered: bool) -> None:
        host = host_of(feed.url)
        self._outcomes.pop(host, None)
        self._outcomes[host] = answered
        while len(self._outcomes) > DOWN_HOSTS:
            self._outcomes.pop(next(iter(self._outcomes)))
