"""Takes due messages, and edits of those that arrived, to their chats and writes down what became of each.

One message a channel at a time, in order; a channel that is slow holds up no other.
"""

import asyncio
import random
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.chat import Chat
from feeds.errors import CannotTell, ChatError
from handlers import living
from handlers.deliver import compose, due, settle, shown_by, thread_of
from handlers.outcome import Later, Never, Outcome, Scope, Sent, Unknown
from handlers.unsure import when_unsure
from storage.model import Delivery
from storage.store import Store

NO_CHAT_WAIT = timedelta(minutes=1)
MOST_AT_ONCE = 100

log = structlog.get_logger()


class Courier:
    """Sends what is due. `chats` are the connected ones by platform name."""

    def __init__(self, store: Store, chats: Mapping[str, Chat], clock: Callable[[], datetime]) -> None:
        self._store = store
        self._chats = chats
        self._clock = clock
        self._round = asyncio.Lock()
        self._more = asyncio.Event()
        self._woken: set[asyncio.Task[None]] = set()
        self._open = False

    async def deliver_due(self) -> int:
        """Send and edit everything that is due; return how many messages arrived."""
        self._open = True
        async with self._round:
            return await self._deliver_all()

    async def tick(self) -> None:
        """Send what is due; a job of the clock."""
        try:
            await self.deliver_due()
        except Exception:  # a job of the clock must live on
            log.exception("delivery.broke")

    def wake(self) -> None:
        """Send what was queued just now, without waiting for the clock; not before the first round was asked for."""
        self._more.set()
        if self._open and not self._round.locked():
            task = asyncio.get_running_loop().create_task(self.tick())
            self._woken.add(task)
            task.add_done_callback(self._woken.discard)

    async def _deliver_all(self) -> int:
        """Keep every channel's line going until nothing is due and nothing is on its way."""
        arrived, running = 0, set[asyncio.Task[bool]]()
        try:
            while True:
                self._more.clear()
                if len(running) < MOST_AT_ONCE:
                    running |= {asyncio.create_task(work) for work in await self._claimed()}
                if running:
                    done = await self._some_done(running)
                    running -= done
                    arrived += sum(task.result() for task in done)
                elif not self._more.is_set():
                    return arrived
        finally:
            await asyncio.gather(*running, return_exceptions=True)

    async def _some_done(self, running: set[asyncio.Task[bool]]) -> set[asyncio.Task[bool]]:
        """Wait until something arrived, or more was queued; return what is done."""
        more = asyncio.create_task(self._more.wait())
        try:
            await asyncio.wait({*running, more}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            more.cancel()
        return {task for task in running if task.done()}

    async def _claimed(self) -> list[Coroutine[Any, Any, bool]]:
        """Return what is to be done now: sending first, then edits."""
        sending = await asyncio.to_thread(due, self._store, self._clock())
        editing = await asyncio.to_thread(living.due_edits, self._store, self._clock())
        return [*map(self._deliver, sending), *map(self._edit, editing)]

    async def _deliver(self, delivery: Delivery) -> bool:
        outcome, shown = await self._send(delivery)
        now = self._clock()
        await asyncio.to_thread(settle, self._store, delivery, outcome, now, random.random(), shown)  # noqa: S311 (jitter)
        _tell("delivery.not_sent", delivery, outcome)
        return isinstance(outcome, Sent)

    async def _send(self, delivery: Delivery) -> tuple[Outcome, str | None]:
        """Return what became of it, and the hash of what it says where that is known."""
        chat = self._chat(delivery)
        if chat is None:
            return Later(NO_CHAT_WAIT, "its chat is not connected"), None
        try:
            return await self._send_to(chat, delivery)
        except ChatError as error:
            return Unknown(str(error)), None
        except Exception as error:  # one channel's surprise must not stop its line, nor the others'
            log.exception("delivery.broke", delivery=delivery.id)
            return Unknown(f"sending it broke ({type(error).__name__})"), None

    async def _send_to(self, chat: Chat, delivery: Delivery) -> tuple[Outcome, str | None]:
        shown = await asyncio.to_thread(shown_by, self._store, delivery)
        message = await asyncio.to_thread(compose, self._store, delivery, self._clock())
        if message is None:
            return Never("what it was about is no longer stored"), None
        thread, name = await asyncio.to_thread(thread_of, self._store, delivery), str(delivery.id)
        if delivery.tries > 1 and (found := await self._looked_up(chat, delivery, thread)):
            return found, None
        outcome = await chat.send(delivery.channel, message, name, thread)
        return outcome, shown if delivery.tries <= 1 else None

    async def _looked_up(self, chat: Chat, delivery: Delivery, thread: str | None) -> Outcome | None:
        """Return that `delivery` arrived, or is given up where nobody may look; None where it is to be sent again."""
        try:
            ref = await chat.look_up(delivery.channel, str(delivery.id), delivery.created, thread)
        except CannotTell as error:
            return await asyncio.to_thread(when_unsure, self._store, delivery, str(error), self._clock())
        return Sent(ref) if ref else None

    async def _edit(self, delivery: Delivery) -> bool:
        """Let a message that arrived say what it should now; that is no arrival."""
        shown = await asyncio.to_thread(shown_by, self._store, delivery) or ""
        if shown == delivery.shown:
            await asyncio.to_thread(living.settle_unchanged, self._store, delivery, self._clock())
            return False
        outcome = await self._edit_safely(delivery, living.edit_key(delivery, shown))
        now = self._clock()
        await asyncio.to_thread(living.settle_edit, self._store, delivery, outcome, shown, now, random.random())  # noqa: S311 (jitter)
        _tell("delivery.not_edited", delivery, outcome)
        return False

    async def _edit_safely(self, delivery: Delivery, key: str) -> Outcome:
        chat = self._chat(delivery)
        if chat is None:
            return Later(NO_CHAT_WAIT, "its chat is not connected")
        try:
            message = await asyncio.to_thread(compose, self._store, delivery, self._clock())
            if message is None:
                return Never("what it was about is no longer stored")
            return await chat.edit(delivery.channel, delivery.ref or "", message, key)
        except ChatError as error:
            return Unknown(str(error))
        except Exception as error:  # one message's surprise must not stop the others
            log.exception("edit.broke", delivery=delivery.id)
            return Unknown(f"editing it broke ({type(error).__name__})")

    def _chat(self, delivery: Delivery) -> Chat | None:
        return self._chats.get(delivery.channel.ref.partition(":")[0])


def _tell(event: str, delivery: Delivery, outcome: Outcome) -> None:
    if isinstance(outcome, Never) and outcome.scope is not Scope.MESSAGE:
        log.error("channel.held", channel=delivery.channel.ref, scope=outcome.scope.value, why=outcome.why)
    elif not isinstance(outcome, Sent):
        log.warning(event, delivery=delivery.id, channel=delivery.channel.ref, why=outcome.why)
