"""The composition root: builds a Wiredesk from its settings, opens it, and runs it until it is told to stop."""

import asyncio
import gc
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import tzlocal

from bot import progress
from bot.answering import Answerer
from bot.backups import NightlyBackup
from bot.chat import Chat
from bot.clock import Clock, now
from bot.courier import Courier
from bot.logs import set_up_logging
from bot.poller import Poller
from bot.sample.newsroom import SampleWire
from bot.settings import Settings
from bot.terminal import REF, Terminal, above_the_prompt, piped_lines, prompted_lines, respond, typed
from bot.worker import Worker
from feeds.addresses import AddressGuard
from feeds.errors import RequestError, SettingsError
from feeds.fetch import Fetcher
from feeds.opml import Subscription, read_opml
from handlers import opening
from handlers.commands import TABLE
from handlers.deliver import recover
from handlers.digests import queue_digest
from handlers.message import Message, plural, say
from handlers.newsroom import Newsroom
from handlers.reading import LocalReader, Reader
from handlers.request import Reply
from handlers.schedule_runs import queue_due_digests
from storage import feeds
from storage.store import Store, open_store

TICK_SECONDS = 5.0
PAGES_SECONDS = 60.0
BACKUP_SECONDS = 600.0
STOP_SECONDS = 10.0
_SAMPLE_NOTE = (
    "Sample newsroom: its outlets and events are invented. /feeds add URL or /feeds pack news brings real ones."
)


@dataclass(frozen=True, slots=True)
class Wiredesk:
    """The parts of a running Wiredesk, built and connected."""

    store: Store
    newsroom: Newsroom
    poller: Poller
    courier: Courier
    terminal: Terminal
    answer: Answerer
    chats: Mapping[str, Chat]
    zone: ZoneInfo
    backup: NightlyBackup


@dataclass(frozen=True, slots=True)
class Workings:
    """What a run works with: who reads, who sends, and the seconds between two ticks of the clock."""

    reader: Callable[[], Reader] = Worker
    courier: type[Courier] = Courier
    tick: float = TICK_SECONDS


def run_wiredesk(settings: Settings, opml: Path | None, workings: Workings = Workings()) -> None:
    """Run until stopped: by the prompt being left, by the end of piped commands, or by SIGTERM.

    Raises:
        StoreError: the database cannot be used.
        RequestError: the OPML file cannot be read.
    """
    set_up_logging(settings.log_format, quiet=not (settings.has_slack or settings.has_discord))
    subscriptions = read_opml(_read(opml)) if opml else ()
    with closing(open_store(settings.database_url, now())) as store, store.hold():
        notes = [*_open_desk(store, settings, subscriptions), *_closed_sample(store, settings)]
        with _sample_wire(store, settings) as wire:
            asyncio.run(_run(settings, store, wire, notes, workings))


def ask_wiredesk(settings: Settings, line: str, *, show: bool = True) -> Reply:
    """Answer one command against the stored desk, print the reply if it is to be shown, and return it.

    Raises:
        RequestError: the command names a file that cannot be read.
        StoreError: the database cannot be used.
    """
    set_up_logging(settings.log_format, quiet=True)
    with closing(open_store(settings.database_url, now())) as store:
        _open_desk(store, settings, ())
        return asyncio.run(_ask(settings, store, line, show=show))


async def _ask(settings: Settings, store: Store, line: str, *, show: bool) -> Reply:
    async with _fetcher(settings, None) as fetcher:
        desk = _build(settings, store, fetcher, LocalReader(), Courier)
        reply = await desk.answer(typed(line, desk.zone))
        if show or reply.refused:
            desk.terminal.show_reply(reply)
        return reply


async def _run(
    settings: Settings, store: Store, wire: SampleWire | None, notes: Sequence[str], workings: Workings
) -> None:
    reader = workings.reader()
    async with _fetcher(settings, wire) as fetcher:
        desk = _build(settings, store, fetcher, reader, workings.courier)
        try:
            await _open(desk, reader)
            for note in (*notes, *((_SAMPLE_NOTE,) if wire else ())):
                desk.terminal.show(say(note))
            await asyncio.to_thread(recover, desk.store, now())
            await (_live(desk, workings.tick) if sys.stdin.isatty() or desk.chats else _piped(desk))
        finally:
            await asyncio.to_thread(reader.stop)


async def _open(desk: Wiredesk, reader: Reader) -> None:
    """Load the pipeline and read every feed once, both at the same time, with progress."""
    await asyncio.to_thread(desk.newsroom.open, now())
    with desk.store.reading() as tx:
        watched = [feed.id for feed in feeds.all_feeds(tx) if not feed.paused]
    with progress.opening() as shown:
        loading = shown.step("Loading the language pipeline")
        reading = shown.step(f"Reading {plural(len(watched), 'feed')}", len(watched))
        await asyncio.gather(_load(reader, loading), desk.poller.poll(watched, lambda _: reading.advance()))
    await desk.poller.release()


async def _load(reader: Reader, step: progress.Step) -> None:
    await asyncio.to_thread(reader.start)
    step.advance()


async def _first_messages(desk: Wiredesk) -> None:
    """Send what waits, an alert a story, then the digest of what was not told before, or say that nothing is new."""
    await desk.courier.deliver_due()
    told = await asyncio.to_thread(queue_digest, desk.store, REF, desk.zone.key, now())
    if isinstance(told, Message):
        desk.terminal.show(told)
    await desk.courier.deliver_due()


async def _piped(desk: Wiredesk) -> None:
    await _first_messages(desk)
    async for line in piped_lines():
        await respond(desk.terminal, line, desk.answer, desk.zone)
        await desk.courier.deliver_due()


async def _live(desk: Wiredesk, tick: float) -> None:
    """Keep polling, delivering and answering, until the prompt is left or the process is told to stop.

    Where there are chats, nobody waits for the first messages: a backlog may take minutes at a message a second.
    """
    if not desk.chats:
        await _first_messages(desk)
    gc.freeze()  # what start-up made stays: no collection need look at it again
    clock = Clock()
    clock.every(tick, "poll", desk.poller.tick)
    clock.every(PAGES_SECONDS, "pages", desk.poller.tick_pages)
    clock.every(tick, "embargoes", desk.poller.release)
    clock.every(tick, "digests", partial(_queue_digests, desk.store))
    clock.every(tick, "deliver", desk.courier.tick)
    clock.every(BACKUP_SECONDS, "backup", desk.backup.tick)
    clock.start()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    talking = [asyncio.create_task(_connected(desk, chat)) for chat in desk.chats.values()]
    first = asyncio.create_task(_first_messages(desk)) if desk.chats else None
    try:
        await _until_left(desk, stop)
    finally:
        clock.stop()
        if first:
            first.cancel()
        for chat in desk.chats.values():
            await chat.stop()
        await asyncio.wait_for(asyncio.gather(*talking, return_exceptions=True), STOP_SECONDS)


async def _queue_digests(store: Store) -> None:
    await asyncio.to_thread(queue_due_digests, store, now())


async def _connected(desk: Wiredesk, chat: Chat) -> None:
    """Keep `chat` connected; a setting it cannot use is one line, and the others go on."""
    try:
        await chat.run()
    except SettingsError as error:
        desk.terminal.show(say(str(error)))


async def _until_left(desk: Wiredesk, stop: asyncio.Event) -> None:
    """Return when the prompt is left (where there is one) or `stop` is set."""
    stopping = asyncio.create_task(stop.wait())
    if not sys.stdin.isatty():
        await stopping
        return
    with above_the_prompt():
        prompt = asyncio.create_task(_prompt(desk))
        await asyncio.wait((prompt, stopping), return_when=asyncio.FIRST_COMPLETED)
        for task in (prompt, stopping):
            task.cancel()


async def _prompt(desk: Wiredesk) -> None:
    async for line in prompted_lines(sorted(entry.title for entry in TABLE.values())):
        await respond(desk.terminal, line, desk.answer, desk.zone)
        await desk.courier.deliver_due()


def _build(settings: Settings, store: Store, fetcher: Fetcher, reader: Reader, sender: type[Courier]) -> Wiredesk:
    zone = zone_of(settings)
    newsroom = Newsroom(store, reader)
    poller = Poller(newsroom, fetcher, now)
    terminal = Terminal(zone, now)
    answer = Answerer(store, poller, settings.admins, now, zone.key, settings.poll_every)
    chats = _chats(settings, store, answer, zone)
    courier = sender(store, {REF: terminal, **chats}, now)
    poller.queued = courier.wake
    return Wiredesk(store, newsroom, poller, courier, terminal, answer, chats, zone, NightlyBackup(settings, now))


def _chats(settings: Settings, store: Store, answer: Answerer, zone: ZoneInfo) -> Mapping[str, Chat]:
    """Return the configured chats; their libraries, slow to load, only where there are some."""
    if not (settings.has_slack or settings.has_discord):
        return {}
    from bot.chats import configured_chats

    return configured_chats(settings, store, answer, now, zone)


def _fetcher(settings: Settings, wire: SampleWire | None) -> Fetcher:
    guard = AddressGuard(settings.allow_networks, (wire.origin,) if wire else ())
    return Fetcher(guard=guard, contact=settings.contact or None)


def _open_desk(store: Store, settings: Settings, subscriptions: Sequence[Subscription]) -> tuple[str, ...]:
    """Set up the terminal's desk and add what an OPML file lists; return what to say about it."""
    with store.transaction() as tx:
        opening.open_terminal(tx, REF, zone_of(settings).key, now())
        added = opening.add_subscriptions(tx, subscriptions, settings.poll_every, now())
    return (f"Added {plural(len(added), 'feed')} of the {len(subscriptions)} listed.",) if subscriptions else ()


def _wants_sample(store: Store, settings: Settings) -> bool:
    """Say whether the desk has neither feeds of its own nor a chat."""
    with store.reading() as tx:
        return not (opening.has_own_feeds(tx) or settings.has_slack or settings.has_discord)


def _closed_sample(store: Store, settings: Settings) -> tuple[str, ...]:
    """Stop watching the sample wire where the desk has outgrown it; return what to say about that."""
    if _wants_sample(store, settings):
        return ()
    with store.transaction() as tx:
        closed = opening.close_sample(tx, now())
    return ("The sample newsroom is closed: this desk has feeds of its own. Its articles stay.",) if closed else ()


@contextmanager
def _sample_wire(store: Store, settings: Settings) -> Iterator[SampleWire | None]:
    """Serve the sample wire while the desk wants it, and watch its feeds."""
    if not _wants_sample(store, settings):
        yield None
        return
    with SampleWire(now()) as wire:
        listed = [Subscription(feed.url, feed.name, opening.SAMPLE) for feed in wire.feeds]
        with store.transaction() as tx:
            opening.open_sample(tx, listed, settings.poll_every, now())
        yield wire


def zone_of(settings: Settings) -> ZoneInfo:
    """Return the zone of the settings; `local` is the machine's own, UTC where that is not known."""
    name = settings.timezone if settings.timezone != "local" else tzlocal.get_localzone_name()
    return ZoneInfo(name or "UTC")


def _read(opml: Path) -> bytes:
    try:
        return opml.read_bytes()
    except OSError as error:
        raise RequestError(f"{opml}: {error.strerror or 'it cannot be read'}") from None
