"""Settings: each variable, its unit, and one line for a wrong value that never shows a secret."""

import re
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from bot.settings import Settings, load_settings
from feeds.errors import SettingsError


@pytest.fixture(autouse=True)
def _an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in Settings.model_fields:
        monkeypatch.delenv(variable.upper(), raising=False)


def test_with_nothing_set_the_defaults_stand() -> None:
    settings = load_settings()

    assert settings.database_url == "sqlite:///wiredesk.db"
    assert settings.poll_every == timedelta(minutes=5)
    assert not settings.has_slack
    assert not settings.has_discord


def test_the_env_file_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("POLL_EVERY=2m\nTIMEZONE=America/New_York\n")
    monkeypatch.setenv("POLL_EVERY", "10m")

    settings = load_settings()

    assert settings.poll_every == timedelta(minutes=10)
    assert settings.timezone == "America/New_York"


def test_lists_are_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOW_NETWORKS", "10.1.0.0/16, fd00::/8")
    monkeypatch.setenv("ADMINS", "slack:U123,discord:456")

    settings = load_settings()

    assert settings.allow_networks == (ip_network("10.1.0.0/16"), ip_network("fd00::/8"))
    assert settings.admins == ("slack:U123", "discord:456")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DATABASE_URL", "mysql://u:hunter2@host/db"),
        ("POLL_EVERY", "often-hunter2"),
        ("POLL_EVERY", "1s"),
        ("TIMEZONE", "Mars/hunter2"),
        ("ALLOW_NETWORKS", "10.0.0.0/99,hunter2"),
        ("ADMINS", "hunter2"),
        ("LOG_FORMAT", "hunter2"),
        ("SLACK_HOST", "hunter2"),
        ("SLACK_HOST", "0.0.0.0:3000"),
        ("SLACK_PORT", "hunter2"),
        ("DISCORD_GUILDS", "hunter2"),
    ],
)
def test_a_wrong_value_names_the_variable_and_never_the_value(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(SettingsError, match=f"^{variable}: ") as refused:
        load_settings()

    assert "hunter2" not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "10.1.2.3"])  # noqa: S104 - to be read, bound by nobody
def test_slack_is_listened_for_on_this_machine_only_unless_an_address_is_set(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = load_settings().slack_host
    monkeypatch.setenv("SLACK_HOST", address)

    assert (before, load_settings().slack_host) == ("127.0.0.1", address)


def test_a_token_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-hunter2")

    assert "hunter2" not in repr(load_settings())


def test_the_example_lists_every_variable_with_a_comment() -> None:
    example = (Path(__file__).parents[2] / ".env.example").read_text()
    listed = re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)

    assert sorted(listed) == sorted(name.upper() for name in Settings.model_fields)
    for variable in listed:
        before = example.split(f"{variable}=")[0].splitlines()
        assert any(line.startswith("#") for line in before[-2:]), variable


def test_the_example_as_it_stands_is_a_valid_env_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text((Path(__file__).parents[2] / ".env.example").read_text())

    assert load_settings() == Settings(_env_file=None)  # type: ignore[call-arg]  # pydantic-settings takes it at run time
