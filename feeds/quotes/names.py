"""The roster of an article: every name in it, gathered into people and organisations. It does not say who spoke.

A name's parts are its own evidence: a title, a first name, a second mention by surname alone. Nothing is looked up.
"""

import math
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from enum import Enum

from feeds.quotes.first_names import EITHER, MEN, MOSTLY_MEN, MOSTLY_WOMEN, WOMEN
from feeds.quotes.title_words import (
    BODIES,
    FEMALE_NOUNS,
    FEMALE_TITLES,
    KIN,
    MALE_NOUNS,
    MALE_TITLES,
    NO_NAME,
    ORGANISATION_WORDS,
    PEOPLE,
    TITLES,
)  # fmt: skip
from feeds.quotes.words import words

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ"
_WORD = (
    rf"(?:(?:al|el|ul|bin|d|Mc|O)[-’'])?[{_UPPER}](?:[\w]|(?<=\b[{_UPPER}])[’'](?=[{_UPPER}]))*"
    rf"(?:[-’'&](?!s\b)[A-Za-zÀ-ž0-9][\w]*)*(?:(?<=\b[{_UPPER}])\.(?:[{_UPPER}]\.)*)?"
)
_TITLE_STOP = (
    r"(?:(?<=Mr)|(?<=Mrs)|(?<=Ms)|(?<=Dr)|(?<=Sen)|(?<=Rep)|(?<=Gov)|(?<=Gen)|(?<=Col)|(?<=Lt)|(?<=Sgt)|(?<=Capt)|(?<=Rev)|"
    r"(?<=Prof)|(?<=Adm)|(?<=Maj)|(?<=Supt)|(?<=Det)|(?<=Insp)|(?<=Jr)|(?<=Sr)|(?<=St)|(?<=Hon)|(?<=Amb)|(?<=Atty)|(?<=Del))\.?"
)
_PARTICLE = r"(?:(?:de|la|del|der|den|van|von|da|dos|das|di|du|bin|bint|ibn|al|el|ter|ten|le|zu|y)[ \u00a0]){0,3}"
_NICKNAME = rf"(?:[ ][\"“‘'(][{_UPPER}][\w.]+[\"”’')](?= [{_UPPER}]))?"
_CHAIN = re.compile(
    rf"(?<![\w@#/]){_WORD}(?:{_TITLE_STOP})?{_NICKNAME}"
    rf"(?:,? (?=[JS]r\b)|[ \u00a0]{_PARTICLE}{_WORD}(?:{_TITLE_STOP})?{_NICKNAME})*"
)
_CONTRACTED = re.compile(r"^I$|[’'](?:t|re|ve|ll|d|m)$")
_SHORTEST_FULL = 2
_LONGEST_NAME = 4
_NEAR = 1500
_REACH = 12
_SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
_NICKNAMES = {
    frozenset(pair.split("/"))
    for pair in words("""
    bill/william bob/robert dick/richard jim/james jack/john ted/edward ted/theodore tony/anthony joe/joseph
    mike/michael chuck/charles hank/henry kate/katherine liz/elizabeth peggy/margaret bernie/bernard andy/andrew
    ed/edward jeff/jeffrey tom/thomas dan/daniel steve/stephen steve/steven rick/richard larry/lawrence harry/harold
    jerry/gerald terry/terence rob/robert sandy/alexander alex/alexander sasha/alexander jamie/james nancy/anne
    betty/elizabeth beth/elizabeth sally/sarah molly/mary polly/mary becky/rebecca vicky/victoria gus/augustus
    will/william billy/william bobby/robert jimmy/james johnny/john charlie/charles mick/michael paddy/patrick
    kathy/katherine cathy/catherine debbie/deborah patty/patricia trish/patricia gabby/gabrielle
    """)
}


class Gender(Enum):
    """What the article's words say of a person: which pronoun may mean them."""

    MALE = "he"
    FEMALE = "she"
    UNKNOWN = "they"


@dataclass(slots=True, eq=False)
class Entity:
    """Somebody or something named. `likely` and `doubt` weigh what speaks for and against a person.

    Grows while an article is read, and is never shared between articles.
    """

    name: str
    words: tuple[str, ...]
    likely: float = 0.0
    doubt: float = 0.0
    short: bool = False
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

    def at(self, start: int, end: int) -> Mention | None:
        """Return the mention that overlaps a span, the last such."""
        place = bisect_right(self._starts, end - 1) - 1
        if place >= 0 and self.mentions[place].end > start:
            return self.mentions[place]
        return None

    def before(self, offset: int) -> list[Mention]:
        """Return the mentions that start before an offset, nearest first."""
        return self.mentions[: bisect_right(self._starts, offset - 1)][::-1]

    def between(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that start in a span, in order."""
        return self.mentions[bisect_right(self._starts, start - 1) : bisect_right(self._starts, end - 1)]


@dataclass(slots=True)
class _Found:
    start: int
    end: int
    words: tuple[str, ...]
    title: str
    person: float
    male: float
    female: float
    quoted: bool
    kin: bool = False
    initial: bool = False


def read_roster(text: str, quoted: list[tuple[int, int]]) -> Roster:
    """Return every name of an article; `quoted` are the spans of its quotes, in order."""
    found = [each for match in _CHAIN.finditer(text) for each in _split(text, match, quoted)]
    borne = {each.words for each in found if not each.initial or len(each.words) == 1}
    known = borne | {each.words[-1:] for each in found if not each.initial and each.person > 1.0}
    found = [_without_tail(_without_lead(each, known), borne) for each in found]
    entities = _full_names(found)
    by_word = _by_word(entities)
    mentions: list[Mention] = []
    for each in found:
        entity = entities[_key(each.words)] if len(each.words) > 1 else _of_one_word(each, by_word, mentions, text)
        mentions.append(Mention(each.start, each.end, each.words, each.title, entity, each.quoted, each.kin))
        entity.mentions.append(mentions[-1])
        entity.likely = max(entity.likely, each.person)
        entity.doubt = max(entity.doubt, -each.person)
        entity.male, entity.female = max(entity.male, each.male), max(entity.female, each.female)
        entity.short = entity.short or _is_surname(each, entity)
        entity.role = entity.role or _role(each.title)
    _weigh_families(list(entities.values()))
    return Roster(mentions)


def _weigh_families(entities: list[Entity]) -> None:
    """Count it for a person that somebody known to be one has the same surname ("Rakeyia Scott", after Keith Scott)."""
    surnames = Counter(entity.words[-1] for entity in entities if entity.full and entity.person > 1.0)
    for entity in entities:
        if entity.full and not entity.likely and surnames[entity.words[-1]]:
            entity.likely = 0.7


def _is_surname(each: _Found, entity: Entity) -> bool:
    """Tell a second mention by the last word alone: people are named so, organisations hardly ever."""
    return len(each.words) == 1 < len(entity.words) and each.words[0] == entity.words[-1] and not each.quoted


def _role(title: str) -> str | None:
    words = title.split()
    plain = {"mr", "mrs", "ms", "miss", "dr", "sir", "dame", "mx"}
    kept = [word for word in words if word.strip(".").lower() not in plain]
    return " ".join(kept) or None


def _split(text: str, match: re.Match[str], quoted: list[tuple[int, int]]) -> list[_Found]:
    """Return the names in a run of capitalised words, without the words that only begin a sentence."""
    pieces = [
        (word.start() + match.start(), word.group()) for word in re.finditer(r"(?<!\S)[^\s\"“‘'(]\S*", match.group())
    ]
    runs: list[list[tuple[int, str]]] = [[]]
    for at, word in pieces:
        if (word.rstrip(".,").lower() in NO_NAME and len(word.rstrip(".")) > 1) or _CONTRACTED.search(word):
            runs.append([])
        else:
            runs[-1].append((at, word))
    runs = [part for run in runs for part in _apart(run)]
    inside = bisect_right(quoted, (match.start(), len(text))) - 1
    hidden = inside >= 0 and quoted[inside][1] > match.start()
    return [each for run in runs if run for each in _found(text, run, quoted=hidden)]


def _apart(run: list[tuple[int, str]]) -> list[list[tuple[int, str]]]:
    """Part an organisation from the name that happens to follow it ("the Washington Post Trump said")."""
    words_ = [word.strip(".,").lower() for _, word in run]
    for place in range(1, len(run) - 1):
        titled = any(word in TITLES for word in words_[: len(run) - 1])
        if words_[place] in ORGANISATION_WORDS and words_[-1] not in ORGANISATION_WORDS and not titled:
            return [run[: place + 1], *_apart(run[place + 1 :])]
    return [run]


def _found(text: str, run: list[tuple[int, str]], *, quoted: bool) -> list[_Found]:
    while run and run[-1][1].islower():
        run = run[:-1]
    while run and run[0][1].islower() and "-" not in run[0][1]:
        run = run[1:]
    if not run:
        return []
    words = [word.rstrip(",") for _, word in run]
    cut = _title_length(words)
    title = text[run[0][0] : run[cut - 1][0] + len(run[cut - 1][1])] if cut else ""
    name = run[cut:]
    if not name:
        return []
    start, end = name[0][0], name[-1][0] + len(name[-1][1].rstrip(","))
    parts = tuple(word.rstrip(",") for _, word in name)
    if end - start <= 1:
        return []
    person, male, female = _evidence(text, end, parts, title, text[max(0, run[0][0] - 40) : run[0][0]])
    before = text[max(0, run[0][0] - 24) : run[0][0]].replace(",", " ").split()
    kin = bool(before) and before[-1].lower() in KIN
    initial = re.search(r"(?:^|[.?!:…][\"”’)]*\s+|\n\s*|[\"“(]\s*)$", text[max(0, start - 4) : start]) is not None
    return [_Found(start, end, parts, title, person, male, female, quoted, kin, initial)]


def _title_length(words: list[str]) -> int:
    """Return how many leading words are title or role, leaving at least one for the name."""
    lowered = [word.strip(".").lower() for word in words]
    cut = max((place + 1 for place, word in enumerate(lowered[:-1]) if word in TITLES), default=0)
    if len(words) - cut > _SHORTEST_FULL and lowered[cut] not in MEN | WOMEN | EITHER and not _initial(words[cut]):
        first = next((p for p in range(cut + 1, len(words) - 1) if lowered[p] in MEN | WOMEN), None)
        if first is not None and lowered[-1] not in ORGANISATION_WORDS:
            return first
    if lowered[-1] in ORGANISATION_WORDS and lowered[-1] not in {"house", "park", "street", "post", "day"}:
        return 0 if cut < 1 or lowered[0] not in {"mr", "mrs", "ms", "dr"} else cut
    return cut


def _initial(word: str) -> bool:
    return bool(re.fullmatch(r"(?:[A-Z]\.?){1,3}", word))


_AGED = re.compile(
    r",? (?:\(?\d\d\)?\b|aged \d\d)|,? (?:who|whose|himself|herself)\b"
    r"|['’]s (?:wife|husband|mother|father|son|daughter|lawyer|campaign)\b"
)
_SPEAKS = re.compile(
    r" (?:also |later |then )?(?:said|says|told|tells|wrote|writes|added|asked|tweeted|replied|recalled)\b"
)
_PLACED = re.compile(r"\b(?:in|at|near|across|outside|into|throughout|downtown) $")
_PLACES = {"north", "south", "east", "west", "new", "san", "los", "las", "santa", "fort", "mount", "lake", "port", "st"}
_ROLE_BEFORE = re.compile(r"\b(?:[a-z]+[- ])?([a-z]+)[,:]? $")
_LONGEST_ACRONYM = 6


def _evidence(text: str, end: int, words_: tuple[str, ...], title: str, before: str) -> tuple[float, float, float]:
    """Return the weights for: a person, a man, a woman."""
    person, male, female = _by_title(title)
    first, last = words_[0].strip(".").lower(), words_[-1].strip(".").lower()
    if len(words_) > 1:
        person += _by_parts(words_, first, last)
        named = last not in ORGANISATION_WORDS
        male += named * (2.0 * (first in MEN) + 0.8 * (first in MOSTLY_MEN))
        female += named * (2.0 * (first in WOMEN) + 0.8 * (first in MOSTLY_WOMEN))
    else:
        woman = first in WOMEN and not title
        person, female = person + 0.6 * woman, female + 0.4 * woman
        person -= 3.0 * (last in BODIES) + 2.0 * (words_[0].isupper() and len(last) <= _LONGEST_ACRONYM)
    role = _ROLE_BEFORE.search(before)
    if role and role.group(1) in PEOPLE:
        person += 1.5
        male += 1.5 * (role.group(1) in MALE_NOUNS)
        female += 1.5 * (role.group(1) in FEMALE_NOUNS)
    person += 1.0 * (_AGED.match(text, end) is not None) + 0.5 * (_SPEAKS.match(text, end) is not None)
    person -= 1.5 * (before.endswith(("the ", "The ")) and not title)
    person -= 0.8 * (_PLACED.search(before) is not None or (len(words_) > 1 and first in _PLACES))
    return person, male, female


def _by_title(title: str) -> tuple[float, float, float]:
    borne = [word for word in title.lower().replace(".", "").split() if word in TITLES]
    male = sum(word in MALE_TITLES for word in borne)
    female = sum(word in FEMALE_TITLES for word in borne)
    return 2.0 * len(borne), 3.0 * male, 3.0 * female


def _by_parts(words_: tuple[str, ...], first: str, last: str) -> float:
    if last in ORGANISATION_WORDS:
        return -3.0
    known = first in MEN or first in WOMEN or first in EITHER or _initial(words_[0])
    return 2.0 if known and len(words_) <= _LONGEST_NAME else 0.0


def _key(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first and the last name in lower case, with a suffix where there is one."""
    plain = [word.strip(".,").lower() for word in words]
    suffix = plain[-1:] if plain[-1] in _SUFFIXES and len(plain) > _SHORTEST_FULL else []
    core = plain[: len(plain) - len(suffix)]
    return (core[0], core[-1], *suffix)


def _full_names(found: list[_Found]) -> dict[tuple[str, ...], Entity]:
    """Return the entities with a name of two or more words, nicknames folded into one."""
    entities: dict[tuple[str, ...], Entity] = {}
    by_last: defaultdict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for each in found:
        if len(each.words) < _SHORTEST_FULL:
            continue
        key = _key(each.words)
        twin = key if key in entities else next((k for k in by_last[key[1:]] if _same(k, key, entities, each)), None)
        entity = entities[twin] if twin else Entity(" ".join(each.words), each.words)
        entity.male, entity.female = max(entity.male, each.male), max(entity.female, each.female)
        if key not in entities:
            by_last[key[1:]].append(key)
        entities[key] = entity
        entity.forms[" ".join(each.words)] += 1
    for entity in entities.values():
        whole = [f for f in entity.forms if not any(other.endswith(f" {f}") for other in entity.forms)]
        entity.name = max(whole, key=lambda form: entity.forms[form])
        entity.words = tuple(entity.name.split())
    return entities


def _same(one: tuple[str, ...], other: tuple[str, ...], entities: dict[tuple[str, ...], Entity], each: _Found) -> bool:
    """Tell whether two names of one surname are one person's: by nickname, initial, or as the end of a longer name."""
    if one[1] in ORGANISATION_WORDS:
        return False
    long, short = sorted((entities[one].words, each.words), key=len, reverse=True)
    if len(short) < len(long) and long[-len(short) :] == short:
        return True
    first, second = one[0], other[0]
    if frozenset((first, second)) in _NICKNAMES:
        return True
    shorter, longer = sorted((first, second), key=len)
    return len(shorter) > _SHORTEST_FULL and longer.startswith(shorter) and shorter in MEN | WOMEN | EITHER


def _without_lead(each: _Found, known: set[tuple[str, ...]]) -> _Found:
    """Drop a word that is capitalised only because it begins the sentence ("Injecting Clinton", "Ask Ann Lee")."""
    first, rest = each.words[0].lower(), each.words[1:]
    if not each.initial or each.title or not rest or first in MEN | WOMEN | EITHER or rest not in known or _initial(each.words[0]):
        return each
    return replace(each, start=each.end - len(" ".join(rest)), words=rest)


def _without_tail(each: _Found, known: set[tuple[str, ...]]) -> _Found:
    """Drop the words of a headline that follow a name in it ("Hillary Clinton Goes Home")."""
    if len(each.words) <= _SHORTEST_FULL or each.words[0].lower() not in MEN | WOMEN | EITHER:
        return each
    if each.words[-1:] in known or each.words[-1].strip(".").lower() in _SUFFIXES:
        return each
    cut = next((place for place in (2, 3) if each.words[place - 1 : place] in known), None)
    if cut is None or cut >= len(each.words):
        return each
    kept = each.words[:cut]
    return replace(each, end=each.start + len(" ".join(kept)), words=kept, person=2.0)


def _by_word(entities: dict[tuple[str, ...], Entity]) -> dict[str, list[Entity]]:
    """Return who may be meant by one word: those who bear it as last name or, where nobody does, as first name."""
    last: defaultdict[str, list[Entity]] = defaultdict(list)
    first: defaultdict[str, list[Entity]] = defaultdict(list)
    for key, entity in entities.items():
        if entity not in last[key[1]]:
            last[key[1]].append(entity)
        if entity not in first[key[0]] and key[0] not in ORGANISATION_WORDS:
            first[key[0]].append(entity)
    return {**first, **{word: named for word, named in last.items() if named}}


def _of_one_word(each: _Found, by_word: dict[str, list[Entity]], earlier: list[Mention], text: str) -> Entity:
    word = each.words[0].strip(".").lower()
    named = by_word.setdefault(word, [])
    fitting = [entity for entity in named if not _clash(each, entity)]
    if not fitting:
        fitting.append(Entity(each.words[0], each.words))
        named.append(fitting[0])
    return _closest(each, fitting, earlier, text) if len(fitting) > 1 else fitting[0]


def _clash(each: _Found, entity: Entity) -> bool:
    """Tell whether a title (Mr., Mrs.) contradicts the first name of somebody with the same surname."""
    if each.title:
        return each.male > each.female < entity.female > entity.male or each.female > each.male < entity.male > entity.female
    return False


def _closest(each: _Found, named: list[Entity], earlier: list[Mention], text: str) -> Entity:
    """Choose among people of one surname: who is named most, was named last, and fits the pronouns just before."""
    weights = {id(e): math.log(1 + sum(e.forms.values()) + len(e.mentions)) for e in named}
    for back, mention in enumerate(earlier[::-1][:_REACH]):
        if id(mention.entity) in weights and each.start - mention.end < _NEAR:
            weights[id(mention.entity)] += (0.2 if mention.kin else 0.6) * 0.9**back
    before = text[max(0, each.start - _NEAR // 3) : each.start]
    lean = len(re.findall(r"\b(?:she|her)\b", before, re.IGNORECASE)) - len(re.findall(r"\b(?:he|his|him)\b", before, re.IGNORECASE))
    for entity in named:
        weights[id(entity)] += 0.5 * (lean > 0 and entity.gender is Gender.FEMALE)
        weights[id(entity)] += 0.5 * (lean < 0 and entity.gender is Gender.MALE)
    return max(named, key=lambda entity: weights[id(entity)])
