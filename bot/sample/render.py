"""Writes an outlet's entries as the feed a publisher would serve: RSS 2.0 or Atom. Pure; it knows no server."""

from datetime import datetime
from email.utils import format_datetime
from html import escape
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from bot.sample.entries import Entry, FeedForm, Outlet

FICTION = "Sample text written for Wiredesk; the events are invented."

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"

register_namespace("atom", _ATOM)
register_namespace("content", _CONTENT)
register_namespace("dc", _DUBLIN_CORE)


def feed_path(outlet: Outlet) -> str:
    """Return the path of the outlet's feed, from the root."""
    return f"/{outlet.slug}/{'atom' if outlet.form is FeedForm.ATOM else 'rss'}.xml"


def page_path(outlet: Outlet, entry: Entry) -> str:
    """Return the path of the entry's page, from the root and without tracking parameters."""
    return f"/{outlet.slug}/{entry.link}"


def published(outlet: Outlet, entry: Entry, now: datetime) -> datetime | None:
    """Return when the entry was published, in the outlet's zone; None where it is undated."""
    return None if entry.age is None else (now - entry.age).astimezone(outlet.zone).replace(microsecond=0)


def render_feed(outlet: Outlet, origin: str, now: datetime) -> bytes:
    """Return the outlet's feed in UTF-8. `origin` is what its links begin with ("http://127.0.0.1:8737")."""
    tree = _atom(outlet, origin, now) if outlet.form is FeedForm.ATOM else _rss(outlet, origin, now)
    xml: bytes = tostring(tree, encoding="utf-8", xml_declaration=True)
    return xml


def _rss(outlet: Outlet, origin: str, now: datetime) -> Element:
    rss = Element("rss", version="2.0")
    channel = SubElement(rss, "channel")
    _add(channel, "title", outlet.name)
    _add(channel, "link", f"{origin}/{outlet.slug}/")
    _add(channel, "description", outlet.description)
    _add(channel, "language", outlet.language)
    _add(channel, "copyright", FICTION)
    _add(channel, f"{{{_ATOM}}}link", "", href=origin + feed_path(outlet), rel="self", type="application/rss+xml")
    for entry in outlet.entries:
        _add_item(channel, outlet, entry, origin, now)
    return rss


def _add_item(channel: Element, outlet: Outlet, entry: Entry, origin: str, now: datetime) -> None:
    item = SubElement(channel, "item")
    _add(item, "title", entry.title)
    _add(item, "link", _link(outlet, entry, origin))
    if entry.byline:
        _add(item, f"{{{_DUBLIN_CORE}}}creator", entry.byline)
    for category in entry.categories:
        _add(item, "category", category)
    if entry.guid:
        _add(item, "guid", entry.guid, isPermaLink="false")
    when = published(outlet, entry, now)
    if when:
        _add(item, "pubDate", format_datetime(when))
    _add(item, "description", escape(entry.summary, quote=False))
    if outlet.form is FeedForm.RSS:
        _add(item, f"{{{_CONTENT}}}encoded", _html(entry))


def _atom(outlet: Outlet, origin: str, now: datetime) -> Element:
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": outlet.language})
    _add(feed, "title", outlet.name)
    _add(feed, "subtitle", outlet.description)
    _add(feed, "id", f"tag:wiredesk.example,2025:{outlet.slug}")
    _add(feed, "updated", _newest(outlet, now).isoformat())
    _add(feed, "rights", FICTION)
    _add(feed, "link", "", href=origin + feed_path(outlet), rel="self", type="application/atom+xml")
    _add(feed, "link", "", href=f"{origin}/{outlet.slug}/", rel="alternate", type="text/html")
    for entry in outlet.entries:
        _add_atom_entry(feed, outlet, entry, origin, now)
    return feed


def _add_atom_entry(feed: Element, outlet: Outlet, entry: Entry, origin: str, now: datetime) -> None:
    """Add what Atom asks of every entry: an id, a date, an author (RFC 4287 §4.1.2); tests hold the files to it."""
    node = SubElement(feed, "entry")
    _add(node, "title", entry.title, type="text")
    _add(node, "id", entry.guid or "")
    _add(node, "link", "", href=_link(outlet, entry, origin), rel="alternate", type="text/html")
    when = published(outlet, entry, now) or now
    _add(node, "published", when.isoformat())
    _add(node, "updated", when.isoformat())
    _add(SubElement(node, "author"), "name", entry.byline or outlet.name)
    for category in entry.categories:
        _add(node, "category", "", term=category)
    _add(node, "summary", entry.summary, type="text")
    _add(node, "content", _html(entry), type="html")


def _add(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(parent, tag, attributes).text = text or None


def _newest(outlet: Outlet, now: datetime) -> datetime:
    return next((when for entry in outlet.entries if (when := published(outlet, entry, now))), now)


def _link(outlet: Outlet, entry: Entry, origin: str) -> str:
    query = f"?{entry.tracking}" if entry.tracking else ""
    return f"{origin}{page_path(outlet, entry)}{query}"


def _html(entry: Entry) -> str:
    return "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in entry.paragraphs)
