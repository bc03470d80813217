"""`/feeds test`: an address asked once and read as a poll would read it, and told in full. It stores nothing.

The asking is the bot's: here is what to ask, and how the outcome is told.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from feeds.errors import FeedError, State
from feeds.fetch import Fetched
from feeds.model import Article, Feed, FeedId
from feeds.parse import ParsedFeed
from feeds.text import first_words
from handlers.feeds import address
from handlers.grammar import Argument, Entry, Kind
from handlers.message import Block, Button, Inline, Line, Link, Message, Moment, Words, joined, plural, say, words
from handlers.request import Reply, Request, Role
from handlers.times import in_words
from storage import feeds as stored_feeds
from storage.store import Store

SHOWN = 3
SUMMARY = 160
_CURES = {
    State.BLOCKED: "Its publisher keeps programs out. Ask them, or try another agent: with /feeds edit.",
    State.REFUSED: "Only public web addresses are asked; ALLOW_NETWORKS opens others.",
    State.NOT_A_FEED: "Look on the site for a link called RSS, Atom or Feed.",
    State.GONE: "Its publisher says that it is gone for good.",
    State.TOO_LARGE: "Look for a feed of a part of the site.",
}


@dataclass(frozen=True, slots=True)
class Trial:
    """What asking `feed` once brought, as far as it went: an answer, what was read in it, or the trouble that ended it.

    `user_agent` is what it was asked as.
    """

    feed: Feed
    user_agent: str
    answer: Fetched | None = None
    parsed: ParsedFeed | None = None
    trouble: FeedError | None = None


def test(request: Request, store: Store, now: datetime) -> Reply:
    """Answer `/feeds test URL`: ask it once, a watched one the way it is polled; nothing of it is kept.

    Raises:
        RequestError: it is no web address and no watched feed's name.
    """
    typed = request.command.words.strip().strip('"')
    with store.reading() as tx:
        known = stored_feeds.find_feed(tx, typed) if typed else None
    if known is not None:
        return Reply(say(f"Asked {known.name} once."), tries=known)
    asked = stranger(address(typed), request, now)
    return Reply(say(f"Asked {asked.name} once."), tries=asked)


def stranger(url: str, request: Request, now: datetime) -> Feed:
    """Return what stands for an address that nobody watches: its id is 0."""
    return Feed(FeedId(0), url, urlsplit(url).hostname or url, request.every, timedelta(0), now)


def trial_message(trial: Trial) -> Message:
    """Return what a trial brought: request, answer, reader, ids, and the last items as they would be shown."""
    blocks: list[Block] = [_row("asked", _request(trial))]
    if trial.answer is not None:
        blocks.append(_row("answer", _answer(trial.answer)))
    if trial.parsed is not None:
        blocks += _reading(trial.parsed)
    if trial.trouble is not None:
        cure = _CURES.get(trial.trouble.state)
        blocks.append(_row(trial.trouble.state.value, str(trial.trouble)))
        blocks += [Line(words(cure), small=True)] if cure else []
    is_new = trial.feed.id == 0 and trial.trouble is None
    buttons = (Button("Watch it", f"/feeds add {trial.feed.url}", primary=True),) if is_new else ()
    title = _verdict(trial)
    return Message(
        title, (Line((Words(title, strong=True),)), *blocks, Line(words("Nothing is stored."), small=True)), buttons
    )


def _verdict(trial: Trial) -> str:
    if trial.parsed is None:
        return f"{trial.feed.name} cannot be read now"
    name = trial.feed.name if trial.feed.id else trial.parsed.title or trial.feed.name
    return f"{name} can be read: {plural(len(trial.parsed.articles), 'entry', 'entries')}"


def _request(trial: Trial) -> str:
    asking = trial.feed.asking
    parts = [f"GET {trial.feed.url}", f"as {asking.user_agent or trial.user_agent}"]
    parts += ["with its login"] if asking.login else []
    parts += ["with the header " + ", ".join(name for name, _ in asking.headers)] if asking.headers else []
    return " · ".join(parts)


def _answer(answer: Fetched) -> str:
    said = answer.validators
    parts = [str(answer.status), answer.content_type or "no content type", f"{len(answer.body):,} bytes"]
    given = [name for name, value in (("ETag", said.etag), ("Last-Modified", said.last_modified)) if value]
    parts.append(" and ".join(given) if given else "neither ETag nor Last-Modified: every poll brings it whole")
    parts += [f"fresh for {in_words(answer.max_age)}"] if answer.max_age else []
    parts += [f"moved for good to {answer.moved_to}"] if answer.moved_to else []
    return " · ".join(parts)


def _reading(parsed: ParsedFeed) -> list[Block]:
    blocks: list[Block] = [_row("read by", f"the {parsed.reader} reader")]
    blocks += [Line(words(complaint), small=True, indent=1) for complaint in parsed.complaints]
    blocks.append(_row("entries", _entries(parsed)))
    latest = sorted(parsed.articles, key=lambda each: each.published, reverse=True)[:SHOWN]
    for article in latest:
        blocks += _item(article)
    return blocks


def _entries(parsed: ParsedFeed) -> str:
    """Return how many entries there are and what each is known by from one poll to the next."""
    hashed = sum(each.guid.startswith("sha256:") for each in parsed.articles)
    by_address = sum(each.guid == each.url for each in parsed.articles)
    own = len(parsed.articles) - hashed - by_address
    known = (
        (own, "its own id"),
        (by_address, "its address"),
        (hashed, "headline and day, for it has no id and no link"),
    )
    undated = sum(each.undated for each in parsed.articles)
    parts = [f"{count:,} known by {what}" for count, what in known if count]
    parts += [f"{undated:,} without a date"] if undated else []
    return " · ".join((plural(len(parsed.articles), "entry", "entries"), *parts))


def _item(article: Article) -> tuple[Block, ...]:
    head: Inline = Link(article.title, article.url, strong=True) if article.url else Words(article.title, strong=True)
    when: tuple[Inline, ...] = words("no date") if article.undated else (Moment(article.published),)
    author = words(article.author) if article.author else ()
    lines = [Line((head,)), Line(joined((when, author)), small=True, indent=1)]
    text = first_words(article.text, SUMMARY)
    return (*lines, Line(words(text), indent=1)) if text else tuple(lines)


def _row(name: str, told: str) -> Line:
    return Line((Words(f"{name}: ", strong=True), Words(told)))


ENTRIES = (
    Entry(
        name="feeds",
        action="test",
        summary="ask a feed once and show what comes; stores nothing",
        usage="/feeds test URL",
        examples=("/feeds test https://news.example/rss.xml", '/feeds test "Example Times"'),
        role=Role.READER,
        answer=test,
        positional=(Argument("feed", "an address, or a watched feed's name", Kind.FEED, required=True),),
    ),
)
