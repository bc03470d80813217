"""`/watch why`: what of each watchlist was found in an article, what was missing, and how near it came."""

from datetime import datetime

from feeds.errors import RequestError
from feeds.model import Part
from feeds.urls import canonical_url
from feeds.watchlists import Explanation, Finding, explain
from handlers.alerts import headline
from handlers.grammar import Argument, Entry
from handlers.message import Block, Line, Message, Words, words
from handlers.request import Reply, Request, Role
from storage import articles, watchlists
from storage.model import ArticleId, StoredArticle, StoredWatchlist
from storage.store import Store, Transaction

FINDINGS_SHOWN = 4
MISSING_SHOWN = 3


def why(request: Request, store: Store, _now: datetime) -> Reply:
    """Answer `/watch why LINK` or `id:N`: for each of the desk's lists, what was found, and what was missing.

    Raises:
        RequestError: no such article is stored.
    """
    with store.reading() as tx:
        stored = _article(tx, request)
        lists = watchlists.all_watchlists(tx, request.desk.id)
    blocks: list[Block] = [Line((headline(stored),))]
    for each in lists:
        blocks += _explained(each, stored, explain(stored.article, each.watchlist))
    return Reply(Message(f"Why: {stored.article.title}", tuple(blocks)))


def _article(tx: Transaction, request: Request) -> StoredArticle:
    number, link = request.command.option("id"), request.command.words.strip()
    if number is not None:
        found = articles.article(tx, ArticleId(int(number))) if number.isdigit() else None
    else:
        found = articles.article_at(tx, canonical_url(link)) if link else None
    if found is None:
        raise RequestError(
            f"{number or link or 'Nothing'} is not stored: give an article's link, as /watch why https://…"
        )
    return found


def _explained(each: StoredWatchlist, stored: StoredArticle, explanation: Explanation) -> tuple[Block, ...]:
    verdict = "matches" if explanation.match else "does not match"
    found = _found(explanation.found, stored)
    lines = [
        *found[:FINDINGS_SHOWN],
        *((f"and {len(found) - FINDINGS_SHOWN:,} more mentions",) if len(found) > FINDINGS_SHOWN else ()),
        *((f"missing: {_first(explanation.missing)}",) if explanation.missing else ()),
        *(f"blocked: {blocked}" for blocked in explanation.blocked[:FINDINGS_SHOWN]),
        *(f"near: {near}" for near in explanation.near[:FINDINGS_SHOWN]),
    ]
    first = Line((Words(each.watchlist.name, strong=True), Words(f" {verdict}")))
    return (first, *(Line(words(line), small=True, indent=1) for line in lines))


def _first(missing: tuple[str, ...]) -> str:
    more = len(missing) - MISSING_SHOWN
    return f"{', '.join(missing[:MISSING_SHOWN])}{f' and {more:,} more forms' if more > 0 else ''}"


def _found(findings: tuple[Finding, ...], stored: StoredArticle) -> list[str]:
    """Return a line for each place where something was found; those that count first."""
    lines: dict[tuple[Part, int, int], str] = {}
    for finding in sorted(findings, key=lambda finding: not finding.counts):
        mention = finding.mention
        text = stored.article.title if mention.part is Part.TITLE else stored.article.text
        counts = "counts" if finding.counts else "does not count"
        line = f"“{text[mention.start : mention.end]}” {counts}: {finding.because}"
        lines.setdefault((mention.part, mention.start, mention.end), line)
    return list(lines.values())


ENTRIES = (
    Entry(
        name="watch",
        action="why",
        summary="why an article did or did not match each list",
        usage="/watch why LINK",
        examples=("/watch why https://news.example/story", "/watch why id:12"),
        role=Role.READER,
        answer=why,
        positional=(Argument("link", "an article's link"),),
        options=(Argument("id", "an article's number"),),
    ),
)
