"""Utterances found by who, what, when and where: each once, however many outlets report it. It folds nothing itself.

Which sightings are one utterance was settled as they were kept (`ledger.py`); here they are counted and shown.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import case, col, func, select

from feeds.model import QuoteKind
from storage import fulltext
from storage.model import Change, QuoteQuery, Sort, StoredQuote, Utterance, UtterancesFound
from storage.quote_query import conditions
from storage.quotes import quotes_by_id
from storage.store import Transaction
from storage.tables import ArticleRow, FeedRow, QuoteRow
from storage.wordings import Likeness, folded_words, likeness

MOST_SIGHTINGS = 2000
"""Sightings of a page's utterances whose wordings are compared; more are counted, but not compared."""
AT_ONCE = 500

_COUNTED = (
    col(QuoteRow.utterance),
    col(QuoteRow.wording),
    col(QuoteRow.text),
    col(QuoteRow.kind),
    col(QuoteRow.source),
    col(ArticleRow.change),
)


@dataclass(slots=True)
class _Facts:
    """What is known of one utterance: how often each wording was sighted, and in which outlets."""

    sightings: int = 0
    sources: set[str] = field(default_factory=set)
    withdrawn: dict[str, None] = field(default_factory=dict)
    wordings: dict[int, tuple[str, str, set[str]]] = field(default_factory=dict)


def find_utterances(tx: Transaction, query: QuoteQuery) -> UtterancesFound:
    """Return one page of the utterances with a sighting that is asked for, and how many there are in all.

    What is counted of each utterance is counted of all its sightings, asked for or not.
    """
    wanted = conditions(query)
    numbers = func.count(func.distinct(QuoteRow.utterance)), func.count(), func.count(func.distinct(QuoteRow.source))
    count, sightings, outlets = tx.session.exec(select(*numbers).where(*wanted)).one()
    page = tx.session.execute(_page(query).where(*wanted)).all() if count else []
    keys = [key for key, *_ in page]
    shown = _shown(tx, keys, wanted)
    found = _told(tx, [shown[key] for key in keys])
    return UtterancesFound(_with_topic(tx, found, query), count, sightings, outlets)


def utterance_of(tx: Transaction, quote: StoredQuote) -> Utterance:
    """Return the utterance that `quote` is a sighting of, shown as this one words it."""
    return _told(tx, [quote])[0]


def sightings(tx: Transaction, query: QuoteQuery) -> Iterator[StoredQuote]:
    """Return the sightings that are asked for, in pages as they are needed, the newest first: for files."""
    ids = tx.session.exec(
        select(QuoteRow.id)
        .where(*conditions(query))
        .order_by(col(QuoteRow.published).desc(), col(QuoteRow.id).desc())
        .limit(query.limit)
    ).all()
    for first in range(0, len(ids), AT_ONCE):
        some = [each or 0 for each in ids[first : first + AT_ONCE]]
        found = quotes_by_id(tx, some)
        yield from (found[each] for each in some)


def outlets(tx: Transaction) -> tuple[str, ...]:
    """Return the names of the outlets whose feeds are or were watched, in order."""
    return tuple(tx.session.exec(select(FeedRow.name).distinct().order_by(col(FeedRow.name))))


def _page(query: QuoteQuery) -> sa.Select[int, datetime]:
    latest, first = func.max(QuoteRow.published), func.min(QuoteRow.published)
    orders: dict[Sort, sa.ColumnElement[Any]] = {
        Sort.NEWEST: latest.desc(),
        Sort.OLDEST: first.asc(),
        Sort.CONFIDENCE: func.max(QuoteRow.confidence).desc(),
        Sort.OUTLETS: func.count(func.distinct(QuoteRow.source)).desc(),
    }
    order = orders[query.sort]
    grouped = sa.select(col(QuoteRow.utterance), latest).group_by(col(QuoteRow.utterance))
    last = func.max(QuoteRow.id).desc()
    return grouped.order_by(order, latest.desc(), last).limit(query.limit).offset(query.offset)


def _shown(tx: Transaction, keys: Sequence[int], wanted: Sequence[Any]) -> dict[int, StoredQuote]:
    """Return for each utterance the sighting to show: not withdrawn, whole, the longest, the first reported."""
    taken_back = case((col(ArticleRow.change) == Change.WITHDRAWN.value, 1), else_=0)
    in_part = case((col(QuoteRow.kind) == QuoteKind.FULL.value, 0), else_=1)
    best = (taken_back, in_part, col(QuoteRow.length).desc(), col(QuoteRow.published), col(QuoteRow.id))
    rank = func.row_number().over(partition_by=col(QuoteRow.utterance), order_by=best).label("rank")
    ranked = (
        select(col(QuoteRow.id).label("id"), col(QuoteRow.utterance).label("utterance"), rank)
        .join(ArticleRow, col(ArticleRow.id) == col(QuoteRow.article_id))
        .where(col(QuoteRow.utterance).in_(keys), *wanted)
        .subquery()
    )
    first = tx.session.execute(select(ranked.c.id, ranked.c.utterance).where(ranked.c.rank == 1)).all()
    quotes = quotes_by_id(tx, [number for number, _ in first])
    return {utterance: quotes[number] for number, utterance in first}


def _told(tx: Transaction, shown: Sequence[StoredQuote]) -> tuple[Utterance, ...]:
    facts: defaultdict[int, _Facts] = defaultdict(_Facts)
    query = (
        sa.select(*_COUNTED)
        .join(ArticleRow, col(ArticleRow.id) == col(QuoteRow.article_id))
        .where(col(QuoteRow.utterance).in_([quote.utterance for quote in shown]), col(QuoteRow.gone_at).is_(None))
        .order_by(col(QuoteRow.utterance), col(QuoteRow.published))
        .limit(MOST_SIGHTINGS)
    )
    for key, wording, text, kind, source, change in tx.session.execute(query):
        known = facts[key]
        known.sightings += 1
        known.sources.add(source)
        known.wordings.setdefault(wording, (text, kind, set()))[2].add(source)
        if change == Change.WITHDRAWN.value:
            known.withdrawn[source] = None
    return tuple(_utterance(quote, facts[quote.utterance]) for quote in shown)


def _utterance(quote: StoredQuote, known: _Facts) -> Utterance:
    words, whole, wordings, in_part = folded_words(quote.quote.text), {quote.article.article.source}, 1, set[str]()
    for text, kind, sources in known.wordings.values():
        full = kind == QuoteKind.FULL.value
        how = likeness(folded_words(text), words, one_whole=full, other_whole=True)
        if how is Likeness.WITHIN:
            in_part |= sources
            continue
        wordings += how is Likeness.DRIFTED
        whole |= sources
    outlets = len(known.sources | whole)
    return Utterance(quote, max(known.sightings, 1), outlets, len(in_part - whole), wordings, tuple(known.withdrawn))


def _with_topic(tx: Transaction, found: tuple[Utterance, ...], query: QuoteQuery) -> tuple[Utterance, ...]:
    """Say of each whether the topic stands in the words that are shown, or only round them."""
    if query.words is None:
        return found
    ids = [each.shown.id for each in found]
    in_quote = fulltext.rows_with("quote", query.words, "text")
    hits = set(tx.session.exec(select(QuoteRow.id).where(col(QuoteRow.id).in_(ids), col(QuoteRow.id).in_(in_quote))))
    exact = {each.shown.id for each in found if all(word in each.shown.quote.text for word in query.exactly)}
    return tuple(replace(each, in_quote=each.shown.id in hits & exact) for each in found)
