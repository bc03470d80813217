"""A day of wire copy through the whole pipeline: a card a story, few follow-ups, no wrong fold, also over restarts."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from feeds.model import Article, Feed
from handlers.deliver import compose, due, settle, thread_of
from handlers.outcome import Sent
from storage import articles
from storage.model import DeliveryKind
from tests.newsroom import Desk, reopened
from tests.recorded_day import CARRIERS, DAY, OUTLETS, STORIES, the_day

MINUTE = timedelta(minutes=1)
CORRECTED = ("Thirty-one people were on board", "Twenty-one people were on board")
TYPO = ("at low water", "at low tide")
MORE = "\nThe council will meet again on Thursday to choose a builder for the wall."


@dataclass
class Heard:
    """What the channel was sent: cards, what went under one, and follow-ups to the channel itself."""

    sent: Counter[str] = field(default_factory=Counter)

    def hears(self, desk: Desk) -> None:
        while batch := due(desk.store, desk.now):
            for delivery in batch:
                message = compose(desk.store, delivery, desk.now)
                under = thread_of(desk.store, delivery)
                settle(desk.store, delivery, Sent(f"terminal:{delivery.id}"), desk.now, 0.5)
                if message is not None:
                    self.sent["thread" if under else delivery.kind.value] += 1


def begun(desk: Desk) -> dict[int, Feed]:
    """Let the desk follow both towns and the river at twelve outlets, each read once before."""
    desk.now = DAY - 5 * MINUTE
    desk.follows("county", '"Port Ansel", Calder')
    feeds = {each: desk.watches(f"https://outlet{each}.example/rss", f"Outlet {each}") for each in range(OUTLETS)}
    for feed in feeds.values():
        desk.receives(feed)
    return feeds


def lived(desk: Desk, between: Callable[[Desk, int], Desk] = lambda desk, _: desk) -> Heard:
    """Live through the day: every article as it is published, then the desks' edits; `between` may change the desk."""
    feeds, heard = begun(desk), Heard()
    day = the_day()
    for number, item in enumerate(day):
        desk = between(desk, number)
        desk.now = item.article.published + MINUTE
        desk.receives(feeds[item.outlet], item.article)
        heard.hears(desk)
    for item in day:
        after = edited(item.article)
        if after is not None:
            desk.now += 2 * MINUTE
            desk.receives(feeds[item.outlet], after)
            heard.hears(desk)
    return heard


def edited(article: Article) -> Article | None:
    """Return how an outlet changes its article later in the day, None where it leaves it alone."""
    text = article.text.replace(*CORRECTED).replace(*TYPO)
    if "harbour wall" in article.title and article.guid.endswith("0"):
        text += MORE
    return None if text == article.text else replace(article, text=text)


def folds(desk: Desk) -> list[set[str]]:
    """Return the articles of every story, by their GUIDs."""
    stories: dict[str, set[str]] = {}
    with desk.store.reading() as tx:
        for stored in articles.window(tx, DAY - timedelta(days=1)):
            stories.setdefault(stored.story, set()).add(stored.article.guid)
    return sorted(stories.values(), key=sorted)


def as_meant() -> list[set[str]]:
    stories: dict[int, set[str]] = {}
    for item in the_day():
        stories.setdefault(item.story, set()).add(item.article.guid)
    return sorted(stories.values(), key=sorted)


def test_the_day_is_as_it_is_said_to_be() -> None:
    day = the_day()

    assert (len(day), len(STORIES), len({item.outlet for item in day})) == (47, len(CARRIERS), OUTLETS)


def test_a_day_of_copies_is_a_card_a_story_and_no_wrong_fold(desk: Desk) -> None:
    heard = lived(desk)

    assert folds(desk) == as_meant()
    assert heard.sent[DeliveryKind.ALERT] == len(STORIES) == 14
    assert 1 <= heard.sent[DeliveryKind.FOLLOW_UP] <= 3
    assert heard.sent.keys() <= {DeliveryKind.ALERT, DeliveryKind.FOLLOW_UP, "thread"}


@pytest.mark.parametrize("at", [1, 9, 23, 40])
def test_a_restart_in_the_middle_of_the_day_changes_nothing(desk: Desk, at: int) -> None:
    heard = lived(desk, lambda desk, number: reopened(desk) if number == at else desk)

    assert folds(desk) == as_meant()
    assert heard.sent[DeliveryKind.ALERT] == len(STORIES)
