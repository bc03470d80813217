"""`/watch export` and `import`: watchlists as YAML, with the sentences they must and must not match.

A file whose sentences do not do as they must is refused, with each sentence and why. What is imported is previewed, and
saved on a word; the text waits in the store meanwhile, for no button holds it.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from feeds.errors import QueryError, RequestError
from feeds.model import Level, WatchlistId
from feeds.watchlists import WatchlistFile, explain, failing_sentences, read_watchlist_file, write_watchlist_file
from feeds.watchlists.files import FailingSentence, article_of
from handlers.changes import State, write_down
from handlers.grammar import Argument, Entry, Kind
from handlers.message import Block, Button, Line, Message, Words, plural, say, words
from handlers.places import named_channel, opened
from handlers.proposals import SAVE, meanwhile, undo_button
from handlers.replay_layout import numbers
from handlers.replays import replay
from handlers.request import Download, Reply, Request, Role
from handlers.watchlist_words import differences
from handlers.watchlists import LEVELS, channel_names, level_of, named
from storage import keepsakes, sentences, watchlists
from storage.model import Channel, ChannelId, Sentences, StoredWatchlist
from storage.store import Store, Transaction

MOST_CHARACTERS = 256 * 1024
MOST_LISTS = 100
LONGEST_NAME = 60
FAILING_SHOWN = 5
REPLAYED_LISTS = 20
KEPT_FOR = timedelta(days=1)
_KEPT = "import:"
_FENCE = re.compile(r"^\s*```[a-z]*\s*\n?|\n?\s*```\s*$")


@dataclass(frozen=True, slots=True)
class Imported:
    """One list of a file beside the desk's of that name, None where there is none; with the sentences of both."""

    file: WatchlistFile
    before: StoredWatchlist | None
    tested: Sentences

    @property
    def sentences(self) -> Sentences:
        """The sentences of the file."""
        return Sentences(self.file.must_match, self.file.must_not_match)

    @property
    def is_news(self) -> bool:
        """Whether importing it changes anything."""
        if self.before is None:
            return True
        return self.file.watchlist(self.before.watchlist.id) != self.before.watchlist or self.sentences != self.tested

    def after(self, request: Request) -> StoredWatchlist:
        """Return the list as it would stand."""
        if self.before is None:
            return StoredWatchlist(self.file.watchlist(WatchlistId(0)), request.desk.id, (), 0)
        return replace(self.before, watchlist=self.file.watchlist(self.before.watchlist.id))


def export(request: Request, store: Store, _now: datetime) -> Reply:
    """Answer `/watch export [NAME]`: one list or all as a YAML file that `import` reads back as the same.

    Raises:
        RequestError: no such list, or none at all.
    """
    name = request.command.words.strip().strip('"')
    with store.reading() as tx:
        lists = (named(tx, request, name),) if name else watchlists.all_watchlists(tx, request.desk.id)
        files = tuple(_file(tx, each) for each in lists)
    if not files:
        raise RequestError('Nothing is watched yet: /watch add "National Guard" watches a topic')
    tests = sum(len(file.must_match) + len(file.must_not_match) for file in files)
    told = f"{plural(len(files), 'watchlist')} with {plural(tests, 'test sentence')}, as YAML."
    title = re.sub(r"[^\w-]+", "-", files[0].name).strip("-").lower() if name else ""
    return Reply(say(told), download=Download(f"{title or 'watchlists'}.yaml", write_watchlist_file(files)))


def import_lists(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/watch import FILE`: what the file would change, list by list; changed once it is saved.

    Raises:
        RequestError: the text is no such file, or too long, or a list of it cannot be read.
    """
    save = (request.command.option("save") or "").lower()
    if save == "no":
        return Reply(say("Nothing was changed."))
    with store.reading() as tx:
        text, versions = _given(tx, request)
        where = _where(tx, request)
    files = _read(text)
    failing = [(file, each) for file in files for each in failing_sentences(file)]
    if failing:
        return _refused(failing)
    with store.reading() as tx:
        found = tuple(_beside(tx, request, file) for file in files)
        overtaken = [each.before for each in found if each.before and _version(each) != versions.get(each.file.name)]
        told = [meanwhile(tx, request, each, channel_names(tx, request)) for each in overtaken] if versions else []
    if save == "yes" and not told:
        return _saved(request, store, now, found, where)
    return _previewed(request, store, now, text, found, told)


def _given(tx: Transaction, request: Request) -> tuple[str, dict[str, int]]:
    """Return the text to import, and the versions of the lists it was previewed beside."""
    kept = request.command.option("kept")
    if kept is not None:
        row = keepsakes.keepsake(tx, f"{_KEPT}{request.desk.id}:{kept}")
        if row is None:
            raise RequestError("That preview is more than a day old: import the file again")
        held = json.loads(row)
        return held["text"], held["versions"]
    text = _FENCE.sub("", request.command.words)
    if not text.strip():
        raise RequestError(
            "Which file? Attach it or paste its text, or type its path in the terminal; see /watch export"
        )
    if len(text) > MOST_CHARACTERS:
        raise RequestError(f"The file has more than {MOST_CHARACTERS // 1024} kB: import it in parts")
    return text, {}


def _read(text: str) -> tuple[WatchlistFile, ...]:
    try:
        files = read_watchlist_file(text)
    except QueryError as error:
        cure = f". This would work: {error.suggestion}" if error.suggestion else ""
        raise RequestError(f"{error}{cure}") from error
    names = [file.name.casefold() for file in files]
    twice = next((file.name for file in files if names.count(file.name.casefold()) > 1), None)
    long = next((file.name for file in files if not 0 < len(file.name.strip()) <= LONGEST_NAME), None)
    if len(files) > MOST_LISTS:
        raise RequestError(f"The file has {len(files):,} lists: import at most {MOST_LISTS} at once")
    if twice is not None:
        raise RequestError(f"The file has two lists called “{twice}”: give one of them another name")
    if long is not None:
        raise RequestError(f"“{long[:LONGEST_NAME]}” is no name: it has 1 to {LONGEST_NAME} characters")
    return files


def _refused(failing: Sequence[tuple[WatchlistFile, FailingSentence]]) -> Reply:
    title = (
        f"Nothing was imported: {plural(len(failing), 'test sentence does', 'test sentences do')} not do as they must."
    )
    blocks: list[Block] = [Line(words(title))]
    for file, each in failing[:FAILING_SHOWN]:
        must = "should match, and does not" if each.must_match else "should not match, and does"
        blocks.append(Line((Words(f"{file.name}: ", strong=True), Words(f"“{each.sentence}” {must}"))))
        blocks.append(Line(words(_reason(file, each)), small=True, indent=1))
    if len(failing) > FAILING_SHOWN:
        blocks.append(Line(words(f"and {len(failing) - FAILING_SHOWN:,} more"), small=True))
    return Reply(Message(title, tuple(blocks)), refused=True)


def _reason(file: WatchlistFile, failing: FailingSentence) -> str:
    told = explain(article_of(failing.sentence), file.watchlist(WatchlistId(0)))
    if not failing.must_match:
        return "; ".join(finding.because for finding in told.found if finding.counts) or "nothing in it is asked for"
    parts = [*(f"blocked: {each}" for each in told.blocked), *(f"near: {each}" for each in told.near)]
    parts += [finding.because for finding in told.found if not finding.counts]
    return "; ".join(parts[:3]) or f"missing: {', '.join(told.missing[:3])}"


def _beside(tx: Transaction, request: Request, file: WatchlistFile) -> Imported:
    before = watchlists.find_watchlist(tx, request.desk.id, file.name)
    return Imported(file, before, sentences.sentences(tx, before.watchlist.id) if before else Sentences())


def _version(imported: Imported) -> int:
    return imported.before.version if imported.before else 0


def _where(tx: Transaction, request: Request) -> tuple[Channel, Level] | None:
    """Return where lists that are new speak."""
    to, level = request.command.option("to"), level_of(request.command.option("level"))
    channel = named_channel(tx, request, to) if to else request.channel
    return (channel, level) if channel else None


def _saved(
    request: Request, store: Store, now: datetime, found: Sequence[Imported], where: tuple[Channel, Level] | None
) -> Reply:
    news = [each for each in found if each.is_news]
    if not news:
        return Reply(say("Nothing was changed: the desk has every list of the file as it stands there."))
    with store.transaction() as tx:
        speaks = ((opened(tx, where[0]).id, where[1]),) if where else ()
        changes = [_keep(tx, request, now, each, speaks) for each in news]
    names = ", ".join(f"“{each.file.name}”" for each in news[:REPLAYED_LISTS])
    public = f"{request.person.name} imported {plural(len(news), 'watchlist')}: {names}"
    undo = (undo_button(changes[-1]),)
    return Reply(say(f"Imported {names}."), public=Message(public, (Line(words(public)),), undo))


def _keep(
    tx: Transaction, request: Request, now: datetime, each: Imported, speaks: Sequence[tuple[ChannelId, Level]]
) -> int:
    wanted = each.after(request)
    if each.before is None:
        new = wanted.watchlist
        kept = watchlists.add_watchlist(tx, request.desk.id, new.name, new.query, new.forms, new.minimum, speaks, now)
    else:
        kept = watchlists.edit_watchlist(tx, wanted)
    touched = each.sentences != each.tested
    if touched:
        sentences.keep_sentences(tx, kept.watchlist.id, each.sentences)
    before = State(each.before, each.tested if touched else None) if each.before else None
    return write_down(tx, request, now, "watch import", before, State(kept, each.sentences if touched else None))


def _previewed(
    request: Request, store: Store, now: datetime, text: str, found: Sequence[Imported], told: Sequence[Line]
) -> Reply:
    news = [each for each in found if each.is_news]
    if not news:
        return Reply(say("The desk has every list of the file as it stands there: nothing would change."))
    token = hashlib.sha256(text.encode()).hexdigest()[:16]
    held = json.dumps({"text": text, "versions": {each.file.name: _version(each) for each in found}})
    with store.transaction() as tx:
        keepsakes.purge(tx, _KEPT, now - KEPT_FOR)
        keepsakes.keep(tx, f"{_KEPT}{request.desk.id}:{token}", held, now)
    counts = (
        f"{sum(each.before is None for each in news)} new",
        f"{sum(each.before is not None for each in news)} changed",
        f"{len(found) - len(news)} the same",
    )
    tests = sum(len(each.file.must_match) + len(each.file.must_not_match) for each in found)
    title = (
        f"{plural(len(found), 'list')}: {', '.join(counts)}. {plural(tests, 'test sentence')} tried: all as they must."
    )
    blocks: list[Block] = [*told, Line(words(title)), *_compared(request, store, now, news)]
    options = [f"{name}:{_typed(value)}" for name in ("to", "level") if (value := request.command.option(name))]
    line = " ".join(("/watch import", f"kept:{token}", *options))
    buttons = (Button("Save", f"{line} save:yes", primary=True), Button("Cancel", "/watch import save:no"))
    blocks.append(Line(words("Nothing is saved yet."), small=True))
    return Reply(Message("Preview of an import", tuple(blocks), buttons), refused=bool(told))


def _compared(request: Request, store: Store, now: datetime, news: Sequence[Imported]) -> list[Block]:
    """Return for each list what would change, and what it would find in the stored week."""
    shown = news[:REPLAYED_LISTS]
    tried = [
        each.before.watchlist if each.before and place == 0 else each.after(request).watchlist
        for each in shown
        for place in (0, 1)
    ]
    week, zone = replay(store, tried, now), ZoneInfo(request.person.zone)
    with store.reading() as tx:
        names = channel_names(tx, request)
    blocks: list[Block] = []
    for at, each in enumerate(shown):
        before, after = week.replays[2 * at : 2 * at + 2]
        blocks.append(Line((Words(each.file.name, strong=True), Words(" · changed" if each.before else " · new"))))
        if each.before:
            blocks += [
                Line(words(one), small=True, indent=1) for one in differences(each.before, each.after(request), names)
            ]
        if each.sentences != each.tested:
            count = len(each.file.must_match) + len(each.file.must_not_match)
            blocks.append(Line(words(f"tested with {plural(count, 'sentence')}"), small=True, indent=1))
        blocks.append(Line(words(numbers(week, after, before if each.before else None, zone)), indent=1))
    if len(news) > len(shown):
        blocks.append(Line(words(f"and {len(news) - len(shown):,} more lists"), small=True))
    return blocks


def _typed(value: str) -> str:
    return f'"{value}"' if " " in value else value


def _file(tx: Transaction, stored: StoredWatchlist) -> WatchlistFile:
    tested, watchlist = sentences.sentences(tx, stored.watchlist.id), stored.watchlist
    return WatchlistFile(
        watchlist.name,
        watchlist.query,
        watchlist.forms,
        watchlist.minimum,
        tested.must_match,
        tested.must_not_match,
    )


ENTRIES = (
    Entry(
        name="watch",
        action="export",
        summary="one list or all as a YAML file, with test sentences",
        usage="/watch export [NAME]",
        examples=("/watch export", "/watch export ICE"),
        role=Role.READER,
        answer=export,
        positional=(Argument("name", "the watchlist's name", Kind.WATCHLIST),),
    ),
    Entry(
        name="watch",
        action="import",
        summary="lists from a YAML file: a preview first, then Save",
        usage="/watch import FILE [to: level: save:yes]",
        examples=("/watch import lists.yaml", "/watch import lists.yaml to:here level:digest"),
        role=Role.EDITOR,
        answer=import_lists,
        positional=(Argument("file", "the YAML file, or its text", Kind.FILE, required=True),),
        options=(
            Argument("to", "where lists that are new speak: here, or a channel", Kind.CHANNEL),
            Argument("level", "how loudly", Kind.CHOICE, choices=tuple(LEVELS)),
            SAVE,
            Argument("kept", "what was previewed: buttons carry it", asked=False),
        ),
        verbatim=True,
    ),
)
