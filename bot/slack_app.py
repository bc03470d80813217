"""Bolt's listeners: each acknowledges at once, then hands on what it heard. No transport, no words, no decisions.

Bolt does not know a payload it has had before; here one that is delivered twice has one effect. Of the last ones this
process knows before it acknowledges; what a stopped one had is asked of the store after that, and before anything else.
"""

import asyncio
import functools
import re
import traceback
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse

from bot.chat import Complete
from bot.slack_api import QUIET, SlackApi
from bot.slack_asks import SHORTCUTS, Ask, at_home, in_form, mention, pressed, shortcut, typed_command
from bot.slack_blocks import Json
from bot.slack_forms import FILL, FORM, bare, filled, form, options
from bot.slack_layout import LINE
from bot.slack_outcome import FAILURES, failure
from bot.slack_replies import Replies
from bot.slack_workspaces import Installations, Memory
from feeds.errors import ChatError
from handlers.grammar import Entry
from handlers.request import Role

BROKE = "Something broke while answering. It is in the log; nothing you typed is."
LINKLESS = "That message links to no article."
_TYPEAHEAD_SECONDS = 2.5
_REMEMBERED = 10_000

log = structlog.get_logger()


class SlackListeners:
    """What is done with each kind of payload. `app` is the Bolt app they are registered with."""

    def __init__(
        self,
        api: SlackApi,
        memory: Memory,
        replies: Replies,
        complete: Complete,
        table: Mapping[tuple[str, str | None], Entry],
        signing_secret: str = "",
    ) -> None:
        self._api = api
        self._held = memory.held
        self._is_new = memory.is_new
        self._replies = replies
        self._complete = complete
        self._table = table
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._busy: set[asyncio.Task[None]] = set()
        self.app = AsyncApp(
            name="wiredesk",
            logger=QUIET,
            client=api.posting(None),
            signing_secret=signing_secret,
            authorize=_authorizing(memory.held),  # type: ignore[arg-type] # Bolt takes None for "not installed", its types do not
        )
        self._register()

    async def finish(self, seconds: float) -> None:
        """Wait at most `seconds` for the answers that are being given; give up the others."""
        if self._busy:
            _, late = await asyncio.wait(set(self._busy), timeout=seconds)
            for task in late:
                task.cancel()

    def _register(self) -> None:
        app = self.app
        app.middleware(self._once)
        app.command(re.compile(""))(self._typed)
        app.action(re.compile(f"^{LINE}"))(self._pressed)
        app.options(re.compile(f"^{FILL}"))(self._suggest)
        app.view(FORM)(self._filled)
        for callback_id in SHORTCUTS:
            app.shortcut(callback_id)(self._shortcut)
        app.event("app_mention")(self._mentioned)
        app.event("app_home_opened")(self._at_home)
        app.event("tokens_revoked")(self._revoked)
        app.event("app_uninstalled")(self._uninstalled)

    async def _once(self, body: Json, next: Callable[[], Awaitable[None]]) -> BoltResponse | None:  # noqa: A002 (Bolt calls it by this name)
        key = _key(body)
        if key in self._seen:
            return BoltResponse(status=200, body="")
        if key:
            self._seen[key] = None
            while len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)
        await next()
        return None

    async def _typed(self, ack: AsyncAck, body: Json, context: Json) -> None:
        await ack()
        ask = typed_command(body, context["team_id"])
        self._start(self._answer_typed(ask, body["trigger_id"]), ask, _key(body))

    async def _pressed(self, ack: AsyncAck, body: Json, context: Json) -> None:
        await ack()
        ask = pressed(body, context["team_id"])
        if ask.line:
            self._start(self._replies.handle_button(ask), ask, _key(body))

    async def _filled(self, ack: AsyncAck, body: Json, context: Json) -> None:
        await ack()
        ask = in_form(body, context["team_id"], filled(body["view"], self._table))
        self._start(self._replies.handle(ask), ask, _key(body))

    async def _shortcut(self, ack: AsyncAck, body: Json, context: Json) -> None:
        await ack()
        ask = shortcut(body, context["team_id"])
        self._start(self._replies.handle(ask) if ask.line else self._replies.note(ask, LINKLESS), ask, _key(body))

    async def _mentioned(self, event: Json, body: Json, context: Json) -> None:
        if event.get("user") and not event.get("bot_id"):
            ask = mention(event, context["team_id"], context.get("bot_user_id") or "")
            self._start(self._replies.handle(ask), ask, _key(body))

    async def _at_home(self, event: Json, context: Json) -> None:
        if event.get("tab", "home") == "home":
            self._start(self._replies.show_home(at_home(event, context["team_id"])), None)

    async def _suggest(self, ack: AsyncAck, body: Json, context: Json) -> None:
        """Complete what is being typed into a form; nothing for guests, and nothing rather than too late."""
        ask = in_form(body, context["team_id"], None)
        try:
            async with asyncio.timeout(_TYPEAHEAD_SECONDS):
                shown = await self._suggestions(ask, body)
        except (TimeoutError, ChatError):
            shown = []
        await ack(options=shown)

    async def _suggestions(self, ask: Ask, body: Json) -> list[Json]:
        workspace = await self._held.find(ask.team)
        if workspace is None:
            return []
        event = await self._replies.event(workspace, ask)
        if event.role is Role.GUEST:
            return []
        kind = str(body["action_id"]).removeprefix(FILL)
        return options(await self._complete(event, kind, str(body.get("value") or "")))

    async def _answer_typed(self, ask: Ask, trigger: str) -> None:
        entry = bare(ask.line or "", self._table)
        if entry is None or not await self._opened(entry, ask, trigger):
            await self._replies.handle(ask)

    async def _opened(self, entry: Entry, ask: Ask, trigger: str) -> bool:
        """Open the form of `entry`; return False for a guest, and where the trigger has expired meanwhile."""
        workspace = await self._held.find(ask.team)
        if workspace is None:
            return False
        try:
            if (await self._replies.event(workspace, ask)).role is Role.GUEST:
                return False
            await self._api.posting(workspace.token).views_open(trigger_id=trigger, view=form(entry, ask))
        except ChatError:
            return False
        except FAILURES as error:
            log.info("slack.form_not_opened", why=failure(error).why)
            return False
        return True

    async def _revoked(self, event: Json, context: Json) -> None:
        if (event.get("tokens") or {}).get("bot"):
            await self._left(context["team_id"], "its token was revoked")

    async def _uninstalled(self, context: Json) -> None:
        await self._left(context["team_id"], "the app was uninstalled")

    async def _left(self, team: str, why: str) -> None:
        log.warning("slack.workspace_left", team=team, why=why)
        await self._held.remove(team)

    def _start(self, work: Coroutine[Any, Any, None], ask: Ask | None, key: str | None = None) -> None:
        """Let `work` go on by itself: Bolt forgets an acknowledgement whose listener fails soon after it.

        Where a `key` is given, it does so only if that was never brought before.
        """
        task = asyncio.create_task(self._done_once(work, key))
        self._busy.add(task)
        task.add_done_callback(functools.partial(self._ended, ask))

    async def _done_once(self, work: Coroutine[Any, Any, None], key: str | None) -> None:
        if key is not None and not await self._is_new(key):
            log.info("slack.brought_again")
            work.close()
            return
        await work

    def _ended(self, ask: Ask | None, task: "asyncio.Task[None]") -> None:
        self._busy.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is None:
            return
        log.error("slack.answer_broke", error=type(error).__name__, where=_where(error))
        if ask is not None:
            self._start(self._replies.note(ask, BROKE), None)


def _key(body: Json) -> str | None:
    """Return what is the same whenever a payload is delivered: an event's id, else the trigger of what somebody did."""
    key = body.get("event_id") or body.get("trigger_id")
    return str(key) if key else None


def _authorizing(held: Installations) -> Callable[..., Awaitable[AuthorizeResult | None]]:
    """Return what tells Bolt whose token is for a payload: the workspace's that installed us, or nobody's."""

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult | None:
        workspace = await held.find(team_id or "")
        if workspace is None:
            log.warning("slack.unknown_workspace", team=team_id)
            return None
        token = workspace.token.get_secret_value()
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=workspace.team, bot_user_id=workspace.bot, bot_token=token
        )

    return authorize


def _where(error: BaseException) -> str:
    """Return the innermost calls that led to `error`, without its text and values: those may hold what was typed."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    return " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in reversed(frames))
