"""Who is told, and how often: a channel hears of a story once, whatever matches it and however often."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from feeds.model import Level, Match, Salience, Watchlist, WatchlistId
from handlers.deliver import due, settle
from handlers.outcome import Never, Outcome, Sent
from handlers.queueing import alert_key, calls_of, loud_routes, queue_alerts, queue_follow_ups
from storage import articles, channels, outbox
from storage.model import ChannelId, Delivery, DeliveryState, DeskId, Route, StoredArticle, StoredWatchlist
from tests.builders import an_article
from tests.newsroom import Desk

DESK, FRONT, METRO = DeskId(1), ChannelId(1), ChannelId(2)


def a_list(number: int, *routes: tuple[ChannelId, Level]) -> StoredWatchlist:
    """Return list `number`, speaking in those channels at those levels."""
    listed = WatchlistId(number)
    told = tuple(Route(listed, channel, level) for channel, level in routes)
    return StoredWatchlist(Watchlist(listed, f"list {number}", "deportation"), DESK, told, 1)


def a_match(number: int = 1, salience: Salience = Salience.HEADLINE) -> Match:
    return Match(WatchlistId(number), (), salience)


def channels_to_alert(found: Sequence[Match], lists: Sequence[StoredWatchlist]) -> tuple[ChannelId, ...]:
    return tuple(call.channel for call in calls_of(loud_routes(found, lists)))


@pytest.mark.parametrize("level", Level)
@pytest.mark.parametrize("salience", Salience)
def test_only_what_is_more_than_a_mention_is_told_and_only_by_a_loud_list(level: Level, salience: Salience) -> None:
    told = channels_to_alert((a_match(salience=salience),), (a_list(1, (FRONT, level)),))

    loud = level is not Level.DIGEST and salience is not Salience.PASSING
    assert told == ((FRONT,) if loud else ())


def test_a_list_that_did_not_match_tells_nobody() -> None:
    assert channels_to_alert((a_match(1),), (a_list(2, (FRONT, Level.FLASH)),)) == ()


def test_a_list_that_speaks_nowhere_tells_nobody() -> None:
    assert channels_to_alert((a_match(),), (a_list(1),)) == ()


def test_what_matches_nothing_tells_nobody() -> None:
    assert channels_to_alert((), (a_list(1, (FRONT, Level.FLASH)),)) == ()


def test_two_lists_of_one_channel_tell_it_once() -> None:
    lists = (a_list(1, (FRONT, Level.ALERT)), a_list(2, (FRONT, Level.FLASH)))

    assert channels_to_alert((a_match(1), a_match(2)), lists) == (FRONT,)


def test_a_list_tells_every_channel_that_wants_alerts_and_no_other() -> None:
    listed = a_list(1, (FRONT, Level.DIGEST), (METRO, Level.ALERT))

    assert channels_to_alert((a_match(),), (listed,)) == (METRO,)


def test_a_quiet_list_does_not_silence_a_loud_one_in_the_same_channel() -> None:
    lists = (a_list(1, (FRONT, Level.DIGEST)), a_list(2, (FRONT, Level.ALERT)))

    assert channels_to_alert((a_match(1), a_match(2)), lists) == (FRONT,)


def test_a_passing_mention_of_one_list_does_not_silence_another() -> None:
    lists = (a_list(1, (FRONT, Level.ALERT)), a_list(2, (METRO, Level.ALERT)))

    assert channels_to_alert((a_match(1, Salience.PASSING), a_match(2)), lists) == (METRO,)


@pytest.fixture
def kept(desk: Desk) -> StoredArticle:
    """An article that is stored and matched by nothing."""
    desk.receives(desk.watches(), an_article())
    with desk.store.reading() as tx:
        found = articles.article_at(tx, "https://times.example/flight")
    assert found is not None
    return found


def second_channel(desk: Desk) -> ChannelId:
    with desk.store.transaction() as tx:
        return channels.ensure_channel(tx, desk.place.desk.id, "slack:C2", "#metro").id


def queue(desk: Desk, kept: StoredArticle, *told: ChannelId) -> int:
    lists = [a_list(1, *((channel, Level.ALERT) for channel in told))]
    with desk.store.transaction() as tx:
        return queue_alerts(tx, kept, (a_match(),), lists, desk.now)


def waiting(desk: Desk) -> Sequence[Delivery]:
    with desk.store.reading() as tx:
        return outbox.deliveries(tx, DeliveryState.PENDING)


def sends(desk: Desk, outcome: Outcome) -> None:
    for delivery in due(desk.store, desk.now):
        settle(desk.store, delivery, outcome, desk.now, 0.5)


def test_a_story_is_queued_once_a_channel(desk: Desk, kept: StoredArticle) -> None:
    metro = second_channel(desk)

    first = queue(desk, kept, desk.place.channel.id)
    second = queue(desk, kept, desk.place.channel.id, metro)
    third = queue(desk, kept, desk.place.channel.id, metro)

    assert (first, second, third) == (1, 1, 0)
    assert [each.key for each in waiting(desk)] == [alert_key(kept.story)] * 2


@pytest.mark.parametrize("outcome", [Sent("terminal:1"), Never("archived")])
def test_a_story_that_was_told_or_given_up_is_not_queued_again(
    desk: Desk, kept: StoredArticle, outcome: Outcome
) -> None:
    queue(desk, kept, desk.place.channel.id)
    sends(desk, outcome)

    again = queue(desk, kept, desk.place.channel.id)

    assert again == 0
    assert waiting(desk) == ()


def follow_up(desk: Desk, kept: StoredArticle, difference: str = "12 → 21") -> int:
    with desk.store.transaction() as tx:
        return queue_follow_ups(tx, kept, difference, desk.now)


def test_a_change_is_told_only_where_the_story_was_told(desk: Desk, kept: StoredArticle) -> None:
    second_channel(desk)
    queue(desk, kept, desk.place.channel.id)
    sends(desk, Sent("terminal:1"))

    queued = follow_up(desk, kept)

    assert queued == 1
    assert [each.channel.ref for each in waiting(desk)] == ["terminal"]


def test_a_change_of_a_story_that_is_still_in_line_needs_no_second_message(desk: Desk, kept: StoredArticle) -> None:
    queue(desk, kept, desk.place.channel.id)

    assert follow_up(desk, kept) == 0


def test_a_change_while_the_card_is_on_its_way_is_told_after_it(desk: Desk, kept: StoredArticle) -> None:
    queue(desk, kept, desk.place.channel.id)
    (sending,) = due(desk.store, desk.now)

    queued = follow_up(desk, kept)

    assert queued == 1
    assert due(desk.store, desk.now) == (), "it waits behind the card"
    settle(desk.store, sending, Sent("terminal:1"), desk.now, 0.5)
    assert len(due(desk.store, desk.now)) == 1


def test_a_change_of_a_card_that_never_arrived_is_not_told(desk: Desk, kept: StoredArticle) -> None:
    queue(desk, kept, desk.place.channel.id)
    sends(desk, Never("archived"))

    assert follow_up(desk, kept) == 0


def test_the_same_change_is_queued_once_and_the_next_change_again(desk: Desk, kept: StoredArticle) -> None:
    queue(desk, kept, desk.place.channel.id)
    sends(desk, Sent("terminal:1"))

    first, again = follow_up(desk, kept), follow_up(desk, kept)
    desk.now += timedelta(minutes=5)
    later = follow_up(desk, kept, "21 → 22")

    assert (first, again, later) == (1, 0, 1)


def test_a_removed_list_still_lets_a_told_story_be_corrected(desk: Desk) -> None:
    feed = desk.watches()
    desk.follows("deportation", "deportation")
    desk.receives(feed, an_article())
    desk.delivers()
    desk.types("/watch remove deportation")
    desk.now += timedelta(minutes=5)

    desk.receives(feed, an_article(title="CORRECTION: Deportation flight leaves Port Ansel with 21 on board"))

    (message,) = desk.delivers()
    assert message.summary.startswith("CORRECTED")
