"""The worker with a real child process: what it reads, what its limits cost, and how it ends."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from typing import ClassVar

import pytest

from bot.worker import Bounds, BrokenWorkerError, StoppedError, Worker
from feeds.errors import BreaksReader, FetchFailed, NotAFeed
from feeds.fetch import Fetched
from feeds.model import Salience, Validators, Watchlist, WatchlistId
from handlers.reading import Thought
from tests.builders import NOW, an_article
from tests.newsroom import READER, as_rss

LISTS = (Watchlist(WatchlistId(1), "deportation", "deportation"),)
CHILD = "wiredesk-reader"


def fetched(body: bytes) -> Fetched:
    return Fetched("https://times.example/rss.xml", 200, body, Validators(), None, None)


def child() -> int:
    """Return the process id of the one child there is."""
    (pid,) = [each.pid for each in multiprocessing.active_children() if each.name == CHILD]
    assert pid is not None
    return pid


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.fixture(scope="module")
def shared() -> Iterator[Worker]:
    """A worker that has loaded its pipeline."""
    worker = Worker()
    worker.start()
    yield worker
    worker.stop()


@pytest.fixture
def bounded() -> Iterator[list[Worker]]:
    """Workers a test makes with bounds of its own; all are stopped after it."""
    made: list[Worker] = []
    yield made
    for worker in made:
        worker.stop()


def test_it_parses_as_the_reader_in_this_process_does(shared: Worker) -> None:
    body = as_rss([an_article(), an_article(guid="times-2", url="https://times.example/two", title="Two")])

    parsed = shared.parse(fetched(body), NOW, "Example Times")

    assert parsed == READER.parse(fetched(body), NOW, "Example Times")
    assert len(parsed.articles) == 2


def test_it_reads_as_the_reader_in_this_process_does(shared: Worker) -> None:
    articles = [an_article(), an_article(title="Pie contest", text="Rhubarb won the pie contest on Sunday.")]

    thoughts = shared.read(articles, LISTS)

    assert thoughts == READER.read(articles, LISTS)
    assert [len(thought.quotes) for thought in thoughts] == [1, 0]
    assert [[match.salience for match in thought.matches] for thought in thoughts] == [[Salience.HEADLINE], []]


def test_lists_that_changed_count_at_once(shared: Worker) -> None:
    shared.read([an_article()], LISTS)

    (thought,) = shared.read([an_article()], (replace(LISTS[0], query="volcano"),))

    assert thought.matches == ()


class Counted(Watchlist):
    """A watchlist that counts how often it is sent to another process, where it is a plain one."""

    sent: ClassVar[list[str]] = []

    def __reduce__(self) -> tuple[object, ...]:
        self.sent.append(self.name)
        return Watchlist, (self.id, self.name, self.query, self.forms, self.minimum)


def test_lists_are_sent_only_when_they_changed_and_to_a_new_child(bounded: list[Worker]) -> None:
    others = {each.pid for each in multiprocessing.active_children()}
    bounded.append(Worker())
    (worker,) = bounded
    first = (Counted(WatchlistId(1), "deportation", "deportation"),)
    second = (*first, Counted(WatchlistId(2), "flights", "flight"))

    thoughts = [worker.read([an_article()], lists) for lists in (first, first, second, second, tuple(second))]
    (own,) = {each.pid for each in multiprocessing.active_children()} - others
    os.kill(own or 0, signal.SIGKILL)
    after = worker.read([an_article()], second)

    found = [[match.watchlist for match in thought.matches] for (thought,) in (*thoughts, after)]
    assert found == [[1], [1], [1, 2], [1, 2], [1, 2], [1, 2]]
    assert sorted(Counted.sent) == ["deportation"] * 3 + ["flights"] * 2


def test_nothing_to_read_starts_no_child(bounded: list[Worker]) -> None:
    bounded.append(Worker(Bounds(start=0.0)))

    assert bounded[0].read([], LISTS) == ()


def test_what_is_no_feed_is_said_and_costs_no_child(shared: Worker) -> None:
    before = child()

    with pytest.raises(NotAFeed):
        shared.parse(fetched(b"<!doctype html><p>Welcome.</p>"), NOW, "Example Times")

    assert child() == before


PAGE = (
    b"<html><head><title>Ferry</title></head><body><article><h1>Ferry</h1><p>The ferry to Port Ansel was late again on "
    b"Tuesday, for the third time in a week, said its master.</p></article></body></html>"
)


def test_it_reads_a_page_as_the_reader_in_this_process_does(shared: Worker) -> None:
    page = shared.page(fetched(PAGE))

    assert page == READER.page(fetched(PAGE))
    assert page.text.startswith("The ferry to Port Ansel")


def test_a_page_that_overruns_is_that_pages_trouble(bounded: list[Worker]) -> None:
    worker = Worker(Bounds(article=0.0))
    bounded.append(worker)

    with pytest.raises(BreaksReader, match="took too long"):
        worker.page(fetched(PAGE))


def test_rules_that_overrun_allow_nothing(bounded: list[Worker], shared: Worker) -> None:
    worker = Worker(Bounds(parse=0.0))
    bounded.append(worker)

    rules = [each.rules(b"User-agent: *\nDisallow: /private", "https://times.example/a") for each in (shared, worker)]

    assert [each.allowed for each in rules] == [(True,), (False,)]


@pytest.mark.parametrize(
    "body",
    [
        b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 100_000,
        b"<rss>" + b"<channel>" * 50_000,
        b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><rss version="2.0"><channel>&b;</channel></rss>',
        bytes(range(256)) * 500,
    ],
    ids=["deep JSON", "deep XML", "entities", "noise"],
)
def test_a_hostile_body_leaves_a_worker_that_works(shared: Worker, body: bytes) -> None:
    with suppress(NotAFeed):
        shared.parse(fetched(body), NOW, "Example Times")

    assert len(shared.parse(fetched(as_rss([an_article()])), NOW, "Example Times").articles) == 1


def test_a_child_that_was_killed_between_two_calls_costs_neither(shared: Worker) -> None:
    before = child()
    os.kill(before, signal.SIGKILL)

    (thought,) = shared.read([an_article()], LISTS)

    assert (len(thought.quotes), len(thought.matches)) == (1, 1)
    assert child() != before


def test_a_child_that_is_killed_while_it_reads_costs_nothing_but_time(shared: Worker) -> None:
    articles = [an_article(guid=str(number), text=f"{an_article().text}\n" * 40) for number in range(4)]
    started = threading.Event()

    def read() -> tuple[Thought, ...]:
        started.set()
        return shared.read(articles, LISTS)

    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(read)
        started.wait(timeout=10)
        os.kill(child(), signal.SIGKILL)
        thoughts = reading.result()

    assert len(thoughts) == len(articles)
    assert all(thought.matches and thought.quotes for thought in thoughts)


def test_a_parse_that_overruns_is_that_feeds_trouble_and_its_child_is_killed(bounded: list[Worker]) -> None:
    worker = Worker(Bounds(parse=0.0))
    bounded.append(worker)
    body = as_rss([an_article(guid=str(number), title=f"Number {number}") for number in range(400)])

    with pytest.raises(BreaksReader, match="took too long"):
        worker.parse(fetched(body), NOW, "Example Times")

    assert worker._child is None


def test_an_article_that_breaks_the_pipeline_is_still_matched(bounded: list[Worker]) -> None:
    worker = Worker(Bounds(memory=1024**2))
    bounded.append(worker)

    (thought,) = worker.read([an_article()], LISTS)

    assert thought.quotes == ()
    assert [match.salience for match in thought.matches] == [Salience.HEADLINE]


def test_a_child_that_cannot_start_is_no_feeds_fault(bounded: list[Worker]) -> None:
    worker = Worker(Bounds(memory=2**80))
    bounded.append(worker)

    with pytest.raises(FetchFailed, match="does not start"):
        worker.parse(fetched(as_rss([an_article()])), NOW, "Example Times")
    with pytest.raises(FetchFailed, match="does not start"):
        worker.page(fetched(PAGE))


def test_a_child_that_does_not_start_in_time_is_given_up(bounded: list[Worker]) -> None:
    worker = Worker(Bounds(start=0.0))
    bounded.append(worker)

    with pytest.raises(BrokenWorkerError, match="does not start"):
        worker._ready()


def test_calls_from_many_threads_each_get_their_own_answer(shared: Worker) -> None:
    articles = [an_article(guid=str(number), title=f"Deportation {number}" * (number % 2)) for number in range(8)]

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda article: shared.read([article], LISTS), articles))

    headlines = [match.salience is Salience.HEADLINE for ((thought,),) in zip(answers) for match in thought.matches]
    assert headlines == [bool(number % 2) for number in range(8)]


def test_stopped_it_leaves_no_process_behind(bounded: list[Worker]) -> None:
    worker = Worker()
    bounded.append(worker)
    worker.parse(fetched(as_rss([an_article()])), NOW, "Example Times")
    pids = {each.pid for each in multiprocessing.active_children()}

    worker.stop()

    (gone,) = pids - {each.pid for each in multiprocessing.active_children()}
    assert gone is not None
    assert not is_there(gone)


def test_stopping_waits_for_no_reading_and_lets_nothing_pass_for_read(bounded: list[Worker]) -> None:
    worker = Worker()
    bounded.append(worker)
    worker.parse(fetched(as_rss([an_article()])), NOW, "Example Times")
    articles = [an_article(guid=str(number), text=f"{an_article().text}\n" * 400) for number in range(40)]
    started = threading.Event()

    def read() -> tuple[Thought, ...]:
        started.set()
        return worker.read(articles, LISTS)

    with ThreadPoolExecutor(1) as threads:
        reading: Future[tuple[Thought, ...]] = threads.submit(read)
        started.wait(timeout=10)
        worker.stop()

        with pytest.raises(StoppedError):
            reading.result(timeout=5)


def test_stopped_twice_is_stopped_and_it_reads_no_more(bounded: list[Worker]) -> None:
    worker = Worker()
    bounded.append(worker)
    worker.stop()
    worker.stop()

    with pytest.raises(StoppedError):
        worker.parse(fetched(as_rss([an_article()])), NOW, "Example Times")
