"""A change of a watchlist that nobody has saved yet: its preview over the stored week, and its saving.

Nothing is written before `save:yes`. A preview's buttons carry the version it was made of: whoever is overtaken by
another editor is shown what was done meanwhile and a preview anew, and overwrites nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from feeds.errors import EditedMeanwhile, RequestError
from feeds.model import Level, Watchlist
from feeds.watchlists import WatchlistFile, failing_sentences
from handlers.changes import Change, changes, write_down
from handlers.grammar import Argument, Kind, line_of
from handlers.message import Block, Button, Line, Message, Moment, Words, say, words
from handlers.places import opened
from handlers.replay_layout import alert_rate, compared_blocks, found_blocks, rate_in_words
from handlers.replays import Week, replay
from handlers.request import Reply, Request
from handlers.watchlist_words import Names, described, differences
from storage import channels, sentences, watchlists
from storage.model import Channel, ChannelId, DeskId, Route, StoredWatchlist
from storage.store import Store, Transaction

MOST_ALERTS = 40
"""More alerts a day than this, and Save as digest is the first button (product §2)."""
SHOWN_FAILING = 3
LONGEST_PUBLIC = 300

SAVE = Argument("save", "yes: save at once, without a preview", Kind.CHOICE, choices=("yes", "no"), asked=False)
VERSION = Argument("version", "the version that was previewed: buttons carry it", asked=False)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a list would become. `before` is None for a new one; a channel with id 0 would become the desk's by it.

    `hints` are what may have been meant instead, and `instead` the button that asks for it.
    """

    desk: DeskId
    before: StoredWatchlist | None
    watchlist: Watchlist
    speaks: tuple[tuple[Channel, Level], ...]
    hints: tuple[str, ...] = ()
    instead: Button | None = None

    @property
    def after(self) -> StoredWatchlist:
        """The list as it would stand; channels that are none of the desk's yet count as id 0."""
        routes = tuple(_route(self, channel.id, level) for channel, level in self.speaks)
        if self.before:
            return replace(self.before, watchlist=self.watchlist, routes=routes)
        return StoredWatchlist(self.watchlist, self.desk, routes, 0)

    @property
    def names(self) -> Names:
        """The names of the channels it would speak in."""
        return {channel.id: channel.name for channel, _ in self.speaks}


Build = Callable[[Transaction], Proposal]
"""Makes the proposal from what is stored now. Changes nothing; raises QueryError or RequestError where it cannot be."""


def settled(request: Request, store: Store, now: datetime, build: Build) -> Reply:
    """Return the preview of what `build` proposes, or save it where `save:yes` says so.

    Raises:
        QueryError: the query cannot be read.
        RequestError: it cannot be done as typed.
    """
    save = (request.command.option("save") or "").lower()
    if save == "no":
        return Reply(say("Nothing was changed.", f"You had typed: {line_of(request.command, save=None, version=None)}"))
    if save not in {"", "yes"}:
        raise RequestError(f"save:{save} says nothing: write save:yes, or leave it out to see a preview first")
    with store.reading() as tx:
        proposal = build(tx)
    if not save:
        return _previewed(request, store, now, proposal)
    try:
        return _saved(request, store, now, proposal)
    except EditedMeanwhile:
        return _overtaken(request, store, now, build)


def undo_button(change: int) -> Button:
    """Return the button that takes back one change, as long as nothing was changed since."""
    return Button("Undo", f"/watch undo change:{change}")


def meanwhile(tx: Transaction, request: Request, stored: StoredWatchlist, names: Names) -> Line:
    """Return who changed a list last, when, and what: "Anna changed it at 14:02"."""
    latest = next(iter(changes(tx, request.desk.id, stored.watchlist.id, 1)), None)
    if latest is None:
        return Line(words(f"“{stored.watchlist.name}” was changed meanwhile. Look again."))
    told = "; ".join(_what(latest, names)) or latest.entry.action
    who = f"{latest.entry.name or latest.entry.who} changed “{stored.watchlist.name}” at "
    return Line((Words(who, strong=True), Moment(latest.entry.at), Words(f": {told}. Look again: nothing was saved.")))


def tests_of(tx: Transaction, watchlist: Watchlist) -> tuple[str, ...]:
    """Return what the stored test sentences of a list say of its new form: which no longer do as they must."""
    tested = sentences.sentences(tx, watchlist.id)
    file = WatchlistFile(
        watchlist.name,
        watchlist.query,
        watchlist.forms,
        watchlist.minimum,
        tested.must_match,
        tested.must_not_match,
    )
    count = len(tested.must_match) + len(tested.must_not_match)
    failing = failing_sentences(file) if count else ()
    if not failing:
        return ()
    told = [
        f"{'no longer matches' if each.must_match else 'now matches'}: “{each.sentence}”"
        for each in failing[:SHOWN_FAILING]
    ]
    return (f"⚠ {len(failing)} of its {count} test sentences would fail", *told)


def _saved(request: Request, store: Store, now: datetime, proposal: Proposal) -> Reply:
    with store.transaction() as tx:
        before = proposal.before
        if before is not None:
            _check_version(request, before)
        kept = _write(tx, request, proposal, now)
        names = {channel.id: channel.name for channel in channels.channels(tx, request.desk.id)}
        change = write_down(tx, request, now, f"watch {request.command.action}", before, kept)
    name = kept.watchlist.name
    here = _told_where(request, kept, names)
    if before is None:
        done = f"Watching “{name}”: {described(kept)}. {here}"
        public = f"{request.person.name} added the watchlist “{name}”: {described(kept)}. {here}"
    else:
        done = f"“{name}” now watches {described(kept)}. {here}"
        public = f"{request.person.name} changed “{name}”: {'; '.join(differences(before, kept, names))}"
    undo = (undo_button(change),)
    return Reply(Message(done, (Line(words(done)),)), public=Message(_cut(public), (Line(words(_cut(public))),), undo))


def _write(tx: Transaction, request: Request, proposal: Proposal, now: datetime) -> StoredWatchlist:
    speaks = [(opened(tx, channel).id, level) for channel, level in proposal.speaks]
    wanted, before = proposal.watchlist, proposal.before
    if before is None:
        return watchlists.add_watchlist(
            tx, request.desk.id, wanted.name, wanted.query, wanted.forms, wanted.minimum, speaks, now
        )
    routes = tuple(_route(proposal, channel, level) for channel, level in speaks)
    return watchlists.edit_watchlist(tx, replace(before, watchlist=wanted, routes=routes))


def _route(proposal: Proposal, channel: ChannelId, level: Level) -> Route:
    """Return the route to a channel at that level; one that was there keeps what it waits for and whom it calls."""
    before = proposal.before.routes if proposal.before else ()
    known = next((route for route in before if route.channel == channel), None)
    return replace(known, level=level) if known else Route(proposal.watchlist.id, channel, level)


def _check_version(request: Request, before: StoredWatchlist) -> None:
    """Refuse to save what was previewed when the list was in another state."""
    previewed = request.command.option("version")
    if previewed is not None and previewed != str(before.version):
        raise EditedMeanwhile(f"“{before.watchlist.name}” was changed meanwhile")


def _overtaken(request: Request, store: Store, now: datetime, build: Build) -> Reply:
    with store.reading() as tx:
        proposal = build(tx)
        names = {channel.id: channel.name for channel in channels.channels(tx, request.desk.id)}
        told = meanwhile(tx, request, proposal.after, names)
    preview = _previewed(request, store, now, proposal).message
    return Reply(replace(preview, blocks=(told, *preview.blocks)), refused=True)


def _previewed(request: Request, store: Store, now: datetime, proposal: Proposal) -> Reply:
    zone = ZoneInfo(request.person.zone)
    before, after = proposal.before, proposal.after
    tried = (before.watchlist, after.watchlist) if before else (after.watchlist,)
    week = replay(store, tried, now)
    with store.reading() as tx:
        names = {**{each.id: each.name for each in channels.channels(tx, request.desk.id)}, **proposal.names}
        found = compared_blocks(tx, week, zone) if before else found_blocks(tx, week, zone)
        failing = tests_of(tx, after.watchlist) if before else ()
    name = after.watchlist.name
    title = f"“{name}” would {'then ' if before else ''}watch {described(after)}. {_would_speak(request, after, names)}"
    blocks: list[Block] = [Line(words(title))]
    if before:
        blocks += [Line(words(each), small=True, indent=1) for each in differences(before, after, names)]
    blocks += [Line(words(each), small=True) for each in (*proposal.hints, *failing)]
    blocks += [*found, Line(words(f"{_loudness(week, after)}Nothing is saved yet."), small=True)]
    return Reply(Message(f"Preview of “{name}”", tuple(blocks), _buttons(request, week, proposal)))


def _buttons(request: Request, week: Week, proposal: Proposal) -> tuple[Button, ...]:
    version = str(proposal.before.version) if proposal.before else None
    many = alert_rate(week, week.replays[-1]) > MOST_ALERTS
    loud = any(level > Level.DIGEST for _, level in proposal.speaks)
    save = Button("Save", line_of(request.command, save="yes", version=version), primary=not (many and loud))
    cancel = Button("Cancel", line_of(request.command, save="no", version=None))
    more = (proposal.instead,) if proposal.instead else ()
    if not loud:
        return (save, *more, cancel)
    line = line_of(request.command, level="digest", save="yes", version=version)
    digest = Button("Save as digest", line, primary=many)
    return (digest, save, *more, cancel) if many else (save, digest, *more, cancel)


def _loudness(week: Week, after: StoredWatchlist) -> str:
    if not week.read or not any(route.level > Level.DIGEST for route in after.routes):
        return ""
    rate = alert_rate(week, week.replays[-1])
    many = f", more than {MOST_ALERTS}: as a digest it would come once" if rate > MOST_ALERTS else ""
    told = rate_in_words(rate, "alert")
    return f"{told[0].upper()}{told[1:]}{many}. "


def _would_speak(request: Request, after: StoredWatchlist, names: Names) -> str:
    told = _places(request, after, names)
    return f"It would speak {told}." if told else "It would speak nowhere yet: add to:here, or to:#channel."


def _told_where(request: Request, kept: StoredWatchlist, names: Names) -> str:
    told = _places(request, kept, names)
    return f"It speaks {told}." if told else f'It speaks nowhere yet: /watch edit "{kept.watchlist.name}" to:here'


def _places(request: Request, stored: StoredWatchlist, names: Names) -> str:
    here = request.channel.id if request.channel else None
    told = [
        f"{'here' if route.channel == here else f'in {names[route.channel]}'} as {route.level.name.lower()}"
        for route in stored.routes
        if route.channel in names
    ]
    return " and ".join(told)


def _what(change: Change, names: Names) -> tuple[str, ...]:
    if change.before is None:
        return ("added it",)
    if change.after is None:
        return ("removed it",)
    return differences(change.before.stored, change.after.stored, names)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_PUBLIC else f"{text[:LONGEST_PUBLIC].rsplit(' ', 1)[0]} …"
