"""The sample wire's outlets and entries, as their files tell them. Values and reading; nothing is dated or served here.

The form of a file is told in the package's docstring.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

WIRE = Path(__file__).parent / "wire"

_FRONT_MATTER = re.compile(r"---\n(?P<facts>.*?\n)---\n(?P<body>.*)", re.DOTALL)
_AGE = re.compile(r"(?:(?P<days>\d+)d)? ?(?:(?P<hours>\d+)h)? ?(?:(?P<minutes>\d+)m)?")


class FeedForm(StrEnum):
    """What an outlet's feed is: RSS 2.0 with the whole text, RSS 2.0 with summaries alone, or Atom with the text."""

    RSS = "rss"
    RSS_SUMMARIES = "rss-summaries"
    ATOM = "atom"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of an outlet's feed. `age` is how long before the start it was published, None where it is undated.

    `link` is the last part of its address: the revisions of one article share it, each with a `name` of its own.
    """

    name: str
    title: str
    paragraphs: tuple[str, ...]
    link: str
    age: timedelta | None = None
    guid: str | None = None
    byline: str | None = None
    categories: tuple[str, ...] = ()
    tracking: str | None = None
    carries: str | None = None
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Outlet:
    """A fictional publisher and its entries, newest first and undated last. Its feed tells times in `zone`."""

    slug: str
    name: str
    description: str
    form: FeedForm
    language: str
    zone: ZoneInfo
    entries: tuple[Entry, ...]


def read_outlets(folder: Path = WIRE) -> tuple[Outlet, ...]:
    """Return the outlets under `folder`, in the order of their slugs.

    Raises:
        ValueError: a file lacks its front matter, title or text, has an unreadable age, or carries what is not there.
    """
    slugs = sorted(path.parent.name for path in folder.glob("*/outlet.yaml"))
    own = {f"{slug}/{path.stem}": _read_entry(path) for slug in slugs for path in sorted((folder / slug).glob("*.md"))}
    entries = {key: _with_carried(entry, own) for key, entry in own.items()}
    return tuple(_read_outlet(folder / slug, entries) for slug in slugs)


def _read_outlet(folder: Path, entries: Mapping[str, Entry]) -> Outlet:
    facts = yaml.safe_load((folder / "outlet.yaml").read_text(encoding="utf-8"))
    mine = (entry for key, entry in entries.items() if key.startswith(f"{folder.name}/"))
    return Outlet(
        slug=folder.name,
        name=facts["name"],
        description=facts["description"],
        form=FeedForm(facts["form"]),
        language=facts["language"],
        zone=ZoneInfo(facts["zone"]),
        entries=tuple(sorted(mine, key=lambda entry: timedelta.max if entry.age is None else entry.age)),
    )


def _read_entry(path: Path) -> Entry:
    parts = _FRONT_MATTER.fullmatch(path.read_text(encoding="utf-8"))
    if parts is None:
        raise ValueError(f"{path} has no front matter: begin it with --- and end that with ---")
    facts = _read_facts(path, parts["facts"])
    return Entry(
        name=path.stem,
        title=facts["title"],
        paragraphs=tuple(" ".join(block.split()) for block in parts["body"].split("\n\n") if block.strip()),
        link=facts.get("link", path.stem),
        age=_read_age(facts["age"]) if "age" in facts else None,
        guid=facts.get("guid"),
        byline=facts.get("byline"),
        categories=tuple(facts.get("categories", ())),
        tracking=facts.get("tracking"),
        carries=facts.get("carries"),
        summary=facts.get("summary", ""),
    )


def _read_facts(path: Path, text: str) -> dict[str, Any]:
    try:
        facts = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ValueError(f"{path} has a front matter that is not YAML: {error}") from error
    if not isinstance(facts, dict) or "title" not in facts:
        raise ValueError(f"{path} has no title: add a line title: to its front matter")
    return facts


def _read_age(text: str) -> timedelta:
    parts = _AGE.fullmatch(text)
    if parts is None or not text:
        raise ValueError(f'the age "{text}" cannot be read: write it as 45m, 3h 20m or 5d')
    return timedelta(**{unit: int(count) for unit, count in parts.groupdict().items() if count})


def _with_carried(entry: Entry, entries: Mapping[str, Entry]) -> Entry:
    if entry.carries and entry.carries not in entries:
        raise ValueError(f"{entry.name} carries {entry.carries}, which is not there: write outlet/file, without .md")
    carried = entries[entry.carries].paragraphs if entry.carries else ()
    paragraphs = (*carried, *entry.paragraphs)
    if not paragraphs:
        raise ValueError(f"{entry.name} has no text: write paragraphs below its front matter, or carry another's")
    return replace(entry, paragraphs=paragraphs, summary=entry.summary or paragraphs[0])
