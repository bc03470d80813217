"""A replay laid out: the numbers of a week, and the headlines that a change gains and loses. It finds nothing."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from feeds.model import Salience
from handlers.alerts import headline
from handlers.message import Block, Line, Moment, joined, plural, words
from handlers.replays import Hit, Replay, Week
from storage import articles
from storage.store import Transaction

SHOWN = 5
_WHERE = {Salience.PASSING: "one mention", Salience.SEVERAL: "several mentions", Salience.LEAD: "in the lead"}


def found_blocks(tx: Transaction, week: Week, zone: ZoneInfo) -> tuple[Block, ...]:
    """Return what the one list of `week` finds: in numbers, and its newest stories."""
    (found,) = week.replays
    hits = tuple(reversed(found.stories().values()))
    return (Line(words(numbers(week, found, None, zone))), *_listed(tx, hits))


def compared_blocks(tx: Transaction, week: Week, zone: ZoneInfo) -> tuple[Block, ...]:
    """Return what a change does: of the two lists of `week` the first is how it was."""
    before, after = week.replays
    gained, lost = after.without(before), before.without(after)
    blocks: list[Block] = [Line(words(numbers(week, after, before, zone)))]
    for title, hits in (("Gained", gained), ("Lost", lost)):
        if hits:
            blocks += [Line(words(f"{title} {plural(len(hits), 'story', 'stories')}:")), *_listed(tx, hits)]
    return tuple(blocks)


def numbers(week: Week, found: Replay, before: Replay | None, zone: ZoneInfo) -> str:
    """Return product §2's line: `Last 7 days: 37 stories (was 41), about 5 a day, peak 12 · gained 3 · lost 7`."""
    if not week.read:
        return "No articles are stored yet, so there is nothing to try it on."
    count = len(found.stories())
    span = f"Last {plural(week.days, 'day')}: " if week.days > 1 else "Last day: "
    was = f" (was {len(before.stories()):,})" if before else ""
    rate = f", {rate_in_words(count / week.days)}, peak {found.peak(zone):,}" if count and week.days > 1 else ""
    told = [f"{span}{plural(count, 'story', 'stories')}{was}{rate}"]
    if before:
        told += [f"gained {len(found.without(before)):,}", f"lost {len(before.without(found)):,}"]
    told.append(f"of {plural(week.read, 'article')} read")
    return " · ".join(told)


def alert_rate(week: Week, found: Replay) -> float:
    """Return how many alerts a day the list would send, by the stored days."""
    return found.alerts() / week.days


def rate_in_words(rate: float, noun: str = "") -> str:
    """Return `about 5 alerts a day`, or `less than one alert a day`."""
    singular = f" {noun}" if noun else ""
    if rate == 0:
        return f"no{singular} a day"
    if round(rate) < 1:
        return f"less than one{singular} a day"
    return f"about {round(rate):,}{singular}{'s' if noun and round(rate) > 1 else ''} a day"


def _listed(tx: Transaction, hits: Sequence[Hit]) -> tuple[Block, ...]:
    lines = [line for hit in hits[:SHOWN] for line in _found(tx, hit)]
    more = len(hits) - SHOWN
    return (*lines, *((Line(words(f"and {more:,} more"), small=True, indent=1),) if more > 0 else ()))


def _found(tx: Transaction, hit: Hit) -> tuple[Line, ...]:
    stored = articles.article(tx, hit.article)
    if stored is None:
        return ()
    facts = (
        (headline(stored),),
        words(stored.article.source),
        (Moment(hit.published),),
        words(_WHERE.get(hit.salience, "in the headline")),
    )
    return (Line(joined(facts), indent=1),)
