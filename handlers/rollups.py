"""The layouts of messages that tell of many stories: a flood's roll-up, and the catch-up of what waited."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.model import Level
from handlers.alerts import Story, changed, follow_up, headline
from handlers.message import Block, Inline, Line, Message, Moment, Words, joined, plural, words
from handlers.stories import story_for
from storage import articles, edits
from storage.model import ArticleId, Change, Delivery, DeliveryKind, StoredArticle, StoryKey, WaitsFor
from storage.store import Transaction

SHOWN_FIRST = 10
"""So many stories of a catch-up stand in the message, the others in its thread."""


@dataclass(frozen=True, slots=True)
class ToldTogether:
    """What one message tells of: stories, and changes of stories told before, each in the order they came.

    What was withdrawn by `composed_at` is only counted. `overnight` says that it waited for quiet hours to end.
    """

    stories: tuple[Story, ...]
    changes: tuple[tuple[StoredArticle, str], ...]
    withdrawn: int
    missing: int
    overnight: bool


def many_at_once(tx: Transaction, delivery: Delivery) -> Message:
    """Return what `delivery` says of all that it tells of, as things stand now."""
    told = told_together(tx, delivery)
    return catch_up(told) if delivery.kind is DeliveryKind.CATCH_UP else roll_up(told)


def told_together(tx: Transaction, delivery: Delivery) -> ToldTogether:
    """Return what `delivery` tells of in the place of others, as it stands now."""
    parts = edits.parts_of(tx, delivery.id)
    keys = dict.fromkeys(StoryKey(part.subject) for part in parts if part.kind is DeliveryKind.ALERT)
    found = [story_for(tx, key, delivery.channel) for key in keys]
    stories = [story for story in found if story is not None]
    composed_at = delivery.claimed_at or delivery.created
    shown = [story for story in stories if not _was_withdrawn(story.lead, composed_at)]
    return ToldTogether(
        stories=tuple(shown),
        changes=tuple(_changes(tx, parts)),
        withdrawn=len(stories) - len(shown),
        missing=edits.count_parts(tx, delivery.id) - len(parts),
        overnight=any(part.waits_for is WaitsFor.MORNING for part in parts),
    )


def roll_up(told: ToldTogether) -> Message:
    """Return the message of a flood: how many stories, by which lists, and each with its link, as they came."""
    lists = dict.fromkeys(name for story in told.stories for name in story.lists)
    first = " · ".join((f"{plural(len(told.stories), 'more story', 'more stories')} at once", *lists))
    blocks = (Line((Words(first, strong=True),)), *map(_line, told.stories), *_rest(told))
    return Message(first, blocks)


def catch_up(told: ToldTogether) -> Message:
    """Return the message of what waited: counts, the weightiest stories, and all the others in the thread."""
    ranked = sorted(told.stories, key=lambda story: (-story.level, -len(story.voices)))
    first = (
        f"{'While it was quiet' if told.overnight else 'Delayed'}: {', '.join(_counts(told)) or 'nothing that stands'}"
    )
    blocks: list[Block] = [Line((Words(first, strong=True),)), *map(_line, ranked[:SHOWN_FIRST])]
    more = [*map(_line, ranked[SHOWN_FIRST:]), *_rest(told)]
    if len(ranked) > SHOWN_FIRST:
        blocks.append(
            Line(words(f"{plural(len(ranked) - SHOWN_FIRST, 'more story', 'more stories')} in the thread."), small=True)
        )
    changes = [line for stored, difference in told.changes for line in follow_up(stored, difference).blocks[:1]]
    return Message(first, (*blocks, *changes[:SHOWN_FIRST]), thread=(*more, *changes[SHOWN_FIRST:]))


def _counts(told: ToldTogether) -> Iterable[str]:
    if told.stories:
        yield plural(len(told.stories) + told.missing, "story", "stories")
    if told.changes:
        yield plural(len(told.changes), "change")
    if told.withdrawn:
        yield f"{told.withdrawn} withdrawn meanwhile"


def _rest(told: ToldTogether) -> tuple[Block, ...]:
    if not told.missing:
        return ()
    return (
        Line(
            words(f"and {plural(told.missing, 'more story', 'more stories')}: /digest now since:2d lists them"),
            small=True,
        ),
    )


def _line(story: Story) -> Line:
    """Return a story in one line: how loud, the headline with its link, outlet, time, voices, lists, what changed."""
    lead = story.lead
    level: tuple[Inline, ...] = (Words("🔴 FLASH", strong=True),) if story.level is Level.FLASH else ()
    others = len(story.outlets) - 1
    parts: Sequence[tuple[Inline, ...]] = (
        level,
        (headline(lead),),
        words(lead.article.source),
        (Moment(lead.article.published),),
        words(f"+{plural(others, 'outlet')}") if others else (),
        words(", ".join(story.lists)) if story.lists else (),
        changed(lead),
    )
    return Line(joined(tuple(parts)))


def _changes(tx: Transaction, parts: Iterable[Delivery]) -> Iterable[tuple[StoredArticle, str]]:
    """Yield each changed article once, with its last change in words."""
    latest: dict[int, tuple[StoredArticle, str]] = {}
    for part in parts:
        if part.kind is DeliveryKind.FOLLOW_UP:
            facts = json.loads(part.subject)
            stored = articles.article(tx, ArticleId(facts["article"]))
            if stored is not None:
                latest[stored.id] = (stored, facts["difference"])
    return latest.values()


def _was_withdrawn(stored: StoredArticle, by: datetime) -> bool:
    return stored.change is Change.WITHDRAWN and stored.changed_at is not None and stored.changed_at <= by
