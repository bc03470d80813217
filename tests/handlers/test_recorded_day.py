"""A day of wire copy through the whole pipeline: a card a story, few follow-ups, no wrong fold, also over restarts."""

import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.model import Article, Feed
from handlers.deliver import compose, due, settle, thread_of
from handlers.newsroom import Newsroom
from handlers.opening import Place
from handlers.outcome import Sent
from storage import articles, channels
from storage import feeds as stored_feeds
from storage.model import DeliveryKind
from storage.store import Store, open_store
from tests.newsroom import READER, Desk, reopened
from tests.recorded_day import CARRIERS, DAY, OUTLETS, STORIES, the_day

ROOT = Path(__file__).parents[2]
MINUTE = timedelta(minutes=1)
KILLED = """
import os, signal, sys
from pathlib import Path
from tests.handlers.test_recorded_day import lived
from tests.newsroom import open_newsroom

def between(desk, number):
    if number == int(sys.argv[2]):
        with desk.newsroom.folding(desk.now), desk.store.transaction() as tx:
            tx.session.connection().exec_driver_sql("UPDATE article SET story = 'half written'")
            os.kill(os.getpid(), signal.SIGKILL)
    return desk

lived(open_newsroom(Path(sys.argv[1])), between)
"""
"""Lives through the day up to an article, and is killed in the middle of a transaction."""
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


def lived(desk: Desk, between: Callable[[Desk, int], Desk] = lambda desk, _: desk, *, first: int = 0) -> Heard:
    """Live through the day: every article as it is published, then the desks' edits; `between` may change the desk.

    From the article `first` on, for a desk that lived through those before it already.
    """
    feeds, heard = begun(desk) if first == 0 else outlets(desk), Heard()
    day = the_day()
    for number, item in enumerate(day[first:], first):
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


def outlets(desk: Desk) -> dict[int, Feed]:
    with desk.store.reading() as tx:
        return dict(enumerate(stored_feeds.all_feeds(tx)))


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


def test_the_rest_of_the_day_after_a_kill_is_as_in_one_go(tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), "21"], cwd=ROOT, check=False)  # noqa: S603 (our own script)
    with closing(open_store(f"sqlite:///{tmp_path / 'wiredesk.db'}", DAY)) as store:
        desk = taken_over(store)

        heard = lived(desk, first=21)

        assert killed.returncode == -signal.SIGKILL
        assert folds(desk) == as_meant()
        begun_before = len({item.story for item in the_day()[:21]})
        assert heard.sent[DeliveryKind.ALERT] == len(STORIES) - begun_before


def taken_over(store: Store) -> Desk:
    """Return the desk of a stopped process as the next one finds it."""
    newsroom = Newsroom(store, READER)
    newsroom.open(the_day()[20].article.published + MINUTE)
    with store.reading() as tx:
        desk = channels.find_desk(tx, "terminal")
        assert desk is not None
        channel = channels.find_channel(tx, desk.id, "terminal")
    assert channel is not None
    return Desk(store, newsroom, Place(desk, channel))
