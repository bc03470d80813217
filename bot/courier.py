"""Takes due messages to their chats and writes down what became of each. One message a channel at a time, in order."""

import asyncio
import random
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import structlog

from bot.chat import Chat
from feeds.errors import CannotTell, ChatError
from handlers.deliver import compose, due, settle, thread_of
from handlers.outcome import Later, Never, Outcome, Scope, Sent, Unknown
from handlers.unsure import when_unsure
from storage.model import Delivery
from storage.store import Store

NO_CHAT_WAIT = timedelta(minutes=1)

log = structlog.get_logger()


class Courier:
    """Sends what is due. `chats` are the connected ones by platform name."""

    def __init__(self, store: Store, chats: Mapping[str, Chat], clock: Callable[[], datetime]) -> None:
        self._store = store
        self._chats = chats
        self._clock = clock
        self._round = asyncio.Lock()

    async def deliver_due(self) -> int:
        """Send everything that is due; return how many messages arrived."""
        arrived = 0
        async with self._round:
            while batch := await asyncio.to_thread(due, self._store, self._clock()):
                arrived += sum(await asyncio.gather(*map(self._deliver, batch)))
        return arrived

    async def tick(self) -> None:
        """Send what is due; a job of the clock."""
        try:
            await self.deliver_due()
        except Exception:  # a job of the clock must live on
            log.exception("delivery.broke")

    async def _deliver(self, delivery: Delivery) -> bool:
        outcome = await self._send(delivery)
        await asyncio.to_thread(settle, self._store, delivery, outcome, self._clock(), random.random())  # noqa: S311 (jitter)
        if isinstance(outcome, Never) and outcome.scope is not Scope.MESSAGE:
            log.error("channel.held", channel=delivery.channel.ref, scope=outcome.scope.value, why=outcome.why)
        elif not isinstance(outcome, Sent):
            log.warning("delivery.not_sent", delivery=delivery.id, channel=delivery.channel.ref, why=outcome.why)
        return isinstance(outcome, Sent)

    async def _send(self, delivery: Delivery) -> Outcome:
        chat = self._chats.get(delivery.channel.ref.partition(":")[0])
        if chat is None:
            return Later(NO_CHAT_WAIT, "its chat is not connected")
        try:
            return await self._send_to(chat, delivery)
        except ChatError as error:
            return Unknown(str(error))
        except Exception as error:  # one channel's surprise must not stop its line, nor the others'
            log.exception("delivery.broke", delivery=delivery.id)
            return Unknown(f"sending it broke ({type(error).__name__})")

    async def _send_to(self, chat: Chat, delivery: Delivery) -> Outcome:
        message = await asyncio.to_thread(compose, self._store, delivery, self._clock())
        if message is None:
            return Never("what it was about is no longer stored")
        thread, name = await asyncio.to_thread(thread_of, self._store, delivery), str(delivery.id)
        if delivery.tries > 1 and (found := await self._looked_up(chat, delivery, thread)):
            return found
        return await chat.send(delivery.channel, message, name, thread)

    async def _looked_up(self, chat: Chat, delivery: Delivery, thread: str | None) -> Outcome | None:
        """Return that `delivery` arrived, or is given up where nobody may look; None where it is to be sent again."""
        try:
            ref = await chat.look_up(delivery.channel, str(delivery.id), delivery.created, thread)
        except CannotTell as error:
            return await asyncio.to_thread(when_unsure, self._store, delivery, str(error), self._clock())
        return Sent(ref) if ref else None
