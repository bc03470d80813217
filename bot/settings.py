"""Every setting, read in one place from the environment and `.env`. `.env.example` says the same with comments."""

import re
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from feeds.errors import SettingsError
from handlers.times import duration


class Settings(BaseSettings):
    """The settings of one Wiredesk, each documented in `.env.example`. Secrets never appear in an error or a log."""

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True, env_ignore_empty=True
    )

    database_url: str = "sqlite:///wiredesk.db"
    poll_every: timedelta = timedelta(minutes=5)
    timezone: str = Field(default="local")
    contact: str = ""
    allow_networks: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()
    admins: Annotated[tuple[str, ...], NoDecode] = ()
    log_format: str = "auto"
    backup_folder: Path | None = None
    backup_keep: int = Field(default=7, ge=1, le=1000)

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_host: str = "127.0.0.1"
    slack_port: int = Field(default=3000, ge=1, le=65535)
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_api_url: str | None = None
    discord_token: SecretStr | None = None
    discord_guilds: Annotated[tuple[str, ...], NoDecode] = ()
    discord_api_url: str | None = None
    discord_gateway_url: str | None = None

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if not value.startswith("sqlite:///"):
            raise ValueError("must begin with sqlite:/// and name a file, as sqlite:///wiredesk.db")
        return value

    @field_validator("poll_every", mode="before")
    @classmethod
    def _a_duration(cls, value: object) -> timedelta:
        if isinstance(value, timedelta):
            return value
        every = duration(str(value))
        if every is None or not timedelta(minutes=1) <= every <= timedelta(days=1):
            raise ValueError("must be a time between 1m and 1d, as 5m")
        return every

    @field_validator("timezone")
    @classmethod
    def _a_zone(cls, value: str) -> str:
        if value != "local":
            try:
                ZoneInfo(value)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                raise ValueError("must be a zone's name, as America/New_York") from None
        return value

    @field_validator("allow_networks", mode="before")
    @classmethod
    def _networks(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return tuple(ip_network(part) for part in _parts(value))
        except ValueError:
            raise ValueError("must be networks with commas between, as 10.1.0.0/16,fd00::/8") from None

    @field_validator("admins", mode="before")
    @classmethod
    def _people(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        people = _parts(value)
        if not all(re.fullmatch(r"(slack|discord):\w+", person) for person in people):
            raise ValueError("must be people with commas between, as slack:U123,discord:456")
        return people

    @field_validator("slack_host")
    @classmethod
    def _an_address(cls, value: str) -> str:
        try:
            return str(ip_address(value))
        except ValueError:
            raise ValueError("must be an IP address of this machine, as 127.0.0.1, or 0.0.0.0 for all") from None

    @field_validator("discord_guilds", mode="before")
    @classmethod
    def _guilds(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        guilds = _parts(value)
        if not all(guild.isdigit() for guild in guilds):
            raise ValueError("must be server ids with commas between, as 1234,5678")
        return guilds

    @field_validator("log_format")
    @classmethod
    def _a_format(cls, value: str) -> str:
        if value not in {"auto", "console", "json"}:
            raise ValueError("must be auto, console or json")
        return value

    @property
    def has_slack(self) -> bool:
        """Whether a Slack workspace is configured, in whichever mode."""
        return self.slack_bot_token is not None or self.slack_client_id is not None

    @property
    def has_discord(self) -> bool:
        """Whether a Discord bot is configured."""
        return self.discord_token is not None


def load_settings() -> Settings:
    """Return the settings of this environment.

    Raises:
        SettingsError: names the first variable that cannot be used and says why; never its value.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        variable = str(first["loc"][0]).upper() if first["loc"] else "the environment"
        why = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{variable}: {why}. Mend it in .env or the environment.") from None


def _parts(value: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in value.split(",") if part.strip())
