"""`/desk quiet` and `/desk me`: when a channel or a person is not to be disturbed, and all that is set for who asks."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from feeds.errors import RequestError
from feeds.model import Level
from handlers.grammar import Argument, Entry, Kind
from handlers.message import Block, Inline, Line, Message, Moment, Table, Words, plural, say, words
from handlers.places import desk_channel, own_channel
from handlers.records import Write, write_down
from handlers.request import Reply, Request, Role
from handlers.wall_clock import DAILY, clock_time, days_in_words, is_quiet, next_time, zone_named
from storage import channels, outbox, schedules, wishes
from storage.model import Channel, QuietHours
from storage.store import Store

_EXAMPLE = "/desk quiet 23:00-06:30 except:flash"
_THROUGH = {"flash": Level.FLASH, "alert": Level.ALERT, "none": None}
_OFF = frozenset({"off", "none", "never"})


def quiet(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/desk quiet [23:00-06:30|off] [except: tz: to:]`: set, end or show the hours in which nothing is sent.

    Raises:
        RequestError: the hours, the zone or the channel cannot be read; or it is for an editor.
    """
    typed = request.command.words.removesuffix(" here").strip()
    where = "here" if typed != request.command.words.strip() else request.command.option("to")
    if where is not None and request.person.role < Role.EDITOR:
        raise RequestError("A channel's quiet hours are for editors here. Without here or to:, they are yours alone.")
    with store.transaction() as tx:
        before = own_channel(tx, request) if where is None else desk_channel(tx, request, where)
        if not typed:
            return Reply(say(f"{_named(request, before)}: {_told(before)}."))
        after = replace(before, quiet=_read(request, typed), zone=_zone(request, before))
        channels.keep_settings(tx, after)
        woken = 0 if _asleep(after, now) else outbox.wake(tx, after.id, now)
        write_down(tx, request, Write("desk quiet", f"channel:{after.id}", _told(before), _told(after)), now)
    more = [f"{plural(woken, 'message')} that waited: now due."] if woken else []
    public = None if where is None else say(f"{request.person.name}: {after.name} is {_told(after)}.")
    return Reply(say(f"{_named(request, after)}: {_told(after)}.", *more), public=public)


def me(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/desk me`: role, zone, quiet hours, digests, what is followed and what is muted, for who asks."""
    with store.reading() as tx:
        channel = channels.find_channel(tx, request.desk.id, request.person.ref)
        mine = [each for each in schedules.schedules(tx, request.desk.id) if channel and each.channel.id == channel.id]
        followed = wishes.follows(tx, channel.id, now) if channel else ()
        muted = wishes.mutes(tx, channel.id, now) if channel else ()
    digests = ", ".join(f"{each.at:%H:%M} {days_in_words(each.days)}" for each in mine)
    rows = (
        ("role", request.person.role.name.lower()),
        ("zone", channel.zone if channel and channel.zone else request.person.zone),
        ("quiet hours", _told(channel) if channel else "none"),
        ("digests", digests or "none"),
        ("followed", plural(len(followed), "list or story", "lists and stories")),
        ("muted", plural(len(muted), "list or story", "lists and stories")),
    )
    blocks: list[Block] = [Line((Words(request.person.name, strong=True),)), Table(("", ""), rows)]
    if channel and channel.quiet and _asleep(channel, now):
        zone = ZoneInfo(channel.zone or "UTC")
        until: tuple[Inline, ...] = (Words("quiet now, until "), Moment(next_time(channel.quiet.end, DAILY, zone, now)))
        blocks.append(Line(until, small=True))
    blocks.append(Line(words(f"{_EXAMPLE} · /digest schedule 07:30 · /watch follow NAME"), small=True))
    return Reply(Message("You on this desk", tuple(blocks)))


def _read(request: Request, typed: str) -> QuietHours | None:
    if typed.lower() in _OFF:
        return None
    start, dash, end = typed.partition("-")
    if not dash:
        raise RequestError(f'"{typed}" are no hours: write them as {_EXAMPLE}, or /desk quiet off')
    through = request.command.option("except") or "flash"
    if through not in _THROUGH:
        raise RequestError(f"except:{through} is no level: write except:flash, except:alert or except:none")
    hours = QuietHours(clock_time(start), clock_time(end), _THROUGH[through])
    if hours.start == hours.end:
        raise RequestError(f'"{typed}" begins when it ends: write the hours as {_EXAMPLE}, or /desk quiet off')
    return hours


def _zone(request: Request, channel: Channel) -> str:
    typed = request.command.option("tz")
    return zone_named(typed).key if typed else channel.zone or request.person.zone


def _told(channel: Channel) -> str:
    hours = channel.quiet
    if hours is None:
        return "never quiet"
    through = f", but for what is {hours.through.name.lower()}" if hours.through else ""
    return f"quiet from {hours.start:%H:%M} to {hours.end:%H:%M} {channel.zone}{through}"


def _named(request: Request, channel: Channel) -> str:
    return "You" if request.person.ref in {channel.ref, channel.person} else channel.name


def _asleep(channel: Channel, now: datetime) -> bool:
    return channel.quiet is not None and is_quiet(channel.quiet, ZoneInfo(channel.zone or "UTC"), now)


ENTRIES = (
    Entry(
        name="desk",
        action="quiet",
        summary="the hours in which nothing is sent to you, or to a channel",
        usage="/desk quiet [23:00-06:30|off] [here] [except: tz:]",
        examples=(_EXAMPLE, "/desk quiet 22:00-07:00 here tz:Europe/London", "/desk quiet off"),
        role=Role.READER,
        answer=quiet,
        positional=(Argument("hours", "from when to when, as 23:00-06:30, or off; and here for this channel"),),
        options=(
            Argument("except", "what is sent all the same", Kind.CHOICE, choices=tuple(_THROUGH)),
            Argument("tz", "the zone whose clock counts, as America/New_York"),
            Argument("to", "the channel; without one, you", Kind.CHANNEL),
        ),
    ),
    Entry(
        name="desk",
        action="me",
        summary="your role, zone, quiet hours, digests, and what you follow",
        usage="/desk me",
        examples=("/desk me",),
        role=Role.READER,
        answer=me,
    ),
)
