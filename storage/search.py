"""Search for words in the stored articles, and how typed words become `Words`. Not the query language."""

import re
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select

from storage import fulltext
from storage.model import ArticlesFound, Words
from storage.rows import to_stored
from storage.store import Transaction
from storage.tables import ArticleRow

_MARKS = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})


def phrases(typed: str) -> Words:
    """Return typed words as the newsroom means them: words side by side are a phrase, a comma or OR parts choices."""
    clean = typed.translate(_MARKS)
    choices = re.findall(r'"[^"]*"|[^",]+', re.sub(r"\s(?:OR|\|)\s", ",", clean))
    return Words((tuple(choice.strip(' "') for choice in choices if choice.strip(' "')),))


def any_order(typed: str) -> Words:
    """Return typed words so that each must be found, wherever it stands."""
    return Words(tuple((word,) for word in re.findall(r"[^\s\",]+", typed.translate(_MARKS))))


def search_articles(
    tx: Transaction,
    words: Words,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 5,
    offset: int = 0,
) -> ArticlesFound:
    """Return one page of the articles that hold `words` in title or text, the newest first, and how many there are.

    `since` and `until` are half-open and meant of publication.
    """
    published = col(ArticleRow.published)
    wanted: list[ColumnElement[bool]] = [col(ArticleRow.id).in_(fulltext.rows_with("article", words))]
    wanted += [published >= since] if since else []
    wanted += [published < until] if until else []
    count = tx.session.exec(select(func.count()).select_from(ArticleRow).where(*wanted)).one()
    page = select(ArticleRow).where(*wanted).order_by(published.desc(), col(ArticleRow.id).desc())
    rows = tx.session.exec(page.limit(limit).offset(offset))
    return ArticlesFound(tuple(to_stored(row) for row in rows), count)
