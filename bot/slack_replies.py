"""An answer brought back to whoever asked, privately, and the public line and the file that go with it.

What was asked by a command or a button is answered through its response_url, which takes five posts in half an hour;
a mention is answered by an ephemeral message where it stands.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import structlog
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.chat import Answer, Event
from bot.slack_api import SlackApi
from bot.slack_asks import Ask
from bot.slack_blocks import Json, Place
from bot.slack_layout import BELOW, Part, home, laid_out
from bot.slack_lines import line_of_value, with_kept_lines
from bot.slack_outcome import FAILURES, failure
from bot.slack_people import Groups, People
from bot.slack_workspaces import PLATFORM, Address, Memory, Workspace
from feeds.errors import ChatError
from handlers.message import Block, Heading, Message, say
from handlers.request import Download, Reply, Role

_PARTS = 3
_OK = 200
_WORKING = say("Looking …")
_NAMELESS = say("Slack did not say who you are. Try again in a moment.")
_TOO_OLD = "This button is too old to be understood: type the command instead."
_HOME_TITLE = "Wiredesk"
HOME = (("Watchlists", "/watch list"), ("You", "/desk me"), ("Channels", "/desk setup"))
"""What the App Home shows, each by the command that says it; what is refused to a person is not shown."""
_LEFT_OUT = "There is more than fits here: ask for less."

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Reader:
    """What answers are drawn for: the newsroom's zone, the clock, and whether refs name their workspace (`many`).

    `silence` is how many seconds an answer may take before the person is told that it is coming.
    """

    zone: ZoneInfo
    clock: Callable[[], datetime]
    many: bool = False
    silence: float = 1.5

    def place(self, zone: str | None) -> Place:
        """Return where a person of `zone` reads, or the newsroom's own zone where theirs is unknown."""
        try:
            return Place(ZoneInfo(zone) if zone else self.zone, self.clock())
        except (OSError, ValueError, KeyError):  # what ZoneInfo raises for a name it does not have
            return Place(self.zone, self.clock())


class Replies:
    """Answers asks. `answer` is the bot's; the rest is how to reach people."""

    def __init__(self, api: SlackApi, people: People, memory: Memory, answer: Answer, reader: Reader) -> None:
        self._api = api
        self._people = people
        self._groups = Groups(api, reader.clock)
        self._held = memory.held
        self._lines = memory.lines
        self._answer = answer
        self._reader = reader

    async def handle(self, ask: Ask) -> None:
        """Answer `ask` where it was asked."""
        workspace = await self._held.find(ask.team)
        if workspace is None:
            return
        try:
            event = await self._whole_event(workspace, ask)
        except ChatError as error:
            log.warning("slack.person_unknown", team=ask.team, why=str(error))
            await self._tell(workspace, ask, laid_out(_NAMELESS, self._reader.place(None), BELOW), replaces=False)
            return
        reply, told = await self._waited_for(workspace, ask, event)
        replaces = told or (ask.replaces and not reply.refused and reply.download is None)
        await self._tell(workspace, ask, await self._laid_out(reply.message, event.zone), replaces=replaces)
        if reply.public is not None:
            await self._announce(workspace, ask, await self._laid_out(reply.public, None))
        if reply.download is not None:
            await self._hand_over(workspace, ask, reply.download)

    async def handle_button(self, ask: Ask) -> None:
        """Answer a pressed button: its line stands in it, or is kept under the token that stands there."""
        line = await line_of_value(ask.line or "", self._lines.line_of)
        if line is None:
            await self.note(ask, _TOO_OLD)
        else:
            await self.handle(replace(ask, line=line))

    async def show_home(self, ask: Ask) -> None:
        """Draw the App Home of whoever opened it: the answers to `HOME`, without those that are refused to them."""
        workspace = await self._held.find(ask.team)
        if workspace is None:
            return
        event = await self._whole_event(workspace, ask)
        blocks: list[Block] = []
        for title, line in HOME:
            reply = await self._answer(replace(event, line=line))
            if not reply.refused:
                blocks += [Heading(title), *reply.message.blocks]
            elif not blocks:  # whoever may see nothing is told so, once
                blocks += reply.message.blocks
                break
        shown = home(Message(_HOME_TITLE, tuple(blocks)), self._reader.place(event.zone))
        view = {"type": "home", "blocks": list(shown)}
        await self._api.posting(workspace.token).views_publish(user_id=ask.user, view=view)

    async def event(self, workspace: Workspace, ask: Ask) -> Event:
        """Return `ask` as every chat says it, but without groups: a form, which has seconds to open, needs none.

        Raises:
            ChatError: Slack does not say who the person is.
        """
        who = await self._people.profile(workspace, ask.user)
        return Event(
            desk=f"{PLATFORM}:{workspace.team}",
            desk_name=workspace.name,
            channel=Address(workspace.team if self._reader.many else "", ask.channel).ref,
            channel_name=ask.channel_name or ask.channel,
            person=f"{PLATFORM}:{ask.user}",
            person_name=who.name,
            role=who.role,
            zone=who.zone,
            line=ask.line,
            command=ask.command,
        )

    async def _whole_event(self, workspace: Workspace, ask: Ask) -> Event:
        """Return the event of `ask` with the groups that may raise the person's role; a guest's is never raised.

        Raises:
            ChatError: Slack does not say who the person is.
        """
        event = await self.event(workspace, ask)
        if event.role is Role.GUEST:
            return event
        return replace(event, groups=await self._groups.of(workspace, ask.user))

    async def note(self, ask: Ask, text: str) -> None:
        """Say `text` to whoever asked, without asking the bot."""
        workspace = await self._held.find(ask.team)
        if workspace is not None:
            await self._tell(workspace, ask, laid_out(say(text), self._reader.place(None)), replaces=False)

    async def _laid_out(self, message: Message, zone: str | None) -> tuple[Part, ...]:
        return laid_out(await with_kept_lines(message, self._lines.keep), self._reader.place(zone), BELOW)

    async def _waited_for(self, workspace: Workspace, ask: Ask, event: Event) -> tuple[Reply, bool]:
        """Return the reply, and whether the person was told that it was coming."""
        answering = asyncio.ensure_future(self._answer(event))
        await asyncio.wait({answering}, timeout=self._reader.silence)
        told = not answering.done() and ask.respond is not None and not ask.replaces
        if told:
            await self._tell(workspace, ask, laid_out(_WORKING, self._reader.place(None), BELOW), replaces=False)
        return await answering, told

    async def _tell(self, workspace: Workspace, ask: Ask, parts: Sequence[Part], *, replaces: bool) -> None:
        for at, part in enumerate(_kept(parts)):
            if ask.respond is not None:
                shape: Json = {"response_type": "ephemeral", "replace_original": replaces and at == 0}
                if await self._responded(ask.respond, part, shape):
                    continue
            await self._whisper(workspace, ask, part)

    async def _announce(self, workspace: Workspace, ask: Ask, parts: Sequence[Part]) -> None:
        main, *under = _kept(parts)
        shape: Json = {"response_type": "in_channel", "replace_original": False}
        if ask.respond is not None and ask.thread is None and await self._responded(ask.respond, main, shape):
            for part in under:
                await self._responded(ask.respond, part, shape)
            return
        thread = ask.thread
        for part in (main, *under):
            posted = await self._posted(workspace, ask.channel, part, thread)
            thread = thread or posted

    async def _responded(self, url: str, part: Part, shape: Json) -> bool:
        body = {"text": part.text, "blocks": list(part.blocks), "unfurl_links": False, "unfurl_media": False, **shape}
        try:
            status = await self._api.respond(url, body)
        except FAILURES as error:
            log.warning("slack.answer_lost", why=failure(error).why)
            return True
        if status != _OK:
            log.warning("slack.answer_refused", status=status)
        return status == _OK

    async def _whisper(self, workspace: Workspace, ask: Ask, part: Part) -> None:
        """Show `part` to the person alone: in the channel, or as a direct message where the bot is not in it."""
        whisper = self._api.posting(workspace.token).chat_postEphemeral
        blocks = list(part.blocks)
        try:
            await whisper(channel=ask.channel, user=ask.user, text=part.text, blocks=blocks, thread_ts=ask.thread)
        except FAILURES as error:
            log.info("slack.answered_by_direct_message", why=failure(error).why)
            await self._posted(workspace, ask.user, part, None)

    async def _posted(self, workspace: Workspace, channel: str, part: Part, thread: str | None) -> str | None:
        """Post `part` and return the ref of the message, or None where Slack did not take it."""
        try:
            answer = await self._post(workspace, channel, part, thread)
        except FAILURES as error:
            log.warning("slack.answer_lost", team=workspace.team, why=failure(error).why)
            return None
        return str(answer["ts"])

    async def _post(self, workspace: Workspace, channel: str, part: Part, thread: str | None) -> AsyncSlackResponse:
        fixed: Json = {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}
        fixed |= {"thread_ts": thread} if thread else {}
        post = self._api.posting(workspace.token).chat_postMessage
        return await post(channel=channel, text=part.text, blocks=list(part.blocks), **fixed)

    async def _hand_over(self, workspace: Workspace, ask: Ask, file: Download) -> None:
        """Send `file` to the person alone: a post to a person opens the conversation that the file then goes to."""
        upload = self._api.posting(workspace.token).files_upload_v2
        heading = laid_out(say(f"Your file: {file.name}"), self._reader.place(None))[0]
        try:
            posted = await self._post(workspace, ask.user, heading, None)
            await upload(filename=file.name, content=file.content, channel=posted["channel"], title=file.name)
        except FAILURES as error:
            why = failure(error).why
            log.warning("slack.file_not_sent", team=workspace.team, why=why)
            told = say(f"Slack did not take the file ({why}). The app needs the scope files:write for it.")
        else:
            told = say(f"{file.name} is in your messages with this app.")
        await self._tell(workspace, ask, laid_out(told, self._reader.place(None), BELOW), replaces=False)


def _kept(parts: Sequence[Part]) -> Sequence[Part]:
    """Return as many of `parts` as a response_url takes, the last with a word of what was left out."""
    if len(parts) <= _PARTS:
        return parts
    notice: Json = {"type": "context", "elements": [{"type": "plain_text", "text": _LEFT_OUT, "emoji": False}]}
    last = parts[_PARTS - 1]
    return (*parts[: _PARTS - 1], replace(last, blocks=(*last.blocks[:47], notice)))
