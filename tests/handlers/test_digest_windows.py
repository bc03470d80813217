"""Digests beside running polls: each article is told in one window, however polls and clocks interleave."""

import random
from datetime import timedelta

import pytest

from feeds.fetch import Fetched
from feeds.model import Article, Feed, Level, Validators
from handlers.arrivals import Arrival, arrive, read
from handlers.digests import queue_digest
from handlers.ingest import keep
from tests.builders import an_article
from tests.newsroom import Desk, as_rss, shown

MINUTE = timedelta(minutes=1)


def numbered(number: int) -> Article:
    """Return an article that is a story of its own: no word but one is another's."""
    chance = random.Random(f"story {number}")  # noqa: S311 (words nobody else uses)
    words = ["".join(chance.choices("aeioulnrstm", k=8)) for _ in range(60)]
    return an_article(
        guid=f"g-{number}",
        url=f"https://times.example/{number}",
        title=f"{words[0]} {words[1]} {number} {words[2]}",
        text=f"A deportation {' '.join(words)}.",
    )


def told_in(text: str, number: int) -> bool:
    return numbered(number).title in text


@pytest.fixture
def times(desk: Desk) -> Feed:
    desk.follows("deportation", "deportation", Level.DIGEST)
    return desk.watches()


def begun(desk: Desk, feed: Feed, *articles: Article) -> Arrival:
    """Poll and read, but write nothing yet."""
    fetched = Fetched(feed.url, 200, as_rss(articles), Validators(), None, None)
    return read(desk.newsroom, arrive(desk.newsroom, feed, fetched, desk.now))


def digest(desk: Desk) -> str:
    queue_digest(desk.store, "terminal", "UTC", desk.now)
    return "\n".join(shown(message) for message in desk.delivers())


def test_an_article_committed_after_a_digest_of_its_poll_is_in_the_next(desk: Desk, times: Feed) -> None:
    began = desk.now
    arrival = begun(desk, times, numbered(1))
    desk.now += MINUTE
    first = digest(desk)
    keep(desk.newsroom, arrival, began, 0.0)
    desk.now += MINUTE

    second = digest(desk)

    assert not told_in(first, 1)
    assert told_in(second, 1)


def test_a_clock_that_steps_back_between_poll_and_digest_loses_nothing(desk: Desk, times: Feed) -> None:
    desk.receives(times, numbered(1))
    desk.now -= 5 * MINUTE
    first = digest(desk)
    desk.receives(times, numbered(2), numbered(1))

    second = digest(desk)

    assert (told_in(first, 1), told_in(first, 2)) == (True, False)
    assert (told_in(second, 1), told_in(second, 2)) == (False, True)


@pytest.mark.parametrize("seed", range(3))
def test_however_polls_digests_and_clocks_interleave_each_article_is_told_once(
    desk: Desk, times: Feed, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 (an order of events)
    under_way, told, number = [(begun(desk, times, numbered(0)), desk.now)], [digest(desk)], 0
    for _ in range(24):
        desk.now += chance.choice((-2, 0, 0, 1, 3)) * MINUTE
        event = chance.random()
        if event < 0.4:
            number += 1
            under_way.append((begun(desk, times, numbered(number)), desk.now))
        elif event < 0.8 and under_way:
            arrival, began = under_way.pop(chance.randrange(len(under_way)))
            keep(desk.newsroom, arrival, began, 0.0)
        else:
            told.append(digest(desk))
    for arrival, began in under_way:
        keep(desk.newsroom, arrival, began, 0.0)

    told.append(digest(desk))

    told_of = [sum(told_in(text, each) for text in told) for each in range(number + 1)]
    assert told_of == [1] * (number + 1)
