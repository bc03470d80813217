"""One story, once: copies of a text and articles of a story are folded, revisions classed, wires credited."""

from feeds.stories.credits import credit_of, what_was_added
from feeds.stories.fold import fold
from feeds.stories.index import StoryIndex
from feeds.stories.model import Document, Placement
from feeds.stories.owners import owners_of, voices_of
from feeds.stories.revisions import class_of_change

__all__ = [
    "Document",
    "Placement",
    "StoryIndex",
    "class_of_change",
    "credit_of",
    "fold",
    "owners_of",
    "voices_of",
    "what_was_added",
]
