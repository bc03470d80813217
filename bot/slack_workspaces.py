"""The workspaces a bot speaks in, and their tokens: one from the settings, or many by installation."""

from dataclasses import dataclass
from typing import Protocol

from pydantic import SecretStr

from bot.chat import IsNew
from bot.lines import Lines

PLATFORM = "slack"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace that installed the bot. `bot` is the bot's own user id, `org` its Enterprise Grid, if any."""

    team: str
    name: str
    token: SecretStr
    bot: str
    org: str | None = None
    scopes: tuple[str, ...] = ()


class Installations(Protocol):
    """Where workspaces are kept: in memory for one token, in the database for an app that many may install."""

    async def find(self, team: str) -> Workspace | None:
        """Return the workspace `team`, or None where the bot is not installed."""

    async def save(self, workspace: Workspace) -> None:
        """Keep `workspace`, in place of what was kept of it before."""

    async def remove(self, team: str) -> None:
        """Forget `team` and its token: the bot was uninstalled, or its token revoked."""


@dataclass(frozen=True, slots=True)
class Memory:
    """What Slack's side must know after a restart: the workspaces, what they brought, the lines of long buttons."""

    held: Installations
    is_new: IsNew
    lines: Lines


async def all_new(_key: str) -> bool:
    """Take everything for new: what is known to have been brought before ends with the process."""
    return True


class InMemory:
    """Installations that end with the process; the workspace of SLACK_BOT_TOKEN lives here."""

    def __init__(self) -> None:
        self._held: dict[str, Workspace] = {}

    async def find(self, team: str) -> Workspace | None:
        """Return the workspace `team`; without a team, the only one there is."""
        if not team and len(self._held) == 1:
            return next(iter(self._held.values()))
        return self._held.get(team)

    async def save(self, workspace: Workspace) -> None:
        """Keep `workspace`."""
        self._held[workspace.team] = workspace

    async def remove(self, team: str) -> None:
        """Forget `team`."""
        self._held.pop(team, None)


@dataclass(frozen=True, slots=True)
class Address:
    """A channel's address: "slack:C…", or "slack:T…/C…" where several workspaces share the bot."""

    team: str
    channel: str

    @property
    def ref(self) -> str:
        """The address as stored."""
        return f"{PLATFORM}:{self.team}/{self.channel}" if self.team else f"{PLATFORM}:{self.channel}"


def address(ref: str) -> Address:
    """Return the address that `ref` writes."""
    team, _, channel = ref.removeprefix(f"{PLATFORM}:").rpartition("/")
    return Address(team, channel)
