"""Finds who "he", "she", "they" or "it" is, and whom a bare role means. It weighs names; it parses nothing."""

import math
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from feeds.quotes.cue_words import LEMMAS, WEIGHTS
from feeds.quotes.descriptions import ANY_BODY, Descriptions
from feeds.quotes.marks import STAMP
from feeds.quotes.names import is_plural
from feeds.quotes.passages import abbreviated
from feeds.quotes.roster import Entity, Gender, Mention, Roster
from feeds.quotes.title_words import ORGANISATION_WORDS, PEOPLE
from feeds.quotes.unnamed import is_epithet, is_indefinite, is_new, mention_of, opening, somebody

_IT = {"it", "its", "itself"}
_HE = {"he", "him", "his", "himself"}
_SHE = {"she", "her", "herself", "hers"}
_THEY = {"they", "them", "their", "themselves"}
_FAR = "earlier"
_REACH = 50
_MEANT = 15
_CLEAR = 0.3
_TOPIC = 0.9
_TOGETHER = 0.4
_OFTEN = 2
_LEARNED = 0.5
_CLOSE = 2
_SURE = 1.5
_SLIGHT = 0.5
_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_GOVERNED = re.compile(r"\b(?:of|with|to|for|by|against|from|than|about|on) $")
_ADDRESSED = re.compile(r"\b(?:told|tells|[Aa]sked by|thanked|replied to)(?: [a-z][\w-]*){0,3} $")
_ASKS = re.compile(r" (?:then |also |later |again )?(?:asked|asks|pressed|questioned|interrupted) ")
_ASKED = re.compile(r"\b(?:asked|asks|pressed|questioned) $")
_INVERTED = re.compile(r"[\"”’,] (?:said|says|noted|wrote|writes|added|asked|argued|explained) (?:[\w.’']+ ){0,3}$")
_PERSON = 0.4
_PERHAPS = -0.1
_SPEAKS_ONLY = 0.6
_ALONE = 3.0
_LONGEST_LEAD = 90
_LEAD = re.compile(
    r"(?:[A-Z][\w'’-]*(?: [\w'’.$%-]+){0,9}, )?(?:But |And |So |Yet |Still, |Meanwhile, )?"
    r"(?:(?:[A-Z][\w'’-]*|the|an?|his|her|their)(?: [\w'’-]+){0,4} )?[\"“]?"
)
_STAMPED = re.compile(STAMP)
_SENTENCE_END = re.compile(rf"[.?!…]['\"”’)\]]*\s+(?:(?<=\n){STAMP})?|\n+(?:{STAMP})?")


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a pronoun or role means: `margin` ahead of the next best, last named `where`."""

    entity: Entity
    margin: float
    where: str

    @property
    def near(self) -> bool:
        """True where they were last named in the pronoun's paragraph or the one before."""
        return self.where != _FAR


class Scene:
    """What has been read of an article so far: its names, where its sentences begin, and who spoke last.

    Pronouns are read in order, and each that is understood counts as one more mention of the person it means.
    """

    def __init__(self, text: str, roster: Roster, quoted: list[tuple[int, int]]) -> None:
        self.text = text
        self.roster = roster
        self.subjects: set[int] = set()
        self._ends = [
            end.end()
            for end in _SENTENCE_END.finditer(text)
            if not _inside(end.start(), quoted) and not abbreviated(text, end.start())
        ]
        opened = _STAMPED.match(text)
        self._starts = [opened.end() if opened else 0, *self._ends]
        self._lines = [m.end() for m in re.finditer(r"\n+", text)]
        self._spoke: list[tuple[int, Entity]] = []
        self._quoted = quoted
        self._heard = 0
        self._opens: dict[tuple[int, int], bool] = {}
        self._meant: list[Mention] = []
        self._descriptions = Descriptions(text, roster)
        self._standing: dict[tuple[int, int], float] = {}
        self._described: list[Mention] = []
        self._read = 0

    def speaks(self, entity: Entity, offset: int) -> None:
        """Take note that somebody speaks at an offset."""
        self._spoke.append((offset, entity))

    def last_speaker(self, offset: int) -> Entity | None:
        """Return who was last noted to speak at an offset."""
        return next((entity for at, entity in reversed(self._spoke) if at == offset), None)

    def find(self, pronoun: str, offset: int) -> Found | None:
        """Return whom a pronoun at `offset` means, or None where nobody before it fits."""
        self._read_openings(offset)
        for earlier in self._pronouns_until(offset):
            found = self._best(earlier.group().lower(), earlier.start(), _PERSON)
            if found and found.margin > _CLEAR:
                self._means(earlier, found.entity, found.margin)
        return self._best(pronoun, offset, _PERSON) or self._best(pronoun, offset, _PERHAPS)

    def _pronouns_until(self, offset: int) -> Iterator[re.Match[str]]:
        """Yield the pronouns outside quotes before an offset that were not yet asked for."""
        start, self._heard = self._heard, max(offset, self._heard)
        for pronoun in _PRONOUN.finditer(self.text, start, self._heard):
            if not _inside(pronoun.start(), self._quoted):
                yield pronoun

    def describe(self, phrase: str, head: str, offset: int) -> Entity | None:
        """Return whom a description means, or None where the article does not say."""
        entity = self._descriptions.find(phrase, head, offset)
        if entity is None and "-year-old" in phrase:
            return self._last_subject(offset, person=True)
        if entity is None and head in ANY_BODY and phrase.lower() == f"the {head}":
            return self._last_subject(offset, person=False) or self._main_body(offset)
        self._read_openings(offset)
        return self._describe(phrase, head, offset) if entity is None and head in PEOPLE else entity

    def role(self, entity: Entity) -> str | None:
        """Return the role of somebody: from their title, or from the apposition where they are first named."""
        return None if entity.unnamed else entity.role or self._descriptions.role(entity)

    def _read_openings(self, offset: int) -> None:
        """Take note of the descriptions that open the sentences up to an offset."""
        while self._read < len(self._starts) and self._starts[self._read] < offset:
            start, self._read = self._starts[self._read], self._read + 1
            opened = opening(self.text, start, offset, self.roster)
            if opened:
                self._describe(*opened)

    def _describe(self, phrase: str, head: str, at: int) -> Entity | None:
        """Return whom a description at an offset means, named or not, and count it as a mention of them."""
        entity = (
            None if is_indefinite(phrase) else self._descriptions.find(phrase, head, at) or self._described_as(head)
        )
        if entity is None and is_epithet(phrase, head):
            entity = self._last_subject(at, person=True)
        if entity is None and is_new(phrase, head):
            entity = somebody(phrase, head)
        if entity is not None and at not in {each.start for each in self._described[-_MEANT:]}:
            self._described.append(mention_of(entity, at, phrase))
        return entity

    def _described_as(self, head: str) -> Entity | None:
        """Return who was last described by a noun and has no name."""
        return next((m.entity for m in reversed(self._described) if m.entity.unnamed and m.words[-1] == head), None)

    def _last_subject(self, offset: int, *, person: bool) -> Entity | None:
        """Return the person, or the organisation, that was the subject of this sentence or of one of the two before."""
        for mention in self.roster.before(offset, _MEANT):
            away = bisect_left(self._ends, offset + 1) - bisect_left(self._ends, mention.start + 1)
            fits = (
                _is_body(mention.entity) != person
                and not is_plural(mention.entity.name)
                and not mention.entity.placed
                and not mention.quoted
            )
            if person and (not away or _ASKS.match(self.text[mention.end : mention.end + 30])):
                continue
            if away <= _CLOSE and fits and self._is_subject(mention):
                return mention.entity
        return None

    def _main_body(self, offset: int) -> Entity | None:
        """Return the organisation that an article is about, named again and again; None where two are."""
        bodies = [e for e in self.roster.entities if (_fit_for_it(e) or 0.0) > 0 and not e.name.isupper()]
        counts = sorted(((sum(m.start < offset for m in each.mentions), each) for each in bodies), key=lambda c: -c[0])
        if not counts or counts[0][0] < _OFTEN or (len(counts) > 1 and counts[1][0] * 2 > counts[0][0]):
            return None
        return counts[0][1]

    def _means(self, pronoun: re.Match[str], entity: Entity, margin: float) -> None:
        self._meant.append(Mention(pronoun.start(), pronoun.end(), (), "", entity, quoted=False))
        if entity.gender is Gender.UNKNOWN and margin > 1.0:
            entity.male += _LEARNED * (pronoun.group().lower() == "he")
            entity.female += _LEARNED * (pronoun.group().lower() == "she")

    def _best(self, pronoun: str, offset: int, person: float) -> Found | None:
        scores: dict[int, tuple[float, Mention]] = {}
        for mention in [*self.roster.before(offset, _REACH), *self._meant[-_MEANT:], *self._described[-_MEANT:]]:
            fit = _fit(pronoun, mention.entity, person)
            if fit is None or mention.start >= offset:
                continue
            score = fit + self._weigh(mention, offset)
            if id(mention.entity) not in scores or score > scores[id(mention.entity)][0]:
                scores[id(mention.entity)] = (score, mention)
        floor = self._floor(offset, scores)
        ranked = sorted(((s + floor.get(key, 0.0), m) for key, (s, m) in scores.items()), key=lambda each: -each[0])
        if not ranked:
            return None
        margin = ranked[0][0] - ranked[1][0] if len(ranked) > 1 else _ALONE
        return Found(ranked[0][1].entity, margin, self._where(ranked[0][1].start, offset))

    def _weigh(self, mention: Mention, offset: int) -> float:
        away = bisect_left(self._ends, offset + 1) - bisect_left(self._ends, mention.start + 1)
        lines = bisect_left(self._lines, offset + 1) - bisect_left(self._lines, mention.start + 1)
        key = (mention.start, mention.end)
        if key not in self._standing:
            self._standing[key] = self._stand(mention)
        topic = _TOPIC if away <= 1 and not lines and self._is_subject(mention) else 0.0
        return topic + self._standing[key] - 0.6 * min(away, 8) - 0.9 * min(lines, 4)

    def _stand(self, mention: Mention) -> float:
        """Weigh the place of a mention in its own sentence: subjects lead, possessors and objects follow."""
        entity = mention.entity
        score = 0.2 * math.log(1 + len(entity.mentions)) + 0.3 * min(entity.person, 2.0)
        score -= 2.0 if mention.quoted else 0.0
        after = self.text[mention.end : mention.end + 120]
        if re.match(r"['’]s?\b", after):
            return score - 0.8
        if entity.mentions and entity.mentions[0] is mention and after.startswith(", "):
            score += 1.4
        if self._is_subject(mention):
            return score + (0.0 if _ASKS.match(after) else 1.5) + (0.8 if mention.words and _speaks(after) else 0.0)
        left = self._left(mention)
        if _INVERTED.search(left) or _ASKED.search(left):
            return score + 1.5
        return score - (1.2 if _ADDRESSED.search(left) else 0.4 if _GOVERNED.search(left) else 0.0)

    def _floor(self, offset: int, rivals: dict[int, tuple[float, Mention]]) -> dict[int, float]:
        """Weigh who spoke last: they go on speaking, unless somebody else has become the subject since."""
        spoke, entity = next((each for each in reversed(self._spoke) if each[0] < offset), (0, None))
        if entity is None:
            return {}
        lines = bisect_left(self._lines, offset + 1) - bisect_left(self._lines, spoke + 1)
        taken = any(
            mention.start > spoke and mention.entity is not entity and not mention.quoted and self._is_subject(mention)
            for _, mention in rivals.values()
        )
        return {id(entity): 0.0 if taken else (2.0, 1.2, 0.6)[min(lines, 2)]}

    def _left(self, mention: Mention) -> str:
        start = mention.start - len(mention.title) - (1 if mention.title else 0)
        place = bisect_left(self._ends, start + 1)
        return self.text[max(self._ends[place - 1] if place else 0, start - _LONGEST_LEAD) : start]

    def _is_subject(self, mention: Mention) -> bool:
        """Tell whether a name opens its sentence, after a lead-in ("On Monday,") or a role at most."""
        key = (mention.start, mention.end)
        if key not in self._opens:
            self._opens[key] = mention.start in self.subjects or self._leads(mention)
        return self._opens[key]

    def _leads(self, mention: Mention) -> bool:
        left = self._left(mention)
        return _LEAD.fullmatch(left) is not None and not (_ADDRESSED.search(left) or _GOVERNED.search(left))

    def _where(self, start: int, offset: int) -> str:
        away = bisect_left(self._lines, offset + 1) - bisect_left(self._lines, start + 1)
        return ("in this paragraph", "in the previous paragraph")[away] if away <= 1 else _FAR


def _inside(offset: int, quoted: list[tuple[int, int]]) -> bool:
    place = bisect_left(quoted, (offset + 1, 0)) - 1
    return place >= 0 and quoted[place][1] > offset + 1


def _speaks(after: str) -> bool:
    """Tell whether a verb of saying follows a name, past an aside: `Ann Lee, who runs the port, said`."""
    aside = re.match(r"(?: \([^)]*\)|, [^.]{1,90}?,)? (?:\w+ly |also |then |later )?(\w+)", after)
    return aside is not None and WEIGHTS.get(LEMMAS.get(aside.group(1).lower(), ""), 0.0) > 1.0


def _is_body(entity: Entity) -> bool:
    """Tell what may be an organisation: no person, or one word that speaks and has no first name, title or gender."""
    return entity.person <= _PERSON or (
        not entity.full and entity.likely <= _SPEAKS_ONLY and entity.male == entity.female
    )


def _fit_for_it(entity: Entity) -> float | None:
    """Weigh a body as "it": surest where its name has a word for one, or is an acronym; never a person."""
    if not _is_body(entity):
        return None
    last = entity.words[-1].strip(".").lower()
    if not ORGANISATION_WORDS.isdisjoint((last, last.removesuffix("s"))) or entity.name.isupper():
        return 0.6
    return -1.5 if entity.placed else -0.2


def _fit(pronoun: str, entity: Entity, person: float) -> float | None:
    """Return how well a pronoun fits somebody, or None where it cannot mean them."""
    if entity.plural:
        return _TOGETHER if pronoun in _THEY else None
    if pronoun in _IT:
        return _fit_for_it(entity)
    if entity.person <= person or (entity.placed and entity.person <= _PERSON):
        return None
    if pronoun in _THEY:
        return 0.0 if entity.gender is Gender.UNKNOWN else -1.5
    agrees, contradicts = (entity.male, entity.female) if pronoun in _HE else (entity.female, entity.male)
    if contradicts > agrees:
        return None if contradicts >= _SURE else -0.8 if contradicts < _SLIGHT else -2.0
    return 0.6 if agrees > contradicts else 0.2 if pronoun in _HE else -0.2
