"""The only clock: reads the time, and runs a few named jobs by it (APScheduler's one door).

Jobs only tick: what is due stands in the tables, so a missed or doubled tick harms nothing.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

Job = Callable[[], Awaitable[None]]


def now() -> datetime:
    """Return the time, aware and in UTC."""
    return datetime.now(UTC)  # noqa: TID251 (this is the one place)


class Clock:
    """Runs jobs every so many seconds on the running loop; one run of a job at a time, missed runs folded into one."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def every(self, seconds: float, name: str, job: Job) -> None:
        """Run `job` every `seconds`, the first time after that many."""
        self._scheduler.add_job(
            job,
            IntervalTrigger(seconds=seconds, timezone=UTC),
            id=name,
            name=name,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.start()

    def stop(self) -> None:
        """Tick no more; what runs is not waited for."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
