"""The newsroom's word on who owns an outlet: kept, changed, taken back."""

from storage import owners
from storage.store import Store


def test_a_correction_is_kept_changed_and_taken_back(store: Store) -> None:
    with store.transaction() as tx:
        before = [owners.correct_owner(tx, "ledger.example", name) for name in ("Ansel Family", "Calder Media", None)]
        after = owners.corrections(tx)

    assert before == [None, "Ansel Family", "Calder Media"]
    assert after == {}


def test_corrections_are_read_back_by_outlet(store: Store) -> None:
    with store.transaction() as tx:
        owners.correct_owner(tx, "ledger.example", "Ansel Family")
        owners.correct_owner(tx, "courier", "Calder Media")

    with store.reading() as tx:
        assert owners.corrections(tx) == {"courier": "Calder Media", "ledger.example": "Ansel Family"}
