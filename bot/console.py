"""The terminal as a chat: draws messages as text. Draws only: nothing is read, decided or stored here."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TextIO, assert_never
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from bot.printable import one_line, printable
from handlers.message import (
    CUT,
    Block,
    Button,
    Heading,
    Inline,
    Line,
    Link,
    Message,
    Moment,
    Quotation,
    Rule,
    Table,
    Verbatim,
    Words,
    written,
)

_RULE = "─" * 72
FEW_BUTTONS = 2
_UNWRAPPED = 100_000
"""Columns of an output that is no terminal: lines are never broken, so that other programs read whole quotes."""


def make_console(stream: TextIO | None = None) -> Console:
    """Return the console messages are drawn on: colours and wrapping on a terminal, neither elsewhere."""
    console = Console(file=stream, highlight=False, soft_wrap=False, emoji=False, markup=False)
    return console if console.is_terminal else Console(file=stream, highlight=False, emoji=False, width=_UNWRAPPED)


def draw(console: Console, message: Message, zone: ZoneInfo, now: datetime) -> None:
    """Print `message`, its thread after it, and its buttons as the commands they stand for."""
    for block in (*message.blocks, *message.thread):
        for part in _drawn(block, zone, now):
            console.print(part)
    for line in _buttons(message.buttons):
        console.print(line)
    console.print()


def _drawn(block: Block, zone: ZoneInfo, now: datetime) -> Iterator[Text | Padding | RichTable]:
    match block:
        case Heading(text):
            yield Text(one_line(text), style="bold")
        case Line(inlines, small, indent):
            yield from _line(inlines, zone, now, small=small, indent=indent)
        case Quotation():
            yield from _quotation(block, zone, now)
        case Rule():
            yield Text(_RULE, style="dim")
        case Table(header, rows):
            yield _table(header, rows)
        case Verbatim(text):
            yield Text(printable(text), no_wrap=True)
        case _:
            assert_never(block)


def _line(
    inlines: tuple[Inline, ...], zone: ZoneInfo, now: datetime, *, small: bool, indent: int
) -> Iterator[Text | Padding]:
    text = _text(inlines, zone, now)
    if small:
        text.stylize("dim")
    yield Padding(text, (0, 0, 0, 3 * indent), expand=False)
    for link in (inline for inline in inlines if isinstance(inline, Link)):
        yield Padding(
            Text(one_line(link.url), style="dim blue", overflow="fold"), (0, 0, 0, 3 * indent + 3), expand=False
        )


def _text(inlines: tuple[Inline, ...], zone: ZoneInfo, now: datetime) -> Text:
    text = Text()
    for inline in inlines:
        match inline:
            case Words(words, strong, struck):
                text.append(_struck(printable(words), struck=struck), _style(strong=strong, struck=struck))
            case Link(words, _, strong, struck):
                text.append(_struck(one_line(words), struck=struck), _style(strong=strong, struck=struck))
            case Moment():
                text.append(written(inline, zone, now))
            case _:
                assert_never(inline)
    return text


def _struck(text: str, *, struck: bool) -> str:
    return f"[withdrawn] {text}" if struck else text


def _style(*, strong: bool, struck: bool) -> str:
    return " ".join(name for name, on in (("bold", strong), ("strike", struck)) if on)


def _quotation(block: Quotation, zone: ZoneInfo, now: datetime) -> Iterator[Padding]:
    left = 3 * block.indent
    number = f"{block.number}  " if block.number else ""
    said = f"“{printable(block.text)}{' …' if block.cut else ''}”{f' {CUT}' if block.cut else ''}"
    for paragraph in said.split("\n"):
        yield Padding(Text(f"{number}> {paragraph}"), (0, 0, 0, left), expand=False)
        number = " " * len(number)
    if block.by:
        yield Padding(Text(f"{number}>    — ").append_text(_text(block.by, zone, now)), (0, 0, 0, left), expand=False)


def _table(header: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> RichTable:
    table = RichTable(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0), show_header=any(header))
    for name in header:
        table.add_column(one_line(name), overflow="fold")
    for row in rows:
        table.add_row(*(Text(one_line(cell)) for cell in row))
    return table


def _buttons(buttons: Sequence[Button]) -> Iterator[Text]:
    """Yield a line for each button; many are one line for the first, and one for the others."""
    first = buttons if len(buttons) <= FEW_BUTTONS else buttons[:1]
    yield from map(_button, first)
    if others := buttons[len(first) :]:
        yield Text("▸ ", style="dim").append(Text(" · ").join(map(_inline_button, others)))


def _inline_button(button: Button) -> Text:
    return Text(one_line(button.label)).append("  ").append(one_line(button.command), "cyan")


def _button(button: Button) -> Text:
    return Text("▸ ", style="dim").append(one_line(button.label)).append("  ").append(one_line(button.command), "cyan")
