"""The sender as a state machine: whatever chats do and whenever it dies, nothing is lost, doubled or out of order."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from bot.courier import NO_CHAT_WAIT, Courier
from feeds.errors import ChatDown
from feeds.model import Level
from handlers.deliver import recover
from handlers.folding import LATE
from handlers.living import AGE, PACE
from handlers.message import Message
from handlers.outcome import Later, Never, Outcome, Scope, Sent, Unknown
from handlers.retries import LEASE, LONGEST_RETRY, PROBED_EVERY
from storage import channels, edits, outbox
from storage.model import Channel, ChannelId, Delivery, DeliveryId, DeliveryKind, DeliveryState, NewDelivery
from storage.store import open_store
from tests.builders import NOW
from tests.storage.builders import keep, numbered, outlet

PLACES = ("fake:C1", "fake:C2")
FAULTS = (
    None,
    Unknown("no answer"),
    "arrived, and the answer was lost",
    "died before it arrived",
    "died after it arrived",
    Later(timedelta(seconds=7), "slow down"),
    Never("not in the channel", Scope.CHANNEL),
    Never("token_revoked", Scope.WORKSPACE),
)


class DiedError(BaseException):
    """The process was killed: nothing more of it runs, not even what handles errors."""


@dataclass
class Wall:
    """What stands in the channels of a chat, across the lives of its senders."""

    posted: dict[str, list[str]] = field(default_factory=lambda: {place: [] for place in PLACES})
    edited: Counter[str] = field(default_factory=Counter)
    fault: object = None


class FaultyChat:
    """A chat that has the next fault, once, then takes everything."""

    platform = "fake"

    def __init__(self, wall: Wall) -> None:
        self._wall = wall

    async def run(self) -> None:
        """Be connected."""

    async def stop(self) -> None:
        """Need no goodbye."""

    async def send(self, channel: Channel, message: Message, delivery: str, thread: str | None = None) -> Outcome:
        del message, thread
        return self._meet(lambda: self._wall.posted[channel.ref].append(delivery), f"ref-{delivery}")

    async def edit(self, channel: Channel, ref: str, message: Message, key: str) -> Outcome:
        del channel, message, key
        return self._meet(lambda: self._wall.edited.update((ref,)), ref)

    async def look_up(self, channel: Channel, delivery: str, since: datetime, thread: str | None = None) -> str | None:
        del since, thread
        return f"ref-{delivery}" if delivery in self._wall.posted[channel.ref] else None

    def _meet(self, arrive: "object", ref: str) -> Outcome:
        fault, self._wall.fault = self._wall.fault, None
        if fault is None or (isinstance(fault, str) and "before" not in fault):
            arrive()  # type: ignore[operator] # what a caller gives is called
        match fault:
            case None:
                return Sent(ref)
            case Unknown() | Later() | Never():
                return fault
            case str() if fault.startswith("died"):
                raise DiedError
            case _:
                raise ChatDown("the answer was lost")


class Sender(RuleBasedStateMachine):
    """Queues, floods, edits, faults, kills and waits in any order; then everything is mended and must have arrived."""

    def __init__(self) -> None:
        super().__init__()
        self.store = open_store("sqlite://", NOW)
        self.now, self.wall, self.number = NOW, Wall(), 0
        with self.store.transaction() as tx:
            desk = channels.ensure_desk(tx, "fake:T1", "Newsroom", "UTC")
            for ref in PLACES:
                channels.ensure_channel(tx, desk.id, ref, ref)
            self.feed = outlet(tx)
        self._start()

    def teardown(self) -> None:
        try:
            self._mend()
            self._check_all_told()
        finally:
            self.store.close()

    @rule(place=st.integers(1, 2), number=st.integers(1, 14), loud=st.booleans())
    def queue(self, place: int, number: int, loud: bool) -> None:
        level = Level.FLASH if loud else Level.ALERT
        with self.store.transaction() as tx:
            for _ in range(number):
                self.number += 1
                story = keep(tx, self.feed, numbered(self.number)).story
                new = NewDelivery(ChannelId(place), f"alert:{story}", DeliveryKind.ALERT, story, self.now, level)
                assert outbox.enqueue(tx, new, self.now)

    @rule(place=st.integers(1, 2))
    def notice(self, place: int) -> None:
        with self.store.transaction() as tx:
            self.number += 1
            new = NewDelivery(ChannelId(place), f"notice:{self.number}", DeliveryKind.NOTICE, "a notice", self.now)
            outbox.enqueue(tx, new, self.now)

    @rule(fault=st.sampled_from(FAULTS))
    def deliver(self, fault: object) -> None:
        self.wall.fault = fault
        try:
            asyncio.run(self.courier.deliver_due())
        except DiedError:
            self._start()
        self.wall.fault = None

    @rule(pick=st.integers(0, 30))
    def something_changes(self, pick: int) -> None:
        sent = self._in(DeliveryState.SENT)
        if sent:
            with self.store.transaction() as tx:
                edits.touch(tx, (sent[pick % len(sent)].id,), self.now, PACE, AGE)

    @rule(wait=st.sampled_from([timedelta(seconds=1), PACE, NO_CHAT_WAIT, LEASE, LONGEST_RETRY, LATE]))
    def time_goes_by(self, wait: timedelta) -> None:
        self.now += wait

    @rule()
    def restart(self) -> None:
        self._start()

    @invariant()
    def nothing_stands_twice(self) -> None:
        for posted in self.wall.posted.values():
            assert len(posted) == len(set(posted)), posted

    @invariant()
    def a_channel_is_told_in_order(self) -> None:
        for posted in self.wall.posted.values():
            places = [self._place_in_line(DeliveryId(int(number))) for number in posted]
            alerts = [place for place in places if place is not None]
            assert alerts == sorted(alerts), alerts

    def _place_in_line(self, number: DeliveryId) -> tuple[datetime, int] | None:
        """Return where a delivery stands in its line; None for what tells of many, in the place of the first."""
        with self.store.reading() as tx:
            found = outbox.delivery(tx, number)
        assert found is not None
        alone = found.kind in {DeliveryKind.ALERT, DeliveryKind.NOTICE} and found.key.startswith(("alert", "notice"))
        return (found.created, found.id) if alone else None

    def _start(self) -> None:
        """Begin a new life, as a process does that finds the store as the last one left it."""
        recover(self.store, self.now)
        self.courier = Courier(self.store, {"fake": FaultyChat(self.wall)}, lambda: self.now)

    def _mend(self) -> None:
        self.wall.fault = None
        for _ in range(3):
            self._start()
            self.now += LONGEST_RETRY + PROBED_EVERY
            asyncio.run(self.courier.deliver_due())

    def _check_all_told(self) -> None:
        """Every delivery stands in its channel, by itself or in one that tells of it, and none was given up."""
        for state in (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.DEAD):
            assert self._in(state) == ()
        standing = {number for posted in self.wall.posted.values() for number in posted}
        for each in self._in(DeliveryState.SENT):
            assert str(each.id) in standing
        for each in self._in(DeliveryState.FOLDED):
            assert str(each.within) in standing

    def _in(self, state: DeliveryState) -> tuple[Delivery, ...]:
        with self.store.reading() as tx:
            return outbox.deliveries(tx, state)


TestSender = Sender.TestCase
TestSender.settings = settings(
    max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)
