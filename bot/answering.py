"""Answers what people do in a chat: finds their desk and role, runs the command off the loop, polls new feeds."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog

from bot.chat import Event
from bot.poller import Poller
from handlers.commands import answer, parse
from handlers.feeds import polled_message
from handlers.request import Person, Reply, Request, Role, refusal
from storage import channels
from storage.model import Channel, Desk
from storage.store import Store

log = structlog.get_logger()


class Answerer:
    """Answers events from every chat; `admins` are the people the settings name."""

    def __init__(self, store: Store, poller: Poller, admins: tuple[str, ...], clock: Callable[[], datetime]) -> None:
        self._store = store
        self._poller = poller
        self._admins = frozenset(admins)
        self._clock = clock

    async def __call__(self, event: Event) -> Reply:
        """Return the reply to `event`; whatever goes wrong is said, never raised."""
        try:
            reply = await asyncio.to_thread(self._answer, event)
            if reply.polls:
                polled = await self._poller.poll(reply.polls)
                reply = replace(reply, message=polled_message(reply.message, polled))
        except Exception as error:  # a command must never take the chat down with it
            log.exception("command.broke", person=event.person)
            return refusal(
                f"That broke inside Wiredesk ({type(error).__name__}). Nothing was changed; the log says more."
            )
        return reply

    def _answer(self, event: Event) -> Reply:
        command = event.command or parse(event.line or "")
        if command is None:
            return refusal("Nothing was typed. /desk help lists the commands.")
        now = self._clock()
        desk, channel = self._place(event)
        role = Role.ADMIN if event.person in self._admins else event.role
        person = Person(event.person, event.person_name, role, event.zone or desk.zone)
        return answer(Request(command, person, desk, channel), self._store, now)

    def _place(self, event: Event) -> tuple[Desk, Channel | None]:
        with self._store.reading() as tx:
            desk = channels.find_desk(tx, event.desk)
            if desk is not None:
                return desk, channels.find_channel(tx, desk.id, event.channel)
        with self._store.transaction() as tx:
            return channels.ensure_desk(tx, event.desk, event.desk_name, event.zone or "UTC"), None
