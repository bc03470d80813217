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
from storage.model import Density

LISTS_SHOWN = 5
STORIES_SHOWN = 4
ALERTED_SHOWN = 5
_QUOTES = {Density.SHORT: 0, Density.USUAL: 1, Density.FULL: 2}
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
    """What a digest tells. `troubles` are feeds that fail, in words; `quotes` counts distinct wordings.

    `alerted` are stories that its channel was told of when they came, told last and in a line.
    """

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
    alerted: tuple[Story, ...] = ()

    @property
    def stories(self) -> int:
        """How many different stories it tells."""
        return len({story.lead.story for section in self.sections for story in section.stories}) + len(self.alerted)


def digest_message(
    digest: Digest, zone: ZoneInfo, density: Density = Density.USUAL, due: datetime | None = None
) -> Message:
    """Return `digest` in product's layout; what does not fit the message stands in its thread.

    `due` is when a digest that comes late should have come.
    """
    title = f"{_time_of_day(due or digest.until, zone)} digest"
    summary = f"{title}: {plural(digest.stories, 'story', 'stories')} from {plural(digest.articles, 'article')}"
    top: list[Block] = [
        Line((Words(title, strong=True), Words(" · "), Moment(digest.until, Form.STAMP), *_late(due))),
        Line(_facts(digest), small=True),
    ]
    ranked = sorted(digest.sections, key=lambda section: -len(section.stories))
    thread: list[Block] = []
    for place, section in enumerate(ranked):
        shown = 0 if place >= LISTS_SHOWN else len(section.stories) if density is Density.FULL else STORIES_SHOWN
        top += _shown(section, shown, density)
        if len(section.stories) > shown:
            thread += [Rule(), *_section(section, shown, None, density)]
    if not digest.stories:
        top.append(Line(words("Nothing matched a watchlist in this time.")))
    top += [*_alerted(digest), *_troubles(digest)]
    return Message(summary, tuple(top), _buttons(digest), tuple(thread))


def _late(due: datetime | None) -> tuple[Inline, ...]:
    return (Words(" · late, it was due "), Moment(due)) if due else ()


def _shown(section: Section, shown: int, density: Density) -> list[Block]:
    if not shown:
        return []
    more = len(section.stories) - shown
    rest = [Line(words(f"and {more} more"), small=True, indent=1)] if more > 0 else []
    return [Rule(), *_section(section, 0, shown, density), *rest]


def _alerted(digest: Digest) -> list[Block]:
    """Return one line of what the channel was alerted to already, the first few by their headlines."""
    if not digest.alerted:
        return []
    ranked = sorted(digest.alerted, key=_rank)[:ALERTED_SHOWN]
    more = len(digest.alerted) - len(ranked)
    parts = (*((headline(story.lead),) for story in ranked), words(f"{more} more") if more else ())
    return [Rule(), Line((Words("Already alerted here: "), *joined(parts)), small=True)]


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


def _section(section: Section, first: int, last: int | None, density: Density) -> list[Block]:
    ranked = sorted(section.stories, key=_rank)
    blocks: list[Block] = [Heading(_section_title(section))] if first == 0 else [Heading(f"{section.name}, the rest")]
    for number, story in list(enumerate(ranked, 1))[first:last]:
        blocks += _numbered(number, story, _QUOTES[density])
    return blocks


def _rank(story: Story) -> tuple[int, int, float]:
    """Return what sorts stories: who tells it independently, then who owns the outlets, then the newest first."""
    return (-len(story.voices), -len(story.owners), -story.lead.article.published.timestamp())


def _section_title(section: Section) -> str:
    more = len(section.stories) - section.before
    trend = f" · {'▲' if more > 0 else '▼'}{abs(more)} vs. the time before" if more and section.before else ""
    return f"{section.name} · {plural(len(section.stories), 'story', 'stories')}{trend}"


def _numbered(number: int, story: Story, quotes: int) -> list[Block]:
    others = len(story.outlets) - 1
    facts = joined(
        (
            words(story.lead.article.source),
            (Moment(story.lead.article.published),),
            words(f"+{plural(others, 'outlet')}") if others else (),
            changed(story.lead),
        )
    )
    return [
        Line((Words(f"{number}. "), headline(story.lead))),
        Line(facts, small=True, indent=1),
        *(cut_quotation(quote, indent=1) for quote in chosen_quotes(story)[:quotes]),
    ]


def _troubles(digest: Digest) -> list[Block]:
    if not digest.troubles:
        return []
    failing = f"⚠ {plural(len(digest.troubles), 'feed')} failing: {', '.join(digest.troubles[:5])} · /feeds list"
    return [Rule(), Line(words(failing))]


def _buttons(digest: Digest) -> tuple[Button, ...]:
    if not digest.quotes:
        return ()
    since = f"{digest.since:%Y-%m-%dT%H:%M}+00:00"
    return (
        Button(f"Quotes ({digest.quotes})", f"/quotes since:{since}"),
        Button("CSV", f"/quotes since:{since} to:csv"),
    )
