"""Who somebody is in Slack: name, role, zone and groups, asked once in ten minutes. Stores nothing."""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import structlog
from slack_sdk.errors import SlackApiError

from bot.slack_api import SlackApi
from bot.slack_outcome import CLOSED, FAILURES, as_error, code_of, failure
from bot.slack_workspaces import PLATFORM, Workspace
from handlers.outcome import Never
from handlers.request import Role

TRUSTED_FOR = timedelta(minutes=10)
_ASKED_AGAIN_AFTER = timedelta(minutes=1)
_PATIENCE = 5.0  # seconds that somebody's answer may be held up by the question for groups
_REMEMBERED = 5000
_STRANGERS = frozenset({"user_not_found", "user_not_visible", "users_not_found"})

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Profile:
    """What Slack says of a person; `zone` is an IANA name."""

    name: str
    role: Role
    zone: str | None = None


class People:
    """Profiles by workspace and person. Without the scope `users:read` everybody is a guest: deny is the default."""

    def __init__(self, api: SlackApi, clock: Callable[[], datetime]) -> None:
        self._api = api
        self._clock = clock
        self._known: OrderedDict[tuple[str, str], tuple[datetime, Profile]] = OrderedDict()

    async def profile(self, workspace: Workspace, user: str) -> Profile:
        """Return the profile of `user`; an old one where Slack does not answer.

        Raises:
            ChatError: Slack does not answer and never said who this is.
        """
        key, now = (workspace.team, user), self._clock()
        known = self._known.get(key)
        if known and now - known[0] < TRUSTED_FOR:
            return known[1]
        try:
            profile = await self._asked(workspace, user)
        except FAILURES as error:
            if known is None:
                raise as_error(error) from None
            return known[1]
        self._known[key] = (now, profile)
        self._known.move_to_end(key)
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return profile

    async def _asked(self, workspace: Workspace, user: str) -> Profile:
        try:
            answer = await self._api.asking(workspace.token).users_info(user=user)
        except SlackApiError as error:
            code = code_of(error)
            if code not in _STRANGERS and code not in CLOSED:
                raise
            if code in CLOSED:
                log.warning("slack.cannot_read_people", team=workspace.team, why=code, cure="add the scope users:read")
            return Profile(user, Role.GUEST)
        return profile_of(answer["user"], workspace)


@dataclass(frozen=True, slots=True)
class _Members:
    """The refs of each user's groups, and until when they are trusted."""

    until: datetime
    groups: Mapping[str, tuple[str, ...]]


_NEVER_ASKED = _Members(datetime.min.replace(tzinfo=UTC), {})


class Groups:
    """User groups by workspace and person. Without the scope `usergroups:read` nobody is in any."""

    def __init__(self, api: SlackApi, clock: Callable[[], datetime]) -> None:
        self._api = api
        self._clock = clock
        self._known: dict[str, _Members] = {}
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._told: set[str] = set()

    async def of(self, workspace: Workspace, user: str) -> tuple[str, ...]:
        """Return the refs of the groups that `user` is in ("slack:S…"); the old ones where Slack does not answer."""
        async with self._turns[workspace.team]:
            members = self._known.get(workspace.team, _NEVER_ASKED)
            if self._clock() >= members.until:
                members = self._known[workspace.team] = await self._asked(workspace, members)
        return members.groups.get(user, ())

    async def _asked(self, workspace: Workspace, before: _Members) -> _Members:
        """Return who is in which group. Asked by a client that does not wait and try again: a person waits for this."""
        try:
            async with asyncio.timeout(_PATIENCE):
                answer = await self._api.posting(workspace.token).usergroups_list(include_users=True)
        except FAILURES as error:
            outcome = failure(error)
            if isinstance(outcome, Never):
                self._tell(workspace.team, outcome.why)
                return _Members(self._clock() + TRUSTED_FOR, {})
            log.warning("slack.groups_unknown", team=workspace.team, why=outcome.why)
            return _Members(self._clock() + _ASKED_AGAIN_AFTER, before.groups)
        return _Members(self._clock() + TRUSTED_FOR, groups_of(answer.get("usergroups") or ()))

    def _tell(self, team: str, why: str) -> None:
        """Log once that groups cannot be read: a newsroom may well do without them."""
        if team not in self._told:
            self._told.add(team)
            log.info("slack.cannot_read_groups", team=team, why=why, cure="add the scope usergroups:read")


def groups_of(usergroups: Iterable[dict[str, Any]]) -> Mapping[str, tuple[str, ...]]:
    """Return the refs of each user's groups in Slack's user group objects."""
    groups: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
    for group in usergroups:
        for user in group.get("users") or ():
            groups[user] += (f"{PLATFORM}:{group['id']}",)
    return dict(groups)


def profile_of(user: dict[str, Any], workspace: Workspace) -> Profile:
    """Return the profile in Slack's user object, as `workspace` is to see it."""
    shown = user.get("profile") or {}
    name = shown.get("display_name") or user.get("real_name") or shown.get("real_name") or user.get("name")
    return Profile(str(name or user["id"]), _role(user, workspace), user.get("tz"))


def _role(user: dict[str, Any], workspace: Workspace) -> Role:
    outside = ("deleted", "is_bot", "is_restricted", "is_ultra_restricted", "is_stranger", "is_workflow_bot")
    if any(user.get(flag) for flag in outside) or not _belongs(user, workspace):
        return Role.GUEST
    leads = ("is_admin", "is_owner", "is_primary_owner")
    return Role.ADMIN if any(user.get(flag) for flag in leads) else Role.READER


def _belongs(user: dict[str, Any], workspace: Workspace) -> bool:
    """Return whether `user` is of this workspace, and not of another company that shares a channel with it."""
    grid = user.get("enterprise_user") or {}
    return user.get("team_id") == workspace.team or workspace.team in (grid.get("teams") or ())
