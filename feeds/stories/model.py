"""The nouns of folding: what is folded and where it lands. Nothing here decides."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Document:
    """An article as far as folding reads it. `id` is unique for ever; `published` is aware, None where unknown."""

    id: str
    title: str
    text: str
    source: str
    published: datetime | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a document belongs: the ids of the documents that founded its story and its text.

    A document that founds its own has its own id in that place.
    """

    story: str
    copies: str
