"""`/desk split` and `/desk merge`: an editor's word on what is one story. It sticks: later articles follow it.

A split takes the article out with the outlets that carry its text; where the story was merged before, it takes out what
was merged in. A merge tells the younger story as the older one. Channels that were told hear of it under their card.
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from feeds.errors import RequestError
from feeds.urls import canonical_url
from handlers.grammar import Argument, Entry
from handlers.living import touch
from handlers.message import Message, plural, say
from handlers.queueing import join_alerts, queue_note
from handlers.records import Write, write_down
from handlers.request import Reply, Request, Role
from storage import articles, rulings
from storage.model import ArticleKey, StoredArticle, StoryKey
from storage.rulings import Move
from storage.store import Store, Transaction

_LINK = re.compile(r"https?://\S+")


def split(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/desk split LINK`.

    Raises:
        RequestError: no such article, or it stands alone.
    """
    (link,) = _links(request, 1, "/desk split https://news.example/article")
    with store.transaction() as tx:
        stored = _article_at(tx, link)
        told = articles.story(tx, stored.story)
        moves = moves_apart(told, stored)
        if not moves:
            raise RequestError(f"“{stored.article.title}” stands alone: its story has no other article.")
        rulings.tell(tx, moves, now)
        after = {each: articles.story(tx, each) for each in dict.fromkeys(move.story for move in moves)}
        _record(tx, request, "desk split", {stored.story: told}, after, now)
        left, rest = _sides(after, stored)
        line = (
            f"{request.person.name} split this story: “{left[0].article.title}” ({_outlets(left)}) is one, "
            f"“{rest[0].article.title}” ({_outlets(rest)}) another."
        )
        queue_note(tx, stored.story, line, now)
        touch(tx, after, now)
    return Reply(_said("Split into two stories, and so they stay.", left, rest))


def merge(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/desk merge LINK LINK`.

    Raises:
        RequestError: not two links, no such article, or they are one story already.
    """
    one, other = _links(request, 2, "/desk merge https://news.example/one https://other.example/two")
    with store.transaction() as tx:
        keys = {_article_at(tx, one).story, _article_at(tx, other).story}
        if len(keys) == 1:
            raise RequestError("These two are one story already: /news LINK shows it whole.")
        older, younger = sorted((articles.story(tx, key) for key in keys), key=_first_kept)
        rulings.tell(tx, moves_together(older, younger), now)
        whole = articles.story(tx, older[0].story)
        before = {told[0].story: told for told in (older, younger)}
        _record(tx, request, "desk merge", before, {whole[0].story: whole}, now)
        line = (
            f"{request.person.name} merged two stories: “{older[0].article.title}” ({_outlets(older)}) "
            f"and “{younger[0].article.title}” ({_outlets(younger)}) are one."
        )
        queue_note(tx, older[0].story, line, now)
        queue_note(tx, younger[0].story, line, now)
        join_alerts(tx, younger[0].story, older[0].story)
        touch(tx, before, now)
    return Reply(_said("Merged into one story, and so it stays.", whole))


def moves_apart(told: Sequence[StoredArticle], stored: StoredArticle) -> tuple[Move, ...]:
    """Return where the articles of a story stand once `stored` is split from it; empty where there is nobody to leave.

    The side that holds the story's founder keeps its key, and with it the card; the other is named by the article of it
    that was kept first.
    """
    leaving = _leaving(told, stored)
    staying = [each for each in told if each not in leaving]
    if not leaving:
        return ()
    stays = not any(StoryKey(each.key) == stored.story for each in leaving)
    moved, kept = (leaving, staying) if stays else (staying, leaving)
    name = StoryKey(min(moved, key=lambda each: each.id).key)
    divided = {each.copies for each in moved} & {each.copies for each in kept}
    return (
        *(Move(each.id, stored.story, each.strand, _copies(each, kept, divided)) for each in kept),
        *(Move(each.id, name, _strand(each, stored.story, name), _copies(each, moved, divided)) for each in moved),
    )


def moves_together(older: Sequence[StoredArticle], younger: Sequence[StoredArticle]) -> tuple[Move, ...]:
    """Return where the articles of `younger` stand once they are told as the story `older`."""
    return tuple(Move(each.id, older[0].story, each.strand, each.copies) for each in younger)


def _leaving(told: Sequence[StoredArticle], stored: StoredArticle) -> list[StoredArticle]:
    """Return who leaves with `stored`: what was merged in with it, else who carries its text, else it alone."""
    if len(told) == 1:
        return []
    merged_in = stored.strand != stored.story
    with_it = [each for each in told if each.strand == stored.strand]
    if merged_in and len(with_it) < len(told):
        return with_it
    carriers = [each for each in told if each.copies == stored.copies]
    return carriers if len(carriers) < len(told) else [stored]


def _strand(each: StoredArticle, story: StoryKey, name: StoryKey) -> StoryKey:
    return name if each.strand == story else each.strand


def _copies(each: StoredArticle, side: Sequence[StoredArticle], divided: Iterable[ArticleKey]) -> ArticleKey:
    """Return the text that `each` carries; where both sides carry it, each side's is named by its first carrier."""
    if each.copies not in divided or any(one.key == each.copies for one in side):
        return each.copies
    return min((one for one in side if one.copies == each.copies), key=lambda one: one.id).key


def _links(request: Request, count: int, example: str) -> tuple[str, ...]:
    found = tuple(canonical_url(link) for link in _LINK.findall(request.command.words))
    if len(found) != count or len(set(found)) != count:
        wanted = "One link" if count == 1 else "Two different links"
        raise RequestError(f"{wanted} to stored articles, please, for example {example}")
    return found


def _article_at(tx: Transaction, link: str) -> StoredArticle:
    found = articles.article_at(tx, link)
    if found is None:
        raise RequestError(f"{link} is not stored: no watched feed has brought it.")
    return found


def _sides(
    after: dict[StoryKey, tuple[StoredArticle, ...]], stored: StoredArticle
) -> tuple[tuple[StoredArticle, ...], tuple[StoredArticle, ...]]:
    """Return the side of `stored`, then the other."""
    one, other = after.values()
    return (one, other) if any(each.id == stored.id for each in one) else (other, one)


def _first_kept(told: Sequence[StoredArticle]) -> int:
    return min(each.id for each in told)


def _outlets(told: Sequence[StoredArticle]) -> str:
    return plural(len({each.article.source for each in told}), "outlet")


def _said(lead: str, *stories: Sequence[StoredArticle]) -> Message:
    return say(
        lead, *(f"“{told[0].article.title}” · {plural(len(told), 'article')}, {_outlets(told)}" for told in stories)
    )


def _record(
    tx: Transaction,
    request: Request,
    action: str,
    before: dict[StoryKey, tuple[StoredArticle, ...]],
    after: dict[StoryKey, tuple[StoredArticle, ...]],
    now: datetime,
) -> None:
    """Write down which articles told which story before and after."""
    was, now_is = (
        json.dumps({key: [each.id for each in told] for key, told in side.items()}) for side in (before, after)
    )
    write_down(tx, request, Write(action, f"story:{next(iter(after))}", was, now_is), now)


ENTRIES = (
    Entry(
        name="desk",
        action="split",
        summary="take an article out of a story it does not belong to",
        usage="/desk split LINK",
        examples=("/desk split https://news.example/article",),
        role=Role.EDITOR,
        answer=split,
        positional=(Argument("link", "an article's link", required=True),),
    ),
    Entry(
        name="desk",
        action="merge",
        summary="tell two stories as one",
        usage="/desk merge LINK LINK",
        examples=("/desk merge https://news.example/one https://other.example/two",),
        role=Role.EDITOR,
        answer=merge,
        positional=(
            Argument("link", "an article of one story", required=True),
            Argument("other", "an article of the other", required=True),
        ),
    ),
)
