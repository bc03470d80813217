"""From a fetched feed to kept articles and queued alerts, each once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.errors import FetchFailed, NotAFeed, State
from feeds.fetch import Fetched, Unchanged
from feeds.model import FeedId, Level, Validators
from handlers.arrivals import by_identity
from handlers.ingest import failed, ingest, keep_unchanged, unchanged
from storage import articles, feeds, outbox, quotes
from storage.model import Change, DeliveryKind, DeliveryState
from tests.builders import NOW, an_article, stored
from tests.newsroom import Desk, as_rss, reopened, shown

FLIGHT = an_article()
UNRELATED = an_article(guid="times-2", url="https://times.example/pie", title="A pie contest", text="Rhubarb won.")


def test_news_that_matches_is_told_once(desk: Desk) -> None:
    feed = desk.watches()
    desk.follows("deportation", "deportation")

    done = desk.receives(feed, UNRELATED, FLIGHT)

    assert (done.new, done.news, done.queued) == (2, 2, 1)
    assert [message.summary for message in desk.delivers()] == [
        "🟠 ALERT · deportation: Deportation flight leaves Port Ansel"
    ]


def test_a_second_poll_tells_nothing_again(desk: Desk) -> None:
    feed = desk.watches()
    desk.follows("deportation", "deportation")
    desk.receives(feed, FLIGHT)
    desk.delivers()

    again = desk.receives(feed, FLIGHT)

    assert (again.new, again.changed, again.queued) == (0, 0, 0)
    assert desk.delivers() == []


def test_a_second_run_tells_nothing_again(desk: Desk) -> None:
    feed = desk.watches()
    desk.follows("deportation", "deportation")
    desk.receives(feed, FLIGHT)
    desk.delivers()

    later = reopened(desk)
    later.receives(feed, replace(FLIGHT, published=NOW))

    assert later.delivers() == []


def test_the_first_poll_is_a_silent_baseline(desk: Desk) -> None:
    feed = desk.watches(backlog=timedelta(0))
    desk.follows("deportation", "deportation")

    done = desk.receives(feed, FLIGHT)

    assert (done.new, done.news) == (1, 0)
    assert desk.delivers() == []


def test_what_comes_after_a_silent_baseline_is_news(desk: Desk) -> None:
    feed = desk.watches(backlog=timedelta(0))
    desk.follows("deportation", "deportation")
    desk.receives(feed, UNRELATED)

    desk.receives(feed, FLIGHT, UNRELATED)

    assert len(desk.delivers()) == 1


def test_a_failed_first_poll_leaves_the_baseline_to_the_next(desk: Desk) -> None:
    feed = desk.watches(backlog=timedelta(0))
    desk.follows("deportation", "deportation")
    failed(desk.newsroom, feed, FetchFailed("times.example: it does not answer", state=State.SOFT), NOW, 0.0)

    desk.receives(feed, FLIGHT)

    assert desk.delivers() == []


def test_a_backlog_takes_only_items_that_young(desk: Desk) -> None:
    feed = desk.watches(backlog=timedelta(days=7))
    old = replace(UNRELATED, published=NOW - timedelta(days=8))

    done = desk.receives(feed, FLIGHT, old)

    assert (done.new, done.news) == (2, 1)


def test_an_undated_item_of_a_first_poll_goes_to_the_archive(desk: Desk) -> None:
    feed = desk.watches()
    desk.follows("deportation", "deportation")

    done = desk.receives(feed, replace(FLIGHT, undated=True))

    assert (done.new, done.news) == (1, 0)


def test_an_old_item_goes_to_the_archive_even_later(desk: Desk) -> None:
    feed = desk.watches()
    desk.receives(feed, UNRELATED)
    desk.follows("deportation", "deportation")

    done = desk.receives(feed, replace(FLIGHT, published=NOW - timedelta(days=4)), UNRELATED)

    assert (done.new, done.news) == (1, 0)


def test_an_archived_item_that_is_edited_stays_silent(desk: Desk) -> None:
    feed = desk.watches(backlog=timedelta(0))
    desk.follows("deportation", "deportation")
    desk.receives(feed, FLIGHT)

    desk.receives(feed, replace(FLIGHT, title="Deportation flight lands"))

    assert desk.delivers() == []


def test_a_list_that_only_digests_alerts_nobody(desk: Desk) -> None:
    feed = desk.watches()
    desk.follows("deportation", "deportation", Level.DIGEST)

    desk.receives(feed, FLIGHT)

    assert desk.delivers() == []


def test_one_passing_mention_alerts_nobody(desk: Desk) -> None:
    feed = desk.watches()
    desk.follows("deportation", "deportation")
    filler = "The council met and talked of potholes, of the pier, and of the price of paint. " * 20
    passing = replace(UNRELATED, text=f"{filler}\n{filler} One speaker mentioned a deportation.\n{filler}")

    desk.receives(feed, passing)

    assert desk.delivers() == []


def test_two_lists_that_match_one_story_are_one_card(desk: Desk) -> None:
    feed = desk.watches()
    desk.follows("deportation", "deportation")
    desk.follows("Port Ansel", '"Port Ansel"', Level.FLASH)

    desk.receives(feed, FLIGHT)

    (card,) = desk.delivers()
    assert card.summary.startswith("🔴 FLASH · deportation · Port Ansel:")


def test_copies_in_three_outlets_are_one_card(desk: Desk) -> None:
    desk.follows("deportation", "deportation")
    text = FLIGHT.text + "\n" + "The flight was the third this month, two officials said, and more are planned. " * 4
    outlets = ("Example Times", "Port Ansel Ledger", "Tahoma Public Radio")
    for number, outlet in enumerate(outlets):
        feed = desk.watches(f"https://{number}.example/rss.xml", outlet)
        copy = replace(FLIGHT, guid=str(number), url=f"https://{number}.example/flight", text=text)
        desk.receives(feed, copy)

    (card,) = desk.delivers()

    assert "first of 3 outlets (3 carry the same copy)" in shown(card)


def test_an_edited_headline_in_one_poll_is_one_article_with_a_revision(desk: Desk) -> None:
    feed = desk.watches()
    desk.follows("deportation", "deportation")
    edited = replace(FLIGHT, guid="times-1#1", title="Deportation flight is called back", published=NOW)

    done = desk.receives(feed, edited, FLIGHT)

    assert done.new == 1
    (card,) = desk.delivers()
    assert "Deportation flight is called back" in shown(card)
    with desk.store.reading() as tx:
        kept = articles.article_at(tx, "https://times.example/flight")
        assert kept is not None
        assert [revision.before.title for revision in articles.revisions_of(tx, kept.id)] == [FLIGHT.title]


def test_the_same_two_versions_polled_again_change_nothing(desk: Desk) -> None:
    feed = desk.watches()
    edited = replace(FLIGHT, guid="times-1#1", title="Deportation flight is called back", published=NOW)
    desk.receives(feed, edited, FLIGHT)

    again = desk.receives(feed, edited, FLIGHT)

    assert (again.new, again.changed) == (0, 0)


def test_a_correction_of_a_told_story_is_told_in_a_follow_up(desk: Desk) -> None:
    feed = desk.watches()
    desk.follows("deportation", "deportation")
    first = replace(FLIGHT, text=FLIGHT.text + "\nThere were 480 people aboard the two planes, the company said.")
    desk.receives(feed, first)
    desk.delivers()

    corrected = replace(first, title=f"CORRECTED: {first.title}", text=first.text.replace("480", "48"))
    desk.receives(feed, corrected)

    (told,) = desk.delivers()
    assert told.summary.startswith("CORRECTED: ")
    assert "480" in shown(told)


def test_a_correction_before_the_card_was_sent_needs_no_follow_up(desk: Desk) -> None:
    feed = desk.watches()
    desk.follows("deportation", "deportation")
    desk.receives(feed, FLIGHT)
    desk.receives(feed, replace(FLIGHT, title=f"CORRECTED: {FLIGHT.title}"))

    (card,) = desk.delivers()

    assert "corrected <time>" in shown(card)


def test_an_edit_that_brings_the_topic_in_is_an_alert(desk: Desk) -> None:
    feed = desk.watches()
    desk.follows("deportation", "deportation")
    desk.receives(feed, UNRELATED)

    desk.receives(feed, replace(UNRELATED, title="Deportation of the pie judge", text="Rhubarb won. He was deported."))

    assert len(desk.delivers()) == 1


def test_every_kept_quote_is_the_text_at_its_offsets(desk: Desk) -> None:
    feed = desk.watches()
    desk.receives(feed, FLIGHT)

    with desk.store.reading() as tx:
        kept = articles.article_at(tx, "https://times.example/flight")
        assert kept is not None
        found = quotes.quotes_of(tx, (kept.id,))

    assert [quote.quote.text for quote in found] == ["Nobody told the families,"]
    assert all(kept.article.text[q.quote.start : q.quote.end] == q.quote.text for q in found)


def test_what_is_no_feed_keeps_nothing(desk: Desk) -> None:
    feed = desk.watches()

    with pytest.raises(NotAFeed):
        desk.receives(feed, body=b"<!doctype html><html><body>Please log in</body></html>")

    with desk.store.reading() as tx:
        assert articles.counts(tx).articles == 0


def test_a_failure_is_kept_with_its_trouble_and_tried_later(desk: Desk) -> None:
    feed = desk.watches()

    tried = failed(desk.newsroom, feed, FetchFailed("times.example: 404", state=State.HARD), NOW, 0.0)

    assert tried.trouble == "times.example: 404"
    assert tried.next_poll > NOW + feed.every


def test_an_unchanged_answer_heals_the_feed(desk: Desk) -> None:
    feed = desk.watches()
    failed(desk.newsroom, feed, FetchFailed("times.example: 503", state=State.SOFT), NOW, 0.0)

    polled = unchanged(feed, Unchanged(Validators(etag='"2"'), None), NOW, 0.0)
    keep_unchanged(desk.newsroom, (polled,), NOW)

    with desk.store.reading() as tx:
        (kept,) = feeds.all_feeds(tx)
    assert (kept.trouble, kept.validators.etag) == (None, '"2"')


def test_a_feed_without_a_name_takes_its_own_title(desk: Desk) -> None:
    feed = desk.watches(name="times.example")

    done = desk.receives(feed, FLIGHT)

    assert done.feed.name == "Example Times"
    with desk.store.reading() as tx:
        kept = articles.article_at(tx, "https://times.example/flight")
    assert kept is not None
    assert kept.article.source == "Example Times"


def test_when_writing_fails_nothing_is_kept_and_the_next_poll_finds_it(desk: Desk) -> None:
    feed = desk.watches()
    desk.follows("deportation", "deportation")
    nowhere = replace(feed, id=FeedId(999))
    fetched = Fetched(feed.url, 200, as_rss((FLIGHT,)), Validators(), None, None)

    with pytest.raises(Exception, match="FOREIGN KEY"):
        ingest(desk.newsroom, nowhere, fetched, NOW, 0.0)

    assert desk.delivers() == []
    assert desk.receives(feed, FLIGHT).new == 1
    assert len(desk.delivers()) == 1


def test_versions_of_one_article_are_put_together_oldest_first() -> None:
    first = an_article(guid="a#0", published=NOW - timedelta(hours=2))
    second = an_article(guid="a#1", published=NOW - timedelta(hours=1), title="Edited")

    (found,) = by_identity((second, first), (None, None))

    assert found.versions == (first, second)


def test_of_a_stored_article_only_its_last_version_counts() -> None:
    first, second = an_article(guid="a#0"), an_article(guid="a#1", published=NOW, title="Edited")

    assert by_identity((second, first), (stored(title="Edited"),) * 2) == ()
    (found,) = by_identity((second, first), (stored(),) * 2)
    assert found.versions == (second,)


def test_a_new_date_or_link_alone_is_no_change() -> None:
    moved = an_article(published=NOW, url="https://times.example/other")

    assert by_identity((moved,), (stored(),)) == ()


def test_a_queued_alert_survives_until_it_is_sent(desk: Desk) -> None:
    feed = desk.watches()
    desk.follows("deportation", "deportation")
    desk.receives(feed, FLIGHT)

    with desk.store.reading() as tx:
        (waiting,) = outbox.deliveries(tx, DeliveryState.PENDING)

    assert waiting.kind is DeliveryKind.ALERT
    assert len(reopened(desk).delivers()) == 1


def test_the_change_of_a_card_is_what_the_wire_calls_it(desk: Desk) -> None:
    feed = desk.watches()
    desk.receives(feed, FLIGHT)
    desk.receives(feed, replace(FLIGHT, title=f"CORRECTED: {FLIGHT.title}"))

    with desk.store.reading() as tx:
        kept = articles.article_at(tx, "https://times.example/flight")

    assert kept is not None
    assert kept.change is Change.CORRECTION
