"""Word of a corrected quote, to every channel that was shown it: one line in the thread of what showed it."""

import json
from datetime import datetime

from feeds.model import QuoteKind
from handlers.message import (
    QUOTE_LIMIT,
    Block,
    Inline,
    Line,
    Link,
    Message,
    Moment,
    Words,
    joined,
    quotation,
    words,
)
from handlers.request import Request
from storage import corrections, outbox
from storage import quotes as kept
from storage.audience import audience
from storage.model import Delivery, DeliveryKind, NewDelivery, QuoteId, StoredQuote
from storage.store import Transaction

KINDS = {
    QuoteKind.FULL: "a whole quote",
    QuoteKind.PARTIAL: "partial quote",
    QuoteKind.DOCUMENT: "a document's words",
    QuoteKind.REPORTED: "at second hand",
}
_NOBODY = "nobody said it"
_UNKNOWN = "speaker not named"


def tell(tx: Transaction, request: Request, before: StoredQuote, now: datetime) -> int:
    """Queue word of a correction to every channel that was shown the quote; return to how many.

    Sightings of one utterance that are corrected at once are one line a channel.
    """
    key = f"correct:{before.utterance}:{now.isoformat()}"
    facts = {
        "quote": before.id,
        "was": said_by(before),
        "desk": request.desk.id,
        "by": request.person.name,
        "reason": request.command.option("reason"),
    }
    return sum(
        outbox.enqueue(
            tx,
            NewDelivery(shown.channel.id, key, DeliveryKind.CORRECTION, json.dumps({**facts, "under": shown.ref}), now),
            now,
        )
        for shown in audience(tx, before)
    )


def correction_note(tx: Transaction, delivery: Delivery) -> Message | None:
    """Return what a channel is told of a corrected quote, as it stands now; None where it is stored no more.

    Who corrected it and why is for the desk that did.
    """
    facts = json.loads(delivery.subject)
    quote = kept.quote_as_kept(tx, QuoteId(facts["quote"]))
    if quote is None:
        return None
    fixed = corrections.fix_of_quote(tx, quote.id) is not None
    label, was = ("CORRECTED" if fixed else "CORRECTION TAKEN BACK"), facts["was"]
    right = said_by(quote)
    changed = f"{right}, not: {was}" if right != was else right
    title = f"{label}: {changed}"
    ours = delivery.channel.desk == facts["desk"]
    by = f"corrected by {facts['by']}" if ours else "corrected by an editor"
    why = words(f"“{facts['reason']}”") if ours and facts["reason"] else ()
    first = (Words(label, strong=True), Words(f": {changed}"))
    blocks = (Line(first), *corrected_blocks(quote), Line(joined((words(by), why, _source(quote))), small=True))
    return Message(title, blocks)


def under(delivery: Delivery) -> str | None:
    """Return the message that word of a correction belongs under, None for the channel itself."""
    ref: str | None = json.loads(delivery.subject)["under"]
    return ref


def said_by(quote: StoredQuote) -> str:
    """Return in words who said a quote: a name, that it is not told, or that nobody did."""
    if quote.speaker is None and quote.quote.speaker is None:
        return _NOBODY if quote.gone_at is not None and quote.corrected_at is not None else _UNKNOWN
    return f"said by {quote.speaker or quote.quote.speaker}"


def corrected_blocks(quote: StoredQuote) -> tuple[Block, ...]:
    """Return the quote itself, cut where it is long, with what stands of it now."""
    facts = joined(
        (words(said_by(quote)), words(KINDS[quote.quote.kind]), words(quote.quote.medium) if quote.quote.medium else ())
    )
    return (quotation(quote.quote.text, facts, limit=QUOTE_LIMIT),)


def _source(quote: StoredQuote) -> tuple[Inline, ...]:
    article = quote.article.article
    outlet: Inline = Link(article.source, article.url) if article.url else Words(article.source)
    return (outlet, Words(" "), Moment(article.published))
