"""The roster of an article: its names gathered into people and organisations. It does not say who spoke.

A name's parts are its own evidence: a title, a first name, a second mention by surname alone. Nothing is looked up.
"""

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from enum import Enum
from itertools import zip_longest

from feeds.quotes.cue_words import LEMMAS
from feeds.quotes.evidence import Evidence, weigh
from feeds.quotes.first_names import FIRST_NAMES, NICKNAMES
from feeds.quotes.names import SUFFIXES, Name, find_names, is_initial
from feeds.quotes.title_words import ORGANISATION_WORDS

_SHORTEST_FULL = 2
_NEAR = 1500
_REACH = 12
_KNOWN = 1.0
_FAMILY = 0.7
_RIVAL = 4
_INFLECTED = re.compile(r"(?:ing|ed|ly)$")
_COUPLED = {" and ", " & "}
_COURTESY = {"mr", "mrs", "ms", "miss", "dr", "sir", "dame", "mx"}
_SHE = re.compile(r"\b(?:she|her)\b", re.IGNORECASE)
_HE = re.compile(r"\b(?:he|his|him)\b", re.IGNORECASE)
_Key = tuple[str, ...]


class Gender(Enum):
    """What the article's words say of a person: which pronoun may mean them."""

    MALE = "he"
    FEMALE = "she"
    UNKNOWN = "they"


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something named. `likely` and `doubt` weigh what speaks for and against a person.

    `short`: also named by the last word alone. `placed`: named where places stand. `unnamed`: the article describes
    them and gives no name. `plural`: several such people together.

    Grows while an article is read, and is never shared between articles.
    """

    name: str
    words: tuple[str, ...]
    likely: float = 0.0
    doubt: float = 0.0
    short: bool = False
    placed: bool = False
    unnamed: bool = False
    plural: bool = False
    male: float = 0.0
    female: float = 0.0
    role: str | None = None
    forms: Counter[str] = field(default_factory=Counter)
    mentions: list["Mention"] = field(default_factory=list)

    @property
    def person(self) -> float:
        """How sure the article makes it that this is a person (0 or less: it is not)."""
        return self.likely - self.doubt + 0.6 * self.short

    @property
    def gender(self) -> Gender:
        """The gender most of the evidence speaks for."""
        if self.male == self.female:
            return Gender.UNKNOWN
        return Gender.MALE if self.male > self.female else Gender.FEMALE

    @property
    def full(self) -> bool:
        """True where the article gives more than one word of the name."""
        return len(self.words) > 1


@dataclass(frozen=True, slots=True)
class Mention:
    """One place of a name: `text[start:end]` without its title.

    `quoted` where it stands inside a quote; `kin` where it is somebody's relative ("his wife, Ann Lee").
    """

    start: int
    end: int
    words: tuple[str, ...]
    title: str
    entity: Entity
    quoted: bool
    kin: bool = False


class Roster:
    """The names of one article, findable by place."""

    def __init__(self, mentions: list[Mention]) -> None:
        self.mentions = mentions
        self._starts = [mention.start for mention in mentions]
        seen: dict[int, Entity] = {}
        for mention in mentions:
            seen.setdefault(id(mention.entity), mention.entity)
        self.entities = list(seen.values())
        self._surnames: defaultdict[str, list[Entity]] = defaultdict(list)
        for entity in self.entities:
            if entity.full and entity.person > 0:
                self._surnames[entity.words[-1]].append(entity)

    def at(self, start: int, end: int) -> Mention | None:
        """Return the mention that overlaps a span, the last such."""
        place = bisect_right(self._starts, end - 1) - 1
        if place >= 0 and self.mentions[place].end > start:
            return self.mentions[place]
        return None

    def shared(self, mention: Mention) -> bool:
        """Tell whether a mention by one word may mean several people of the article: Bill or Hillary Clinton."""
        if len(mention.words) != 1:
            return False
        often = len(mention.entity.mentions)
        others = (each for each in self._surnames[mention.entity.words[-1]] if each is not mention.entity)
        return any(len(other.mentions) * _RIVAL > often for other in others)

    def before(self, offset: int, most: int) -> list[Mention]:
        """Return at most `most` mentions that start before an offset, nearest first."""
        place = bisect_right(self._starts, offset - 1)
        return self.mentions[max(0, place - most) : place][::-1]

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that start in a span, in order."""
        return self.mentions[bisect_right(self._starts, start - 1) : bisect_right(self._starts, end - 1)]


def read_roster(text: str, quoted: list[tuple[int, int]]) -> Roster:
    """Return every name of an article; `quoted` are the spans of its quotes, in order."""
    names = _cleared(find_names(text, quoted), text)
    weighed = [weigh(text, name) for name in names]
    entities = _full_names(names, weighed)
    by_word = _by_word(entities)
    mentions: list[Mention] = []
    for name, evidence in zip(names, weighed, strict=True):
        full = len(name.words) > 1
        entity = entities[name.key] if full else _of_one_word(name, evidence, by_word, mentions, text)
        mentions.append(Mention(name.start, name.end, name.words, name.title, entity, name.quoted, name.kin))
        _learn(entity, name, evidence)
        entity.mentions.append(mentions[-1])
    roster = Roster(mentions)
    _weigh_families(roster.entities)
    return roster


def _learn(entity: Entity, name: Name, evidence: Evidence) -> None:
    entity.likely = max(entity.likely, evidence.person)
    entity.doubt = max(entity.doubt, -evidence.person)
    entity.male, entity.female = max(entity.male, evidence.male), max(entity.female, evidence.female)
    entity.placed = entity.placed or evidence.placed
    entity.short = entity.short or _is_surname(name, entity)
    kept = [word for word in name.title.split() if word.strip(".").lower() not in _COURTESY]
    entity.role = entity.role or " ".join(kept) or None


def _weigh_families(entities: list[Entity]) -> None:
    """Count it for a person that somebody known to be one has the same surname ("Rakeyia Scott", after Keith Scott)."""
    surnames = Counter(entity.words[-1] for entity in entities if entity.full and entity.person > _KNOWN)
    for entity in entities:
        if entity.full and not entity.likely and surnames[entity.words[-1]]:
            entity.likely = _FAMILY


def _is_surname(name: Name, entity: Entity) -> bool:
    """Tell a second mention by the last word alone: people are named so, organisations hardly ever."""
    return len(name.words) == 1 < len(entity.words) and name.words[0] == entity.words[-1] and not name.quoted


def _cleared(names: list[Name], text: str) -> list[Name]:
    """Drop the words that begin a sentence or go on a headline, where the rest is a name the article has elsewhere."""
    borne = {name.words for name in names if not name.initial or len(name.words) == 1}
    known = borne | {n.words[-1:] for n in names if len(n.words) > 1 and n.words[0].lower() in FIRST_NAMES}
    cleared = [_without_tail(_without_lead(name, known, text), borne) for name in names]
    return [_with_surname(name, following, text) for name, following in zip_longest(cleared, cleared[1:])]


def _with_surname(name: Name, following: Name | None, text: str) -> Name:
    """Give the first of a couple their surname ("Tom and Jane Hill")."""
    if following is None or len(name.words) > 1 or name.title or text[name.end : following.begin] not in _COUPLED:
        return name
    couple = len(following.words) > 1 and following.words[0].lower() in FIRST_NAMES
    if not couple or name.words[0].lower() not in FIRST_NAMES:
        return name
    return replace(name, words=(name.words[0], following.words[-1]))


def _without_lead(name: Name, known: set[tuple[str, ...]], text: str) -> Name:
    """Drop a word that is capitalised only because it begins the sentence ("Injecting Clinton", "Ask Ann Lee")."""
    first, rest = name.words[0].lower(), name.words[1:]
    if not name.initial or rest not in known or first in FIRST_NAMES or is_initial(name.words[0]):
        return name
    if not (first in LEMMAS or _INFLECTED.search(first) or re.search(rf"\b{re.escape(first)}\b", text)):
        return name
    return replace(name, start=name.end - len(" ".join(rest)), words=rest)


def _without_tail(name: Name, known: set[tuple[str, ...]]) -> Name:
    """Drop the words of a headline that follow a name in it ("Hillary Clinton Goes Home")."""
    if len(name.words) <= _SHORTEST_FULL or name.words[0].lower() not in FIRST_NAMES:
        return name
    if name.words[-1:] in known or name.words[-1].strip(".").lower() in SUFFIXES:
        return name
    cut = next((place for place in (2, 3) if name.words[place - 1 : place] in known), None)
    if cut is None or cut >= len(name.words):
        return name
    kept = name.words[:cut]
    return replace(name, end=name.start + len(" ".join(kept)), words=kept)


def _full_names(names: list[Name], weighed: list[Evidence]) -> dict[_Key, Entity]:
    """Return the entities with a name of two or more words, nicknames and longer forms folded into one."""
    entities: dict[_Key, Entity] = {}
    by_last: defaultdict[_Key, list[_Key]] = defaultdict(list)
    for name, evidence in zip(names, weighed, strict=True):
        if len(name.words) < _SHORTEST_FULL:
            continue
        key = name.key
        if key not in entities:
            twin = next((other for other in by_last[key[1:]] if _same(entities[other], other, name)), None)
            entities[key] = entities[twin] if twin else Entity(" ".join(name.words), name.words)
            by_last[key[1:]].append(key)
        entity = entities[key]
        entity.male, entity.female = max(entity.male, evidence.male), max(entity.female, evidence.female)
        entity.forms[" ".join(name.words)] += 1
    for entity in entities.values():
        whole = [form for form in entity.forms if not any(other.endswith(f" {form}") for other in entity.forms)]
        entity.name = max(whole, key=lambda form: entity.forms[form])
        entity.words = tuple(entity.name.split())
    return entities


def _same(entity: Entity, key: _Key, name: Name) -> bool:
    """Tell whether a name is another form of somebody's with that surname: a nickname, or the end of a longer name."""
    if key[1] in ORGANISATION_WORDS:
        return False
    long, short = sorted((entity.words, name.words), key=len, reverse=True)
    if len(short) < len(long) and long[-len(short) :] == short:
        return True
    first, second = key[0], name.key[0]
    if frozenset((first, second)) in NICKNAMES:
        return True
    shorter, longer = sorted((first, second), key=len)
    return len(shorter) > _SHORTEST_FULL and longer.startswith(shorter) and shorter in FIRST_NAMES


def _by_word(entities: dict[_Key, Entity]) -> dict[str, list[Entity]]:
    """Return who may be meant by one word: those who bear it as last name or, where nobody does, as first name."""
    last: defaultdict[str, list[Entity]] = defaultdict(list)
    first: defaultdict[str, list[Entity]] = defaultdict(list)
    for key, entity in entities.items():
        if entity not in last[key[1]]:
            last[key[1]].append(entity)
        if entity not in first[key[0]] and key[0] not in ORGANISATION_WORDS:
            first[key[0]].append(entity)
    return {**first, **{word: named for word, named in last.items() if named}}


def _of_one_word(
    name: Name, evidence: Evidence, by_word: dict[str, list[Entity]], earlier: list[Mention], text: str
) -> Entity:
    """Return whom a single word names: somebody whose full name the article has, or a bearer of its own."""
    named = by_word.setdefault(name.words[0].strip(".").lower(), [])
    fitting = [entity for entity in named if not (name.title and _clash(evidence, entity))]
    if not fitting:
        fitting.append(Entity(name.words[0], name.words))
        named.append(fitting[0])
    return _closest(name, fitting, earlier, text) if len(fitting) > 1 else fitting[0]


def _clash(evidence: Evidence, entity: Entity) -> bool:
    """Tell whether a title (Mr., Mrs.) contradicts the first name of somebody with the same surname."""
    if evidence.male > evidence.female:
        return entity.gender is Gender.FEMALE
    return evidence.female > evidence.male and entity.gender is Gender.MALE


def _closest(name: Name, named: list[Entity], earlier: list[Mention], text: str) -> Entity:
    """Choose among people of one surname: who is named most, was named last, and fits the pronouns just before."""
    weights = {id(e): math.log(1 + sum(e.forms.values()) + len(e.mentions)) for e in named}
    for back, mention in enumerate(earlier[: -_REACH - 1 : -1]):
        if id(mention.entity) in weights and name.start - mention.end < _NEAR:
            weights[id(mention.entity)] += (0.2 if mention.kin else 0.6) * 0.9**back
    before = text[max(0, name.start - _NEAR // 3) : name.start]
    lean = len(_SHE.findall(before)) - len(_HE.findall(before))
    wanted = Gender.FEMALE if lean > 0 else Gender.MALE
    for entity in named:
        weights[id(entity)] += 0.5 * (lean != 0 and entity.gender is wanted)
    return max(named, key=lambda entity: weights[id(entity)])
