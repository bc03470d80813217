"""`/quotes id:N`: one quote with its context, why its speaker is who it says, and every sighting of the utterance."""

from collections.abc import Iterable, Sequence

from feeds.errors import RequestError
from handlers.alerts import changed
from handlers.message import Block, Button, Inline, Line, Message, Moment, Words, joined, plural, words
from handlers.quotes_layout import KINDS, numbered, reported
from handlers.word_difference import word_difference
from storage import quotes
from storage.model import QuoteId, StoredQuote
from storage.store import Transaction
from storage.utterances import utterance_of
from storage.wordings import Likeness, folded_words, likeness

MOST_SIGHTINGS = 40
_LONGEST_NUMBER = 15


def one_quote(tx: Transaction, number: str) -> tuple[Message, QuoteId]:
    """Return one quote and its id; one that is no longer in its article is shown as it stood, and says so.

    Raises:
        RequestError: no quote has that number.
    """
    short = number.isdecimal() and len(number) <= _LONGEST_NUMBER
    quote = quotes.quote_as_kept(tx, QuoteId(int(number))) if short else None
    if quote is None:
        raise RequestError(f"No quote has the number {number[:_LONGEST_NUMBER]}.")
    sightings = quotes.sightings_of(tx, quote.utterance, MOST_SIGHTINGS, gone=True)
    return quote_message(tx, quote, [each for each in sightings if each.id != quote.id]), quote.id


def quote_message(tx: Transaction, quote: StoredQuote, others: Sequence[StoredQuote]) -> Message:
    """Return one quote with its paragraph, how its speaker was told, and the other sightings with their wordings."""
    said = quote.quote
    how = f"Speaker {said.how}; confidence {said.confidence:.2f}; quote {quote.id}"
    blocks: list[Block] = [*numbered(utterance_of(tx, quote))]
    if quote.gone_at is not None:
        blocks.append(Line(_gone(quote)))
    blocks += [
        Line(words(how), small=True),
        Line((Words("In its paragraph: "), Words(_paragraph(quote))), small=True),
        *_sightings(quote, others),
    ]
    buttons = (Button("The story", f"/news id:{quote.article.id}"),)
    return Message(said.text, tuple(blocks), buttons)


def _paragraph(quote: StoredQuote) -> str:
    text, said = quote.article.article.text, quote.quote
    if quote.gone_at is not None and text[said.start : said.end] != said.text:
        return said.text
    start = text.rfind("\n", 0, said.start) + 1
    end = text.find("\n", said.end)
    return text[start : end if end >= 0 else len(text)]


def _gone(quote: StoredQuote) -> tuple[Inline, ...]:
    why = (
        "an editor found that nobody said it" if quote.corrected_at else "no longer in the article, a revision changed"
    )
    return (Words(f"⚠ {why}: "), Moment(quote.gone_at)) if quote.gone_at else ()


def _sightings(quote: StoredQuote, others: Sequence[StoredQuote]) -> Iterable[Block]:
    if not others:
        return
    wordings = {folded_words(each.quote.text) for each in (quote, *others)}
    told = f"{plural(len(others), 'other sighting')}, {plural(len(wordings), 'wording')} and fragment in all"
    yield Line((Words(told.replace("wordings and fragment", "wordings and fragments"), strong=True),))
    for each in others:
        yield Line(joined((reported(each), words(_likeness(quote, each)), *_notes(each))), indent=1)
        if difference := _difference(quote, each):
            yield Line(words(difference), small=True, indent=2)


def _notes(each: StoredQuote) -> tuple[tuple[Inline, ...], ...]:
    kind = KINDS.get(each.quote.kind)
    dropped = (Words("dropped by it "), Moment(each.gone_at)) if each.gone_at else ()
    return (words(kind) if kind else (), changed(each.article), dropped, words(f"id:{each.id}"))


def _likeness(quote: StoredQuote, each: StoredQuote) -> str:
    words_in = {
        Likeness.SAME: "same wording",
        Likeness.WITHIN: "a part of it",
        Likeness.HOLDS: "more of it",
    }
    return words_in.get(_how(quote, each), "other wording")


def _difference(quote: StoredQuote, each: StoredQuote) -> str:
    """Return what another wording has otherwise, word by word; nothing where it is the same or a part."""
    how = _how(quote, each)
    if how in {Likeness.SAME, Likeness.WITHIN}:
        return ""
    return word_difference(quote.quote.text, each.quote.text)


def _how(quote: StoredQuote, each: StoredQuote) -> Likeness:
    other, ours = folded_words(each.quote.text), folded_words(quote.quote.text)
    return likeness(other, ours, one_whole=False, other_whole=False)
