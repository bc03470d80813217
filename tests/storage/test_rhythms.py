"""A feed's rhythm: the mean time between polls that brought something, once there are enough of them."""

from datetime import datetime, timedelta

from feeds.model import Feed
from storage import articles
from storage.rhythms import Rhythm, rhythms
from storage.store import Store, Transaction
from tests.builders import NOW
from tests.storage.builders import numbered, outlet, reading_of

HOUR = timedelta(hours=1)


def bring(tx: Transaction, feed: Feed, number: int, at: datetime) -> None:
    articles.keep_reading(tx, feed.id, reading_of(feed, numbered(number), (), ()), at)


def test_the_gap_is_the_mean_time_between_polls_that_brought_something(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        for hour in (0, 1, 2, 5, 8):
            bring(tx, feed, hour, NOW + hour * HOUR)
            bring(tx, feed, 100 + hour, NOW + hour * HOUR)

        assert rhythms(tx, NOW) == {feed.id: Rhythm(NOW + 8 * HOUR, 2 * HOUR)}


def test_a_few_polls_tell_no_rhythm(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        for hour in (0, 1, 2, 3):
            bring(tx, feed, hour, NOW + hour * HOUR)

        assert rhythms(tx, NOW) == {feed.id: Rhythm(NOW + 3 * HOUR, None)}


def test_feeds_are_told_apart_and_what_is_old_does_not_count(store: Store) -> None:
    with store.transaction() as tx:
        old, fresh = outlet(tx), outlet(tx, "Harbour Post", "post")
        bring(tx, old, 1, NOW - HOUR)
        bring(tx, fresh, 2, NOW)

        assert rhythms(tx, NOW) == {fresh.id: Rhythm(NOW, None)}
