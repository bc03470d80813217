"""Quotes as files, for spreadsheets and for programs: every row with its source, and no cell that acts."""

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from feeds.errors import RequestError
from feeds.model import Said
from handlers.request import Download
from storage.model import StoredQuote

FORMATS = ("csv", "json")
MOST_ROWS = 20_000
"""Rows of one file: what a spreadsheet opens at once, and a chat takes."""
_COLUMNS = (
    *("id", "speaker", "role", "quote", "kind", "medium", "said", "confidence", "how", "outlet"),
    *("headline", "published", "link", "article_state", "corrected", "utterance"),
)
_ACTING = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the beginning of a cell (OWASP, CSV injection)."""


def exported(found: Iterable[StoredQuote], wanted: str) -> Download:
    """Return `found` as a file in the format `wanted`: CSV in UTF-8 with a byte order mark, or JSON lines.

    Raises:
        RequestError: there is no such format.
    """
    match wanted.lower():
        case "csv":
            return Download("quotes.csv", _as_csv(found))
        case "json":
            lines = (json.dumps(_row(quote), ensure_ascii=False) for quote in found)
            return Download("quotes.jsonl", "".join(f"{line}\n" for line in lines))
        case _:
            raise RequestError(f"to:{wanted} is no format: write to:{' or to:'.join(FORMATS)}")


def _as_csv(found: Iterable[StoredQuote]) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(_COLUMNS)
    writer.writerows([_inert(value) for value in _row(quote).values()] for quote in found)
    return f"\ufeff{stream.getvalue()}"


def _inert(value: object) -> str:
    cell = "" if value is None else str(value)
    return f"'{cell}" if cell.startswith(_ACTING) else cell


def _row(quote: StoredQuote) -> dict[str, Any]:
    article, said = quote.article.article, quote.quote
    values = (
        quote.id,
        quote.speaker or said.speaker,
        said.role,
        said.text,
        said.kind.value,
        said.medium,
        _said(said.said),
        round(said.confidence, 2),
        said.how,
        article.source,
        article.title,
        article.published.isoformat(),
        article.url,
        quote.article.change.value if quote.article.change else None,
        quote.corrected_at.isoformat() if quote.corrected_at else None,
        f"u{quote.utterance}",
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _said(said: Said | None) -> str | None:
    """Return the day something was said, or the first and the last it may have been (ISO 8601)."""
    if said is None:
        return None
    return said.on.isoformat() if said.on == said.until else f"{said.on.isoformat()}/{said.until.isoformat()}"
