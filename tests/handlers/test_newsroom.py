"""What is held in memory: rebuilt from the store it answers as before, and threads lose nothing to each other."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from feeds.model import Article
from feeds.stories import Placement, StoryIndex
from handlers.newsroom import STORY_WINDOW, document
from storage import articles, feeds, outbox
from storage.model import DeliveryState, StoredArticle
from storage.store import Store
from tests.builders import NOW, an_article
from tests.newsroom import Desk, reopened

TOPICS = (
    ("Council borrows for the harbour wall", "The harbour wall is to be mended before the storms, nine votes to two."),
    ("Rhubarb wins the pie contest", "A rhubarb pie with ginger beat forty others in the village hall on Sunday."),
    ("Tram line closes for the summer", "Trams will not run between the station and the zoo until September, it says."),
    ("Deportation flight leaves Port Ansel", "A deportation flight left Port Ansel on Tuesday with ninety on board."),
    ("Lighthouse keeper retires at ninety", "After sixty years the keeper climbed the stairs for the last time."),
)


def everything(store: Store) -> tuple[StoredArticle, ...]:
    with store.reading() as tx:
        return tuple(articles.window(tx, NOW - timedelta(days=400)))


def an_outlets(name: str, topics: Sequence[tuple[str, str]] = TOPICS, **changes: object) -> tuple[Article, ...]:
    """Return articles of outlet `name`, one a topic, of about a hundred words each."""
    return tuple(
        an_article(
            guid=f"{name}-{place}",
            url=f"https://{name}.example/{place}",
            title=title,
            text="\n".join([text] * 4),
            published=NOW - timedelta(minutes=90 - place),
            **changes,
        )
        for place, (title, text) in enumerate(topics)
    )


def placements(desk: Desk, coming: Sequence[Article]) -> list[Placement]:
    """Return where the desk's index would put `coming`, which it has not seen."""
    with desk.newsroom.folding(desk.now) as index:
        return [index.place(document(each.guid, each)) for each in coming]


def test_an_index_rebuilt_after_a_restart_places_as_the_one_that_never_stopped(desk: Desk) -> None:
    for name in ("times", "ledger", "radio"):
        desk.receives(desk.watches(f"https://{name}.example/rss", name), *an_outlets(name))
    coming = an_outlets("herald")

    before = placements(desk, coming)
    after = placements(reopened(desk), coming)

    assert after == before
    assert len({placement.story for placement in before}) == len(TOPICS)
    assert {placement.story for placement in before} <= {each.key for each in everything(desk.store)}


def test_a_copy_that_comes_after_a_restart_joins_the_story_it_copies(desk: Desk) -> None:
    desk.follows("deportation", "deportation")
    desk.receives(desk.watches(), *an_outlets("times"))
    assert len(desk.delivers()) == 1
    again = reopened(desk)

    again.receives(again.watches("https://ledger.example/rss", "Ledger"), *an_outlets("ledger"))

    assert again.delivers() == []


@pytest.mark.parametrize("restarts", [False, True])
def test_an_undated_story_is_remembered_from_one_poll_to_the_next(desk: Desk, restarts: bool) -> None:
    desk.receives(desk.watches(), *an_outlets("times", undated=True))
    (ledger,) = [desk.watches("https://ledger.example/rss", "Ledger")]
    desk.now += timedelta(minutes=5)
    later = reopened(desk) if restarts else desk

    later.receives(ledger, *an_outlets("ledger", undated=True))

    assert len({each.story for each in everything(desk.store)}) == len(TOPICS)


def test_what_is_older_than_the_window_is_forgotten(desk: Desk) -> None:
    desk.receives(desk.watches(), *an_outlets("times"))
    desk.now += STORY_WINDOW + timedelta(days=1)
    desk.receives(desk.watches("https://radio.example/rss", "Radio"))

    placed = placements(desk, an_outlets("ledger"))

    assert not {placement.story for placement in placed} & {each.key for each in everything(desk.store)}


def test_what_was_placed_but_not_written_is_forgotten(desk: Desk) -> None:
    (lost, *_) = an_outlets("times")
    seen = document("lost", lost)

    def breaks() -> None:
        with desk.newsroom.folding(desk.now) as index:
            index.keep(seen, index.place(seen))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks()

    assert placements(desk, an_outlets("ledger")[:1])[0].story != "lost"


def test_after_a_failed_write_the_index_is_free_again(desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError), desk.newsroom.folding(desk.now):
        raise ZeroDivisionError

    assert desk.receives(desk.watches(), *an_outlets("times")).new == len(TOPICS)


def together(*calls: Callable[[], object]) -> None:
    """Run `calls` in threads that begin at the same moment."""
    begin = threading.Barrier(len(calls))

    def run(call: Callable[[], object]) -> None:
        begin.wait(timeout=10)
        call()

    with ThreadPoolExecutor(len(calls)) as threads:
        for running in [threads.submit(run, call) for call in calls]:
            running.result()


def test_feeds_read_in_several_threads_lose_nothing(desk: Desk) -> None:
    names = [f"outlet{number}" for number in range(4)]
    watched = [desk.watches(f"https://{name}.example/rss", name) for name in names]

    together(*(lambda f=f, n=n: desk.receives(f, *an_outlets(n)) for f, n in zip(watched, names, strict=True)))

    kept = everything(desk.store)
    assert len(kept) == len(names) * len(TOPICS)
    assert len({each.story for each in kept}) == len(TOPICS)
    with desk.store.reading() as tx:
        assert all(feed.polled_at == NOW for feed in feeds.all_feeds(tx))


def test_one_story_that_comes_from_several_threads_at_once_is_told_once(desk: Desk) -> None:
    desk.follows("deportation", "deportation")
    names = [f"outlet{number}" for number in range(4)]
    watched = [desk.watches(f"https://{name}.example/rss", name) for name in names]

    together(*(lambda f=f, n=n: desk.receives(f, *an_outlets(n)) for f, n in zip(watched, names, strict=True)))

    with desk.store.reading() as tx:
        assert len(outbox.deliveries(tx, DeliveryState.PENDING)) == 1


def test_one_feed_read_twice_at_once_keeps_each_article_once(desk: Desk) -> None:
    feed = desk.watches()

    together(*[lambda: desk.receives(feed, *an_outlets("times"))] * 3)

    assert len(everything(desk.store)) == len(TOPICS)


def test_a_failed_thread_leaves_the_others_their_articles(desk: Desk) -> None:
    first, second = desk.watches(), desk.watches("https://ledger.example/rss", "Ledger")

    def breaks(index: StoryIndex) -> None:
        (lost, *_) = an_outlets("lost")
        seen = document("lost", lost)
        index.keep(seen, index.place(seen))
        raise ZeroDivisionError

    def failing() -> None:
        with pytest.raises(ZeroDivisionError), desk.newsroom.folding(desk.now) as index:
            breaks(index)

    together(
        lambda: desk.receives(first, *an_outlets("times")),
        failing,
        lambda: desk.receives(second, *an_outlets("ledger")),
    )

    kept = {each.key for each in everything(desk.store)}
    assert len(kept) == 2 * len(TOPICS)
    assert {each.story for each in everything(desk.store)} <= kept
