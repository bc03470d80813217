"""`/desk setup`: what an admin chooses once for a channel. Which lists speak there is chosen with the lists."""

from dataclasses import replace
from datetime import datetime

from feeds.errors import RequestError
from handlers.grammar import Argument, Entry, Kind
from handlers.message import Block, Line, Message, Words, say, words
from handlers.places import desk_channel
from handlers.records import Write, write_down
from handlers.request import Reply, Request, Role
from storage import channels
from storage.model import Channel, Unsure
from storage.store import Store

CHOSEN = {
    Unsure.TWICE: "rather twice: it is sent again, and may then stand there twice",
    Unsure.NEVER: "rather never: it is not sent again, and /desk status shows it",
}
_LEAD = "When an answer was lost and the channel cannot be read, nobody can say whether a message arrived. Then:"


def setup(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/desk setup [to:CHANNEL] [unsure:twice|never]`: without a choice, what was chosen for each channel.

    Raises:
        RequestError: the channel or the choice cannot be read.
    """
    typed = request.command.option("unsure")
    if typed is None:
        return _listed(request, store)
    unsure = _read(typed)
    with store.transaction() as tx:
        place = request.command.option("to") or request.command.words or "here"
        channel = desk_channel(tx, request, place)
        channels.keep_settings(tx, replace(channel, unsure=unsure))
        before = channel.unsure.value if channel.unsure else None
        write_down(tx, request, Write("desk setup", f"channel:{channel.id}", before, unsure.value), now)
    return Reply(say(f"{channel.name}: {CHOSEN[unsure]}."))


def chosen(channel: Channel) -> str:
    """Return what becomes of a message to `channel` that nobody knows the fate of, and whether that was chosen."""
    if channel.unsure is None:
        return f"{CHOSEN[Unsure.NEVER]} (nobody chose yet: /desk setup unsure:twice or unsure:never there)"
    return CHOSEN[channel.unsure]


def _listed(request: Request, store: Store) -> Reply:
    with store.reading() as tx:
        places = channels.channels(tx, request.desk.id)
    if not places:
        return Reply(say("No channel is spoken to yet: name one with to: in /watch add."))
    blocks: list[Block] = [Line(words(_LEAD), small=True)]
    blocks += [Line((Words(place.name, strong=True), Words(f"  {chosen(place)}"))) for place in places]
    return Reply(Message("Channels of this desk", tuple(blocks)))


def _read(typed: str) -> Unsure:
    try:
        return Unsure(typed.strip().lower())
    except ValueError:
        raise RequestError(f"unsure:{typed} is neither of the two: write unsure:twice or unsure:never") from None


ENTRIES = (
    Entry(
        name="desk",
        action="setup",
        summary="what a channel does when nobody can say whether a message arrived",
        usage="/desk setup [to:CHANNEL] [unsure:twice|never]",
        examples=("/desk setup", "/desk setup here unsure:never", "/desk setup to:#night unsure:twice"),
        role=Role.ADMIN,
        answer=setup,
        options=(
            Argument("to", "which channel; this one where none is named", Kind.CHANNEL),
            Argument("unsure", "rather twice or rather never", Kind.CHOICE, choices=tuple(Unsure)),
        ),
    ),
)
