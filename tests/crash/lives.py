"""Lives of the bot: each a process that runs the whole of it, forked from one that has loaded everything already.

Loading takes seconds and sends nothing, so a life that had to load would mostly be killed before it did anything. The
mother process is forked before the harness has threads or a loop, and is only told whom to bear.
"""

import os
import signal
import traceback
from dataclasses import dataclass
from enum import StrEnum
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

import bot.chats  # noqa: F401 (loaded once, before the lives that need it)
from bot.app import Workings, run_wiredesk
from bot.courier import Courier
from bot.settings import load_settings
from handlers.reading import LocalReader
from tests.crash.naive import MarkThenSend, SendThenMark

TICK_SECONDS = 0.25


class Protocol(StrEnum):
    """How a life sends."""

    OURS = "ours"
    SEND_THEN_MARK = "send, then mark"
    MARK_THEN_SEND = "mark, then send"


_COURIERS: dict[Protocol, type[Courier]] = {
    Protocol.OURS: Courier,
    Protocol.SEND_THEN_MARK: SendThenMark,
    Protocol.MARK_THEN_SEND: MarkThenSend,
}


@dataclass(frozen=True, slots=True)
class Birth:
    """What a life needs: its settings as environment variables, how it sends, and the file for what it prints."""

    environment: dict[str, str]
    protocol: Protocol
    log: Path


class Mother:
    """Bears lives and says how they ended."""

    def __init__(self) -> None:
        context = get_context("fork")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_bear, args=(theirs,), name="crash-mother")

    def __enter__(self) -> Self:
        self._process.start()
        assert self._pipe.recv() == "loaded"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipe.send(None)
        self._process.join()

    def bear(self, birth: Birth) -> int:
        """Start a life; return its process id."""
        self._pipe.send(birth)
        born: int = self._pipe.recv()
        return born

    def bury(self, life: int) -> int:
        """Wait for the end of `life`; return the signal that ended it, negative, or its exit code."""
        self._pipe.send(life)
        ended: int = self._pipe.recv()
        return ended


def _bear(pipe: Connection) -> None:
    reader = LocalReader()
    reader.start()
    pipe.send("loaded")
    while (asked := pipe.recv()) is not None:
        if isinstance(asked, Birth):
            life = os.fork()
            if not life:
                _live(asked, reader)
            pipe.send(life)
        else:
            pipe.send(os.waitstatus_to_exitcode(os.waitpid(asked, 0)[1]))


def _live(birth: Birth, reader: LocalReader) -> None:
    """Run the bot as the command line does, on what `birth` says, and never return."""
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.chdir(birth.log.parent)  # where no .env is
        os.environ.update(birth.environment)
        _speak_into(birth.log)
        run_wiredesk(load_settings(), None, Workings(lambda: reader, _COURIERS[birth.protocol], TICK_SECONDS))
        code = 0
    except BaseException:  # noqa: BLE001 (whatever ended it belongs in its log; nothing may return into the mother)
        traceback.print_exc()
    finally:
        os._exit(code)


def _speak_into(log: Path) -> None:
    nothing, written = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(nothing, 0)
    os.dup2(written, 1)
    os.dup2(written, 2)
