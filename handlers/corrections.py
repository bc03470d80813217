"""`/desk correct`: who really said a quote. It wins over what is read, is audited, and is told to who was shown it."""

import json
from dataclasses import asdict, replace
from datetime import datetime

from feeds.errors import RequestError
from feeds.model import QuoteKind
from handlers.correction_notes import corrected_blocks, said_by, tell
from handlers.grammar import Argument, Entry, Kind, first_word
from handlers.message import Block, Button, Line, Message, plural, words
from handlers.records import Write, write_down
from handlers.request import Reply, Request, Role
from storage import audit, corrections, speakers
from storage import quotes as kept
from storage.model import Fix, QuoteId, StoredQuote
from storage.store import Store, Transaction

NOBODY, UNKNOWN, NONE = "nobody", "unknown", "none"
LONGEST = 100
MOST_AT_ONCE = 200
_ACTION = "desk correct"
_KINDS = tuple(kind.value for kind in QuoteKind)


def correct(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/desk correct ID by:"Name"`, and `/desk correct ID undo`.

    Raises:
        RequestError: no such quote, nothing to correct, or a name that several people bear.
    """
    number, rest = first_word(request.command.words)
    with store.transaction() as tx:
        quote = _quote(tx, number)
        undone = rest.strip().casefold() == "undo"
        fix = _before_last(tx, request, quote) if undone else _fix(tx, request, quote)
        each = _sightings(tx, request, quote)
        told = sum(_put(tx, request, one, fix, now) for one in each)
        after = kept.quote_as_kept(tx, quote.id)
    assert after is not None  # noqa: S101 (it was just corrected; for the type checker)
    return Reply(_shown(request, quote, after, (len(each), told), undone=undone))


def _quote(tx: Transaction, number: str) -> StoredQuote:
    if not number:
        raise RequestError('Which quote? /quotes shows their numbers; then /desk correct 12 by:"Karen Bassey"')
    quote = kept.quote_as_kept(tx, QuoteId(int(number))) if number.isdecimal() and len(number) < LONGEST // 6 else None
    if quote is None:
        raise RequestError(f"No quote has the number {number[:LONGEST]}: /quotes shows the number of each with id:")
    return quote


def _fix(tx: Transaction, request: Request, quote: StoredQuote) -> Fix:
    """Return what is asked for, over what was corrected before."""
    by, kind, medium = (request.command.option(name) for name in ("by", "kind", "medium"))
    if by is None and kind is None and medium is None:
        raise RequestError(f'What is right? /desk correct {quote.id} by:"Name", or by:nobody where nobody said it')
    fix = corrections.fix_of_quote(tx, quote.id) or Fix()
    if by is not None:
        name = by.strip()
        nobody, unknown = name.casefold() == NOBODY, name.casefold() == UNKNOWN
        who = None if nobody or unknown else _name(tx, name)
        fix = replace(fix, speaker=who, nobody=nobody, unknown=unknown)
    if kind is not None:
        if kind.casefold() not in _KINDS:
            raise RequestError(f"kind:{kind} is none: write kind:{', kind:'.join(_KINDS)}")
        fix = replace(fix, kind=QuoteKind(kind.casefold()))
    if medium is not None:
        fix = replace(fix, medium="" if medium.casefold() == NONE else _short(medium, "medium"))
    return fix


def _name(tx: Transaction, typed: str) -> str:
    """Return the speaker that `typed` names: one who is quoted already, or a new one spelt as typed."""
    name = _short(typed, "by")
    if not any(letter.isalpha() for letter in name):
        raise RequestError("by: needs a name, or nobody, or unknown")
    found = speakers.bearing(tx, name)
    if len(found) > 1:
        names = ", ".join(f'by:"{each.name}"' for each in found[:5])
        raise RequestError(f"Several are quoted as {name}: write {names}")
    return found[0].name if found else name


def _short(typed: str, option: str) -> str:
    if len(typed) > LONGEST:
        raise RequestError(f"{option}: is too long: at most {LONGEST} characters")
    return " ".join(typed.split())


def _before_last(tx: Transaction, request: Request, quote: StoredQuote) -> Fix | None:
    """Return what stood before this desk's last correction of the quote.

    Raises:
        RequestError: this desk has not corrected it.
    """
    last = next(iter(audit.history(tx, request.desk.id, _about(quote), 1)), None)
    if last is None:
        raise RequestError(f"Nobody here has corrected quote {quote.id}: there is nothing to undo.")
    before = json.loads(last.before or "null")
    return Fix(**{**before, "kind": QuoteKind(before["kind"]) if before["kind"] else None}) if before else None


def _sightings(tx: Transaction, request: Request, quote: StoredQuote) -> tuple[StoredQuote, ...]:
    """Return the quote, and with `all:yes` every sighting of its utterance that has the same speaker."""
    if request.command.option("all") != "yes":
        return (quote,)
    same = kept.sightings_of(tx, quote.utterance, MOST_AT_ONCE)
    alike = kept.quotes_by_id(tx, sorted(corrections.read_alike(tx, quote.id))[:MOST_AT_ONCE])
    found = {one.id: one for one in (*alike.values(), *(one for one in same if one.speaker == quote.speaker))}
    return (quote, *(one for one in found.values() if one.id != quote.id))


def _put(tx: Transaction, request: Request, quote: StoredQuote, fix: Fix | None, now: datetime) -> int:
    """Correct one sighting, write it down, and queue word of it; return how many channels will be told."""
    try:
        before = corrections.correct(tx, quote.id, fix, request.person.name, now)
    except LookupError:
        raise RequestError(
            f"Quote {quote.id} is no longer in its article: a revision took it out, so nothing was changed."
        ) from None
    was = json.dumps(asdict(before)) if before else None
    told = json.dumps({**asdict(fix), "reason": request.command.option("reason")}) if fix else None
    write_down(tx, request, Write(_ACTION, _about(quote), was, told), now)
    return tell(tx, request, quote, now)


def _about(quote: StoredQuote) -> str:
    return f"quote:{quote.id}"


def _shown(
    request: Request, before: StoredQuote, after: StoredQuote, counts: tuple[int, int], *, undone: bool
) -> Message:
    corrected, told = counts
    title = f"Quote {after.id}: {'taken back, ' if undone else ''}{said_by(after)} (was: {said_by(before)})"
    told_of = f"{plural(told, 'channel')} that showed it will be told." if told else "No channel had shown it."
    several = f"{plural(corrected, 'sighting')} corrected. " if corrected > 1 else ""
    blocks: list[Block] = [Line(words(title)), *corrected_blocks(after), Line(words(several + told_of), small=True)]
    buttons = [] if undone else [Button("Undo", f"/desk correct {after.id} undo")]
    by = request.command.option("by")
    if by and corrected == 1 and not undone:
        buttons.append(Button("All its sightings", f'/desk correct {after.id} by:"{by}" all:yes'))
    return Message(title, tuple(blocks), tuple(buttons))


ENTRIES = (
    Entry(
        name="desk",
        action="correct",
        summary="say who really said a quote; told to all who were shown it",
        usage='/desk correct ID by:"Name" [reason:"…" kind: medium: all:yes] | ID undo',
        examples=(
            '/desk correct 12 by:"Karen Bassey" reason:"she is named in the lede"',
            "/desk correct 12 by:nobody",
            "/desk correct 12 undo",
        ),
        role=Role.EDITOR,
        answer=correct,
        positional=(
            Argument("id", "the quote's number, as /quotes shows it"),
            Argument("what", "undo: take the last correction back"),
        ),
        options=(
            Argument("by", "who said it; nobody where it is no quote, unknown where it is not said who", Kind.SPEAKER),
            Argument("reason", "why, for the audit log and for your own channels"),
            Argument("kind", "what kind of quote it is", Kind.CHOICE, choices=_KINDS),
            Argument("medium", "where it was said; none for nowhere in particular"),
            Argument("all", "yes: every sighting of the same words too", Kind.CHOICE, choices=("yes",)),
        ),
    ),
)
