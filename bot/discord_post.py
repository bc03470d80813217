"""Posts, edits and looks up what the bot says in channels, by REST alone: it works while the gateway is away."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import discord

from bot.discord_attempts import tracing
from bot.discord_buttons import custom_ids, row_of
from bot.discord_given import Pace
from bot.discord_layout import laid_out, marker_of, thread_name
from bot.discord_outcome import FAILURES, OFFLINE_WAIT, error_of, outcome_of
from bot.discord_parts import Post, edit_parts, post_parts
from bot.discord_rights import rights_in
from bot.discord_seen import seen_in
from feeds.errors import CannotTell, ChatDown
from handlers.message import Message
from handlers.outcome import Later, Outcome, Sent, Unknown
from storage.model import Channel

LONGEST_WAIT_INSIDE = 30.0  # seconds, the least the library takes: a longer wait comes back as Later
_CLOCKS_APART = timedelta(minutes=2)
_PERSON = "discord:U"
_OFFLINE = Later(OFFLINE_WAIT, "Discord is not connected")


class Poster:
    """A logged-in client without a gateway. `keep_line` keeps the command lines that no button can carry."""

    def __init__(self, keep_line: Callable[[str], Awaitable[str]], clock: Callable[[], datetime], pace: Pace) -> None:
        self._keep_line = keep_line
        self._clock = clock
        self._pace = pace
        self._client: discord.Client | None = None
        self._halves: dict[str, dict[int, tuple[int, int]]] = {}
        self._direct: dict[str, int] = {}

    async def open(self, token: str) -> None:
        """Log in, unless that is done already.

        Raises one of FAILURES; discord.LoginFailure where the token is refused.
        """
        if self._client is not None:
            return
        client = discord.Client(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            http_trace=tracing(),
            max_ratelimit_timeout=LONGEST_WAIT_INSIDE,
        )
        try:
            await client.login(token)
        except BaseException:
            await client.close()
            raise
        self._client = client

    async def close(self) -> None:
        """Close the connections; what is sent from now on comes back as Later."""
        client, self._client = self._client, None
        if client is not None:
            await client.close()

    async def send(self, channel: Channel, message: Message, delivery: str, thread: str | None) -> Outcome:
        """Post `message` and what overflows it, each part under a nonce of its own: twice sent is once there."""
        if self._client is None:
            return _OFFLINE
        try:
            channel = await self._addressed(self._client, channel)
        except FAILURES as error:
            return outcome_of(error)
        post = await self._post(channel, message, delivery, self._halves.pop(delivery, {}))
        if thread is not None:
            post.under = int(re.split("[,/]", thread)[0])  # a thread has the id of the message it began with
        return await self._in_time(channel, post, post_parts(self._client, post))

    async def edit(self, channel: Channel, ref: str, message: Message, key: str) -> Outcome:
        """Replace the posted message: more parts are posted under it, and what is left over is deleted."""
        if self._client is None:
            return _OFFLINE
        try:
            channel = await self._addressed(self._client, channel)
        except FAILURES as error:
            return outcome_of(error)
        post = await self._post(channel, message, key, _addresses(channel, ref))
        return await self._in_time(channel, post, edit_parts(self._client, post))

    async def look_up(self, channel: Channel, delivery: str, since: datetime) -> str | None:
        """Return the ref of what was posted for `delivery`, in the channel or a thread of it, once all of it is there.

        Where only some parts are, None is returned, and the next `send` of the delivery posts the others.

        Raises:
            CannotTell: the history may not be read.
            ChatError: Discord does not answer.
        """
        if self._client is None:
            raise ChatDown("Discord is not connected")
        try:
            async with asyncio.timeout(self._pace.message.total_seconds()):
                channel = await self._addressed(self._client, channel)
                seen = await seen_in(self._client, _number(channel), marker_of(delivery), since - _CLOCKS_APART)
                blind = not seen and not await _may_read(self._client, _number(channel))
        except FAILURES as error:
            raise error_of(error) from None
        if blind:
            raise CannotTell("the bot lacks the permission Read Message History there")
        first = next((part for part in seen if part.number == 1), None)
        if first is None:
            return None
        arrived = {part.number: (part.place, part.message) for part in seen}
        if len(arrived) == first.total:
            return _ref(channel, arrived)
        self._halves[delivery] = arrived
        return None

    async def _addressed(self, client: discord.Client, channel: Channel) -> Channel:
        """Return `channel`, or the direct messages with a person where its ref is one's ("discord:U<id>").

        Raises one of FAILURES.
        """
        if not channel.ref.startswith(_PERSON):
            return channel
        person = channel.ref.removeprefix(_PERSON)
        if person not in self._direct:
            self._direct[person] = int((await client.http.start_private_message(int(person)))["id"])
        return replace(channel, ref=f"discord:C{self._direct[person]}")

    async def _post(self, channel: Channel, message: Message, key: str, arrived: dict[int, tuple[int, int]]) -> Post:
        return Post(
            channel=_number(channel),
            under=None,
            delivery=key,
            name=thread_name(message),
            parts=laid_out(message, self._clock(), marker_of(key)),
            view=row_of(message.buttons, await custom_ids(message.buttons, self._keep_line)),
            patience=self._pace.answer.total_seconds(),
            arrived=arrived,
        )

    async def _in_time(self, channel: Channel, post: Post, posting: Awaitable[Outcome]) -> Outcome:
        """Return what became of `post`, with the refs of all its parts where it was sent."""
        try:
            async with asyncio.timeout(self._pace.message.total_seconds()):
                outcome = await posting
        except TimeoutError:
            return Unknown("Discord took too long over the parts of a message")
        return Sent(_ref(channel, post.arrived)) if isinstance(outcome, Sent) else outcome


async def _may_read(client: discord.Client, channel: int) -> bool:
    """Return whether the history of `channel` is shown to us: where it is not, Discord answers that it is empty.

    That of direct messages, which are no server's, always is.
    """
    found = await rights_in(client, channel)
    return found is None or found[1].read_message_history


def _number(channel: Channel) -> int:
    """Return Discord's id of `channel`, whose ref is "discord:C<id>"."""
    return int(channel.ref.removeprefix("discord:C"))


def _ref(channel: Channel, arrived: Mapping[int, tuple[int, int]]) -> str:
    """Return the ref of a posted message: its parts' ids in order, each after its thread's where it stands in one."""
    parts = (arrived[number] for number in sorted(arrived))
    return ",".join(str(at) if place == _number(channel) else f"{place}/{at}" for place, at in parts)


def _addresses(channel: Channel, ref: str) -> dict[int, tuple[int, int]]:
    """Return the place and the id of each part of the message `ref`, by its number."""
    parts = (part.rpartition("/") for part in ref.split(","))
    return {number: (int(place or _number(channel)), int(at)) for number, (place, _, at) in enumerate(parts, 1)}
