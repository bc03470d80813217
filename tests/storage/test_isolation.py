"""No desk sees or touches what is another's: every function of the storage that takes a desk is tried from another."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from dataclasses import replace
from datetime import time

import pytest

import storage
from feeds.errors import RequestError
from feeds.model import Forms, Level, Salience
from storage import articles, audit, channels, outbox, people, schedules, watchlists
from storage.model import (
    AuditEntry,
    Channel,
    DeliveryKind,
    Density,
    DeskId,
    Empty,
    NewDelivery,
    NewSchedule,
    ScheduleId,
)
from storage.store import Store, Transaction
from tests.builders import NOW
from tests.storage.builders import HOUR, a_channel, a_list, a_match, keep, numbered, outlet

Look = Callable[[Transaction, DeskId], object]
LOOKS: dict[str, Look] = {
    "articles.news_between": lambda tx, desk: articles.news_between(tx, desk, NOW, NOW + HOUR),
    "audit.history": audit.history,
    "channels.channels": channels.channels,
    "channels.find_channel": lambda tx, desk: channels.find_channel(tx, desk, "slack:C1"),
    "outbox.facts_of": lambda tx, desk: outbox.facts_of(tx, desk).pending,
    "outbox.own_times": lambda tx, desk: outbox.own_times(tx, desk, 10),
    "people.appointment": lambda tx, desk: people.appointment(tx, desk, "slack:U1"),
    "people.appointments": people.appointments,
    "schedules.schedule": lambda tx, desk: schedules.schedule(tx, desk, ScheduleId(1)),
    "schedules.schedules": schedules.schedules,
    "watchlists.all_watchlists": watchlists.all_watchlists,
    "watchlists.find_watchlist": lambda tx, desk: watchlists.find_watchlist(tx, desk, "Deportation"),
    "watchlists.removed_watchlists": watchlists.removed_watchlists,
    "watchlists.watchlist": lambda tx, desk: watchlists.watchlist(
        tx, desk, watchlists.all_watchlists(tx, None)[0].watchlist.id
    ),
}
ORDERS = {
    "channels.ensure_channel",
    "channels.close_desk",
    "channels.open_desk",
    "channels.hold_desk",
    "corrections.note_shares",
    "people.appoint",
    "people.dismiss",
    "watchlists.add_watchlist",
}
"""Functions that change a desk; each has a test of its own below."""


def public_functions_that_take_a_desk() -> set[str]:
    found = set()
    for module in pkgutil.iter_modules(storage.__path__):
        if module.ispkg:
            continue
        loaded = importlib.import_module(f"storage.{module.name}")
        for name, function in inspect.getmembers(loaded, inspect.isfunction):
            here = function.__module__ == loaded.__name__ and not name.startswith("_")
            if here and "desk" in inspect.signature(function).parameters:
                found.add(f"{module.name}.{name}")
    return found


@pytest.fixture
def theirs(store: Store) -> Channel:
    """The channel of a desk that has one of everything."""
    with store.transaction() as tx:
        channel = a_channel(tx, "slack:T1")
        watched = a_list(tx, channel)
        removed = a_list(tx, channel, "Removed")
        watchlists.remove_watchlist(tx, removed.watchlist.id, NOW)
        keep(tx, outlet(tx), numbered(1), matches=(a_match(watched.watchlist.id),))
        people.appoint(tx, channel.desk, "slack:U1", "admin", NOW)
        audit.record(tx, AuditEntry(NOW, channel.desk, "slack:U1", channel.ref, "watch add", None, "deport"))
        times = {"at": time(7, 30), "zone": "UTC", "days": ("mon",), "covered_until": NOW, "next_run": NOW}
        words = {"density": Density.USUAL, "empty": Empty.SAY, "made_by": "slack:U1", "lists": ()}
        schedules.add_schedule(tx, NewSchedule(channel=channel.id, **times, **words), NOW)  # type: ignore[arg-type]  # each field's own
        outbox.enqueue(tx, NewDelivery(channel.id, "alert:s", DeliveryKind.ALERT, "s", NOW), NOW)
        outbox.settle_sent(tx, outbox.claim_due(tx, NOW, HOUR, 1)[0].id, "1", NOW)
        outbox.enqueue(tx, NewDelivery(channel.id, "alert:t", DeliveryKind.ALERT, "t", NOW), NOW)
    return channel


@pytest.fixture
def stranger(store: Store, theirs: Channel) -> DeskId:
    """Another desk, with nothing of its own."""
    del theirs
    with store.transaction() as tx:
        return channels.ensure_desk(tx, "slack:T2", "T2", "UTC").id


def test_every_function_that_takes_a_desk_is_tried_from_another_one() -> None:
    moved = {name.replace("articles.", "matches.") for name in LOOKS}

    assert public_functions_that_take_a_desk() <= LOOKS.keys() | moved | ORDERS


@pytest.mark.parametrize("name", sorted(LOOKS))
def test_a_desk_finds_its_own(store: Store, theirs: Channel, name: str) -> None:
    with store.reading() as tx:
        assert LOOKS[name](tx, theirs.desk)


@pytest.mark.parametrize("name", sorted(LOOKS))
def test_a_desk_finds_nothing_of_another(store: Store, stranger: DeskId, name: str) -> None:
    with store.reading() as tx:
        assert not LOOKS[name](tx, stranger)


@pytest.mark.parametrize("name", sorted(LOOKS))
def test_a_desk_that_does_not_exist_finds_nothing(store: Store, theirs: Channel, name: str) -> None:
    del theirs
    with store.reading() as tx:
        assert not LOOKS[name](tx, DeskId(999))


def test_a_desk_cannot_edit_anothers_list(store: Store, theirs: Channel, stranger: DeskId) -> None:
    with store.transaction() as tx:
        [before] = watchlists.all_watchlists(tx, theirs.desk)

        with pytest.raises(RequestError, match="removed meanwhile"):
            watchlists.edit_watchlist(tx, replace(before, desk=stranger, paused=True))

        assert watchlists.all_watchlists(tx, theirs.desk) == (before,)


def test_a_list_cannot_be_edited_into_anothers_channel(store: Store, theirs: Channel, stranger: DeskId) -> None:
    with store.transaction() as tx:
        own = channels.ensure_channel(tx, stranger, "slack:C9", "#own")
        mine = a_list(tx, own)
        routes = (replace(mine.routes[0], channel=theirs.id),)

    def edit() -> None:
        with store.transaction() as tx:
            watchlists.edit_watchlist(tx, replace(mine, routes=routes))

    with pytest.raises(RequestError, match="another desk"):
        edit()

    with store.reading() as tx:
        assert watchlists.watchlist(tx, stranger, mine.watchlist.id) == mine


def test_a_list_cannot_be_added_to_anothers_channel(store: Store, theirs: Channel, stranger: DeskId) -> None:
    routes = ((theirs.id, Level.ALERT),)

    def add() -> None:
        with store.transaction() as tx:
            watchlists.add_watchlist(tx, stranger, "Mine", "x", Forms(), Salience.PASSING, routes, NOW)

    with pytest.raises(RequestError, match="another desk"):
        add()

    with store.reading() as tx:
        assert watchlists.all_watchlists(tx, stranger) == ()


def test_two_desks_may_give_their_lists_one_name(store: Store, theirs: Channel, stranger: DeskId) -> None:
    with store.transaction() as tx:
        mine = a_list(tx, channels.ensure_channel(tx, stranger, "slack:C9", "#own"))

        assert watchlists.find_watchlist(tx, stranger, "deportation") == mine
        assert watchlists.find_watchlist(tx, theirs.desk, "deportation") != mine


def test_renaming_a_channel_on_one_desk_leaves_the_others(store: Store, theirs: Channel, stranger: DeskId) -> None:
    with store.transaction() as tx:
        mine = channels.ensure_channel(tx, stranger, theirs.ref, "#renamed")

        assert channels.find_channel(tx, theirs.desk, theirs.ref) == theirs
        assert mine.name == "#renamed"


def test_closing_or_opening_one_desk_leaves_another_as_it_was(store: Store, theirs: Channel, stranger: DeskId) -> None:
    with store.transaction() as tx:
        assert channels.close_desk(tx, stranger, "the token was revoked", NOW, HOUR)

        found = {desk.id: desk.closed for desk in channels.desks(tx)}
        assert found == {theirs.desk: None, stranger: "the token was revoked"}
        assert not channels.open_desk(tx, theirs.desk)
        assert channels.open_desk(tx, stranger)


def test_an_appointment_elsewhere_neither_gives_nor_takes(store: Store, theirs: Channel, stranger: DeskId) -> None:
    with store.transaction() as tx:
        taken = people.dismiss(tx, stranger, "slack:U1")
        people.appoint(tx, stranger, "slack:U1", "reader", NOW)

        assert not taken
        assert people.appointment(tx, theirs.desk, "slack:U1") == "admin"
        assert people.appointment(tx, stranger, "slack:U1") == "reader"


def test_one_article_is_news_to_each_desk_by_its_own_lists_only(store: Store, theirs: Channel) -> None:
    with store.transaction() as tx:
        mine = a_list(tx, a_channel(tx, "slack:T3"), "Flights")
        [of_theirs] = watchlists.all_watchlists(tx, theirs.desk)
        found = (a_match(mine.watchlist.id), a_match(of_theirs.watchlist.id))
        keep(tx, outlet(tx, "Example Herald"), numbered(2, source="Example Herald"), matches=found)

        news = articles.news_between(tx, mine.desk, NOW, NOW + HOUR)

    assert [[match.watchlist for match in each.matches] for each in news] == [[mine.watchlist.id]]


def test_a_removed_list_brings_no_news_to_its_desk(store: Store, theirs: Channel) -> None:
    with store.transaction() as tx:
        for each in watchlists.all_watchlists(tx, theirs.desk):
            watchlists.remove_watchlist(tx, each.watchlist.id, NOW)

        assert articles.news_between(tx, theirs.desk, NOW, NOW + HOUR) == ()
