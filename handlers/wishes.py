"""`/watch follow`, `unfollow`, `mute` and `unmute`: what a person hears beside the channels, and what is left out."""

from dataclasses import dataclass
from datetime import datetime

from feeds.errors import RequestError
from feeds.urls import canonical_url
from handlers.grammar import Argument, Entry, Kind
from handlers.message import Form, Inline, Line, Message, Moment, Words
from handlers.places import desk_channel, own_channel
from handlers.queueing import about_list, about_story, alert_key
from handlers.records import Write, write_down
from handlers.request import Reply, Request, Role
from handlers.times import duration
from handlers.watchlists import level_of
from storage import articles, outbox, watchlists, wishes
from storage.model import ArticleId, Channel, DeliveryKind, NewDelivery, StoryKey
from storage.store import Store, Transaction


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is wished of: how the store names it, how a person does, and the story where it is one."""

    about: str
    name: str
    story: StoryKey | None = None


def follow(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch follow NAME|LINK [for: level:]`: tell who asks of a list, or of all that comes to a story.

    Raises:
        RequestError: there is no such list or story, or the time cannot be read.
    """
    until, level = _until(request, now), level_of(request.command.option("level") or "alert")
    with store.transaction() as tx:
        wish, channel = _wish(tx, request), own_channel(tx, request)
        wishes.follow(tx, channel, wish.about, level, until, now)
        if wish.story:
            new = NewDelivery(channel.id, alert_key(wish.story), DeliveryKind.ALERT, wish.story, now, level)
            outbox.enqueue(tx, new, now)
        write_down(tx, request, _write(request, "watch follow", wish), now)
    return _reply(f"You follow {wish.name}", until)


def unfollow(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch unfollow NAME|LINK`: tell who asks of it no more.

    Raises:
        RequestError: there is no such list or story, or it was not followed.
    """
    with store.transaction() as tx:
        wish, channel = _wish(tx, request), own_channel(tx, request)
        if not wishes.unfollow(tx, channel.id, wish.about):
            raise RequestError(f"You do not follow {wish.name}: nothing was changed")
        write_down(tx, request, _write(request, "watch unfollow", wish), now)
    return _reply(f"You follow {wish.name} no more", None)


def mute(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch mute NAME|LINK [for:24h] [to:]`: tell who asks, or a channel, nothing of it.

    Raises:
        RequestError: there is no such list or story, the time cannot be read, or it is for an editor.
    """
    until = _until(request, now)
    with store.transaction() as tx:
        wish, channel = _wish(tx, request), _place(tx, request)
        wishes.mute(tx, channel, wish.about, request.person.ref, until, now)
        write_down(tx, request, _write(request, "watch mute", wish), now)
    return _reply(f"Nothing is told {_to(request, channel)} of {wish.name}", until, channel=channel, request=request)


def unmute(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch unmute NAME|LINK [to:]`: tell of it again.

    Raises:
        RequestError: there is no such list or story, it was not muted, or it is for an editor.
    """
    with store.transaction() as tx:
        wish, channel = _wish(tx, request), _place(tx, request)
        if not wishes.unmute(tx, channel.id, wish.about):
            raise RequestError(f"{wish.name} is not muted {_to(request, channel)}: nothing was changed")
        write_down(tx, request, _write(request, "watch unmute", wish), now)
    return _reply(f"{wish.name} is told {_to(request, channel)} again", None, channel=channel, request=request)


def _wish(tx: Transaction, request: Request) -> _Wish:
    number = request.command.option("id")
    typed = request.command.words.strip().strip('"')
    if number is None and "://" not in typed:
        found = watchlists.find_watchlist(tx, request.desk.id, typed)
        if found is None:
            names = ", ".join(each.watchlist.name for each in watchlists.all_watchlists(tx, request.desk.id))
            asked = f'No watchlist is called "{typed}".' if typed else "Which list or story?"
            raise RequestError(f"{asked} There are: {names or 'none yet'}. For a story give an article's link")
        return _Wish(about_list(found.watchlist.id), f"“{found.watchlist.name}”")
    if number is not None:
        stored = articles.article(tx, ArticleId(int(number))) if number.isdecimal() else None
    else:
        stored = articles.article_at(tx, canonical_url(typed))
    if stored is None:
        raise RequestError(f"{number or typed} is not stored: give an article's link, as /watch follow https://…")
    return _Wish(about_story(stored.story), f"the story “{stored.article.title}”", stored.story)


def _place(tx: Transaction, request: Request) -> Channel:
    where = request.command.option("to")
    if where is None:
        return own_channel(tx, request)
    if request.person.role < Role.EDITOR:
        raise RequestError("Muting for a whole channel is for editors here. Without to:, it is for you alone.")
    return desk_channel(tx, request, where)


def _until(request: Request, now: datetime) -> datetime | None:
    typed = request.command.option("for")
    if typed is None:
        return None
    span = duration(typed)
    if span is None or not span:
        raise RequestError(f"for:{typed} is no time: write it as for:24h or for:7d")
    return now + span


def _to(request: Request, channel: Channel) -> str:
    return "to you" if request.person.ref in {channel.ref, channel.person} else f"in {channel.name}"


def _reply(
    told: str, until: datetime | None, *, channel: Channel | None = None, request: Request | None = None
) -> Reply:
    when: tuple[Inline, ...] = (Words(" until "), Moment(until, Form.STAMP)) if until else ()
    message = Message(told, (Line((Words(told), *when, Words("."))),))
    if request is None or channel is None or request.person.ref in {channel.ref, channel.person}:
        return Reply(message)
    public = Message(told, (Line((Words(f"{request.person.name}: {told[0].lower()}{told[1:]}"), *when, Words("."))),))
    return Reply(message, public=public)


def _write(request: Request, action: str, wish: _Wish) -> Write:
    option = request.command.option("for")
    return Write(action, wish.about, after=" ".join(filter(None, (wish.name, f"for {option}" if option else ""))))


_WHAT = Argument("name", "a watchlist's name, or the link of an article of the story", Kind.WATCHLIST)
_ID = Argument("id", "an article's number")
_FOR = Argument("for", "for how long, as 24h or 7d; without it, for good")
_TO = Argument("to", "the channel: here, or another; without it, for you alone", Kind.CHANNEL)
ENTRIES = (
    Entry(
        name="watch",
        action="follow",
        summary="be told of a list, or of all that comes to a story, in your own messages",
        usage="/watch follow NAME|LINK [for: level:]",
        examples=(
            "/watch follow ICE",
            "/watch follow https://news.example/story for:7d",
            "/watch follow ICE level:flash",
        ),
        role=Role.READER,
        answer=follow,
        positional=(_WHAT,),
        options=(_ID, _FOR, Argument("level", "how loudly", Kind.CHOICE, choices=("alert", "flash"))),
    ),
    Entry(
        name="watch",
        action="unfollow",
        summary="be told of it no more",
        usage="/watch unfollow NAME|LINK",
        examples=("/watch unfollow ICE",),
        role=Role.READER,
        answer=unfollow,
        positional=(_WHAT,),
        options=(_ID,),
    ),
    Entry(
        name="watch",
        action="mute",
        summary="hear nothing of a list or a story, you or a channel",
        usage="/watch mute NAME|LINK [for:24h] [to:]",
        examples=("/watch mute https://news.example/story for:24h", "/watch mute ICE for:2d to:here"),
        role=Role.READER,
        answer=mute,
        positional=(_WHAT,),
        options=(_ID, _FOR, _TO),
    ),
    Entry(
        name="watch",
        action="unmute",
        summary="hear of it again",
        usage="/watch unmute NAME|LINK [to:]",
        examples=("/watch unmute ICE",),
        role=Role.READER,
        answer=unmute,
        positional=(_WHAT,),
        options=(_ID, _TO),
    ),
)
