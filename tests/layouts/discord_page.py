"""A Discord payload as a page that looks like the message in Discord. Draws what Wiredesk sends, and no more."""

import asyncio
from html import escape
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.discord_buttons import custom_ids, row_of
from bot.discord_layout import Part, laid_out, marker_of, thread_name
from tests.layouts.discord_words import words
from tests.layouts.scenes import ASKER, ZONE, Scene

Json = dict[str, Any]
_STYLE = Path(__file__).with_name("discord.css")
_PRIMARY = 1


def payloads(scene: Scene) -> list[Json]:
    """Return the scene's messages as Discord gets them, the one for the channel first."""
    parts = laid_out(scene.message, scene.now, None if scene.asked else marker_of("17"))
    first, *more = map(_payload, parts)
    return [{**first, "components": asyncio.run(_components(scene))}, *more]


def page(scene: Scene) -> str:
    """Return the scene as an HTML page."""
    first, *under = payloads(scene)
    asked = (scene.asked or "").split(" ")[0]
    above = f'<p class="asked"><b>{ASKER}</b> used <b>{asked}</b></p>' if asked else ""
    below = (
        '<p class="private">👁 Only you can see this • <a>Dismiss message</a></p>' if asked else _thread(scene, under)
    )
    drawn = [_content(first), *map(_embed, first["embeds"]), *map(_row, first["components"])]
    clock = f"{scene.now.astimezone(ZoneInfo(ZONE)):%-I:%M %p}"
    return (
        f'<!doctype html><meta charset="utf-8"><style>{_STYLE.read_text()}</style>'
        f'<main>{above}<div class="face">W</div><header><b>Wiredesk</b> <i>APP</i> <time>{clock}</time></header>'
        f"{''.join(drawn)}{below}</main>"
    )


def _payload(part: Part) -> Json:
    return {"content": part.content, "embeds": [embed.to_dict() for embed in part.embeds]}


async def _components(scene: Scene) -> list[Json]:
    """Return the buttons as Discord gets them; a line too long to carry is kept under a token."""
    buttons = scene.message.buttons
    view = row_of(buttons, await custom_ids(buttons, _token))
    return view.to_components() if view else []


async def _token(line: str) -> str:
    return f"{len(line)}"


def _content(payload: Json) -> str:
    return f'<div class="content">{words(payload["content"])}</div>' if payload["content"] else ""


def _embed(embed: Json) -> str:
    known = {"author", "title", "url", "description", "fields", "footer", "color", "type"}
    assert embed.keys() <= known, embed.keys() - known
    title = words(embed.get("title", ""))
    colour = f' style="border-color: #{embed["color"]:06x}"' if "color" in embed else ""
    inside = (
        ("author", escape(embed.get("author", {}).get("name", ""))),
        ("title", f"<a>{title}</a>" if "url" in embed else title),
        ("text", words(embed.get("description", ""))),
        *(("field", f"<b>{words(field['name'])}</b>{words(field['value'])}") for field in embed.get("fields", ())),
        ("footer", escape(embed.get("footer", {}).get("text", ""))),
    )
    rows = "".join(f'<div class="{name}">{shown}</div>' for name, shown in inside if shown)
    return f"<article{colour}>{rows}</article>"


def _row(row: Json) -> str:
    buttons = (
        f'<span class="{"primary" if each["style"] == _PRIMARY else "usual"}">{escape(each["label"])}</span>'
        for each in row["components"]
    )
    return f'<div class="row">{"".join(buttons)}</div>'


def _thread(scene: Scene, under: list[Json]) -> str:
    if not under:
        return ""
    count = f"{len(under)} Message{'' if len(under) == 1 else 's'} ›"
    return f'<div class="thread"><b>{escape(thread_name(scene.message))}</b> <a>{count}</a></div>'
