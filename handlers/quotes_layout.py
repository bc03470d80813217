"""How quotes are shown: each wording once, whole and verbatim, with who, where said, when reported and by whom."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from feeds.model import QuoteKind
from handlers.alerts import attribution, changed, folded
from handlers.message import (
    Block,
    Form,
    Inline,
    Line,
    Link,
    Message,
    Moment,
    Quotation,
    Words,
    joined,
    plural,
    words,
)
from storage.model import StoredQuote

_KINDS = {
    QuoteKind.PARTIAL: "partial quote",
    QuoteKind.DOCUMENT: "a document's words",
    QuoteKind.REPORTED: "at second hand",
}


@dataclass(frozen=True, slots=True)
class Utterance:
    """One wording with every sighting of it that was found, newest first (never empty)."""

    sightings: tuple[StoredQuote, ...]

    @property
    def shown(self) -> StoredQuote:
        """The sighting that is shown: the first reported."""
        return min(self.sightings, key=lambda sighting: sighting.article.article.published)

    @property
    def outlets(self) -> int:
        """How many outlets carry this wording."""
        return len({sighting.article.article.source for sighting in self.sightings})


def utterances(found: Iterable[StoredQuote]) -> tuple[Utterance, ...]:
    """Return the different wordings among `found`, in the order each first stands there."""
    groups: dict[tuple[str | None, str], list[StoredQuote]] = {}
    for quote in found:
        groups.setdefault((quote.speaker, folded(quote.quote.text)), []).append(quote)
    return tuple(Utterance(tuple(group)) for group in groups.values())


def quote_blocks(shown: Sequence[Utterance], first: int = 1) -> tuple[Block, ...]:
    """Return the numbered quotations of a reply; every character of a quote is as published."""
    return tuple(block for number, each in enumerate(shown, first) for block in _numbered(number, each))


def one_quote(quote: StoredQuote, paragraph: str) -> Message:
    """Return one quote with the paragraph it stands in, how its speaker was told, and its number."""
    said = quote.quote
    how = f"Speaker {said.how}; confidence {said.confidence:.2f}; quote {quote.id}"
    blocks = (
        *quote_blocks((Utterance((quote,)),)),
        Line(words(how), small=True),
        Line((Words("In its paragraph: "), Words(paragraph)), small=True),
    )
    return Message(said.text, blocks)


def _numbered(number: int, each: Utterance) -> tuple[Block, ...]:
    quote = each.shown
    by = joined((attribution(quote), _kind(quote)))
    return (Quotation(quote.quote.text, by, number=number), Line(_sighting(each), small=True, indent=1))


def _kind(quote: StoredQuote) -> tuple[Inline, ...]:
    kind = _KINDS.get(quote.quote.kind)
    return words(kind) if kind else ()


def _sighting(each: Utterance) -> tuple[Inline, ...]:
    stored = each.shown.article
    article = stored.article
    outlet: tuple[Inline, ...] = (Link(article.source, article.url),) if article.url else words(article.source)
    others = each.outlets - 1
    also = words(f"also in {plural(others, 'outlet')} · same wording in all") if others else ()
    return joined(((Words("reported "), Moment(article.published)), outlet, also, changed(stored)))


def span_in_words(since: datetime, until: datetime) -> tuple[Inline, ...]:
    """Return the days from `since` to `until`, as read in the reader's zone."""
    return (Moment(since, Form.DAY), Words(" to "), Moment(until, Form.DAY))
