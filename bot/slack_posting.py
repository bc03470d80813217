"""Posting to a channel exactly once: paced, in parts, each found again by its delivery id. Draws nothing.

A message of several parts is resumable: what is known to stand in the channel is not posted again.
"""

from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError

from bot.slack_api import SlackApi
from bot.slack_blocks import Json
from bot.slack_layout import Part, in_words
from bot.slack_outcome import FAILURES, OURS, as_error, code_of, failure, unreadable
from bot.slack_turns import Turns
from feeds.errors import CannotTell
from handlers.outcome import Never, Outcome, Scope, Sent

EVENT_TYPE = "wiredesk_delivery"
_SKEW = timedelta(minutes=1)
_REMEMBERED = 200
_PARTS = -1

_PEOPLE = ("U", "W")
"""How the ids of people begin, whose direct messages are posted to under them."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Target:
    """Where to post: a channel's id, with the token of its workspace, under a message where `thread` is given."""

    token: SecretStr
    channel: str
    thread: str | None = None


@dataclass(frozen=True, slots=True)
class _Unfinished:
    """A message some parts of which stand: their refs by number, and all parts where this process laid them out."""

    known: dict[int, str]
    parts: Sequence[Part]


class Posting:
    """Posts, edits and looks up. `turns` keeps the posts of a channel apart."""

    def __init__(self, api: SlackApi, turns: Turns) -> None:
        self._api = api
        self._turns = turns
        self._unfinished: OrderedDict[str, _Unfinished] = OrderedDict()

    async def send(self, to: Target, parts: Sequence[Part], delivery: str) -> Outcome:
        """Post `parts` for `delivery`, the first in its place and the others under it.

        Parts that an earlier try or `look_up` left standing are not posted again; the others are then posted as that
        try had them, so that no line falls between two layouts.
        """
        parts, known = self._begun(delivery, parts)
        return await self._completed(to, parts, known, delivery)

    async def edit(self, to: Target, ref: str, parts: Sequence[Part], key: str) -> Outcome:
        """Replace what stands at `ref` by `parts`: more of them are posted under it, and what is left over is deleted.

        What somebody deleted under the first stays deleted. `key` tells what an earlier try of this edit added.
        """
        standing = dict(enumerate(ref.split(",")))
        if len(parts) > len(standing):
            standing = await self._added_before(Target(to.token, to.channel, standing[0]), key) | standing
        for number, ts in standing.items():
            kept = number < len(parts)
            outcome = await (self._update(to, ts, parts[number]) if kept else self._delete(to, ts))
            gone = number > 0 and isinstance(outcome, Never) and outcome.scope is Scope.MESSAGE
            if not (gone or isinstance(outcome, Sent)):
                return outcome
        known = {number: ts for number, ts in standing.items() if number < len(parts)}
        return await self._completed(to, parts, known, key)

    async def look_up(self, to: Target, delivery: str, since: datetime) -> str | None:
        """Return the ref of the message posted for `delivery`, or None where it or a part of it never arrived.

        Raises:
            CannotTell: the app lacks `channels:history`, or is not in the channel.
            ChatError: Slack does not answer.
        """
        if to.channel.startswith(_PEOPLE):
            raise CannotTell("a person's messages cannot be read by the bot")
        try:
            found = await self._found(to, delivery, since)
        except FAILURES as error:
            raise (unreadable(error) or as_error(error)) from None
        parts = int(found.pop(_PARTS, "0"))
        if found and len(found) < parts:
            self._remember(delivery, _Unfinished(found, self._begun(delivery, ())[0]))
            return None
        return _ref(found) if found else None

    async def _completed(self, to: Target, parts: Sequence[Part], known: dict[int, str], delivery: str) -> Outcome:
        """Post those of `parts` that are not `known` to stand."""
        for number, part in enumerate(parts):
            if number in known:
                continue
            place = to if number == 0 else Target(to.token, to.channel, to.thread or known[0])
            outcome = await self._post(place, part, _metadata(delivery, number, len(parts)))
            if not isinstance(outcome, Sent):
                if number and isinstance(outcome, Never):
                    log.warning("slack.thread_cut_short", delivery=delivery, why=outcome.why, part=number)
                    break
                return outcome
            known[number] = outcome.ref
            self._remember(delivery, _Unfinished(known, parts))
        self._unfinished.pop(delivery, None)
        return Sent(_ref(known))

    async def _update(self, to: Target, ts: str, part: Part) -> Outcome:
        update = self._api.posting(to.token).chat_update
        try:
            await update(channel=to.channel, ts=ts, text=part.text, blocks=list(part.blocks))
        except FAILURES as error:
            if not _is_ours(error):
                return failure(error)
            try:
                await update(channel=to.channel, ts=ts, text=in_words(part), blocks=[])
            except FAILURES as again:
                return failure(again)
        return Sent(ts)

    async def _delete(self, to: Target, ts: str) -> Outcome:
        try:
            await self._api.posting(to.token).chat_delete(channel=to.channel, ts=ts)
        except FAILURES as error:
            return failure(error)
        return Sent(ts)

    async def _added_before(self, to: Target, key: str) -> dict[int, str]:
        """Return what an earlier try of the edit `key` posted under `to.thread`; nothing where Slack does not say."""
        began = datetime.fromtimestamp(float(to.thread or 0), UTC)
        try:
            found = self._begun(key, ())[1] or await self._found(to, key, began)
        except FAILURES as error:
            log.info("slack.edit_not_looked_up", why=failure(error).why)
            return {}
        return {number: ts for number, ts in found.items() if number != _PARTS}

    async def _post(self, to: Target, part: Part, metadata: Json) -> Outcome:
        post = self._api.posting(to.token).chat_postMessage
        fixed: Json = {"channel": to.channel, "metadata": metadata, "unfurl_links": False, "unfurl_media": False}
        fixed |= {"mrkdwn": False} | ({"thread_ts": to.thread} if to.thread else {})
        try:
            async with self._turns.of(to.channel):
                answer = await post(**fixed, text=part.text, blocks=list(part.blocks))
        except FAILURES as error:
            if not _is_ours(error):
                return failure(error)
            try:
                async with self._turns.of(to.channel):
                    answer = await post(**fixed, text=in_words(part))
            except FAILURES as again:
                return failure(again)
        return Sent(str(answer["ts"]))

    async def _found(self, to: Target, delivery: str, since: datetime) -> dict[int, str]:
        """Return the parts of `delivery` that stand in the channel by number; at `_PARTS`, how many there should be."""
        found: dict[int, str] = {}
        if to.thread is None:
            async for message in self._messages(to, since):
                _note(found, message, delivery)
                if 0 in found:
                    break
        thread = to.thread or found.get(0)
        if thread and found.get(_PARTS) != "1":
            async for message in self._messages(Target(to.token, to.channel, thread), since):
                _note(found, message, delivery)
        return found

    async def _messages(self, to: Target, since: datetime) -> AsyncIterator[Json]:
        client = self._api.asking(to.token)
        asked: Json = {"channel": to.channel, "oldest": f"{(since - _SKEW).timestamp():.6f}", "limit": 200}
        asked["include_all_metadata"] = True
        while True:
            if to.thread:
                answer = await client.conversations_replies(ts=to.thread, **asked)
            else:
                answer = await client.conversations_history(**asked)
            for message in answer["messages"]:
                yield message
            asked["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor")
            if not asked["cursor"]:
                return

    def _begun(self, delivery: str, parts: Sequence[Part]) -> tuple[Sequence[Part], dict[int, str]]:
        """Return the parts that an earlier try of `delivery` had, else `parts`, and which of them stand."""
        unfinished = self._unfinished.get(delivery)
        return (unfinished.parts or parts, unfinished.known) if unfinished else (parts, {})

    def _remember(self, delivery: str, unfinished: _Unfinished) -> None:
        self._unfinished[delivery] = unfinished
        while len(self._unfinished) > _REMEMBERED:
            self._unfinished.popitem(last=False)


def first_of(ref: str | None) -> str | None:
    """Return the message that threads hang from: the first of those that `ref` names."""
    return ref.partition(",")[0] if ref else None


def _ref(known: Mapping[int, str]) -> str:
    """Return the ref of a message of several parts: the id of each, in order."""
    return ",".join(known[number] for number in sorted(known))


def _metadata(delivery: str, part: int, parts: int) -> Json:
    return {"event_type": EVENT_TYPE, "event_payload": {"delivery": delivery, "part": part, "parts": parts}}


def _note(found: dict[int, str], message: dict[str, Any], delivery: str) -> None:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    if metadata.get("event_type") == EVENT_TYPE and payload.get("delivery") == delivery:
        found[int(payload["part"])] = str(message["ts"])
        found[_PARTS] = str(payload["parts"])


def _is_ours(error: BaseException) -> bool:
    return isinstance(error, SlackApiError) and code_of(error) in OURS
