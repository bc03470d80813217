"""A permanent redirect is believed after three identical chains over a day."""

from datetime import timedelta

from feeds.model import Feed
from feeds.moves import after_redirect, has_moved
from tests.builders import NOW, a_feed

NEW = "https://new.example/rss.xml"
HOUR = timedelta(hours=1)


def polled(*chains: tuple[str | None, timedelta]) -> Feed:
    feed = a_feed()
    for moved_to, after in chains:
        feed = after_redirect(feed, moved_to, NOW + after)
    return feed


def test_three_chains_over_a_day_are_believed() -> None:
    feed = polled((NEW, 0 * HOUR), (NEW, 12 * HOUR), (NEW, 24 * HOUR))

    assert has_moved(feed, NOW + 24 * HOUR)


def test_three_chains_within_an_hour_are_not() -> None:
    feed = polled((NEW, 0 * HOUR), (NEW, HOUR / 2), (NEW, HOUR))

    assert not has_moved(feed, NOW + HOUR)


def test_two_chains_over_a_day_are_not() -> None:
    feed = polled((NEW, 0 * HOUR), (NEW, 24 * HOUR))

    assert not has_moved(feed, NOW + 24 * HOUR)


def test_a_chain_that_leads_elsewhere_begins_anew() -> None:
    feed = polled((NEW, 0 * HOUR), (NEW, 12 * HOUR), ("https://other.example/", 23 * HOUR), (NEW, 24 * HOUR))

    assert feed.move is not None
    assert (feed.move.times, feed.move.since) == (1, NOW + 24 * HOUR)


def test_a_poll_without_a_redirect_forgets_it() -> None:
    assert polled((NEW, 0 * HOUR), (None, HOUR)).move is None


def test_an_address_that_leads_to_itself_is_no_move() -> None:
    feed = a_feed()

    assert after_redirect(feed, feed.url, NOW) == feed
