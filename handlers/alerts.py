"""The alert card: one story, told once to a channel. Says what the sources say, with outlet, time and link; no more."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from feeds.model import Article, Level, PageState, QuoteKind
from feeds.stories import owners_of, voices_of
from feeds.stories.credits import credit_of
from handlers.message import (
    QUOTE_LIMIT,
    Block,
    Button,
    Inline,
    Line,
    Link,
    Message,
    Moment,
    Quotation,
    Words,
    ago,
    joined,
    plural,
    quotation,
    words,
)
from storage.model import ArticleId, Change, StoredArticle, StoredQuote

CONFIDENT = 0.85
PROBABLE = 0.6
QUOTES_ON_A_CARD = 2
TELLING_WORDS = 6
"""A shorter quote ("No relation") says little on a card; it stands there only when nothing longer does."""
_LEVELS = {Level.FLASH: "🔴 FLASH", Level.ALERT: "🟠 ALERT", Level.DIGEST: "DIGEST"}
_SPOKEN = {"told": "said"}
"""Cues that want an object: bare, they would read as half a sentence."""
_PAGES = {
    PageState.PAYWALLED: "paywalled: read in its summary only",
    PageState.GONE: "no longer at its address",
    PageState.DISALLOWED: "read in its summary only, as its site asks robots",
}
_CHANGES = {Change.UPDATE: "updated", Change.CORRECTION: "corrected", Change.WITHDRAWN: "withdrawn"}


@dataclass(frozen=True, slots=True)
class Story:
    """A story as it stands: its articles, first published first (never empty), and their quotes.

    `spoken` are the words its watchlists were found by, lower case; quotes that hold one come first. `matched` are the
    articles they were found in. `corrections` are the newsroom's word on who owns an outlet.
    """

    articles: tuple[StoredArticle, ...]
    quotes: tuple[StoredQuote, ...]
    lists: tuple[str, ...]
    level: Level = Level.ALERT
    spoken: frozenset[str] = frozenset()
    matched: frozenset[ArticleId] = frozenset()
    corrections: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def lead(self) -> StoredArticle:
        """The article the card is about: the first published of those that its watchlists found."""
        return next((stored for stored in self.articles if stored.id in self.matched), self.articles[0])

    @property
    def outlets(self) -> tuple[str, ...]:
        """The outlets that carry it, first published first."""
        return tuple(dict.fromkeys(stored.article.source for stored in self.articles))

    @property
    def owners(self) -> tuple[str, ...]:
        """Who owns the outlets that carry it: what a ranking counts."""
        return owners_of((stored.article for stored in self.articles), self.corrections)

    @property
    def voices(self) -> tuple[str, ...]:
        """Who tells it independently: carriers of one text are one voice, and so are the outlets of one owner."""
        texts: dict[str, list[Article]] = {}
        for stored in self.articles:
            texts.setdefault(stored.copies, []).append(stored.article)
        return voices_of(texts.values(), self.corrections)


def card(story: Story, now: datetime) -> Message:
    """Return the alert for `story`: level and lists, headline, who and when, at most two quotes, actions."""
    title = story.lead.article.title
    level = " · ".join((_LEVELS[story.level], *story.lists))
    chosen = chosen_quotes(story)
    blocks: list[Block] = [Line((Words(level, strong=True),)), Line((headline(story.lead),))]
    blocks.append(Line(joined(_context(story, now)), small=True))
    blocks.extend(map(_on_card, chosen))
    return Message(f"{level}: {title}", tuple(blocks), _buttons(story))


def follow_up(stored: StoredArticle, difference: str) -> Message:
    """Return what is said when a story already told was changed: what kind of change, when, and what it was."""
    change = stored.change or Change.UPDATE
    label = _CHANGES.get(change, "changed").upper()
    at = stored.changed_at or stored.article.published
    first = joined(((Words(label, strong=True),), (headline(stored),), words(stored.article.source), (Moment(at),)))
    blocks: list[Block] = [Line(first)]
    blocks.extend(Line(words(part), small=True, indent=1) for part in difference.splitlines() if part)
    return Message(f"{label}: {stored.article.title}", tuple(blocks))


def headline(stored: StoredArticle) -> Inline:
    """Return the headline as published, leading to the article where it has a usable link; struck when withdrawn."""
    struck, article = stored.change is Change.WITHDRAWN, stored.article
    if article.url is None:
        return Words(article.title, strong=True, struck=struck)
    return Link(article.title, article.url, strong=True, struck=struck)


def chosen_quotes(story: Story) -> tuple[StoredQuote, ...]:
    """Return the quotes fit for a card: full, a named speaker, confident, from the articles it is about; two speakers.

    Those that hold the list's words come first, then those of more than a few words, then as they stand.
    """
    fit = [quote for quote in story.quotes if _fit(quote) and quote.article.id in {*story.matched, story.lead.id}]
    ranked = sorted(fit, key=lambda quote: (not _on_topic(quote, story.spoken), _is_short(quote)))
    by_speaker: dict[str, StoredQuote] = {}
    for quote in ranked:
        by_speaker.setdefault(quote.speaker or "", quote)
    return tuple(by_speaker.values())[:QUOTES_ON_A_CARD]


def distinct(quotes: Iterable[StoredQuote]) -> tuple[StoredQuote, ...]:
    """Return `quotes` with each wording once, as first sighted: letters and digits tell, marks and spaces do not."""
    by_words: dict[tuple[str | None, str], StoredQuote] = {}
    for quote in quotes:
        by_words.setdefault((quote.speaker, folded(quote.quote.text)), quote)
    return tuple(by_words.values())


def folded(text: str) -> str:
    """Return the letters and digits of `text` in lower case: what makes two wordings the same."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def cut_quotation(quote: StoredQuote, *, indent: int = 0, limit: int | None = QUOTE_LIMIT) -> Quotation:
    """Return `quote` as a card shows it: at most `limit` characters, then its speaker and how it was said."""
    return quotation(quote.quote.text, attribution(quote), limit=limit, indent=indent)


def attribution(quote: StoredQuote) -> tuple[Inline, ...]:
    """Return who said it and how sure that is, in words: `Karen Bass, said on CNN's State of the Union`."""
    said, name = quote.quote, quote.speaker or quote.quote.speaker
    if name is None:
        return words("speaker not named")
    doubt = "" if said.confidence >= CONFIDENT else "probably " if said.confidence >= PROBABLE else ""
    unsure = " (speaker not certain)" if said.confidence < PROBABLE else ""
    cue = _SPOKEN.get(said.cue or "", said.cue)
    manner = " ".join(part for part in (cue, f"on {said.medium}" if _needs_on(said.medium) else said.medium) if part)
    return (Words(doubt + name, strong=True), Words(f", {manner}{unsure}" if manner else unsure))


def changed(stored: StoredArticle) -> tuple[Inline, ...]:
    """Return `corrected 6:40 PM EDT` where a reader should know of a change, else nothing."""
    if stored.change is None or stored.change not in _CHANGES or stored.changed_at is None:
        return ()
    return (Words(f"{_CHANGES[stored.change]} "), Moment(stored.changed_at))


def _on_card(quote: StoredQuote) -> Quotation:
    """Return `quote` cut for a card, and marked where its article was withdrawn."""
    cut = cut_quotation(quote)
    if quote.article.change is not Change.WITHDRAWN:
        return cut
    return replace(cut, by=(*cut.by, Words(" · "), Words("withdrawn", strong=True)))


def _context(story: Story, now: datetime) -> tuple[tuple[Inline, ...], ...]:
    article = story.lead.article
    when: tuple[Inline, ...] = (Moment(article.published), Words(f" ({ago(article.published, now)})"))
    if article.undated:
        when = (Words("undated, first seen "), Moment(story.lead.first_seen))
    page = words(_PAGES[article.page]) if article.page in _PAGES else ()
    return (words(article.source), when, page, _carriers(story), changed(story.lead))


def _carriers(story: Story) -> tuple[Inline, ...]:
    if len(story.outlets) == 1:
        return ()
    (copies, _), *_ = Counter(stored.copies for stored in story.articles).most_common(1)
    carriers = [stored.article for stored in story.articles if stored.copies == copies]
    same = {article.source for article in carriers}
    credit = next((found for article in carriers if (found := credit_of(article))), None)
    copy = f" ({len(same)} carry the same {f'{credit} ' if credit else ''}copy)" if len(same) > 1 else ""
    return words(f"first of {len(story.outlets)} outlets{copy}")


def _fit(quote: StoredQuote) -> bool:
    said = quote.quote
    named = said.speaker is not None
    return named and said.kind is QuoteKind.FULL and said.confidence >= CONFIDENT


def _is_short(quote: StoredQuote) -> bool:
    return len(quote.quote.text.split()) < TELLING_WORDS


def _on_topic(quote: StoredQuote, spoken: frozenset[str]) -> bool:
    text = quote.quote.text.lower()
    return any(word in text for word in spoken)


def _needs_on(medium: str | None) -> bool:
    return medium is not None and medium[:1].isupper()


def _buttons(story: Story) -> tuple[Button, ...]:
    count = len(distinct(story.quotes))
    label = f"All {plural(count, 'quote')}" if count > 1 else "The story"
    number = story.lead.id
    return (
        Button(label, f"/news id:{number}"),
        Button("Follow", f"/watch follow id:{number}"),
        Button("Mute story 24 h", f"/watch mute id:{number} for:24h to:here"),
        Button("Why this?", f"/watch why id:{number}"),
    )
