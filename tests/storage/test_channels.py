"""Desks and channels."""

from storage import audit, channels
from storage.model import AuditEntry, DeskId
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
