"""What the fake Discord is told and what it looks like: requests, faults, and the fixed parts of Discord's objects."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

TOKEN = "planted-token-of-a-fake.discord"  # noqa: S105 (nobody's)
APPLICATION = 900
BOT = {"id": "901", "username": "wiredesk", "discriminator": "0", "avatar": None, "bot": True, "global_name": None}
GUILD = 100
CHANNEL = 200

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Call:
    """One request that came in: `route` has its ids as # and its tokens as *."""

    method: str
    route: str
    path: str
    body: Any


@dataclass(frozen=True, slots=True)
class Fault:
    """What befalls one request: an error, a socket that drops, an answer that waits.

    `instead` says that the request has no effect; without it, it is taken and only its answer is lost or late.
    """

    status: int = 0
    body: Json = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    instead: bool = True
    drops: bool = True
    until: asyncio.Event | None = None


def rate_limited(seconds: float) -> Fault:
    """Return a 429 as Discord sends it."""
    headers = {"Retry-After": str(seconds), "Via": "1.1 google"}
    return Fault(
        429, {"message": "You are being rate limited.", "retry_after": seconds, "global": False}, headers=headers
    )


def refused(status: int, code: int, message: str = "refused") -> Fault:
    """Return an error as Discord words it."""
    return Fault(status, {"code": code, "message": message})


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as its endpoint reads it."""

    parts: list[str]
    query: dict[str, str]
    body: Any

    def number(self, at: int) -> int:
        """Return the id at a place of the path."""
        return int(self.parts[at])


EPOCH_MS = 1_420_070_400_000
STAMP = "2026-01-01T00:00:00+00:00"
PLACE: Json = {"position": 0, "permission_overwrites": [], "parent_id": None, "topic": None, "nsfw": False}
THREAD: Json = {
    "owner_id": BOT["id"],
    "message_count": 0,
    "member_count": 1,
    "thread_metadata": {"archived": False, "auto_archive_duration": 1440, "archive_timestamp": STAMP, "locked": False},
}
ROLE: Json = {"color": 0, "colors": {"primary_color": 0}, "hoist": False, "position": 0, "managed": False} | {
    "mentionable": False,
    "flags": 0,
}
GUILD_SHAPE: Json = {
    "owner_id": "1",
    "icon": None,
    "member_count": 3,
    "features": [],
    "emojis": [],
    "stickers": [],
    "presences": [],
    "voice_states": [],
    "stage_instances": [],
    "guild_scheduled_events": [],
    "unavailable": False,
    "verification_level": 0,
    "default_message_notifications": 0,
    "explicit_content_filter": 0,
    "mfa_level": 0,
    "premium_tier": 0,
    "nsfw_level": 0,
    "preferred_locale": "en-US",
    "afk_timeout": 300,
    "system_channel_flags": 0,
}
MESSAGE: Json = {
    "timestamp": STAMP,
    "edited_timestamp": None,
    "tts": False,
    "mention_everyone": False,
    "mentions": [],
    "mention_roles": [],
    "attachments": [],
    "pinned": False,
    "type": 0,
}
