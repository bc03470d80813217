"""Many messages become one: a flood, a night, a downtime. Nothing is dropped, nothing comes twice."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from feeds.model import Feed, Level
from handlers.deliver import compose, due, settle
from handlers.folding import FLOOD_LIMIT, FLOOD_SPAN, LATE
from handlers.living import PACE, due_edits, settle_edit
from handlers.message import Message
from handlers.outcome import Never, Sent
from storage import channels, edits, outbox
from storage.model import Channel, Delivery, DeliveryKind, DeliveryState, NewDelivery, Updates, WaitsFor
from tests.builders import an_article
from tests.newsroom import Desk, shown

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def chat(desk: Desk, **settings: object) -> Channel:
    """Return the desk's channel as a place with threads and edits, with these settings."""
    place = replace(desk.place.channel, **{"updates": Updates.THREAD, **settings})  # type: ignore[arg-type] # any setting
    with desk.store.transaction() as tx:
        channels.keep_settings(tx, place)
    return place


def stories(desk: Desk, number: int) -> Feed:
    """Bring so many stories that have nothing in common but the list's word, each due at once."""
    feed = desk.watches()
    for count in range(number):
        dice = Random(count)  # noqa: S311 (words that are the same in every run)
        words = ["".join(dice.choice("bcdfghklmnprstvz") + dice.choice("aeiou") for _ in range(3)) for _ in range(60)]
        title = f"{words[0].title()} {words[1]} {words[2]} deportation number {count}"
        url = f"https://times.example/s/{count}"
        desk.receives(feed, an_article(guid=f"g{count}", url=url, title=title, text=f"{' '.join(words)} deportation."))
    return feed


def queued(desk: Desk, *keys: str, age: timedelta = timedelta(0), **more: object) -> None:
    """Queue alerts of stories that nobody stored: only how they are sent matters."""
    with desk.store.transaction() as tx:
        for key in keys:
            at = desk.now - age
            new = NewDelivery(desk.place.channel.id, key, DeliveryKind.ALERT, key, at)
            outbox.enqueue(tx, replace(new, **more), at)  # type: ignore[arg-type] # any field


def sent(desk: Desk) -> list[Delivery]:
    """Send what is due; return what was sent, in order."""
    done = []
    while batch := due(desk.store, desk.now):
        for delivery in batch:
            settle(desk.store, delivery, Sent(f"ref-{delivery.id}"), desk.now, 0.5, "shown")
            done.append(delivery)
    return done


def kinds(deliveries: list[Delivery]) -> list[str]:
    return [each.kind.value for each in deliveries]


def parts(desk: Desk, teller: Delivery) -> list[str]:
    with desk.store.reading() as tx:
        return [each.key for each in edits.parts_of(tx, teller.id)]


def said(desk: Desk, teller: Delivery) -> Message:
    message = compose(desk.store, teller, desk.now)
    assert message is not None
    return message


def numbers(first: int, last: int) -> list[str]:
    return [f"s{number:02}" for number in range(first, last)]


def test_a_flood_is_so_many_cards_and_one_message_for_all_the_others(desk: Desk) -> None:
    chat(desk)
    queued(desk, *numbers(0, FLOOD_LIMIT + 7))

    done = sent(desk)

    assert kinds(done) == ["alert"] * FLOOD_LIMIT + ["roll-up"]
    assert parts(desk, done[-1]) == numbers(FLOOD_LIMIT, FLOOD_LIMIT + 7)


def test_what_comes_after_the_roll_up_is_told_by_editing_it(desk: Desk) -> None:
    chat(desk)
    queued(desk, *numbers(0, FLOOD_LIMIT + 1))
    teller = sent(desk)[-1]
    desk.now += 5 * SECOND

    queued(desk, "late one", "late two")
    more = sent(desk)
    at_once = due_edits(desk.store, desk.now)
    desk.now += PACE
    (edit,) = due_edits(desk.store, desk.now)

    assert (more, at_once) == ([], ())
    assert (edit.id, parts(desk, teller)[1:]) == (teller.id, ["late one", "late two"])


def test_after_the_span_cards_come_one_by_one_again(desk: Desk) -> None:
    chat(desk)
    queued(desk, *numbers(0, FLOOD_LIMIT + 1))
    sent(desk)
    desk.now += FLOOD_SPAN

    queued(desk, "next")

    assert kinds(sent(desk)) == ["alert"]


@pytest.mark.parametrize("limit", [1, 3])
def test_a_channel_chooses_what_a_flood_is(desk: Desk, limit: int) -> None:
    chat(desk, flood_limit=limit)
    queued(desk, *numbers(0, 6))

    assert kinds(sent(desk)) == ["alert"] * limit + ["roll-up"]


def test_a_flash_is_not_swallowed_by_a_flood_of_alerts(desk: Desk) -> None:
    chat(desk)
    queued(desk, *numbers(0, FLOOD_LIMIT + 4))
    queued(desk, "flash", level=Level.FLASH)

    done = sent(desk)

    assert sorted(kinds(done[FLOOD_LIMIT:])) == ["alert", "roll-up"]
    assert "flash" in {each.key for each in done}


def test_a_flood_of_flashes_is_a_flood(desk: Desk) -> None:
    chat(desk)
    queued(desk, *numbers(0, FLOOD_LIMIT + 4), level=Level.FLASH)

    assert kinds(sent(desk)) == ["alert"] * FLOOD_LIMIT + ["roll-up"]


def test_where_nothing_can_be_edited_a_flood_speaks_once_in_its_span(desk: Desk) -> None:
    queued(desk, *numbers(0, FLOOD_LIMIT + 2))
    first = sent(desk)[-1]
    desk.now += SECOND
    queued(desk, "more")
    at_once = sent(desk)
    desk.now += SECOND
    queued(desk, "and more")
    sent(desk)
    desk.now += FLOOD_SPAN
    (second,) = sent(desk)

    assert (kinds([first]), at_once) == (["roll-up"], [])
    assert parts(desk, second) == ["more", "and more"]


def test_a_roll_up_that_was_deleted_gives_back_what_nobody_read_in_it(desk: Desk) -> None:
    chat(desk)
    queued(desk, *numbers(0, FLOOD_LIMIT + 1))
    teller = sent(desk)[-1]
    desk.now += 5 * SECOND
    queued(desk, "unread")
    sent(desk)
    desk.now += PACE
    (edit,) = due_edits(desk.store, desk.now)

    settle_edit(desk.store, edit, Never("message_not_found"), "shown", desk.now, 0.5)
    (again,) = sent(desk)

    assert again.kind is DeliveryKind.ROLL_UP
    assert (parts(desk, teller), parts(desk, again)) == (numbers(FLOOD_LIMIT, FLOOD_LIMIT + 1), ["unread"])


@pytest.mark.parametrize("number", [2, 500])
def test_what_waited_six_hours_is_one_catch_up(desk: Desk, number: int) -> None:
    queued(desk, *(f"late {each}" for each in range(number)), age=LATE)
    queued(desk, "fresh")

    done = sent(desk)

    assert kinds(done) == ["catch-up", "alert"]
    assert len(parts(desk, done[0])) == number


def test_one_late_message_is_itself(desk: Desk) -> None:
    queued(desk, "late", age=LATE)

    assert kinds(sent(desk)) == ["alert"]


def test_what_is_not_yet_late_is_sent_card_by_card(desk: Desk) -> None:
    queued(desk, "one", "two", age=LATE - SECOND)

    assert kinds(sent(desk)) == ["alert", "alert"]


def test_what_may_have_arrived_is_looked_up_and_never_folded(desk: Desk) -> None:
    queued(desk, "tried", "two", "three", age=LATE)
    with desk.store.transaction() as tx:
        (taken,) = outbox.claim_due(tx, desk.now - LATE, HOUR, 1)
        outbox.settle_later(tx, taken.id, desk.now, "no answer")

    done = sent(desk)

    assert (done[0].kind.value, done[0].key) == ("alert", "tried")
    assert parts(desk, done[1]) == ["two", "three"]


def test_more_that_grows_late_joins_a_catch_up_that_still_waits(desk: Desk) -> None:
    queued(desk, "one", "two", age=LATE)
    (teller,) = due(desk.store, desk.now)
    settle(desk.store, teller, Never("archived"), desk.now, 0.5)
    queued(desk, "three", "four", age=LATE)
    with desk.store.transaction() as tx:
        outbox.retry(tx, teller.id, desk.now)

    done = sent(desk)

    assert sum(len(parts(desk, each)) for each in done) == 4


def test_what_waited_for_the_morning_is_one_catch_up_and_a_flash_comes_before_it(desk: Desk) -> None:
    morning = desk.now + 7 * HOUR
    queued(desk, "one", "two", due=morning, waits_for=WaitsFor.MORNING)
    queued(desk, "flash", level=Level.FLASH)

    at_night = sent(desk)
    desk.now = morning
    in_the_morning = sent(desk)

    assert [each.key for each in at_night] == ["flash"]
    assert kinds(in_the_morning) == ["catch-up"]


def test_a_restart_between_folding_and_sending_makes_no_second_catch_up(desk: Desk) -> None:
    queued(desk, "one", "two", age=LATE)
    first = due(desk.store, desk.now)

    again = due(desk.store, desk.now)
    with desk.store.reading() as tx:
        tellers = outbox.deliveries(tx, DeliveryState.SENDING)

    assert (len(first), again, len(tellers)) == (1, (), 1)


def test_every_story_of_a_roll_up_is_named_with_its_link(desk: Desk) -> None:
    chat(desk, flood_limit=1)
    desk.follows("deportation", "deportation")
    stories(desk, 5)

    *_, teller = sent(desk)
    message = said(desk, teller)

    assert teller.kind is DeliveryKind.ROLL_UP
    assert message.summary == "4 more stories at once · deportation"
    assert [number for number in range(1, 5) if f"deportation number {number}" in shown(message)] == [1, 2, 3, 4]
    assert "https://times.example/s/3" in repr(message)


def test_a_catch_up_names_the_first_and_has_all_others_in_its_thread(desk: Desk) -> None:
    desk.follows("deportation", "deportation")
    stories(desk, 13)
    desk.now += LATE

    (teller,) = sent(desk)
    message = said(desk, teller)

    assert message.summary == "Delayed: 13 stories"
    assert (shown(message).count("deportation number"), len(message.thread)) == (13, 3)


def test_what_was_withdrawn_meanwhile_is_counted_and_not_shown(desk: Desk) -> None:
    desk.follows("deportation", "deportation")
    feed = stories(desk, 3)
    gone = an_article(guid="g1", url="https://times.example/s/1", title="WITHDRAWN: it was wrong", text="Withdrawn.")
    desk.receives(feed, gone)
    desk.now += LATE

    (teller,) = sent(desk)

    assert said(desk, teller).summary == "Delayed: 2 stories, 1 withdrawn meanwhile"
    assert "it was wrong" not in shown(said(desk, teller))


def test_a_story_told_in_a_roll_up_is_told(desk: Desk) -> None:
    chat(desk, flood_limit=1)
    desk.follows("deportation", "deportation")
    feed = stories(desk, 3)
    teller = sent(desk)[-1]

    corrected = an_article(
        guid="g2", url="https://times.example/s/2", title="CORRECTED: deportation number 2", text="A deportation."
    )
    desk.receives(feed, corrected)
    follow_ups = sent(desk)

    with desk.store.reading() as tx:
        told = outbox.sent_alert(tx, teller.channel.id, outbox.deliveries(tx, DeliveryState.FOLDED)[-1].subject)  # type: ignore[arg-type] # a story's key
    assert told is not None
    assert told.id == teller.id
    assert kinds(follow_ups) == ["follow-up", "follow-up"]
