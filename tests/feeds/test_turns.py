from feeds.turns import Turns


def test_turns_at_a_host_are_spaced() -> None:
    turns = Turns(spacing=0.5)

    waits = [turns.take("a.example", at) for at in (10.0, 10.0, 10.1, 20.0)]

    assert [round(wait, 3) for wait in waits] == [0.0, 0.5, 0.9, 0.0]


def test_hosts_do_not_wait_for_one_another() -> None:
    turns = Turns(spacing=0.5)
    turns.take("a.example", 10.0)

    assert turns.take("b.example", 10.0) == 0.0


def test_a_held_host_is_held_until_its_time_is_over() -> None:
    turns = Turns(spacing=0.5)
    turns.hold("a.example", 60.0, 100.0)

    assert turns.held("a.example", 130.0) == 30.0
    assert turns.held("a.example", 160.0) == 0.0
    assert turns.held("b.example", 130.0) == 0.0


def test_a_shorter_wait_never_cuts_a_longer_one() -> None:
    turns = Turns(spacing=0.5)
    turns.hold("a.example", 600.0, 100.0)
    turns.hold("a.example", 5.0, 100.0)

    assert turns.held("a.example", 100.0) == 600.0


def test_what_is_over_is_forgotten() -> None:
    turns = Turns(spacing=0.5)
    for number in range(5000):
        turns.take(f"{number}.example", float(number))
        turns.hold(f"{number}.example", 1.0, float(number))

    assert len(turns._next) <= 1001
    assert len(turns._held) <= 2


def test_a_host_that_wants_more_room_gets_it_and_never_less_than_any_other() -> None:
    turns = Turns(spacing=1.0)
    turns.space("slow", 5.0)
    turns.space("hasty", 0.1)

    waits = [turns.take(host, 0.0) for host in ("slow", "slow", "hasty", "hasty")]

    assert waits == [0.0, 5.0, 0.0, 1.0]
