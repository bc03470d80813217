"""One story whole, as `/news LINK` shows it: who had it first, each text with its carriers, what changed, the quotes.

Every line says outlet, time and link; nothing is told in our own voice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from feeds.stories import credit_of, what_was_added
from handlers.alerts import Story, changed, cut_quotation, distinct, headline
from handlers.message import (
    Block,
    Inline,
    Line,
    Link,
    Message,
    Moment,
    Quotation,
    Rule,
    Words,
    joined,
    plural,
    quotation,
    words,
)
from handlers.stories import quotes_of_story
from storage import articles, owners
from storage.model import ArticleId, Change, Revision, StoredArticle, StoredQuote
from storage.store import Transaction

CARRIERS_SHOWN = 12
"""Articles in the message; those beyond stand in its thread."""
ADDED_SHOWN, ADDED_LENGTH = 2, 160
"""Sentences shown of what an outlet added to a copy, and their characters."""


def story_message(tx: Transaction, stored: StoredArticle) -> Message:
    """Return the story of `stored` whole, as it stands."""
    told = articles.story(tx, stored.story)
    story = Story(told, distinct(quotes_of_story(tx, told)), (), corrections=owners.corrections(tx))
    revisions = {each.id: articles.revisions_of(tx, each.id) for each in told}
    texts = texts_of(told)
    blocks: list[Block] = [Line((headline(story.lead),)), Line(words(_counted(story)), small=True)]
    blocks.append(Line(_firsts(told), small=True))
    top, rest = _parted(texts)
    blocks += [block for text in top for block in _text(text, revisions)]
    thread = tuple(block for text in rest for block in _text(text, revisions))
    if rest:
        blocks.append(Line(words(f"and {plural(sum(map(len, rest)), 'article')} more in the thread"), small=True))
    if story.quotes:
        blocks += [Rule(), Line((Words(plural(len(story.quotes), "quote"), strong=True),))]
        blocks += [_quoted(quote) for quote in story.quotes]
    return Message(story.lead.article.title, tuple(blocks), (), thread)


def _quoted(quote: StoredQuote) -> Quotation:
    """Return a quote whole; one of an article that was withdrawn or corrected since says so."""
    loud = quote.article.change in {Change.CORRECTION, Change.WITHDRAWN}
    whole = cut_quotation(quote, limit=None)
    return replace(whole, by=joined((whole.by, changed(quote.article)))) if loud else whole


def texts_of(told: Sequence[StoredArticle]) -> tuple[tuple[StoredArticle, ...], ...]:
    """Return the carriers of each text, first published first, in the order in which the texts were."""
    texts: dict[str, list[StoredArticle]] = {}
    for each in told:
        texts.setdefault(each.copies, []).append(each)
    return tuple(map(tuple, texts.values()))


def _parted(
    texts: Sequence[tuple[StoredArticle, ...]],
) -> tuple[list[tuple[StoredArticle, ...]], list[tuple[StoredArticle, ...]]]:
    """Return the texts for the message and those for its thread; the first text is always in the message."""
    top: list[tuple[StoredArticle, ...]] = []
    rest: list[tuple[StoredArticle, ...]] = []
    for text in texts:
        fits = not rest and sum(map(len, top)) + len(text) <= CARRIERS_SHOWN
        (top if fits or not top else rest).append(text)
    return top, rest


def _counted(story: Story) -> str:
    """Return `7 outlets of 6 owners, 9 articles · 3 tell it independently`."""
    outlets, owned, voices = len(story.outlets), len(story.owners), len(story.voices)
    counted = plural(outlets, "outlet") + (f" of {plural(owned, 'owner')}" if owned != outlets else "")
    counted += f", {plural(len(story.articles), 'article')}"
    return counted + (f" · {voices} independent of each other" if 1 < voices < outlets else "")


def _firsts(told: Sequence[StoredArticle]) -> tuple[Inline, ...]:
    """Return who published first by its own date, and who was seen first where that is another.

    An outlet may date back what it publishes; what we saw, and when, it cannot change.
    """
    published = next((each for each in told if not each.article.undated), None)
    seen = min(told, key=lambda each: (each.first_seen, each.article.published, each.id))
    parts: list[tuple[Inline, ...]] = []
    if published is not None:
        parts.append((Words(f"first published by {published.article.source} "), Moment(published.article.published)))
    if published is None or (
        seen.first_seen < published.first_seen and seen.article.source != published.article.source
    ):
        parts.append((Words(f"first seen at {seen.article.source} "), Moment(seen.first_seen)))
    return joined(tuple(parts))


def _text(carriers: Sequence[StoredArticle], revisions: Mapping[ArticleId, tuple[Revision, ...]]) -> Iterator[Block]:
    """Yield the carriers of one text: under its origin those that carry it, each with what it added."""
    origin = carriers[0]
    if len(carriers) > 1:
        credit = next((found for each in carriers if (found := credit_of(each.article))), None)
        outlets = len({each.article.source for each in carriers})
        yield Line(
            (Words(f"{plural(outlets, 'outlet')}, the same {f'{credit} ' if credit else ''}copy:", strong=True),)
        )
    for each in carriers:
        yield from _carrier(each, revisions.get(each.id, ()))
        if each is not origin:
            yield from _added(origin, each)


def _carrier(stored: StoredArticle, revisions: Sequence[Revision]) -> Iterator[Block]:
    gone = words("no longer at its address") if stored.missing_since else ()
    facts = (
        words(stored.article.source),
        (Moment(stored.article.published),),
        gone,
        changed(stored),
        (_linked(stored),),
    )
    yield Line(joined(facts), indent=1)
    for revision in revisions:
        said = Words(f"{revision.change.value}: {revision.difference or 'marks and spaces only'} · ")
        yield Line((said, Moment(revision.at)), small=True, indent=2)


def _linked(stored: StoredArticle) -> Inline:
    said = headline(stored)
    return Link(said.text, said.url, struck=said.struck) if isinstance(said, Link) else said


def _added(origin: StoredArticle, copy: StoredArticle) -> Iterator[Block]:
    added = what_was_added(origin.article, copy.article)
    if added:
        yield Line(words(f"added {plural(len(added), 'sentence')} of its own:"), small=True, indent=2)
    for sentence in added[:ADDED_SHOWN]:
        yield quotation(sentence, words(copy.article.source), limit=ADDED_LENGTH, indent=2)
