"""How quotes are shown: each utterance once, whole and verbatim, with who, where, when said, when reported, by whom."""

from collections.abc import Sequence
from datetime import date, datetime

from feeds.model import Precision, QuoteKind, Said
from handlers.alerts import attribution, changed
from handlers.message import Block, Form, Inline, Line, Link, Moment, Quotation, Words, joined, plural, words
from storage.model import StoredQuote, Utterance

KINDS = {
    QuoteKind.PARTIAL: "partial quote",
    QuoteKind.DOCUMENT: "a document's words",
    QuoteKind.REPORTED: "at second hand",
}
_WITHDRAWN_NAMED = 3


def quote_blocks(shown: Sequence[Utterance], first: int = 1) -> tuple[Block, ...]:
    """Return the numbered quotations of a reply; every character of a quote is as published."""
    return tuple(block for number, each in enumerate(shown, first) for block in numbered(each, number))


def numbered(each: Utterance, number: int | None = None) -> tuple[Block, ...]:
    """Return one quotation and the line of facts under it."""
    quote = each.shown
    by = joined((attribution(quote), _kind(quote)))
    return (Quotation(quote.quote.text, by, number=number), Line(_facts(each), small=True, indent=1))


def said_in_words(said: Said | None, published: datetime) -> str:
    """Return when something was said: `said Sun 15 Jun`, with the article's wording where that is broader than a day.

    The year is told where it is not that of the report.
    """
    if said is None:
        return ""
    this_year = said.on.year == said.until.year == published.year
    match said.precision:
        case Precision.DAY if said.on == said.until:
            return f"said {_day(said.on, named=True, year=not this_year)}"
        case Precision.DAY | Precision.WEEK:
            span = f"{_day(said.on, year=not this_year)}–{_day(said.until, year=not this_year)}"
            return f"said {span} (“{said.as_written}”)"
        case Precision.MONTH:
            return f"said in {said.on:%B %Y}"
        case Precision.YEAR:
            return f"said in {said.on.year}"


def reported(quote: StoredQuote) -> tuple[Inline, ...]:
    """Return when, by whom and where a quote was reported."""
    article = quote.article.article
    outlet: tuple[Inline, ...] = (Link(article.source, article.url),) if article.url else words(article.source)
    return joined(((Words("reported "), Moment(article.published)), outlet))


def carried(each: Utterance) -> str:
    """Return who else carries an utterance, and how alike: `also in 6 outlets · same wording in all`."""
    others = each.outlets - 1
    also = f"also in {plural(others, 'outlet')}" if others else ""
    partly = f"{'all' if each.partly == others else each.partly} of them in part" if each.partly else ""
    differing = f"{each.wordings} wordings" if each.wordings > 1 else ""
    same = "same wording in all" if others and not partly and not differing else ""
    return " · ".join(part for part in (also, partly, differing or same) if part)


def span_in_words(since: datetime, until: datetime) -> tuple[Inline, ...]:
    """Return the days from `since` to `until`, as read in the reader's zone."""
    return (Moment(since, Form.DAY), Words(" to "), Moment(until, Form.DAY))


def _facts(each: Utterance) -> tuple[Inline, ...]:
    quote = each.shown
    article = quote.article
    own = article.article.source
    taken_back = [name for name in each.withdrawn if name != own]
    names = ", ".join(taken_back[:_WITHDRAWN_NAMED])
    withdrawn = words(f"⚠ withdrawn by {names}") if taken_back else ()
    around = words("topic in the sentences round it") if each.in_quote is False else ()
    corrected = words("speaker corrected by an editor") if quote.corrected_at else ()
    said = words(said_in_words(quote.quote.said, article.article.published))
    return joined(
        (
            said if said[0] != Words("") else (),
            reported(quote),
            words(carried(each)) if carried(each) else (),
            changed(article),
            withdrawn,
            corrected,
            around,
            words(f"id:{quote.id}"),
        )
    )


def _kind(quote: StoredQuote) -> tuple[Inline, ...]:
    kind = KINDS.get(quote.quote.kind)
    return words(kind) if kind else ()


def _day(day: date, *, named: bool = False, year: bool = False) -> str:
    weekday = f"{day:%a} " if named else ""
    return f"{weekday}{day.day} {day:%b}{f' {day.year}' if year else ''}"
