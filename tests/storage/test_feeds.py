"""The watched feeds: one row an address, one poller a feed."""

import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from feeds.errors import RequestError, State
from feeds.model import Asking, Feed, FeedId, Move, Pages, Validators
from storage import feeds
from storage.store import Store, Transaction
from tests.builders import NOW

LEASE = timedelta(minutes=2)


def add(tx: Transaction, url: str = "https://times.example/rss.xml", name: str = "Example Times") -> Feed:
    every, backlog = timedelta(minutes=5), timedelta(days=7)
    return feeds.add_feed(tx, url=url, name=name, every=every, backlog=backlog, tag=None, now=NOW)


def test_an_added_feed_is_due_at_once_and_comes_back_as_it_was(store: Store) -> None:
    with store.transaction() as tx:
        feed = add(tx)

    with store.reading() as tx:
        assert feeds.all_feeds(tx) == (feed,)
    assert feed.next_poll == NOW
    assert feed.backlog == timedelta(days=7)


def test_an_address_is_watched_once(store: Store) -> None:
    with store.transaction() as tx:
        add(tx)

        with pytest.raises(RequestError, match="already watched, as Example Times"):
            add(tx, name="Another name")


@pytest.mark.parametrize("typed", ["https://times.example/rss.xml", "Example Times", "example TIMES "])
def test_a_feed_is_found_by_address_or_by_name_in_any_case(store: Store, typed: str) -> None:
    with store.transaction() as tx:
        feed = add(tx)

        assert feeds.find_feed(tx, typed) == feed


def test_a_due_feed_is_claimed_once_and_again_when_the_lease_ran_out(store: Store) -> None:
    with store.transaction() as tx:
        feed = add(tx)

        claims = [feeds.claim_due_feeds(tx, at, LEASE, 10) for at in (NOW, NOW, NOW + LEASE)]

    assert claims == [(feed,), (), (feed,)]


def test_paused_removed_and_later_feeds_are_not_due(store: Store) -> None:
    with store.transaction() as tx:
        paused, later, removed = (add(tx, f"https://times.example/{number}") for number in range(3))
        feeds.edit_feed(tx, replace(paused, paused=True))
        feeds.keep_feed(tx, replace(later, next_poll=NOW + timedelta(seconds=1)))
        feeds.remove_feed(tx, removed.id, NOW)

        claimed = feeds.claim_due_feeds(tx, NOW, LEASE, 10)

    assert claimed == ()


def test_named_feeds_are_claimed_whether_due_or_not(store: Store) -> None:
    with store.transaction() as tx:
        feed = replace(add(tx), next_poll=NOW + timedelta(hours=1))
        feeds.keep_feed(tx, feed)

        claims = [feeds.claim_feeds(tx, (feed.id, FeedId(99)), NOW, LEASE) for _ in range(2)]

    assert claims == [(feed,), ()]


def test_keeping_a_feed_keeps_what_the_poll_told_and_frees_it(store: Store) -> None:
    with store.transaction() as tx:
        feed = feeds.claim_due_feeds(tx, add(tx).next_poll, LEASE, 1)[0]
        told = replace(feed, validators=Validators('"e1"', "Mon", "abc"), failures=0.5, trouble="404", polled_at=NOW)
        feeds.keep_feed(tx, told)

        assert feeds.claim_due_feeds(tx, NOW, LEASE, 1) == (told,)


def test_a_feed_removed_during_its_poll_stays_removed(store: Store) -> None:
    with store.transaction() as tx:
        feed = add(tx)
        feeds.remove_feed(tx, feed.id, NOW)

        feeds.keep_feed(tx, feed)

        assert feeds.all_feeds(tx) == ()
        assert feeds.find_feed(tx, feed.name) is None


def test_a_removed_feed_added_again_begins_anew_under_its_id(store: Store) -> None:
    with store.transaction() as tx:
        feed = add(tx)
        feeds.keep_feed(tx, replace(feed, polled_at=NOW, validators=Validators("e")))
        feeds.remove_feed(tx, feed.id, NOW)

        assert add(tx) == feed


def test_a_moved_feed_forgets_the_validators_of_the_old_address(store: Store) -> None:
    with store.transaction() as tx:
        feed = add(tx)
        other = add(tx, "https://times.example/other")
        feeds.keep_feed(tx, replace(feed, validators=Validators("e")))

        feeds.move_feed(tx, feed.id, "https://times.example/new")

        moved = feeds.find_feed(tx, "https://times.example/new")
        assert moved == replace(feed, url="https://times.example/new")
        with pytest.raises(RequestError, match="another feed"):
            feeds.move_feed(tx, feed.id, other.url)


def test_threads_that_claim_at_once_never_get_the_same_feed(store: Store) -> None:
    with store.transaction() as tx:
        for number in range(200):
            add(tx, f"https://times.example/{number}")
    claimed: list[FeedId] = []

    def claim() -> None:
        for _ in range(5):
            with store.transaction() as tx:
                claimed.extend(feed.id for feed in feeds.claim_due_feeds(tx, NOW, LEASE, 10))

    threads = [threading.Thread(target=claim) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(claimed) == len(set(claimed)) == 200


def test_what_people_set_and_what_polls_tell_are_kept_apart(store: Store) -> None:
    asking = Asking((("X-Desk", "harbour"),), "desk:pass", "Harbour/1.0")
    with store.transaction() as tx:
        claimed = add(tx)
        settings = replace(claimed, name="Renamed", paused=True, tag="local", pages=Pages.ALL, asking=asking)
        feeds.edit_feed(tx, settings)

        move = Move("https://new.example/rss.xml", NOW, 2)
        health: dict[str, Any] = {
            "failures": 2.0,
            "trouble": "it answers 404",
            "state": State.HARD,
            "failing_since": NOW,
            "move": move,
        }
        feeds.keep_feed(tx, replace(claimed, **health))

        assert feeds.all_feeds(tx) == (replace(settings, **health),)
        assert feeds.feed(tx, claimed.id) == replace(settings, **health)


def test_many_polls_are_kept_at_once(store: Store) -> None:
    with store.transaction() as tx:
        added = [add(tx, f"https://times.example/{number}", f"Outlet {number}") for number in range(3)]
        claimed = feeds.claim_feeds(tx, [feed.id for feed in added], NOW, LEASE)

        feeds.keep_feeds(tx, [replace(feed, validators=Validators(f"v{feed.id}")) for feed in claimed])
        feeds.keep_feeds(tx, [])

        assert [feed.validators.etag for feed in feeds.all_feeds(tx)] == [f"v{feed.id}" for feed in added]
        assert len(feeds.claim_due_feeds(tx, NOW, LEASE, 10)) == 3


def test_no_text_of_ours_holds_what_a_feed_is_asked_with() -> None:
    asking = Asking((("Authorization", "Bearer sesame"),), "desk:sesame", "Harbour/1.0")

    assert "sesame" not in repr(asking)


def test_a_named_feed_keeps_its_other_settings(store: Store) -> None:
    with store.transaction() as tx:
        feed = add(tx)

        feeds.name_feed(tx, feed.id, "Harbour Post")

        assert feeds.feed(tx, feed.id) == replace(feed, name="Harbour Post")
        assert feeds.feed(tx, FeedId(99)) is None
