"""Lists of feeds in OPML, both ways. A list names addresses and nothing is fetched from here."""

from dataclasses import dataclass
from importlib.resources import files
from xml.etree import ElementTree as ET

from feeds.errors import NotAFeed, RequestError
from feeds.parse.encoding import to_utf8
from feeds.parse.survey import check_xml
from feeds.urls import absolute_url

PACKS = ("news",)
_MOST_SUBSCRIPTIONS = 20_000


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed as a list names it: its address, its outlet's name, and the folder it stands in."""

    url: str
    name: str
    tag: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list names: each address once, how often one stood there again, how many were no web address."""

    subscriptions: tuple[Subscription, ...]
    twice: int = 0
    unusable: int = 0


def read_opml(body: bytes) -> tuple[Subscription, ...]:
    """Return the feeds an OPML document lists, each address once, in document order.

    Raises:
        NotAFeed: the document is not OPML, or is broken or dangerous XML; says which and what to do.
    """
    return read_listing(body).subscriptions


def read_listing(body: bytes) -> Listing:
    """Return the feeds an OPML document lists, in document order, and what of it could not be taken.

    Raises:
        NotAFeed: the document is not OPML, or is broken or dangerous XML; says which and what to do.
    """
    text, _ = to_utf8(body)
    check_xml(text, "the list")
    root = ET.fromstring(text, ET.XMLParser(encoding="utf-8"))  # noqa: S314 - check_xml refused everything with a DTD, so no entity is left
    if root.tag.lower() != "opml":
        raise NotAFeed(f"the list is <{root.tag}>, not OPML: export it again as OPML from the other reader")
    found: dict[str, Subscription] = {}
    twice = unusable = 0
    for outline, tag in _outlines(root):
        typed = _attribute(outline, "xmlurl")
        url = absolute_url(typed, None)
        if url is None:
            unusable += bool(typed)
        elif url in found:
            twice += 1
        elif len(found) < _MOST_SUBSCRIPTIONS:
            name = _attribute(outline, "title") or _attribute(outline, "text")
            found[url] = Subscription(url, " ".join(name.split()), tag)
    return Listing(tuple(found.values()), twice, unusable)


def write_opml(subscriptions: tuple[Subscription, ...], title: str = "Wiredesk feeds") -> bytes:
    """Return an OPML 2.0 document that lists `subscriptions`, one folder a tag, in the order given."""
    root = ET.Element("opml", version="2.0")
    ET.SubElement(ET.SubElement(root, "head"), "title").text = title
    body = ET.SubElement(root, "body")
    folders: dict[str | None, ET.Element] = {None: body}
    for each in subscriptions:
        if each.tag not in folders:
            folders[each.tag] = ET.SubElement(body, "outline", text=each.tag or "")
        facts = {"type": "rss", "text": each.name, "title": each.name, "xmlUrl": each.url}
        ET.SubElement(folders[each.tag], "outline", facts)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def pack(name: str) -> tuple[Subscription, ...]:
    """Return the starter feeds shipped under `name`.

    Raises:
        RequestError: there is no such pack; says which there are.
    """
    if name not in PACKS:
        raise RequestError(f'there is no pack "{name}": choose {" or ".join(PACKS)}')
    return read_opml(files("feeds").joinpath("packs", f"{name}.opml").read_bytes())


def _outlines(root: ET.Element) -> list[tuple[ET.Element, str | None]]:
    """Return every outline with the name of its innermost folder, in document order, without recursion."""
    found: list[tuple[ET.Element, str | None]] = []
    waiting: list[tuple[ET.Element, str | None]] = [(root, None)]
    while waiting:
        element, tag = waiting.pop()
        if element.tag.lower() == "outline":
            found.append((element, tag))
            if not _attribute(element, "xmlurl"):
                tag = _attribute(element, "title") or _attribute(element, "text") or tag
        waiting.extend((child, tag) for child in reversed(element))
    return found


def _attribute(element: ET.Element, name: str) -> str:
    """Return an attribute whatever the case of its name: exports write xmlUrl, xmlurl and XMLURL."""
    return next((value.strip() for key, value in element.attrib.items() if key.lower() == name), "")
