"""What a newcomer pastes and reads: the manifests fit Slack's schema and the program, the page says why."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.slack_asks import SHORTCUTS
from bot.slack_http import EVENTS_PATH
from bot.slack_install import OPTIONAL, SCOPES
from handlers.commands import TABLE, parse
from tests.fakes.slack_contract import CONTRACTS

SETUP = Path(__file__).parents[2] / "docs/setup"
MANIFESTS = ("slack-socket.yaml", "slack-http.yaml")


def manifest(name: str) -> dict[str, Any]:
    return dict(yaml.safe_load((SETUP / name).read_text()))


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_fits_slack_s_schema(name: str) -> None:
    schema = CONTRACTS / "slack-manifest.schema.json"
    if not schema.exists():
        pytest.skip("Slack's manifest schema is not here: ../shared/contracts/slack-manifest.schema.json")

    errors = list(jsonschema.Draft7Validator(json.loads(schema.read_text())).iter_errors(manifest(name)))

    assert errors == []


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_asks_for_the_scopes_the_program_uses_and_no_more(name: str) -> None:
    asked = manifest(name)["oauth_config"]["scopes"]["bot"]

    assert asked == sorted({*SCOPES, *OPTIONAL})


@pytest.mark.parametrize("name", MANIFESTS)
def test_a_manifest_has_every_command_of_the_table_and_its_shortcuts(name: str) -> None:
    features = manifest(name)["features"]

    assert {command["command"] for command in features["slash_commands"]} == {f"/{name}" for name, _ in TABLE}
    asked = {shortcut["callback_id"]: parse(SHORTCUTS[shortcut["callback_id"]]) for shortcut in features["shortcuts"]}
    assert {"story", "why"} <= asked.keys()
    assert [name for name, command in asked.items() if not command or (command.name, command.action) not in TABLE] == []


def test_only_socket_mode_does_without_addresses() -> None:
    over_socket, over_http = map(manifest, MANIFESTS)

    assert over_socket["settings"]["socket_mode_enabled"]
    assert "https://" not in json.dumps(over_socket)
    assert not over_http["settings"]["socket_mode_enabled"]
    assert {command["url"].partition(".org")[2] for command in over_http["features"]["slash_commands"]} == {EVENTS_PATH}


def test_the_page_is_short_and_says_why_for_every_scope() -> None:
    page = (SETUP / "slack.md").read_text()

    assert len(page.splitlines()) < 60
    assert [scope for scope in (*SCOPES, *OPTIONAL) if f"`{scope}`" not in page] == []
