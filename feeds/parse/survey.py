"""A strict look over an XML feed before anybody reads it: well formed, harmless, ordinary, or not.

What it sees decides who may read the feed. It keeps the few facts the fast reader drops: raw dates and Atom's links.
"""

from dataclasses import dataclass, field
from typing import Any, NoReturn
from xml.parsers import expat

from feeds.errors import NotAFeed

ATOM = "http://www.w3.org/2005/Atom"
_XML_BASE = "http://www.w3.org/XML/1998/namespace base"
_DC = "http://purl.org/dc/elements/1.1/"
_SYNDICATION = "http://purl.org/rss/1.0/modules/syndication/"
_DEEPEST = 200
_MOST_ATTRIBUTES = 200
_ENCODED = "http://purl.org/rss/1.0/modules/content/ encoded"
_RSS_ONCE = frozenset(("title", "link", "guid", "description", "pubDate", "author", "content", _ENCODED))
# A video's description stands in its media group, and is the only text its entry has.
_MEDIA_DESCRIPTION = "http://search.yahoo.com/mrss/ description"
# The names of a kind of field in any vocabulary; one that only stands under a rare name is for the careful reader.
_RSS_KINDS = (
    (frozenset(("title",)), frozenset(("title",))),
    (
        frozenset(("description", "content", _ENCODED)),
        frozenset(("description", "summary", "body", "fullitem", "text", _MEDIA_DESCRIPTION)),
    ),
    (
        frozenset(("pubDate", f"{_DC} date", f"{ATOM} published", f"{ATOM} updated")),
        frozenset(("date", "pubdate", "issued", "modified", "created", "published", "updated")),
    ),
)
_RSS_DATES = {
    "pubDate": "published",
    f"{_DC} date": "updated",
    f"{ATOM} published": "published",
    f"{ATOM} updated": "updated",
}
_ATOM_ONCE = frozenset(f"{ATOM} {name}" for name in ("title", "id", "summary", "content", "published", "updated"))
_ATOM_KINDS = ((frozenset((f"{ATOM} summary", f"{ATOM} content")), frozenset((_MEDIA_DESCRIPTION,))),)
_ATOM_DATES = {f"{ATOM} published": "published", f"{ATOM} updated": "updated"}
_HEAD_TEXTS = frozenset(("ttl", "link", f"{_SYNDICATION} updatePeriod", f"{_SYNDICATION} updateFrequency"))
# The fast reader takes the first of these local names in any namespace.
_SHADOWED = frozenset(
    ("title", "link", "description", "summary", "guid", "author", "pubdate", "date", "published", "id")
)
_HTML_TYPES = frozenset(("", "html", "text/html", "application/xhtml+xml"))


class Refused(Exception):
    """The document holds what no feed needs: a document type, or nesting without end."""


@dataclass(slots=True)
class Item:
    """What is known of one entry: its dates as written, its Atom links, and which fields it has.

    `fields` are those the fast reader reads, `others` the local names of the rest, in lower case.
    """

    fields: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)
    dates: dict[str, str] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Survey:
    """What a document looks like. Any of `doubts` sends it to the careful reader."""

    root: str = ""
    items: list[Item] = field(default_factory=list)
    head: dict[str, str] = field(default_factory=dict)
    doubts: set[str] = field(default_factory=set)
    has_base: bool = False
    absurd: str | None = None
    """What no honest feed has and no reader should be tried with, or None."""
    broken: str | None = None
    """Where the document stops being well formed, or None."""


def survey(body: bytes) -> Survey:
    """Return what `body`, in UTF-8, looks like; one that is not well formed is `broken`, and a doubt."""
    surveyor = _Surveyor()
    try:
        surveyor.parser.Parse(body, True)
    except expat.ExpatError as error:
        surveyor.found.broken = f"line {error.lineno}: {expat.ErrorString(error.code)}"
        surveyor.found.doubts.add("ill-formed XML")
    except Refused as error:
        surveyor.found.doubts.add(str(error))
    return surveyor.found


def check_xml(body: bytes, what: str) -> None:
    """Pass XML in UTF-8 that a simple reader may read: well formed, without a document type, not nested without end.

    Raises:
        NotAFeed: it is not; `what` names the document in the message.
    """
    parser = expat.ParserCreate("utf-8")
    depth = 0

    def enter(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST:
            raise Refused(f"nested more than {_DEEPEST} levels deep")

    def leave(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = enter, leave
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        problem = f"line {error.lineno}, {expat.ErrorString(error.code)}"
        raise NotAFeed(f"{what} is broken XML ({problem}): export or save it again") from error
    except Refused as error:
        raise NotAFeed(f"{what} has {error}: remove it and try again") from error


def _refuse_doctype(*_: object) -> None:
    raise Refused("a document type (<!DOCTYPE …>)")


class _Surveyor:
    """The handlers of one parse. Texts are only listened to inside the elements whose text is wanted."""

    def __init__(self) -> None:
        self.found = Survey()
        self.parser: Any = expat.ParserCreate("utf-8", namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._enter
        self.parser.EndElementHandler = self._leave
        self.parser.StartDoctypeDeclHandler = _refuse_doctype
        self.parser.CommentHandler = self.parser.ProcessingInstructionHandler = self._interrupt
        self._depth = 0
        self._item: Item | None = None
        self._is_atom = False
        self._item_name, self._item_level = "item", 3
        self._closed_field = 0
        self._heard: list[str] = []

    def _enter(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if attributes:
            self._weigh(attributes)
        if self._item is not None:
            self._enter_in_item(self._item, name, attributes)
        elif self._depth == 1:
            self.found.root = name
            self._is_atom = name == f"{ATOM} feed"
            if self._is_atom:
                self._item_name, self._item_level = f"{ATOM} entry", 2
        elif name == self._item_name and self._depth == self._item_level:
            self._item = Item()
            self.found.items.append(self._item)
        else:
            self._enter_in_head(name)

    def _leave(self, name: str) -> None:
        self._depth -= 1
        if self._depth < self._closed_field:
            self._closed_field = 0
        if self.parser.CharacterDataHandler is not None:
            self._keep(name)
        if self._item is not None and self._depth < self._item_level:
            self._leave_item(self._item)
            self._item = None

    def _interrupt(self, *_: str) -> None:
        if self._closed_field:
            self.found.doubts.add("markup inside a text field")

    def _enter_in_head(self, name: str) -> None:
        if self._depth > _DEEPEST:
            self._refuse_depth()
        if name in _HEAD_TEXTS and self._depth <= self._item_level:
            self._listen()
        elif name.rpartition(" ")[2].lower() in {"item", "entry"}:
            self.found.doubts.add("an entry at an unusual place")

    def _enter_in_item(self, item: Item, name: str, attributes: dict[str, str]) -> None:
        if self._closed_field:
            self.found.doubts.add("markup inside a text field")
        if self._depth > self._item_level + 1:
            if self._depth > _DEEPEST:
                self._refuse_depth()
            if name == _MEDIA_DESCRIPTION:
                item.others.add(name)
            return
        if self._is_atom:
            self._atom_child(item, name, attributes)
        else:
            self._rss_child(item, name, attributes)

    def _rss_child(self, item: Item, name: str, attributes: dict[str, str]) -> None:
        if name in _RSS_ONCE:
            self._once(item, name)
            self._closed_field = self._depth
            if name == "link" and attributes:
                self.found.doubts.add("a link in an attribute")
            elif name == "guid" and attributes.get("isPermaLink", "true") == "true":
                item.fields.add("permalink")
        elif name not in _RSS_DATES:
            self._rss_other(item, name)
        if name in _RSS_DATES:
            item.fields.add(name)
            self._listen()

    def _rss_other(self, item: Item, name: str) -> None:
        namespace, _, local = name.rpartition(" ")
        item.others.add(local.lower())
        if not namespace and local.lower() in _SHADOWED:
            self.found.doubts.add("a field in unusual letters")
        elif namespace == ATOM and local != "author":
            self.found.doubts.add("Atom's fields in RSS")
        elif local in _RSS_ONCE and local not in item.fields:
            item.fields.add(f"early {local}")

    def _leave_item(self, item: Item) -> None:
        kinds = _ATOM_KINDS if self._is_atom else _RSS_KINDS
        if any(item.fields.isdisjoint(plain) and item.others & rare for plain, rare in kinds):
            self.found.doubts.add("a field under a rare name only")

    def _atom_child(self, item: Item, name: str, attributes: dict[str, str]) -> None:
        if name == f"{ATOM} link":
            rel, kind = attributes.get("rel", "alternate"), attributes.get("type", "")
            if rel == "alternate" and kind in _HTML_TYPES:
                item.links.append(attributes.get("href", ""))
        elif name in _ATOM_ONCE:
            self._once(item, name)
            self._atom_text(name, attributes)
        if name in _ATOM_DATES:
            self._listen()

    def _atom_text(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("type", "text")
        if name == f"{ATOM} content":
            if "src" in attributes or kind not in {"text", "html", "xhtml", "text/html", "text/plain"}:
                self.found.doubts.add("content of an unusual kind")
            if kind == "xhtml":
                return
        self._closed_field = self._depth

    def _weigh(self, attributes: dict[str, str]) -> None:
        if _XML_BASE in attributes:
            self.found.has_base = True
        if len(attributes) > _MOST_ATTRIBUTES:
            self.found.absurd = f"an element has more than {_MOST_ATTRIBUTES} attributes"
            raise Refused(self.found.absurd)

    def _refuse_depth(self) -> NoReturn:
        self.found.absurd = f"elements are nested more than {_DEEPEST} levels deep"
        raise Refused(self.found.absurd)

    def _once(self, item: Item, name: str) -> None:
        if name in item.fields or f"early {name}" in item.fields:
            self.found.doubts.add("a field that stands twice")
        item.fields.add(name)

    def _listen(self) -> None:
        self._heard = []
        self.parser.CharacterDataHandler = self._heard.append

    def _keep(self, name: str) -> None:
        text = "".join(self._heard)
        self.parser.CharacterDataHandler = None
        if self._item is None:
            self.found.head.setdefault(name, text.strip())
        else:
            self._item.dates.setdefault((_RSS_DATES | _ATOM_DATES).get(name, name), text)
