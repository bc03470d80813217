"""A newsroom for tests: a real store, the real reader in this process, a terminal that remembers what it was sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from feeds.fetch import Fetched
from feeds.model import Article, Feed, Level, Validators
from handlers import opening
from handlers.commands import answer, parse
from handlers.deliver import compose, due, settle, shown_by
from handlers.ingest import Ingested, ingest
from handlers.message import Inline, Line, Link, Message, Quotation, Verbatim, Words
from handlers.newsroom import Newsroom
from handlers.outcome import Outcome, Sent
from handlers.reading import LocalReader
from handlers.request import Person, Reply, Request, Role
from storage import channels, feeds, watchlists
from storage.model import Delivery
from storage.store import Store, open_store
from tests.builders import NOW

READER = LocalReader()


@dataclass
class Desk:
    """One desk under test. `now` is its clock; tests move it."""

    store: Store
    newsroom: Newsroom
    place: opening.Place
    now: datetime = NOW
    heard: list[Message] = field(default_factory=list)

    def types(self, line: str, role: Role = Role.ADMIN) -> Reply:
        """Answer a typed line."""
        command = parse(line)
        assert command is not None
        person = Person("terminal", "you", role, "America/New_York")
        request = Request(command, person, self.place.desk, self.place.channel, "terminal", "this terminal")
        return answer(request, self.store, self.now)

    def watches(
        self, url: str = "https://times.example/rss.xml", name: str = "Example Times", **more: timedelta
    ) -> Feed:
        """Add a feed whose first poll takes a backlog of a week, unless told otherwise."""
        backlog = more.get("backlog", timedelta(days=7))
        every = timedelta(minutes=5)
        with self.store.transaction() as tx:
            return feeds.add_feed(tx, url=url, name=name, every=every, backlog=backlog, tag=None, now=self.now)

    def follows(self, name: str, query: str, level: Level = Level.ALERT) -> None:
        """Add a watchlist that speaks in the terminal."""
        self.types(f'/watch add "{name}" {query} level:{level.name.lower()} save:yes')

    def receives(self, feed: Feed, *articles: Article, body: bytes | None = None) -> Ingested:
        """Poll `feed`: it holds `articles`, newest first, or whatever `body` is."""
        with self.store.reading() as tx:
            current = next(each for each in feeds.all_feeds(tx) if each.id == feed.id)
        fetched = Fetched(feed.url, 200, body or as_rss(articles), Validators(etag='"1"'), None, None)
        return ingest(self.newsroom, current, fetched, self.now, 0.0)

    def delivers(self, outcome: Outcome | None = None) -> list[Message]:
        """Send everything that is due; return what was said."""
        said: list[Message] = []
        while batch := due(self.store, self.now):
            said += [message for each in batch if (message := self._send(each, outcome)) is not None]
        self.heard += said
        return said

    def _send(self, delivery: Delivery, outcome: Outcome | None) -> Message | None:
        message = compose(self.store, delivery, self.now)
        said = shown_by(self.store, delivery)
        settle(self.store, delivery, outcome or Sent(f"terminal:{delivery.id}"), self.now, 0.5, said)
        return message


def open_newsroom(folder: Path, *, starters: bool = False) -> Desk:
    """Return a desk on a fresh store; without the starter lists unless they matter."""
    store = open_store(f"sqlite:///{folder / 'wiredesk.db'}", NOW)
    with store.transaction() as tx:
        place = opening.open_terminal(tx, "terminal", "America/New_York", NOW)
        if not starters:
            for each in watchlists.all_watchlists(tx, place.desk.id):
                watchlists.remove_watchlist(tx, each.watchlist.id, NOW)
    newsroom = Newsroom(store, READER)
    newsroom.open(NOW)
    return Desk(store, newsroom, place)


def reopened(desk: Desk) -> Desk:
    """Return the desk as a new process finds it: the same store, an index rebuilt from it."""
    newsroom = Newsroom(desk.store, READER)
    newsroom.open(desk.now)
    with desk.store.reading() as tx:
        found = channels.find_desk(tx, "terminal")
        assert found is not None
    return Desk(desk.store, newsroom, desk.place, desk.now)


def as_rss(articles: Sequence[Article], title: str = "Example Times") -> bytes:
    """Return the articles as an RSS feed with their full text."""
    items = "".join(_item(article) for article in articles)
    namespace = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    head = f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {namespace}><channel><title>{title}</title>'
    return f"{head}<link>https://times.example/</link>{items}</channel></rss>".encode()


def shown(message: Message) -> str:
    """Return a message as plain text, a line a block, times left out."""
    return "\n".join(_block(block) for block in (*message.blocks, *message.thread))


def _block(block: object) -> str:
    match block:
        case Line(inlines):
            return _text(inlines)
        case Quotation(text, by):
            return f"> {text} — {_text(by)}"
        case Verbatim(text):
            return text
        case _:
            return str(getattr(block, "text", getattr(block, "rows", "")))


def _text(inlines: tuple[Inline, ...]) -> str:
    return "".join(part.text if isinstance(part, Words | Link) else "<time>" for part in inlines)


def _item(article: Article) -> str:
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in article.text.split("\n"))
    link = f"<link>{escape(article.url)}</link>" if article.url else ""
    date = "" if article.undated else f"<pubDate>{article.published:%a, %d %b %Y %H:%M:%S} +0000</pubDate>"
    return (
        f'<item><guid isPermaLink="false">{escape(article.guid)}</guid>{link}<title>{escape(article.title)}</title>'
        f"{date}<content:encoded><![CDATA[{paragraphs}]]></content:encoded></item>"
    )
