"""What is forgotten, and what must not be: removed lists, old keepsakes, installations, people."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from storage import articles, feeds, installations, keepsakes, people, watchlists
from storage.installations import Installation
from storage.model import DeskId
from storage.store import Store
from tests.builders import NOW
from tests.storage.builders import HOUR, a_channel, a_list, a_match, keep, numbered, outlet, quotes_in, speech

DAY = timedelta(days=1)


@pytest.mark.parametrize(("age", "purged"), [(DAY * 31, 1), (DAY * 30, 0), (DAY, 0)])
def test_a_removed_list_is_purged_only_when_it_is_old_enough(store: Store, age: timedelta, purged: int) -> None:
    with store.transaction() as tx:
        watched = a_list(tx, a_channel(tx))
        watchlists.remove_watchlist(tx, watched.watchlist.id, NOW - age)

        assert watchlists.purge_watchlists(tx, NOW - DAY * 30) == purged
        assert len(watchlists.removed_watchlists(tx, watched.desk)) == 1 - purged


def test_a_list_that_was_restored_is_never_purged(store: Store) -> None:
    with store.transaction() as tx:
        watched = a_list(tx, a_channel(tx))
        watchlists.remove_watchlist(tx, watched.watchlist.id, NOW - DAY * 90)
        watchlists.restore_watchlist(tx, watched.watchlist.id)

        assert watchlists.purge_watchlists(tx, NOW) == 0
        assert watchlists.find_watchlist(tx, watched.desk, "deportation") is not None


def test_a_purged_list_takes_its_matches_and_leaves_its_articles_and_quotes(store: Store) -> None:
    with store.transaction() as tx:
        channel = a_channel(tx)
        gone, stays = a_list(tx, channel), a_list(tx, channel, "Flights")
        article, said = speech(1, ("Never again", "Tom Quill"))
        found = (a_match(gone.watchlist.id), a_match(stays.watchlist.id))
        stored = keep(tx, outlet(tx), article, said, found)
        watchlists.remove_watchlist(tx, gone.watchlist.id, NOW - DAY)
        watchlists.purge_watchlists(tx, NOW)

    with store.reading() as tx:
        assert articles.matches_of(tx, stored.id) == found[1:]
        assert articles.article(tx, stored.id) == stored
        assert len(quotes_in(tx, stored)) == 1


def test_the_name_of_a_purged_list_is_free_and_its_id_is_not_given_again(store: Store) -> None:
    with store.transaction() as tx:
        channel = a_channel(tx)
        gone = a_list(tx, channel)
        watchlists.remove_watchlist(tx, gone.watchlist.id, NOW - DAY)
        watchlists.purge_watchlists(tx, NOW)

        again = a_list(tx, channel)

    assert again.watchlist.id > gone.watchlist.id


def test_removing_a_list_twice_keeps_the_first_time(store: Store) -> None:
    with store.transaction() as tx:
        watched = a_list(tx, a_channel(tx))
        for at in (NOW, NOW + HOUR):
            watchlists.remove_watchlist(tx, watched.watchlist.id, at)

        [removed] = watchlists.removed_watchlists(tx, watched.desk)

    assert (removed.removed_at, removed.version) == (NOW, watched.version + 1)


def test_a_removed_feed_keeps_its_articles_and_quotes(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        stored = keep(tx, feed, *speech(1, ("Never again", "Tom Quill")))
        feeds.remove_feed(tx, feed.id, NOW)

        assert feeds.all_feeds(tx) == ()
        assert articles.article(tx, stored.id) == stored
        assert len(quotes_in(tx, stored)) == 1


def test_a_feed_with_articles_cannot_be_deleted_from_under_them(store: Store) -> None:
    def delete() -> None:
        with store.transaction() as tx:
            tx.session.connection().exec_driver_sql("DELETE FROM feed")

    with store.transaction() as tx:
        keep(tx, outlet(tx), numbered(1))

    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        delete()


@pytest.mark.parametrize("prefix", ["line%", "line_", "LINE:", "ine:", "line:1:"])
def test_a_purge_of_keepsakes_reads_its_prefix_letter_for_letter(store: Store, prefix: str) -> None:
    with store.transaction() as tx:
        keepsakes.keep(tx, "line:1", "/quotes a", NOW - DAY)

        purged = keepsakes.purge(tx, prefix, NOW)

        # SQLite's LIKE takes no heed of case in ASCII; the names of keepsakes are all in small letters.
        assert purged == (1 if prefix == "LINE:" else 0)


def test_a_keepsake_kept_again_is_young_again(store: Store) -> None:
    with store.transaction() as tx:
        for at in (NOW - DAY, NOW):
            keepsakes.keep(tx, "line:1", "/quotes a", at)

        assert keepsakes.purge(tx, "line:", NOW) == 0
        assert keepsakes.purge(tx, "", NOW + DAY) == 1


def test_an_installation_that_is_renewed_keeps_nothing_of_the_old_one(store: Store) -> None:
    old = Installation("T1", "Newsroom", "xoxb-old", "B1", "E1", ("commands", "chat:write"))
    new = Installation("T1", "The Newsroom", "xoxb-new", "B2", None, ())
    with store.transaction() as tx:
        for each in (old, new):
            installations.keep_installation(tx, each, NOW)

    with store.reading() as tx:
        assert installations.installation(tx, "T1") == new


def test_a_removed_installation_leaves_the_others(store: Store) -> None:
    with store.transaction() as tx:
        for team in ("T1", "T2"):
            installations.keep_installation(tx, Installation(team, team, f"xoxb-{team}", "B", None, ()), NOW)
        installations.remove_installation(tx, "T1")

        assert installations.installation(tx, "T1") is None
        assert installations.installation(tx, "T2") is not None


def test_people_are_listed_in_one_order_and_each_once(store: Store) -> None:
    with store.transaction() as tx:
        desk = a_channel(tx).desk
        for person, role in (("slack:U2", "editor"), ("slack:U1", "reader"), ("slack:U2", "admin")):
            people.appoint(tx, desk, person, role, NOW)

        assert people.appointments(tx, desk) == (("slack:U1", "reader"), ("slack:U2", "admin"))


def test_nobody_can_be_appointed_on_a_desk_that_does_not_exist(store: Store) -> None:
    def appoint() -> None:
        with store.transaction() as tx:
            people.appoint(tx, DeskId(99), "slack:U1", "admin", NOW)

    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        appoint()
