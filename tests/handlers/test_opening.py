"""What a first run finds, and how the sample newsroom comes, moves and goes without taking anything along."""

from datetime import timedelta

from feeds.model import Feed, Level
from feeds.opml import Subscription
from feeds.watchlists import starter_watchlists
from handlers import opening
from handlers.opening import SAMPLE, SAMPLE_BACKLOG, add_subscriptions, close_sample, has_own_feeds, open_sample
from storage import articles, channels, feeds, watchlists
from storage.model import Counts, StoredWatchlist
from storage.store import Store
from tests.builders import NOW, an_article
from tests.newsroom import Desk

EVERY = timedelta(minutes=5)
WIRE = (
    Subscription("http://127.0.0.1:8737/times.xml", "Example Times", SAMPLE),
    Subscription("http://127.0.0.1:8737/ledger.xml", "Port Ansel Ledger", SAMPLE),
)
MOVED = tuple(Subscription(each.url.replace("8737", "40001"), each.name, SAMPLE) for each in WIRE)
OWN = Subscription("https://news.example/rss.xml", "News", None)


def opens(desk: Desk, wire: tuple[Subscription, ...] = WIRE) -> tuple[Feed, ...]:
    with desk.store.transaction() as tx:
        return open_sample(tx, wire, EVERY, desk.now)


def adds(desk: Desk, *subscriptions: Subscription) -> tuple[Feed, ...]:
    with desk.store.transaction() as tx:
        return add_subscriptions(tx, subscriptions, EVERY, desk.now)


def closes(desk: Desk) -> int:
    with desk.store.transaction() as tx:
        return close_sample(tx, desk.now)


def watched(desk: Desk) -> tuple[Feed, ...]:
    with desk.store.reading() as tx:
        return feeds.all_feeds(tx)


def counted(desk: Desk) -> Counts:
    with desk.store.reading() as tx:
        return articles.counts(tx)


def lists(store: Store) -> tuple[StoredWatchlist, ...]:
    with store.reading() as tx:
        return watchlists.all_watchlists(tx, None)


def test_a_first_run_has_the_starter_lists_alerting_in_the_terminal(starter_desk: Desk) -> None:
    found = lists(starter_desk.store)

    assert [each.watchlist.name for each in found] == [each.name for each in starter_watchlists()]
    assert {(route.channel, route.level) for each in found for route in each.routes} == {
        (starter_desk.place.channel.id, Level.ALERT)
    }


def test_a_second_run_brings_back_no_list_that_was_removed(starter_desk: Desk) -> None:
    starter_desk.types("/watch remove ICE")

    with starter_desk.store.transaction() as tx:
        again = opening.open_terminal(tx, "terminal", "America/New_York", NOW)

    assert again == starter_desk.place
    assert "ICE" not in [each.watchlist.name for each in lists(starter_desk.store)]
    assert len(lists(starter_desk.store)) == len(starter_watchlists()) - 1


def test_a_second_run_does_not_touch_what_was_edited(starter_desk: Desk) -> None:
    before = lists(starter_desk.store)

    with starter_desk.store.transaction() as tx:
        opening.open_terminal(tx, "terminal", "Europe/Berlin", NOW + timedelta(days=1))

    assert lists(starter_desk.store) == before


def test_the_sample_wire_is_watched_and_its_week_counts_as_news(desk: Desk) -> None:
    opened = opens(desk)

    assert [(feed.name, feed.url, feed.tag, feed.backlog) for feed in opened] == [
        (each.name, each.url, SAMPLE, SAMPLE_BACKLOG) for each in WIRE
    ]
    assert watched(desk) == opened


def test_opened_again_at_the_same_addresses_nothing_is_watched_twice(desk: Desk) -> None:
    first, second = opens(desk), opens(desk)

    assert first == second == watched(desk)


def test_the_sample_wire_on_another_port_is_the_same_outlets(desk: Desk) -> None:
    first = opens(desk)

    opens(desk, MOVED)

    assert [(feed.id, feed.url) for feed in watched(desk)] == [
        (before.id, after.url) for before, after in zip(first, MOVED, strict=True)
    ]


def test_moving_the_sample_wire_keeps_nothing_twice(desk: Desk) -> None:
    (times, _) = opens(desk)
    desk.receives(times, an_article())
    before = counted(desk)

    opens(desk, MOVED)
    again = desk.receives(watched(desk)[0], an_article())

    assert again.new == 0
    assert counted(desk) == before


def test_moving_forgets_the_validators_of_the_old_address(desk: Desk) -> None:
    (times, _) = opens(desk)
    desk.receives(times, an_article())
    assert watched(desk)[0].validators.etag

    opens(desk, MOVED)

    assert watched(desk)[0].validators.etag is None


def test_an_outlet_that_joins_the_wire_later_is_watched_too(desk: Desk) -> None:
    opens(desk, WIRE[:1])

    opens(desk, WIRE)

    assert [feed.name for feed in watched(desk)] == [each.name for each in WIRE]


def test_closing_the_sample_wire_leaves_its_articles_and_everybody_elses_feeds(desk: Desk) -> None:
    (times, _) = opens(desk)
    desk.receives(times, an_article())
    before = counted(desk)
    (own,) = adds(desk, OWN)

    closed = closes(desk)

    assert closed == len(WIRE)
    assert watched(desk) == (own,)
    assert counted(desk) == before


def test_closing_what_is_closed_closes_nothing(desk: Desk) -> None:
    opens(desk)
    closes(desk)

    assert closes(desk) == 0


def test_the_sample_wire_opened_after_it_was_closed_tells_no_story_again(desk: Desk) -> None:
    desk.follows("deportation", "deportation")
    desk.receives(opens(desk)[0], an_article())
    assert len(desk.delivers()) == 1
    closes(desk)

    desk.receives(opens(desk)[0], an_article())

    assert desk.delivers() == []


def test_the_sample_wire_is_no_feed_of_ones_own(desk: Desk) -> None:
    opens(desk)

    with desk.store.reading() as tx:
        with_sample = has_own_feeds(tx)
    adds(desk, OWN)
    with desk.store.reading() as tx:
        with_own = has_own_feeds(tx)

    assert (with_sample, with_own) == (False, True)


def test_an_opml_file_given_twice_adds_its_feeds_once(desk: Desk) -> None:
    first = adds(desk, OWN)

    again = adds(desk, OWN)

    assert (len(first), again) == (1, ())
    assert watched(desk) == first


def test_a_list_that_names_a_feed_twice_watches_it_once(desk: Desk) -> None:
    twice = Subscription(OWN.url, "The same under another name", "north")

    added = adds(desk, OWN, twice)

    assert [feed.url for feed in added] == [OWN.url]
    assert watched(desk) == added


def test_an_added_feed_begins_with_a_silent_baseline_and_keeps_its_tag(desk: Desk) -> None:
    (added,) = adds(desk, Subscription(OWN.url, "News", "north"))

    assert (added.name, added.tag, added.backlog, added.every) == ("News", "north", timedelta(0), EVERY)


def test_a_feed_that_was_removed_comes_back_with_an_opml_file(desk: Desk) -> None:
    adds(desk, OWN)
    desk.types("/feeds remove News")

    again = adds(desk, OWN)

    assert [feed.url for feed in again] == [OWN.url]
    assert watched(desk) == again


def test_two_desks_have_lists_of_their_own(starter_desk: Desk) -> None:
    with starter_desk.store.transaction() as tx:
        other = opening.open_terminal(tx, "slack:T9", "UTC", NOW)
        found = watchlists.all_watchlists(tx, other.desk.id)
        (channel,) = channels.channels(tx, other.desk.id)

    assert other.desk.id != starter_desk.place.desk.id
    assert {route.channel for each in found for route in each.routes} == {channel.id}


def test_when_the_sample_moves_its_articles_without_a_guid_are_known_again(desk: Desk) -> None:
    feed, _ = opens(desk)
    nameless = an_article(guid="http://127.0.0.1:8737/a", url="http://127.0.0.1:8737/a")
    desk.receives(feed, nameless)

    moved, _ = opens(desk, MOVED)
    again = desk.receives(moved, an_article(guid="http://127.0.0.1:40001/a", url="http://127.0.0.1:40001/a"))

    assert (again.new, again.changed) == (0, 0)
    with desk.store.reading() as tx:
        assert articles.article_at(tx, "http://127.0.0.1:40001/a") is not None
