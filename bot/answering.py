"""Answers what people do in a chat: finds their desk and role, runs the command off the loop, polls new feeds."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import structlog

from bot.chat import Event, Suggestion
from bot.poller import Poller
from feeds.model import DEFAULT_EVERY
from handlers.commands import answer, parse
from handlers.completion import completions
from handlers.feed_search import search_message
from handlers.feed_trials import trial_message
from handlers.feeds import polled_message
from handlers.grammar import Kind
from handlers.opening import open_desk
from handlers.request import Person, Reply, Request, Role, refusal
from storage import channels, people
from storage.model import Channel, Desk
from storage.store import Store

log = structlog.get_logger()


class Answerer:
    """Answers events from every chat; `admins` are the people the settings name."""

    def __init__(
        self,
        store: Store,
        poller: Poller,
        admins: tuple[str, ...],
        clock: Callable[[], datetime],
        zone: str = "UTC",
        every: timedelta = DEFAULT_EVERY,
    ) -> None:
        self._store = store
        self._poller = poller
        self._admins = frozenset(re.sub(r"^discord:(?=\d)", "discord:U", admin) for admin in admins)
        self._clock = clock
        self._zone = zone
        self._every = every

    async def complete(self, event: Event, kind: str, typed: str) -> tuple[Suggestion, ...]:
        """Return at most 25 completions of an argument for `event`'s desk; guests get none."""
        if event.role is Role.GUEST:
            return ()
        found = await asyncio.to_thread(completions, self._store, event.desk, Kind(kind), typed)
        return tuple(Suggestion(label, value) for label, value in found)

    async def __call__(self, event: Event) -> Reply:
        """Return the reply to `event`; whatever goes wrong is said, never raised."""
        try:
            reply = await asyncio.to_thread(self._answer, event)
            return await self._polled(reply)
        except Exception as error:  # a command must never take the chat down with it
            log.exception("command.broke", person=event.person)
            return refusal(
                f"That broke inside Wiredesk ({type(error).__name__}). Look whether it was done; the log says more."
            )

    async def _polled(self, reply: Reply) -> Reply:
        if reply.tries is not None:
            return replace(reply, message=trial_message(await self._poller.try_feed(reply.tries)))
        if reply.finds is not None:
            return replace(reply, message=search_message(await self._poller.find_feeds(reply.finds)))
        if not reply.polls:
            return reply
        polled = await self._poller.poll(reply.polls)
        return replace(reply, message=polled_message(reply.message, polled))

    def _answer(self, event: Event) -> Reply:
        command = event.command or parse(event.line or "")
        if command is None:
            return refusal("Nothing was typed. /desk help lists the commands.")
        now = self._clock()
        desk, channel, role = self._place(event)
        person = Person(event.person, event.person_name, role, _known(event.zone) or desk.zone)
        request = Request(command, person, desk, channel, event.channel, event.channel_name, self._every)
        return answer(request, self._store, now)

    def _place(self, event: Event) -> tuple[Desk, Channel | None, Role]:
        with self._store.reading() as tx:
            desk = channels.find_desk(tx, event.desk)
            if desk is not None:
                role = self._role(event, people.appointments(tx, desk.id))
                return desk, channels.find_channel(tx, desk.id, event.channel), role
        with self._store.transaction() as tx:
            desk = open_desk(tx, event.desk, event.desk_name, self._zone, self._clock())
        return desk, None, self._role(event, ())

    def _role(self, event: Event, appointments: tuple[tuple[str, str], ...]) -> Role:
        """Return the highest role of a person and their groups; whom the platform calls a guest stays one."""
        if event.role is Role.GUEST:
            return Role.GUEST
        named = Role.ADMIN if event.person in self._admins else Role.READER
        own = {event.person, *event.groups}
        return max(event.role, named, *(Role[role.upper()] for who, role in appointments if who in own))


def _known(zone: str | None) -> str | None:
    """Return `zone` where this machine knows it: platforms name zones that its tables may lack."""
    try:
        return ZoneInfo(zone).key if zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
