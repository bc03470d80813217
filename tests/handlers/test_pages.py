"""Articles' own pages in the pipeline: which are wanted, what they bring, and that a lost page loses nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.article import Page
from feeds.errors import BreaksReader, FeedError, FeedGone, FetchFailed, KeptOut, NothingThere, State, TooLarge
from feeds.fetch import Fetched
from feeds.model import Article, Feed, Pages, PageState, Validators
from handlers.arrivals import Arrival, arrive, read
from handlers.ingest import Ingested, keep
from handlers.pages import (
    MOST_AT_ONCE,
    ONCE_MORE_AFTER,
    Visit,
    failed_visit,
    keep_owed,
    owed_pages,
    wanted_pages,
    with_pages,
)
from storage import articles, feeds, quotes
from storage.model import StoredArticle
from tests.builders import NOW, an_article
from tests.newsroom import Desk, as_rss, shown

SUMMARY = "A deportation flight left Port Ansel on Tuesday."
TEXT = (
    "A deportation flight left Port Ansel on Tuesday with 104 people aboard, the third this month.\n"
    "“Nobody told the families,” said Karen Bassey, the mayor of Port Ansel. “We will ask why.”"
)
FLIGHT = an_article(text=SUMMARY)
URL = FLIGHT.url or ""
PIE = an_article(guid="times-2", url="https://times.example/pie", title="A pie contest", text="Rhubarb won.")
PAGE = Page(TEXT, FLIGHT.title, None, None, paywalled=False)
READ = Visit(PageState.READ, PAGE, URL)


def arrival_of(desk: Desk, feed: Feed, *held: Article) -> Arrival:
    with desk.store.reading() as tx:
        current = feeds.feed(tx, feed.id)
    assert current is not None
    fetched = Fetched(feed.url, 200, as_rss(held), Validators(), None, None)
    return read(desk.newsroom, arrive(desk.newsroom, current, fetched, desk.now))


def receive(desk: Desk, feed: Feed, *held: Article, visit: Visit | None = None, **visits: Visit) -> Ingested:
    """Poll `feed`, whose articles' pages are as visited, all alike with `visit`."""
    arrival = arrival_of(desk, feed, *held)
    wanted = wanted_pages(arrival, desk.now)
    found = dict.fromkeys(wanted, visit) if visit else visits
    return keep(desk.newsroom, with_pages(desk.newsroom, arrival, found, desk.now), desk.now, 0.0)


def stored_at(desk: Desk, url: str = URL) -> StoredArticle:
    with desk.store.reading() as tx:
        stored = articles.article_at(tx, url)
    assert stored is not None
    return stored


def watching(desk: Desk, pages: Pages = Pages.MATCHED) -> Feed:
    desk.follows("deportation", "deportation")
    feed = desk.watches()
    with desk.store.transaction() as tx:
        feeds.edit_feed(tx, replace(feed, pages=pages))
    return feed


@pytest.mark.parametrize(
    ("pages", "wanted"),
    [(Pages.MATCHED, (URL,)), (Pages.ALL, (URL, PIE.url)), (Pages.NEVER, ())],
)
def test_a_page_is_wanted_of_what_matches_or_as_the_feed_says(
    desk: Desk, pages: Pages, wanted: tuple[str, ...]
) -> None:
    feed = watching(desk, pages)

    assert set(wanted_pages(arrival_of(desk, feed, FLIGHT, PIE), NOW)) == set(wanted)


def test_no_page_is_wanted_of_what_is_old_has_no_link_or_is_whole(desk: Desk) -> None:
    feed = watching(desk)
    old = replace(FLIGHT, published=NOW - timedelta(days=4))
    whole = replace(FLIGHT, text=f"{SUMMARY} " * 60)

    assert [wanted_pages(arrival_of(desk, feed, each), NOW) for each in (old, replace(FLIGHT, url=None), whole)] == [
        (),
        (),
        (),
    ]


def test_one_poll_asks_for_some_pages_and_owes_the_others(desk: Desk) -> None:
    feed = watching(desk)
    many = [
        replace(FLIGHT, guid=f"f{number}", url=f"{URL}/{number}", title=f"{FLIGHT.title}: {number}")
        for number in range(MOST_AT_ONCE + 5)
    ]

    wanted = wanted_pages(arrival_of(desk, feed, *many), NOW)
    receive(desk, feed, *many, visit=READ)

    assert len(wanted) == MOST_AT_ONCE
    with desk.store.reading() as tx:
        states = [each.article.page for each in articles.window(tx, NOW - timedelta(days=1))]
    assert (states.count(PageState.READ), states.count(PageState.OWED)) == (MOST_AT_ONCE, 5)


def test_quotes_and_matches_read_the_pages_text(desk: Desk) -> None:
    feed = watching(desk)

    done = receive(desk, feed, FLIGHT, visit=READ)

    stored = stored_at(desk)
    assert (stored.article.text, stored.article.page) == (TEXT, PageState.READ)
    with desk.store.reading() as tx:
        said = [each.quote.text for each in quotes.quotes_of(tx, (stored.id,))]
    assert said[0] == "Nobody told the families,"
    assert done.queued == 1
    assert "Nobody told the families" in shown(desk.delivers()[0])


def test_a_poll_of_the_same_feed_is_no_change_of_a_completed_article(desk: Desk) -> None:
    feed = watching(desk)
    receive(desk, feed, FLIGHT, visit=READ)

    again = receive(desk, feed, FLIGHT, visit=READ)

    assert (again.new, again.changed) == (0, 0)
    assert stored_at(desk).article.text == TEXT


def test_a_change_in_the_feed_asks_for_the_page_again_and_keeps_its_text_where_that_is_lost(desk: Desk) -> None:
    feed = watching(desk)
    receive(desk, feed, FLIGHT, visit=READ)
    edited = replace(FLIGHT, title="Deportation flight lands in Corliss")

    wanted = wanted_pages(arrival_of(desk, feed, edited), NOW)
    done = receive(desk, feed, edited, visit=Visit(PageState.OWED))

    stored = stored_at(desk)
    assert (wanted, done.changed) == ((URL,), 1)
    assert (stored.article.title, stored.article.text) == (edited.title, TEXT)
    assert receive(desk, feed, edited, visit=READ).changed == 0


def test_a_paywalled_page_is_said_on_the_card_and_quotes_come_from_the_summary(desk: Desk) -> None:
    feed = watching(desk)

    receive(desk, feed, FLIGHT, visit=Visit(PageState.PAYWALLED, replace(PAGE, paywalled=True), URL))

    (card,) = desk.delivers()
    assert stored_at(desk).article.text == SUMMARY
    assert "paywalled" in shown(card)
    assert "Nobody told" not in shown(card)


def test_a_page_that_robots_may_not_read_is_said_on_the_card(desk: Desk) -> None:
    feed = watching(desk)

    receive(desk, feed, FLIGHT, visit=failed_visit(KeptOut("times.example: its robots.txt keeps us out")))

    assert stored_at(desk).article.page is PageState.DISALLOWED
    assert "robots" in shown(desk.delivers()[0])


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (FetchFailed("x", state=State.SOFT), PageState.OWED),
        (FetchFailed("x", state=State.TEMPORARY), PageState.OWED),
        (FetchFailed("x", state=State.HARD), PageState.MISSED),
        (FetchFailed("x", state=State.REFUSED), PageState.MISSED),
        (FetchFailed("x", state=State.BLOCKED), PageState.MISSED),
        (FeedGone("x"), PageState.GONE),
        (NothingThere("x", state=State.HARD), PageState.GONE),
        (TooLarge("x"), PageState.MISSED),
        (BreaksReader("x"), PageState.MISSED),
        (KeptOut("x"), PageState.DISALLOWED),
    ],
)
def test_only_what_may_pass_is_asked_for_once_more(error: FeedError, state: PageState) -> None:
    assert failed_visit(error) == Visit(state)


def test_an_article_whose_page_fails_is_kept_and_told_with_its_summary(desk: Desk) -> None:
    feed = watching(desk)

    done = receive(desk, feed, FLIGHT, visit=Visit(PageState.OWED))

    assert (done.new, done.queued) == (1, 1)
    assert (stored_at(desk).article.text, stored_at(desk).article.page) == (SUMMARY, PageState.OWED)


def owing(desk: Desk) -> tuple[StoredArticle, ...]:
    receive(desk, watching(desk), FLIGHT, visit=Visit(PageState.OWED))
    at_once = owed_pages(desk.newsroom, desk.now)
    desk.now += ONCE_MORE_AFTER + timedelta(seconds=1)
    assert at_once == ()
    return owed_pages(desk.newsroom, desk.now)


def test_a_page_that_is_owed_comes_later_and_its_article_is_told_once(desk: Desk) -> None:
    owed = owing(desk)

    keep_owed(desk.newsroom, owed, {URL: READ}, desk.now)

    assert (stored_at(desk).article.text, stored_at(desk).article.page) == (TEXT, PageState.READ)
    assert len(desk.delivers()) == 1
    assert owed_pages(desk.newsroom, desk.now) == ()


def test_an_article_that_is_no_longer_at_its_address_says_so_and_is_not_withdrawn(desk: Desk) -> None:
    feed = watching(desk)

    receive(desk, feed, FLIGHT, visit=failed_visit(NothingThere("times.example: nothing", state=State.HARD)))
    receive(desk, feed)

    kept = stored_at(desk)
    assert (kept.missing_since, kept.change) == (desk.now, None)
    assert "no longer at its address" in shown(desk.delivers()[0])
    assert "no longer at its address" in shown(desk.types(f"/news {URL}").message)


@pytest.mark.parametrize(
    ("visits", "state"),
    [
        ({URL: Visit(PageState.OWED)}, PageState.MISSED),
        ({}, PageState.MISSED),
        ({URL: Visit(PageState.DISALLOWED)}, PageState.DISALLOWED),
    ],
)
def test_a_page_that_fails_twice_is_given_up_and_its_article_stays(
    desk: Desk, visits: dict[str, Visit], state: PageState
) -> None:
    owed = owing(desk)

    keep_owed(desk.newsroom, owed, visits, desk.now)

    assert (stored_at(desk).article.text, stored_at(desk).article.page) == (SUMMARY, state)
    assert owed_pages(desk.newsroom, desk.now) == ()


def test_an_article_stands_under_the_address_its_page_names_and_is_known_by_both(desk: Desk) -> None:
    feed = watching(desk)
    canonical = "https://times.example/2026/06/flight"
    visit = replace(READ, page=replace(PAGE, canonical=canonical))

    receive(desk, feed, FLIGHT, visit=visit)
    again = receive(desk, feed, replace(FLIGHT, guid="another"), visit=visit)

    assert stored_at(desk).article.url == canonical
    assert stored_at(desk) == stored_at(desk, canonical)
    assert (again.new, again.changed) == (0, 0)


def test_an_entry_whose_page_is_a_stored_article_is_nothing_new(desk: Desk) -> None:
    feed = watching(desk)
    receive(desk, feed, FLIGHT, visit=READ)
    short = replace(FLIGHT, guid="short", url="https://times.example/?p=17")
    visit = replace(READ, page=replace(PAGE, canonical=URL), at="https://times.example/?p=17")

    done = receive(desk, feed, short, FLIGHT, visit=visit)
    after = arrival_of(desk, feed, short, FLIGHT)

    assert (done.new, done.changed) == (0, 0)
    assert after.found == ()


def test_an_address_that_several_pages_claim_is_none_of_theirs(desk: Desk) -> None:
    feed = watching(desk)
    second = replace(FLIGHT, guid="two", url="https://times.example/two", title="Second deportation flight leaves")
    page = replace(PAGE, canonical="https://times.example/news", text=f"{TEXT}\nA second deportation flight leaves.")

    done = receive(desk, feed, FLIGHT, second, visit=Visit(PageState.READ, page, URL))

    assert done.new == 2
    assert {stored_at(desk).article.url, stored_at(desk, second.url or "").article.url} == {URL, second.url}
