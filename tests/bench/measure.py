"""How time and memory are taken: CPU seconds of one process, and its resident memory. It knows nothing of news."""

import gc
import importlib
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")

_FORGET = Path("/proc/self/clear_refs")
_STATUS = Path("/proc/self/status")
_STATM = Path("/proc/self/statm")


def alone(work: Callable[Given, Made], *given: Given.args, **named: Given.kwargs) -> Made:
    """Return what `work` returns in a fresh process: nothing that ran before weighs on its time or its memory."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given, **named).result()


def cpu_seconds(work: Callable[[], object], times: int = 1) -> float:
    """Return the fewest CPU seconds, of all threads, that `work` took in `times` runs."""
    return min(_cpu_seconds(work) for _ in range(times))


def resident_mb() -> float:
    """Return the resident memory of this process in MB; where the system does not say, the most it ever was."""
    gc.collect()
    if _STATM.exists():
        return int(_STATM.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def forget_peak() -> None:
    """Let the kernel's mark of the most memory begin anew (proc(5)), where it keeps one."""
    if _FORGET.exists():
        _FORGET.write_text("5")


def peak_mb() -> float:
    """Return the most resident memory this process ever had, in MB.

    The kernel's own mark: `ru_maxrss` begins with what the parent had when it started this process.
    """
    if _STATUS.exists():
        (line,) = (line for line in _STATUS.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def peer(name: str) -> Any:  # noqa: ANN401 - a benchmark's peers need not be installed, nor be typed
    """Return an optional library of the `bench` extra, or None where this Python has none."""
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def _cpu_seconds(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.process_time()
    work()
    return time.process_time() - started
