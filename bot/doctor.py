"""`wiredesk doctor`: checks what Wiredesk needs, a line each with its cure. Looks only; changes nothing."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.clock import now
from bot.settings import Settings
from feeds.errors import AlreadyRunning, StoreError
from feeds.quotes import load_nlp
from storage import channels, feeds
from storage.store import Store, open_store

LEAST_DISK = 500 * 1024**2
_MEGABYTE = 1024**2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was checked: what was found, and the cure where it is not well."""

    subject: str
    found: str
    cure: str | None = None

    def __str__(self) -> str:
        """Return the line that is shown."""
        mark = "✗" if self.cure else "✓"
        return f"{mark} {self.subject}: {self.found}" + (f" → {self.cure}" if self.cure else "")


def examine(settings: Settings) -> Iterator[Finding]:
    """Yield what is found, one finding at a time."""
    yield Finding("python", ".".join(map(str, sys.version_info[:3])))
    yield _pipeline()
    try:
        store = open_store(settings.database_url, now())
    except StoreError as error:
        yield Finding("database", str(error), "name another file in DATABASE_URL, or do what the message says")
        return
    with closing(store):
        yield from _database(store)
        yield from _feeds(store)
        yield from _chats(settings, store)


def _pipeline() -> Finding:
    try:
        load_nlp()
    except (ImportError, OSError):
        return Finding("language pipeline", "not installed", "run `make clean run`, or pip install the lock file")
    return Finding("language pipeline", "installed and loads")


def _database(store: Store) -> Iterator[Finding]:
    facts = store.facts()
    yield Finding("database", f"{facts.place}, {facts.size / _MEGABYTE:.1f} MB, schema {facts.revision}")
    old = "can corrupt a busy database" if not facts.safe else ""
    cure = "install the pysqlite3 wheel of the lock file" if old else None
    yield Finding("sqlite", " ".join(part for part in (facts.library, old) if part), cure)
    free = shutil.disk_usage(Path(facts.place).parent).free
    cure = "free some space: a full disk stops every write" if free < LEAST_DISK else None
    yield Finding("disk", f"{free / 1024**3:.1f} GB free", cure)
    try:
        with store.hold():
            yield Finding("instance", "no other Wiredesk runs on this database")
    except AlreadyRunning as error:
        yield Finding("instance", str(error))


def _feeds(store: Store) -> Iterator[Finding]:
    with store.reading() as tx:
        watched = [feed for feed in feeds.all_feeds(tx) if not feed.paused]
    failing = [feed for feed in watched if feed.trouble]
    yield Finding("feeds", f"{len(watched)} watched, {len(failing)} failing")
    for feed in failing:
        yield Finding("feed", f"{feed.name}: {feed.trouble}", "check the address, or /feeds remove it")


def _chats(settings: Settings, store: Store) -> Iterator[Finding]:
    configured = [name for name, there in (("slack", settings.has_slack), ("discord", settings.has_discord)) if there]
    yield Finding("chats", ", ".join(("terminal", *configured)))
    if not configured:
        return
    from bot.chats import examined

    with store.reading() as tx:
        places = tuple(place for desk in channels.desks(tx) for place in channels.channels(tx, desk.id))
    for line, cure in examined(settings, places):
        subject, _, found = line.partition(": ")
        yield Finding(subject.lower(), found, cure)
