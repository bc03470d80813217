"""`wiredesk text`: the article in each page, HTML plain or .gz. Reads files only; fetching is not its business."""

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from feeds.article import Page, read_page
from feeds.errors import RequestError

MOST_BYTES = 3_000_000


def pages_as_json(files: Iterable[str]) -> Iterator[str]:
    """Yield `{"id","text","title","author","date","paywalled"}` for every page; its id is its name without endings.

    Raises:
        RequestError: a file cannot be read.
    """
    for name in files:
        page = _page(name)
        row = {
            "id": Path(name).name.partition(".")[0],
            "text": page.text,
            "title": page.title,
            "author": page.author,
            "date": page.date.isoformat() if page.date else None,
            "paywalled": page.paywalled,
        }
        yield json.dumps(row, ensure_ascii=False)


def pages_as_text(files: Iterable[str]) -> Iterator[str]:
    """Yield headline, byline and text of every page."""
    for name in files:
        page = _page(name)
        yield page.title
        yield " · ".join(
            part for part in (page.author, str(page.date or ""), "paywalled" if page.paywalled else "") if part
        )
        yield f"{page.text}\n"


def _page(name: str) -> Page:
    try:
        with gzip.open(name) if name.endswith(".gz") else Path(name).open("rb") as file:
            return read_page(file.read(MOST_BYTES))
    except (OSError, EOFError) as error:
        raise RequestError(f"{name}: {getattr(error, 'strerror', None) or 'it cannot be read'}") from None
