"""The workspaces that installed the Slack app, each with its token. A removed one is forgotten whole."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import col, delete

from storage.store import Transaction
from storage.tables_desk import InstallationRow


@dataclass(frozen=True, slots=True)
class Installation:
    """A workspace's installation; `token` is kept out of every repr."""

    team: str
    name: str
    token: str = field(repr=False)
    bot: str
    org: str | None
    scopes: tuple[str, ...]


def installation(tx: Transaction, team: str) -> Installation | None:
    """Return the installation of `team`, None where the app is not installed."""
    row = tx.session.get(InstallationRow, team)
    if row is None:
        return None
    return Installation(row.team, row.name, row.token, row.bot, row.org, tuple(row.scopes.split()))


def keep_installation(tx: Transaction, kept: Installation, now: datetime) -> None:
    """Keep an installation, in place of what was kept of that workspace before."""
    scopes = " ".join(kept.scopes)
    tx.session.merge(
        InstallationRow(
            team=kept.team,
            name=kept.name,
            token=kept.token,
            bot=kept.bot,
            org=kept.org,
            scopes=scopes,
            installed_at=now,
        )
    )


def remove_installation(tx: Transaction, team: str) -> None:
    """Forget `team` and its token."""
    tx.session.exec(delete(InstallationRow).where(col(InstallationRow.team) == team))
