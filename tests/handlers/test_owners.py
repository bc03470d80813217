"""`/desk owners`: how outlets are counted, and the newsroom's word against the table's."""

import pytest

from handlers.request import Role
from storage import audit, owners
from tests.newsroom import Desk, shown


def test_the_watched_outlets_stand_under_their_owners(desk: Desk) -> None:
    desk.watches("https://www.sacbee.com/rss", "Sacramento Bee")
    desk.watches("https://www.kansascity.com/rss", "Kansas City Star")
    desk.watches("https://ledger.example/rss", "Port Ansel Ledger")

    said = shown(desk.types("/desk owners").message)

    assert "('McClatchy', 'Sacramento Bee, Kansas City Star')" in said
    assert "('ledger.example', 'Port Ansel Ledger')" in said


def test_a_correction_counts_is_shown_audited_and_taken_back(desk: Desk) -> None:
    desk.watches("https://ledger.example/rss", "Port Ansel Ledger")

    said = shown(desk.types('/desk owners "The Port Ansel Ledger" owner:"Calder Media"').message)
    listed = shown(desk.types("/desk owners").message)
    back = shown(desk.types('/desk owners "Port Ansel Ledger" owner:table').message)

    assert said == "The Port Ansel Ledger counts as Calder Media from now on; it was as the table has it."
    assert "('Calder Media', 'Port Ansel Ledger')" in listed
    assert "corrected here: port ansel ledger → Calder Media" in listed
    assert back == "Port Ansel Ledger counts as the table has it again."
    with desk.store.reading() as tx:
        assert owners.corrections(tx) == {}
        written = [(entry.before, entry.after) for entry in audit.history(tx, desk.place.desk.id, of="owner")]
    assert written == [("Calder Media", None), (None, "Calder Media")]


def test_without_feeds_there_is_nothing_to_list(desk: Desk) -> None:
    assert "corrects one" in shown(desk.types("/desk owners").message)


@pytest.mark.parametrize(
    "typed", ["/desk owners Ledger", "/desk owners owner:Calder", f"/desk owners {'x' * 81} owner:Y"]
)
def test_half_a_correction_is_answered_with_the_cure(desk: Desk, typed: str) -> None:
    reply = desk.types(typed)

    assert reply.refused
    assert any(cure in shown(reply.message) for cure in ("For example", "at most"))


def test_an_editor_does_not_decide_who_owns_what(desk: Desk) -> None:
    assert desk.types("/desk owners Ledger owner:Calder", Role.EDITOR).refused
