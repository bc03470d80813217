"""What a list's alerts wait for in a channel, and whom they call."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.commands import answer, parse
from handlers.deliver import PING_FOR, compose, due, settle
from handlers.outcome import Sent
from handlers.request import Person, Reply, Request, Role
from storage import channels, watchlists
from storage.model import Route
from tests.builders import an_article
from tests.newsroom import Desk, shown

TITLE = "Council of Port Ansel wants the lists of the deportation flight"


def carried_by(desk: Desk, *outlets: str) -> None:
    """Let outlets tell the same story, each in words of its own."""
    texts = (
        (
            "The council of Port Ansel met on Tuesday to speak about the deportation flight from its airport. "
            "The council voted nine to two to ask the airport for its lists, due before the next flight."
        ),
        (
            "The airport of Port Ansel is to hand over its lists, the council decided with nine votes against "
            "two after a deportation flight. People in the gallery cheered, and one of them sang."
        ),
        (
            "Nine of the eleven on the council of Port Ansel want to see the lists of the airport after a deportation "
            "flight. The airport said on Tuesday that it needs the vote in writing before it opens any list at all."
        ),
    )
    for outlet, text in zip(outlets, texts, strict=False):
        site = outlet.lower().replace(" ", "-")
        feed = desk.watches(f"https://{site}.example/rss", outlet)
        article = an_article(guid=site, url=f"https://{site}.example/flight", source=outlet, text=text, title=TITLE)
        desk.receives(feed, article)


def the_route(desk: Desk) -> Route:
    with desk.store.reading() as tx:
        found = watchlists.find_watchlist(tx, desk.place.desk.id, "deportation")
    assert found is not None
    return found.routes[0]


def in_slack(desk: Desk, line: str) -> Reply:
    """Answer a line that an editor typed in a Slack channel, where the list speaks."""
    command = parse(line)
    assert command is not None
    person = Person("slack:U1", "anna", Role.EDITOR, "UTC")
    with desk.store.transaction() as tx:
        place = channels.ensure_channel(tx, desk.place.desk.id, "slack:C1", "#news")
        found = watchlists.find_watchlist(tx, desk.place.desk.id, "deportation")
        assert found is not None
        if all(route.channel != place.id for route in found.routes):
            route = replace(found.routes[0], channel=place.id)
            watchlists.edit_watchlist(tx, replace(found, routes=(route,)))
    return answer(Request(command, person, desk.place.desk, place, "slack:C1", "#news"), desk.store, desk.now)


@pytest.mark.parametrize(("outlets", "alerts"), [(1, 1), (2, 1), (4, 0)])
def test_an_alert_waits_for_as_many_independent_outlets_as_its_route_says(
    desk: Desk, outlets: int, alerts: int
) -> None:
    desk.follows("deportation", "deportation")
    desk.types(f"/watch route deportation outlets:{outlets}")

    carried_by(desk, "Harbor Post", "Valley Sun", "Coast Times")

    assert len(desk.delivers()) == alerts


def test_the_same_copy_in_three_outlets_is_one_voice(desk: Desk) -> None:
    desk.follows("deportation", "deportation")
    desk.types("/watch route deportation outlets:2")

    for outlet in ("Harbor Post", "Valley Sun", "Coast Times"):
        site = outlet.lower().replace(" ", "-")
        feed = desk.watches(f"https://{site}.example/rss", outlet)
        desk.receives(feed, an_article(guid=site, url=f"https://{site}.example/f", source=outlet))

    assert desk.delivers() == []


def test_what_a_route_waits_for_outlives_an_edit_and_an_undo(desk: Desk) -> None:
    desk.follows("deportation", "deportation")
    desk.types("/watch route deportation outlets:3")

    desk.types("/watch edit deportation level:flash save:yes")
    edited = the_route(desk)
    desk.types("/watch undo deportation")

    assert (edited.owners, edited.level.name) == (3, "FLASH")
    assert the_route(desk).owners == 3


def test_a_route_is_said_in_words(desk: Desk) -> None:
    desk.follows("deportation", "deportation")

    before = desk.types("/watch route deportation")
    after = desk.types("/watch route deportation outlets:3")

    assert "alerts at once and calls nobody" in shown(before.message)
    assert "alerts once 3 independent outlets carry a story" in shown(after.message)
    assert after.public is not None


@pytest.mark.parametrize("option", ["outlets:0", "outlets:many", "outlets:-1", "pings:1000", "ping:@U123", "ping:here"])
def test_what_cannot_be_read_is_refused_and_changes_nothing(desk: Desk, option: str) -> None:
    desk.follows("deportation", "deportation")

    reply = desk.types(f"/watch route deportation {option}")

    assert reply.refused
    assert the_route(desk) == replace(the_route(desk), owners=1, ping=None)


def test_a_list_that_does_not_speak_here_has_no_route_here(desk: Desk) -> None:
    desk.types("/watch add deportation deportation to:here save:yes")
    with desk.store.transaction() as tx:
        found = watchlists.find_watchlist(tx, desk.place.desk.id, "deportation")
        assert found is not None
        watchlists.edit_watchlist(tx, replace(found, routes=()))

    assert desk.types("/watch route deportation outlets:3").refused


def test_only_a_group_is_called_and_only_as_often_as_the_rule_says(desk: Desk) -> None:
    desk.follows("deportation", "deportation")
    person = in_slack(desk, "/watch route deportation ping:<@U1>")
    group = in_slack(desk, "/watch route deportation ping:<!subteam^S1|@night> pings:1")

    assert person.refused
    assert not group.refused, shown(group.message)
    assert (the_route(desk).ping, the_route(desk).pings_an_hour) == ("slack:S1", 1)


def test_a_call_has_an_hourly_cap_and_no_late_card_calls(desk: Desk) -> None:
    desk.follows("deportation", "deportation")
    with desk.store.transaction() as tx:
        found = watchlists.find_watchlist(tx, desk.place.desk.id, "deportation")
        assert found is not None
        watchlists.edit_watchlist(tx, replace(found, routes=(replace(found.routes[0], ping="slack:S1"),)))
    pings = []
    for number, words in enumerate(
        ("harbor crane strike vote", "mayoral budget veto battle", "glacier bridge closure")
    ):
        feed = desk.watches(f"https://times.example/{number}.xml", f"Outlet {number}")
        title, url = f"Deportation and {words}", f"https://times.example/{number}"
        text = f"{words} " * 9 + "and a deportation."
        desk.receives(feed, an_article(guid=f"g{number}", url=url, title=title, text=text))
        (card,) = due(desk.store, desk.now)
        message, late = (compose(desk.store, card, desk.now + wait) for wait in (timedelta(0), PING_FOR))
        assert message is not None
        assert late is not None
        assert late.ping is None
        pings.append(message.ping)
        settle(desk.store, card, Sent("1"), desk.now, 0.5)
        desk.now += timedelta(minutes=40)

    assert pings == ["slack:S1", None, "slack:S1"]
