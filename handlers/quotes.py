"""`/quotes`: who said what, verbatim, newest first; and how the question was read."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from feeds.errors import RequestError
from handlers.exports import FORMATS, exported
from handlers.grammar import Argument, Entry, Kind, line_of
from handlers.message import Block, Button, Inline, Line, Message, Words, joined, plural, words
from handlers.news import limit_of
from handlers.quotes_layout import Utterance, one_quote, quote_blocks, span_in_words, utterances
from handlers.request import Command, Reply, Request, Role
from handlers.sharing import SHARE, shareable
from handlers.times import moment
from storage import quotes as ledger
from storage import search, speakers
from storage.model import QuoteId, QuoteQuery, QuotesFound, SpeakersRead
from storage.store import Store, Transaction

SHOWN = 5
MOST_SHOWN = 25
MOST_SIGHTINGS = 1000
"""Sightings read for one answer: enough to fold the copies of every wording that is shown."""
LONGEST_NAME = 4
"""Words of the longest speaker's name that is peeled off the front of what was typed."""


@dataclass(frozen=True, slots=True)
class Question:
    """A `/quotes` as read: `typed` is the name as typed, `named` whom it means (None: nobody was named)."""

    typed: str
    named: SpeakersRead | None
    topic: str
    since: datetime | None
    until: datetime | None


def quotes(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/quotes`.

    Raises:
        RequestError: nobody and nothing was asked for, or an option cannot be read.
    """
    number = request.command.option("id")
    first, limit = _first(request.command), limit_of(request, SHOWN, MOST_SHOWN)
    with store.reading() as tx:
        if number is not None:
            return Reply(_one(tx, number))
        question = _question(tx, request, now)
        if question.named is None and not question.topic and question.since is None:
            raise RequestError("Whose quotes? For example /quotes Trump, or /quotes about:deportation since:7d")
        found, how = _search(tx, question, request.command)
        if not found.quotes:
            return _nothing(tx, question)
    shown = utterances(found.quotes)[first : first + limit]
    message = _answer(question, found, how, shown, request.command, now)
    if wanted := request.command.option("to"):
        return Reply(message, download=exported(found.quotes, wanted))
    return shareable(request, message)


def _question(tx: Transaction, request: Request, now: datetime) -> Question:
    zone, command = ZoneInfo(request.person.zone), request.command
    since, until = (moment(t, zone, now) if (t := command.option(name)) else None for name in ("since", "until"))
    outright, about = command.option("by"), command.option("about")
    if outright is not None:
        named: SpeakersRead | None = speakers.speakers_read_as(tx, outright)
        typed, topic = outright, command.words
    else:
        typed, named, topic = _peeled(tx, command.words)
    return Question(typed, named, " ".join(part for part in (topic, about or "") if part), since, until)


def _peeled(tx: Transaction, typed: str) -> tuple[str, SpeakersRead | None, str]:
    """Return the longest known speaker at the front of `typed`, whom it means, and the rest as the topic."""
    if typed.startswith('"') and typed.count('"') > 1:
        name, _, rest = typed[1:].partition('"')
        named = speakers.speakers_read_as(tx, name)
        return (name, named, rest.strip()) if named else (name, None, typed)
    parts = typed.split()
    for length in range(min(LONGEST_NAME, len(parts)), 0, -1):
        name = " ".join(parts[:length])
        if named := speakers.speakers_read_as(tx, name):
            return name, named, " ".join(parts[length:])
    return typed, None, typed


def _search(tx: Transaction, question: Question, command: Command) -> tuple[QuotesFound, str]:
    """Return the quotes asked for and how the topic was read: as a phrase, else as words in any order."""
    asked = QuoteQuery(
        speakers=question.named.ids if question.named else None,
        since=question.since,
        until=question.until,
        sources=command.all_of("source"),
        not_sources=command.all_of("source", negated=True),
        limit=MOST_SIGHTINGS,
    )
    if not question.topic:
        return ledger.find_quotes(tx, asked), ""
    found = ledger.find_quotes(tx, replace(asked, words=search.phrases(question.topic)))
    if found.quotes or " " not in question.topic:
        return found, f"“{question.topic}” in the quote or its paragraph"
    loose = ledger.find_quotes(tx, replace(asked, words=search.any_order(question.topic)))
    return loose, f"all of {question.topic}, in any order, in the quote or its paragraph"


def _answer(
    question: Question, found: QuotesFound, how: str, shown: tuple[Utterance, ...], command: Command, now: datetime
) -> Message:
    every = utterances(found.quotes)
    first = _first(command)
    who = question.named.name if question.named else "Anybody"
    about = f" on {question.topic}" if question.topic else ""
    title = f"{who}{about}"
    counts = f"{plural(len(every), 'quote')}, {plural(found.count, 'sighting')}, {plural(found.outlets, 'outlet')}"
    time = span_in_words(question.since, question.until or now) if question.since else words("all that is stored")
    blocks: list[Block] = [Line(joined(((Words(title, strong=True),), time, words(counts))))]
    blocks += [Line(reading, small=True) for reading in _read_as(question, how)]
    blocks += quote_blocks(shown, first + 1)
    left = len(every) - first - len(shown)
    buttons = (*_next(command, first + len(shown), left), Button("CSV", line_of(command, to="csv")))
    return Message(f"{title}: {counts}", tuple(blocks), buttons)


def _read_as(question: Question, how: str) -> tuple[tuple[Inline, ...], ...]:
    lines: list[tuple[Inline, ...]] = []
    if question.named is not None:
        others = ", ".join(f"{other.name} ({other.quotes})" for other in question.named.others[:3])
        also = f". Also: {others}" if others else ""
        name = Words(question.named.name, strong=True)
        lines.append((Words(f"Reading {question.typed} as "), name, Words(f" ({question.named.quotes}){also}")))
    if how:
        lines.append(words(f"Topic: {how}"))
    return tuple(lines)


def _nothing(tx: Transaction, question: Question) -> Reply:
    """Say what is nearest, as buttons, instead of only that nothing was found."""
    if question.named is not None:
        name = question.named.name
        conditions = f" on “{question.topic}”" if question.topic else " in that time or from that source"
        line = f"{name} is quoted {plural(question.named.quotes, 'time')}, but not{conditions}."
        return Reply(Message(line, (Line(words(line)),), (Button(f"All of {name}", f'/quotes by:"{name}"'),)))
    near = speakers.nearest_speakers(tx, question.typed)
    line = f"Nobody called “{question.typed}” is quoted in what is stored, and no quote mentions it."
    hint = f"Nearest names: {', '.join(f'{each.name} ({each.quotes})' for each in near)}" if near else ""
    buttons = tuple(Button(each.name, f'/quotes by:"{each.name}"') for each in near)
    lines = (Line(words(line)), *((Line(words(hint)),) if hint else ()))
    return Reply(Message(line, lines, buttons))


def _one(tx: Transaction, number: str) -> Message:
    quote = ledger.quote(tx, QuoteId(int(number))) if number.isdigit() else None
    if quote is None:
        raise RequestError(f"No quote has the number {number}.")
    text = quote.article.article.text
    start = text.rfind("\n", 0, quote.quote.start) + 1
    end = text.find("\n", quote.quote.end)
    return one_quote(quote, text[start : end if end >= 0 else len(text)])


def _first(command: Command) -> int:
    typed = command.option("from")
    if typed is None:
        return 0
    if not typed.isdigit() or not 1 <= int(typed) <= MOST_SIGHTINGS:
        raise RequestError(f"from:{typed} cannot be used: give the number of the first quote to show")
    return int(typed) - 1


def _next(command: Command, shown: int, left: int) -> tuple[Button, ...]:
    if left <= 0:
        return ()
    return (Button(f"Next {min(SHOWN, left)}", line_of(command, **{"from": str(shown + 1)})),)


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
            Argument("limit", f"how many to show, 1 to {MOST_SHOWN}"),
            Argument("from", "the number of the first one to show"),
            Argument("id", "one quote by its number"),
            Argument("to", "as a file: csv or json", Kind.CHOICE, choices=FORMATS),
            SHARE,
        ),
    ),
)
