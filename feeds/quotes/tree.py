"""A parsed sentence as plain values: words, tags, dependencies, offsets. It knows nothing of the parser behind it."""

from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Tree:
    """One sentence as parsed. Position `i` of every tuple is the same token; `starts` are offsets into the sentence.

    Tags are Penn Treebank's, dependencies ClearNLP's (`nsubj`, `ccomp` …); a root is its own head.
    """

    words: tuple[str, ...]
    tags: tuple[str, ...]
    deps: tuple[str, ...]
    heads: tuple[int, ...]
    starts: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.words)

    @cached_property
    def kids(self) -> tuple[tuple[int, ...], ...]:
        """The dependents of each token, from left to right."""
        kids: list[list[int]] = [[] for _ in self.words]
        for token, head in enumerate(self.heads):
            if head != token:
                kids[head].append(token)
        return tuple(tuple(each) for each in kids)

    def end(self, token: int) -> int:
        """Return the offset at which a token ends."""
        return self.starts[token] + len(self.words[token])

    def kid(self, token: int, *deps: str) -> int | None:
        """Return the first dependent of `token` by one of `deps`."""
        return next((kid for kid in self.kids[token] if self.deps[kid] in deps), None)

    def ancestors(self, token: int) -> list[int]:
        """Return the heads above `token`, nearest first; never more than the sentence has tokens."""
        above: list[int] = []
        while self.heads[token] != token and len(above) < len(self):
            token = self.heads[token]
            above.append(token)
        return above

    def within(self, first: int, last: int) -> range:
        """Return the tokens that start in the half-open stretch of offsets `first` to `last`."""
        inside = [token for token, start in enumerate(self.starts) if first <= start < last]
        return range(inside[0], inside[-1] + 1) if inside else range(0)
