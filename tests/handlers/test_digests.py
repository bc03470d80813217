"""Digests of what is stored: which time they cover, that none is sent twice, and that a quiet time says so."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.errors import FetchFailed, State
from feeds.model import Article, Feed, Level
from handlers.deliver import compose, due
from handlers.digest_layout import Digest
from handlers.digests import USUAL, digest_between, queue_digest
from handlers.ingest import failed
from handlers.message import Message
from handlers.outcome import Never
from storage import feeds, outbox, watchlists
from storage.model import Delivery, DeliveryKind
from tests.builders import an_article
from tests.newsroom import Desk, shown

FLIGHT = an_article()
RAID = an_article(
    guid="times-2",
    url="https://times.example/raid",
    title="Judge halts removal of a baker",
    text="A judge in Ostermoor ruled on Monday that the baker may stay until his appeal is heard in the autumn.",
)


@pytest.fixture
def times(desk: Desk) -> Feed:
    """A desk that digests one topic and watches one feed."""
    desk.follows("deportation", "deportation, baker", Level.DIGEST)
    return desk.watches()


def brought(desk: Desk, feed: Feed, *articles: Article) -> None:
    """Let `feed` bring articles, and a minute pass: a digest tells what was there before it began."""
    desk.receives(feed, *articles)
    desk.now += timedelta(minutes=1)


def digest_of_the_day(desk: Desk) -> Digest:
    with desk.store.reading() as tx:
        return digest_between(tx, desk.place.desk.id, desk.now - USUAL, desk.now)


def queued(desk: Desk) -> list[Delivery]:
    with desk.store.reading() as tx:
        found = outbox.last_delivery(tx, desk.place.channel.id, DeliveryKind.DIGEST)
    return [found] if found else []


def queue(desk: Desk) -> Message | None:
    return queue_digest(desk.store, "terminal", "America/New_York", desk.now)


def test_the_first_digest_covers_the_past_day(desk: Desk, times: Feed) -> None:
    brought(desk, times, FLIGHT)

    queue(desk)

    (delivery,) = queued(desk)
    window = json.loads(delivery.subject)
    assert window == {
        "since": (desk.now - USUAL).isoformat(),
        "until": desk.now.isoformat(),
        "zone": "America/New_York",
    }


def test_the_next_digest_begins_where_the_last_one_ended(desk: Desk, times: Feed) -> None:
    brought(desk, times, FLIGHT)
    queue(desk)
    desk.delivers()
    desk.now += timedelta(hours=7)
    brought(desk, times, RAID, FLIGHT)

    queue(desk)

    (text,) = [shown(message) for message in desk.delivers()]
    assert "Judge halts" in text
    assert "flight leaves" not in text


def test_a_story_is_in_exactly_one_of_two_digests_that_touch(desk: Desk, times: Feed) -> None:
    desk.receives(times, FLIGHT)
    edge = desk.now

    with desk.store.reading() as tx:
        before = digest_between(tx, desk.place.desk.id, edge - USUAL, edge)
        after = digest_between(tx, desk.place.desk.id, edge, edge + USUAL)

    assert sorted((before.stories, after.stories)) == [0, 1]


def test_queued_twice_in_one_window_it_is_sent_once(desk: Desk, times: Feed) -> None:
    brought(desk, times, FLIGHT)

    queue(desk)
    queue(desk)

    assert len(desk.delivers()) == 1


def test_when_nothing_came_since_the_last_it_says_so_and_queues_nothing(desk: Desk, times: Feed) -> None:
    brought(desk, times, FLIGHT)
    queue(desk)
    desk.delivers()
    desk.now += timedelta(hours=3)

    told = queue(desk)

    assert told is not None
    assert "Nothing new since the last digest" in shown(told)
    assert desk.delivers() == []


def test_a_first_digest_is_sent_even_of_a_day_without_news(desk: Desk, times: Feed) -> None:
    del times

    assert queue(desk) is None
    assert "Nothing matched a watchlist" in shown(desk.delivers()[0])


def test_a_digest_that_could_not_be_sent_is_not_sent_again_by_asking(desk: Desk, times: Feed) -> None:
    brought(desk, times, FLIGHT)
    queue(desk)
    desk.delivers(Never("the channel is archived"))

    told = queue(desk)

    assert told is not None
    assert desk.delivers() == []


def test_a_place_nobody_knows_is_told_nothing(desk: Desk) -> None:
    assert queue_digest(desk.store, "slack:C404", "UTC", desk.now) is None
    assert queued(desk) == []


def test_a_digest_shows_what_stands_when_it_is_sent(desk: Desk, times: Feed) -> None:
    brought(desk, times, FLIGHT)
    queue(desk)
    desk.types("/watch remove deportation")

    (delivery,) = due(desk.store, desk.now)
    message = compose(desk.store, delivery, desk.now)

    assert message is not None
    assert "flight leaves" not in shown(message)


def test_what_came_after_the_window_is_left_to_the_next(desk: Desk, times: Feed) -> None:
    brought(desk, times, FLIGHT)
    queue(desk)
    brought(desk, times, RAID, FLIGHT)

    (text,) = [shown(message) for message in desk.delivers()]

    assert "flight leaves" in text
    assert "Judge halts" not in text


def test_a_paused_list_is_in_no_digest(desk: Desk, times: Feed) -> None:
    brought(desk, times, FLIGHT)
    with desk.store.transaction() as tx:
        (listed,) = watchlists.all_watchlists(tx, desk.place.desk.id)
        watchlists.edit_watchlist(tx, replace(listed, paused=True))

    digest = digest_of_the_day(desk)

    assert digest.sections == ()


def test_what_went_to_the_archive_in_silence_is_in_no_digest(desk: Desk) -> None:
    desk.follows("deportation", "deportation", Level.DIGEST)
    silent = desk.watches(backlog=timedelta(0))
    brought(desk, silent, FLIGHT)

    digest = digest_of_the_day(desk)

    assert digest.stories == 0


def test_copies_are_counted_as_folded(desk: Desk, times: Feed) -> None:
    wire = "A deportation flight left Port Ansel on Tuesday, and nobody had told the families of those on board. " * 6
    brought(desk, times, an_article(text=wire))
    for name in ("Ledger", "Radio"):
        feed = desk.watches(f"https://{name.lower()}.example/rss", name)
        brought(desk, feed, an_article(guid=name, url=f"https://{name.lower()}.example/1", text=wire))

    digest = digest_of_the_day(desk)

    assert (digest.stories, digest.articles, digest.copies) == (1, 3, 2)


def test_a_quote_carried_by_three_outlets_counts_once(desk: Desk, times: Feed) -> None:
    brought(desk, times, FLIGHT)
    for name in ("Ledger", "Radio"):
        feed = desk.watches(f"https://{name.lower()}.example/rss", name)
        brought(desk, feed, an_article(guid=name, url=f"https://{name.lower()}.example/1"))

    digest = digest_of_the_day(desk)

    assert digest.quotes == 1


def test_failing_feeds_are_named_and_paused_ones_are_not_counted(desk: Desk, times: Feed) -> None:
    brought(desk, times, FLIGHT)
    broken = desk.watches("https://radio.example/rss", "Radio")
    failed(desk.newsroom, broken, FetchFailed("radio.example: answers 503", state=State.TEMPORARY), desk.now, 0.0)
    resting = desk.watches("https://gone.example/rss", "Gone")
    with desk.store.transaction() as tx:
        feeds.keep_feed(tx, replace(resting, trouble="down"))
        feeds.edit_feed(tx, replace(resting, paused=True))

    digest = digest_of_the_day(desk)

    assert digest.troubles == ("Radio (answers 503)",)
    assert (digest.healthy, digest.feeds) == (1, 2)


def test_the_trend_counts_the_stretch_just_before(desk: Desk, times: Feed) -> None:
    brought(desk, times, FLIGHT)
    desk.now += timedelta(hours=2)

    with desk.store.reading() as tx:
        digest = digest_between(tx, desk.place.desk.id, desk.now - timedelta(hours=1), desk.now)
        whole = digest_between(tx, desk.place.desk.id, desk.now - timedelta(hours=3), desk.now)

    assert digest.sections == ()
    assert [section.before for section in whole.sections] == [0]


@pytest.mark.parametrize("typed", ["since:1h", "since:today", "since:2026-06-16", "since:2026-06-16T16:00"])
def test_a_digest_of_any_time_that_holds_the_story_tells_it(desk: Desk, times: Feed, typed: str) -> None:
    brought(desk, times, FLIGHT)

    reply = desk.types(f"/digest now {typed}")

    assert "flight leaves" in shown(reply.message)


def test_every_button_under_a_digest_is_a_command_that_is_answered(desk: Desk, times: Feed) -> None:
    brought(desk, times, FLIGHT)
    digest = desk.types("/digest now").message

    replies = [desk.types(button.command) for button in digest.buttons]

    assert digest.buttons
    assert [shown(reply.message) for reply in replies if reply.refused] == []
