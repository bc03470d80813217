"""The terminal as a chat: alerts appear above a prompt, each line typed is a command. Draws through `console`."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.patch_stdout import patch_stdout

from bot.chat import Answer, Event
from bot.console import draw, make_console
from bot.typed_files import with_file
from feeds.errors import RequestError
from handlers.message import Message, say
from handlers.outcome import Outcome, Sent
from handlers.request import Reply, Role, refusal
from storage.model import Channel

REF = "terminal"
SAVE = "Save"
"""The label of the button that a preview has, and nothing else."""
ACTS = frozenset({"save", "save as digest", "cancel"})
"""What may be typed after a preview, instead of the whole line that its button stands for."""
LEAVING = frozenset({"quit", "exit", "/quit", "/exit", ":q"})


class Terminal:
    """This terminal, drawn on standard output."""

    platform = REF

    def __init__(self, zone: ZoneInfo, clock: Callable[[], datetime]) -> None:
        self.console = make_console()
        self._zone = zone
        self._clock = clock
        self._offered: dict[str, str] = {}

    async def run(self) -> None:
        """Return at once: a terminal is always connected."""

    async def stop(self) -> None:
        """Do nothing: a terminal needs no goodbye."""

    async def send(self, channel: Channel, message: Message, delivery: str, thread: str | None = None) -> Outcome:
        """Draw `message`; a terminal has no threads, so what belongs in one follows."""
        del channel, thread
        self.show(message)
        return Sent(f"{REF}:{delivery}")

    async def edit(self, channel: Channel, ref: str, message: Message, key: str) -> Outcome:
        """Leave what was printed as it is: a terminal cannot take words back, and what changed is told by itself."""
        del channel, message, key
        return Sent(ref)

    async def look_up(self, channel: Channel, delivery: str, since: datetime, thread: str | None = None) -> str | None:
        """Return None: nobody can say what a screen has shown, so it is shown again rather than lost."""
        del channel, delivery, since, thread
        return None

    def show(self, message: Message) -> None:
        """Draw `message`."""
        draw(self.console, message, self._zone, self._clock())

    def show_reply(self, reply: Reply) -> None:
        """Draw a reply, and its file's content last; of its public line, which nobody else is here for, the buttons."""
        told = reply.public.buttons if reply.public else ()
        self.show(replace(reply.message, buttons=(*reply.message.buttons, *told)))
        if any(button.label == SAVE for button in reply.message.buttons):
            self._offered = {button.label.casefold(): button.command for button in reply.message.buttons}
        if reply.download is not None:
            self.console.print(reply.download.content, end="", soft_wrap=True)

    def meant(self, line: str) -> str | None:
        """Return the command that `line` stands for: a button's of the last preview where it is a button's label.

        A preview is saved or cancelled once. None where `save` or `cancel` is typed and no preview waits for it.
        """
        label = " ".join(line.split()).casefold()
        if label in self._offered:
            command = self._offered[label]
            self._offered = {}
            return command
        return None if label in ACTS else line


def typed(line: str, zone: ZoneInfo) -> Event:
    """Return the event of a line typed in this terminal; whoever holds the terminal is its admin.

    Raises:
        RequestError: it names a file that cannot be read.
    """
    command = with_file(line)
    return Event(
        desk=REF,
        desk_name="this terminal",
        channel=REF,
        channel_name="this terminal",
        person=REF,
        person_name="you",
        role=Role.ADMIN,
        zone=zone.key,
        line=None if command else line,
        command=command,
    )


async def piped_lines() -> AsyncIterator[str]:
    """Yield the lines of standard input as they come, off the loop."""
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # stdin is a text file
    while line := await asyncio.to_thread(sys.stdin.readline):
        yield line


async def prompted_lines(titles: Iterable[str]) -> AsyncIterator[str]:
    """Yield the lines typed at the prompt until it is left; what was typed is remembered in memory only."""
    session: PromptSession[str] = PromptSession("wiredesk> ", completer=WordCompleter([*titles], sentence=True))
    while True:
        try:
            line = await session.prompt_async()
        except (EOFError, KeyboardInterrupt):
            return
        if line.strip().lower() in LEAVING:
            return
        yield line


@contextmanager
def above_the_prompt() -> Iterator[None]:
    """Draw everything above the prompt while it waits."""
    with patch_stdout(raw=True):
        yield


async def respond(terminal: Terminal, line: str, answer: Answer, zone: ZoneInfo) -> None:
    """Answer one line; an empty one is passed over."""
    if not line.strip():
        return
    meant = terminal.meant(line)
    if meant is None:
        terminal.show(say("Nothing waits to be saved: a preview comes first, as of /watch add."))
    else:
        terminal.show_reply(await _answered(meant, answer, zone))


async def _answered(line: str, answer: Answer, zone: ZoneInfo) -> Reply:
    try:
        return await answer(typed(line, zone))
    except RequestError as error:
        return refusal(str(error))
