"""Puts the parts of one message where they belong: the first in its place, the rest in a thread under it, each once."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Literal

import discord
from discord.utils import MISSING

from bot.discord_attempts import attempts, judged
from bot.discord_layout import Part, plainest
from bot.discord_outcome import FAILURES, INVALID_FORM, THREAD_EXISTS
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


def nonce_of(place: int, delivery: str, number: int) -> str:
    """Return the same nonce whenever the same part of a delivery is posted to the same place."""
    return blake2b(f"{place}/{delivery}/{number}".encode(), digest_size=_NONCE_BYTES).hexdigest()


async def _post_first(client: discord.Client, post: Post) -> Outcome:
    if 1 in post.arrived:
        return Sent(str(post.arrived[1][1]))
    place: int | Later | Unknown = post.channel
    if post.under is not None:
        place = await _thread_place(client, post, post.under)
    return await _post_part(client, post, post.parts[0], place) if isinstance(place, int) else place


async def _post_rest(client: discord.Client, post: Post, missing: Sequence[Part]) -> str | None:
    """Post the `missing` parts in order; return why one could not be, or None when all are there."""
    place, first = post.arrived[1]
    under = place if post.under is not None else await _thread_place(client, post, first)
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
    outcome, code = await _try(client, post, part, place, view)
    if code == INVALID_FORM:
        outcome, _ = await _try(client, post, plainest(part), place, None)
    if isinstance(outcome, Sent):
        post.arrived[part.number] = (place, int(outcome.ref))
    return outcome


async def _try(
    client: discord.Client, post: Post, part: Part, place: int, view: discord.ui.View | None
) -> tuple[Outcome, int]:
    """Return what became of one try, and Discord's code where it refused (0 elsewhere)."""
    there = client.get_partial_messageable(place)
    nonce = nonce_of(place, post.delivery, part.number)
    with attempts() as made:
        try:
            async with asyncio.timeout(post.patience):
                sent = await there.send(
                    part.content,
                    embeds=part.embeds,
                    view=view or MISSING,
                    nonce=nonce,
                    silent=part.number > 1,  # the first part has rung already
                    suppress_embeds=not part.cards,  # no previews of links in bare words
                )
        except FAILURES as error:
            return judged(error, made), error.code if isinstance(error, discord.HTTPException) else 0
    return Sent(str(sent.id)), 0
