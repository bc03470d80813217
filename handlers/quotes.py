"""`/quotes`: who said what, verbatim, each utterance once; and how the question was read."""

from dataclasses import replace
from datetime import datetime

from feeds.errors import RequestError
from feeds.model import QuoteKind
from handlers.exports import FORMATS, MOST_ROWS, exported
from handlers.grammar import Argument, Entry, Kind, line_of
from handlers.message import Block, Button, Inline, Line, Message, Words, joined, plural, words
from handlers.one_quote import one_quote
from handlers.quote_questions import (
    ANY,
    IS,
    MOST_SHOWN,
    SORTS,
    Question,
    asked_in_any_order,
    asked_in_order,
    question,
)
from handlers.quotes_layout import quote_blocks, span_in_words
from handlers.quotes_nothing import nothing
from handlers.request import Command, Reply, Request, Role
from handlers.sharing import SHARE, note_shared, shareable
from storage.model import QuoteQuery, Sort, UtterancesFound
from storage.store import Store, Transaction
from storage.utterances import find_utterances, sightings

_BUTTONS_OF_SORTS = {Sort.NEWEST: Sort.OUTLETS, Sort.OUTLETS: Sort.OLDEST, Sort.OLDEST: Sort.NEWEST}
_SORTED = {
    Sort.NEWEST: "Newest first",
    Sort.OLDEST: "Oldest first",
    Sort.OUTLETS: "Most reported first",
    Sort.CONFIDENCE: "Surest first",
}


def quotes(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/quotes`.

    Raises:
        RequestError: nobody and nothing was asked for, or an option cannot be read.
    """
    command = request.command
    number = command.option("id")
    with store.reading() as tx:
        if number is not None:
            message, quote = one_quote(tx, number)
            note_shared(store, request, (quote,), now)
            return shareable(request, message)
        asked = question(tx, request, now)
        if asked.is_empty and not asked.typed:
            raise RequestError("Whose quotes? For example /quotes Trump, or /quotes about:deportation since:7d")
        found, query, how = _search(tx, asked)
        if not found.count:
            return nothing(tx, asked)
        whole = find_utterances(tx, replace(query, kinds=(), limit=1)).count if _is_usual(asked) else found.count
        message = _answer(asked, found, (how, query, whole), command, now)
        if wanted := command.option("to"):
            rows = sightings(tx, replace(query, kinds=asked.query.kinds, limit=MOST_ROWS, offset=0))
            return Reply(message, download=exported(rows, wanted))
    note_shared(store, request, [each.shown.id for each in found.utterances], now)
    return shareable(request, message)


def _is_usual(asked: Question) -> bool:
    """Say whether no kind was asked for: then whole quotes are shown, and the others where there are none."""
    return not asked.query.kinds


def _search(tx: Transaction, asked: Question) -> tuple[UtterancesFound, QuoteQuery, str]:
    """Return what was asked for, the question that found it, and how the topic was read.

    A nobody who was named is quoted nowhere. Whole quotes first; what is none where that finds nothing.
    """
    if asked.typed and asked.named is None and not asked.topics:
        return UtterancesFound((), 0, 0, 0), asked.query, ""
    kinds = [asked.query.kinds] if asked.query.kinds else [(QuoteKind.FULL,), ()]
    for read, how in _readings(asked):
        for each in kinds:
            query = replace(read, kinds=each)
            found = find_utterances(tx, query)
            if found.count:
                return found, query, how
    return UtterancesFound((), 0, 0, 0), asked.query, ""


def _readings(asked: Question) -> list[tuple[QuoteQuery, str]]:
    if not asked.topics:
        return [(asked.query, "")]
    read = [(asked_in_order(asked.topics, asked.query), f"“{asked.topic}”")]
    if any(" " in topic for topic in asked.topics):
        loose = f"{asked.topic}, all of its words in any order, for nothing has them side by side"
        read.append((asked_in_any_order(asked.topics, asked.query), loose))
    return read


def _answer(
    asked: Question,
    found: UtterancesFound,
    read: tuple[str, QuoteQuery, int],
    command: Command,
    now: datetime,
) -> Message:
    how, query, whole = read
    who = asked.named.name if asked.named else "Anybody"
    title = f"{who} on {asked.topic}" if asked.topics else who
    counts = f"{plural(found.count, 'quote')}, {plural(found.sightings, 'sighting')}, {plural(found.outlets, 'outlet')}"
    time = span_in_words(query.since, query.until or now) if query.since else words("all that is stored")
    order = () if query.sort is Sort.NEWEST else words(_SORTED[query.sort].lower())
    blocks: list[Block] = [Line(joined(((Words(title, strong=True),), time, words(counts), order)))]
    blocks += [Line(reading, small=True) for reading in _read_as(asked, found, how)]
    more = whole - found.count if query.kinds else 0
    if more > 0:
        blocks.append(Line(words(f"and {more:,} that are not whole: is:any shows them too"), small=True))
    elif _is_usual(asked) and not query.kinds:
        blocks.append(Line(words("None of them is a whole quote."), small=True))
    blocks += quote_blocks(found.utterances, query.offset + 1)
    return Message(f"{title}: {counts}", tuple(blocks), _buttons(found, query, command, max(more, 0)))


def _read_as(asked: Question, found: UtterancesFound, how: str) -> tuple[tuple[Inline, ...], ...]:
    lines: list[tuple[Inline, ...]] = []
    if asked.named is not None:
        others = ", ".join(f"{other.name} ({other.quotes})" for other in asked.named.others[:3])
        also = f". Also: {others}" if others else ""
        name = Words(asked.named.name, strong=True)
        lines.append((Words(f"Reading {asked.typed} as "), name, Words(f" ({asked.named.quotes}){also}")))
    if how:
        inside = sum(bool(each.in_quote) for each in found.utterances)
        around = len(found.utterances) - inside
        places = [f"in the quote itself in {inside}"] if inside else []
        places += [f"only in the sentences round it in {around}"] if around else []
        lines.append(words(f"Topic: {how}: of those shown, {', '.join(places)}"))
    return tuple(lines)


def _buttons(found: UtterancesFound, query: QuoteQuery, command: Command, more: int) -> tuple[Button, ...]:
    shown = query.offset + len(found.utterances)
    left = found.count - shown
    buttons = []
    if left > 0:
        buttons.append(Button(f"Next {min(query.limit, left)}", line_of(command, **{"from": str(shown + 1)})))
    if more:
        buttons.append(Button(f"All {found.count + more:,}", line_of(command, **{"is": ANY})))
    buttons.append(Button("CSV", line_of(command, to="csv")))
    if found.count > 1:
        other = _BUTTONS_OF_SORTS.get(query.sort, Sort.NEWEST)
        buttons.append(Button(_SORTED[other], line_of(command, sort=other.value, **{"from": "1"})))
    return tuple(buttons)


ENTRIES = (
    Entry(
        name="quotes",
        action=None,
        summary="who said what, verbatim, newest first",
        usage="/quotes WHO [TOPIC] [since:7d]",
        examples=(
            "/quotes Trump",
            "/quotes Trump deportation since:7d",
            '/quotes by:"Karen Bass" source:"Example Times"',
        ),
        role=Role.READER,
        answer=quotes,
        positional=(
            Argument("who", "a speaker's name, whole or the last one", Kind.SPEAKER),
            Argument("topic", "words in the quote or round it"),
        ),
        options=(
            Argument("by", "the speaker, said outright", Kind.SPEAKER),
            Argument("about", "the topic, said outright"),
            Argument("since", "90m, 24h, 7d, today, yesterday, mon or a date", Kind.TIME),
            Argument("until", "the same forms as since", Kind.TIME),
            Argument("source", "one outlet; -source:NAME leaves one out", Kind.SOURCE),
            Argument("is", "which kind, or what is known of it; -is:… leaves it out", Kind.CHOICE, choices=IS),
            Argument("sort", "which come first", Kind.CHOICE, choices=SORTS),
            Argument("limit", f"how many to show, 1 to {MOST_SHOWN}"),
            Argument("from", "the number of the first one to show"),
            Argument("id", "one quote by its number, with its context and every sighting"),
            Argument("to", "every sighting as a file: csv or json", Kind.CHOICE, choices=FORMATS),
            SHARE,
        ),
    ),
)
