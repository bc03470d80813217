"""Digests that come by themselves: who may schedule what, and exactly one an hour of theirs whatever happens."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from feeds.model import Feed, Level
from handlers.commands import answer, parse
from handlers.message import Line, Message, Moment
from handlers.request import Person, Reply, Request, Role
from handlers.schedule_runs import queue_due_digests
from storage import audit, channels, schedules
from storage.model import Channel
from storage.model import Desk as StoredDesk
from tests.builders import an_article
from tests.newsroom import Desk, open_newsroom, shown

NEW_YORK = ZoneInfo("America/New_York")
MONDAY_MORNING = datetime(2026, 6, 15, 11, 30, tzinfo=UTC)
"""07:30 in New York, a quarter of an hour before the desk's next Monday begins to count."""


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk on a Sunday evening, with one list."""
    opened = open_newsroom(tmp_path)
    opened.now = datetime(2026, 6, 14, 23, 0, tzinfo=UTC)
    opened.follows("ferries", "ferry", Level.DIGEST)
    yield opened
    opened.store.close()


@pytest.fixture
def times(desk: Desk) -> Feed:
    feed = desk.watches()
    desk.receives(feed)
    return feed


def ticks(desk: Desk, at: datetime) -> int:
    desk.now = at
    return queue_due_digests(desk.store, at)


def heard(desk: Desk) -> list[str]:
    return [shown(message) for message in desk.delivers()]


def brings(desk: Desk, feed: Feed, number: int, title: str = "Ferry service to resume") -> None:
    desk.receives(
        feed,
        an_article(
            guid=f"ferry-{number}",
            url=f"https://times.example/{number}",
            title=f"{title} {number}: {_prose(number)[:30]}",
            text=f"The ferry was late at the pier. {_prose(number)}",
            published=desk.now,
        ),
    )


def _prose(number: int) -> str:
    """Return words that no other number's have, so that no two are one story."""
    return " ".join(
        "".join(chr(97 + (number * 7 + place * step) % 26) for step in range(3, 9)) for place in range(1, 40)
    )


def moments(message: Message) -> list[str]:
    """Return the times in a message as a clock in New York shows them."""
    lines = [block for block in message.blocks if isinstance(block, Line)]
    found = [part for line in lines for part in line.inlines if isinstance(part, Moment)]
    return [f"{each.at.astimezone(NEW_YORK):%a %d %b %H:%M}" for each in found]


def asks(desk: Desk, line: str, person: Person, place: Channel | None, home: StoredDesk) -> Reply:
    command = parse(line)
    assert command is not None
    where = place.ref if place else ""
    return answer(Request(command, person, home, place, where, place.name if place else ""), desk.store, desk.now)


def test_a_digest_comes_at_its_time_once_and_covers_what_came_since(desk: Desk, times: Feed) -> None:
    said = desk.types("/digest schedule 07:30 weekdays here").message
    brings(desk, times, 1)

    before = ticks(desk, MONDAY_MORNING - timedelta(seconds=1))
    at = ticks(desk, MONDAY_MORNING)
    again = ticks(desk, MONDAY_MORNING + timedelta(seconds=5))

    assert "07:30 weekdays, to you · next " in shown(said)
    assert moments(said) == ["Mon 15 Jun 07:30"]
    assert (before, at, again) == (0, 1, 0)
    [digest] = desk.delivers()
    assert moments(digest)[0] == "Mon 15 Jun 07:30"
    assert shown(digest).startswith("Morning digest · <time>\n")
    assert "Ferry service to resume 1" in shown(digest)


def test_windows_follow_one_another_without_gap_or_overlap(desk: Desk, times: Feed) -> None:
    desk.types("/digest schedule 07:30 daily here")
    for day in range(4):
        desk.now = MONDAY_MORNING + timedelta(days=day, minutes=-1)
        brings(desk, times, day)
        ticks(desk, MONDAY_MORNING + timedelta(days=day))

    told = heard(desk)

    assert [[number for number in range(4) if f"resume {number}" in each] for each in told] == [[0], [1], [2], [3]]


def test_a_restart_in_that_very_minute_sends_it_once(desk: Desk, times: Feed, tmp_path: Path) -> None:
    desk.types("/digest schedule 07:30 daily here")
    brings(desk, times, 1)
    ticks(desk, MONDAY_MORNING)
    desk.store.close()

    reopened = open_newsroom(tmp_path)
    reopened.now = MONDAY_MORNING + timedelta(seconds=20)

    assert ticks(reopened, reopened.now) == 0
    assert len(heard(reopened)) == 1
    reopened.store.close()


def test_days_that_were_missed_come_in_one_digest_marked_late(desk: Desk, times: Feed) -> None:
    desk.types("/digest schedule 07:30 daily here")
    brings(desk, times, 1)
    brings(desk, times, 2)

    queued = ticks(desk, MONDAY_MORNING + timedelta(days=3, hours=2))

    assert queued == 1
    [digest] = heard(desk)
    assert "late, it was due" in digest
    assert "resume 1" in digest
    assert "resume 2" in digest
    assert ticks(desk, MONDAY_MORNING + timedelta(days=3, hours=3)) == 0


def test_a_clock_that_jumps_ahead_and_back_neither_doubles_nor_swallows_the_morning(desk: Desk, times: Feed) -> None:
    desk.types("/digest schedule 07:30 daily here")
    jumped = ticks(desk, MONDAY_MORNING + timedelta(days=30))
    back = ticks(desk, MONDAY_MORNING - timedelta(hours=2))

    brings(desk, times, 1)
    morning = ticks(desk, MONDAY_MORNING)

    assert (jumped, back, morning) == (1, 0, 1)
    assert "resume 1" in heard(desk)[-1]


@pytest.mark.parametrize(
    ("at", "evening", "nights"),
    [("02:30", datetime(2026, 3, 7, 22, tzinfo=UTC), 2), ("01:30", datetime(2026, 10, 31, 22, tzinfo=UTC), 2)],
)
def test_nights_on_which_clocks_change_have_one_digest(tmp_path: Path, at: str, evening: datetime, nights: int) -> None:
    desk = open_newsroom(tmp_path)
    desk.now = evening
    desk.types(f"/digest schedule {at} daily here")

    queued = sum(ticks(desk, evening + timedelta(minutes=5 * step)) for step in range(nights * 288))

    desk.store.close()
    assert queued == nights


def test_an_empty_one_says_so_or_is_left_out(desk: Desk, times: Feed) -> None:
    desk.types("/digest schedule 07:30 daily here empty:skip")
    desk.types("/digest schedule 07:31 daily here")

    skipped = ticks(desk, MONDAY_MORNING)
    said = ticks(desk, MONDAY_MORNING + timedelta(minutes=1))
    brings(desk, times, 1)
    full = ticks(desk, MONDAY_MORNING + timedelta(days=1))

    assert (skipped, said, full) == (0, 1, 1)
    assert "Nothing matched a watchlist in this time." in heard(desk)[0]


def test_a_skipped_one_leaves_what_it_would_have_told_to_the_next(desk: Desk, times: Feed) -> None:
    desk.types("/digest schedule 07:30 daily here")
    brings(desk, times, 1)

    said = desk.types("/digest skip").message
    skipped = ticks(desk, MONDAY_MORNING)
    came = ticks(desk, MONDAY_MORNING + timedelta(days=1))

    assert "is skipped <time>, and next comes <time>" in shown(said)
    assert moments(said) == ["Mon 15 Jun 07:30", "Tue 16 Jun 07:30"]
    assert (skipped, came) == (0, 1)
    assert "resume 1" in heard(desk)[0]


def test_it_tells_of_its_own_lists_only(desk: Desk, times: Feed) -> None:
    desk.follows("piers", "pier", Level.DIGEST)
    desk.types('/digest schedule 07:30 daily here lists:"piers"')
    brings(desk, times, 1)

    ticks(desk, MONDAY_MORNING)

    [digest] = heard(desk)
    assert "piers · 1 story" in digest
    assert "ferries" not in digest


def test_what_was_alerted_here_comes_last_in_one_line(desk: Desk, times: Feed) -> None:
    desk.follows("piers", "pier", Level.ALERT)
    desk.types("/digest schedule 07:30 daily here")
    brings(desk, times, 1)
    heard(desk)

    ticks(desk, MONDAY_MORNING)

    [digest] = heard(desk)
    assert "Already alerted here: Ferry service to resume 1" in digest
    assert "1 story from 1 article" in digest
    assert "piers ·" not in digest


def test_a_short_one_has_headlines_and_no_quotes(desk: Desk, times: Feed) -> None:
    desk.types("/digest schedule 07:30 daily here density:short")
    desk.receives(
        times,
        an_article(
            guid="q",
            title="Ferry talks",
            text="“We were told nothing of the ferry at all,” said Karen Bassey on Monday.",
        ),
    )

    ticks(desk, MONDAY_MORNING)

    [digest] = heard(desk)
    assert "Ferry talks" in digest
    assert "told nothing" not in digest


def test_a_preview_shows_what_would_come_and_sends_nothing(desk: Desk, times: Feed) -> None:
    desk.types("/digest schedule 07:30 daily here")
    brings(desk, times, 1)

    preview = shown(desk.types("/digest preview").message)

    assert "resume 1" in preview
    assert heard(desk) == []
    assert ticks(desk, MONDAY_MORNING) == 1


def test_a_removed_one_comes_no_more_and_can_be_taken_back(desk: Desk, times: Feed) -> None:
    desk.types("/digest schedule 07:30 daily here")
    brings(desk, times, 1)

    removed = desk.types("/digest remove 1")
    gone = ticks(desk, MONDAY_MORNING)
    desk.types(removed.message.buttons[0].command)
    back = ticks(desk, MONDAY_MORNING + timedelta(days=1))

    assert (gone, back) == (0, 1)
    assert "resume 1" in heard(desk)[0]


def test_every_change_is_written_down(desk: Desk) -> None:
    desk.types("/digest schedule 07:30 daily here")
    desk.types("/digest skip 1")
    desk.types("/digest remove 1")
    desk.types("/digest restore 1")

    with desk.store.reading() as tx:
        written = [entry.action for entry in audit.history(tx, desk.place.desk.id, "digest:1")]

    assert written == ["digest restore", "digest remove", "digest skip", "digest schedule"]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("/digest schedule", "When should it come?"),
        ("/digest schedule noon", "no time of day"),
        ("/digest schedule 07:30 someday", "neither a day nor a place"),
        ("/digest schedule 07:30 tz:Mars/Base", "no time zone"),
        ("/digest schedule 07:30 lists:nothing", "No watchlist is called"),
        ("/digest schedule 07:30 #nowhere", "no channel of this desk"),
        ("/digest remove 99", "No digest has the number"),
        ("/digest skip", "Which digest?"),
        ("/digest preview 99999999999999999999", "No digest has the number"),
        ("/digest restore x", "No digest has the number"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_cure_and_changes_nothing(desk: Desk, typed: str, why: str) -> None:
    reply = desk.types(typed)

    assert reply.refused
    assert why in shown(reply.message)
    with desk.store.reading() as tx:
        assert schedules.all_schedules(tx) == ()


def test_a_reader_schedules_for_herself_and_an_editor_for_a_channel(desk: Desk) -> None:
    with desk.store.transaction() as tx:
        home = channels.ensure_desk(tx, "slack:T1", "Example Times", "UTC")
        news = channels.ensure_channel(tx, home.id, "slack:C1", "#news")
    anna = Person("slack:U1", "Anna", Role.READER, "UTC")
    ben = Person("slack:U2", "Ben", Role.EDITOR, "Europe/Berlin")

    refused = asks(desk, "/digest schedule 07:30 here", anna, news, home)
    own = asks(desk, "/digest schedule 07:30", anna, news, home)
    channel = asks(desk, "/digest schedule 07:30 here", ben, news, home)

    assert refused.refused
    assert "for editors" in shown(refused.message)
    assert "to you" in shown(own.message)
    assert own.public is None
    assert channel.public is not None
    assert "Ben scheduled a digest here" in shown(channel.public)
    with desk.store.reading() as tx:
        mine, here = schedules.schedules(tx, home.id)
    assert (mine.channel.ref, mine.channel.person) == ("slack:U1", "slack:U1")
    assert (here.channel.ref, here.zone) == ("slack:C1", "Europe/Berlin")


def test_nobody_sees_or_changes_another_persons_digest(desk: Desk) -> None:
    with desk.store.transaction() as tx:
        home = channels.ensure_desk(tx, "slack:T1", "Example Times", "UTC")
        news = channels.ensure_channel(tx, home.id, "slack:C1", "#news")
    anna = Person("slack:U1", "Anna", Role.READER, "UTC")
    ben = Person("slack:U2", "Ben", Role.ADMIN, "UTC")
    asks(desk, "/digest schedule 07:30", anna, news, home)
    asks(desk, "/digest schedule 08:00 here", ben, news, home)

    seen = shown(asks(desk, "/digest list", ben, news, home).message)
    stolen = asks(desk, "/digest remove 1", ben, news, home)
    channels_own = asks(desk, "/digest remove 2", anna, news, home)

    assert "07:30" not in seen
    assert "08:00" in seen
    assert stolen.refused
    assert channels_own.refused
