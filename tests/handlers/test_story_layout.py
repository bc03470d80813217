"""`/news LINK`: who had it first, which texts who carries, what each added, what changed, and the quotes."""

from dataclasses import replace
from datetime import timedelta

from feeds.model import Article
from handlers.story_layout import CARRIERS_SHOWN, texts_of
from tests.builders import an_article, stored
from tests.newsroom import Desk, shown

MINUTE = timedelta(minutes=1)
WIRE = (
    "PORT ANSEL (AP) — The council of Port Ansel met on Tuesday to speak of the harbour, the budget and the school.\n"
    "“The harbour wall will be mended by the spring,” said Karen Bassey, the mayor of Port Ansel.\n"
    "The council voted nine to two to borrow the money, and the work is to begin before the first storms arrive."
)
OWN = (
    "The harbour wall of Port Ansel is to be mended, the council decided on Tuesday with nine votes against two.\n"
    "Money for the harbour will be borrowed, the mayor, Karen Bassey, told the council after a long debate.\n"
    "Fishermen in the gallery cheered, and one of them sang."
)
ADDED = "Forty people stood in the hall, and eleven of them spoke before the vote was taken."


def council(desk: Desk, number: int, text: str = WIRE, *, minutes_old: int = 60, **changes: object) -> Article:
    article = an_article(
        guid=f"council-{number}",
        url=f"https://outlet{number}.example/council",
        title="Council borrows for the harbour wall",
        text=text,
        published=desk.now - minutes_old * MINUTE,
    )
    return replace(article, **changes)  # type: ignore[arg-type]  # any field of an Article


def brings(desk: Desk, number: int, *articles: Article) -> None:
    desk.receives(desk.watches(f"https://outlet{number}.example/rss", f"Outlet {number}"), *articles)


def story(desk: Desk, number: int = 1) -> list[str]:
    return shown(desk.types(f"/news https://outlet{number}.example/council").message).splitlines()


def test_outlets_owners_and_voices_are_counted_apart(desk: Desk) -> None:
    for number in (1, 2):
        brings(desk, number, council(desk, number))
    brings(desk, 3, council(desk, 3, OWN))
    desk.types('/desk owners "Outlet 2" owner:"Outlet 1 Media"')
    desk.types('/desk owners "Outlet 1" owner:"Outlet 1 Media"')

    assert "3 outlets of 2 owners, 3 articles · 2 independent of each other" in story(desk)


def test_carriers_of_one_text_stand_together_with_their_wire_and_what_they_added(desk: Desk) -> None:
    brings(desk, 1, council(desk, 1))
    brings(desk, 2, council(desk, 2, f"{WIRE}\n{ADDED}", minutes_old=50))
    brings(desk, 3, council(desk, 3, OWN, minutes_old=40))

    lines = story(desk)

    at = lines.index("2 outlets, the same Associated Press copy:")
    assert [line.split(" · ")[0] for line in lines[at + 1 : at + 5]] == [
        "Outlet 1",
        "Outlet 2",
        "added 1 sentence of its own:",
        f"> {ADDED} — Outlet 2",
    ]
    assert lines[at + 5].startswith("Outlet 3")


def test_who_published_first_is_told_beside_who_was_seen_first(desk: Desk) -> None:
    brings(desk, 1, council(desk, 1, minutes_old=30))
    desk.now += 20 * MINUTE
    brings(desk, 2, council(desk, 2, minutes_old=120))

    assert "first published by Outlet 2 <time> · first seen at Outlet 1 <time>" in story(desk)


def test_who_was_seen_first_goes_without_saying_where_it_published_first(desk: Desk) -> None:
    brings(desk, 1, council(desk, 1))

    assert "first published by Outlet 1 <time>" in story(desk)


def test_every_revision_says_its_class_and_its_difference(desk: Desk) -> None:
    feed = desk.watches("https://outlet1.example/rss", "Outlet 1")
    desk.receives(feed, council(desk, 1))

    desk.receives(feed, council(desk, 1, WIRE.replace("nine to two", "eight to three")))

    (line,) = [line for line in story(desk) if line.startswith("correction: ")]
    assert "number: nine → eight" in line
    assert "number: two → three" in line


def test_the_quotes_of_a_withdrawn_article_are_marked(desk: Desk) -> None:
    feed = desk.watches("https://outlet1.example/rss", "Outlet 1")
    desk.receives(feed, council(desk, 1))
    desk.receives(feed, council(desk, 1, f"KILL: this story has been withdrawn\n{WIRE}"))

    (quote,) = [line for line in story(desk) if line.startswith("> The harbour wall will")]
    assert "withdrawn <time>" in quote


def test_a_long_story_goes_on_in_the_thread(desk: Desk) -> None:
    brings(desk, 1, council(desk, 1))
    for number in range(2, CARRIERS_SHOWN + 4):
        brings(desk, number, council(desk, number, OWN, minutes_old=40))

    message = desk.types("/news https://outlet1.example/council").message

    assert len(message.thread) > CARRIERS_SHOWN
    assert f"and {CARRIERS_SHOWN + 2} articles more in the thread" in shown(message)


def test_texts_stand_in_the_order_in_which_they_were_published() -> None:
    told = (stored(1), stored(2), stored(3, copies="key-1"))

    assert [[each.id for each in text] for text in texts_of(told)] == [[1, 3], [2]]
