"""Progress while the desk opens: a bar on a terminal, plain lines elsewhere; always on stderr, never in the way."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn


class Step(Protocol):
    """One thing being done."""

    def advance(self) -> None:
        """Say that one more part of it is done."""


class _Bar:
    def __init__(self, progress: Progress, title: str, total: int) -> None:
        self._progress = progress
        self._task = progress.add_task(title, total=total)

    def advance(self) -> None:
        self._progress.advance(self._task)


class _Silence:
    def advance(self) -> None:
        """Say nothing: a log is no place for a bar."""


class Opening:
    """Shows the steps of opening; `step` begins one of `total` parts."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress

    def step(self, title: str, total: int = 1) -> Step:
        """Begin a step and return what counts its parts."""
        if self._progress is not None:
            return _Bar(self._progress, title, total)
        print(f"{title} …", file=sys.stderr)  # noqa: T201 (progress where there is no terminal)
        return _Silence()


@contextmanager
def opening() -> Iterator[Opening]:
    """Show progress until the desk is open; on a terminal the bars vanish then."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Opening(None)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield Opening(progress)
