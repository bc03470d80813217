"""`/feeds status`: how every feed does, the worst first, in words. It asks no feed; the stored polls tell."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from feeds.errors import State
from feeds.model import Feed, FeedId
from handlers.grammar import Entry
from handlers.message import Block, Inline, Line, Message, Moment, Words, ago, joined, plural, say, words
from handlers.request import Reply, Request, Role
from handlers.times import in_words
from storage import feeds as stored_feeds
from storage.rhythms import Rhythm, rhythms
from storage.store import Store

SHOWN = 20
LEARNED_FROM = timedelta(days=7)
QUIET_AT_LEAST = timedelta(hours=2)
QUIET_GAPS = 3
LATE_AT_LEAST = timedelta(minutes=10)


class Standing(IntEnum):
    """How a feed does, the worst first."""

    GONE = 0
    BLOCKED = 1
    FAILING = 2
    QUIET = 3
    LATE = 4
    NOT_READ = 5
    PAUSED = 6
    HEALTHY = 7

    @property
    def told(self) -> str:
        """The standing as a word or two."""
        return self.name.lower().replace("_", " ")


@dataclass(frozen=True, slots=True)
class Health:
    """A feed, how it does, and what it usually brings (None where it brought nothing of late)."""

    feed: Feed
    standing: Standing
    rhythm: Rhythm | None


def status(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/feeds status`: totals, then every feed that does not do well, the worst first, with what and since."""
    del request
    with store.reading() as tx:
        watched = stored_feeds.all_feeds(tx)
        usual = rhythms(tx, now - LEARNED_FROM)
    if not watched:
        return Reply(say("No feeds are watched yet.", "/feeds add URL watches one, /feeds pack news a dozen."))
    ordered = worst_first(watched, usual, now)
    title = _totals(ordered)
    ill = [each for each in ordered if each.standing is not Standing.HEALTHY]
    blocks: list[Block] = [Line(words(title))]
    for each in ill[:SHOWN]:
        blocks += _told(each, now)
    if len(ill) > SHOWN:
        blocks.append(Line(words(f"and {len(ill) - SHOWN:,} more: /feeds list shows every feed"), small=True))
    return Reply(Message(title, tuple(blocks)))


def worst_first(feeds: tuple[Feed, ...], usual: Mapping[FeedId, Rhythm], now: datetime) -> list[Health]:
    """Return how each feed does: gone, blocked, failing (the longest first), quiet, late, and so on, then by name."""
    found = [Health(feed, standing(feed, usual.get(feed.id), now), usual.get(feed.id)) for feed in feeds]
    return sorted(
        found, key=lambda each: (each.standing, each.feed.failing_since or now, each.feed.name.lower(), each.feed.id)
    )


def standing(feed: Feed, rhythm: Rhythm | None, now: datetime) -> Standing:
    """Return how `feed` does: quiet is one that answers and brought nothing for 3 of its usual gaps, at least 2 h."""
    if feed.paused:
        return Standing.PAUSED
    if feed.trouble is not None:
        return {State.GONE: Standing.GONE, State.BLOCKED: Standing.BLOCKED}.get(
            feed.state or State.SOFT, Standing.FAILING
        )
    if now - feed.next_poll > max(LATE_AT_LEAST, feed.every):
        return Standing.LATE
    if feed.polled_at is None:
        return Standing.NOT_READ
    gap = rhythm.gap if rhythm else None
    quiet = gap is not None and rhythm is not None and now - rhythm.last > max(QUIET_AT_LEAST, QUIET_GAPS * gap)
    return Standing.QUIET if quiet else Standing.HEALTHY


def _totals(healths: list[Health]) -> str:
    counts = Counter(each.standing for each in healths)
    parts = [f"{counts[one]:,} {one.told}" for one in (Standing.HEALTHY, *Standing) if counts[one]]
    return f"{plural(len(healths), 'feed')}: {', '.join(dict.fromkeys(parts))}"


def _told(health: Health, now: datetime) -> tuple[Block, Block]:
    feed = health.feed
    why = _why(health, now)
    head: tuple[Inline, ...] = (Words(feed.name, strong=True), Words(f" · {health.standing.told}"))
    return (
        Line((*head, Words(f": {why}")) if why else head),
        Line(joined((_since(feed), _last(health, now), _next(feed), words(feed.url))), small=True, indent=1),
    )


def _why(health: Health, now: datetime) -> str:
    feed, rhythm = health.feed, health.rhythm
    match health.standing:
        case Standing.QUIET if rhythm is not None and rhythm.gap is not None:
            return f"it answers, but nothing new for {_span(now - rhythm.last)}, usually every {_span(rhythm.gap)}"
        case Standing.LATE:
            return f"it should have been asked {ago(feed.next_poll, now)}"
        case _:
            trouble = feed.trouble or ""
            return "" if health.standing is Standing.PAUSED else trouble.removeprefix(f"{feed.name}: ")


def _since(feed: Feed) -> tuple[Inline, ...]:
    return (Words("since "), Moment(feed.failing_since)) if feed.failing_since else ()


def _last(health: Health, now: datetime) -> tuple[Inline, ...]:
    """Return when the feed last did well: a healthy poll is the last one; of a failing one, its last entry tells."""
    feed, rhythm = health.feed, health.rhythm
    if feed.trouble is None:
        return words(f"last read {ago(feed.polled_at, now)}" if feed.polled_at else "never read")
    if rhythm is None:
        return words(f"no entry in {in_words(LEARNED_FROM)}")
    return words(f"last entry {ago(rhythm.last, now)}")


def _next(feed: Feed) -> tuple[Inline, ...]:
    return () if feed.paused else (Words("next try "), Moment(feed.next_poll))


def _span(span: timedelta) -> str:
    minutes = max(1, int(span.total_seconds() // 60))
    if minutes < 120:  # noqa: PLR2004 (two hours of minutes)
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 48 else f"{hours // 24} days"  # noqa: PLR2004 (two days of hours)


ENTRIES = (
    Entry(
        name="feeds",
        action="status",
        summary="how the feeds do, the worst first",
        usage="/feeds status",
        examples=("/feeds status",),
        role=Role.READER,
        answer=status,
    ),
)
