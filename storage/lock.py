"""The lock that keeps a second Wiredesk off a database: a file beside it that the kernel frees when its holder dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from feeds.errors import AlreadyRunning

_held: set[int] = set()


@contextmanager
def holding(path: Path) -> Iterator[None]:
    """Hold the lock of the database at `path`.

    Raises:
        AlreadyRunning: somebody else holds it; says their process id.
    """
    lock = os.open(path.with_name(f"{path.name}.lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(lock, 20, 0).decode("ascii", "replace").strip() or "unknown"
            raise AlreadyRunning(f"another Wiredesk (process {holder}) runs on {path}: stop it first") from None
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
        _held.add(lock)
        yield
    finally:
        _held.discard(lock)
        os.close(lock)


def _let_go() -> None:
    """Close, in a forked child, the locks of its parent: a worker that outlives a killed parent must not hold on."""
    while _held:
        os.close(_held.pop())


os.register_at_fork(after_in_child=_let_go)
