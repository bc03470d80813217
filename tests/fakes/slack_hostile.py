"""Strings that want to act in Slack, and the question whether a payload lets them, judged by Slack's rules."""

import html
import re
from collections.abc import Iterable, Iterator
from typing import Any

HOSTILE = (
    "<!channel> <!here> <!everyone>",
    "<@U0123ABCD> and <#C0123ABCD|news> and <!subteam^S0123|@desk>",
    "<https://evil.example|click here>",
    "<!date^1392734382^{date}|soon>",
    "&lt;!channel&gt; &amp;lt;!here&amp;gt;",
    "@channel @here @everyone #general",
    "*bold* _italic_ ~struck~ `code` ```block```",
    "> quoted\n>>> all of it",
    ":rotating_light: :+1: a:smile:b 10:30:15",
    "https://evil.example/x www.evil.example evil.example",
    "[label](https://evil.example)",
    "a|b>c<d",
    "\u202egnp.exe\u202c \u2066x\u2069 \u200fy",
    "\x1b[31mred\x1b[0m \x00 \x07 \x9b1m",
    "line one\r\nline two\u2028line three\x85four",
    "e\u0301" * 40 + "\u0301" * 200,
    "👩‍👩‍👧‍👦" * 60 + "🇺🇸🇺🇸" * 20,
    "\ud83d lone \udc00 halves",
    "\U000e0041\U000e0042 tags",
    "=cmd|' /C calc'!A0",
    "w" * 6000,
    "word " * 1500,
    "&" * 3000 + "<" * 1000,
    "   ",
    "",
    "*",
    "</script><script>alert(1)</script>",
    "مرحبا שלום",
)
URLS = (
    "https://times.example/story?a=1&b=2",
    "http://times.example/a|b>c d",
    "https://times.example/" + "x" * 4000,
    "javascript:alert(1)",
    "https://times.example/\u202e<!channel>",
    "data:text/html,hello",
    "",
)
_BIDI_AND_CONTROLS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
_LINK = re.compile(r"<([^|<>]*)\|([^|<>]*)>")


def active(payload: Any, urls: Iterable[str]) -> Iterator[str]:  # noqa: ANN401 (any JSON value)
    """Yield everything in `payload` that would ping, link elsewhere than to `urls`, format, draw emoji or reorder."""
    allowed = {_bare(url) for url in urls}
    for kind, value in _objects(payload):
        if kind == "mrkdwn":
            yield from _active_mrkdwn(value, allowed)
        elif kind == "plain_text" and value.get("emoji") is not False:
            yield f"emoji are drawn: {value}"
        elif kind == "link" and _bare(value["url"]) not in allowed:
            yield f"a link elsewhere: {value['url']}"
        elif kind in {"user", "usergroup", "broadcast", "channel", "emoji", "date", "team"}:
            yield f"an active element: {value}"
    for text in strings(payload):
        if _BIDI_AND_CONTROLS.search(text):
            yield f"a control: {text!r}"


def active_notification(text: str) -> Iterator[str]:
    """Yield what would act in a top-level `text`, where nothing of ours is marked up at all."""
    if re.search(r"[<>]|[*_~`]|://|:[^\s:]+:|^\s*&gt;", text, re.MULTILINE):
        yield f"the notification acts: {text!r}"
    if re.search(r"&(?!(amp|lt|gt);)", text):
        yield f"an entity is broken: {text!r}"


def strings(value: Any) -> Iterator[str]:  # noqa: ANN401 (any JSON value)
    """Yield every string of `value` that is shown."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "value":
                yield from strings(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from strings(inner)


def _objects(value: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 (any JSON value)
    if isinstance(value, dict):
        yield str(value.get("type", "")), value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _objects(inner)


def _active_mrkdwn(value: Any, allowed: set[str]) -> Iterator[str]:  # noqa: ANN401 (any JSON value)
    if value.get("verbatim") is not True:
        yield f"addresses are linked by themselves: {value}"
    for url, _ in _LINK.findall(value["text"]):
        if _bare(html.unescape(url)) not in allowed:
            yield f"a link elsewhere: {url}"
    text = _LINK.sub(r"\2", value["text"])
    ours = re.sub(r"(?<!\S)(\*~|\*|~)([^*~\s]|[^*~\s][^*~]*[^*~\s])(~\*|\*|~)(?!\S)", r"\2", text)
    if re.search(r"[<>_`\n]|:[^\s:]+:|^\s*&gt;", ours) or ours.count("*") or ours.count("~"):
        yield f"mrkdwn acts: {value['text']!r}"


def _bare(url: str) -> str:
    """Return `url` down to what tells two addresses apart whatever was percent-encoded."""
    return re.sub(r"%[0-9A-F]{2}|[|<>\s\"\\^`{}\u200b-\u202e\u2066-\u2069]", "", url)
