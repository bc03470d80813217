"""Quiet hours: what waits for the morning, what breaks through, and one catch-up whatever the night brings."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from feeds.model import Feed, Level
from handlers.commands import answer, parse
from handlers.request import Person, Reply, Request, Role
from handlers.schedule_runs import queue_due_digests
from storage import audit, channels
from tests.builders import an_article
from tests.newsroom import Desk, reopened, shown

MIDNIGHT = datetime(2026, 6, 16, 4, 0, tzinfo=UTC)
"""In New York."""
MORNING = datetime(2026, 6, 16, 10, 30, tzinfo=UTC)
TOPICS = ("ferry", "bridge", "tunnel", "harbour")


@pytest.fixture
def night(desk: Desk) -> Feed:
    """A desk at midnight that sleeps from eleven to half past six, with a list a topic; bridges are a flash."""
    desk.now = MIDNIGHT - timedelta(hours=3)
    for topic in TOPICS:
        desk.follows(topic, topic, Level.FLASH if topic == "bridge" else Level.ALERT)
    feed = desk.watches()
    desk.receives(feed)
    desk.types("/desk quiet 23:00-06:30 except:flash")
    desk.now = MIDNIGHT
    return feed


def brings(desk: Desk, feed: Feed, topic: str, title: str = "", text: str = "") -> None:
    words = " ".join(f"{topic}{chr(97 + place)}{len(topic)}" for place in range(20))
    article = an_article(
        guid=topic,
        url=f"https://times.example/{topic}",
        title=title or f"The {topic} is closed",
        text=text or f"The {topic} was closed. {words}",
        published=desk.now,
    )
    desk.receives(feed, article)


def heard(desk: Desk, at: datetime) -> list[str]:
    desk.now = at
    return [shown(message) for message in desk.delivers()]


def test_alerts_wait_for_the_morning_and_come_in_one_catch_up(desk: Desk, night: Feed) -> None:
    for topic in ("ferry", "tunnel", "harbour"):
        brings(desk, night, topic)

    asleep = heard(desk, MORNING - timedelta(seconds=1))
    awake = heard(desk, MORNING)

    assert asleep == []
    assert len(awake) == 1
    assert awake[0].startswith("While it was quiet: 3 stories")
    assert heard(desk, MORNING + timedelta(hours=1)) == []


def test_a_single_one_comes_as_its_own_card(desk: Desk, night: Feed) -> None:
    brings(desk, night, "ferry")

    [card] = heard(desk, MORNING)

    assert "ALERT · ferry" in card


def test_a_flash_breaks_through_what_waits(desk: Desk, night: Feed) -> None:
    brings(desk, night, "ferry")
    brings(desk, night, "bridge")

    at_once = heard(desk, MIDNIGHT + timedelta(minutes=1))

    assert len(at_once) == 1
    assert "FLASH · bridge" in at_once[0]
    assert len(heard(desk, MORNING)) == 1


def test_a_restart_at_three_changes_nothing(desk: Desk, night: Feed) -> None:
    brings(desk, night, "ferry")
    brings(desk, night, "tunnel")
    desk.now = MIDNIGHT + timedelta(hours=3)

    again = reopened(desk)

    assert heard(again, again.now) == []
    assert len(heard(again, MORNING)) == 1


def test_what_was_withdrawn_overnight_is_counted_and_not_shown(desk: Desk, night: Feed) -> None:
    for topic in ("ferry", "tunnel", "harbour"):
        brings(desk, night, topic)
    desk.now = MIDNIGHT + timedelta(hours=2)
    brings(desk, night, "tunnel", title="WITHDRAWN: The tunnel is closed", text="This story has been withdrawn.")

    [caught_up] = heard(desk, MORNING)

    assert "2 stories" in caught_up
    assert "1 withdrawn meanwhile" in caught_up
    assert "The tunnel is closed" not in caught_up


@pytest.mark.parametrize("evening", [datetime(2026, 3, 8, 4, tzinfo=UTC), datetime(2026, 11, 1, 4, tzinfo=UTC)])
def test_nights_on_which_clocks_change_have_one_catch_up(desk: Desk, night: Feed, evening: datetime) -> None:
    desk.now = evening
    said: list[str] = []
    news = {2: "ferry", 9: "tunnel", 17: "harbour"}
    for step in range(100):
        if step in news:
            brings(desk, night, news[step])
        said += heard(desk, evening + timedelta(minutes=5 * step))

    assert len(said) <= 1
    said += heard(desk, evening + timedelta(hours=9))
    assert len(said) == 1


def test_ending_the_quiet_lets_what_waits_come(desk: Desk, night: Feed) -> None:
    brings(desk, night, "ferry")

    reply = shown(desk.types("/desk quiet off").message)

    assert "You: never quiet." in reply
    assert "1 message that waited: now due." in reply
    assert len(heard(desk, desk.now)) == 1


def test_a_digest_that_was_asked_for_comes_though_it_is_quiet(desk: Desk, night: Feed) -> None:
    desk.types("/digest schedule 02:00 daily here")
    brings(desk, night, "ferry")
    desk.now = MIDNIGHT + timedelta(hours=2)
    queue_due_digests(desk.store, desk.now)

    [digest] = heard(desk, desk.now)

    assert "digest ·" in digest


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("/desk quiet all night", "are no hours"),
        ("/desk quiet 23:00", "are no hours"),
        ("/desk quiet 23:00-25:00", "no time of day"),
        ("/desk quiet 07:00-07:00", "begins when it ends"),
        ("/desk quiet 23:00-06:30 except:everything", "is no level"),
        ("/desk quiet 23:00-06:30 tz:Nowhere", "no time zone"),
    ],
)
def test_hours_that_cannot_be_read_are_refused_and_change_nothing(
    desk: Desk, night: Feed, typed: str, why: str
) -> None:
    assert night
    before = shown(desk.types("/desk quiet").message)

    reply = desk.types(typed)

    assert reply.refused
    assert why in shown(reply.message)
    assert shown(desk.types("/desk quiet").message) == before


def test_a_reader_is_quiet_for_herself_and_an_editor_for_a_channel(desk: Desk) -> None:
    with desk.store.transaction() as tx:
        home = channels.ensure_desk(tx, "slack:T1", "Example Times", "UTC")
        news = channels.ensure_channel(tx, home.id, "slack:C1", "#news")
    anna = Person("slack:U1", "Anna", Role.READER, "Europe/Berlin")

    def asks(person: Person, line: str) -> Reply:
        command = parse(line)
        assert command is not None
        return answer(Request(command, person, home, news, news.ref, news.name), desk.store, desk.now)

    own = asks(anna, "/desk quiet 22:00-07:00")
    refused = asks(anna, "/desk quiet 22:00-07:00 here")
    channel = asks(replace(anna, role=Role.EDITOR), "/desk quiet 22:00-07:00 here except:none")

    assert "You: quiet from 22:00 to 07:00 Europe/Berlin, but for what is flash." in shown(own.message)
    assert own.public is None
    assert refused.refused
    assert channel.public is not None
    assert "Anna: #news is quiet from 22:00 to 07:00 Europe/Berlin." in shown(channel.public)
    with desk.store.reading() as tx:
        assert [entry.action for entry in audit.history(tx, home.id)] == ["desk quiet", "desk quiet"]


def test_me_tells_all_that_is_set_for_who_asks(desk: Desk, night: Feed) -> None:
    assert night
    desk.types("/digest schedule 07:30 weekdays")
    desk.types("/watch follow ferry")

    said = shown(desk.types("/desk me").message)

    assert "('role', 'admin')" in said
    assert "quiet from 23:00 to 06:30 America/New_York, but for what is flash" in said
    assert "07:30 weekdays" in said
    assert "1 list or story" in said
    assert "quiet now, until <time>" in said
