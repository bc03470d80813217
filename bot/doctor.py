"""`wiredesk doctor`: checks what Wiredesk needs, a line each with its cure. Looks only; changes nothing."""

import json
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

from bot.backups import folder_of
from bot.clock import now
from bot.settings import Settings
from feeds.errors import AlreadyRunning, StoreError
from feeds.quotes import load_nlp
from storage import channels, feeds
from storage.backups import backups
from storage.store import Store, database_file, open_store

LEAST_DISK = 500 * 1024**2
CLOCK_SLACK = timedelta(minutes=2)
STALE_BACKUP = timedelta(hours=49)
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
    place = database_file(settings.database_url)
    if not place.exists():
        yield Finding("database", f"{place} is not there yet: the first run makes it")
        return
    try:
        store = open_store(settings.database_url, now())
    except StoreError as error:
        yield Finding("database", str(error), "name another file in DATABASE_URL, or do what the message says")
        return
    with closing(store):
        yield from _database(store)
        yield _clock(store)
        yield _backups(settings, store)
        yield from _feeds(store)
        yield from _chats(settings, store)


def as_array(findings: Sequence[Finding]) -> str:
    """Return `findings` as one JSON array of {"subject","found","cure"}; `cure` is null where all is well."""
    return json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2)


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
    cure = None if facts.journal == "wal" else "move the database to a local disk: its folder does not allow WAL"
    yield Finding("journal", facts.journal, cure)
    free = shutil.disk_usage(Path(facts.place).parent).free
    cure = "free some space: a full disk stops every write" if free < LEAST_DISK else None
    yield Finding("disk", f"{free / 1024**3:.1f} GB free", cure)
    try:
        with store.hold():
            yield Finding("instance", "no other Wiredesk runs on this database")
    except AlreadyRunning as error:
        yield Finding("instance", str(error))


def _clock(store: Store) -> Finding:
    """Judge the clock by what was stored under it: it has gone backwards when that lies in the future."""
    with store.reading() as tx:
        latest = max((feed.polled_at for feed in feeds.all_feeds(tx) if feed.polled_at), default=None)
    if latest is not None and latest - now() > CLOCK_SLACK:
        return Finding("clock", f"feeds were read at {latest:%Y-%m-%d %H:%M} UTC, which is to come", "set it by NTP")
    return Finding("clock", f"{now():%Y-%m-%d %H:%M} UTC, later than all that is stored")


def _backups(settings: Settings, store: Store) -> Finding:
    folder = folder_of(settings)
    newest = next(iter(backups(folder)), None)
    if newest is not None:
        age = now() - newest.taken
        cure = "look for backup.failed in the log, or run `wiredesk backup`" if age > STALE_BACKUP else None
        return Finding("backup", f"the newest of {folder} is {age / timedelta(hours=1):.0f} h old", cure)
    since = store.facts().since
    cure = "run `wiredesk backup`" if since and now() - since > STALE_BACKUP else None
    return Finding("backup", f"none yet in {folder}: one is taken a day while Wiredesk runs", cure)


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
