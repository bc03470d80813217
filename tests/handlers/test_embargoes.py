"""Embargoes: nothing finds what is held, and it is told once, on time, by the clock alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.model import Article, Feed
from handlers.digests import queue_digest
from handlers.embargoes import release_due
from storage import articles, embargoes, feeds, quotes
from storage.store import Store
from tests.builders import NOW, an_article
from tests.newsroom import Desk, reopened, shown

LINE = "EMBARGOED UNTIL 5 p.m. ET June 16"
UNTIL = NOW + timedelta(minutes=48)
HELD = an_article(text=f"{LINE}\n{an_article().text}")


@pytest.fixture
def times(desk: Desk) -> Feed:
    """A desk that watches one topic and one feed, which was read before."""
    desk.follows("deportation", "deportation")
    feed = desk.watches()
    desk.receives(feed, an_article(guid="old", url="https://times.example/old", title="Pies", text="Rhubarb won."))
    return feed


def stored(desk: Desk, article: Article = HELD) -> bool:
    with desk.store.reading() as tx:
        return articles.article_at(tx, article.url or "") is not None


def waiting(desk: Desk) -> int:
    with desk.store.reading() as tx:
        return embargoes.waiting(tx)[0]


def test_what_is_held_is_in_no_alert_no_digest_and_no_search(desk: Desk, times: Feed) -> None:
    done = desk.receives(times, HELD)

    assert (done.new, done.news, done.queued, waiting(desk)) == (0, 0, 0, 1)
    assert desk.delivers() == []
    queue_digest(desk.store, "terminal", "UTC", desk.now)
    digest = "\n".join(map(shown, desk.delivers()))
    said = [shown(desk.types(line).message) for line in ("/news deportation", "/quotes Bassey", "/watch list")]
    assert not any("Port Ansel" in text for text in (digest, *said))


def test_who_asks_for_its_link_hears_until_when_and_the_status_counts_it(desk: Desk, times: Feed) -> None:
    desk.receives(times, HELD)

    reply = desk.types("/news https://times.example/flight")

    assert reply.refused
    assert "held by an embargo until 5:00 PM EDT" in shown(reply.message)
    assert "1 article held by an embargo, the first until" in shown(desk.types("/desk status").message)


def test_its_time_come_the_clock_tells_it_once(desk: Desk, times: Feed) -> None:
    desk.receives(times, HELD)
    desk.now = UNTIL - timedelta(seconds=1)
    early = release_due(desk.newsroom, desk.now)
    desk.now = UNTIL

    released = [release_due(desk.newsroom, desk.now) for _ in range(3)]

    assert (early, released, waiting(desk)) == (0, [1, 0, 0], 0)
    assert len(desk.delivers()) == 1
    desk.now += timedelta(minutes=5)
    assert desk.receives(times, HELD).new == 0
    assert desk.delivers() == []
    with desk.store.reading() as tx:
        found = articles.article_at(tx, HELD.url or "")
        assert found is not None
        assert [quote.quote.text for quote in quotes.quotes_of(tx, (found.id,))] == ["Nobody told the families,"]
    assert found.article == replace(HELD, published=UNTIL)


def test_a_restart_in_between_changes_nothing(desk: Desk, times: Feed) -> None:
    desk.receives(times, HELD)
    later = reopened(desk)
    later.now = UNTIL + timedelta(hours=3)

    assert [release_due(later.newsroom, later.now) for _ in range(2)] == [1, 0]
    assert len(later.delivers()) == 1


def test_a_poll_after_its_time_tells_it_where_the_clock_did_not(desk: Desk, times: Feed) -> None:
    desk.receives(times, HELD)
    desk.now = UNTIL + timedelta(seconds=5)

    done = desk.receives(times, HELD)

    assert (done.new, waiting(desk)) == (1, 0)
    assert release_due(desk.newsroom, desk.now) == 0
    assert len(desk.delivers()) == 1


def test_a_lifted_embargo_lets_it_out_at_once(desk: Desk, times: Feed) -> None:
    desk.receives(times, HELD)

    done = desk.receives(times, replace(HELD, text=an_article().text))

    assert (done.new, waiting(desk)) == (1, 0)
    assert len(desk.delivers()) == 1


def test_a_moved_embargo_holds_until_its_new_time_with_its_new_text(desk: Desk, times: Feed) -> None:
    desk.receives(times, HELD)
    desk.receives(
        times, replace(HELD, text=HELD.text.replace("5 p.m.", "6 p.m.").replace("A deportation", "The deportation"))
    )

    first = release_due(desk.newsroom, UNTIL)
    second = release_due(desk.newsroom, UNTIL + timedelta(hours=1))

    assert (first, second) == (0, 1)
    with desk.store.reading() as tx:
        found = articles.article_at(tx, HELD.url or "")
    assert found is not None
    assert "The deportation flight" in found.article.text


def test_an_unreadable_time_is_not_put_off_by_every_poll(desk: Desk, times: Feed) -> None:
    unreadable = replace(HELD, text=HELD.text.replace(LINE, "EMBARGOED UNTIL DELIVERY"))
    for _ in range(3):
        desk.receives(times, unreadable)
        desk.now += timedelta(hours=7)
    desk.now = NOW + timedelta(hours=24)

    assert release_due(desk.newsroom, desk.now) == 1


def test_what_is_out_already_is_not_held_by_a_later_notice(desk: Desk, times: Feed) -> None:
    desk.receives(times, replace(HELD, text=an_article().text))

    done = desk.receives(times, HELD)

    assert (done.changed, waiting(desk)) == (1, 0)


def test_the_archive_of_a_first_poll_holds_too_and_is_news_when_released(desk: Desk) -> None:
    desk.follows("deportation", "deportation")
    feed = desk.watches(backlog=timedelta(0))
    desk.receives(feed, replace(HELD, published=NOW - timedelta(days=5)))

    release_due(desk.newsroom, UNTIL)

    desk.now = UNTIL
    assert len(desk.delivers()) == 1


def test_what_a_removed_feed_held_is_dropped(desk: Desk, times: Feed) -> None:
    desk.receives(times, HELD)
    with desk.store.transaction() as tx:
        feeds.remove_feed(tx, times.id, desk.now)

    assert release_due(desk.newsroom, UNTIL) == 0
    assert (stored(desk), waiting(desk)) == (False, 0)


def test_a_release_that_fails_is_held_still_and_told_later(desk: Desk, times: Feed) -> None:
    desk.receives(times, HELD)
    desk.now = UNTIL
    with refusing(desk.store), pytest.raises(RuntimeError):
        release_due(desk.newsroom, UNTIL)

    assert (stored(desk), waiting(desk)) == (False, 1)
    assert release_due(desk.newsroom, UNTIL) == 1
    assert len(desk.delivers()) == 1


@contextmanager
def refusing(store: Store) -> Iterator[None]:
    """Let every transaction of this thread be refused, as inside another one."""
    with store.transaction():
        yield
