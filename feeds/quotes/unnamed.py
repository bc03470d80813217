"""Finds people whom an article describes but never names ("the driver", "one of them"), where they open a sentence.

Whether a description means somebody named is `descriptions`'; who a later "he" is, `pronouns`'.
"""

import re

from feeds.quotes.phrases import INTRODUCES
from feeds.quotes.roster import Entity, Mention, Roster
from feeds.quotes.title_words import FEMALE_NOUNS, KIN, MALE_NOUNS, PEOPLE, TITLES
from feeds.quotes.words import words as word_list

_OPENER = re.compile(
    r"(?:[A-Z][\w'’-]*(?: [\w'’.$%-]+){0,6}, )?(?:But |And |So |Yet |Then )?"
    r"(?P<first>(?i:an?|the|one|another|his|her|their)|"
    r"(?!It['’]|That['’]|There['’]|He['’]|She['’]|Wh|Here['’]|Let['’])[A-Z]\w+(?:['’]s|s['’]))"
    r"(?P<rest>(?: [\w'’-]+){1,6})"
)
_WORD = re.compile(r"[\w'’-]+")
_SOME = re.compile(r" of (?:the |his |her |their |its )?(?:\w+ )??(them|those|us|men|women|\w+s)\b")
_RULERS = {"president", "minister", "premier", "chancellor", "king", "queen", "pope", "emperor", "sultan"}
_ANY = {"them", "those", "us", "men", "women"}
_ASKERS = {"reporter", "journalist", "interviewer", "host", "moderator", "anchor", "correspondent", "narrator"}
_BREAKS = word_list("""
    of for in at by to from with on about over who that which whose is was are were has had have did and or but said
    says told not as when where while after before came went took sat stood held gave left made got put ran saw
    spoke wrote knew grew felt found kept lost met paid read rose sold sent shook shut sang slept spent swore threw
    thought understood woke wore won began became bought brought built caught chose cut drew drank drove ate fell
    fought flew forgot hid hit hung hurt laid led let lay lit meant rang rode set shot sought stole struck swam swept
    taught tore also still never just now then would will could can may might must should does do called
    """)
_ATTRIBUTIVE = word_list("""
    major native liberal conservative republican democrat socialist libertarian chief model principal star fan guard
    child student teacher patient volunteer veteran voter player worker user customer investor prisoner nurse doctor
    witness donor parent consumer champion rebel peer tenant employee teenager source leader boy girl woman man
    """)
"""Nouns that often stand before another: "a child care bill", "the student union"."""
_NEW = {"a", "an", "one", "another"}
_OWNED = {"his", "her", "their"}
_KNOWN = 2.0
_REACH = 90
EPITHETS = word_list("""
    senator congressman congresswoman representative congressmember businessman actor actress singer rapper author
    activist strategist historian scientist economist journalist blogger pollster secretary democratic delegate founder
    nominee candidate billionaire businessman businesswoman mogul star champion incumbent front-runner frontrunner
    contender politician lawmaker legislator democrat republican conservative liberal socialist libertarian veteran
    novelist poet playwright comedian restaurateur drummer guitarist pianist composer screenwriter filmmaker
    entrepreneur philanthropist columnist striker midfielder defender batsman skipper winger goalkeeper youtuber
    influencer podcaster newcomer native texan pontiff heiress whistleblower
    """)
"""What one calls a person already named: "the billionaire" is somebody of the article, "the driver" may be new."""


def opening(text: str, start: int, end: int, roster: Roster) -> tuple[str, str, int] | None:
    """Return the description of one person that opens a sentence: its words, its noun, and its place; or None."""
    opener = _OPENER.match(text, start, end)
    if opener is None or opener.group("first").lower() == "the one":
        return None
    at = opener.start("first")
    found = _head(opener)
    if found is None or roster.at(at - 3, at):
        return None
    head, stop = found
    after = next(iter(roster.between(stop, stop + _REACH)), None)
    named = after is not None and after.entity.person > 0 and INTRODUCES.fullmatch(text[stop : after.start])
    return None if named else (text[at:stop], head, at)


def _head(opener: re.Match[str]) -> tuple[str, int] | None:
    """Return the noun of an opener and where it ends: the first noun for a person that no other follows."""
    rest = opener.group("rest")
    if opener.group("first").lower() == "one" and rest.startswith(" of "):
        some = _SOME.match(rest)
        fits = some is not None and (some.group(1) in _ANY or some.group(1).removesuffix("s") in PEOPLE)
        return ("one", opener.start("rest") + some.end()) if some and fits else None
    spoken = list(_WORD.finditer(rest))
    for place, word in enumerate(spoken):
        noun = word.group().lower()
        following = spoken[place + 1].group().lower() if place + 1 < len(spoken) else ""
        whole = noun not in _ATTRIBUTIVE or not following or _ends_noun(rest[word.end() :], following)
        if _is_people(noun) and not _is_people(following) and whole:
            return noun, opener.start("rest") + word.end()
        if noun in _BREAKS:
            return None
    return None


def _is_people(noun: str) -> bool:
    return noun in PEOPLE or (noun.endswith("s") and noun[:-1] in PEOPLE)


def _ends_noun(rest: str, following: str) -> bool:
    """Tell whether a word may follow a whole noun: a verb, or what opens a clause; no noun it belongs to does."""
    return not rest.startswith(" ") or following in _BREAKS or following.endswith(("ed", "s", "ly"))


def is_new(phrase: str, head: str) -> bool:
    """Tell whether a description that means nobody named brings in somebody of its own: no epithet, nobody who asks."""
    first = phrase.split(maxsplit=1)[0].lower()
    if head in _ASKERS:
        return False
    return first in _NEW or head in KIN or (first in _OWNED and head not in TITLES) or head not in EPITHETS


def is_epithet(phrase: str, head: str) -> bool:
    """Tell what one calls a person already named: "the billionaire", "the Vermont senator", "the former mayor"."""
    words = phrase.split()
    if words[0].lower() != "the" or words[-1].lower() != head or head in _RULERS:
        return False
    return head in EPITHETS or (head in TITLES and any(word[0].isupper() or word == "former" for word in words[1:-1]))


def is_indefinite(phrase: str) -> bool:
    """Tell "a driver" from "the driver": it never means somebody met before."""
    return phrase.split(maxsplit=1)[0].lower() in _NEW


def somebody(phrase: str, head: str) -> Entity:
    """Return a person without a name, called as the article describes them."""
    male, female = _KNOWN * (head in MALE_NOUNS), _KNOWN * (head in FEMALE_NOUNS)
    plural = head not in PEOPLE and head != "one"
    return Entity(phrase, (head,), likely=1.0, male=male, female=female, unnamed=True, plural=plural)


def mention_of(entity: Entity, at: int, phrase: str) -> Mention:
    """Return a place where somebody is described."""
    return Mention(at, at + len(phrase), (entity.words[-1],), "", entity, quoted=False)
