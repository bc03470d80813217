"""Each block of a Message as Block Kit, at its own limits. Knows nothing of whole messages, budgets or threads."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from bot.graphemes import cut, pieces, units
from bot.slack_text import clean, escaped, is_inert, safe_url
from bot.tables import columns, stacked
from handlers.message import (
    CUT,
    Block,
    Heading,
    Inline,
    Line,
    Link,
    Moment,
    Quotation,
    Rule,
    Table,
    Verbatim,
    written,
)

Json = dict[str, Any]  # Block Kit is JSON: the contract's schema types it, in tests
HEADER_LIMIT = 150
SECTION_LIMIT = 2800
_STEP = "\u2003"  # an em space: the only indent that rich text keeps outside a list


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message is read: its zone, and the present moment."""

    zone: ZoneInfo
    now: datetime


def drawn(block: Block, place: Place, *, main: bool = False, dense: bool = False) -> Iterator[Json]:
    """Yield `block` as Block Kit blocks; nothing is yielded for a block without a visible character.

    `main` marks the one line that is drawn in mrkdwn where its text is inert: people's own keyword alerts ring for
    no other kind of text. With `dense` all other lines are rich text, small ones too, so that they can be `merged`.
    """
    match block:
        case Heading(text):
            yield from _heading(clean(text).strip())
        case Line():
            yield from _line(replace(block, small=block.small and not dense), place, main=main)
        case Quotation():
            yield from _quotation(block, place)
        case Rule():
            yield {"type": "divider"}
        case Table():
            yield from _table(block, place, dense=dense)
        case Verbatim(text):
            yield from _preformatted(clean(text, lines=True).split("\n"))
        case _:
            assert_never(block)


def merged(blocks: Iterable[Json]) -> list[Json]:
    """Return `blocks` with neighbouring lines and quotes in one block, as many as a section's length holds.

    Two quotes stay two blocks: they are two people's.
    """
    found: list[Json] = []
    for block in blocks:
        if found and _may_join(found[-1], block):
            found[-1] = {"type": "rich_text", "elements": _joined(found[-1]["elements"], block["elements"])}
        else:
            found.append(block)
    return found


def plain(text: str, limit: int) -> Json:
    """Return `text` as a plain_text object of at most `limit` units, never empty."""
    return {"type": "plain_text", "text": cut(clean(text).strip(), limit) or "…", "emoji": False}


def _may_join(block: Json, following: Json) -> bool:
    if block["type"] != "rich_text" or following["type"] != "rich_text":
        return False
    last, first = block["elements"][-1]["type"], following["elements"][0]["type"]
    joinable = {
        ("rich_text_section",) * 2,
        ("rich_text_section", "rich_text_quote"),
        ("rich_text_quote", "rich_text_section"),
    }
    return (last, first) in joinable and _length(block) + _length(following) <= SECTION_LIMIT


def _joined(elements: list[Json], following: list[Json]) -> list[Json]:
    """Return the elements in a row; a line after a line is one section with a line end between."""
    *before, last = elements
    first, *after = following
    if last["type"] == first["type"]:
        return [*before, {**last, "elements": [*last["elements"], _run("\n"), *first["elements"]]}, *after]
    return [*elements, *following]


def _length(block: Json) -> int:
    runs = chain.from_iterable(element["elements"] for element in block["elements"])
    return sum(units(run["text"]) + units(run.get("url", "")) for run in runs)


def _heading(text: str) -> Iterator[Json]:
    if not text:
        return
    if units(text) <= HEADER_LIMIT:
        yield {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}
    else:
        yield from _rich("rich_text_section", [_run(text, strong=True)])


def _line(line: Line, place: Place, *, main: bool) -> Iterator[Json]:
    inlines = [inline for inline in line.inlines if _text(inline, place)]
    if not any(_text(inline, place).strip() for inline in inlines):
        return
    text = _mrkdwn(inlines, place) if line.small or main else None
    if line.small and not any(_is_link(inline) for inline in inlines):
        text = _STEP * line.indent + "".join(_text(inline, place) for inline in inlines)
        yield from ({"type": "context", "elements": [plain_run(part)]} for part in pieces(text, SECTION_LIMIT))
    elif text is not None and units(text) <= SECTION_LIMIT:
        shown = {"type": "mrkdwn", "text": _STEP * line.indent + text, "verbatim": True}
        yield {"type": "context", "elements": [shown]} if line.small else {"type": "section", "text": shown}
    else:
        runs = [_element(inline, place) for inline in inlines]
        yield from _rich("rich_text_section", [*([_run(_STEP * line.indent)] if line.indent else []), *runs])


def plain_run(text: str) -> Json:
    """Return `text`, cleaned and short enough already, as a plain_text object."""
    return {"type": "plain_text", "text": text if text.strip() else "…", "emoji": False}


def _mrkdwn(inlines: Sequence[Inline], place: Place) -> str | None:
    """Return the inlines as mrkdwn, or None where a character of theirs might act, or ours might not."""
    texts = [_text(inline, place) for inline in inlines]
    if not all(map(is_inert, ("".join(texts), *texts))):
        return None
    parts: list[str] = []
    for at, inline in enumerate(inlines):
        before, after = "".join(texts[:at]), "".join(texts[at + 1 :])
        marks = _marks(inline)
        if marks and not (_is_apart(before[-1:], texts[at][:1]) and _is_apart(after[:1], texts[at][-1:])):
            return None
        part = escaped(texts[at])
        if isinstance(inline, Link) and (url := safe_url(inline.url)):
            part = f"<{escaped(url)}|{part}>"
        parts.append(f"{marks}{part}{marks[::-1]}")
    return "".join(parts)


def _marks(inline: Inline) -> str:
    if isinstance(inline, Moment):
        return ""
    return "*" * inline.strong + "~" * inline.struck


def _is_apart(beyond: str, edge: str) -> bool:
    """Return whether a mark between `beyond` and `edge` formats: nothing or a space without, no space within."""
    return not beyond.strip() and bool(edge.strip())


def _quotation(quote: Quotation, place: Place) -> Iterator[Json]:
    source = [_element(inline, place) for inline in quote.by if _text(inline, place)]
    between = " — " if quote.indent else "\n— "  # in a list beside the words, on a card under them
    tail = [_run(between), *source] if source else []
    number = [] if quote.number is None else [_run(f"{quote.number}  ", strong=True)]
    yield from _rich("rich_text_quote", [*number, _run(_marked(quote)), *tail])


def _marked(quote: Quotation) -> str:
    text = clean(quote.text, lines=True)
    return f"“{text} …” {CUT}" if quote.cut else f"“{text}”"


def _preformatted(rows: Sequence[str], header: str = "") -> Iterator[Json]:
    """Yield `rows` in as many blocks as they need, `header` over each; a row is never parted where it fits a block."""
    if not any(row.strip() for row in (header, *rows)):
        return
    above = [header] if header else []
    held: list[str] = []
    room = SECTION_LIMIT - units(header) - 1
    for row in chain.from_iterable(pieces(row, max(room, SECTION_LIMIT // 2)) for row in rows):
        if held and units("\n".join((*held, row))) > room:
            yield from _rich("rich_text_preformatted", [_run("\n".join((*above, *held)))])
            held = []
        held.append(row)
    yield from _rich("rich_text_preformatted", [_run("\n".join((*above, *held)))])


def _table(table: Table, place: Place, *, dense: bool) -> Iterator[Json]:
    """Yield the table in columns under its header, or row by row where a phone could not show those."""
    lined = columns(table, clean)
    if lined is None:
        yield from chain.from_iterable(drawn(line, place, dense=dense) for line in stacked(table))
    else:
        yield from _preformatted(lined[1:], lined[0])


def _rich(kind: str, runs: list[Json]) -> Iterator[Json]:
    """Yield rich_text blocks of `kind` that hold `runs` in order, each of at most a section's length."""
    held: list[Json] = []
    room = SECTION_LIMIT
    for run in _short(runs):
        size = units(run["text"]) + units(run.get("url", ""))
        if held and size > room:
            yield {"type": "rich_text", "elements": [{"type": kind, "elements": held}]}
            held, room = [], SECTION_LIMIT
        held.append(run)
        room -= size
    if held:
        yield {"type": "rich_text", "elements": [{"type": kind, "elements": held}]}


def _short(runs: Iterable[Json]) -> Iterator[Json]:
    for run in runs:
        for part in pieces(run["text"], SECTION_LIMIT - units(run.get("url", ""))):
            if part:
                yield {**run, "text": part}


def _element(inline: Inline, place: Place) -> Json:
    text = _text(inline, place)
    if isinstance(inline, Moment):
        return _run(text)
    run = _run(text, strong=inline.strong, struck=inline.struck)
    url = safe_url(inline.url) if isinstance(inline, Link) else None
    return run if url is None or units(url) > SECTION_LIMIT // 2 else {**run, "type": "link", "url": url}


def _run(text: str, *, strong: bool = False, struck: bool = False) -> Json:
    style = {name: True for name, on in (("bold", strong), ("strike", struck)) if on}
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def _text(inline: Inline, place: Place) -> str:
    return written(inline, place.zone, place.now) if isinstance(inline, Moment) else clean(inline.text)


def _is_link(inline: Inline) -> bool:
    return isinstance(inline, Link) and safe_url(inline.url) is not None
