"""`/feeds status`: the worst first, each with its trouble, since when, and when it is tried again."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.errors import State
from feeds.model import Feed, FeedId
from handlers.feed_health import SHOWN, Standing, standing, worst_first
from handlers.message import Line, Moment
from handlers.request import Role
from storage import feeds
from storage.rhythms import Rhythm
from tests.builders import NOW, a_feed, an_article
from tests.newsroom import Desk, shown

HOUR = timedelta(hours=1)
READ = a_feed(polled_at=NOW - timedelta(minutes=2), next_poll=NOW + timedelta(minutes=3))


def failing(state: State, since: timedelta, **changes: object) -> Feed:
    told = replace(READ, trouble=f"it is {state}", state=state, failing_since=NOW - since, failures=2.0)
    return replace(told, **changes)  # type: ignore[arg-type] # any field of a Feed


def keep(desk: Desk, feed: Feed) -> None:
    with desk.store.transaction() as tx:
        feeds.keep_feed(tx, feed)


@pytest.mark.parametrize(
    ("feed", "rhythm", "expected"),
    [
        (READ, None, Standing.HEALTHY),
        (replace(READ, paused=True), None, Standing.PAUSED),
        (replace(READ, polled_at=None), None, Standing.NOT_READ),
        (replace(READ, next_poll=NOW - timedelta(minutes=11)), None, Standing.LATE),
        (replace(READ, next_poll=NOW - timedelta(minutes=9)), None, Standing.HEALTHY),
        (replace(READ, every=HOUR, next_poll=NOW - timedelta(minutes=11)), None, Standing.HEALTHY),
        (failing(State.GONE, HOUR), None, Standing.GONE),
        (failing(State.BLOCKED, HOUR), None, Standing.BLOCKED),
        (failing(State.HARD, HOUR), None, Standing.FAILING),
        (replace(failing(State.HARD, HOUR), state=None), None, Standing.FAILING),
        (failing(State.GONE, HOUR, paused=True), None, Standing.PAUSED),
        (READ, Rhythm(NOW - 4 * HOUR, HOUR), Standing.QUIET),
        (READ, Rhythm(NOW - 3 * HOUR, HOUR), Standing.HEALTHY),
        (READ, Rhythm(NOW - 2 * HOUR, timedelta(minutes=5)), Standing.HEALTHY),
        (READ, Rhythm(NOW - 90 * HOUR, None), Standing.HEALTHY),
    ],
)
def test_a_feed_stands_as_its_polls_and_its_rhythm_tell(feed: Feed, rhythm: Rhythm | None, expected: Standing) -> None:
    assert standing(feed, rhythm, NOW) is expected


def test_the_worst_come_first_and_among_the_failing_the_longest() -> None:
    named = (
        replace(READ, id=FeedId(1), name="Healthy"),
        failing(State.HARD, HOUR, id=FeedId(2), name="Failing an hour"),
        failing(State.SOFT, 9 * HOUR, id=FeedId(3), name="Failing nine"),
        replace(READ, id=FeedId(4), name="Quiet"),
        failing(State.BLOCKED, HOUR, id=FeedId(5), name="Blocked"),
        failing(State.GONE, HOUR, id=FeedId(6), name="Gone"),
    )

    ordered = worst_first(named, {FeedId(4): Rhythm(NOW - 9 * HOUR, HOUR)}, NOW)

    names = [each.feed.name for each in ordered]
    assert names == ["Gone", "Blocked", "Failing nine", "Failing an hour", "Quiet", "Healthy"]


def test_a_failing_feed_is_told_with_its_trouble_since_when_and_the_next_try(desk: Desk) -> None:
    feed = desk.watches()
    sound = desk.watches("https://post.example/rss.xml", "Harbour Post")
    keep(desk, replace(sound, polled_at=NOW, next_poll=NOW + HOUR))
    since, after = NOW - 3 * HOUR, NOW + HOUR
    trouble = "Example Times: it answered 503"
    keep(
        desk,
        replace(feed, trouble=trouble, state=State.SOFT, failing_since=since, polled_at=NOW, next_poll=after),
    )

    message = desk.types("/feeds status", Role.READER).message

    text = shown(message)
    assert message.summary == "2 feeds: 1 healthy, 1 failing"
    assert "Example Times · failing: it answered 503" in text
    assert "since <time> · no entry in 7d · next try <time> · https://times.example/rss.xml" in text
    moments = [
        part.at
        for block in message.blocks
        if isinstance(block, Line)
        for part in block.inlines
        if isinstance(part, Moment)
    ]
    assert moments == [since, after]
    assert "Harbour Post" not in text


def test_the_last_entry_of_a_failing_feed_is_told(desk: Desk) -> None:
    feed = desk.watches()
    desk.receives(feed, an_article())
    desk.now = NOW + 5 * HOUR
    later = desk.now + HOUR
    trouble = "it answered 410"
    keep(desk, replace(feed, trouble=trouble, state=State.GONE, failing_since=NOW + HOUR, next_poll=later))

    text = shown(desk.types("/feeds status").message)

    assert "Example Times · gone: it answered 410" in text
    assert "last entry 5 h ago" in text


def test_a_feed_that_answers_and_brings_nothing_is_called_quiet(desk: Desk) -> None:
    feed = desk.watches()
    for hour in range(5):
        desk.now = NOW + hour * HOUR
        desk.receives(feed, an_article(guid=f"g{hour}", url=f"https://times.example/{hour}", title=f"Piece {hour}"))
    desk.now = NOW + 10 * HOUR
    keep(desk, replace(feed, polled_at=desk.now, next_poll=desk.now + HOUR))

    text = shown(desk.types("/feeds status").message)

    assert "quiet: it answers, but nothing new for 6 h, usually every 60 min" in text
    assert "last read just now" in text


def test_a_paused_feed_is_told_without_a_next_try(desk: Desk) -> None:
    desk.watches()
    desk.types('/feeds pause "Example Times"')

    text = shown(desk.types("/feeds status").message)

    assert "Example Times · paused" in text
    assert "next try" not in text


def test_a_great_many_failing_feeds_are_counted_not_poured_out(desk: Desk) -> None:
    for number in range(SHOWN + 3):
        feed = desk.watches(f"https://f{number}.example/rss", f"Outlet {number:02}")
        keep(desk, replace(feed, trouble="it answered 503", state=State.SOFT, failing_since=NOW))

    text = shown(desk.types("/feeds status").message)

    assert text.count("it answered 503") == SHOWN
    assert "and 3 more: /feeds list" in text


def test_without_feeds_the_way_to_one_is_told(desk: Desk) -> None:
    assert "/feeds add URL" in shown(desk.types("/feeds status").message)
