"""Follows and mutes: kept for their place until their time is over, and one of a kind."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta

import pytest

from feeds.model import Level
from storage import wishes
from storage.model import Channel, Follow, Mute
from storage.store import Store, Transaction, open_store
from tests.builders import NOW
from tests.storage.builders import a_channel

HOUR = timedelta(hours=1)


@pytest.fixture
def tx() -> Iterator[Transaction]:
    """A transaction of a fresh store."""
    store: Store
    with closing(open_store("sqlite://", NOW)) as store, store.transaction() as opened:
        yield opened


@pytest.fixture
def channel(tx: Transaction) -> Channel:
    return a_channel(tx)


def test_a_follow_is_found_by_its_place_and_by_what_it_is_about(tx: Transaction, channel: Channel) -> None:
    wishes.follow(tx, channel, "watchlist:7", Level.FLASH, None, NOW)

    wished = Follow(channel.id, channel.ref, "watchlist:7", Level.FLASH)
    assert wishes.follows(tx, channel.id, NOW) == (wished,)
    assert wishes.followers(tx, ("watchlist:7", "story:x"), NOW) == (wished,)
    assert wishes.followers(tx, ("watchlist:8",), NOW) == ()


def test_a_second_wish_takes_the_place_of_the_first(tx: Transaction, channel: Channel) -> None:
    wishes.follow(tx, channel, "watchlist:7", Level.FLASH, None, NOW)
    wishes.follow(tx, channel, "watchlist:7", Level.ALERT, NOW + HOUR, NOW)
    wishes.mute(tx, channel, "story:x", "slack:U1", None, NOW)
    wishes.mute(tx, channel, "story:x", "slack:U2", NOW + HOUR, NOW)

    [followed] = wishes.follows(tx, channel.id, NOW)
    [muted] = wishes.mutes(tx, channel.id, NOW)
    assert (followed.level, followed.until) == (Level.ALERT, NOW + HOUR)
    assert muted == Mute(channel.id, "slack:U2", "story:x", NOW + HOUR)


def test_a_wish_ends_by_itself(tx: Transaction, channel: Channel) -> None:
    wishes.follow(tx, channel, "watchlist:7", Level.ALERT, NOW + HOUR, NOW)
    wishes.mute(tx, channel, "story:x", "slack:U1", NOW + HOUR, NOW)
    wishes.mute(tx, channel, "story:y", "slack:U1", None, NOW)

    assert wishes.follows(tx, channel.id, NOW + HOUR) == ()
    assert wishes.followers(tx, ("watchlist:7",), NOW + HOUR) == ()
    assert wishes.muted(tx, ("story:x", "story:y"), NOW) == {(channel.id, "story:x"), (channel.id, "story:y")}
    assert wishes.muted(tx, ("story:x", "story:y"), NOW + HOUR) == {(channel.id, "story:y")}
    assert wishes.ever_followed(tx, channel.id) == {"watchlist:7"}


def test_a_wish_can_be_taken_back_once(tx: Transaction, channel: Channel) -> None:
    wishes.follow(tx, channel, "watchlist:7", Level.ALERT, None, NOW)
    wishes.mute(tx, channel, "story:x", "slack:U1", None, NOW)

    assert (wishes.unfollow(tx, channel.id, "watchlist:7"), wishes.unmute(tx, channel.id, "story:x")) == (True, True)
    assert (wishes.unfollow(tx, channel.id, "watchlist:7"), wishes.unmute(tx, channel.id, "story:x")) == (False, False)
    assert wishes.muted(tx, ("story:x",), NOW) == frozenset()
