"""What follows from each outcome, and what a restart finds."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.deliver import compose, due, recover, settle, thread_of
from handlers.outcome import Later, Never, Outcome, Scope, Sent, Unknown
from handlers.retries import LEASE, LONGEST_RETRY, MOST_TRIES, PROBED_EVERY, backed_off
from storage import articles, channels, outbox
from storage.model import Delivery, DeliveryKind, DeliveryState, NewDelivery, Updates
from tests.builders import an_article
from tests.newsroom import Desk, shown


def waiting(desk: Desk) -> Delivery:
    feed = desk.watches()
    desk.follows("deportation", "deportation")
    desk.receives(feed, an_article())
    (delivery,) = due(desk.store, desk.now)
    return delivery


def state(desk: Desk, outcome: Outcome) -> tuple[Delivery, DeliveryState]:
    delivery = waiting(desk)
    settle(desk.store, delivery, outcome, desk.now, 0.5)
    with desk.store.reading() as tx:
        (kept,) = outbox.deliveries_of(tx, delivery.key)
    return kept, kept.state


def test_a_claimed_delivery_is_marked_before_it_is_sent(desk: Desk) -> None:
    delivery = waiting(desk)

    with desk.store.reading() as tx:
        (kept,) = outbox.deliveries_of(tx, delivery.key)

    assert kept.state is DeliveryState.SENDING
    assert due(desk.store, desk.now) == ()


def test_what_arrived_is_done(desk: Desk) -> None:
    kept, found = state(desk, Sent("terminal:1"))

    assert (found, kept.ref) == (DeliveryState.SENT, "terminal:1")


def test_what_must_wait_is_sent_after_the_wait(desk: Desk) -> None:
    state(desk, Later(timedelta(seconds=30), "slow down"))

    assert due(desk.store, desk.now + timedelta(seconds=29)) == ()
    assert len(due(desk.store, desk.now + timedelta(seconds=30))) == 1


def test_what_is_unknown_is_tried_again_and_its_tries_are_counted(desk: Desk) -> None:
    state(desk, Unknown("the answer was lost"))

    (again,) = due(desk.store, desk.now + LONGEST_RETRY)

    assert again.tries > 1


def test_what_will_never_arrive_is_kept_with_its_reason(desk: Desk) -> None:
    kept, found = state(desk, Never("the channel is archived"))

    assert (found, kept.why) == (DeliveryState.DEAD, "the channel is archived")


@pytest.mark.parametrize(
    ("scope", "why"), [(Scope.CHANNEL, "the channel is archived"), (Scope.WORKSPACE, "the token was revoked")]
)
def test_a_broken_place_is_held_after_one_try_and_loses_nothing(desk: Desk, scope: Scope, why: str) -> None:
    kept, found = state(desk, Never(why, scope))

    assert found is DeliveryState.PENDING
    assert due(desk.store, desk.now) == ()
    assert f"nothing is sent to this terminal: {why}" in shown(desk.types("/desk status").message)
    assert kept.key


def test_a_closed_workspace_is_tried_by_one_message_now_and_then(desk: Desk) -> None:
    state(desk, Never("token_revoked", Scope.WORKSPACE))
    with desk.store.transaction() as tx:
        other = channels.ensure_channel(tx, desk.place.desk.id, "slack:C2", "#other")
        outbox.enqueue(tx, NewDelivery(other.id, "news", DeliveryKind.NOTICE, "news", desk.now), desk.now)

    too_soon = due(desk.store, desk.now + PROBED_EVERY - timedelta(seconds=1))
    (probe,) = due(desk.store, desk.now + PROBED_EVERY)
    settle(desk.store, probe, Never("token_revoked", Scope.WORKSPACE), desk.now + PROBED_EVERY, 0.5)

    assert too_soon == ()
    assert due(desk.store, desk.now + PROBED_EVERY) == ()


def test_what_arrives_in_a_closed_workspace_opens_it_again(desk: Desk) -> None:
    state(desk, Never("token_revoked", Scope.WORKSPACE))
    (probe,) = due(desk.store, desk.now + PROBED_EVERY)

    settle(desk.store, probe, Sent("terminal:1"), desk.now + PROBED_EVERY, 0.5)

    assert "nothing is sent" not in shown(desk.types("/desk status").message)


def test_a_held_channel_speaks_again_when_somebody_names_it(desk: Desk) -> None:
    state(desk, Never("the channel is archived", Scope.CHANNEL))

    desk.types("/watch edit deportation to:here level:flash save:yes")

    assert len(due(desk.store, desk.now)) == 1


def test_a_held_channel_is_tried_once_more_after_a_restart(desk: Desk) -> None:
    state(desk, Never("token_revoked", Scope.WORKSPACE))

    recover(desk.store, desk.now)

    assert len(due(desk.store, desk.now)) == 1


def test_what_a_sender_never_settled_is_put_back_when_its_lease_is_over(desk: Desk) -> None:
    delivery = waiting(desk)

    (again,) = due(desk.store, desk.now + LEASE)

    assert again.id == delivery.id
    assert again.tries > delivery.tries


@pytest.mark.parametrize("updates", Updates)
def test_an_update_belongs_under_its_card_and_a_correction_in_the_channel_too(desk: Desk, updates: Updates) -> None:
    with desk.store.transaction() as tx:
        channels.keep_settings(tx, replace(desk.place.channel, updates=updates))
    feed = desk.watches()
    desk.follows("deportation", "deportation")
    article = an_article()
    desk.receives(feed, article)
    desk.delivers()
    longer = (
        f"{article.text}\nThe company that flies the planes said nothing, and neither did the governor of the state."
    )
    refs = []
    for title, text in ((article.title, longer), (f"CORRECTED: {article.title}", longer)):
        desk.now += timedelta(minutes=10)
        desk.receives(feed, an_article(title=title, text=text))
        while claimed := due(desk.store, desk.now):
            refs.append(thread_of(desk.store, claimed[0]))
            settle(desk.store, claimed[0], Sent("x"), desk.now, 0.5)

    threads = updates is Updates.THREAD
    assert refs == (["terminal:1", "terminal:1", None] if threads else [None, None])


def test_after_many_unknown_tries_it_is_given_up_and_shown(desk: Desk) -> None:
    delivery = waiting(desk)
    now = desk.now
    for _ in range(MOST_TRIES + 1):
        settle(desk.store, delivery, Unknown("no answer"), now, 0.5)
        now += LONGEST_RETRY
        if not (claimed := due(desk.store, now)):
            break
        (delivery,) = claimed

    status = desk.types("/desk status")

    assert any("could not be sent: no answer" in str(block) for block in status.message.blocks)


def test_a_restart_puts_back_what_was_being_sent(desk: Desk) -> None:
    delivery = waiting(desk)

    assert recover(desk.store, desk.now) == 1

    (again,) = due(desk.store, desk.now)
    assert again.id == delivery.id
    assert again.tries > delivery.tries


def test_a_story_that_is_gone_says_nothing(desk: Desk) -> None:
    delivery = waiting(desk)
    gone = type(delivery)(**{name: getattr(delivery, name) for name in delivery.__slots__} | {"subject": "no-story"})

    assert compose(desk.store, gone, desk.now) is None


def test_the_card_is_composed_of_what_is_stored_when_it_is_sent(desk: Desk) -> None:
    delivery = waiting(desk)

    message = compose(desk.store, delivery, desk.now)

    assert message is not None
    with desk.store.reading() as tx:
        (told,) = articles.story(tx, articles.story(tx, delivery.subject)[0].story)  # type: ignore[arg-type]  # a StoryKey is text
    assert told.article.title in message.summary


def test_waits_double_and_are_capped() -> None:
    waits = [backed_off(tries, 1.0) for tries in range(20)]

    assert waits == sorted(waits)
    assert waits[0] < timedelta(minutes=1)
    assert waits[-1] == LONGEST_RETRY


def test_a_broken_channel_is_told_of_once_in_one_that_still_speaks(desk: Desk) -> None:
    delivery = waiting(desk)
    with desk.store.transaction() as tx:
        other = channels.ensure_channel(tx, desk.place.desk.id, "slack:C2", "#other")
    for _ in range(2):
        settle(desk.store, delivery, Never("is_archived", Scope.CHANNEL), desk.now, 0.5)

    (notice,) = due(desk.store, desk.now)

    assert notice.channel.id == other.id
    message = compose(desk.store, notice, desk.now)
    assert message is not None
    assert "Nothing is sent to this terminal any more: is_archived" in shown(message)
