"""The terminal as people use it: a real pseudo-terminal, a prompt, commands, and two ways to leave."""

import io
import os
import pty
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from bot.chat import Event
from bot.terminal import Terminal, respond, typed
from handlers.message import Button, Line, Message, Words, say
from handlers.outcome import Sent
from handlers.request import Download, Reply, Role
from storage.model import Channel, ChannelId, DeskId
from tests.builders import NOW

ROOT = Path(__file__).parents[2]
NEW_YORK = ZoneInfo("America/New_York")
HERE = Channel(ChannelId(1), DeskId(1), "terminal", "this terminal")
NO_FEEDS = '<opml version="2.0"><body><outline text="Gone" xmlUrl="http://127.0.0.1:9/rss.xml"/></body></opml>'
PATIENCE = 40.0
PROMISED = 10.0
_CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[>=]|\r")


class Screen:
    """`wiredesk run` behind a pseudo-terminal; whatever takes longer than our patience is killed."""

    def __init__(self, folder: Path) -> None:
        (folder / "feeds.opml").write_text(NO_FEEDS)
        kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
        here = {"PYTHONPATH": str(ROOT), "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "TIMEZONE": "UTC"}
        self._ours, theirs = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from bot.cli import main; main()", "run", "--opml", "feeds.opml"],
            cwd=folder,
            env={**kept, **here},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)
        self._watch = threading.Timer(PATIENCE, self.process.kill)
        self._watch.start()
        self.text = ""

    def shows(self, wanted: str) -> str:
        """Return what is on the screen once `wanted` is, or at its end, since the last time."""
        begun = len(self.text)
        with suppress(OSError):  # the other side has closed
            while wanted not in self.text[begun:] and (read := os.read(self._ours, 4096)):
                self.text += _CONTROLS.sub("", read.decode("utf-8", "replace"))
        return self.text[begun:]

    def types(self, line: str) -> None:
        os.write(self._ours, f"{line}\r".encode())

    def close(self) -> None:
        self._watch.cancel()
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._ours)


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """A running Wiredesk whose one feed is unreachable."""
    opened = Screen(tmp_path)
    yield opened
    opened.close()


def test_a_prompt_appears_commands_are_answered_and_quit_leaves(screen: Screen) -> None:
    assert "wiredesk>" in screen.shows("wiredesk>")

    screen.types("/desk status")
    status = screen.shows("could not be sent")
    screen.types("/quotes Bassey")
    quotes = screen.shows("is quoted")
    screen.types("quit")
    screen.shows("no such text: read to the end")

    assert "1 watched, 0 healthy" in status
    assert "Nobody called “Bassey” is quoted" in quotes
    assert screen.process.wait(PROMISED) == 0
    assert "Traceback" not in screen.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_stop_it_ends_in_time_and_leaves_nothing_running(screen: Screen, number: signal.Signals) -> None:
    screen.shows("wiredesk>")

    screen.process.send_signal(number)
    code = screen.process.wait(PROMISED)
    screen.shows("no such text: read until nobody holds this terminal")

    assert code in {0, 130}
    assert "Traceback" not in screen.text


@pytest.fixture
def terminal() -> Terminal:
    """A terminal that draws on a page of text instead of the screen."""
    made = Terminal(NEW_YORK, lambda: NOW)
    made.console = Console(file=io.StringIO(), width=100, highlight=False, emoji=False)
    return made


def drawn(terminal: Terminal) -> str:
    assert isinstance(terminal.console.file, io.StringIO)
    return terminal.console.file.getvalue()


async def test_what_is_sent_is_drawn_with_its_thread_and_counts_as_arrived(terminal: Terminal) -> None:
    message = Message("Flight leaves", (Line((Words("Flight leaves"),)),), (), (Line((Words("the rest"),)),))

    outcome = await terminal.send(HERE, message, "17")

    assert outcome == Sent("terminal:17")
    assert drawn(terminal).splitlines()[:2] == ["Flight leaves", "the rest"]


async def test_nobody_can_say_what_a_screen_has_shown(terminal: Terminal) -> None:
    await terminal.send(HERE, say("Flight leaves"), "17")

    assert await terminal.look_up(HERE, "17", NOW) is None


async def test_printed_words_are_not_taken_back(terminal: Terminal) -> None:
    assert await terminal.edit(HERE, "terminal:17", say("other words"), "2") == Sent("terminal:17")
    assert drawn(terminal) == ""


def test_a_reply_is_drawn_with_its_file_last_and_not_what_is_for_channels(terminal: Terminal) -> None:
    long = "x" * 300

    public = replace(say("Ada watches ports."), buttons=(Button("Undo", "/watch undo change:7"),))
    terminal.show_reply(Reply(say("Saved."), public=public, download=Download("a.csv", f"{long}\n")))

    lines = [line for line in drawn(terminal).splitlines() if line]
    assert lines == ["Saved.", "▸ Undo  /watch undo change:7", long]


PREVIEW = replace(
    say("“ports” would watch “port strike”."),
    buttons=(
        Button("Save", "/watch add ports port strike save:yes", primary=True),
        Button("Save as digest", "/watch add ports port strike level:digest save:yes"),
        Button("Cancel", "/watch add ports port strike save:no"),
    ),
)


async def typed_after_a_preview(terminal: Terminal, *lines: str) -> list[str | None]:
    """Type a command that previews and then `lines`; return the commands that were carried out after the first."""
    asked: list[str | None] = []

    async def answer(event: Event) -> Reply:
        asked.append(event.line)
        return Reply(PREVIEW if event.line == "/watch add ports port strike" else say("done"))

    for line in ("/watch add ports port strike", *lines):
        await respond(terminal, line, answer, NEW_YORK)
    return asked[1:]


@pytest.mark.parametrize(
    ("word", "command"),
    [
        ("save", PREVIEW.buttons[0].command),
        ("Save\n", PREVIEW.buttons[0].command),
        (" save  as digest", PREVIEW.buttons[1].command),
        ("CANCEL", PREVIEW.buttons[2].command),
    ],
)
async def test_a_word_acts_on_the_last_preview(terminal: Terminal, word: str, command: str) -> None:
    assert await typed_after_a_preview(terminal, word) == [command]


async def test_a_preview_waits_while_other_things_are_asked(terminal: Terminal) -> None:
    asked = await typed_after_a_preview(terminal, "/watch list", "save")

    assert asked == ["/watch list", PREVIEW.buttons[0].command]


@pytest.mark.parametrize("second", ["save", "cancel"])
async def test_a_preview_is_saved_or_cancelled_once(terminal: Terminal, second: str) -> None:
    asked = await typed_after_a_preview(terminal, "save", second)

    assert asked == [PREVIEW.buttons[0].command]
    assert "Nothing waits to be saved" in drawn(terminal)


def test_whoever_holds_the_terminal_is_its_admin_in_its_zone() -> None:
    event = typed("/desk status", NEW_YORK)

    assert (event.role, event.zone, event.line) == (Role.ADMIN, "America/New_York", "/desk status")
    assert event.desk == event.channel == "terminal"


@pytest.mark.parametrize(("line", "answers"), [("/desk status\n", 1), ("", 0), ("   \n", 0)])
async def test_an_empty_line_is_passed_over(terminal: Terminal, line: str, answers: int) -> None:
    asked: list[str | None] = []

    async def answer(event: Event) -> Reply:
        asked.append(event.line)
        return Reply(say("answered"))

    await respond(terminal, line, answer, NEW_YORK)

    assert len(asked) == answers
