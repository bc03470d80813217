"""When to ask a feed again: pure arithmetic over a feed's health. It neither reads a clock nor asks anybody."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from feeds.errors import FeedError, State
from feeds.model import Feed

LONGEST_FAILING = timedelta(hours=6)
DAILY = timedelta(days=1)
LONGEST_QUIET = timedelta(hours=1)
"""How far a feed without news is stretched, and the longest wait a feed's own hint may ask for."""
SHORTEST = timedelta(minutes=1)

_JITTER = 0.1
_STRETCH = 1.25
_WEIGHTS = {State.SOFT: 0.5, State.TEMPORARY: 0.25}
_DAILY = frozenset((State.GONE, State.BREAKS_READER))
_MOST_DOUBLINGS = 16.0
DOWN_HOSTS = 30
_DOWN_SHARE = 0.8
_FEWEST_HOSTS = 5


def next_poll(feed: Feed, now: datetime, *, jitter: float = 0.0, floor: timedelta | None = None) -> datetime:
    """Return when to ask `feed` again: never sooner than `floor` (its Retry-After), never later than a day.

    The wait is the feed's interval, doubled for every failure in a row up to 6 hours and a day from there on, moved
    by a tenth of `jitter` (-1 to 1).
    """
    wait = _spread(_backed_off(feed), jitter)
    return now + min(max(wait, floor or SHORTEST), DAILY)


def after_success(
    feed: Feed,
    found_new: bool,
    hint: timedelta | None,
    now: datetime,
    jitter: float,
    *,
    window: timedelta | None = None,
) -> Feed:
    """Return `feed` as it stands after a poll that was answered.

    A poll that found something halves the wait towards the feed's base, one that did not stretches it by a quarter,
    at most to an hour. `hint` is what the answer asks for (max-age, ttl), `window` the time its entries span: at a
    third of it nothing is missed.
    """
    last = _last_wait(feed)
    wait = max(feed.every, last / 2) if found_new else max(feed.every, last * _STRETCH)
    wait = min(wait, max(feed.every, LONGEST_QUIET))
    if window is not None:
        wait = max(feed.every, min(wait, window / 3)) if window > timedelta(0) else wait
    if hint is not None:
        wait = max(wait, min(hint, LONGEST_QUIET))
    wait = max(_spread(wait, jitter), SHORTEST)
    return replace(
        feed, polled_at=now, next_poll=now + wait, failures=0.0, trouble=None, state=None, failing_since=None
    )


def after_failure(feed: Feed, error: FeedError, now: datetime, jitter: float) -> Feed:
    """Return `feed` as it stands after a poll that failed: counted by weight, backed off, never given up.

    A feed that is gone (410), or that broke the reader, is asked once a day from the first time on.
    """
    failing = replace(
        feed,
        failures=feed.failures + _WEIGHTS.get(error.state, 1.0),
        trouble=str(error),
        state=error.state,
        failing_since=feed.failing_since or now,
        polled_at=now,
    )
    floor = DAILY if error.state in _DAILY else _asked_for(error)
    return replace(failing, next_poll=next_poll(failing, now, jitter=jitter, floor=floor))


def after_outage(feed: Feed, now: datetime, jitter: float) -> Feed:
    """Return `feed` as it stands when our own network was down: nothing is counted, it is asked at its usual pace."""
    return replace(feed, next_poll=now + max(_spread(feed.every, jitter), SHORTEST))


def network_looks_down(last_outcomes: Sequence[bool]) -> bool:
    """Say whether our own network is the likelier culprit: four in five of the last 30 hosts failed.

    `last_outcomes` is one answer a host, newest last, True where it answered at all.
    """
    recent = last_outcomes[-DOWN_HOSTS:]
    return len(recent) >= _FEWEST_HOSTS and recent.count(False) >= _DOWN_SHARE * len(recent)


def _backed_off(feed: Feed) -> timedelta:
    if feed.failures <= 0:
        return feed.every
    wait = feed.every * 2 ** min(feed.failures, _MOST_DOUBLINGS)
    if wait < LONGEST_FAILING:
        return wait
    return max(feed.every, LONGEST_FAILING if wait < 2 * LONGEST_FAILING else DAILY)


def _last_wait(feed: Feed) -> timedelta:
    """Return how long the feed was left alone before this poll, which is its current pace, or its base."""
    if feed.polled_at is None or feed.failures > 0:
        return feed.every
    return max(feed.every, feed.next_poll - feed.polled_at)


def _spread(wait: timedelta, jitter: float) -> timedelta:
    return wait * (1 + _JITTER * max(-1.0, min(1.0, jitter)))


def _asked_for(error: FeedError) -> timedelta | None:
    return None if error.retry_after is None else min(timedelta(seconds=max(0.0, error.retry_after)), DAILY)
