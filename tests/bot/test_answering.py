"""Answering events: whose desk, which role, which zone; and whatever breaks is said, never raised."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.answering import Answerer
from bot.chat import Event
from bot.poller import Poller
from feeds.errors import FetchFailed, State
from feeds.fetch import Fetcher
from feeds.model import Feed, FeedId
from feeds.watchlists import starter_watchlists
from handlers.feed_search import Search
from handlers.feed_trials import Trial
from handlers.request import Command, Option, Reply, Role
from storage import channels, feeds, watchlists
from tests.newsroom import Desk, open_newsroom, shown

EVENT = Event(
    desk="slack:T1",
    desk_name="Example Newsroom",
    channel="slack:C1",
    channel_name="#metro",
    person="slack:U1",
    person_name="Ada",
    role=Role.READER,
    zone="America/New_York",
    line="/desk status",
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A store with the terminal's desk in it."""
    opened = open_newsroom(tmp_path)
    yield opened
    opened.store.close()


class Fetching(Poller):
    """A poller that notes which feeds it was to read, and breaks where it is told to."""

    asked: tuple[FeedId, ...] = ()
    breaks = False

    async def poll(self, ids: Iterable[FeedId], told: Callable[[Feed], None] = lambda _: None) -> tuple[Feed, ...]:
        del told
        self.asked = tuple(ids)
        if self.breaks:
            raise ZeroDivisionError
        with self._newsroom.store.reading() as tx:
            return tuple(replace(feed, trouble="not today") for feed in feeds.all_feeds(tx))

    async def try_feed(self, feed: Feed) -> Trial:
        return Trial(feed, "Wiredesk", trouble=FetchFailed("news.example: not today", state=State.SOFT))

    async def find_feeds(self, site: Feed) -> Search:
        return Search(site, tried=7)


@pytest.fixture
def poller(desk: Desk) -> Fetching:
    """A poller that asks nobody."""
    return Fetching(desk.newsroom, Fetcher(), lambda: desk.now)


@pytest.fixture
def answerer(desk: Desk, poller: Fetching) -> Answerer:
    """An answerer whose settings name one admin."""
    return Answerer(desk.store, poller, ("slack:U9",), lambda: desk.now, "America/New_York")


async def said(answerer: Answerer, **changes: object) -> Reply:
    return await answerer(replace(EVENT, **changes))  # type: ignore[arg-type]  # any field of an Event


async def test_a_typed_line_is_answered(answerer: Answerer) -> None:
    reply = await said(answerer)

    assert not reply.refused
    assert "Desk: Example Newsroom" in shown(reply.message)


async def test_a_filled_form_is_answered_like_a_line(answerer: Answerer) -> None:
    typed = await said(answerer, line="/digest now since:7d")

    filled = await said(answerer, line=None, command=Command("digest", "now", "", (Option("since", "7d"),)))

    assert filled == typed


@pytest.mark.parametrize("line", ["", "   ", "/", "\u200b"])
async def test_nothing_typed_is_answered_with_where_the_commands_are(answerer: Answerer, line: str) -> None:
    reply = await said(answerer, line=line)

    assert reply.refused
    assert "/desk help" in shown(reply.message)


async def test_a_workspace_seen_for_the_first_time_has_starter_lists_that_speak_nowhere(
    answerer: Answerer, desk: Desk
) -> None:
    await said(answerer)

    with desk.store.reading() as tx:
        found = channels.find_desk(tx, "slack:T1")
        assert found is not None
        lists = watchlists.all_watchlists(tx, found.id)
    assert len(lists) == len(starter_watchlists())
    assert [route for each in lists for route in each.routes] == []


async def test_one_workspace_never_sees_anothers_lists(answerer: Answerer) -> None:
    await said(answerer, role=Role.ADMIN, line='/watch add "rhubarb tariffs" save:yes')

    ours = await said(answerer, line="/watch list")
    theirs = await said(answerer, desk="slack:T2", line="/watch list")

    assert "rhubarb" in shown(ours.message)
    assert "rhubarb" not in shown(theirs.message)


async def test_the_settings_make_an_admin_of_whom_they_name(answerer: Answerer) -> None:
    named = await said(answerer, person="slack:U9", line="/feeds pack nonsense")
    other = await said(answerer, line="/feeds pack nonsense")

    assert "Packs are" in shown(named.message)
    assert "is for admins here" in shown(other.message)


async def test_a_guest_stays_a_guest_whatever_the_settings_say(answerer: Answerer) -> None:
    reply = await said(answerer, person="slack:U9", role=Role.GUEST, line="/watch list")

    assert reply.refused
    assert "members" in shown(reply.message) or "for readers" in shown(reply.message)


PACK = "/feeds pack nonsense"
"""A line that admins are refused for another reason than everybody else."""


@pytest.mark.parametrize("given_to", ["slack:U1", "slack:S7", "slack:S8"])
async def test_what_is_given_to_a_person_or_a_group_of_theirs_counts(answerer: Answerer, given_to: str) -> None:
    groups = ("slack:S7", "slack:S8")
    before = await said(answerer, line=PACK, groups=groups)
    await said(answerer, role=Role.ADMIN, line=f"/desk roles {given_to} admin")

    after = await said(answerer, line=PACK, groups=groups)

    assert "is for admins here" in shown(before.message)
    assert "Packs are" in shown(after.message)


@pytest.mark.parametrize(("own", "groups"), [("admin", "editor"), ("editor", "admin")])
async def test_the_highest_of_all_roles_given_counts(answerer: Answerer, own: str, groups: str) -> None:
    for who, role in (("slack:U1", own), ("slack:S7", groups)):
        await said(answerer, role=Role.ADMIN, line=f"/desk roles {who} {role}")

    reply = await said(answerer, line=PACK, groups=("slack:S7",))

    assert "Packs are" in shown(reply.message)


async def test_a_group_raises_nobody_outside_it_and_nobody_on_another_desk(answerer: Answerer) -> None:
    await said(answerer, role=Role.ADMIN, line="/desk roles @&S7 admin")

    outside = await said(answerer, line=PACK, groups=("slack:S8",))
    elsewhere = await said(answerer, desk="slack:T2", line=PACK, groups=("slack:S7",))

    assert "is for admins here" in shown(outside.message)
    assert "is for admins here" in shown(elsewhere.message)


async def test_a_group_given_less_lowers_nobody(answerer: Answerer) -> None:
    await said(answerer, role=Role.ADMIN, line="/desk roles @&S7 editor")

    reply = await said(answerer, role=Role.ADMIN, line=PACK, groups=("slack:S7",))

    assert "Packs are" in shown(reply.message)


async def test_a_guest_stays_a_guest_whatever_was_given_to_their_group(answerer: Answerer) -> None:
    await said(answerer, role=Role.ADMIN, line="/desk roles @&S7 admin")

    reply = await said(answerer, role=Role.GUEST, line="/watch list", groups=("slack:S7",))

    assert shown(reply.message) == "This is for members of this desk."


async def test_guests_are_offered_no_names(answerer: Answerer) -> None:
    await said(answerer)

    member = await answerer.complete(EVENT, "watchlist", "")
    guest = await answerer.complete(replace(EVENT, role=Role.GUEST), "watchlist", "")

    assert {each.value for each in member} >= {"ICE"}
    assert guest == ()


@pytest.mark.parametrize("zone", ["Mars/Olympus_Mons", "../../etc/passwd", "", "America"])
async def test_a_zone_that_nobody_knows_is_that_of_the_desk(answerer: Answerer, zone: str) -> None:
    reply = await said(answerer, zone=zone, line="/digest now since:today")

    assert not reply.refused, shown(reply.message)


async def test_a_time_is_meant_in_the_zone_of_whoever_asks(answerer: Answerer) -> None:
    late = "/digest now since:2026-06-17T04:00"

    in_tokyo = await said(answerer, zone="Asia/Tokyo", line=late)
    in_new_york = await said(answerer, zone="America/New_York", line=late)

    assert (in_tokyo.refused, in_new_york.refused) == (False, True)


async def test_a_new_feed_is_read_at_once_and_its_outcome_is_in_the_reply(answerer: Answerer, poller: Fetching) -> None:
    reply = await said(answerer, role=Role.ADMIN, line="/feeds add https://news.example/rss.xml name:News")

    assert len(poller.asked) == 1
    assert "News: not today" in shown(reply.message)


async def test_what_breaks_is_said_by_its_kind_and_claims_nothing_about_what_was_done(
    answerer: Answerer, poller: Fetching, desk: Desk
) -> None:
    poller.breaks = True

    reply = await said(answerer, role=Role.ADMIN, line="/feeds add https://news.example/rss.xml")

    with desk.store.reading() as tx:
        assert len(feeds.all_feeds(tx)) == 1
    assert reply.refused
    assert "ZeroDivisionError" in shown(reply.message)
    assert "Nothing was changed" not in shown(reply.message)


async def test_a_break_inside_a_command_never_reaches_the_chat(desk: Desk, poller: Fetching) -> None:
    def broken_clock() -> datetime:
        raise ZeroDivisionError

    reply = await Answerer(desk.store, poller, (), broken_clock)(EVENT)

    assert reply.refused
    assert "broke inside Wiredesk" in shown(reply.message)


async def test_a_feed_that_is_only_tested_is_asked_once_and_watched_by_nobody(
    answerer: Answerer, desk: Desk, poller: Fetching
) -> None:
    reply = await said(answerer, line="/feeds test https://news.example/rss")

    text = shown(reply.message)
    assert "GET https://news.example/rss · as Wiredesk" in text
    assert "soft: news.example: not today" in text
    assert poller.asked == ()
    with desk.store.reading() as tx:
        assert feeds.all_feeds(tx) == ()


async def test_the_feeds_of_a_site_are_looked_for(answerer: Answerer, poller: Fetching) -> None:
    reply = await said(answerer, line="/feeds find news.example")

    assert "No feed was found on news.example." in shown(reply.message)
    assert poller.asked == ()
