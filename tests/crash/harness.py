"""Kills the whole bot at random points, again and again, and then asks whether anything was lost, doubled or reordered.

Nothing of the bot is replaced but its courier, where a naive protocol is tried.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.crash.lives import Birth, Mother, Protocol
from tests.crash.verdict import Verdict, dispatches_kept, judge, open_deliveries
from tests.crash.world import World, a_world, settle_in

LONGEST_LIFE = 2.5
"""Seconds: enough to load the store, poll, alert, and poll again."""
PUBLISHED_A_LIFE = 1
DRAIN_SECONDS = 900.0
LOOK_SECONDS = 0.2
LOOK_CLOSELY_SECONDS = 0.004
ANY_MOMENT = 0.4
"""The share of lives that are killed at any moment; the others are killed while messages come in."""
STOP_SECONDS = 10.0


class UndrainedError(Exception):
    """What waited was not sent in time."""


@dataclass(frozen=True, slots=True)
class Ordeal:
    """What a run went through and what was found. `stopped` is how the last life ended when told to (SIGTERM)."""

    kills: int
    seed: int
    protocol: Protocol
    faults: int
    verdict: Verdict
    stopped: int

    @property
    def good(self) -> bool:
        """Whether nothing was wrong, and the last life ended by itself when it was told to."""
        return self.verdict.good and not self.stopped

    def __str__(self) -> str:
        """Say it in one line."""
        met = f"{self.kills} kills, {self.verdict.messages} alerts, {self.faults} faults"
        return f"{met} (seed {self.seed}, {self.protocol}): {self.verdict}"


def put_through(
    mother: Mother,
    folder: Path,
    kills: int,
    seed: int,
    protocol: Protocol = Protocol.OURS,
    told: Callable[[int], None] = lambda _: None,
) -> Ordeal:
    """Kill a bot `kills` times in `folder`, let it come to rest, and return what was found; `told` hears of each kill.

    Raises:
        UndrainedError: it does not come to rest; its log tells why.
    """
    return asyncio.run(_put_through(mother, folder, kills, seed, protocol, told))


async def _put_through(
    mother: Mother, folder: Path, kills: int, seed: int, protocol: Protocol, told: Callable[[int], None]
) -> Ordeal:
    async with a_world(seed) as world:
        birth = Birth(settle_in(world, folder), protocol, folder / "log.txt")
        for number in range(kills):
            await _live_and_be_killed(mother, birth, world)
            told(number + 1)
        world.calm()
        life = mother.bear(birth)
        await _drained(world, folder)
        os.kill(life, signal.SIGTERM)
        async with asyncio.timeout(STOP_SECONDS):
            stopped = await asyncio.to_thread(mother.bury, life)
        verdict = judge(world, folder / "wiredesk.db")
        return Ordeal(kills, seed, protocol, world.faults, verdict, stopped)


async def _live_and_be_killed(mother: Mother, birth: Birth, world: World) -> None:
    world.trouble()
    world.publish(PUBLISHED_A_LIFE)
    life = mother.bear(birth)
    await (_any_moment(world) if world.dice.random() < ANY_MOMENT else _just_after_a_post(world))
    os.kill(life, signal.SIGKILL)
    await asyncio.to_thread(mother.bury, life)


async def _any_moment(world: World) -> None:
    await asyncio.sleep(world.dice.uniform(0.02, LONGEST_LIFE))


async def _just_after_a_post(world: World) -> None:
    """Wait until a message or two more have come in, and then for a moment in which most of what can go wrong lies."""
    enough = world.posts + world.dice.randint(1, 6)
    for _ in range(int(3 * LONGEST_LIFE / LOOK_CLOSELY_SECONDS)):
        if world.posts >= enough:
            break
        await asyncio.sleep(LOOK_CLOSELY_SECONDS)
    await asyncio.sleep(world.dice.uniform(0, 0.06))


async def _drained(world: World, folder: Path) -> None:
    database = folder / "wiredesk.db"
    for _ in range(int(DRAIN_SECONDS / LOOK_SECONDS)):
        if dispatches_kept(database) == len(world.dispatches) and not open_deliveries(database):
            return
        await asyncio.sleep(LOOK_SECONDS)
    waiting = open_deliveries(database)
    raise UndrainedError(f"{waiting} deliveries still wait: {folder / 'log.txt'} tells why")
