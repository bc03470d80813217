"""How a `/quotes` is read: whose, about what, when, from whom, of which kind. It finds nothing."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from feeds.errors import RequestError
from feeds.model import QuoteKind
from handlers.request import Command, Request
from handlers.times import moment
from storage import search, speakers
from storage.model import QuoteQuery, Sort, SpeakersRead, Trait, Words
from storage.names import fold
from storage.store import Transaction
from storage.utterances import outlets

LONGEST_NAME = 4
"""Words of the longest speaker's name that is peeled off the front of what was typed."""
ANY = "any"
KINDS = tuple(kind.value for kind in QuoteKind)
TRAITS = tuple(trait.value for trait in Trait)
IS = (*KINDS, *TRAITS, ANY)
SORTS = tuple(sort.value for sort in Sort)
MOST_SHOWN = 25
FARTHEST = 100_000
_FEWEST_CAPITALS = 2


@dataclass(frozen=True, slots=True)
class Question:
    """A `/quotes` as read: `typed` is the name as typed, `named` whom it means (None: nobody was named).

    `topics` must all be found; `query` holds the rest.
    """

    typed: str
    named: SpeakersRead | None
    topics: tuple[str, ...]
    query: QuoteQuery

    @property
    def topic(self) -> str:
        """The topic in words."""
        return " and ".join(self.topics)

    @property
    def is_empty(self) -> bool:
        """Whether nobody, nothing and no time was asked for."""
        query = self.query
        narrowed = query.sources or query.not_sources or query.traits or query.since or query.until
        return self.named is None and not self.topics and not narrowed and not query.kinds


def question(tx: Transaction, request: Request, now: datetime) -> Question:
    """Return how a `/quotes` is read.

    Raises:
        RequestError: an option cannot be read.
    """
    command = request.command
    outright = command.all_of("by")
    if outright:
        typed, named = " or ".join(outright), _all_named(tx, outright)
        topic = command.words
    else:
        typed, named, topic = _peeled(tx, command.words.strip())
    topics = tuple(each.strip() for each in (topic, *command.all_of("about")) if each.strip())
    return Question(typed, named, topics, _query(tx, request, named, now))


def asked_in_order(topics: Iterable[str], asked: QuoteQuery) -> QuoteQuery:
    """Return the question for topics as typed: words side by side are a phrase, a comma parts choices."""
    groups = tuple(group for topic in topics for group in search.phrases(topic).all_of)
    return replace(asked, words=Words(groups), exactly=_capitals(topics))


def asked_in_any_order(topics: Iterable[str], asked: QuoteQuery) -> QuoteQuery:
    """Return the question for topics whose words may stand anywhere."""
    groups = tuple(group for topic in topics for group in search.any_order(topic).all_of)
    return replace(asked, words=Words(groups), exactly=_capitals(topics))


def whole_number(command: Command, name: str, usual: int, most: int) -> int:
    """Return a number that was given as an option.

    Raises:
        RequestError: it is no number from 1 to `most`.
    """
    typed = command.option(name)
    if typed is None:
        return usual
    if not typed.isdecimal() or len(typed) > len(str(most)) or not 1 <= int(typed) <= most:
        raise RequestError(f"{name}:{typed} cannot be used: give a number from 1 to {most}")
    return int(typed)


def _query(tx: Transaction, request: Request, named: SpeakersRead | None, now: datetime) -> QuoteQuery:
    command, zone = request.command, ZoneInfo(request.person.zone)
    since, until = (moment(t, zone, now) if (t := command.option(name)) else None for name in ("since", "until"))
    if since and until and since >= until:
        raise RequestError(f"since:{command.option('since')} is not before until:{command.option('until')}")
    sort = command.option("sort") or Sort.NEWEST.value
    if sort.casefold() not in SORTS:
        raise RequestError(f"sort:{sort} is none: write sort:{', sort:'.join(SORTS)}")
    plain, negated = (_asked_is(command.all_of("is", negated=each)) for each in (False, True))
    kinds = tuple(QuoteKind(each) for each in plain if each in KINDS)
    left_out = [each for each in negated if each in KINDS]
    if left_out and not kinds:
        kinds = tuple(kind for kind in QuoteKind if kind.value not in left_out)
    return QuoteQuery(
        speakers=named.ids if named else None,
        since=since,
        until=until,
        sources=_outlets(tx, command.all_of("source")),
        not_sources=_outlets(tx, command.all_of("source", negated=True)),
        kinds=tuple(QuoteKind) if ANY in plain else kinds,
        traits=tuple(Trait(each) for each in plain if each in TRAITS),
        not_traits=tuple(Trait(each) for each in negated if each in TRAITS),
        sort=Sort(sort.casefold()),
        limit=whole_number(command, "limit", 5, MOST_SHOWN),
        offset=whole_number(command, "from", 1, FARTHEST) - 1,
    )


def _asked_is(typed: Iterable[str]) -> tuple[str, ...]:
    """Return what was asked for after `is:`; several may stand side by side with commas or bars."""
    found = [each.strip().casefold() for one in typed for each in one.replace("|", ",").split(",") if each.strip()]
    if wrong := next((each for each in found if each not in IS), None):
        raise RequestError(f"is:{wrong} is none: write is:{', is:'.join(IS)}")
    return tuple(found)


def _outlets(tx: Transaction, typed: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the outlets as stored: case, accents and the form of an apostrophe do not matter.

    Raises:
        RequestError: no outlet is called so; names the nearest.
    """
    if not typed:
        return ()
    known = outlets(tx)
    names: list[str] = []
    for each in typed:
        wanted = fold(each)
        found = [name for name in known if fold(name) == wanted]
        found = found or [name for name in known if wanted and f" {wanted} " in f" {fold(name)} "]
        if not found:
            raise RequestError(
                f"No outlet is called {each}. /feeds list shows them; for example: {', '.join(known[:3])}"
            )
        names += found
    return tuple(dict.fromkeys(names))


def _all_named(tx: Transaction, typed: tuple[str, ...]) -> SpeakersRead | None:
    read = [found for each in typed if (found := speakers.speakers_read_as(tx, each))]
    if not read or len(read) < len(typed):
        return None
    return SpeakersRead(
        " or ".join(each.name for each in read),
        tuple(number for each in read for number in each.ids),
        sum(each.quotes for each in read),
        tuple(other for each in read for other in each.others) if len(read) == 1 else (),
    )


def _peeled(tx: Transaction, typed: str) -> tuple[str, SpeakersRead | None, str]:
    """Return the longest known speaker at the front of `typed`, whom it means, and the rest as the topic.

    Where nobody is known there, a name (it begins with a capital) is nobody's, and anything else is a topic.
    """
    if typed.startswith('"') and typed.count('"') > 1:
        name, _, rest = typed[1:].partition('"')
        named = speakers.speakers_read_as(tx, name)
        return (name, named, rest.strip()) if named or _is_name(name) else (name, None, typed)
    parts = typed.split()
    for length in range(min(LONGEST_NAME, len(parts)), 0, -1):
        name = " ".join(parts[:length])
        if named := speakers.speakers_read_as(tx, name):
            return name, named, " ".join(parts[length:])
    return typed, None, "" if _is_name(typed) else typed


def _is_name(typed: str) -> bool:
    return typed[:1].isupper() and "," not in typed and all(word[:1].isupper() for word in typed.split()[:1])


def _capitals(topics: Iterable[str]) -> tuple[str, ...]:
    """Return the acronyms among the topics: they are found in capitals only. Choices are left as they are."""
    words = [word for topic in topics if "," not in topic and " OR " not in topic for word in topic.split()]
    bare = [word.strip("\"“”'’.") for word in words]
    return tuple(word for word in bare if len(word) >= _FEWEST_CAPITALS and word.isalpha() and word.isupper())
