"""What Discord refuses: its own contract, where it is at hand, and the rules the contract does not hold."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

CONTRACT = Path(__file__).parents[3] / "shared/contracts/discord-openapi.json"
BODIES = {
    ("POST", "/channels/#/messages"): "MessageCreateRequest",
    ("PATCH", "/channels/#/messages/#"): "MessageEditRequestPartial",
    ("POST", "/channels/#/messages/#/threads"): "CreateTextThreadWithMessageRequest",
    ("PATCH", "/webhooks/#/*/messages/@original"): "IncomingWebhookUpdateRequestPartial",
    ("POST", "/webhooks/#/*"): "IncomingWebhookRequestPartial",
}
MESSAGES = frozenset(BODIES) - {("POST", "/channels/#/messages/#/threads")}
COMMANDS = ("PUT", "/applications/#/commands")
CALLBACK = ("POST", "/interactions/#/*/callback")


def broken_rules(method: str, route: str, body: Any) -> list[str]:  # noqa: ANN401 (JSON)
    """Return what Discord would say of `body`, sent to `route` (ids as #, tokens as *)."""
    key = (method, route)
    found = list(_broken_contract(key, body))
    if key in MESSAGES:
        found += _broken_message(body)
    if key == COMMANDS:
        found += _broken_commands(body)
    return found


def length(text: str) -> int:
    """Return the length that Discord may count at most: UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _broken_contract(key: tuple[str, str], body: Any) -> Iterator[str]:  # noqa: ANN401 (JSON)
    schema = BODIES.get(key) or {COMMANDS: "commands", CALLBACK: "callback"}.get(key)
    if schema is None or not CONTRACT.exists():
        return
    for error in _validator(schema).iter_errors(_without_library_keys(key, body)):
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"


def _without_library_keys(key: tuple[str, str], body: Any) -> Any:  # noqa: ANN401 (JSON)
    """Return `body` without what discord.py adds or writes its own way: Discord takes it, its contract does not."""
    if key == COMMANDS:
        return [{name: value for name, value in command.items() if name != "nsfw"} for command in body]
    if answered := body.get("message_reference") if isinstance(body, dict) else None:
        ids = {
            name: str(value) if isinstance(value, int) and name.endswith("_id") else value
            for name, value in answered.items()
        }
        return body | {"message_reference": ids}
    if key in MESSAGES and (key[0] == "PATCH" or body.get("files")) and body.get("tts") is False:
        attached = [{**attachment, "id": str(attachment["id"])} for attachment in body.get("attachments") or []]
        added = {"tts", "files"} if key[0] == "PATCH" else {"files", "attachments"}
        kept = {name: value for name, value in body.items() if name not in added}
        return kept | ({"attachments": attached} if attached else {})
    return body


@cache
def _validator(schema: str) -> Draft202012Validator:
    shapes = {
        "commands": {"type": "array", "items": {"$ref": "#/components/schemas/ApplicationCommandUpdateRequest"}},
        "callback": _components()["paths"]["/interactions/{interaction_id}/{interaction_token}/callback"]["post"][
            "requestBody"
        ]["content"]["application/json"]["schema"],
    }
    root = shapes.get(schema, {"$ref": f"#/components/schemas/{schema}"})
    return Draft202012Validator({**root, "components": _components()["components"]})


@cache
def _components() -> Any:  # noqa: ANN401 (JSON)
    """Return the contract with every object closed: Discord's own accepts unknown keys, Discord does not read them."""
    contract = json.loads(CONTRACT.read_text(encoding="utf-8"))
    for shape in contract["components"]["schemas"].values():
        if "properties" in shape and "allOf" not in shape:
            shape.setdefault("additionalProperties", False)
    return contract


def _broken_message(body: dict[str, Any]) -> Iterator[str]:
    content, embeds = body.get("content") or "", body.get("embeds") or []
    if not content and not embeds and not body.get("attachments") and not body.get("flags", 0) & 64:
        yield "an empty message (50006)"
    if length(content) > 2000:
        yield f"content of {length(content)}"
    total = sum(length(text) for embed in embeds for text in _texts(embed))
    if total > 6000:
        yield f"embeds of {total} in all"
    urls = Counter(embed["url"] for embed in embeds if embed.get("url"))
    yield from (f"embeds with one address collapse: {url}" for url, count in urls.items() if count > 1)
    for embed in embeds:
        yield from _broken_embed(embed)
    yield from _broken_buttons(body.get("components") or [])
    parsed = (body.get("allowed_mentions") or {}).get("parse")
    if parsed != [] and "embeds" in body:
        yield f"mentions are allowed: {parsed}"


def _broken_embed(embed: dict[str, Any]) -> Iterator[str]:
    for name, limit in (("title", 256), ("description", 4096), ("url", 2048)):
        if length(embed.get(name) or "") > limit:
            yield f"{name} of {length(embed[name])}"
    for name, key, limit in (("author", "name", 256), ("footer", "text", 2048)):
        if length((embed.get(name) or {}).get(key) or "") > limit:
            yield f"{name} too long"
    if not any((text or "").strip() for text in (embed.get("title"), embed.get("description"))):
        yield "an embed without words"
    if embed.get("url") and not re.fullmatch(r"https?://[^\s<>\"]+", embed["url"]):
        yield f"not a well formed URL: {embed['url']}"


def _broken_buttons(rows: list[dict[str, Any]]) -> Iterator[str]:
    buttons = [button for row in rows for button in row["components"]]
    if any(count > 1 for count in Counter(button["custom_id"] for button in buttons).values()):
        yield "a custom_id twice"
    if len(rows) > 5 or any(len(row["components"]) > 5 for row in rows):
        yield "too many buttons"
    for button in buttons:
        if not 1 <= length(button["custom_id"]) <= 100 or not 1 <= length(button["label"]) <= 80:
            yield f"a button out of limits: {button['label']}"


def _texts(embed: dict[str, Any]) -> Iterator[str]:
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    yield (embed.get("author") or {}).get("name") or ""
    yield (embed.get("footer") or {}).get("text") or ""


def _broken_commands(commands: list[dict[str, Any]]) -> Iterator[str]:
    slash = [command for command in commands if command.get("type", 1) == 1]
    for name in _names(slash):
        if not re.fullmatch(r"[-_a-z0-9]{1,32}", name):
            yield f"a name out of rules: {name}"
    for command in slash:
        if length(json.dumps([*_wordy(command)])) > 8000:
            yield f"{command['name']} holds more than 8,000 characters"
        yield from _broken_options(command)


def _broken_options(command: dict[str, Any]) -> Iterator[str]:
    options = command.get("options") or []
    required = [bool(option.get("required")) for option in options]
    if required != sorted(required, reverse=True):
        yield f"{command['name']}: a required option after an optional one"
    if len(options) > 25 or not 1 <= length(command["description"]) <= 100:
        yield f"{command['name']}: too many options, or a description out of limits"
    for option in options:
        yield from _broken_options(option)


def _names(commands: list[dict[str, Any]]) -> Iterator[str]:
    for command in commands:
        yield command["name"]
        yield from _names(command.get("options") or [])


def _wordy(command: dict[str, Any]) -> Iterator[str]:
    yield command["name"] + command["description"]
    yield from ("".join(map(str, choice.values())) for choice in command.get("choices") or [])
    for option in command.get("options") or []:
        yield from _wordy(option)
