"""Reads tokens into a tree by descent (product §2's grammar). Depth is bounded by the brackets it allows."""

from collections.abc import Iterator
from typing import Never

from feeds.errors import QueryError
from feeds.query.clean import MARKS
from feeds.query.lexer import Mark, Token, tokens_of
from feeds.query.tree import (
    Field,
    FieldName,
    Kind,
    Leaf,
    Mask,
    Near,
    Not,
    Query,
    alternatives,
    both,
    can_find,
    either,
    has_place,
    leaves,
    negation,
    words_of,
)

MOST_CHARACTERS = 2000
MOST_TERMS = 100
DEEPEST = 12

_STARTS_UNARY = (Mark.NOT, Mark.MINUS, Mark.OPEN, Mark.WORD, Mark.PREFIX, Mark.QUOTED, Mark.EXACT, Mark.FIELD)


def parse_query(text: str) -> Query:
    """Return the tree of `text`. Curly marks are read as straight ones; offsets in errors are offsets in `text`.

    Raises:
        QueryError: what is not understood, at which offset, and the nearest form that works.
    """
    plain = text.translate(MARKS)
    if len(plain) > MOST_CHARACTERS:
        cut = plain[:MOST_CHARACTERS].rpartition(",")[0]
        raise QueryError(f"a query has at most {MOST_CHARACTERS:,} characters", at=MOST_CHARACTERS, suggestion=cut)
    return _Parser(plain, tokens_of(plain)).whole()


class _Parser:
    """One pass over the tokens of one query."""

    def __init__(self, query: str, tokens: Iterator[Token]) -> None:
        self._query = query
        self._tokens = tokens
        self._token = next(tokens)
        self._open: list[Token] = []
        self._field: FieldName | None = None
        self._terms = 0

    def whole(self) -> Query:
        self._skip(Mark.OR, typed=",")
        if self._sees(Mark.END):
            raise QueryError("nothing to look for", at=0)
        tree = self._or()
        if self._sees(Mark.CLOSE):
            self._fail("a bracket is closed that was never opened", self._token, cure="")
        if not can_find(tree):
            raise QueryError("only says what must not stand there: name something to find as well", at=0)
        return tree

    # --- the grammar, loosest first

    def _or(self) -> Query:
        parts = [self._and()]
        while self._sees(Mark.OR):
            operator = self._take()
            self._skip(Mark.OR, typed=",")
            if operator.text == "," and self._token.mark in (Mark.END, Mark.CLOSE):
                break
            self._want_operand(operator)
            parts.append(self._and())
        return either(*parts)

    def _and(self) -> Query:
        parts: list[Query] = []
        self._near(parts)
        while self._sees(Mark.AND) or self._token.mark in _STARTS_UNARY:
            if self._sees(Mark.AND):
                self._want_operand(self._take())
            self._near(parts)
        return both(*parts)

    def _near(self, parts: list[Query]) -> None:
        """Append the NEAR chain that comes next, and after it what a minus beside it drops."""
        dropped: list[Query] = []
        tree = self._masked(dropped)
        while self._sees(Mark.NEAR):
            operator = self._take()
            self._want_operand(operator)
            right = self._masked(dropped)
            if not (has_place(tree) and has_place(right)):
                self._fail("NEAR needs words on both sides", operator, cure="AND")
            tree = Near(tree, right, int(operator.text))
        parts.extend((tree, *dropped))

    def _masked(self, dropped: list[Query]) -> Query:
        tree = self._unary()
        masks: list[Leaf] = []
        while self._sees(Mark.MINUS) and not isinstance(tree, Not):
            self._want_operand(self._take())
            for part in alternatives(self._unary()):
                if isinstance(part, Leaf) and has_place(tree) and _could_cover(part, tree):
                    masks.append(part)
                else:
                    dropped.append(negation(part))
        return Mask(tree, tuple(dict.fromkeys(masks))) if masks else tree

    def _unary(self) -> Query:
        denied = False
        while self._token.mark in (Mark.NOT, Mark.MINUS):
            self._want_operand(self._take())
            denied = not denied
        tree = self._group() if self._sees(Mark.OPEN) else self._field_or_term()
        return negation(tree) if denied else tree

    def _group(self) -> Query:
        opening = self._take()
        if len(self._open) == DEEPEST:
            raise QueryError(f"brackets go at most {DEEPEST} deep", at=opening.at)
        self._open.append(opening)
        self._skip(Mark.OR, typed=",")
        if self._sees(Mark.CLOSE):
            rest = f"{self._query[: opening.at]}{self._query[self._token.end :]}".strip()
            raise QueryError("nothing stands in these brackets", at=opening.at, suggestion=rest or None)
        if self._sees(Mark.END):
            self._not_closed(opening)
        tree = self._or()
        if not self._sees(Mark.CLOSE):
            self._not_closed(opening)
        self._take()
        self._open.pop()
        return tree

    def _field_or_term(self) -> Query:
        if not self._sees(Mark.FIELD):
            return self._term()
        token = self._take()
        name = FieldName(token.text)
        if self._field is not None:
            self._fail("a field cannot stand inside a field", token, cure="")
        if self._token.mark not in _STARTS_UNARY or self._sees(Mark.FIELD):
            self._fail(f"{name}: needs a word behind it", token, cure="")
        if not name.holds_words:
            return Field(name, self._fact(token))
        self._field = name
        part = self._group() if self._sees(Mark.OPEN) else self._term()
        self._field = None
        if not can_find(part):
            self._fail(f"{name}: needs something to find: put NOT before it", token, cure="")
        return Field(name, part)

    def _fact(self, field: Token) -> Leaf:
        """Return the value of a field that is a fact: one word or one quoted name."""
        if self._token.mark not in (Mark.WORD, Mark.QUOTED):
            self._fail(f"{field.text}: takes one name, in quotation marks if it has several words", field, cure="")
        return Leaf(Kind.PHRASE, " ".join(self._take().text.split()).lower())

    def _term(self) -> Leaf:
        token = self._take()
        self._terms += 1
        if self._terms > MOST_TERMS:
            raise QueryError(f"a query has at most {MOST_TERMS} terms", at=token.at, suggestion=self._before(token))
        if token.mark is Mark.WORD:
            words = [token.text]
            while self._sees(Mark.WORD):
                words.append(self._take().text)
            return _words(" ".join(words))
        if token.mark is Mark.PREFIX:
            return Leaf(Kind.PREFIX, token.text.lower())
        if token.mark not in (Mark.EXACT, Mark.QUOTED):
            typed = self._query[token.at : token.end] or "the end"
            self._fail(f"{typed} needs a word on its left", token, cure="")
        return self._quoted(token)

    def _quoted(self, token: Token) -> Leaf:
        text = " ".join(token.text.split())
        if not words_of(text):
            self._fail("nothing stands between these quotation marks", token, cure="")
        return Leaf(Kind.EXACT, text) if token.mark is Mark.EXACT else _words(text)

    # --- tokens and errors

    def _sees(self, mark: Mark) -> bool:
        return self._token.mark is mark

    def _take(self) -> Token:
        token = self._token
        if token.mark is not Mark.END:
            self._token = next(self._tokens)
        return token

    def _skip(self, mark: Mark, *, typed: str) -> None:
        while self._sees(mark) and self._token.text == typed:
            self._take()

    def _want_operand(self, operator: Token) -> None:
        if self._token.mark not in _STARTS_UNARY:
            typed = self._query[operator.at : operator.end]
            self._fail(f"{typed} needs a word on its right", operator, cure="")

    def _not_closed(self, opening: Token) -> Never:
        missing = ")" * len(self._open)
        raise QueryError("a bracket is not closed", at=opening.at, suggestion=self._query.rstrip(" ,") + missing)

    def _before(self, token: Token) -> str:
        return self._query[: token.at].rstrip(" ,|&(-")

    def _fail(self, message: str, token: Token, *, cure: str) -> Never:
        """Raise with `cure` in the token's place as the suggestion, where that leaves a query that can be read."""
        rest = " ".join(f"{self._query[: token.at]}{cure}{self._query[token.end :]}".split())
        raise QueryError(message, at=token.at, suggestion=rest or None)


def _could_cover(mask: Leaf, query: Query) -> bool:
    """Say whether a mention of `mask` can lie over one of `query`: they share a word, or its beginning."""
    longer = [word.lower() for word in mask.words]
    shorter = [word.lower() for leaf in leaves(query) for word in leaf.words]
    return any(one[:3] == other[:3] and (one in other or other in one) for one in longer for other in shorter)


def _words(text: str) -> Leaf:
    """Return the leaf of bare or quoted words by product §2's rule of capitals."""
    words = words_of(text)
    if len(words) > 1:
        return Leaf(Kind.PHRASE, text)
    word = words[0]
    if word.isupper() and len(word) > 1:
        return Leaf(Kind.ACRONYM, word)
    return Leaf(Kind.FAMILY if word.islower() or not word.isalpha() else Kind.NAME, word)
