"""Installations and keepsakes: kept, replaced, forgotten."""

from datetime import timedelta

from storage import installations, keepsakes
from storage.installations import Installation
from storage.store import Store
from tests.builders import NOW

KEPT = Installation("T1", "Newsroom", "xoxb-secret", "B1", None, ("commands", "chat:write"))


def test_an_installation_is_found_as_it_was_kept(store: Store) -> None:
    with store.transaction() as tx:
        installations.keep_installation(tx, KEPT, NOW)

    with store.reading() as tx:
        assert installations.installation(tx, "T1") == KEPT
        assert installations.installation(tx, "T2") is None


def test_an_installation_never_shows_its_token() -> None:
    assert "secret" not in repr(KEPT)


def test_a_removed_installation_is_gone_with_its_token(store: Store) -> None:
    with store.transaction() as tx:
        installations.keep_installation(tx, KEPT, NOW)
        installations.remove_installation(tx, "T1")
        installations.remove_installation(tx, "T1")

    with store.reading() as tx:
        assert installations.installation(tx, "T1") is None


def test_a_keepsake_is_the_last_thing_kept_under_its_name(store: Store) -> None:
    with store.transaction() as tx:
        keepsakes.keep(tx, "line:1", "/quotes a", NOW)
        keepsakes.keep(tx, "line:1", "/quotes b", NOW)

    with store.reading() as tx:
        assert keepsakes.keepsake(tx, "line:1") == "/quotes b"
        assert keepsakes.keepsake(tx, "line:2") is None


def test_only_old_keepsakes_of_that_kind_are_purged(store: Store) -> None:
    with store.transaction() as tx:
        for name, at in (("line:1", NOW), ("line:2", NOW + timedelta(days=2)), ("hash", NOW)):
            keepsakes.keep(tx, name, name, at)

    with store.transaction() as tx:
        assert keepsakes.purge(tx, "line:", NOW + timedelta(days=1)) == 1

    with store.reading() as tx:
        kept = [name for name in ("line:1", "line:2", "hash") if keepsakes.keepsake(tx, name)]
    assert kept == ["line:2", "hash"]
