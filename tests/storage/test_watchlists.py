"""The watchlists: a desk's own, versioned, removed softly."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.errors import RequestError
from feeds.model import Forms, Level, Salience, WatchlistId
from storage import channels, watchlists
from storage.model import Channel, Route, StoredWatchlist
from storage.store import Store, Transaction
from tests.builders import NOW

FORMS = Forms(
    strong=('"ICE agents"',), weak=("ICE",), context=("raid*",), blockers=('"ICE Futures"',), anchored=("Ice",)
)


def place(tx: Transaction, ref: str = "slack:T1") -> Channel:
    desk = channels.ensure_desk(tx, ref, "a desk", "UTC")
    return channels.ensure_channel(tx, desk.id, "slack:C1", "#desk")


def add(tx: Transaction, channel: Channel, name: str = "ICE") -> StoredWatchlist:
    routes = ((channel.id, Level.FLASH),)
    return watchlists.add_watchlist(tx, channel.desk, name, "ICE, DHS", FORMS, Salience.SEVERAL, routes, NOW)


def test_a_list_comes_back_as_it_was_added(store: Store) -> None:
    with store.transaction() as tx:
        channel = place(tx)
        added = add(tx, channel)

    with store.reading() as tx:
        assert watchlists.find_watchlist(tx, channel.desk, " ice ") == added
    assert added.watchlist.forms == FORMS
    assert added.watchlist.minimum is Salience.SEVERAL
    assert added.routes == (Route(added.watchlist.id, channel.id, Level.FLASH),)
    assert added.version == 1


def test_a_name_is_given_once_a_desk_in_whatever_case(store: Store) -> None:
    with store.transaction() as tx:
        here, elsewhere = place(tx), place(tx, "slack:T2")
        add(tx, here)
        add(tx, elsewhere)

        with pytest.raises(RequestError, match="“ICE” already"):
            add(tx, here, "Ice")


def test_a_desk_sees_only_its_own_lists(store: Store) -> None:
    with store.transaction() as tx:
        here, elsewhere = place(tx), place(tx, "slack:T2")
        mine, other = add(tx, here), add(tx, elsewhere, "Other")

        assert watchlists.all_watchlists(tx, here.desk) == (mine,)
        assert watchlists.find_watchlist(tx, here.desk, "Other") is None
        assert watchlists.watchlist(tx, here.desk, other.watchlist.id) is None
        assert watchlists.all_watchlists(tx, None) == (mine, other)


def test_a_list_cannot_speak_in_another_desks_channel(store: Store) -> None:
    with store.transaction() as tx:
        here, elsewhere = place(tx), place(tx, "slack:T2")
        routes = ((elsewhere.id, Level.ALERT),)

        with pytest.raises(RequestError, match="another desk"):
            watchlists.add_watchlist(tx, here.desk, "ICE", "ICE", Forms(), Salience.PASSING, routes, NOW)


def test_an_edit_replaces_everything_and_raises_the_version(store: Store) -> None:
    with store.transaction() as tx:
        before = add(tx, place(tx))
        changed = replace(before.watchlist, name="Deportation", query="deport", forms=Forms(), minimum=Salience.LEAD)

        after = watchlists.edit_watchlist(tx, replace(before, watchlist=changed, routes=(), paused=True))

        assert after == replace(before, watchlist=changed, routes=(), paused=True, version=2)
        assert watchlists.active_watchlists(tx) == ()


def test_of_two_editors_the_second_is_told_and_overwrites_nothing(store: Store) -> None:
    with store.transaction() as tx:
        seen_by_both = add(tx, place(tx))
        first = watchlists.edit_watchlist(tx, replace(seen_by_both, paused=True))

        with pytest.raises(RequestError, match="edited by somebody else"):
            watchlists.edit_watchlist(tx, seen_by_both)

        assert watchlists.all_watchlists(tx, None) == (first,)


def test_a_removed_list_is_kept_until_it_is_purged_and_comes_back_as_it_was(store: Store) -> None:
    with store.transaction() as tx:
        added = add(tx, place(tx))
        watchlists.remove_watchlist(tx, added.watchlist.id, NOW)
        while_removed = watchlists.all_watchlists(tx, added.desk), watchlists.removed_watchlists(tx, added.desk)

        restored = watchlists.restore_watchlist(tx, added.watchlist.id)

        assert [len(lists) for lists in while_removed] == [0, 1]
        assert restored == replace(added, version=3)
        with pytest.raises(RequestError, match="edited by somebody else"):
            watchlists.edit_watchlist(tx, added)


def test_a_removed_list_whose_name_was_given_away_is_not_restored(store: Store) -> None:
    with store.transaction() as tx:
        channel = place(tx)
        removed = add(tx, channel)
        watchlists.remove_watchlist(tx, removed.watchlist.id, NOW)
        add(tx, channel)

        with pytest.raises(RequestError, match="already"):
            watchlists.restore_watchlist(tx, removed.watchlist.id)


def test_a_purge_deletes_only_what_was_removed_before(store: Store) -> None:
    with store.transaction() as tx:
        channel = place(tx)
        for name in ("old", "young"):
            add(tx, channel, name)
        watchlists.remove_watchlist(tx, WatchlistId(1), NOW)
        watchlists.remove_watchlist(tx, WatchlistId(2), NOW + timedelta(days=1))

        assert watchlists.purge_watchlists(tx, NOW + timedelta(hours=1)) == 1
        assert [each.watchlist.name for each in watchlists.removed_watchlists(tx, channel.desk)] == ["young"]
        with pytest.raises(RequestError, match="gone for good"):
            watchlists.restore_watchlist(tx, WatchlistId(1))


def test_every_change_of_any_list_is_another_edition(store: Store) -> None:
    with store.transaction() as tx:
        channel = place(tx)
        seen = [watchlists.edition(tx)]
        added = add(tx, channel)
        seen.append(watchlists.edition(tx))
        other = add(tx, channel, "other")
        seen.append(watchlists.edition(tx))
        watchlists.edit_watchlist(tx, replace(added, routes=()))
        seen.append(watchlists.edition(tx))
        watchlists.remove_watchlist(tx, other.watchlist.id, NOW)
        seen.append(watchlists.edition(tx))
        watchlists.restore_watchlist(tx, other.watchlist.id)
        seen.append(watchlists.edition(tx))
        watchlists.remove_watchlist(tx, other.watchlist.id, NOW)
        watchlists.purge_watchlists(tx, NOW + timedelta(days=1))
        seen.append(watchlists.edition(tx))

        assert len(set(seen)) == len(seen)
        assert watchlists.edition(tx) == seen[-1]
