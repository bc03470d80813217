"""A Message as Discord messages inside every limit, packed by measured length; the rest is for the thread."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

import discord
from discord.types.embed import Embed as EmbedData

from bot.discord_cards import LINE_LIMIT, Card, cards, lines_of
from bot.discord_text import clean, escaped, escaped_size, fitted, fitted_plain, safe_url
from bot.graphemes import units
from handlers.message import Block, Inline, Line, Link, Message, Moment, Words

CONTENT_LIMIT = 2000
EMBEDS_LIMIT = 10
EMBED_TOTAL = 6000
DESCRIPTION_LIMIT = 4096
MARKER_LIMIT = 60
THREAD_NAME_LIMIT = 100
_SUMMARY_LIMIT = 1000
_COUNT_LIMIT = 12  # " · 120/120"
_PLACE = re.compile(r" · (\d+)/(\d+)")


class _Embed(discord.Embed):
    """An embed as Discord's contract has it: the library adds flags that the contract does not know."""

    def to_dict(self) -> EmbedData:
        """Return the embed as JSON."""
        shape = super().to_dict()
        shape.pop("flags", None)
        return shape


@dataclass(frozen=True, slots=True)
class Part:
    """One Discord message: its content, embeds, or both. `number` counts from 1 to `total`; `role` is whom it calls."""

    content: str | None
    cards: tuple[Card, ...] = ()
    marker: str | None = None
    number: int = 1
    total: int = 1
    role: int | None = None

    @property
    def embeds(self) -> list[discord.Embed]:
        """The embeds, the last with the footer a delivery is found again by."""
        embeds = [_embed(card) for card in self.cards]
        if self.marker and embeds:
            embeds[-1].set_footer(text=footer(self.marker, self.number, self.total))
        return embeds


def laid_out(message: Message, now: datetime, marker: str | None = None) -> tuple[Part, ...]:
    """Return `message` as one Discord message and what belongs under it, in order; never empty.

    A posted message has a `marker`, which every part carries, and its summary as content: phones show it on the lock
    screen, and it is all that is seen where embeds are switched off. A reply without one shows its blocks alone.
    """
    if _is_plain(message):
        return (Part(_plain_content(message, now, marker)),)
    blocks = _without_repeats(message) if marker else message.blocks
    reserve = units(marker or "") + _COUNT_LIMIT
    main = list(_packed(cards(blocks, now), EMBED_TOTAL - reserve)) or [()]
    groups = [*main, *_packed(cards(message.thread, now), EMBED_TOTAL - reserve)]
    said = fitted(clean(message.summary), _SUMMARY_LIMIT)
    first, *others = (
        Part((said or "…") if (marker and at == 1) or not group else None, group, marker, at, len(groups))
        for at, group in enumerate(groups, 1)
    )
    return (_calling(first, message.ping), *others)


def _calling(part: Part, ping: str | None) -> Part:
    """Return `part` calling the role `ping`: the only mention that is ever written, never out of untrusted text."""
    number = (ping or "").removeprefix("discord:R")
    if not (part.marker and number.isascii() and number.isdigit()):
        return part
    return replace(part, content=f"<@&{number}> {part.content or ''}".strip(), role=int(number))


def plainest(part: Part) -> Part:
    """Return `part` in words alone, without a link: the one try that is left when Discord refused its layout."""
    said = part.content or ""
    rows = (row for card in part.cards for row in (escaped(card.author or ""), card.title, *card.lines))
    lines = [row for row in rows if row and row not in said]
    marker = footer(part.marker, part.number, part.total) if part.marker else None
    return replace(part, content=_content([said, *lines] if said else lines, marker), cards=())


def thread_name(message: Message) -> str:
    """Return what the thread under `message` is called."""
    return fitted_plain(clean(message.summary), THREAD_NAME_LIMIT) or "…"


def place_of_part(text: str, marker: str) -> tuple[int, int] | None:
    """Return (number, total) of the part whose footer or last line `text` is, None where it is no part of `marker`."""
    shown = text.replace(escaped(marker), marker, 1)
    if shown == marker:
        return 1, 1
    found = _PLACE.fullmatch(shown.removeprefix(marker)) if shown.startswith(marker) else None
    return (int(found[1]), int(found[2])) if found else None


def marker_of(delivery: str) -> str:
    """Return the words a posted message is found again by: the delivery's id, as the footer shows it."""
    return fitted_plain(f"wiredesk {clean(delivery)}", MARKER_LIMIT)


def footer(marker: str, number: int, total: int) -> str:
    """Return the footer of a part: its place is said only where there is more than one."""
    return f"{marker} · {number}/{total}" if total > 1 else marker


def _is_plain(message: Message) -> bool:
    """Return whether `message` is nothing but a few plain lines without a link, which need no embed round them."""
    if message.thread or not all(isinstance(block, Line) and not block.small for block in message.blocks):
        return False
    inlines = [inline for block in message.blocks if isinstance(block, Line) for inline in block.inlines]
    if any(isinstance(inline, Link) and safe_url(inline.url) for inline in inlines):
        return False
    return sum(units(inline.text) for inline in inlines if not isinstance(inline, Moment)) < _SUMMARY_LIMIT


def _plain_content(message: Message, now: datetime, marker: str | None) -> str:
    lines = [row for block in message.blocks for row in lines_of(block, now)]
    return _content(lines or [fitted(clean(message.summary), _SUMMARY_LIMIT)], marker)


def _content(lines: Sequence[str], marker: str | None) -> str:
    """Return as many whole `lines` as content may hold, never empty, the marker in small under them."""
    end = f"\n-# {escaped(marker)}" if marker else ""
    kept: list[str] = []
    for line in lines:
        if units("\n".join([*kept, line])) + units(end) > CONTENT_LIMIT - 2:
            kept.append("…")
            break
        kept.append(line)
    return ("\n".join(kept).strip() or "…") + end


def _without_repeats(message: Message) -> tuple[Block, ...]:
    """Return the blocks without what the summary over them says already: a first line, and the headline after it.

    The link of that headline is then the outlet's, which opens the line of context.
    """
    said, blocks = clean(message.summary), message.blocks
    match blocks:
        case (Line((Words(text),)), *rest) if rest and said.startswith(clean(text)):
            blocks = tuple(rest)
    match blocks:
        case (Line((Link(text, url, struck=False),)), Line((Words(outlet), *facts), small=True) as context, *rest):
            name = outlet.strip(" ·")
            if name and said.endswith(clean(text)) and escaped_size(said) <= _SUMMARY_LIMIT and safe_url(url):
                under = replace(context, inlines=_without_separator(facts))
                return (Line((Link(name, url, strong=True),)), under, *rest)
    return blocks


def _without_separator(facts: Sequence[Inline]) -> tuple[Inline, ...]:
    match facts:
        case (Words(text) as first, *rest):
            return (replace(first, text=text.lstrip(" ·")), *rest)
    return tuple(facts)


def _packed(found: Iterable[Card], budget: int) -> Iterator[tuple[Card, ...]]:
    """Yield the cards in groups of at most ten and `budget` units, no two of a group with one address."""
    group: list[Card] = []
    for card in chain.from_iterable(map(_split, found)):
        again = card.url is not None and card.url in {kept.url for kept in group}
        fit = card.without_address() if again else card
        if group and (len(group) == EMBEDS_LIMIT or sum(kept.size for kept in group) + fit.size > budget):
            yield tuple(group)
            group, fit = [], card
        group.append(fit)
    if group:
        yield tuple(group)


def _split(card: Card) -> Iterator[Card]:
    """Yield `card` in cards whose lines fit one description each; only the first has the title."""
    room = DESCRIPTION_LIMIT - (LINE_LIMIT if card.url else 0)  # a repeated address moves into the text
    lines: list[str] = []
    first = card
    for line in card.lines:
        if lines and sum(units(kept) + 1 for kept in lines) + units(line) > room:
            yield Card(tuple(lines), first.title, first.url, first.author, first.label)
            first, lines = Card(), []
        lines.append(line)
    yield Card(tuple(lines), first.title, first.url, first.author, first.label)


def _embed(card: Card) -> discord.Embed:
    embed = _Embed(title=card.title, url=card.url, description="\n".join(card.lines).strip("\n") or None)
    return embed.set_author(name=card.author) if card.author else embed
