"""The blocks of a Message as cards, each one embed to be, in Discord's markdown. Knows no messages and no budgets."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from typing import assert_never

from bot.discord_text import (
    clean,
    clean_lines,
    escaped,
    escaped_size,
    fitted,
    fitted_plain,
    in_code,
    safe_url,
    timestamp,
)
from bot.graphemes import pieces, units
from bot.tables import columns, stacked
from handlers.message import (
    CUT,
    Block,
    Form,
    Heading,
    Inline,
    Line,
    Link,
    Moment,
    Quotation,
    Rule,
    Table,
    Verbatim,
    Words,
)

TITLE_LIMIT = 256
AUTHOR_LIMIT = 256
LINE_LIMIT = 1900
MASKED_URL_LIMIT = 1000
_SEAM = "\u200b"  # between the pieces of one text, so that nothing active is joined again where it was cut
_STEP = "\u2003"  # an em space: Discord drops ordinary ones at the start of a line
_NUMBERING = re.compile(r"\d{1,4}[.)] ?")
_BRACKETS = str.maketrans({"(": "%28", ")": "%29", "[": "%5B", "]": "%5D"})
_CLOCK_IS_ENOUGH = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Card:
    """One embed to be: a title that leads to `url`, what stands over it, and lines of at most `LINE_LIMIT` units.

    `label` is the title's words, not yet escaped, for where the same address may not be given twice.
    """

    lines: tuple[str, ...] = ()
    title: str | None = None
    url: str | None = None
    author: str | None = None
    label: str = ""

    @property
    def size(self) -> int:
        """What it counts towards a message's budget, the address of its title not included."""
        body = sum(units(line) + 1 for line in self.lines)
        return body + units(self.title or "") + units(self.author or "")

    def without_address(self) -> "Card":
        """Return the card with its link inside the text: embeds with one address in one message collapse into one."""
        if self.url is None:
            return self
        line = masked(self.label, self.url, strong=True) or self.title or ""
        return replace(self, title=None, url=None, lines=(line, *self.lines))


def cards(blocks: Iterable[Block], now: datetime) -> Iterator[Card]:
    """Yield the cards of `blocks` in order; a rule, a heading and a headline with a link open one.

    The numbered headlines of a list share its card. An empty line stands between two stories, and between two quotes.
    """
    card, quoted = Card(), False
    for block in blocks:
        apart = _is_numbered(block) or (quoted and isinstance(block, Quotation))
        quoted = isinstance(block, Quotation) or (quoted and isinstance(block, Line) and block.small)
        match block:
            case Rule():
                yield from _visible(card)
                card = Card()
            case Heading(text):
                yield from _visible(card)
                card = _headed(text)
            case Line() if (link := headline_of(block)) is not None and not _is_numbered(block):
                over = _kicker(card)
                if over is None:
                    yield from _visible(card)
                card = replace(_story(block, link, now), author=over)
            case Line((Words(text, strong=True, struck=False),)) if card == Card():
                card = _headed(text)
            case _:
                between = ("",) if apart and card.lines else ()
                card = replace(card, lines=(*card.lines, *between, *lines_of(block, now)))
    yield from _visible(card)


def lines_of(block: Block, now: datetime) -> tuple[str, ...]:
    """Return `block` in lines of markdown, each at most `LINE_LIMIT` units; a code block counts as one line."""
    match block:
        case Heading(text):
            headed = _headed(text)
            return (f"**{headed.title}**",) if headed.title else headed.lines
        case Line():
            return _line(block, now)
        case Quotation():
            return _quotation(block, now)
        case Rule():
            return ("─" * 9,)
        case Table():
            return _table(block, now)
        case Verbatim(text):
            return _code(clean_lines(text).split("\n"))
        case _:
            assert_never(block)


def headline_of(line: Line) -> Link | None:
    """Return the link that `line` is the headline of: first in the line, or after its number."""
    before = "".join(inline.text for inline in line.inlines[:-1] if isinstance(inline, Words))
    if line.small or not line.inlines or not isinstance(last := line.inlines[-1], Link):
        return None
    alone = len(line.inlines) == 1 or (len(line.inlines) == 2 and _NUMBERING.fullmatch(before))  # noqa: PLR2004 (number, link)
    return last if alone and safe_url(last.url) and clean(last.text) else None


def _is_numbered(block: Block) -> bool:
    """Return whether `block` is a headline with its number before it, and an address that a line can hold."""
    if not isinstance(block, Line) or len(block.inlines) == 1 or (link := headline_of(block)) is None:
        return False
    return units(link.url) <= MASKED_URL_LIMIT // 2


def masked(label: str, url: str, *, strong: bool = False) -> str:
    """Return a link inside text, its label escaped; the bare label where `url` is unfit, nothing where it is empty."""
    shown = fitted(clean(label), LINE_LIMIT - MASKED_URL_LIMIT - 20)
    target = safe_url(url.translate(_BRACKETS), MASKED_URL_LIMIT)
    text = f"[{shown}]({target})" if target and shown else shown
    return f"**{text}**" if strong and text else text


def _visible(card: Card) -> Iterator[Card]:
    if card.title or card.lines:
        yield card


def _headed(text: str) -> Card:
    title = clean(text)
    if escaped_size(title) > TITLE_LIMIT:
        return Card(tuple(f"**{escaped(part)}**" for part in _short(title)))
    return Card(title=escaped(title) or None, label=title)


def _kicker(card: Card) -> str | None:
    """Return what may stand over the next headline: a heading without lines of its own, in plain text."""
    if card.title is None or card.lines or card.url or card.author:
        return None
    return fitted_plain(card.label, AUTHOR_LIMIT)


def _story(line: Line, link: Link, now: datetime) -> Card:
    number = "".join(inline.text for inline in line.inlines if isinstance(inline, Words))
    label = clean(number + link.text)
    title = fitted(label, TITLE_LIMIT - (4 if link.struck else 0))
    whole = () if escaped_size(label) <= TITLE_LIMIT else _line(Line((replace(link, text=label),)), now)
    if whole:
        return Card(lines=whole, label=label)
    return Card(title=f"~~{title}~~" if link.struck else title, url=safe_url(link.url), label=label)


def _line(line: Line, now: datetime) -> tuple[str, ...]:
    start = ("-# " if line.small else "") + _STEP * line.indent
    rows: list[str] = []
    row = ""
    for run in _runs(line.inlines, now):
        if row and units(row) + units(run) > LINE_LIMIT - units(start):
            rows.append(row)
            row = ""
        row += run
    return tuple(start + row.strip() for row in (*rows, row) if row.strip())


def _runs(inlines: Sequence[Inline], now: datetime) -> Iterator[str]:
    """Yield the inlines as markdown in runs of at most half a line, neighbours of one style in one pair of marks."""
    merged = _merged(inlines)
    for (strong, struck), run in groupby(merged, key=_style):
        marks = ("~~" if struck else "") + ("**" if strong else "")
        text = ""
        for part in (part for inline in run for part in _parts(inline, now)):
            if text and units(text) + units(part) > LINE_LIMIT // 2:
                yield _wrapped(text, marks)
                text = ""
            text += part
        if text:
            yield _wrapped(text, marks)


def _parts(inline: Inline, now: datetime) -> tuple[str, ...]:
    match inline:
        case Words(text):
            parts = pieces(text, LINE_LIMIT // 2, escaped_size) if text else ()
            return tuple(escaped(part) + (_SEAM if at < len(parts) else "") for at, part in enumerate(parts, 1))
        case Link(text, url):
            return (masked(text, url),)
        case Moment(at, form):
            return (timestamp(at, _FORMS[form] if form is not Form.CLOCK else _clock_form(at, now)),)
        case _:
            assert_never(inline)


_FORMS = {Form.DAY: "D", Form.STAMP: "f", Form.CLOCK: "t"}


def _clock_form(at: datetime, now: datetime) -> str:
    """Return how a clock time is shown: with its day once the reader could take it for another day's."""
    return "t" if abs(now - at) < _CLOCK_IS_ENOUGH else "f"


def _merged(inlines: Sequence[Inline]) -> Iterator[Inline]:
    """Yield the inlines with neighbouring words of one style as one, so that nothing active hides in a seam."""
    for _, run in groupby(inlines, key=lambda inline: (isinstance(inline, Words), _style(inline))):
        group = list(run)
        if isinstance(first := group[0], Words):
            text = "".join(inline.text for inline in group if isinstance(inline, Words))
            yield replace(first, text=_one_spaced(text))
        else:
            yield from group


def _one_spaced(text: str) -> str:
    """Return `text` cleaned to one line, but with the space it may begin and end with: it stands beside other words."""
    shown = clean(text)
    before = " " if text[:1].isspace() else ""
    after = " " if shown and text[-1:].isspace() else ""
    return f"{before}{shown}{after}"


def _style(inline: Inline) -> tuple[bool, bool]:
    return (False, False) if isinstance(inline, Moment) else (inline.strong, inline.struck)


def _wrapped(text: str, marks: str) -> str:
    shown = text.strip()
    if not marks or not shown:
        return text
    before, _, after = text.partition(shown)
    return f"{before}{marks}{shown}{marks[::-1]}{after}"


def _quotation(quotation: Quotation, now: datetime) -> tuple[str, ...]:
    """Return the quote's lines, then who said it: in a list (indented) beside the last words, else under them."""
    said = clean_lines(quotation.text)
    paragraphs = f"“{said}”".split("\n")
    shown = [f"> {escaped(part)}" for paragraph in paragraphs for part in _short(paragraph)]
    if quotation.number is not None:
        shown[0] = f"> **{quotation.number}**  {shown[0].removeprefix('> ')}"
    if quotation.cut:
        shown[-1] += f" {CUT}"
    by = _line(Line((Words("— "), *quotation.by)), now) if quotation.by else ()
    if quotation.indent and len(by) == 1 and units(shown[-1]) + units(by[0]) < LINE_LIMIT:
        return (*shown[:-1], f"{shown[-1]} {by[0]}")
    return (*shown, *(f"> {row}" for row in by))


def _short(text: str) -> Iterable[str]:
    return pieces(text, LINE_LIMIT - 100, escaped_size)


def _table(table: Table, now: datetime) -> tuple[str, ...]:
    """Return the table in columns under its header, or row by row where a phone could not show those."""
    lined = columns(table, clean)
    if lined is not None:
        return _code([row for row in lined if row] if lined[0] else lined[1:])
    return tuple(row for line in stacked(table) for row in _line(line, now))


def _code(rows: Sequence[str]) -> tuple[str, ...]:
    """Return `rows` in code blocks of at most a line's limit each."""
    size = partial(_code_size)
    short = [part for row in rows for part in pieces(row, LINE_LIMIT - 100, size)]
    blocks: list[list[str]] = [[]]
    for row in short:
        if blocks[-1] and sum(size(kept) + 1 for kept in blocks[-1]) + size(row) > LINE_LIMIT - 20:
            blocks.append([])
        blocks[-1].append(row)
    texts = ("\n".join(block) for block in blocks if any(row.strip() for row in block))
    return tuple(f"```\n{in_code(text)}\n```" for text in texts)


def _code_size(text: str) -> int:
    return units(in_code(text))
