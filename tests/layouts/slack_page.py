"""A Slack payload as a page that looks like the message in Slack. Draws what Wiredesk sends and refuses the rest."""

import re
from html import escape, unescape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.slack_blocks import Place
from bot.slack_layout import laid_out
from tests.layouts.scenes import ZONE, Scene

Json = dict[str, Any]
_STYLE = Path(__file__).with_name("slack.css")
_MARKUP = re.compile(r"<(?P<url>[^|<>]+)\|(?P<label>[^<>]*)>|\*(?P<bold>[^*\n]+)\*|~(?P<struck>[^~\n]+)~")
_TAGS = {
    "rich_text_section": "div",
    "rich_text_quote": "blockquote",
    "rich_text_preformatted": "pre",
}


def payloads(scene: Scene) -> list[Json]:
    """Return the scene's messages as Slack gets them, the one for the channel first."""
    parts = laid_out(scene.message, Place(ZoneInfo(ZONE), scene.now))
    return [{"text": part.text, "blocks": list(part.blocks)} for part in parts]


def page(scene: Scene) -> str:
    """Return the scene as an HTML page."""
    first, *under = payloads(scene)
    only_you = '<p class="private">👁 Only visible to you</p>' if scene.asked else ""
    thread = f'<p class="thread">▣ <b>{len(under)} {"reply" if len(under) == 1 else "replies"}</b> View thread</p>'
    clock = f"{scene.now.astimezone(ZoneInfo(ZONE)):%-I:%M %p}"
    return (
        f'<!doctype html><meta charset="utf-8"><style>{_STYLE.read_text()}</style>'
        f'<main>{only_you}<div class="face">W</div><header><b>Wiredesk</b> <i>APP</i> <time>{clock}</time></header>'
        f"<section>{''.join(map(drawn, first['blocks']))}{thread if under and not scene.asked else ''}</section></main>"
    )


def drawn(block: Json) -> str:
    """Return `block` as HTML.

    Raises:
        ValueError: Wiredesk sends no such block.
    """
    match block["type"]:
        case "header":
            return f"<h3>{_text(block['text'])}</h3>"
        case "section":
            return f"<p>{_text(block['text'])}</p>"
        case "context":
            return f'<p class="context">{" ".join(map(_text, block["elements"]))}</p>'
        case "divider":
            return "<hr>"
        case "actions":
            return f'<p class="actions">{"".join(map(_button, block["elements"]))}</p>'
        case "rich_text":
            return "".join(map(_rich, block["elements"]))
        case kind:
            raise ValueError(f"{kind} is not drawn")


def _text(text: Json) -> str:
    """Return a text object as HTML: mrkdwn with its marks and links, plain_text as it stands."""
    if text["type"] == "plain_text":
        return escape(text["text"])
    assert text["type"] == "mrkdwn"
    return _marked(text["text"])


def _marked(text: str) -> str:
    parts: list[str] = []
    end = 0
    for found in _MARKUP.finditer(text):
        parts += [escape(unescape(text[end : found.start()])), _markup(found)]
        end = found.end()
    return "".join((*parts, escape(unescape(text[end:]))))


def _markup(found: re.Match[str]) -> str:
    if found["url"]:
        return f"<a>{escape(unescape(found['label']))}</a>"
    tag, inner = ("b", found["bold"]) if found["bold"] else ("s", found["struck"])
    return f"<{tag}>{_marked(inner)}</{tag}>"


def _rich(element: Json) -> str:
    tag = _TAGS[element["type"]]
    return f"<{tag}>{''.join(map(_run, element['elements']))}</{tag}>"


def _run(run: Json) -> str:
    assert run["type"] in {"text", "link"}
    shown = escape(run["text"])
    style = run.get("style", {})
    for name, tag in (("bold", "b"), ("strike", "s")):
        shown = f"<{tag}>{shown}</{tag}>" if style.get(name) else shown
    return f"<a>{shown}</a>" if run["type"] == "link" else shown


def _button(button: Json) -> str:
    assert button["type"] == "button"
    return f'<span class="{button.get("style", "usual")}">{_text(button["text"])}</span>'
