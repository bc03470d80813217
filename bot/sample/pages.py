"""Writes the sample's pages, so that the links in cards open: one an article, a front page an outlet, one for all."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from bot.sample.entries import Entry, Outlet
from bot.sample.render import FICTION, feed_path, page_path, published

_PAGE = """<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>body{{max-width:38rem;margin:2rem auto;padding:0 1rem;font:1.1rem/1.5 Georgia,serif}}
header,footer{{font:.85rem/1.4 sans-serif;color:#555}}footer{{border-top:1px solid #ccc;margin-top:2rem}}</style>
{head}</head>
<body>
{body}
<footer><p>{fiction}</p></footer>
</body>
</html>
"""


def article_page(outlet: Outlet, entry: Entry, origin: str, now: datetime) -> bytes:
    """Return the entry's page in UTF-8: headline, byline, time, paragraphs, and that it is fiction."""
    when = published(outlet, entry, now)
    time = f'<time datetime="{when.isoformat()}">{when:%d %B %Y, %H:%M %Z}</time>' if when else "undated"
    paragraphs = "\n".join(f"<p>{escape(paragraph, quote=False)}</p>" for paragraph in entry.paragraphs)
    body = (
        f'<header><a href="/{outlet.slug}/">{escape(outlet.name)}</a></header>\n'
        f"<article>\n<h1>{escape(entry.title, quote=False)}</h1>\n"
        f'<p class="byline">{escape(entry.byline or outlet.name)} · {time}</p>\n{paragraphs}\n</article>'
    )
    head = f'<link rel="canonical" href="{origin}{page_path(outlet, entry)}">\n'
    return _page(f"{entry.title} | {outlet.name}", outlet.language, body, head)


def outlet_page(outlet: Outlet) -> bytes:
    """Return the outlet's front page in UTF-8: its articles, each once, and its feed for autodiscovery."""
    newest = {entry.link: entry for entry in reversed(outlet.entries)}
    links = ((page_path(outlet, entry), entry.title) for entry in reversed(newest.values()))
    kind = "atom" if feed_path(outlet).endswith("atom.xml") else "rss"
    head = f'<link rel="alternate" type="application/{kind}+xml" href="{feed_path(outlet)}">\n'
    body = f"<h1>{escape(outlet.name)}</h1>\n<p>{escape(outlet.description)}</p>\n{_list(links)}"
    return _page(outlet.name, outlet.language, body, head)


def index_page(outlets: Iterable[Outlet]) -> bytes:
    """Return the page at the root in UTF-8: the outlets of the sample."""
    links = ((f"/{outlet.slug}/", outlet.name) for outlet in outlets)
    return _page("The sample wire", "en-US", f"<h1>The sample wire</h1>\n{_list(links)}", "")


def _list(links: Iterable[tuple[str, str]]) -> str:
    items = "\n".join(f'<li><a href="{path}">{escape(text, quote=False)}</a></li>' for path, text in links)
    return f"<ul>\n{items}\n</ul>"


def _page(title: str, language: str, body: str, head: str) -> bytes:
    html = _PAGE.format(title=escape(title, quote=False), language=language, head=head, body=body, fiction=FICTION)
    return html.encode()
