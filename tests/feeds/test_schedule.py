from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.errors import FeedError, FeedGone, FetchFailed, NotAFeed, State, TooLarge
from feeds.model import Feed, FeedId
from feeds.schedule import after_failure, after_outage, after_success, network_looks_down, next_poll

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
FIVE = timedelta(minutes=5)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def a_feed(every: timedelta = FIVE, failures: float = 0.0, last_wait: timedelta | None = None) -> Feed:
    """Make a feed that is polled at NOW after `last_wait`."""
    polled = NOW - last_wait if last_wait else None
    return Feed(FeedId(1), "https://a.example/f", "A", every, timedelta(0), NOW, polled_at=polled, failures=failures)


def soft(retry_after: float | None = None) -> FetchFailed:
    return FetchFailed("a.example: it is in trouble (500)", state=State.SOFT, retry_after=retry_after)


def wait_of(feed: Feed) -> timedelta:
    return feed.next_poll - NOW


def test_a_first_success_is_followed_at_the_feeds_own_pace() -> None:
    feed = after_success(a_feed(), found_new=False, hint=None, now=NOW, jitter=0.0)

    assert wait_of(feed) == FIVE * 1.25
    assert (feed.polled_at, feed.failures, feed.trouble) == (NOW, 0.0, None)


def test_a_quiet_feed_is_stretched_to_an_hour_and_no_further() -> None:
    feed, waits = a_feed(), []
    for _ in range(20):
        now = feed.next_poll
        feed = after_success(feed, found_new=False, hint=None, now=now, jitter=0.0)
        waits.append(feed.next_poll - now)

    assert waits == sorted(waits)
    assert waits[-1] == HOUR


def test_news_halves_the_wait_down_to_the_base() -> None:
    once = after_success(a_feed(last_wait=timedelta(minutes=40)), found_new=True, hint=None, now=NOW, jitter=0.0)
    at_base = after_success(a_feed(last_wait=FIVE), found_new=True, hint=None, now=NOW, jitter=0.0)

    assert wait_of(once) == timedelta(minutes=20)
    assert wait_of(at_base) == FIVE


def test_a_quiet_base_above_an_hour_is_kept() -> None:
    feed = after_success(a_feed(every=3 * HOUR), found_new=False, hint=None, now=NOW, jitter=0.0)

    assert wait_of(feed) == 3 * HOUR


def test_a_hint_is_a_floor_of_at_most_an_hour() -> None:
    asked = after_success(a_feed(), found_new=True, hint=timedelta(minutes=30), now=NOW, jitter=0.0)
    template = after_success(a_feed(), found_new=True, hint=DAY, now=NOW, jitter=0.0)

    assert wait_of(asked) == timedelta(minutes=30)
    assert wait_of(template) == HOUR


def test_a_feed_is_asked_thrice_within_the_time_its_entries_span() -> None:
    quiet = a_feed(last_wait=HOUR)

    feed = after_success(quiet, found_new=False, hint=None, now=NOW, jitter=0.0, window=HOUR)

    assert wait_of(feed) == timedelta(minutes=20)


def test_success_ends_all_back_off() -> None:
    feed = after_success(a_feed(failures=9.0, last_wait=DAY), found_new=False, hint=None, now=NOW, jitter=0.0)

    assert (feed.failures, wait_of(feed)) == (0.0, FIVE * 1.25)


@pytest.mark.parametrize(
    ("error", "weight"),
    [
        (soft(), 0.5),
        (FetchFailed("a.example: the host name cannot be resolved", state=State.TEMPORARY), 0.25),
        (FetchFailed("a.example: there is nothing at this address (404)", state=State.HARD), 1.0),
        (FetchFailed("a.example: blocked by Cloudflare", state=State.BLOCKED), 1.0),
        (NotAFeed("this is an HTML page, not a feed"), 1.0),
        (TooLarge("a.example: more than 10 MB"), 1.0),
    ],
)
def test_a_failure_counts_by_its_state_and_is_kept_in_words(error: FeedError, weight: float) -> None:
    feed = after_failure(a_feed(), error, NOW, 0.0)

    assert (feed.failures, feed.trouble) == (weight, str(error))
    assert wait_of(feed) == FIVE * 2**weight


def test_failures_double_to_six_hours_then_daily_for_ever() -> None:
    feed, waits = a_feed(), []
    hard = FetchFailed("a.example: there is nothing at this address (404)", state=State.HARD)
    for _ in range(400):
        feed = after_failure(feed, hard, NOW, 0.0)
        waits.append(wait_of(feed))

    assert waits[:6] == [FIVE * 2**n for n in range(1, 7)]
    assert waits[6:8] == [6 * HOUR, DAY]
    assert set(waits[7:]) == {DAY}
    assert not feed.paused


def test_retry_after_is_respected_up_to_a_day() -> None:
    assert wait_of(after_failure(a_feed(), soft(retry_after=3600), NOW, -1.0)) == HOUR
    assert wait_of(after_failure(a_feed(), soft(retry_after=1), NOW, 0.0)) == FIVE * 2**0.5
    assert wait_of(after_failure(a_feed(), soft(retry_after=1e12), NOW, 0.0)) == DAY


def test_a_feed_that_is_gone_is_asked_daily() -> None:
    assert wait_of(after_failure(a_feed(), FeedGone("a.example: gone (410)"), NOW, 0.0)) == DAY


def test_an_outage_of_ours_counts_for_no_feed() -> None:
    feed = a_feed(failures=0.5)

    later = after_outage(feed, NOW, 0.0)

    assert later == replace(feed, next_poll=NOW + FIVE)


@pytest.mark.parametrize(
    ("outcomes", "down"),
    [
        ([], False),
        ([False] * 4, False),
        ([False] * 5, True),
        ([True] * 70 + [False] * 30, True),
        ([True] * 6 + [False] * 24, True),
        ([True] * 7 + [False] * 23, False),
        ([False] * 100 + [True] * 30, False),
    ],
)
def test_our_network_looks_down_when_four_in_five_hosts_fail(outcomes: list[bool], down: bool) -> None:
    assert network_looks_down(outcomes) is down


@given(
    every=st.timedeltas(timedelta(minutes=1), timedelta(days=30)),
    failures=st.floats(0, 1e9),
    jitter=st.floats(-1, 1),
    floor=st.none() | st.timedeltas(timedelta(0), timedelta(days=400)),
)
def test_a_feed_is_always_asked_again_within_a_day(
    every: timedelta, failures: float, jitter: float, floor: timedelta | None
) -> None:
    at = next_poll(a_feed(every, failures), NOW, jitter=jitter, floor=floor)

    assert NOW < at <= NOW + DAY
    if floor is not None:
        assert at >= NOW + min(floor, DAY)


@given(jitter=st.floats(-1, 1))
def test_jitter_moves_a_poll_by_a_tenth_at_most(jitter: float) -> None:
    feed = after_success(a_feed(last_wait=FIVE), found_new=True, hint=None, now=NOW, jitter=jitter)

    assert FIVE * 0.9 <= wait_of(feed) <= FIVE * 1.1
