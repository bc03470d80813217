"""The worker process: parsing, matching and quote reading away from the loop, with limits and a kill.

A Reader whose calls run in a child process. One call at a time; a call that overruns or dies costs only itself: the
child is killed and a new one is started.
"""

import multiprocessing
import resource
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from feeds.errors import NotAFeed, WiredeskError
from feeds.fetch import Fetched
from feeds.model import Article, Watchlist
from feeds.parse import ParsedFeed
from handlers.reading import LocalReader, Thought

PARSE_SECONDS = 10.0
READ_SECONDS_AN_ARTICLE = 10.0
START_SECONDS = 60.0
MEMORY = 2 * 1024**3
"""Bytes of address space: the pipeline maps about 300 MB, the rest is room for one hostile article."""

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


_OVERRAN = BrokenWorkerError("it took too long")


class Worker:
    """A Reader in a child process, usable from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def parse(self, fetched: Fetched, now: datetime, source: str) -> ParsedFeed:
        """Return the entries of what was fetched; see `handlers.reading.Reader`."""
        try:
            parsed = self._call("parse", (fetched, now, source), PARSE_SECONDS)
        except BrokenWorkerError as broken:
            raise NotAFeed(f"the feed could not be parsed: {broken}") from None
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

    def start(self) -> None:
        """Start the child and load the pipeline, so that the first article need not wait."""
        self.read((_WARM_UP,), ())

    def stop(self) -> None:
        """End the child."""
        with self._lock:
            self._kill()

    def _read(self, articles: Sequence[Article], watchlists: tuple[Watchlist, ...]) -> tuple[Thought, ...]:
        thoughts = self._call("read", (tuple(articles), watchlists), READ_SECONDS_AN_ARTICLE * (1 + len(articles) / 20))
        assert isinstance(thoughts, tuple)  # noqa: S101 (narrows what came through the pipe)
        return thoughts

    def _read_alone(self, article: Article, watchlists: tuple[Watchlist, ...]) -> Thought:
        try:
            return self._read((article,), watchlists)[0]
        except BrokenWorkerError:
            pass
        try:
            matched = self._call("match", (article, watchlists), READ_SECONDS_AN_ARTICLE)
        except BrokenWorkerError:
            return Thought((), ())
        assert isinstance(matched, Thought)  # noqa: S101 (narrows what came through the pipe)
        return matched

    def _call(self, method: str, arguments: tuple[object, ...], seconds: float) -> object:
        with self._lock:
            pipe = self._ready()
            try:
                pipe.send((method, arguments))
                answer: object = pipe.recv() if pipe.poll(seconds) else _OVERRAN
            except (EOFError, OSError):
                answer = BrokenWorkerError("it broke the reader")
            if isinstance(answer, BrokenWorkerError):
                self._kill()
        if isinstance(answer, WiredeskError):
            raise answer
        return answer

    def _ready(self) -> Connection:
        if self._pipe is not None and self._child is not None and self._child.is_alive():
            return self._pipe
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._child = context.Process(target=_serve, args=(theirs,), daemon=True, name="wiredesk-reader")
        self._child.start()
        theirs.close()
        if not self._pipe.poll(START_SECONDS):
            self._kill()
            raise BrokenWorkerError("the reader does not start")
        self._pipe.recv()
        return self._pipe

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.join()
        if self._pipe is not None:
            self._pipe.close()
        self._child, self._pipe = None, None


def _serve(pipe: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    reader = LocalReader()
    pipe.send("ready")
    while True:
        try:
            method, arguments = pipe.recv()
        except (EOFError, KeyboardInterrupt):
            return
        pipe.send(_answer(reader, method, arguments))


def _answer(reader: LocalReader, method: str, arguments: tuple[object, ...]) -> object:
    try:
        return getattr(reader, method)(*arguments)
    except WiredeskError as error:
        return error
    except (MemoryError, RecursionError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError) as error:
        return BrokenWorkerError(f"it broke the reader ({type(error).__name__})")
