"""What Slack's answer to a post means: each error is one of the four outcomes. Decides only; nothing is sent here.

Names of errors: the method pages of chat.postMessage and chat.update.
"""

from datetime import timedelta
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError

from feeds.errors import CannotTell, ChannelGone, ChatDown, ChatError, RateLimited
from handlers.outcome import Later, Never, Scope, Unknown

Failure = Later | Never | Unknown
FAILURES = (SlackApiError, SlackRequestError, aiohttp.ClientError, TimeoutError, OSError, AttributeError)
"""All that a call to Slack may raise; AttributeError is slack_sdk's on a 200 that is plain text (a proxy's page)."""

CLOSED = frozenset(
    {
        "access_denied",
        "account_inactive",
        "accesslimited",
        "ekm_access_denied",
        "enterprise_is_restricted",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "org_login_required",
        "team_access_not_granted",
        "team_not_found",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
"""The workspace is closed to us until somebody brings a new token or a scope."""

_BROKEN = frozenset(
    {
        "cant_post_message",
        "channel_is_limited_access",
        "channel_not_found",
        "channel_type_not_supported",
        "is_archived",
        "is_inactive",
        "messages_tab_disabled",
        "method_not_supported_for_channel_type",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
        "user_not_found",
    }
)
_NOBODY_KNOWS = frozenset(
    {
        "fatal_error",
        "internal_error",
        "service_unavailable",
        "request_timeout",
        "rollup_error",
    }
)
_NOT_YET = {"ratelimited": 30, "rate_limited": 30, "team_added_to_org": 60, "message_limit_exceeded": 60}
OURS = frozenset(
    {
        "invalid_blocks",
        "invalid_blocks_format",
        "msg_blocks_too_long",
        "msg_too_long",
        "invalid_attachments",
        "metadata_too_large",
        "invalid_metadata_format",
        "invalid_metadata_schema",
    }
)
"""Our fault: the same words are tried once more as plain text."""

_UNREADABLE = {
    "missing_scope": "the app lacks the scope channels:history, or groups:history for a private channel",
    "no_permission": "the app may not read the channel",
    "not_in_channel": "the app is not in the channel",
}
"""Why a channel cannot be read, by Slack's error; each is for an admin to mend."""

_SERVER_ERROR = 500
_TOO_MANY = 429
_REFUSED = frozenset({401, 403})
_OK = 200


def failure(error: BaseException) -> Failure:
    """Return what `error`, one of `FAILURES` raised by a post, says of the message."""
    if isinstance(error, aiohttp.ClientConnectorError):
        return Later(timedelta(seconds=10), "Slack could not be reached")
    if not isinstance(error, SlackApiError):
        return Unknown(f"no answer from Slack ({type(error).__name__})")
    status, code = status_of(error), code_of(error)
    if status == _TOO_MANY or code in _NOT_YET:
        return Later(timedelta(seconds=_retry_after(error, _NOT_YET.get(code, 30))), f"Slack says {code or status}")
    if status >= _SERVER_ERROR or code in _NOBODY_KNOWS or (status == _OK and not code):
        return Unknown(f"Slack says {code or status}")
    if code in CLOSED or (status in _REFUSED and not code):
        return Never(f"{code or status}", Scope.WORKSPACE)
    return Never(code or str(status), Scope.CHANNEL if code in _BROKEN else Scope.MESSAGE)


def as_error(error: BaseException) -> ChatError:
    """Return `error`, one of `FAILURES` raised by a question, as one of the tree's."""
    match failure(error):
        case Later(wait, why):
            return RateLimited(why, retry_after=wait.total_seconds())
        case Never(why, Scope.CHANNEL):
            return ChannelGone(f"Slack refused: {why}")
        case other:
            return ChatDown(f"Slack refused: {other.why}")


def unreadable(error: BaseException) -> CannotTell | None:
    """Return what `error`, raised by a look at a channel's messages, is where no later look will do better."""
    cure = _UNREADABLE.get(code_of(error)) if isinstance(error, SlackApiError) else None
    return CannotTell(f"Slack does not show what stands there ({cure})") if cure else None


def code_of(error: SlackApiError) -> str:
    """Return Slack's own name of the error, or "" where the answer has none."""
    body = getattr(error.response, "data", None)
    return str(body.get("error") or "") if isinstance(body, dict) else ""


def status_of(error: SlackApiError) -> int:
    """Return the HTTP status of the answer; the library hands over aiohttp's own answer where it was no JSON."""
    response: Any = error.response
    return int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)


def _retry_after(error: SlackApiError, otherwise: int) -> float:
    headers: Any = getattr(error.response, "headers", None) or {}
    try:
        return max(1.0, float(next(v for k, v in headers.items() if k.lower() == "retry-after")))
    except (StopIteration, ValueError):
        return otherwise
