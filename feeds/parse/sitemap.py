"""Google News sitemaps: the feeds of outlets that publish no feed."""

from xml.etree import ElementTree as ET

from feeds.errors import NotAFeed
from feeds.parse.dates import read_date
from feeds.parse.document import Document, Entry, resolved

_MAPS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
ROOTS = frozenset(f"{space}{name}" for space in (_MAPS[1:-1] + " ", "") for name in ("urlset", "sitemapindex"))


def read_news_sitemap(body: bytes, url: str | None) -> Document:
    """Return the news a sitemap lists. `body` is UTF-8 that the survey found well formed and without a document type.

    Raises:
        NotAFeed: it is a sitemap without news.
    """
    root = ET.fromstring(body, ET.XMLParser(encoding="utf-8"))  # noqa: S314 - the survey refused everything with a DTD, so no entity is left
    if root.tag.endswith("sitemapindex"):
        raise NotAFeed("this is an index of sitemaps, not a feed: add one of the news sitemaps it lists")
    pages = [(page, news) for page in root if (news := page.find(f"{_NEWS}news")) is not None]
    if not pages:
        raise NotAFeed("this is a sitemap without news, not a feed: look for the outlet's news sitemap or RSS feed")
    name = _text(pages[0][1], f"{_NEWS}publication/{_NEWS}name")
    return Document(title=name, entries=tuple(_entry(page, news, url) for page, news in pages), reader="news sitemap")


def _entry(page: ET.Element, news: ET.Element, url: str | None) -> Entry:
    location = _text(page, f"{_MAPS}loc") or _text(page, "loc")
    return Entry(
        link=resolved(location, url),
        title=_text(news, f"{_NEWS}title"),
        published=read_date(_text(news, f"{_NEWS}publication_date")),
        updated=read_date(_text(page, f"{_MAPS}lastmod")),
    )


def _text(element: ET.Element, path: str) -> str:
    return " ".join((element.findtext(path) or "").split())
