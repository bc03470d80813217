"""Undo restores exactly, one step after the other, and never a later change; history tells who and what."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feeds.model import Forms, Level, Salience
from handlers.changes import KIND, changes
from handlers.request import Reply
from storage import audit, watchlists
from storage.model import AuditEntry, StoredWatchlist
from tests.newsroom import Desk, shown

EDITS = (
    "/watch edit ports add:wharf save:yes",
    "/watch edit ports quay save:yes",
    "/watch edit ports not:gate save:yes",
    "/watch edit ports level:flash save:yes",
    "/watch edit ports to:<#C2|politics> level:digest save:yes",
    "/watch edit ports min:lead save:yes",
    "/watch pause ports",
    "/watch resume ports",
    "/watch remove ports",
    "/watch add ports dock save:yes",
)


def standing(desk: Desk) -> list[StoredWatchlist]:
    """Return the lists as they are, but for the versions that every change raises."""
    with desk.store.reading() as tx:
        return [replace(each, version=0) for each in watchlists.all_watchlists(tx, desk.place.desk.id)]


def undo_of(reply: Reply) -> str:
    assert reply.public is not None
    (button,) = reply.public.buttons
    return button.command


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.sampled_from(EDITS), min_size=1, max_size=6))
def test_undoing_again_goes_back_through_every_state(desk: Desk, lines: list[str]) -> None:
    desk.types("/watch remove ports")
    desk.types("/watch add ports harbour save:yes")
    states = []
    for line in lines:
        before = standing(desk)
        desk.now += timedelta(minutes=1)
        if desk.types(line).public is not None:
            states.append(before)

    for state in reversed(states):
        desk.now += timedelta(minutes=1)
        assert not desk.types("/watch undo").refused
        assert standing(desk) == state


def test_a_list_of_forms_comes_back_with_all_of_them(desk: Desk) -> None:
    forms = Forms(("ICE agents",), ("ICE",), ("raid*", "@immigration"), ('"ICE Futures"',), ('="Ice"',), ("ICE raid",))
    with desk.store.transaction() as tx:
        routes = ((desk.place.channel.id, Level.FLASH),)
        watchlists.add_watchlist(tx, desk.place.desk.id, "ICE", "DHS", forms, Salience.SEVERAL, routes, desk.now)
    before = standing(desk)
    desk.types('/watch edit ICE not:"ICE train" drop:DHS min:headline save:yes')
    assert standing(desk) != before

    desk.types("/watch undo ICE")

    assert standing(desk) == before


def test_what_was_undone_by_mistake_is_undone_by_its_own_button(desk: Desk) -> None:
    desk.types("/watch add ports harbour save:yes")
    desk.types("/watch edit ports add:wharf save:yes")
    after = standing(desk)
    undone = desk.types("/watch undo")

    desk.types(undo_of(undone))

    assert standing(desk) == after
    desk.types("/watch undo")
    assert standing(desk)[0].watchlist.query == "harbour"


def test_a_button_undoes_its_own_change_and_no_later_one(desk: Desk) -> None:
    desk.types("/watch add ports harbour save:yes")
    mine = desk.types("/watch edit ports add:wharf save:yes")
    desk.types("/watch edit ports add:quay save:yes")

    refused = desk.types(undo_of(mine))

    assert refused.refused
    assert "was changed since, by you" in shown(refused.message)
    assert standing(desk)[0].watchlist.query == "harbour, wharf, quay"


def test_a_button_pressed_twice_undoes_once(desk: Desk) -> None:
    desk.types("/watch add ports harbour save:yes")
    mine = desk.types("/watch edit ports add:wharf save:yes")
    desk.types(undo_of(mine))

    again = desk.types(undo_of(mine))

    assert "taken back already, by you" in shown(again.message)
    assert standing(desk)[0].watchlist.query == "harbour"


def test_a_named_list_is_taken_back_and_the_others_stay(desk: Desk) -> None:
    desk.types("/watch add ports harbour save:yes")
    desk.types("/watch edit ports add:wharf save:yes")
    desk.types("/watch add roads road save:yes")

    desk.types("/watch undo ports")

    assert [each.watchlist.query for each in standing(desk)] == ["harbour", "road"]


def test_a_removed_list_is_named_and_brought_back(desk: Desk) -> None:
    desk.types("/watch add ports harbour level:flash save:yes")
    before = standing(desk)
    desk.types("/watch remove ports")

    told = desk.types("/watch undo Ports")

    assert standing(desk) == before
    assert "“ports” was removed; it is watched again" in shown(told.message)


def test_a_removed_list_whose_name_was_given_away_stays_removed(desk: Desk) -> None:
    desk.types("/watch add ports harbour save:yes")
    removed = desk.types("/watch remove ports")
    desk.types("/watch add ports dock save:yes")

    refused = desk.types(undo_of(removed))

    assert refused.refused
    assert [each.watchlist.query for each in standing(desk)] == ["dock"]


@pytest.mark.parametrize(
    "line", ["/watch undo", "/watch undo nothing", "/watch undo change:99", "/watch undo change:x"]
)
def test_nothing_to_take_back_is_said(desk: Desk, line: str) -> None:
    assert desk.types(line).refused


def test_a_change_that_an_older_version_wrote_down_in_words_is_passed_over(desk: Desk) -> None:
    with desk.store.transaction() as tx:
        for written in ("StoredWatchlist(…)", "[]", '{"id": 1}'):
            entry = AuditEntry(desk.now, desk.place.desk.id, "U1", "C1", "watch edit", written, written, f"{KIND}:1")
            audit.record(tx, entry)

        assert changes(tx, desk.place.desk.id) == ()
    assert desk.types("/watch undo").refused


def test_history_tells_who_changed_what_the_newest_first(desk: Desk) -> None:
    desk.types("/watch add ports harbour save:yes")
    desk.types("/watch edit ports add:wharf level:flash save:yes")
    desk.types("/watch undo")

    told = shown(desk.types("/watch history ports").message)

    assert told.splitlines() == [
        "<time> · you in this terminal took back a change of “ports”",
        "query: harbour, wharf → harbour",
        "speaks: flash in this terminal → alert in this terminal",
        "<time> · you in this terminal changed “ports”",
        "query: harbour → harbour, wharf",
        "speaks: alert in this terminal → flash in this terminal",
        "<time> · you in this terminal added “ports”",
        "watches any form of “harbour”",
        "speaks alert in this terminal",
    ]


def test_a_history_is_cut_and_says_so(desk: Desk) -> None:
    for number in range(12):
        desk.types(f"/watch add list{number} harbour save:yes")

    told = shown(desk.types("/watch history").message)

    assert told.count("added") == 10
    assert told.endswith("and 2 earlier")


def test_a_list_that_never_was_has_no_history(desk: Desk) -> None:
    assert desk.types("/watch history nothing").refused
    assert "Nothing was changed yet" in shown(desk.types("/watch history").message)
