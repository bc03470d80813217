"""A `QuoteQuery` as conditions of the database. It asks nothing itself."""

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import col, func, or_, select

from storage import fulltext
from storage.model import Change, QuoteQuery, Trait
from storage.tables import ArticleRow, QuoteRow

CERTAIN = 0.85
"""From this confidence on a speaker is named without doubt (product §6)."""


def conditions(query: QuoteQuery) -> list[ColumnElement[bool]]:
    """Return what a quote must meet; never empty."""
    taken_out = col(QuoteRow.gone_at).is_not(None) & col(QuoteRow.correction).is_(None)
    wanted: list[ColumnElement[bool]] = [taken_out if query.former else col(QuoteRow.gone_at).is_(None)]
    if query.speakers is not None:
        wanted.append(col(QuoteRow.speaker_id).in_(query.speakers))
    if query.words is not None:
        wanted.append(col(QuoteRow.id).in_(fulltext.rows_with("quote", query.words, "text" if query.quoted else None)))
    if query.since is not None:
        wanted.append(col(QuoteRow.published) >= query.since)
    if query.until is not None:
        wanted.append(col(QuoteRow.published) < query.until)
    if query.sources:
        wanted.append(col(QuoteRow.source).in_(query.sources))
    if query.not_sources:
        wanted.append(col(QuoteRow.source).not_in(query.not_sources))
    if query.kinds:
        wanted.append(col(QuoteRow.kind).in_([kind.value for kind in query.kinds]))
    column = col(QuoteRow.text if query.quoted else QuoteRow.context)
    wanted += [func.instr(column, word) > 0 for word in query.exactly]
    wanted += [_has(trait) for trait in query.traits]
    wanted += [~_has(trait) for trait in query.not_traits]
    return wanted


def _has(trait: Trait) -> ColumnElement[bool]:
    match trait:
        case Trait.CORRECTED:
            return or_(col(QuoteRow.corrected_at).is_not(None), _article_is(Change.CORRECTION))
        case Trait.WITHDRAWN:
            return _article_is(Change.WITHDRAWN)
        case Trait.UNNAMED:
            return col(QuoteRow.speaker_id).is_(None)
        case Trait.CERTAIN:
            return col(QuoteRow.confidence) >= CERTAIN
        case Trait.UNCERTAIN:
            return col(QuoteRow.confidence) < CERTAIN


def _article_is(change: Change) -> ColumnElement[bool]:
    article = aliased(ArticleRow)
    of_it = select(article.change).where(col(article.id) == col(QuoteRow.article_id)).scalar_subquery()
    return func.coalesce(of_it, "") == change.value
