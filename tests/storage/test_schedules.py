"""Schedules are kept as they were made, seen by their own desk, and moved on by what ran."""

from collections.abc import Iterator
from contextlib import closing
from datetime import time, timedelta

import pytest

from storage import channels, schedules
from storage.model import Channel, Density, Empty, NewSchedule, Schedule, ScheduleId
from storage.store import Store, Transaction, open_store
from tests.builders import NOW
from tests.storage.builders import a_channel

LATER = NOW + timedelta(hours=5)


@pytest.fixture
def store() -> Iterator[Store]:
    """A fresh store."""
    with closing(open_store("sqlite://", NOW)) as opened:
        yield opened


def a_schedule(tx: Transaction, channel: Channel, **more: object) -> Schedule:
    wanted: dict[str, object] = {
        "channel": channel.id,
        "made_by": "slack:U1",
        "at": time(7, 30),
        "zone": "America/New_York",
        "days": ("mon", "fri"),
        "lists": (),
        "density": Density.SHORT,
        "empty": Empty.SKIP,
        "covered_until": NOW,
        "next_run": LATER,
    }
    return schedules.add_schedule(tx, NewSchedule(**{**wanted, **more}), NOW)  # type: ignore[arg-type]  # each field's own


def test_a_schedule_is_kept_as_it_was_made(store: Store) -> None:
    with store.transaction() as tx:
        channel = a_channel(tx)
        made = a_schedule(tx, channel)

    with store.reading() as tx:
        assert schedules.schedules(tx, channel.desk) == (made,)
        assert schedules.schedule(tx, channel.desk, made.id) == made
    assert (made.at, made.days, made.density, made.empty) == (time(7, 30), ("mon", "fri"), Density.SHORT, Empty.SKIP)
    assert (made.channel, made.next_run, made.covered_until, made.skips) == (channel, LATER, NOW, 0)


def test_another_desk_does_not_see_it(store: Store) -> None:
    with store.transaction() as tx:
        made = a_schedule(tx, a_channel(tx))
        other = channels.ensure_desk(tx, "slack:T99", "Another Paper", "UTC")

    with store.reading() as tx:
        assert schedules.schedules(tx, other.id) == ()
        assert schedules.schedule(tx, other.id, made.id) is None
        assert schedules.schedule(tx, made.channel.desk, ScheduleId(99)) is None


def test_a_run_moves_it_on(store: Store) -> None:
    with store.transaction() as tx:
        made = a_schedule(tx, a_channel(tx))

        schedules.keep_run(tx, made.id, LATER, LATER + timedelta(days=1), 2)

        [moved] = schedules.all_schedules(tx)
    assert (moved.covered_until, moved.next_run, moved.skips) == (LATER, LATER + timedelta(days=1), 2)


def test_the_longest_due_comes_first(store: Store) -> None:
    with store.transaction() as tx:
        channel = a_channel(tx)
        second = a_schedule(tx, channel)
        first = a_schedule(tx, channel, next_run=NOW)

    with store.reading() as tx:
        assert [each.id for each in schedules.all_schedules(tx)] == [first.id, second.id]
        assert [each.id for each in schedules.schedules(tx, channel.desk)] == [second.id, first.id]


def test_a_removed_one_is_no_longer_listed_and_can_be_restored(store: Store) -> None:
    with store.transaction() as tx:
        made = a_schedule(tx, a_channel(tx))
        schedules.remove_schedule(tx, made.id, NOW)
        gone = schedules.all_schedules(tx), schedules.schedules(tx, made.channel.desk)
        schedules.restore_schedule(tx, made.id)
        back = schedules.all_schedules(tx)

    assert gone == ((), ())
    assert back == (made,)
