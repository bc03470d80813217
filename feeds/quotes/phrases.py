"""Turns the head of a speaker in a parsed sentence into the words used for them: a name, a noun, a pronoun."""

import re
from dataclasses import dataclass

from feeds.quotes.names import LETTERS
from feeds.quotes.passages import Passage
from feeds.quotes.roster import Mention, Roster
from feeds.quotes.title_words import PEOPLE
from feeds.quotes.tree import Tree

_PRONOUNS = {
    "he",
    "she",
    "they",
    "it",
    "i",
    "we",
    "you",
    "him",
    "her",
    "them",
    "his",
    "their",
    "its",
    "himself",
    "herself",
}
_LEFT = {
    "det",
    "amod",
    "compound",
    "poss",
    "nummod",
    "nmod",
    "predet",
    "quantmod",
    "case",
    "punct",
    "advmod",
    "neg",
    "npadvmod",
}
_LONGEST_TAIL = 8
_DETERMINERS = {"the", "a", "an", "his", "her", "their", "its", "my", "our"}
_ONE = {"one", "another", "other"}
INTRODUCES = re.compile(
    r" (?:[A-Z][\w.]+ ){0,3}|(?: (?:at|of|for|in|from|with|on|to) [^,;:]{1,50})?, (?:[\w.'’-]+ ){0,3}"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A speaker as written at `start:end` of the article: `head` is its noun or pronoun in lower case.

    `name` is the name in it, or beside it in apposition; None for a bare noun or a pronoun.
    """

    start: int
    end: int
    text: str
    head: str
    pronoun: bool = False
    plural: bool = False
    name: Mention | None = None


def phrase_at(text: str, passage: Passage, tree: Tree, token: int, roster: Roster) -> Phrase:
    """Return the phrase whose head is `token`."""
    head = tree.words[token].lower()
    start, end = passage.place(tree.starts[token]), passage.place(tree.end(token))
    if tree.tags[token] in {"PRP", "PRP$"} or head in _PRONOUNS:
        return Phrase(start, end, text[start:end], head, pronoun=True)
    lettered = tree.words[token] in LETTERS
    mention = roster.at(start - 2, start) if lettered else roster.at(start, end)
    called = mention is not None and len(mention.words) == 1 and head in PEOPLE and not mention.title
    called = called and not (mention and mention.entity.full)
    if mention and not called and (lettered or _heads(mention, start, end)):
        return Phrase(mention.start, mention.end, text[mention.start : mention.end], head, name=mention)
    first, last = _extent(tree, token)
    start, end = passage.place(tree.starts[first]), passage.place(tree.end(last))
    plural = tree.tags[token] in {"NNS", "NNPS"}
    core_end = passage.place(tree.end(token))
    name = (
        None
        if plural
        else _in_apposition(text, tree, token, passage, roster) or _beside(text, start, core_end, head, roster)
    )
    if name:
        return Phrase(name.start, name.end, text[name.start : name.end], head, name=name)
    return Phrase(start, end, text[start:end], head, plural=plural)


def _heads(mention: Mention, start: int, end: int) -> bool:
    """Tell whether a name is what the token heads, not a modifier inside a longer phrase."""
    return mention.start <= start < mention.end or mention.start < end <= mention.end


def _extent(tree: Tree, token: int) -> tuple[int, int]:
    first = token
    while first > 0 and _belongs(tree, first - 1, token):
        first -= 1
    if first and tree.words[first - 1].lower() in _DETERMINERS:
        first -= 1
    last = token
    for kid in tree.kids[token]:
        if kid > token and tree.deps[kid] == "prep" and kid == last + 1:
            tail = _rightmost(tree, kid)
            last = tail if tail - kid < _LONGEST_TAIL and '"' not in tree.words[kid : tail + 1] else last
    return first, last


def _belongs(tree: Tree, token: int, head: int) -> bool:
    above = [token, *tree.ancestors(token)]
    if head not in above:
        return False
    top = above[above.index(head) - 1]
    return tree.deps[top] in _LEFT and tree.words[token] not in {'"', ",", ":"}


def _rightmost(tree: Tree, token: int) -> int:
    last = token
    for _ in range(_LONGEST_TAIL):
        kids = [kid for kid in tree.kids[last] if kid > last]
        if not kids:
            return last
        last = kids[-1]
    return last


def _in_apposition(text: str, tree: Tree, token: int, passage: Passage, roster: Roster) -> Mention | None:
    for kid in tree.kids[token]:
        if tree.deps[kid] == "appos":
            mention = roster.at(passage.place(tree.starts[kid]), passage.place(tree.end(kid)))
            fits = mention and (mention.entity.person > 0 or tree.words[token].lower() not in PEOPLE)
            if mention and fits and "," in text[passage.place(tree.end(token)) : mention.start]:
                return mention
    return None


def _beside(text: str, start: int, end: int, head: str, roster: Roster) -> Mention | None:
    """Return the name right after a role ("his lawyer, Ann Lee,", "spokesman Ann Lee") or right before it."""
    if head not in PEOPLE and head not in _ONE:
        return None
    for after in roster.between(end, end + 80):
        if after.entity.person > 0 and INTRODUCES.fullmatch(text[end : after.start]):
            return after
    before = next(iter(roster.before(start, 1)), None)
    if before and before.entity.person > 0 and re.fullmatch(r", (?:an? |the )?", text[before.end : start]):
        return before
    return None
