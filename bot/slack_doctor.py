"""What `wiredesk doctor` asks of Slack: tokens, scopes, and whether it can speak in its channels. Posts nothing."""

from pydantic import SecretStr

from bot.slack_api import SlackApi
from bot.slack_install import OPTIONAL, SCOPES
from bot.slack_outcome import FAILURES, failure
from bot.slack_workspaces import address
from handlers.setup import chosen
from storage.model import Channel

Finding = tuple[str, str | None]
"""What was found, and its cure; None where nothing is wrong."""

_MANIFEST = "add it under OAuth & Permissions, or paste docs/setup/slack-socket.yaml again, and reinstall the app"


async def check(
    api: SlackApi, bot_token: SecretStr | None, app_token: SecretStr | None, channels: tuple[Channel, ...]
) -> tuple[Finding, ...]:
    """Return findings on the tokens, the scopes and each of `channels`, in that order."""
    if bot_token is None:
        return (("Slack: no bot token", "set SLACK_BOT_TOKEN (docs/setup/slack.md)"),)
    try:
        answer = await api.asking(bot_token).auth_test()
    except FAILURES as error:
        return ((f"Slack: the bot token does not work ({failure(error).why})", "copy SLACK_BOT_TOKEN again"),)
    granted = _scopes(answer.headers.get("x-oauth-scopes") or "")
    found: list[Finding] = [(f"Slack: signed in to {answer['team']} as {answer['user']}", None)]
    found += _scope_findings(granted)
    if app_token is not None:
        found.append(await _app_token(api, app_token))
    for channel in channels:
        found.append(await _channel(api, bot_token, channel, granted))
    return tuple(found)


def _scopes(header: str) -> frozenset[str]:
    return frozenset(scope.strip() for scope in header.split(",") if scope.strip())


def _scope_findings(granted: frozenset[str]) -> list[Finding]:
    missing = [scope for scope in SCOPES if scope not in granted]
    found: list[Finding] = [(f"Slack: the scope {scope} is missing", _MANIFEST) for scope in missing]
    found += [(f"Slack: without {scope} {why}", _MANIFEST) for scope, why in OPTIONAL.items() if scope not in granted]
    return found or [("Slack: all scopes granted", None)]


async def _app_token(api: SlackApi, token: SecretStr) -> Finding:
    try:
        await api.asking(None).apps_connections_open(app_token=token.get_secret_value())
    except FAILURES as error:
        cure = "make an app-level token with the scope connections:write, and set SLACK_APP_TOKEN"
        return f"Slack: the app token does not work ({failure(error).why})", cure
    return "Slack: Socket Mode opens", None


async def _channel(api: SlackApi, token: SecretStr, channel: Channel, granted: frozenset[str]) -> Finding:
    """Look whether the bot is in `channel`: only who is in it may read its last message."""
    invite = f"type /invite @wiredesk in {channel.name}"
    try:
        await api.asking(token).conversations_history(channel=address(channel.ref).channel, limit=1)
    except FAILURES as error:
        why = failure(error).why
    else:
        return f"Slack: {channel.name} can be posted to", None
    outside = why == "not_in_channel" and "chat:write.public" in granted
    if why in {"not_in_channel", "channel_not_found"} and not outside:
        return f"Slack: the bot is not in {channel.name} ({why})", invite
    blind = f"Slack: {channel.name} cannot be read ({why}); a message that may have arrived is {chosen(channel)}"
    cure = _MANIFEST if why == "missing_scope" else invite
    return blind, None if outside and channel.unsure else cure
