"""Appointments: one role a person and desk."""

from storage import channels, people
from storage.store import Store
from tests.builders import NOW


def test_an_appointment_counts_on_its_desk_only(store: Store) -> None:
    with store.transaction() as tx:
        here, there = (channels.ensure_desk(tx, ref, ref, "UTC") for ref in ("slack:T1", "slack:T2"))
        people.appoint(tx, here.id, "slack:U1", "editor", NOW)

    with store.reading() as tx:
        assert people.appointment(tx, here.id, "slack:U1") == "editor"
        assert people.appointment(tx, there.id, "slack:U1") is None


def test_a_second_appointment_takes_the_place_of_the_first(store: Store) -> None:
    with store.transaction() as tx:
        desk = channels.ensure_desk(tx, "slack:T1", "T1", "UTC")
        people.appoint(tx, desk.id, "slack:U1", "editor", NOW)
        people.appoint(tx, desk.id, "slack:U1", "admin", NOW)

    with store.reading() as tx:
        assert people.appointments(tx, desk.id) == (("slack:U1", "admin"),)


def test_a_dismissed_person_has_no_role(store: Store) -> None:
    with store.transaction() as tx:
        desk = channels.ensure_desk(tx, "slack:T1", "T1", "UTC")
        people.appoint(tx, desk.id, "slack:U1", "editor", NOW)

    with store.transaction() as tx:
        assert people.dismiss(tx, desk.id, "slack:U1")
        assert not people.dismiss(tx, desk.id, "slack:U1")

    with store.reading() as tx:
        assert people.appointments(tx, desk.id) == ()
