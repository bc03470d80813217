"""Finds whom a bare description means ("the former mayor", "her brother", "the agency") where the article says so.

Evidence is a title, a role beside a name, or an apposition; without any, a description stays what it is.
"""

import re
from dataclasses import dataclass

from feeds.quotes.roster import Entity, Mention, Roster
from feeds.quotes.title_words import BODIES, KIN, PEOPLE, TITLES

_DEFINITE = {"the", "this", "that", "his", "her", "their", "its", "my", "our"}
_WORD = re.compile(r"[\w’'-]+")
_ROLE_BEFORE = re.compile(r"((?:[\w’'-]+ ){0,3}[a-z][\w’'-]*),? $")
_REVEALED = re.compile(
    r"\b([a-z][\w-]+),? (?:whose (?:\w+ )?name (?:is|was)|born|(?:\w+ )?known as|identified as|named) $"
)
_REVEALING = ("is ", "was ", "born ", "as ", "named ")
_APPOSITION = re.compile(r"(?:,| is| was| became| \() ?(?:who is |who was |now |then )?([^,.;:—()\n]{2,70})")
_TAIL = re.compile(r"\b(?:of|for|at|in|who|whose|from|with|on|to|and|whom|that|which|since|until)\b")
_ARTICLE = re.compile(r"^(?:an?|the|his|her|their|its) ")
_AGE = re.compile(r"\b(\d\d)-year-old\b")
_SPELLED = {
    "gov": "governor", "sen": "senator", "rep": "representative", "gen": "general", "sgt": "sergeant", "dr": "doctor",
    "lt": "lieutenant", "col": "colonel", "capt": "captain", "prof": "professor", "rev": "reverend", "det": "detective",
    "congressman": "representative", "congresswoman": "representative", "spokesperson": "spokesman",
    "spokeswoman": "spokesman",
    "pontiff": "pope", "neighbour": "neighbor", "mom": "mother", "mum": "mother", "dad": "father",
    "chairwoman": "chairman", "chair": "chairman", "attorney": "lawyer", "solicitor": "lawyer", "barrister": "lawyer",
}  # fmt: skip
_PARTIES = {"republican", "democrat", "conservative", "liberal", "senator", "representative", "lawmaker"}
_JOINED = re.compile(r"\b(vice|deputy|first|assistant|acting) (?=[a-z])")
_SMALL = {"the", "this", "that", "his", "her", "their", "its", "my", "our", "former"}
_REACH = 150
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class _Description:
    """What one mention is called: the noun and the words round it, in lower case, by their plainest form."""

    end: int
    head: str
    words: frozenset[str]
    mention: Mention | None


class Descriptions:
    """What the names of an article are called, read when first asked for."""

    def __init__(self, text: str, roster: Roster) -> None:
        self._text = text
        self._roster = roster
        self._known: list[_Description] | None = None

    def find(self, phrase: str, head: str, offset: int) -> Entity | None:
        """Return whom a description at an offset means: the last so called before it, by most of the same words."""
        words = [word.lower() for word in _WORD.findall(phrase)]
        owned = head in KIN and ("'s" in phrase or "’s" in phrase)
        if not words or not (words[0] in _DEFINITE or owned):
            return None
        if aged := _AGE.search(phrase):
            return self._aged(aged.group(1), offset)
        asked = _described(phrase, None, offset)
        if asked is None or not asked.head.endswith(_plain(head)) or asked.head in _TOO_COMMON:
            return None
        fitting = [each for each in self._all() if each.head == asked.head and each.end <= offset and each.mention]
        most = max((len(asked.words & each.words) for each in fitting), default=0)
        called = {id(each.mention.entity): each.mention.entity for each in fitting if each.mention}
        others = len(called) > 1 or any(len(each.words - _SMALL) > 1 for each in fitting)
        if most == 1 and len(asked.words - _SMALL) > 1 and others and (len(called) > 1 or asked.head in _PARTIES):
            return None
        best = {id(e.mention.entity) for e in fitting if e.mention and len(asked.words & e.words) == most}
        recent = (mention.entity for mention in self._roster.before(offset, _REACH) if not mention.quoted)
        return next((entity for entity in recent if id(entity) in best), None)

    def role(self, entity: Entity) -> str | None:
        """Return the role in apposition to the first mention of somebody: "county engineer"; None without one."""
        after = _APPOSITION.match(self._text, entity.mentions[0].end)
        called = _ARTICLE.sub("", _TAIL.split(after.group(1))[0].strip()) if after else ""
        return called if called and _described(called, None, 0) else None

    def _aged(self, age: str, offset: int) -> Entity | None:
        for mention in self._roster.before(offset, _REACH):
            if re.match(rf",? \(?{age}\b", self._text[mention.end : mention.end + 6]):
                return mention.entity
        return None

    def _all(self) -> list[_Description]:
        if self._known is None:
            self._known = [each for mention in self._roster.mentions for each in self._of(mention)]
        return self._known

    def _of(self, mention: Mention) -> list[_Description]:
        body = mention.entity.person <= 0
        if mention.quoted or (not body and mention.entity.person < _SURE and not mention.title):
            return []
        begin = mention.start - len(mention.title) - (1 if mention.title else 0)
        before = self._text[max(0, begin - 60) : begin]
        end = mention.end
        called = [(mention.title, end)] if mention.title else []
        beside = _ROLE_BEFORE.search(before) if before.rstrip(", ")[-1:].islower() else None
        if beside:
            called.append((beside.group(1) if _WORD.findall(beside.group(1))[-1].lower() in _NOUNS else "", end))
        if before.endswith(_REVEALING) and (revealed := _REVEALED.search(before)):
            called.append((revealed.group(1), end))
        if after := _APPOSITION.match(self._text, mention.end):
            called.append((_TAIL.split(after.group(1))[0], after.end()))
        if body:
            called.append((" ".join(mention.words), end))
        found = [each for words, until in called if (each := _described(words, mention, until)) is not None]
        return [each for each in found if (each.head in RESOLVED) == body]


def _described(called: str, mention: Mention | None, end: int) -> _Description | None:
    words = [_plain(word) for word in _WORD.findall(_joined(called.lower()))]
    head = next((word for word in reversed(words) if word in _NOUNS), None)
    return _Description(end, head, frozenset(words), mention) if head else None


def _joined(called: str) -> str:
    """Join what is one role: a vice president is no president."""
    return _JOINED.sub(r"\1-", called)


def _plain(word: str) -> str:
    word = word.lower().strip(".'’")
    return _SPELLED.get(word, word)


RESOLVED = BODIES - {"campaign", "city", "state", "county", "party", "site", "website", "house", "congress", "center"}
"""Nouns for a body that mean one body of the article, not one of many."""
ANY_BODY = RESOLVED - {
    "embassy", "consulate", "court", "church", "hospital", "school", "college", "university", "police", "government",
    "parliament", "press", "army", "navy", "military", "museum", "office", "tribunal", "society", "administration",
}  # fmt: skip
"""Those by which any organisation may be called ("the agency", "the watchdog"), whatever its name."""
_TOO_COMMON = {"man", "woman", "boy", "girl", "person", "candidate", "star", "friend"}
_NOUNS = frozenset(map(_plain, PEOPLE | TITLES | KIN | RESOLVED)) | {"vice-president", "first-lady", "deputy-mayor"}
