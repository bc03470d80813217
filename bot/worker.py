"""The worker process: parsing, matching and quote reading away from the loop, with limits and a kill.

A Reader whose calls run in a child process. One call at a time; a call that overruns or dies costs only itself: the
child is killed and a new one is started.
"""

import multiprocessing
import resource
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from feeds.article import Page
from feeds.errors import BreaksReader, FetchFailed, State, WiredeskError
from feeds.fetch import Fetched
from feeds.model import Article, Watchlist
from feeds.parse import ParsedFeed
from feeds.robots import Rules
from feeds.urls import host_of
from handlers.reading import LocalReader, Thought


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds for a parse, for an article and for the child to start, and bytes of its address space.

    The pipeline maps about 300 MB; the rest is room for one hostile article.
    """

    parse: float = 10.0
    article: float = 10.0
    start: float = 60.0
    memory: int = 2 * 1024**3


_WARM_UP = Article(
    guid="warm-up",
    url=None,
    title="",
    source="",
    published=datetime(2000, 1, 1, tzinfo=UTC),
    text="“The desk is open,” she said.",
)


class BrokenWorkerError(WiredeskError):
    """The worker died or overran on this call; the text says on what."""


class NoWorkerError(BrokenWorkerError):
    """The worker does not start: whatever it was to read is not to blame."""


class StoppedError(WiredeskError):
    """The worker was told to stop: nothing is known of what it was reading."""


_OVERRAN = BrokenWorkerError("it took too long")


class Worker:
    """A Reader in a child process, usable from any thread."""

    def __init__(self, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()
        self._lock = threading.Lock()
        self._stopped = False
        self._child: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._told: tuple[Watchlist, ...] | None = None

    def parse(self, fetched: Fetched, now: datetime, source: str) -> ParsedFeed:
        """Return the entries of what was fetched; see `handlers.reading.Reader`."""
        try:
            parsed = self._call("parse", (fetched, now, source), self._bounds.parse)
        except NoWorkerError as missing:
            raise FetchFailed(f"{host_of(fetched.url)}: not read, for {missing}", state=State.SOFT) from None
        except BrokenWorkerError as broken:
            raise BreaksReader(f"{host_of(fetched.url)}: the feed could not be parsed: {broken}") from None
        assert isinstance(parsed, ParsedFeed)  # noqa: S101 (narrows what came through the pipe)
        return parsed

    def read(self, articles: Sequence[Article], watchlists: tuple[Watchlist, ...]) -> tuple[Thought, ...]:
        """Return what each article holds; one whose quotes break the reader is still matched."""
        if not articles:
            return ()
        try:
            return self._read(articles, watchlists)
        except BrokenWorkerError:
            return tuple(self._read_alone(article, watchlists) for article in articles)

    def page(self, fetched: Fetched) -> Page:
        """Return the article of a page; see `handlers.reading.Reader`."""
        try:
            page = self._call("page", (fetched,), self._bounds.article)
        except NoWorkerError as missing:
            raise FetchFailed(f"{host_of(fetched.url)}: not read, for {missing}", state=State.SOFT) from None
        except BrokenWorkerError as broken:
            raise BreaksReader(f"{host_of(fetched.url)}: the page could not be read: {broken}") from None
        assert isinstance(page, Page)  # noqa: S101 (narrows what came through the pipe)
        return page

    def rules(self, robots: bytes, url: str) -> Rules:
        """Return what a host's robots.txt says of `url`; see `handlers.reading.Reader`."""
        try:
            rules = self._call("rules", (robots, url), self._bounds.parse)
        except BrokenWorkerError:
            return Rules((False,), None)
        assert isinstance(rules, Rules)  # noqa: S101 (narrows what came through the pipe)
        return rules

    def start(self) -> None:
        """Start the child and load the pipeline, so that the first article need not wait."""
        self.read((_WARM_UP,), ())

    def stop(self) -> None:
        """End the child at once, whatever it reads; that call and every later one raise StoppedError."""
        self._stopped = True
        if (child := self._child) is not None:
            child.kill()
        with self._lock:
            self._kill()

    def _read(self, articles: Sequence[Article], watchlists: tuple[Watchlist, ...]) -> tuple[Thought, ...]:
        seconds = self._bounds.article * (1 + len(articles) / 20)
        thoughts = self._call("read", (tuple(articles),), seconds, watchlists)
        assert isinstance(thoughts, tuple)  # noqa: S101 (narrows what came through the pipe)
        return thoughts

    def _read_alone(self, article: Article, watchlists: tuple[Watchlist, ...]) -> Thought:
        try:
            return self._read((article,), watchlists)[0]
        except BrokenWorkerError:
            pass
        try:
            matched = self._call("match", (article,), self._bounds.article, watchlists)
        except BrokenWorkerError:
            return Thought((), ())
        assert isinstance(matched, Thought)  # noqa: S101 (narrows what came through the pipe)
        return matched

    def _call(
        self,
        method: str,
        arguments: tuple[object, ...],
        seconds: float,
        watchlists: tuple[Watchlist, ...] | None = None,
    ) -> object:
        """Return the answer of the child; `watchlists` are told only where they are not those it was told last."""
        with self._lock:
            pipe = self._ready()
            news = watchlists if watchlists is not None and watchlists != self._told else None
            try:
                pipe.send((method, arguments, watchlists is not None, news))
                self._told = self._told if news is None else news
                answer: object = pipe.recv() if pipe.poll(seconds) else _OVERRAN
            except (EOFError, OSError):
                answer = BrokenWorkerError("it broke the reader")
            if isinstance(answer, BrokenWorkerError):
                self._kill()
                self._check_running()
        if isinstance(answer, WiredeskError):
            raise answer
        return answer

    def _check_running(self) -> None:
        if self._stopped:
            raise StoppedError("Wiredesk is stopping")

    def _ready(self) -> Connection:
        self._check_running()
        if self._pipe is not None and self._child is not None and self._child.is_alive():
            return self._pipe
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._child = context.Process(
            target=_serve, args=(theirs, self._bounds.memory), daemon=True, name="wiredesk-reader"
        )
        self._child.start()
        theirs.close()
        try:
            ready = self._pipe.poll(self._bounds.start) and self._pipe.recv()
        except (EOFError, OSError):
            ready = False
        if not ready:
            self._kill()
            self._check_running()
            raise NoWorkerError("the reader does not start")
        return self._pipe

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.join()
        if self._pipe is not None:
            self._pipe.close()
        self._child, self._pipe, self._told = None, None, None


def _serve(pipe: Connection, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    reader = LocalReader()
    pipe.send("ready")
    watchlists: tuple[Watchlist, ...] = ()
    while True:
        try:
            method, arguments, matches, news = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        watchlists = watchlists if news is None else news
        pipe.send(_answer(reader, method, (*arguments, watchlists) if matches else arguments))


def _answer(reader: LocalReader, method: str, arguments: tuple[object, ...]) -> object:
    try:
        return getattr(reader, method)(*arguments)
    except WiredeskError as error:
        return error
    except (MemoryError, RecursionError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError) as error:
        return BrokenWorkerError(f"it broke the reader ({type(error).__name__})")
