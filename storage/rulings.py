"""What editors ruled about stories: which articles are told as which story, whatever folding found. Decides nothing.

A strand is a story as folding finds it. The latest ruling on a strand says as which story it is told; a strand without
one is told as itself. The index of stories knows strands only.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, insert, update
from sqlmodel import col, func, select

from storage.model import ArticleId, ArticleKey, StoredArticle, StoryKey
from storage.rows import to_stored
from storage.sqlite import listed
from storage.store import Transaction
from storage.tables import ArticleRow, RulingRow, table

_ARTICLE = table(ArticleRow)
_MOVE = update(_ARTICLE).where(_ARTICLE.c.id == bindparam("moved"))
_NEW = insert(table(RulingRow))
_OF_STRANDS = col(RulingRow.strand).in_(listed("strands"))


@dataclass(frozen=True, slots=True)
class Move:
    """Where an article stands after a ruling: the story it is told as, its strand, and the text it carries."""

    article: ArticleId
    story: StoryKey
    strand: StoryKey
    copies: ArticleKey


def tell(tx: Transaction, moves: Sequence[Move], now: datetime) -> None:
    """Put articles where `moves` say, and rule that their strands are told as those stories from now on."""
    rows = [
        {"moved": each.article, "story": each.story, "copies": each.copies, "strand": _kept_strand(each)}
        for each in moves
    ]
    told = dict.fromkeys((each.strand, each.story) for each in moves)
    if not rows:
        return
    connection = tx.session.connection()
    values: dict[str, BindParameter[str]] = {name: bindparam(name) for name in ("story", "copies", "strand")}
    connection.execute(_MOVE.values(values), rows)
    connection.execute(_NEW, [{"strand": strand, "story": story, "at": now} for strand, story in told])
    tx.session.expire_all()


def told_as(tx: Transaction, strands: Iterable[StoryKey]) -> dict[StoryKey, StoryKey]:
    """Return as which story each of `strands` is told, where an editor ruled on it."""
    last = select(func.max(RulingRow.id)).where(_OF_STRANDS).group_by(col(RulingRow.strand))
    wanted = {"strands": json.dumps(sorted(set(strands)))}
    rows = tx.session.exec(select(RulingRow).where(col(RulingRow.id).in_(last)), params=wanted)
    return {StoryKey(row.strand): StoryKey(row.story) for row in rows}


def latest(tx: Transaction) -> int:
    """Return the number of the last ruling, 0 where there is none."""
    return tx.session.exec(select(func.max(RulingRow.id))).one() or 0


def moved_since(tx: Transaction, ruling: int) -> tuple[StoredArticle, ...]:
    """Return the articles of every strand that was ruled on after `ruling`, in the order they were kept."""
    strands = select(RulingRow.strand).where(col(RulingRow.id) > ruling)
    strand, story = col(ArticleRow.strand), col(ArticleRow.story)
    own = select(ArticleRow.id).where(story.in_(strands), strand.is_(None))
    ruled = select(ArticleRow.id).where(strand.in_(strands), strand.is_not(None))
    query = select(ArticleRow).where(col(ArticleRow.id).in_(own.union(ruled))).order_by(col(ArticleRow.id))
    return tuple(to_stored(row) for row in tx.session.exec(query))


def _kept_strand(move: Move) -> StoryKey | None:
    return None if move.strand == move.story else move.strand
