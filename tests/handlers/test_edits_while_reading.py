"""Watchlists edited while articles are read: what is kept was matched by the lists as they stand at that moment."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from bot.worker import Worker
from feeds.fetch import Fetched
from feeds.model import Feed, Validators, Watchlist
from feeds.watchlists import compile_watchlists, find_matches
from handlers import opening
from handlers.arrivals import Arrival, arrive, read
from handlers.ingest import keep
from handlers.newsroom import Newsroom
from storage import articles, feeds, matches, outbox, watchlists
from storage.model import DeliveryState
from storage.store import open_store
from tests.builders import NOW, an_article
from tests.newsroom import Desk, as_rss

FLIGHT = an_article(text="A charter plane took the flight. A charter it was.")


def being_read(desk: Desk, feed: Feed) -> Arrival:
    """Return an article that was read with the lists of now, and is not kept yet."""
    fetched = Fetched(feed.url, 200, as_rss([FLIGHT]), Validators(), None, None)
    return read(desk.newsroom, arrive(desk.newsroom, feed, fetched, desk.now))


def found(desk: Desk) -> dict[str, list[str]]:
    """Return the forms by which each list found the one article that is stored."""
    with desk.store.reading() as tx:
        (stored,) = articles.window(tx, NOW)
        names = {each.watchlist.id: each.watchlist.name for each in watchlists.all_watchlists(tx, None)}
        return {
            names[match.watchlist]: sorted({mention.form for mention in match.mentions})
            for match in matches.matches_of(tx, stored.id)
            if match.watchlist in names
        }


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ("/watch list", {"planes": ["plane"], "trips": ["flight"]}),
        ("/watch edit planes charter save:yes", {"planes": ["charter"], "trips": ["flight"]}),
        ("/watch edit planes volcano save:yes", {"trips": ["flight"]}),
        ("/watch add rented charter save:yes", {"planes": ["plane"], "rented": ["charter"], "trips": ["flight"]}),
        ("/watch remove planes", {"trips": ["flight"]}),
        ("/watch pause planes", {"trips": ["flight"]}),
        ("/watch edit planes level:digest save:yes", {"planes": ["plane"], "trips": ["flight"]}),
    ],
)
def test_what_is_in_flight_is_matched_by_the_lists_as_they_stand_when_it_is_kept(
    desk: Desk, edit: str, expected: dict[str, list[str]]
) -> None:
    desk.follows("planes", "plane")
    desk.follows("trips", "flight")
    arrival = being_read(desk, desk.watches())

    desk.types(edit)
    keep(desk.newsroom, arrival, desk.now, 0.0)

    assert found(desk) == expected


def test_an_alert_goes_where_the_list_speaks_when_the_article_is_kept(desk: Desk) -> None:
    desk.follows("planes", "plane")
    arrival = being_read(desk, desk.watches())
    desk.types("/watch edit planes level:digest save:yes")

    kept = keep(desk.newsroom, arrival, desk.now, 0.0)

    assert (kept.new, kept.queued) == (1, 0)


def test_lists_are_loaded_again_only_when_one_was_changed(desk: Desk) -> None:
    desk.follows("planes", "plane")
    with desk.store.reading() as tx:
        once, again = desk.newsroom.lists(tx), desk.newsroom.lists(tx)
    desk.types("/watch edit planes level:flash save:yes")
    with desk.store.reading() as tx:
        after = desk.newsroom.lists(tx)

    assert once is again
    assert [route.level.name for each in after for route in each.routes] == ["FLASH"]


@pytest.fixture
def with_a_worker(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose articles are read by a real worker process."""
    store = open_store(f"sqlite:///{tmp_path / 'wiredesk.db'}", NOW)
    with store.transaction() as tx:
        place = opening.open_terminal(tx, "terminal", "UTC", NOW)
        for each in watchlists.all_watchlists(tx, place.desk.id):
            watchlists.remove_watchlist(tx, each.watchlist.id, NOW)
    worker = Worker()
    worker.start()
    yield Desk(store, Newsroom(store, worker), place)
    worker.stop()
    store.close()


def test_an_edit_while_articles_are_read_drops_and_doubles_no_match(with_a_worker: Desk) -> None:
    desk = with_a_worker
    queries = ("charter", "plane", "charter, plane", "volcano")
    desk.follows("planes", queries[0])
    read_out = threading.Event()

    def edits() -> list[str]:
        for number in range(200):
            desk.types(f"/watch edit planes {queries[number % 4]} save:yes")
            if read_out.wait(0.01):
                break
        return [desk.types("/watch add late flight save:yes").message.summary]

    def reads(outlet: int) -> None:
        for number in range(12):
            url = f"https://{outlet}.example/{number}"
            article = an_article(guid=f"{number}", url=url, title=f"Trip {outlet} {number}", text=FLIGHT.text)
            desk.receives(feed[outlet], article)

    feed = [desk.watches(f"https://{outlet}.example/rss", f"Outlet {outlet}") for outlet in range(2)]
    with ThreadPoolExecutor(3) as pool:
        editing = pool.submit(edits)
        list(pool.map(reads, range(2)))
        read_out.set()
        editing.result()
    desk.receives(desk.watches("https://late.example/rss", "Late"), an_article(guid="late", text=FLIGHT.text))

    allowed = [
        [match.mentions for match in find_matches(FLIGHT, compile_watchlists((one,)))]
        for one in _versions(desk, queries)
    ]
    with desk.store.reading() as tx:
        stored = tuple(articles.window(tx, NOW))
        kept = {each.article.guid: matches.matches_of(tx, each.id) for each in stored}
        told = [each.subject for each in outbox.deliveries(tx, DeliveryState.PENDING)]
        assert len(feeds.all_feeds(tx)) == 3
    assert len(stored) == 25
    assert all([match.mentions for match in found if match.watchlist == 4] in allowed for found in kept.values())
    assert 5 in {match.watchlist for match in kept["late"]}
    assert len(told) == len(set(told))


def _versions(desk: Desk, queries: tuple[str, ...]) -> list[Watchlist]:
    with desk.store.reading() as tx:
        (planes, _) = watchlists.all_watchlists(tx, desk.place.desk.id)
    return [replace(planes.watchlist, query=query) for query in queries]
