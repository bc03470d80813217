"""`/feeds find`: which feeds a site has, each tried before it is told. It stores nothing; the asking is the bot's."""

from dataclasses import dataclass
from datetime import datetime

from feeds.errors import FeedError
from feeds.model import Feed
from handlers.feed_trials import Trial, stranger
from handlers.feeds import address
from handlers.grammar import Argument, Entry
from handlers.message import Block, Button, Inline, Line, Message, Moment, Words, plural, say, words
from handlers.request import Reply, Request, Role
from storage.store import Store

MOST_BUTTONS = 5


@dataclass(frozen=True, slots=True)
class Search:
    """What was found on a site: the feeds that can be read, as tried; `tried` addresses in all.

    `trouble` is why the site's own page could not be had; `hurried` says that some did not answer in time.
    """

    site: Feed
    found: tuple[Trial, ...] = ()
    tried: int = 0
    trouble: FeedError | None = None
    hurried: bool = False


def find(request: Request, _store: Store, now: datetime) -> Reply:
    """Answer `/feeds find SITE`: the feeds its page names, else those where most sites keep one.

    Raises:
        RequestError: it is no web address.
    """
    site = stranger(address(request.command.words), request, now)
    return Reply(say(f"Looked for feeds on {site.name}."), finds=site)


def search_message(search: Search) -> Message:
    """Return what was found, each with its entries, its newest and its address, and a button to watch it."""
    name = search.site.name
    if not search.found:
        return _nothing(search)
    title = f"{plural(len(search.found), 'feed')} found on {name}"
    blocks: list[Block] = [Line(words(title))]
    for trial in search.found:
        blocks += _told(trial)
    blocks += [Line(words("Some did not answer in time."), small=True)] if search.hurried else []
    blocks.append(Line(words("Nothing is watched yet."), small=True))
    buttons = tuple(
        Button(f"Watch {_title(trial)}"[:60], f"/feeds add {trial.feed.url}") for trial in search.found[:MOST_BUTTONS]
    )
    return Message(title, tuple(blocks), buttons)


def _nothing(search: Search) -> Message:
    title = f"No feed was found on {search.site.name}"
    why = f"Its page: {search.trouble}" if search.trouble else f"Its page was read and {search.tried} addresses tried."
    late = ("Some did not answer in time: try again.",) if search.hurried else ()
    return say(f"{title}.", f"{why}", *late, "A feed's own address works too: /feeds test URL")


def _told(trial: Trial) -> tuple[Block, ...]:
    articles = trial.parsed.articles if trial.parsed else ()
    dated = [each.published for each in articles if not each.undated]
    newest: tuple[Inline, ...] = (Words(" · newest "), Moment(max(dated))) if dated else ()
    head = (Words(_title(trial), strong=True), Words(f" · {plural(len(articles), 'entry', 'entries')}"), *newest)
    return Line(head), Line(words(trial.feed.url), small=True, indent=1)


def _title(trial: Trial) -> str:
    return (trial.parsed.title if trial.parsed else "") or trial.feed.name


ENTRIES = (
    Entry(
        name="feeds",
        action="find",
        summary="the feeds of a site, each tried first",
        usage="/feeds find SITE",
        examples=("/feeds find news.example",),
        role=Role.READER,
        answer=find,
        positional=(Argument("site", "the site's address", required=True),),
    ),
)
