"""The fake's people: they type commands, press buttons, complete options, and read what comes back."""

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.discord_shapes import Asked

if TYPE_CHECKING:
    from tests.fakes.discord import FakeDiscord

EPHEMERAL = 64
MANAGE_SERVER = 1 << 5
COMMAND, COMPONENT, COMPLETION = 2, 3, 4
DEFERRED, UPDATE_LATER, CHOICES = 5, 6, 8

Json = dict[str, Any]


@dataclass(slots=True)
class Asking:
    """One interaction and all that was answered to it: its first answer, the message edited in, and what followed."""

    payload: Json
    acknowledged: Json | None = None
    choices: list[Json] | None = None
    shown: Json | None = None
    followed: list[Json] = field(default_factory=list)
    expired: bool = False


class Interactions:
    """Makes interactions, dispatches them at the gateway, and holds the answers to Discord's rules."""

    def __init__(self, fake: "FakeDiscord") -> None:
        self._fake = fake
        self._asked: dict[str, Asking] = {}

    async def type(self, path: str, options: Json | None = None, **who: Any) -> Asking:  # noqa: ANN401 (JSON)
        """Run a slash command ("watch add") with typed options, and wait for its answer."""
        asking = self._asking(COMMAND, self._command(path, _options(options or {})), who)
        return await self._asked_for(asking, lambda: asking.shown)

    async def press(self, custom_id: str, message: Json, **who: Any) -> Asking:  # noqa: ANN401 (JSON)
        """Press a button under `message`, and wait for its answer."""
        facts = {"custom_id": custom_id, "component_type": 2, "id": 1}
        asking = self._asking(COMPONENT, facts, who, message=message)
        return await self._asked_for(asking, lambda: asking.shown or asking.followed)

    async def choose(self, title: str, message: Json, **who: Any) -> Asking:  # noqa: ANN401 (JSON)
        """Take an entry of a message's menu, and wait for its answer."""
        facts = {"id": "5", "name": title, "type": 3, "target_id": message["id"]}
        facts["resolved"] = {"messages": {message["id"]: message}}
        asking = self._asking(COMMAND, facts, who)
        return await self._asked_for(asking, lambda: asking.shown)

    async def complete(self, path: str, option: str, typed: str, **who: Any) -> list[Json]:  # noqa: ANN401 (JSON)
        """Type into an option, and return the choices that are offered."""
        asking = await self.start_completing(path, option, typed, **who)
        await self._fake.until(lambda: asking.choices is not None)
        return asking.choices or []

    async def start_completing(self, path: str, option: str, typed: str, **who: Any) -> Asking:  # noqa: ANN401 (JSON)
        """Type into an option without waiting for choices."""
        focused = [{"name": option, "type": 3, "value": typed, "focused": True}]
        asking = self._asking(COMPLETION, self._command(path, focused), who)
        await self._fake.gateway.dispatch("INTERACTION_CREATE", asking.payload)
        return asking

    async def start(self, path: str, options: Json | None = None, *, twice: bool = False, **who: Any) -> Asking:  # noqa: ANN401 - as the event has it
        """Run a slash command without waiting; `twice` has the gateway bring it a second time."""
        asking = self._asking(COMMAND, self._command(path, _options(options or {})), who)
        for _ in range(2 if twice else 1):
            await self._fake.gateway.dispatch("INTERACTION_CREATE", asking.payload)
        return asking

    async def _asked_for(self, asking: Asking, done: Any) -> Asking:  # noqa: ANN401 (a condition)
        await self._fake.gateway.dispatch("INTERACTION_CREATE", asking.payload)
        await self._fake.until(done)
        return asking

    def _command(self, path: str, options: list[Json]) -> Json:
        name, *action = path.split(" ")
        nested = [{"name": action[0], "type": 1, "options": options}] if action else options
        resolved = {
            option["value"]: self._fake.channels[int(option["value"])] | {"permissions": "0"}
            for option in options
            if option["type"] == 7
        }
        return {"id": "4", "name": name, "type": 1, "options": nested, "resolved": {"channels": resolved}}

    def _asking(self, kind: int, facts: Json, who: Json, **more: Any) -> Asking:  # noqa: ANN401 (JSON)
        guild = who.get("guild", 100)
        channel = who.get("channel", 200)
        user: Json = {"id": str(who.get("person", 7)), "username": "reporter", "global_name": "Rae Porter"}
        user |= {"discriminator": "0", "avatar": None}
        number = self._fake.new_id()
        payload: Json = {
            "id": number,
            "application_id": "900",
            "type": kind,
            "token": f"tok-{number}",
            "version": 1,
            "attachment_size_limit": 10 << 20,
            "locale": "en-US",
            "data": facts,
            "channel": self._fake.channels.get(channel, {"id": str(channel), "type": 1}),
            "channel_id": str(channel),
            "authorizing_integration_owners": {},
            "entitlements": [],
            **more,
        }
        if guild is None:
            payload["user"] = user
        else:
            roles = [str(role) for role in who.get("roles", ())]
            member = {"user": user, "roles": roles, "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False}
            member |= {"mute": False, "flags": 0, "pending": who.get("pending", False)}
            member["permissions"] = str(who.get("permissions", 0))
            payload |= {"guild_id": str(guild), "member": member}
        self._asked[payload["token"]] = asking = Asking(payload)
        return asking

    async def callback(self, asked: Asked) -> web.Response:
        """Take the first answer to an interaction."""
        asking = self._asked.get(asked.parts[2])
        if asking is None or asking.expired:
            return error(404, 10062, "Unknown interaction")
        if asking.acknowledged is not None:
            return error(400, 40060, "Interaction has already been acknowledged.")
        asking.acknowledged = asked.body
        if asked.body["type"] == CHOICES:
            asking.choices = asked.body["data"]["choices"]
        facts: Json = {"id": asking.payload["id"], "type": asking.payload["type"]}
        return answered({"interaction": facts, "resource": {"type": asked.body["type"]}})

    async def edit_original(self, asked: Asked) -> web.Response:
        """Take the message that stands in for "thinking"."""
        asking = self._asked.get(asked.parts[2])
        if asking is None or asking.acknowledged is None:
            return error(404, 10015, "Unknown Webhook")
        private = (asking.acknowledged.get("data") or {}).get("flags", 0)
        if asking.acknowledged["type"] == UPDATE_LATER:
            private = asking.payload["message"]["flags"]
        asking.shown = self._fake.message(200, asked.body | {"flags": private}) | {"files": asked.body.get("files", {})}
        return answered({key: value for key, value in asking.shown.items() if key != "files"})

    async def follow_up(self, asked: Asked) -> web.Response:
        """Take a message after the first answer."""
        asking = self._asked.get(asked.parts[2])
        if asking is None or asking.acknowledged is None:
            return error(404, 10015, "Unknown Webhook")
        message = self._fake.message(200, asked.body) | {"files": asked.body.get("files", {})}
        asking.followed.append(message)
        if not message["flags"] & EPHEMERAL:
            self._fake.messages[200].append(message)
        return answered(message)


def _options(values: Json) -> list[Json]:
    return [
        {"name": name, "type": 7, "value": str(value)}
        if isinstance(value, int)
        else {"name": name, "type": 3, "value": value}
        for name, value in values.items()
    ]


def answered(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:  # noqa: ANN401 (JSON)
    """Return an answer whose content type is exactly what the library looks for."""
    answer = web.Response(body=json.dumps(body).encode(), status=status, headers=headers)
    answer.headers["Content-Type"] = "application/json"
    return answer


def error(status: int, code: int, message: str) -> web.Response:
    """Return an error as Discord words it."""
    return answered({"code": code, "message": message}, status)
