"""Cards live: what changes in a story is seen on its card, at most once a minute, for a day, and never lost."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.deliver import compose, due, settle, shown_by
from handlers.living import AGE, PACE, due_edits, edit_key, fingerprint, settle_edit, settle_unchanged
from handlers.message import say
from handlers.outcome import Later, Never, Outcome, Scope, Sent, Unknown
from handlers.retries import LEASE, LONGEST_RETRY, MOST_TRIES
from storage import channels, edits
from storage.model import Delivery
from tests.builders import an_article
from tests.newsroom import Desk, shown

SECOND = timedelta(seconds=1)


def told(desk: Desk) -> Delivery:
    """Have a story told whose second outlet follows; return its card as it was sent."""
    desk.follows("deportation", "deportation")
    desk.receives(desk.watches(), an_article())
    (card,) = due(desk.store, desk.now)
    settle(desk.store, card, Sent("terminal:1"), desk.now, 0.5, shown_by(desk.store, card))
    return card


def another_outlet(desk: Desk, name: str = "Harbor Post") -> None:
    """Let one more outlet carry the same copy."""
    site = name.lower().replace(" ", "-")
    feed = desk.watches(f"https://{site}.example/rss", name)
    desk.receives(feed, an_article(guid=f"{site}-1", url=f"https://{site}.example/flight", source=name))


def edited(desk: Desk, outcome: Outcome | None = None) -> list[str]:
    """Make the edits that are due; return what each message says then."""
    said = []
    for card in due_edits(desk.store, desk.now):
        shown_now = shown_by(desk.store, card) or ""
        message = compose(desk.store, card, desk.now)
        assert message is not None
        if shown_now == card.shown:
            settle_unchanged(desk.store, card, desk.now)
            continue
        said.append(shown(message))
        settle_edit(desk.store, card, outcome or Sent("terminal:1"), shown_now, desk.now, 0.5)
    return said


def test_a_second_outlet_is_seen_on_the_card_a_minute_after_it_was_sent(desk: Desk) -> None:
    told(desk)
    another_outlet(desk)

    too_soon = due_edits(desk.store, desk.now + PACE - SECOND)
    desk.now += PACE
    (said,) = edited(desk)

    assert too_soon == ()
    assert "first of 2 outlets" in said
    assert edited(desk) == []


def test_what_comes_within_a_minute_is_one_edit(desk: Desk) -> None:
    told(desk)
    for name in ("Harbor Post", "Valley Sun", "Coast Times"):
        desk.now += 5 * SECOND
        another_outlet(desk, name)

    desk.now += PACE
    (said,) = edited(desk)
    another_outlet(desk, "Ridge Echo")
    at_once = edited(desk)
    desk.now += PACE
    (again,) = edited(desk)

    assert "first of 4 outlets" in said
    assert at_once == []
    assert "first of 5 outlets" in again


def test_a_card_that_waits_is_composed_when_it_is_sent_and_needs_no_edit(desk: Desk) -> None:
    desk.follows("deportation", "deportation")
    desk.receives(desk.watches(), an_article())
    another_outlet(desk)

    (message,) = desk.delivers()
    desk.now += PACE

    assert "first of 2 outlets" in shown(message)
    assert edited(desk) == []


def test_what_comes_while_the_card_is_on_its_way_is_seen_after_it_arrived(desk: Desk) -> None:
    desk.follows("deportation", "deportation")
    desk.receives(desk.watches(), an_article())
    (card,) = due(desk.store, desk.now)
    sent_as = shown_by(desk.store, card)
    another_outlet(desk)

    before = due_edits(desk.store, desk.now + PACE)
    settle(desk.store, card, Sent("terminal:1"), desk.now, 0.5, sent_as)
    desk.now += PACE

    assert before == ()
    assert len(edited(desk)) == 1


def test_a_card_found_by_a_look_is_looked_at_again_for_an_earlier_try_may_have_said_less(desk: Desk) -> None:
    desk.follows("deportation", "deportation")
    desk.receives(desk.watches(), an_article())
    (card,) = due(desk.store, desk.now)

    settle(desk.store, card, Sent("terminal:1"), desk.now, 0.5)
    desk.now += PACE

    assert len(edited(desk)) == 1


def test_time_that_goes_by_changes_no_card(desk: Desk) -> None:
    card = told(desk)
    with desk.store.transaction() as tx:
        edits.touch(tx, (card.id,), desk.now, PACE, AGE)
    desk.now += timedelta(hours=3)

    assert edited(desk) == []
    assert due_edits(desk.store, desk.now + PACE) == (), "it was looked at"


@pytest.mark.parametrize(("age", "edits_made"), [(AGE - timedelta(minutes=2), 1), (AGE, 0)])
def test_a_card_is_edited_for_a_day(desk: Desk, age: timedelta, edits_made: int) -> None:
    told(desk)
    desk.now += age
    another_outlet(desk)
    desk.now += PACE

    assert len(edited(desk)) == edits_made


def test_a_headline_that_changes_without_a_word_of_difference_is_edited_in_silence(desk: Desk) -> None:
    feed = desk.watches()
    desk.follows("deportation", "deportation")
    desk.receives(feed, an_article())
    desk.delivers()
    desk.now += PACE
    edited(desk)

    desk.receives(feed, an_article(title="Deportation flight leaves Port Ansel."))
    said = desk.delivers()
    desk.now += PACE

    assert said == []
    assert "Deportation flight leaves Port Ansel." in edited(desk)[0]


def test_a_withdrawn_story_is_struck_its_lists_and_quotes_still_named(desk: Desk) -> None:
    feed = desk.watches()
    desk.follows("deportation", "deportation")
    desk.receives(feed, an_article())
    desk.delivers()
    desk.now += PACE
    edited(desk)

    desk.receives(feed, an_article(title="WITHDRAWN: Port Ansel story", text="This story has been withdrawn."))
    (follow_up,) = desk.delivers()
    desk.now += PACE
    (said,) = edited(desk)

    assert follow_up.summary.startswith("WITHDRAWN")
    assert "ALERT · deportation" in said
    assert "“" not in said.splitlines()[0]
    assert "> Nobody told the families, — Karen Bassey, said · withdrawn" in said


@pytest.mark.parametrize(
    ("outcome", "wait"),
    [
        (Later(timedelta(seconds=40), "slow down"), timedelta(seconds=40)),
        (Unknown("the answer was lost"), LONGEST_RETRY),
        (Never("archived", Scope.CHANNEL), timedelta(0)),
        (Never("token_revoked", Scope.WORKSPACE), timedelta(0)),
    ],
)
def test_an_edit_that_failed_is_made_later(desk: Desk, outcome: Outcome, wait: timedelta) -> None:
    told(desk)
    another_outlet(desk)
    desk.now += PACE
    edited(desk, outcome)
    at_once = due_edits(desk.store, desk.now)

    with desk.store.transaction() as tx:
        channels.release_all(tx)
    desk.now += wait

    assert at_once == ()
    assert len(edited(desk)) == 1


def test_an_edit_that_its_editor_never_settled_is_made_again(desk: Desk) -> None:
    told(desk)
    another_outlet(desk)
    desk.now += PACE
    (taken,) = due_edits(desk.store, desk.now)

    within = due_edits(desk.store, desk.now + LEASE - SECOND)
    (again,) = due_edits(desk.store, desk.now + LEASE)

    assert within == ()
    assert again.id == taken.id


def test_a_message_that_can_be_edited_no_more_is_left_alone(desk: Desk) -> None:
    told(desk)
    another_outlet(desk)
    desk.now += PACE
    edited(desk, Never("message_not_found"))

    another_outlet(desk, "Valley Sun")
    desk.now += PACE

    assert edited(desk) == []


def test_a_chat_that_never_answers_is_not_asked_for_ever(desk: Desk) -> None:
    told(desk)
    another_outlet(desk)
    asked = 0
    for _ in range(MOST_TRIES + 5):
        desk.now += LONGEST_RETRY
        asked += len(edited(desk, Unknown("no answer")))

    assert asked == MOST_TRIES


def test_what_came_while_an_edit_was_on_its_way_is_the_next_edit(desk: Desk) -> None:
    told(desk)
    another_outlet(desk)
    desk.now += PACE
    (card,) = due_edits(desk.store, desk.now)
    shown_now = shown_by(desk.store, card) or ""
    another_outlet(desk, "Valley Sun")

    settle_edit(desk.store, card, Sent("terminal:1"), shown_now, desk.now, 0.5)

    assert edited(desk) == []
    desk.now += PACE
    (said,) = edited(desk)
    assert "first of 3 outlets" in said


def test_an_edit_has_one_name_however_often_it_is_tried(desk: Desk) -> None:
    card = told(desk)
    one, other = fingerprint(say("one")), fingerprint(say("other"))

    assert edit_key(card, one) == edit_key(replace(card, tries=3), one)
    assert edit_key(card, one) != edit_key(card, other)


def test_a_fingerprint_is_the_same_in_every_process() -> None:
    assert fingerprint(say("one")) == fingerprint(say("one")) != fingerprint(None)
