"""`/desk status`: how Wiredesk stands, in numbers a person can act on."""

from datetime import datetime

from handlers.grammar import Entry
from handlers.message import Block, Inline, Line, Message, Moment, Table, Words, plural, words
from handlers.request import Reply, Request, Role
from storage import articles, channels, feeds, outbox, watchlists
from storage.model import Delivery, DeliveryState
from storage.store import Store

TROUBLES_SHOWN = 5
REOPENED = "bring a new token; it is tried again by itself every few minutes"


def status(request: Request, store: Store, _now: datetime) -> Reply:
    """Answer `/desk status`: feeds, articles, lists, what waits to be sent, and what could not be."""
    with store.reading() as tx:
        watched = feeds.all_feeds(tx)
        counts = articles.counts(tx)
        lists = watchlists.all_watchlists(tx, request.desk.id)
        places = channels.channels(tx, request.desk.id)
        closed = next((desk.closed for desk in channels.desks(tx) if desk.id == request.desk.id), None)
        waiting = outbox.deliveries(tx, DeliveryState.PENDING) + outbox.deliveries(tx, DeliveryState.SENDING)
        dead = outbox.deliveries(tx, DeliveryState.DEAD)
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
        ("messages", f"{sent:,} sent, {len(waiting):,} waiting, {len(dead):,} could not be sent"),
    )
    blocks: list[Block] = [Line((Words(f"Desk: {request.desk.name}", strong=True),)), Table(("", ""), rows)]
    if latest:
        blocks.append(Line((Words("last poll "), Moment(latest)), small=True))
    blocks += [Line(words(f"⚠ {feed.name}: {feed.trouble}")) for feed in failing[:TROUBLES_SHOWN]]
    if closed:
        blocks.append(Line(words(f"⚠ nothing is sent to {request.desk.name}: {closed} · {REOPENED}")))
    blocks += [
        Line(words(f"⚠ nothing is sent to {place.name}: {place.held} · mend it, then to:here there"))
        for place in places
        if place.held
    ]
    blocks += [Line(_undelivered(delivery)) for delivery in dead[:TROUBLES_SHOWN]]
    return Reply(Message("Desk status", tuple(blocks)))


def _undelivered(delivery: Delivery) -> tuple[Inline, ...]:
    what = f"⚠ {delivery.kind.value} for {delivery.channel.name} could not be sent: {delivery.why or 'no reason'} · "
    return (Words(what), Moment(delivery.created))


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
