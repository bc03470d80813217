"""`/desk status`: how Wiredesk stands, in numbers a person can act on."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from handlers.grammar import Entry
from handlers.line import speed
from handlers.message import Block, Line, Message, Moment, Table, Words, plural, words
from handlers.request import Reply, Request, Role
from handlers.setup import chosen
from handlers.unsure import GIVEN_UP
from storage import articles, channels, embargoes, feeds, outbox, watchlists
from storage.model import Channel, Delivery, DeliveryState
from storage.store import Store, Transaction

TROUBLES_SHOWN = 5
REOPENED = "bring a new token; it is tried again by itself every few minutes"


def status(request: Request, store: Store, _now: datetime) -> Reply:
    """Answer `/desk status`: feeds, articles, lists, what waits to be sent, and what could not be."""
    with store.reading() as tx:
        watched = feeds.all_feeds(tx)
        counts = articles.counts(tx)
        embargoed, until = embargoes.waiting(tx)
        lists = watchlists.all_watchlists(tx, request.desk.id)
        places = channels.channels(tx, request.desk.id)
        closed = next((desk.closed for desk in channels.desks(tx) if desk.id == request.desk.id), None)
        line = outbox.facts_of(tx, request.desk.id)
        own_time = speed(tx, request.desk.id)
        dead = _of(request, tx, DeliveryState.DEAD)
        sent = outbox.count(tx, DeliveryState.SENT)
    failing = [feed for feed in watched if feed.trouble and not feed.paused]
    latest = max((feed.polled_at for feed in watched if feed.polled_at), default=None)
    stored = (
        plural(counts.articles, "article"),
        plural(counts.stories, "story", "stories"),
        f"{plural(counts.quotes, 'quote')} by {plural(counts.speakers, 'speaker')}",
    )
    rows = (
        ("feeds", f"{len(watched)} watched, {len(watched) - len(failing)} healthy"),
        ("stored", ", ".join(stored)),
        ("watchlists", ", ".join(each.watchlist.name for each in lists) or "none"),
        ("channels", ", ".join(channel.name for channel in places) or "none"),
        ("messages", f"{sent:,} sent, {line.pending + line.sending:,} waiting, {line.dead:,} could not be sent"),
        ("own time", own_time),
    )
    blocks: list[Block] = [Line((Words(f"Desk: {request.desk.name}", strong=True),)), Table(("", ""), rows)]
    if latest:
        blocks.append(Line((Words("last poll "), Moment(latest)), small=True))
    if until:
        held = f"{plural(embargoed, 'article')} held by an embargo, the first until "
        blocks.append(Line((Words(held), Moment(until)), small=True))
    blocks += [Line(words(f"⚠ {feed.name}: {feed.trouble}")) for feed in failing[:TROUBLES_SHOWN]]
    if closed:
        blocks.append(Line(words(f"⚠ nothing is sent to {request.desk.name}: {closed} · {REOPENED}")))
    return Reply(Message("Desk status", (*blocks, *_held(places), *_undelivered(dead))))


def _of(request: Request, tx: Transaction, state: DeliveryState) -> tuple[Delivery, ...]:
    """Return the deliveries to the desk that asks: another's are none of its business."""
    return tuple(each for each in outbox.deliveries(tx, state) if each.channel.desk == request.desk.id)


def _held(places: Iterable[Channel]) -> Iterator[Line]:
    for place in places:
        if place.held:
            yield Line(words(f"⚠ nothing is sent to {place.name}: {place.held} · mend it, then to:here there"))


def _undelivered(dead: Sequence[Delivery]) -> Iterator[Line]:
    """Yield what could not be sent, and what was chosen for each channel with messages that may have arrived."""
    for each in dead[:TROUBLES_SHOWN]:
        what = f"⚠ {each.kind.value} for {each.channel.name} could not be sent: {each.why or 'no reason'} · "
        yield Line((Words(what), Moment(each.created)))
    unsure = {each.channel.id: each.channel for each in dead if (each.why or "").startswith(GIVEN_UP)}
    yield from (Line(words(f"{place.name}: {chosen(place)}"), small=True) for place in unsure.values())


ENTRIES = (
    Entry(
        name="desk",
        action="status",
        summary="feeds, stored articles and quotes, and what waits to be sent",
        usage="/desk status",
        examples=("/desk status",),
        role=Role.READER,
        answer=status,
    ),
)
