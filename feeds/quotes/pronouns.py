"""Finds who "he", "she", "they" or "it" is, and whom a bare role means. It weighs names; it parses nothing."""

import math
import re
from bisect import bisect_left
from dataclasses import dataclass

from feeds.quotes.names import Entity, Gender, Mention, Roster
from feeds.quotes.title_words import BODIES

_HE = {"he", "him", "his", "himself"}
_SHE = {"she", "her", "herself", "hers"}
_THEY = {"they", "them", "their", "themselves"}
_REACH = 60
_PERSON = 0.5
_SENTENCE_END = re.compile(r"[.?!…]['\"”’)\]]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a pronoun or role means: `margin` ahead of the next best, last named `where`."""

    entity: Entity
    margin: float
    where: str


class Scene:
    """What has been read of an article so far: its names, where its sentences begin, and who spoke last."""

    def __init__(self, text: str, roster: Roster, quoted: list[tuple[int, int]]) -> None:
        self.text = text
        self.roster = roster
        self.ends = [m.end() for m in _SENTENCE_END.finditer(text) if not _inside(m.start(), quoted)]
        self.lines = [m.end() for m in re.finditer(r"\n+", text)]
        self.spoke: list[tuple[int, Entity]] = []
        self.subjects: set[int] = set()

    def find(self, pronoun: str, offset: int) -> Found | None:
        """Return whom a pronoun at `offset` means, or None where nobody before it fits."""
        scores: dict[int, tuple[float, Entity, Mention]] = {}
        for mention in self.roster.before(offset)[:_REACH]:
            entity = mention.entity
            fit = _fit(pronoun, entity)
            if fit is None:
                continue
            score = fit + self._weigh(mention, offset) + 0.4 * math.log(len(entity.mentions))
            if id(entity) not in scores or score > scores[id(entity)][0]:
                scores[id(entity)] = (score, entity, mention)
        ranked = sorted(scores.values(), key=lambda each: -each[0])
        if not ranked:
            return None
        margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else 3.0
        return Found(ranked[0][1], margin, self._where(ranked[0][2].start, offset))

    def _weigh(self, mention: Mention, offset: int) -> float:
        away = bisect_left(self.ends, offset + 1) - bisect_left(self.ends, mention.start + 1)
        score = -0.7 * min(away, 8)
        score += 1.2 if self._is_subject(mention) else 0.0
        score -= 2.5 if mention.quoted else 0.0
        score -= 0.7 if re.match(r"['’]s?\b", self.text[mention.end : mention.end + 2]) else 0.0
        if self.spoke and self.spoke[-1][1] is mention.entity:
            score += 1.3
        return score

    def _is_subject(self, mention: Mention) -> bool:
        if mention.start in self.subjects:
            return True
        start = mention.start - len(mention.title) - (1 if mention.title else 0)
        begin = self.ends[bisect_left(self.ends, start + 1) - 1] if bisect_left(self.ends, start + 1) else 0
        return (
            re.fullmatch(r"(?:[A-Z]\w+(?: \w+){0,5}, )?(?:But |And |So |Yet )?[\"“]?", self.text[begin:start])
            is not None
        )

    def _where(self, start: int, offset: int) -> str:
        away = bisect_left(self.lines, offset + 1) - bisect_left(self.lines, start + 1)
        return ("in this paragraph", "in the previous paragraph")[away] if away <= 1 else "earlier"


def _inside(offset: int, quoted: list[tuple[int, int]]) -> bool:
    place = bisect_left(quoted, (offset + 1, 0)) - 1
    return place >= 0 and quoted[place][1] > offset + 1


def _fit(pronoun: str, entity: Entity) -> float | None:
    """Return how well a pronoun fits somebody, or None where it cannot mean them."""
    if pronoun == "it":
        return 0.0 if entity.person <= -1.0 else None
    if entity.person <= _PERSON:
        return None
    if pronoun in _THEY:
        return 0.0 if entity.gender is Gender.UNKNOWN else -1.5
    wanted = Gender.MALE if pronoun in _HE else Gender.FEMALE
    if entity.gender is Gender.UNKNOWN:
        return 0.0
    return 1.0 if entity.gender is wanted else None


def is_body(head: str) -> bool:
    """Tell whether a noun is one for an organisation ("the agency")."""
    return head in BODIES
