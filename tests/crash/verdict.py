"""What became of every dispatch: what stands in the channels, beside what should, and what the database says of it."""

import itertools
import json
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage import sqlite
from tests.crash.world import DISCORD, SLACK, World

_NUMBER = re.compile(r"Dispatch (\d{5})")
_LINE = """
    SELECT article.title FROM delivery JOIN channel ON channel.id = delivery.channel_id
    JOIN article ON article.story = delivery.subject
    WHERE channel.ref = ? AND delivery.kind = 'alert' ORDER BY delivery.due, delivery.id
"""
_OPEN = "SELECT count(*) FROM delivery WHERE settled_at IS NULL"
_DEAD = "SELECT count(*) FROM delivery WHERE state = 'dead'"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found. `lost` and `doubled` count messages, `disordered` those that stand before an older one.

    `missing` names the lost ones: channel and dispatch.
    """

    messages: int
    lost: int
    doubled: int
    disordered: int
    dead: int
    integrity: str
    violations: tuple[str, ...]
    missing: tuple[tuple[str, int], ...] = ()

    @property
    def good(self) -> bool:
        """Whether every message stands once, in order, in a database that is well."""
        wrong = (self.lost, self.doubled, self.disordered, self.dead, len(self.violations))
        return not any(wrong) and self.integrity == "ok"

    def __str__(self) -> str:
        """Say it in one line."""
        found = f"{self.lost} lost, {self.doubled} doubled, {self.disordered} out of order, integrity {self.integrity}"
        lost = "".join(f"\n  missing in {place}: dispatch {number}" for place, number in self.missing[:5])
        return found + lost + "".join(f"\n  against the rules: {violation}" for violation in self.violations[:5])


def judge(world: World, database: Path) -> Verdict:
    """Compare what stands in the channels of `world` with what its wire carried."""
    standing = _standing(world)
    wanted = Counter((place, dispatch.number) for dispatch in world.dispatches for place in dispatch.places)
    found = Counter((place, number) for place, numbers in standing.items() for number in numbers)
    with closing(sqlite.driver().connect(database)) as connection:
        lines = {place: _numbers(connection.execute(_LINE, (place,)).fetchall()) for place in standing}
        dead = connection.execute(_DEAD).fetchone()[0]
        integrity = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    return Verdict(
        messages=found.total(),
        lost=(wanted - found).total(),
        doubled=(found - wanted).total(),
        disordered=sum(_overtaken(standing[place], lines[place]) for place in standing),
        dead=dead,
        integrity=integrity,
        missing=tuple(sorted(wanted - found)),
        violations=(*world.slack.violations, *world.discord.violations),
    )


def open_deliveries(database: Path) -> int:
    """Return how many deliveries are not settled."""
    with closing(sqlite.driver().connect(database)) as connection:
        count: int = connection.execute(_OPEN).fetchone()[0]
        return count


def dispatches_kept(database: Path) -> int:
    """Return how many articles are stored."""
    with closing(sqlite.driver().connect(database)) as connection:
        count: int = connection.execute("SELECT count(*) FROM article").fetchone()[0]
        return count


def _standing(world: World) -> dict[str, list[int]]:
    slack = {f"slack:{place}": [m for m in world.slack.messages[place] if not m.get("thread_ts")] for place in SLACK}
    discord = {f"discord:C{place}": world.discord.sent_in(place) for place in DISCORD}
    return {place: _numbers(messages) for place, messages in {**slack, **discord}.items()}


def _numbers(messages: Sequence[Any]) -> list[int]:
    """Return the number of the dispatch that each message is about."""
    return [int(named[1]) for message in messages if (named := _NUMBER.search(json.dumps(message)))]


def _overtaken(standing: Sequence[int], line: Sequence[int]) -> int:
    """Return how many messages stand before one that was queued earlier; each counts once, where it first stands."""
    queued = {number: place for place, number in enumerate(line)}
    places = [queued[number] for number in dict.fromkeys(standing) if number in queued]
    return sum(later < earlier for earlier, later in itertools.pairwise(places))
