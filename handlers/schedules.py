"""Digests that come by themselves: `/digest schedule`, `list`, `preview`, `skip`, `remove` and `restore`."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from feeds.errors import RequestError
from handlers.digest_layout import digest_message
from handlers.digests import digest_between
from handlers.grammar import Argument, Entry, Kind
from handlers.message import Button, Form, Inline, Line, Message, Moment, Words, say, words
from handlers.places import desk_channel, own_channel
from handlers.records import Write, write_down
from handlers.request import Reply, Request, Role
from handlers.wall_clock import DAILY, clock_time, days_in_words, days_named, next_time, zone_named
from handlers.watchlists import named
from storage import articles, schedules
from storage.model import (
    Channel,
    Density,
    Empty,
    NewSchedule,
    Schedule,
    ScheduleId,
)
from storage.store import Store, Transaction

MOST_SCHEDULES = 50
LONGEST_NUMBER = 9
_EXAMPLE = "For example /digest schedule 07:30 weekdays here"


@dataclass(frozen=True, slots=True)
class _When:
    """What the free words of `/digest schedule` say."""

    at: str
    days: tuple[str, ...]
    place: str | None


def schedule(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/digest schedule 07:30 [DAYS] [here]`: a digest for this channel, another, or the one who asks.

    Raises:
        RequestError: the time, the days, the zone, a list or the channel cannot be read; or it is for an editor.
    """
    when = _read(request)
    if when.place is not None and request.person.role < Role.EDITOR:
        raise RequestError("A digest for a channel is for editors here. Without here or to:, it comes to you alone.")
    zone = zone_named(request.command.option("tz") or request.person.zone)
    at = clock_time(when.at)
    with store.transaction() as tx:
        channel = own_channel(tx, request) if when.place is None else desk_channel(tx, request, when.place)
        if len(schedules.schedules(tx, request.desk.id)) >= MOST_SCHEDULES:
            raise RequestError(f"This desk has {MOST_SCHEDULES} digests already: /digest remove one first")
        new = NewSchedule(
            channel=channel.id,
            made_by=request.person.ref,
            at=at,
            zone=zone.key,
            days=when.days,
            lists=tuple(named(tx, request, name).watchlist.id for name in _names(request.command.option("lists"))),
            density=Density(request.command.option("density") or Density.USUAL),
            empty=Empty(request.command.option("empty") or Empty.SAY),
            covered_until=articles.end_of_window(tx, now),
            next_run=next_time(at, when.days, zone, now),
        )
        kept = schedules.add_schedule(tx, new, now)
        write_down(tx, request, _write("digest schedule", None, kept), now)
    told = _told(request, kept)
    return Reply(
        Message(
            f"Digest {kept.id}", (Line((Words(f"Digest {kept.id}: ", strong=True), *told)),), (_remove_button(kept),)
        ),
        public=_public(request, kept, "scheduled a digest here: ", told),
    )


def list_schedules(request: Request, store: Store, _now: datetime) -> Reply:
    """Answer `/digest list`: the digests of the desk's channels, and those that come to who asks."""
    with store.reading() as tx:
        seen = [each for each in schedules.schedules(tx, request.desk.id) if _sees(request, each)]
    if not seen:
        return Reply(say("No digest is scheduled.", _EXAMPLE))
    lines = (Line((Words(f"{each.id}  ", strong=True), *_told(request, each))) for each in seen)
    return Reply(Message("Digests", tuple(lines)))


def preview(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/digest preview [NUMBER]`: what that digest would say if it came now; nothing is sent.

    Raises:
        RequestError: there is no such digest.
    """
    with store.reading() as tx:
        found = _named(tx, request)
        until = articles.end_of_window(tx, now)
        since = min(found.covered_until, until - timedelta(seconds=1))
        digest = digest_between(tx, request.desk.id, since, until, found.lists)
    return Reply(digest_message(digest, ZoneInfo(found.zone), found.density))


def skip(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/digest skip [NUMBER]`: the next one does not come; what it would have told comes with the one after.

    Raises:
        RequestError: there is no such digest, or it is for an editor.
    """
    with store.transaction() as tx:
        found = _mine(tx, request)
        schedules.keep_run(tx, found.id, found.covered_until, found.next_run, found.skips + 1)
        after = replace(found, skips=found.skips + 1)
        write_down(tx, request, _write("digest skip", found, after), now)
    line: tuple[Inline, ...] = (Words(f"Digest {found.id} is skipped "), Moment(_next_told(found), Form.STAMP))
    return Reply(
        Message("Skipped", (Line((*line, Words(", and next comes "), Moment(_next_told(after), Form.STAMP))),))
    )


def remove(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/digest remove [NUMBER]`: it comes no more.

    Raises:
        RequestError: there is no such digest, or it is for an editor.
    """
    with store.transaction() as tx:
        found = _mine(tx, request)
        schedules.remove_schedule(tx, found.id, now)
        write_down(tx, request, _write("digest remove", found, None), now)
    undo = Button("Undo", f"/digest restore {found.id}")
    told = words(f"Digest {found.id} comes no more.")
    public = _public(request, found, "removed the digest of this channel: ", _told(request, found))
    return Reply(
        Message("Removed", (Line(told),), (undo,)), public=replace(public, buttons=(undo,)) if public else None
    )


def restore(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/digest restore NUMBER`: a removed digest comes again, and tells of the time between, too.

    Raises:
        RequestError: there is no such digest, or it is for an editor.
    """
    with store.transaction() as tx:
        found = _mine(tx, request, removed=True)
        schedules.restore_schedule(tx, found.id)
        write_down(tx, request, _write("digest restore", None, found), now)
    told = _told(request, found)
    line = Line((Words(f"Digest {found.id} comes again: ", strong=True), *told))
    return Reply(Message("Restored", (line,)), public=_public(request, found, "took the removal back: ", told))


def _read(request: Request) -> _When:
    """Return what was typed: a time first, then days and a place in any order."""
    typed = request.command.words.split()
    if not typed:
        raise RequestError(f"When should it come? {_EXAMPLE}")
    at, rest = typed[0], typed[1:]
    if rest and rest[0].lower() in {"am", "pm"}:
        at, rest = f"{at} {rest[0]}", rest[1:]
    days: list[str] = []
    place = request.command.option("to")
    for word in rest:
        if (found := days_named(word)) is not None:
            days += found
        elif word.lower() in {"here", "me"} or word.startswith("#"):
            place = None if word.lower() == "me" else word
        else:
            raise RequestError(f'"{word}" is neither a day nor a place. {_EXAMPLE}')
    return _When(at, tuple(day for day in DAILY if day in days) or DAILY, place)


def _names(typed: str | None) -> tuple[str, ...]:
    return tuple(name.strip() for name in (typed or "").split(",") if name.strip())


def _named(tx: Transaction, request: Request, *, removed: bool = False) -> Schedule:
    """Return the schedule that was asked for; without a number, the only one there is to see."""
    typed = request.command.words.strip().lstrip("#")
    seen = [each for each in schedules.schedules(tx, request.desk.id) if _sees(request, each)]
    if not typed and len(seen) == 1 and not removed:
        return seen[0]
    if typed.isdecimal() and len(typed) <= LONGEST_NUMBER:
        standing = [each for each in seen if each.id == int(typed)]
        found = (
            schedules.schedule(tx, request.desk.id, ScheduleId(int(typed))) if removed else next(iter(standing), None)
        )
        if found is not None and _sees(request, found):
            return found
    asked = f'No digest has the number "{typed}".' if typed else "Which digest?"
    raise RequestError(f"{asked} /digest list shows them all")


def _mine(tx: Transaction, request: Request, *, removed: bool = False) -> Schedule:
    """Return the schedule that was asked for, if who asks may change it."""
    found = _named(tx, request, removed=removed)
    if found.channel.ref != request.person.ref and request.person.role < Role.EDITOR:
        raise RequestError("A channel's digest is for editors here. Ask an admin of this desk.")
    return found


def _sees(request: Request, each: Schedule) -> bool:
    return each.channel.person in {None, request.person.ref}


def _told(request: Request, each: Schedule) -> tuple[Inline, ...]:
    """Return a schedule in words: when, where, of what, and when next."""
    zone = f" {each.zone}" if each.zone != request.person.zone else ""
    facts = [f"{each.at:%H:%M}{zone} {days_in_words(each.days)}, {_place(request, each.channel)}"]
    facts += [f"{len(each.lists)} of the lists"] if each.lists else []
    facts += [each.density.value] if each.density is not Density.USUAL else []
    facts += ["skipped when empty"] if each.empty is Empty.SKIP else []
    return (Words(" · ".join((*facts, "next "))), Moment(_next_told(each), Form.STAMP))


def _next_told(each: Schedule) -> datetime:
    """Return when it next says something."""
    at = each.next_run
    for _ in range(each.skips):
        at = next_time(each.at, each.days, ZoneInfo(each.zone), at)
    return at


def _place(request: Request, channel: Channel) -> str:
    if request.person.ref in {channel.ref, channel.person}:
        return "to you"
    return "here" if channel.ref == request.place else f"in {channel.name}"


def _public(request: Request, each: Schedule, what: str, told: tuple[Inline, ...]) -> Message | None:
    """Return the one line for the channel whose digest it is; None where that is nobody's business."""
    if each.channel.ref != request.place or each.channel.ref == request.person.ref:
        return None
    line = Line((Words(f"{request.person.name} {what}"), *told))
    return Message(f"{request.person.name} {what}", (line,), (_remove_button(each),))


def _remove_button(each: Schedule) -> Button:
    return Button("Undo", f"/digest remove {each.id}")


def _write(action: str, before: Schedule | None, after: Schedule | None) -> Write:
    about = before or after
    was, stands = (repr(each) if each else None for each in (before, after))
    return Write(action, f"digest:{about.id}" if about else "", was, stands)


_NUMBER = Argument("number", "the digest's number, as /digest list shows it")
ENTRIES = (
    Entry(
        name="digest",
        action="schedule",
        summary="a digest that comes by itself: to you, or to a channel",
        usage="/digest schedule TIME [DAYS] [here] [tz: lists: density: empty:]",
        examples=(
            "/digest schedule 07:30 weekdays here",
            "/digest schedule 6pm daily tz:Europe/Berlin empty:skip",
            '/digest schedule 07:00 mon,thu to:#desk lists:"ICE, deportation" density:short',
        ),
        role=Role.READER,
        answer=schedule,
        positional=(
            Argument("time", "the time of day, as 07:30", required=True),
            Argument("days", "daily, weekdays, weekends, mon,thu or mon-fri; and here for this channel"),
        ),
        options=(
            Argument("to", "the channel it comes to; without one, to you", Kind.CHANNEL),
            Argument("tz", "the zone whose clock counts, as America/New_York"),
            Argument("lists", "the watchlists it tells of, commas between; all without"),
            Argument("density", "how much of each story", Kind.CHOICE, choices=tuple(Density)),
            Argument("empty", "what comes when nothing matched", Kind.CHOICE, choices=tuple(Empty)),
        ),
    ),
    Entry(
        name="digest",
        action="list",
        summary="the digests that come by themselves, with their numbers",
        usage="/digest list",
        examples=("/digest list",),
        role=Role.READER,
        answer=list_schedules,
    ),
    Entry(
        name="digest",
        action="preview",
        summary="what a digest would say if it came now",
        usage="/digest preview [NUMBER]",
        examples=("/digest preview", "/digest preview 2"),
        role=Role.READER,
        answer=preview,
        positional=(_NUMBER,),
    ),
    Entry(
        name="digest",
        action="skip",
        summary="leave the next one out; what it would tell comes with the one after",
        usage="/digest skip [NUMBER]",
        examples=("/digest skip", "/digest skip 2"),
        role=Role.READER,
        answer=skip,
        positional=(_NUMBER,),
    ),
    Entry(
        name="digest",
        action="remove",
        summary="let a digest come no more",
        usage="/digest remove [NUMBER]",
        examples=("/digest remove 2",),
        role=Role.READER,
        answer=remove,
        positional=(_NUMBER,),
    ),
    Entry(
        name="digest",
        action="restore",
        summary="take a removal back",
        usage="/digest restore NUMBER",
        examples=("/digest restore 2",),
        role=Role.READER,
        answer=restore,
        positional=(Argument("number", "the digest's number", required=True),),
    ),
)
