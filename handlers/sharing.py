"""Share here: a private answer that its reader puts before the whole channel, as it stands then."""

from dataclasses import replace

from handlers.grammar import Argument, Kind, line_of
from handlers.message import Button, Message, say
from handlers.request import Reply, Request

SHARE = Argument("share", "yes: show the answer to the whole channel", Kind.CHOICE, choices=("yes",))


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
