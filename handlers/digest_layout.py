"""The digest: what a stretch of time brought, list by list, ranked by outlets, with the feeds that failed."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.alerts import Story, changed, chosen_quotes, cut_quotation, headline
from handlers.message import (
    Block,
    Button,
    Form,
    Heading,
    Inline,
    Line,
    Message,
    Moment,
    Rule,
    Words,
    joined,
    plural,
    words,
)

LISTS_SHOWN = 5
STORIES_SHOWN = 4
_STORIES_A_MINUTE = 7
_NOON, _EVENING = 12, 18


@dataclass(frozen=True, slots=True)
class Section:
    """One watchlist of a digest: its stories, and how many the stretch before it had."""

    name: str
    stories: tuple[Story, ...]
    before: int


@dataclass(frozen=True, slots=True)
class Digest:
    """What a digest tells. `troubles` are feeds that fail, in words; `quotes` counts distinct wordings."""

    since: datetime
    until: datetime
    sections: tuple[Section, ...]
    articles: int
    copies: int
    updates: int
    healthy: int
    feeds: int
    troubles: tuple[str, ...]
    quotes: int

    @property
    def stories(self) -> int:
        """How many different stories it tells."""
        return len({story.lead.story for section in self.sections for story in section.stories})


def digest_message(digest: Digest, zone: ZoneInfo) -> Message:
    """Return `digest` in product's layout; what does not fit the message stands in its thread."""
    title = f"{_time_of_day(digest.until, zone)} digest"
    summary = f"{title}: {plural(digest.stories, 'story', 'stories')} from {plural(digest.articles, 'article')}"
    top: list[Block] = [
        Line((Words(title, strong=True), Words(" · "), Moment(digest.until, Form.STAMP))),
        Line(_facts(digest), small=True),
    ]
    ranked = sorted(digest.sections, key=lambda section: -len(section.stories))
    shown, rest = ranked[:LISTS_SHOWN], ranked[LISTS_SHOWN:]
    thread: list[Block] = []
    for section in shown:
        top += [Rule(), *_section(section, 0, STORIES_SHOWN)]
        if len(section.stories) > STORIES_SHOWN:
            top.append(Line(words(f"and {len(section.stories) - STORIES_SHOWN} more"), small=True, indent=1))
            thread += [Rule(), *_section(section, STORIES_SHOWN, None)]
    for section in rest:
        thread += [Rule(), *_section(section, 0, None)]
    if not digest.stories:
        top.append(Line(words("Nothing matched a watchlist in this time.")))
    top += _troubles(digest)
    return Message(summary, tuple(top), _buttons(digest), tuple(thread))


def _time_of_day(at: datetime, zone: ZoneInfo) -> str:
    hour = at.astimezone(zone).hour
    return "Morning" if hour < _NOON else "Afternoon" if hour < _EVENING else "Evening"


def _facts(digest: Digest) -> tuple[Inline, ...]:
    folded = ", ".join(
        part
        for part in (
            f"{plural(digest.copies, 'copy', 'copies')} folded" if digest.copies else "",
            plural(digest.updates, "update") if digest.updates else "",
        )
        if part
    )
    told = f"{plural(digest.stories, 'story', 'stories')} from {plural(digest.articles, 'article')}"
    minutes = max(1, round(digest.stories / _STORIES_A_MINUTE))
    return joined(
        (
            words(told + (f" ({folded})" if folded else "")),
            (Words("since "), Moment(digest.since)),
            words(f"{digest.healthy} of {plural(digest.feeds, 'feed')} healthy"),
            words(f"about {minutes} min") if digest.stories else (),
        )
    )


def _section(section: Section, first: int, last: int | None) -> list[Block]:
    ranked = sorted(section.stories, key=_rank)
    blocks: list[Block] = [Heading(_section_title(section))] if first == 0 else [Heading(f"{section.name}, the rest")]
    for number, story in list(enumerate(ranked, 1))[first:last]:
        blocks += _numbered(number, story)
    return blocks


def _rank(story: Story) -> tuple[int, int, float]:
    """Return what sorts stories: who tells it independently, then who owns the outlets, then the newest first."""
    return (-len(story.voices), -len(story.owners), -story.lead.article.published.timestamp())


def _section_title(section: Section) -> str:
    more = len(section.stories) - section.before
    trend = f" · {'▲' if more > 0 else '▼'}{abs(more)} vs. the time before" if more and section.before else ""
    return f"{section.name} · {plural(len(section.stories), 'story', 'stories')}{trend}"


def _numbered(number: int, story: Story) -> list[Block]:
    others = len(story.outlets) - 1
    facts = joined(
        (
            words(story.lead.article.source),
            (Moment(story.lead.article.published),),
            words(f"+{plural(others, 'outlet')}") if others else (),
            changed(story.lead),
        )
    )
    quotes = chosen_quotes(story)[:1]
    return [
        Line((Words(f"{number}. "), headline(story.lead))),
        Line(facts, small=True, indent=1),
        *(cut_quotation(quote, indent=1) for quote in quotes),
    ]


def _troubles(digest: Digest) -> list[Block]:
    if not digest.troubles:
        return []
    failing = f"⚠ {plural(len(digest.troubles), 'feed')} failing: {', '.join(digest.troubles[:5])} · /feeds list"
    return [Rule(), Line(words(failing))]


def _buttons(digest: Digest) -> tuple[Button, ...]:
    if not digest.quotes:
        return ()
    return (Button(f"Quotes ({digest.quotes})", f"/quotes since:{digest.since:%Y-%m-%dT%H:%M}+00:00"),)
