"""The courier against a chat that loses answers, refuses and makes us wait: nothing lost or doubled, all in order."""

import asyncio
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from bot.courier import NO_CHAT_WAIT, Courier
from feeds.errors import CannotTell, ChatDown, WiredeskError
from handlers.deliver import due, recover
from handlers.message import Message
from handlers.outcome import Later, Never, Outcome, Scope, Sent, Unknown
from handlers.retries import LEASE, LONGEST_RETRY, MOST_TRIES
from handlers.unsure import GIVEN_UP
from storage import channels, outbox
from storage.model import Channel, Delivery, DeliveryKind, DeliveryState, NewDelivery, Unsure
from tests.newsroom import Desk, open_newsroom

LOST = Unknown("the answer was lost")


@dataclass
class FakeChat:
    """A chat that does what `plan` says, message by message, then takes everything; None there takes one, too.

    A `LostAfterPostingError` in the plan is a message that arrived though nobody said so; any other error is raised.
    """

    platform: str = "fake"
    plan: deque[Outcome | Exception | None] = field(default_factory=deque)
    posted: list[tuple[str, str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    asked_under: list[str | None] = field(default_factory=list)
    blind: bool = False
    meeting: asyncio.Barrier | None = None

    async def run(self) -> None:
        """Be connected."""

    async def stop(self) -> None:
        """Need no goodbye."""

    async def send(self, channel: Channel, message: Message, delivery: str, thread: str | None = None) -> Outcome:
        del thread
        if self.meeting is not None:
            async with asyncio.timeout(10):
                await self.meeting.wait()
        planned = self.plan.popleft() if self.plan else None
        if isinstance(planned, LostAfterPostingError) or planned is None:
            self.posted.append((channel.ref, message.summary, delivery))
        if isinstance(planned, Exception):
            raise planned
        return planned or Sent(f"ref-{delivery}")

    async def edit(self, channel: Channel, ref: str, message: Message, key: str) -> Outcome:
        raise NotImplementedError

    async def look_up(self, channel: Channel, delivery: str, since: datetime, thread: str | None = None) -> str | None:
        del since
        self.asked.append(delivery)
        self.asked_under.append(thread)
        if self.blind:
            raise CannotTell("the app lacks a scope")
        there = any((ref, number) == (channel.ref, delivery) for ref, _, number in self.posted)
        return f"ref-{delivery}" if there else None

    def said(self, channel: str = "fake:C1") -> list[str]:
        """Return what arrived in a channel, in order."""
        return [text for ref, text, _ in self.posted if ref == channel]


class LostAfterPostingError(ChatDown):
    """The message arrived, its answer did not."""


@dataclass
class Office:
    """A desk with a line of messages, a chat, and a courier between them."""

    desk: Desk
    chat: FakeChat
    courier: Courier

    def queues(self, *texts: str, channel: str = "fake:C1") -> None:
        with self.desk.store.transaction() as tx:
            place = channels.ensure_channel(tx, self.desk.place.desk.id, channel, channel)
            for text in texts:
                notice = NewDelivery(place.id, f"{channel} {text}", DeliveryKind.NOTICE, text, self.desk.now)
                assert outbox.enqueue(tx, notice, self.desk.now)

    async def delivers_until_quiet(self, tries: int = 40) -> int:
        """Deliver again and again, the longest wait apart; return how many messages arrived by the courier's count."""
        arrived = 0
        for _ in range(tries):
            arrived += await self.courier.deliver_due()
            self.desk.now += LONGEST_RETRY
        return arrived

    def deliveries(self, state: DeliveryState) -> tuple[Delivery, ...]:
        with self.desk.store.reading() as tx:
            return outbox.deliveries(tx, state)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office whose chat takes everything unless it is told otherwise."""
    desk = open_newsroom(tmp_path)
    chat = FakeChat()
    yield Office(desk, chat, Courier(desk.store, {"fake": chat}, lambda: desk.now))
    desk.store.close()


async def test_what_is_due_is_sent_in_the_order_it_was_queued(office: Office) -> None:
    office.queues("one", "two", "three")

    arrived = await office.courier.deliver_due()

    assert (arrived, office.chat.said()) == (3, ["one", "two", "three"])
    assert [each.ref for each in office.deliveries(DeliveryState.SENT)] == ["ref-1", "ref-2", "ref-3"]


async def test_a_first_try_costs_the_chat_one_request(office: Office) -> None:
    office.queues("one")

    await office.courier.deliver_due()

    assert office.chat.asked == [], "nothing can be there before the first try"


async def test_one_channel_hears_one_message_at_a_time_and_channels_go_side_by_side(office: Office) -> None:
    office.queues("one", "two", channel="fake:C1")
    office.queues("one", "two", channel="fake:C2")
    office.chat.meeting = asyncio.Barrier(2)

    await office.courier.deliver_due()

    assert office.chat.said("fake:C1") == office.chat.said("fake:C2") == ["one", "two"]


async def test_a_lost_answer_is_looked_up_before_any_second_try(office: Office) -> None:
    office.queues("one")
    office.chat.plan.append(LostAfterPostingError("the connection broke off"))

    arrived = await office.delivers_until_quiet()

    assert (arrived, office.chat.said(), office.chat.asked) == (1, ["one"], ["1"])
    assert [each.ref for each in office.deliveries(DeliveryState.SENT)] == ["ref-1"]


async def test_a_message_that_never_arrived_is_sent_again_after_the_look(office: Office) -> None:
    office.queues("one")
    office.chat.plan.extend([LOST, ChatDown("503")])

    await office.delivers_until_quiet()

    assert (office.chat.said(), office.chat.asked) == (["one"], ["1", "1"])


async def test_where_nobody_may_look_it_is_given_up_the_channel_is_asked_and_the_line_goes_on(office: Office) -> None:
    office.queues("one", "two")
    office.chat.blind = True
    office.chat.plan.append(LOST)

    await office.delivers_until_quiet()

    (given_up,) = office.deliveries(DeliveryState.DEAD)
    assert str(given_up.why).startswith(GIVEN_UP)
    assert office.chat.said()[0] == "two"
    assert "/desk setup here unsure:twice" in office.chat.said()[1]
    assert len(office.chat.said()) == 2


async def test_where_nobody_may_look_a_channel_that_chose_twice_hears_it_again(office: Office) -> None:
    office.queues("one")
    office.chat.blind = True
    office.chat.plan.append(LostAfterPostingError("the connection broke off"))
    with office.desk.store.transaction() as tx:
        place = channels.find_channel(tx, office.desk.place.desk.id, "fake:C1")
        assert place is not None
        channels.keep_settings(tx, replace(place, unsure=Unsure.TWICE))

    await office.delivers_until_quiet()

    assert office.chat.said() == ["one", "one"]
    assert office.deliveries(DeliveryState.DEAD) == ()


async def test_what_waits_behind_an_unknown_message_stays_behind_it(office: Office) -> None:
    office.queues("one", "two")
    office.chat.plan.append(LOST)

    await office.courier.deliver_due()
    before = office.chat.said()
    await office.delivers_until_quiet()

    assert (before, office.chat.said()) == ([], ["one", "two"])


async def test_a_chat_that_asks_to_wait_is_left_alone_that_long_and_keeps_its_order(office: Office) -> None:
    office.queues("one", "two")
    office.chat.plan.append(Later(timedelta(seconds=30), "slow down"))
    await office.courier.deliver_due()

    office.desk.now += timedelta(seconds=29)
    too_soon = await office.courier.deliver_due()
    office.desk.now += timedelta(seconds=1)
    in_time = await office.courier.deliver_due()

    assert (too_soon, in_time) == (0, 2)
    assert office.chat.said() == ["one", "two"]


async def test_waiting_is_no_try_so_a_long_rate_limit_never_uses_up_a_message(office: Office) -> None:
    office.queues("one")
    office.chat.plan.extend([Later(timedelta(minutes=1), "slow down")] * (MOST_TRIES + 3))
    office.chat.plan.append(LOST)

    await office.delivers_until_quiet()

    assert office.deliveries(DeliveryState.DEAD) == ()
    assert office.chat.said() == ["one"]


async def test_a_refused_message_is_kept_with_its_reason_and_the_next_goes_on(office: Office) -> None:
    office.queues("one", "two")
    office.chat.plan.append(Never("it is too long", Scope.MESSAGE))

    await office.courier.deliver_due()

    assert office.chat.said() == ["two"]
    assert [each.why for each in office.deliveries(DeliveryState.DEAD)] == ["it is too long"]


async def test_a_chat_that_never_answers_is_given_up_and_shown_not_tried_for_ever(office: Office) -> None:
    office.queues("one", "two")
    office.chat.plan.extend([LOST] * MOST_TRIES)

    await office.delivers_until_quiet()

    assert [each.subject for each in office.deliveries(DeliveryState.DEAD)] == ["one"]
    assert office.chat.said() == ["two"]


async def test_a_chat_that_is_not_connected_loses_nothing(office: Office) -> None:
    office.queues("one", channel="elsewhere:C1")
    await office.courier.deliver_due()
    elsewhere = FakeChat("elsewhere")
    connected = Courier(office.desk.store, {"elsewhere": elsewhere}, lambda: office.desk.now)

    at_once = await connected.deliver_due()
    office.desk.now += NO_CHAT_WAIT
    later = await connected.deliver_due()

    assert (at_once, later, elsewhere.said("elsewhere:C1")) == (0, 1, ["one"])


async def test_a_chat_that_is_not_connected_holds_up_no_other(office: Office) -> None:
    office.queues("one", channel="elsewhere:C1")
    office.queues("one")

    await office.courier.deliver_due()

    assert office.chat.said() == ["one"]


async def test_a_surprise_in_one_channel_is_that_channels_trouble(office: Office) -> None:
    office.queues("one", channel="fake:C1")
    office.queues("one", channel="fake:C2")
    office.chat.plan.append(KeyError("an adapter's mistake"))

    arrived = await office.courier.deliver_due()

    assert arrived == 1
    assert office.deliveries(DeliveryState.SENDING) == (), "its line would stand still until a restart"


async def test_after_a_surprise_it_is_looked_up_and_sent(office: Office) -> None:
    office.queues("one", "two")
    office.chat.plan.append(KeyError("an adapter's mistake"))

    await office.delivers_until_quiet()

    assert (office.chat.said(), office.chat.asked) == (["one", "two"], ["1"])


async def test_an_error_that_no_chat_is_known_to_raise_is_a_surprise_too(office: Office) -> None:
    office.queues("one")
    office.chat.plan.append(WiredeskError("unexpected"))

    await office.delivers_until_quiet()

    assert office.chat.said() == ["one"]


async def test_what_a_sender_never_settled_is_looked_up_once_its_lease_is_over(office: Office) -> None:
    office.queues("one", "two")
    (taken,) = due(office.desk.store, office.desk.now)
    office.chat.posted.append(("fake:C1", "one", str(taken.id)))

    within = await office.courier.deliver_due()
    office.desk.now += LEASE
    after = await office.courier.deliver_due()

    assert (within, after) == (0, 2)
    assert office.chat.said() == ["one", "two"]


async def test_two_rounds_at_once_send_nothing_twice(office: Office) -> None:
    office.queues("one", "two", "three")

    await asyncio.gather(office.courier.deliver_due(), office.courier.deliver_due(), office.courier.tick())

    assert office.chat.said() == ["one", "two", "three"]


async def test_a_tick_lives_on_whatever_breaks(office: Office) -> None:
    def broken_clock() -> datetime:
        raise ZeroDivisionError

    office.queues("one")

    await Courier(office.desk.store, {}, broken_clock).tick()

    assert len(office.deliveries(DeliveryState.PENDING)) == 1


async def test_a_closed_channel_is_asked_once_and_what_waits_for_it_is_kept(office: Office) -> None:
    office.queues("one", "two")
    office.chat.plan.append(Never("the channel is archived", Scope.CHANNEL))

    await office.delivers_until_quiet()

    assert (office.chat.said(), len(office.chat.plan)) == ([], 0)
    waiting = [each for each in office.deliveries(DeliveryState.PENDING) if each.channel.ref.startswith("fake:")]
    assert [each.subject for each in waiting] == ["one", "two"]


async def test_a_channel_that_is_open_again_after_a_restart_hears_all_it_missed_in_order(office: Office) -> None:
    office.queues("one", "two")
    office.chat.plan.append(Never("the channel is archived", Scope.CHANNEL))
    await office.delivers_until_quiet()

    recover(office.desk.store, office.desk.now)
    await office.delivers_until_quiet()

    assert office.chat.said() == ["one", "two"]


async def test_a_closed_workspace_gets_everything_in_order_once_its_token_is_good_again(office: Office) -> None:
    office.queues("one", "two")
    office.chat.plan.extend([Never("token_revoked", Scope.WORKSPACE)] * 3)

    await office.delivers_until_quiet()

    assert (office.chat.said(), len(office.chat.plan)) == (["one", "two"], 0)


async def test_a_closed_channel_holds_up_no_other(office: Office) -> None:
    office.queues("one", channel="fake:C1")
    office.queues("one", "two", channel="fake:C2")
    office.chat.plan.append(Never("the channel is archived", Scope.CHANNEL))

    await office.delivers_until_quiet()

    assert (office.chat.said("fake:C1"), office.chat.said("fake:C2")) == ([], ["one", "two"])


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_the_chat_does_each_message_arrives_once_and_in_order(office: Office, seed: int) -> None:
    trouble: list[Outcome | Exception | None] = [
        None,
        LOST,
        LostAfterPostingError("the answer broke off"),
        Later(timedelta(seconds=40), "slow down"),
        ChatDown("503"),
    ]
    texts = [f"message {number}" for number in range(12)]
    office.queues(*texts)
    office.chat.plan.extend(Random(seed).choices(trouble, k=24))  # noqa: S311 (a repeatable run of trouble)

    await office.delivers_until_quiet()

    assert office.chat.said() == texts
    assert office.deliveries(DeliveryState.DEAD) == ()
