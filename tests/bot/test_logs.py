"""Logs: planted tokens never appear, whoever logs them and wherever in the event they stand."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import redact, set_up_logging

SECRETS = (
    "xoxb-123456789012-hunter2hunter2",
    "xoxp-1-hunter2",
    "xapp-1-A0123-456-hunter2hunter2",
    "https://reporter:hunter2@feeds.example/rss.xml",
    "Bot hunter2hunter2hunter2hunter2.GaBcDe.hunter2",
    "hunter2hunter2hunter2hunter.GaBcDe.hunter2hunter2hunter2hunter2",
)


def fails(secret: str) -> None:
    raise ValueError(secret)


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, root.handlers[:]
    yield
    structlog.reset_defaults()
    root.setLevel(level)
    root.handlers[:] = handlers


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("log_format", ["console", "json"])
def test_a_planted_token_never_appears_wherever_it_stands(
    secret: str, log_format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logging(log_format, quiet=False)
    log = structlog.get_logger()

    event = f"said {secret}"
    log.info(event, why=secret, deep={"list": [secret, (secret,)]}, error=ValueError(secret))
    try:
        fails(secret)
    except ValueError:
        log.exception("it.broke")

    logged = capsys.readouterr().err
    assert "it.broke" in logged
    assert "[redacted]" in logged
    assert "hunter2" not in logged


@pytest.mark.parametrize("secret", SECRETS)
def test_what_a_library_logs_is_redacted_too(secret: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("auto", quiet=False)
    library = logging.getLogger("slack_sdk.socket_mode")

    library.warning("could not connect with %s", secret)
    try:
        fails(secret)
    except ValueError:
        library.exception("it broke")

    logged = capsys.readouterr().err
    assert "slack_sdk.socket_mode: could not connect" in logged
    assert "hunter2" not in logged


def test_facts_that_are_no_secret_are_logged_as_they_are() -> None:
    facts = {"event": "feed.polled", "feed": "Example Times", "new": 3, "ok": True, "took": 0.25, "why": None}

    assert redact(None, "info", dict(facts)) == facts


@pytest.mark.parametrize("text", ["https://feeds.example/rss.xml?a=1:2@x", "at 12:30 o'clock", "mail@news.example"])
def test_an_ordinary_address_is_left_as_it_is(text: str) -> None:
    assert redact(None, "info", {"event": text}) == {"event": text}


def test_json_is_one_object_a_line_with_its_level_and_time(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("json", quiet=False)

    structlog.get_logger().warning("feed.failed", feed="Example Times")
    structlog.get_logger().info("feed.polled", new=3)

    first, second = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert (first["event"], first["level"], first["feed"]) == ("feed.failed", "warning", "Example Times")
    assert (second["event"], second["new"]) == ("feed.polled", 3)
    assert first["timestamp"].endswith("Z")


def test_away_from_a_terminal_it_is_json_unless_told_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("auto", quiet=False)

    structlog.get_logger().info("feed.polled")

    assert json.loads(capsys.readouterr().err)["event"] == "feed.polled"


def test_quiet_leaves_out_what_is_no_trouble(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("json", quiet=True)

    structlog.get_logger().info("feed.polled")
    structlog.get_logger().warning("feed.failed")
    logging.getLogger("library").warning("a warning")
    structlog.get_logger().error("desk.broke")

    captured = capsys.readouterr()
    assert [json.loads(line)["event"] for line in captured.err.splitlines()] == ["desk.broke"]
    assert captured.out == "", "logs never stand among what is said"
