"""Desks and channels."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from feeds.model import Level
from storage import audit, channels
from storage.model import AuditEntry, DeskId, QuietHours, Unsure, Updates
from storage.store import Store
from tests.builders import NOW


def test_a_desk_is_made_once_and_keeps_its_zone_when_renamed(store: Store) -> None:
    with store.transaction() as tx:
        first = channels.ensure_desk(tx, "slack:T1", "Newsroom", "America/New_York")
        again = channels.ensure_desk(tx, "slack:T1", "The Newsroom", "UTC")

        assert (again.id, again.name, again.zone) == (first.id, "The Newsroom", "America/New_York")
        assert channels.desks(tx) == (again,)
        assert channels.find_desk(tx, "slack:T2") is None


def test_two_desks_may_share_a_platforms_channel(store: Store) -> None:
    with store.transaction() as tx:
        one, two = (channels.ensure_desk(tx, ref, ref, "UTC") for ref in ("slack:T1", "slack:T2"))
        mine = channels.ensure_channel(tx, one.id, "slack:C1", "#shared")
        theirs = channels.ensure_channel(tx, two.id, "slack:C1", "#shared")

        assert mine.id != theirs.id
        assert channels.channels(tx, one.id) == (mine,)
        assert channels.find_channel(tx, two.id, "slack:C1") == theirs
        assert channels.ensure_channel(tx, one.id, "slack:C1", "#renamed").id == mine.id


def test_the_audit_log_tells_a_things_history_to_its_own_desk_only(store: Store) -> None:
    with store.transaction() as tx:
        desk = channels.ensure_desk(tx, "slack:T1", "Newsroom", "UTC").id
        entries = [
            AuditEntry(NOW, desk, "U1", "slack:C1", action, None, "ICE", about)
            for action, about in (("watch add", "watchlist:1"), ("feeds add", "feed:1"), ("watch edit", "watchlist:1"))
        ]
        for entry in entries:
            audit.record(tx, entry)

        assert audit.history(tx, desk, "watchlist:1") == (entries[2], entries[0])
        assert audit.history(tx, desk, limit=1) == (entries[2],)
        assert audit.history(tx, desk, of="feed") == (entries[1],)
        assert audit.history(tx, desk, of="fee") == ()
        assert audit.history(tx, DeskId(99)) == ()


def test_the_audit_log_keeps_who_it_was_by_name_and_what_was_taken_back(store: Store) -> None:
    with store.transaction() as tx:
        desk = channels.ensure_desk(tx, "slack:T1", "Newsroom", "UTC").id
        audit.record(tx, AuditEntry(NOW, desk, "U1", "slack:C1", "watch add", None, "{}", "watchlist:1", "Anna"))
        [first] = audit.history(tx, desk)
        undone = AuditEntry(NOW, desk, "U2", "slack:C1", "watch undo", "{}", None, "watchlist:1", "Ben", first.id)

        audit.record(tx, undone)

        assert audit.history(tx, desk, limit=1) == (undone,)
        assert first.id > 0
        assert first.name == "Anna"


def test_the_settings_of_a_channel_are_kept_whole(store: Store) -> None:
    quiet = QuietHours(time(23), time(6, 30), Level.FLASH)
    with store.transaction() as tx:
        desk = channels.ensure_desk(tx, "slack:T1", "Newsroom", "UTC").id
        plain = channels.ensure_channel(tx, desk, "slack:U1", "@anna")
        wanted = replace(
            plain,
            person="slack:U1",
            zone="America/Denver",
            quiet=quiet,
            flood_limit=5,
            unsure=Unsure.NEVER,
            updates=Updates.CHANNEL,
        )

        channels.keep_settings(tx, wanted)

        assert channels.find_channel(tx, desk, "slack:U1") == wanted
        assert channels.ensure_channel(tx, desk, "slack:U1", "@anna") == wanted


@pytest.mark.parametrize("through", [None, *Level])
def test_quiet_hours_say_what_is_sent_all_the_same(store: Store, through: Level | None) -> None:
    with store.transaction() as tx:
        desk = channels.ensure_desk(tx, "slack:T1", "Newsroom", "UTC").id
        plain = channels.ensure_channel(tx, desk, "slack:C1", "#news")

        channels.keep_settings(tx, replace(plain, quiet=QuietHours(time(22), time(6), through)))

        kept = channels.find_channel(tx, desk, "slack:C1")
    assert kept is not None
    assert kept.quiet is not None
    assert kept.quiet.through is through


def test_a_closed_desk_says_why_and_since_when_and_is_opened_with_everything(store: Store) -> None:
    with store.transaction() as tx:
        desk = channels.ensure_desk(tx, "slack:T1", "Newsroom", "UTC").id
        news = channels.ensure_channel(tx, desk, "slack:C1", "#news")
        channels.hold(tx, news.id, "is_archived", NOW)

        first = channels.close_desk(tx, desk, "token_revoked", NOW, timedelta(minutes=15))
        again = channels.close_desk(tx, desk, "invalid_auth", NOW + timedelta(hours=1), timedelta(minutes=15))

        assert (first, again) == (True, False)
        [closed] = channels.desks(tx)
        assert (closed.closed, closed.closed_at) == ("token_revoked", NOW)
        assert channels.release_all(tx) == 1
        [opened] = channels.desks(tx)
        assert (opened.closed, channels.channels(tx, desk)) == (None, (news,))
