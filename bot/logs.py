"""Logging to stderr: words on a terminal, JSON elsewhere. Never a token, an article's text or a query."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

_SECRET = re.compile(
    r"(xox[a-z]-|xapp-)[\w-]+|(?<=://)[^/\s:@]+:[^/\s@]+(?=@)|(?<=Bot )[\w.-]{20,}"
    r"|\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"
)


def set_up_logging(log_format: str, *, quiet: bool) -> None:
    """Send logs to stderr in `log_format` (auto, console or json); `quiet` leaves out what is no trouble."""
    as_json = log_format == "json" or (log_format == "auto" and not sys.stderr.isatty())
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR if quiet else logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    logging.getLogger("discord").setLevel(logging.ERROR)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting("%(name)s: %(message)s"))
    logging.basicConfig(level=logging.ERROR if quiet else logging.WARNING, handlers=[handler], force=True)


def redact(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Strike whatever looks like a token or a password out of every value of `event`, however deep."""
    for key, value in event.items():
        event[key] = _redacted(value)
    return event


class _Redacting(logging.Formatter):
    """Redacts what libraries log, their tracebacks too."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub("[redacted]", super().format(record))


def _redacted(value: object) -> object:
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return _SECRET.sub("[redacted]", value)
        case dict():
            return {key: _redacted(each) for key, each in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_redacted(each) for each in value]
        case _:
            return _SECRET.sub("[redacted]", repr(value))
