"""The readers as filters: `wiredesk quotes`, `match`, `parse`, `fold`. Text in, a line a result out, in order."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from feeds.errors import FeedError, RequestError
from feeds.model import Article, Part, Quote, QuoteKind, Watchlist, WatchlistId
from feeds.parse.files import FileEntry, parse_file
from feeds.quotes import load_nlp, read_many
from feeds.stories import Document, fold
from feeds.watchlists import compile_watchlists, find_matches, read_watchlist_file, starter_watchlists
from handlers.message import plural

TEXTS_AT_ONCE = 16
"""Texts read in one batch: enough for the pipeline's speed, few enough that a stream keeps flowing."""


def quotes_as_json(lines: Iterable[str]) -> Iterator[str]:
    """Yield a line for every quote in documents `{"doc_id","text"}`, in order of document and place.

    Words quoted inside a quote are part of it: they have no line of their own.

    Raises:
        RequestError: a line is not such a document; says which and why.
    """
    nlp = load_nlp()
    documents = _documents(lines, "doc_id", "text")
    while batch := list(islice(documents, TEXTS_AT_ONCE)):
        found = read_many([document["text"] for document in batch], nlp)
        for document, quotes in zip(batch, found, strict=True):
            for quote in quotes:
                if quote.kind is not QuoteKind.REPORTED:
                    yield json.dumps({"doc_id": document["doc_id"], **_fields(quote)}, ensure_ascii=False)


def quotes_as_text(text: str) -> Iterator[str]:
    """Yield lines that show the quotes of one text, each whole, with who said it and how that was told."""
    for quote in read_many([text], load_nlp())[0]:
        who = ", ".join(
            part for part in (quote.speaker or "speaker not named", quote.role, quote.cue, quote.medium) if part
        )
        yield f"“{quote.text}”"
        yield f"   — {who} · {quote.kind.value} · {quote.how} · {quote.confidence:.2f}"


def matches_as_json(lines: Iterable[str], lists: tuple[Watchlist, ...]) -> Iterator[str]:
    """Yield `{"id","watchlists"}` for every document `{"id","title","text"}`, in order.

    Raises:
        RequestError: a line is not such a document.
        QueryError: a watchlist cannot be read.
    """
    compiled = compile_watchlists(lists)
    names = {each.id: each.name for each in lists}
    for document in _documents(lines, "id", "text"):
        article = _article(str(document["id"]), str(document.get("title") or ""), document["text"])
        found = [names[match.watchlist] for match in find_matches(article, compiled)]
        yield json.dumps({"id": document["id"], "watchlists": found}, ensure_ascii=False)


def matches_of(text: str, lists: tuple[Watchlist, ...]) -> Iterator[str]:
    """Yield the name of every list that `text` matches, with the words it was found by; its first line is the title."""
    title, _, body = text.strip().partition("\n")
    article = _article("text", title, body or title)
    names = {each.id: each.name for each in lists}
    for match in find_matches(article, compile_watchlists(lists)):
        found = {(article.title if m.part is Part.TITLE else article.text)[m.start : m.end] for m in match.mentions}
        yield f"{names[match.watchlist]}: {', '.join(sorted(found))}"


def named_lists(source: str) -> tuple[Watchlist, ...]:
    """Return the watchlists of `starter`, or of the YAML file at `source`.

    Raises:
        RequestError: there is no such file.
        QueryError: a list in it cannot be read.
    """
    if source == "starter":
        files = starter_watchlists()
    else:
        files = read_watchlist_file(_read_bytes(source).decode("utf-8", "replace"))
    return tuple(each.watchlist(WatchlistId(number)) for number, each in enumerate(files, 1))


def parsed_as_json(files: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield `{"file","entries"}` or `{"file","error"}`, and whether it was read, for every feed file, plain or .gz."""
    for name in files:
        try:
            entries = [_entry(entry) for entry in parse_file(name, _read_bytes(name))]
        except (FeedError, RequestError) as error:
            yield json.dumps({"file": name, "error": str(error)}, ensure_ascii=False), False
            continue
        yield json.dumps({"file": name, "entries": entries}, ensure_ascii=False), True


def parsed_as_text(files: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yield lines that show what each feed file holds, and whether it was read."""
    for line, good in parsed_as_json(files):
        found = json.loads(line)
        yield (f"{found['file']}: {found.get('error') or plural(len(found['entries']), 'entry', 'entries')}"), good
        for entry in found.get("entries", ()):
            yield f"  {entry['published'] or 'undated'}  {entry['title']}  {entry['link']}", True


def folded_as_json(lines: Iterable[str]) -> Iterator[str]:
    """Yield `{"id","copies","story"}` for every document `{"id","title","text","date","source","url"}`, in order."""
    originals: dict[str, object] = {}

    def seen() -> Iterator[Document]:
        for document in _documents(lines, "id", "text"):
            key = str(document["id"])
            originals[key] = document["id"]
            yield Document(
                key,
                str(document.get("title") or ""),
                document["text"],
                str(document.get("source") or ""),
                _date(document.get("date")),
                document.get("url"),
            )

    for key, placement in fold(seen()):
        yield json.dumps(
            {
                "id": originals[key],
                "copies": originals.get(placement.copies, placement.copies),
                "story": originals.get(placement.story, placement.story),
            },
            ensure_ascii=False,
        )


def _entry(entry: FileEntry) -> dict[str, Any]:
    published = entry.published.isoformat() if entry.published else None
    return {
        "id": entry.id,
        "link": entry.link,
        "title": entry.title,
        "published": published,
        "summary": entry.summary,
    }


def _fields(quote: Quote) -> dict[str, Any]:
    return {
        "quote": quote.text,
        "start": quote.start,
        "end": quote.end,
        "speaker": quote.speaker,
        "speaker_as_written": quote.speaker_as_written,
        "cue": quote.cue,
        "kind": quote.kind.value,
        "how": quote.how,
        "confidence": round(quote.confidence, 3),
    }


def _documents(lines: Iterable[str], key: str, text: str) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            document = json.loads(line)
        except ValueError:
            raise RequestError(f"line {number} is not JSON: give one object a line") from None
        if not isinstance(document, dict) or key not in document or not isinstance(document.get(text), str):
            raise RequestError(f'line {number} lacks "{key}" or "{text}": give {{"{key}": …, "{text}": "…"}} a line')
        yield document


def _article(key: str, title: str, text: str) -> Article:
    return replace(_BLANK, guid=key, title=title, text=text)


_BLANK = Article(guid="", url=None, title="", source="", published=datetime(2000, 1, 1, tzinfo=UTC), text="")


def _date(value: object) -> datetime | None:
    if not isinstance(value, str) or not value:
        return None
    try:
        date = datetime.fromisoformat(value)
    except ValueError:
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _read_bytes(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise RequestError(f"{name}: {error.strerror or 'it cannot be read'}") from None
