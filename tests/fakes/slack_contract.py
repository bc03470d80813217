"""What Slack takes: the official types, the lengths they do not hold, and what Slack refuses beyond both.

Two strengths: without `../shared/contracts` the lengths below still hold; the types are checked where it is there.
"""

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema

CONTRACTS = Path(__file__).parents[2] / "../shared/contracts"
MESSAGE_BUDGET = 10_000
_TYPES = {
    "section": "SectionBlock",
    "header": "HeaderBlock",
    "context": "ContextBlock",
    "actions": "ActionsBlock",
    "divider": "DividerBlock",
    "rich_text": "RichTextBlock",
    "input": "InputBlock",
}
_LONGEST = {"button": 75, "header": 150, "option": 75, "title": 24, "submit": 24, "close": 24}


def has_types() -> bool:
    """Return whether the official types can be checked here."""
    return (CONTRACTS / "slack-types.schema.json").exists()


def message_violations(message: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a message's `text` and `blocks`."""
    blocks = message.get("blocks") or []
    if not message.get("text"):
        yield "a message has no top-level text"
    if len(blocks) > 50:
        yield f"{len(blocks)} blocks in a message"
    if (size := _size({"text": message.get("text"), "blocks": blocks})) > MESSAGE_BUDGET:
        yield f"{size} characters in a message"
    yield from _block_violations(blocks)


def view_violations(view: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a modal or an App Home."""
    yield from _typed("ModalView" if view.get("type") == "modal" else "HomeView", view)
    if len(view["blocks"]) > 100:
        yield f"{len(view['blocks'])} blocks in a view"
    if len(view.get("private_metadata", "")) > 3000:
        yield "private_metadata is too long"
    for part in ("title", "submit", "close"):
        if part in view and not 1 <= _units(view[part]["text"]) <= _LONGEST[part]:
            yield f"the {part} of a view is {_units(view[part]['text'])} long"
    yield from _block_violations(view["blocks"])


def call_violations(arguments: dict[str, Any]) -> Iterator[str]:
    """Yield what the official types say against the arguments of chat.postMessage."""
    yield from _typed("ChatPostMessageArguments", arguments)


def options_violations(options: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what is wrong with the options of a typeahead."""
    if len(options) > 100:
        yield f"{len(options)} options"
    for option in options:
        yield from _typed("PlainTextOption", option)
        if not 1 <= _units(option["text"]["text"]) <= 75 or not 1 <= _units(option["value"]) <= 150:
            yield f"an option's lengths: {option}"


def _block_violations(blocks: list[dict[str, Any]]) -> Iterator[str]:
    actions: list[str] = []
    for block in blocks:
        if block.get("type") not in _TYPES:
            yield f"an unknown block: {block.get('type')}"
            continue
        yield from _typed(_TYPES[block["type"]], block)
        yield from _lengths(block)
        actions += [element["action_id"] for element in block.get("elements", []) if "action_id" in element]
    if len(actions) != len(set(actions)):
        yield "an action_id stands twice"


def _lengths(block: dict[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind == "header" and not 1 <= _units(block["text"]["text"]) <= 150:
        yield f"a header of {_units(block['text']['text'])}"
    if kind == "section" and not 1 <= _units(block["text"]["text"]) <= 3000:
        yield f"a section of {_units(block['text']['text'])}"
    elements = block.get("elements", [])
    if "elements" in block and not elements:
        yield f"an empty {kind}"
    if len(elements) > {"context": 10, "actions": 25}.get(kind, 1000):
        yield f"{len(elements)} elements in {kind}"
    for element in elements:
        yield from _element_lengths(kind, element)


def _element_lengths(kind: str, element: dict[str, Any]) -> Iterator[str]:
    if kind == "context" and not 1 <= _units(element["text"]) <= 3000:
        yield f"a context element of {_units(element['text'])}"
    if kind == "actions" and not 1 <= _units(element["text"]["text"]) <= 75:
        yield f"a button of {_units(element['text']['text'])}"
    if kind == "actions" and not 1 <= _units(element["value"]) <= 2000:
        yield f"a button's value of {_units(element['value'])}"
    if kind == "rich_text":
        if not element["elements"]:
            yield "an empty rich text element"
        if any(not run["text"] for run in element["elements"]):
            yield "an empty run in rich text"
        if any(_units(run.get("url", "")) > 3000 for run in element["elements"]):
            yield "a link that is too long"


def _typed(name: str, value: object) -> Iterator[str]:
    if has_types():
        for error in _validator(name).iter_errors(value):
            yield f"{name}: {error.message[:300]}"


@functools.cache
def _validator(name: str) -> jsonschema.Draft7Validator:
    schema = json.loads((CONTRACTS / "slack-types.schema.json").read_text())
    return jsonschema.Draft7Validator({"$ref": f"#/definitions/{name}", "definitions": schema["definitions"]})


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _size(value: object) -> int:
    if isinstance(value, dict):
        return sum(
            _units(v) if k in {"text", "url", "value"} and isinstance(v, str) else _size(v) for k, v in value.items()
        )
    return sum(map(_size, value)) if isinstance(value, list) else 0
