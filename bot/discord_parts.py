"""Puts the parts of one message where they belong: the first in its place, the rest in a thread under it, each once."""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import blake2b
from typing import Literal

import discord
from discord.http import handle_message_parameters
from discord.utils import MISSING

from bot.discord_attempts import attempts, judged
from bot.discord_layout import Part, marker_of, plainest
from bot.discord_outcome import FAILURES, INVALID_FORM, NO_HISTORY, THREAD_EXISTS
from bot.discord_seen import seen_at
from handlers.outcome import Later, Never, Outcome, Sent, Unknown

THREAD_KEPT: Literal[1440] = 1440  # minutes a thread stays open after its last message
_NONCE_BYTES = 12  # 24 hexadecimal digits; Discord takes 25


@dataclass(slots=True)
class Post:
    """A message on its way to `channel`, or into the thread of the message `under` there.

    `name` is what a thread under it is called; `view` goes with the first part; `patience` is how long one answer may
    take (seconds). `arrived` are the parts that are there already, by number, each as (place, message id).
    """

    channel: int
    under: int | None
    delivery: str
    name: str
    parts: tuple[Part, ...]
    view: discord.ui.View | None
    patience: float
    arrived: dict[int, tuple[int, int]] = field(default_factory=dict)


async def post_parts(client: discord.Client, post: Post) -> Outcome:
    """Post what has not arrived yet; `Sent.ref` is the first part's message id.

    Once a part is there, the whole is either sent or unknown: only a look-up then finds what is missing.
    """
    outcome = await _post_first(client, post)
    missing = [part for part in post.parts[1:] if part.number not in post.arrived]
    if not isinstance(outcome, Sent) or not missing:
        return outcome
    trouble = await _post_rest(client, post, missing)
    return Unknown(f"only {len(post.arrived)} of {len(post.parts)} parts arrived: {trouble}") if trouble else outcome


async def edit_parts(client: discord.Client, post: Post) -> Outcome:
    """Replace the parts that arrived, delete those left over, and post those that are new.

    What somebody deleted under the first part stays deleted.
    """
    if len(post.parts) > len(post.arrived):
        post.arrived = await _added_before(client, post) | post.arrived
    wanted = {part.number: part for part in post.parts}
    for number, there in sorted(post.arrived.items()):
        if number in wanted:
            outcome = await _edit_part(client, post, wanted[number], there)
        else:
            outcome, _ = await _asked(post, _deleted(client, there))
            del post.arrived[number]
        if isinstance(outcome, Never) and there[0] != post.channel:
            outcome = Never(outcome.why)  # its thread is gone or closed, not the channel
        if not isinstance(outcome, Sent) and not (number > 1 and isinstance(outcome, Never)):
            return outcome
    return await post_parts(client, post)


def nonce_of(place: int, delivery: str, number: int) -> str:
    """Return the same nonce whenever the same part of a delivery is posted to the same place."""
    return blake2b(f"{place}/{delivery}/{number}".encode(), digest_size=_NONCE_BYTES).hexdigest()


async def _post_first(client: discord.Client, post: Post) -> Outcome:
    if 1 in post.arrived:
        return Sent(str(post.arrived[1][1]))
    place: int | Later | Unknown = post.channel
    if post.under is not None:
        place = await _thread_place(client, post, post.under)
    if not isinstance(place, int):
        return place
    outcome = await _post_part(client, post, post.parts[0], place)
    if isinstance(outcome, Never) and place != post.channel:  # a thread that was locked says nothing of its channel
        return await _post_part(client, post, post.parts[0], post.channel)
    return outcome


async def _post_rest(client: discord.Client, post: Post, missing: Sequence[Part]) -> str | None:
    """Post the `missing` parts in order; return why one could not be, or None when all are there."""
    place, first = post.arrived[1]
    threaded = post.under is not None or place != post.channel
    under = place if threaded else await _thread_place(client, post, first)
    if not isinstance(under, int):
        return under.why
    for part in missing:
        outcome = await _post_part(client, post, part, under)
        if not isinstance(outcome, Sent):
            return outcome.why
    return None


async def _thread_place(client: discord.Client, post: Post, message: int) -> int | Later | Unknown:
    """Return where what belongs under `message` goes: its thread, opened if need be, or else the channel itself."""
    with attempts() as made:
        try:
            async with asyncio.timeout(post.patience):
                # http: the public call wants a guild, which only a gateway knows.
                await client.http.start_thread_with_message(
                    post.channel, message, name=post.name, auto_archive_duration=THREAD_KEPT
                )
        except FAILURES as error:
            if isinstance(error, discord.HTTPException) and error.code == THREAD_EXISTS:
                return message
            outcome = judged(error, made)
            return post.channel if isinstance(outcome, Never) else outcome
    return message


async def _post_part(client: discord.Client, post: Post, part: Part, place: int) -> Outcome:
    """Post one part; where Discord refuses the layout (50035, our fault), try once more in words alone."""
    view = post.view if part.number == 1 else None
    outcome, code = await _asked(post, _sent(client, post, part, place, view))
    if code == NO_HISTORY and post.under is not None:
        post.under = None
        outcome, code = await _asked(post, _sent(client, post, part, place, view))
    if code == INVALID_FORM:
        outcome, _ = await _asked(post, _sent(client, post, plainest(part), place, None))
    if isinstance(outcome, Sent):
        post.arrived[part.number] = (place, int(outcome.ref))
    return outcome


async def _sent(client: discord.Client, post: Post, part: Part, place: int, view: discord.ui.View | None) -> str:
    answered: discord.MessageReference | None = None
    if post.under is not None and place == post.channel:  # without a thread it answers the message it belongs under
        answered = discord.MessageReference(message_id=post.under, channel_id=place, fail_if_not_exists=False)
    sent = await client.get_partial_messageable(place).send(
        part.content,
        embeds=part.embeds,
        view=view or MISSING,
        nonce=nonce_of(place, post.delivery, part.number),
        allowed_mentions=_called(part),
        reference=answered,  # type: ignore[arg-type]  # None is its default, which its overloads leave out
        silent=part.number > 1,  # the first part has rung already
        suppress_embeds=not part.cards,  # no previews of links in bare words
    )
    return str(sent.id)


def _called(part: Part) -> discord.AllowedMentions:
    """Return leave to call exactly the role that a part is for, and nobody else."""
    return discord.AllowedMentions(
        everyone=False, users=False, replied_user=False, roles=[discord.Object(part.role)] if part.role else False
    )


async def _edit_part(client: discord.Client, post: Post, part: Part, there: tuple[int, int]) -> Outcome:
    """Replace one part; where Discord refuses the layout, once more in words alone."""
    view = post.view if part.number == 1 else None
    outcome, code = await _asked(post, _edited(client, part, there, view))
    if code == INVALID_FORM:
        outcome, _ = await _asked(post, _edited(client, plainest(part), there, None))
    return outcome


async def _edited(client: discord.Client, part: Part, there: tuple[int, int], view: discord.ui.View | None) -> str:
    place, message = there
    shown = discord.MessageFlags(suppress_embeds=not part.cards)
    # http: the public call cannot bring back the embeds of a message that was posted in bare words.
    with handle_message_parameters(
        part.content, embeds=part.embeds, view=view, flags=shown, allowed_mentions=discord.AllowedMentions.none()
    ) as parameters:
        await client.http.edit_message(place, message, params=parameters)
    return str(message)


async def _asked(post: Post, request: Awaitable[str]) -> tuple[Outcome, int]:
    """Return what became of one request, which gives a message's id, and Discord's code where it refused (else 0)."""
    with attempts() as made:
        try:
            async with asyncio.timeout(post.patience):
                return Sent(await request), 0
        except FAILURES as error:
            return judged(error, made), error.code if isinstance(error, discord.HTTPException) else 0


async def _deleted(client: discord.Client, there: tuple[int, int]) -> str:
    place, message = there
    await client.get_partial_messageable(place).get_partial_message(message).delete()
    return str(message)


async def _added_before(client: discord.Client, post: Post) -> dict[int, tuple[int, int]]:
    """Return the parts that an earlier try of this edit left in the thread; none where the thread cannot be read."""
    _, first = post.arrived[1]
    place = post.arrived[1][0] if post.arrived[1][0] != post.channel else first
    try:
        async with asyncio.timeout(post.patience):
            since = discord.utils.snowflake_time(first) - timedelta(seconds=1)
            seen = [part async for part in seen_at(client, place, marker_of(post.delivery), since)]
    except FAILURES:
        return {}
    return {part.number: (part.place, part.message) for part in seen if part.number > 1}
