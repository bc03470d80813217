"""Two ways of sending that look right and are not: the harness must see them fail, or it sees nothing."""

import asyncio

from bot.chat import Chat
from bot.courier import Courier
from handlers.deliver import compose, settle, thread_of
from handlers.message import say
from handlers.outcome import Outcome, Sent
from storage.model import Delivery


class SendThenMark(Courier):
    """Sends, then writes down that it did. What it sent before it died, or before an answer was lost, is sent again."""

    async def _send_to(self, chat: Chat, delivery: Delivery) -> tuple[Outcome, None]:
        message = await asyncio.to_thread(compose, self._store, delivery, self._clock())
        thread = await asyncio.to_thread(thread_of, self._store, delivery)
        # A name of its own for each try, so that nobody on the other side folds two tries into one.
        name = f"{delivery.id}.{delivery.tries}"
        return await chat.send(delivery.channel, message or say("gone"), name, thread), None


class MarkThenSend(Courier):
    """Writes down that it sent, then sends. What it had not sent when it died, or was refused, is never sent."""

    async def _deliver(self, delivery: Delivery) -> bool:
        await asyncio.to_thread(settle, self._store, delivery, Sent("taken for sent"), self._clock(), 0.5)
        outcome, _ = await self._send(delivery)
        return isinstance(outcome, Sent)
