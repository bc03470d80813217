"""The clock: the time with its zone, and jobs that tick one at a time and never after the end."""

import asyncio
from datetime import UTC, timedelta

from bot.clock import Clock, now

TICK = 0.01


def test_the_time_is_aware_and_in_utc() -> None:
    assert now().tzinfo is UTC


def test_the_time_does_not_stand_still() -> None:
    first = now()

    assert timedelta(0) <= now() - first < timedelta(minutes=1)


async def test_a_job_runs_again_and_again() -> None:
    thrice = asyncio.Event()
    ran: list[int] = []

    async def job() -> None:
        ran.append(len(ran))
        if len(ran) == 3:
            thrice.set()

    clock = Clock()
    clock.every(TICK, "job", job)
    clock.start()

    await asyncio.wait_for(thrice.wait(), 5)
    clock.stop()


async def test_a_job_never_runs_beside_itself_and_holds_up_no_other() -> None:
    release, enough = asyncio.Event(), asyncio.Event()
    running: list[str] = []
    other: list[int] = []

    async def slow() -> None:
        running.append("slow")
        await release.wait()

    async def quick() -> None:
        other.append(len(other))
        if len(other) == 5:
            enough.set()

    clock = Clock()
    clock.every(TICK, "slow", slow)
    clock.every(TICK, "quick", quick)
    clock.start()

    await asyncio.wait_for(enough.wait(), 5)
    clock.stop()
    release.set()

    assert running == ["slow"]


async def test_nothing_runs_before_the_start_and_nothing_after_the_end() -> None:
    ran: list[str] = []
    told = asyncio.Event()

    async def job() -> None:
        ran.append("job")

    async def later() -> None:
        told.set()

    stopped, other = Clock(), Clock()
    stopped.every(TICK, "job", job)
    stopped.start()
    stopped.stop()
    other.every(5 * TICK, "later", later)
    other.start()
    await asyncio.wait_for(told.wait(), 5)
    other.stop()

    assert ran == []


async def test_a_clock_that_never_started_can_be_stopped() -> None:
    Clock().stop()
