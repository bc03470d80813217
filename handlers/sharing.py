"""Share here: a private answer that its reader puts before the whole channel, as it stands then."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from handlers.grammar import Argument, Kind, line_of
from handlers.message import Button, Message, say
from handlers.request import Reply, Request
from storage import corrections
from storage.model import QuoteId
from storage.store import Store

SHARE = Argument("share", "yes: show the answer to the whole channel", Kind.CHOICE, choices=("yes",))


def note_shared(store: Store, request: Request, quotes: Iterable[QuoteId], now: datetime) -> None:
    """Note which quotes are put before a whole place, where that was asked for: a correction of one will follow."""
    if request.command.option("share") == "yes" and request.place:
        with store.transaction() as tx:
            where = (request.place, request.place_name or request.place)
            corrections.note_shares(tx, request.desk.id, where, quotes, now)


def shareable(request: Request, message: Message) -> Reply:
    """Return `message` as a private reply with a button that shares it, or shared where `share:yes` asks for that.

    A terminal has nobody to share with.
    """
    if request.command.option("share") == "yes":
        return Reply(say("Shared here."), public=replace(message, buttons=()))
    if request.person.ref == request.place or not request.place:
        return Reply(message)
    share = Button("Share here", line_of(request.command, share="yes"), primary=True)
    return Reply(replace(message, buttons=(share, *message.buttons)))
