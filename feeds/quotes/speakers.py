"""Names the speaker of a quote: whom the words beside it mean, why, and how surely. It finds no words itself.

The confidences are shares of right speakers, measured on articles the rules were not written on (docs/quotes.md).
"""

from dataclasses import dataclass

from feeds.quotes.attribution import Attribution, Link
from feeds.quotes.pronouns import Found, Scene
from feeds.quotes.roster import Entity

_PLAIN = 5.0
_FAIR = 3.0
_FAR_AHEAD = 2.5
_AHEAD = 1.0
_SHARED = 0.8


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said a quote: `name` is canonical, None where nobody fits; `entity` is theirs in the roster, or None."""

    name: str | None
    entity: Entity | None
    how: str
    confidence: float


NOBODY = Speaker(None, None, "the article does not say who", 0.0)


def speaker_of(said: Attribution, scene: Scene) -> Speaker:
    """Return the speaker of a quote, in the scene as it is where the quote stands."""
    phrase = said.phrase
    if phrase.name:
        entity = phrase.name.entity
        shared = scene.roster.shared(phrase.name) and not phrase.name.title
        confidence = min(_named(said, entity), _SHARED) if shared else _named(said, entity)
        return Speaker(entity.name, entity, f"named {said.link.value}", confidence)
    if phrase.pronoun:
        return _by_pronoun(said, scene)
    entity_or_none = scene.describe(phrase.text, phrase.head, phrase.start)
    if entity_or_none is not None and not entity_or_none.unnamed:
        how = f"by the description *{phrase.text}*"
        return Speaker(entity_or_none.name, entity_or_none, how, 0.8 if said.link is Link.SENTENCE else 0.7)
    confidence = 0.8 if said.link is Link.SENTENCE and said.score >= _PLAIN else 0.6
    if not phrase.text.strip():
        return NOBODY
    return Speaker(phrase.text, entity_or_none, f"described {said.link.value}", confidence)


def _by_pronoun(said: Attribution, scene: Scene) -> Speaker:
    phrase = said.phrase
    if phrase.head in {"i", "we", "you", "me", "us", "my", "our"}:
        return Speaker(None, None, f"by the pronoun *{phrase.text}*, whose name the article does not say", 0.0)
    found = scene.find(phrase.head, phrase.start)
    if found is None:
        return Speaker(None, None, f"by the pronoun *{phrase.text}*, nobody fits", 0.0)
    how = f"by the pronoun *{phrase.text}*, last named {found.where}"
    return Speaker(found.entity.name, found.entity, how, _pronoun_confidence(said, found))


def _named(said: Attribution, entity: Entity) -> float:
    match said.link:
        case Link.SENTENCE if said.score >= _PLAIN:
            base = 0.97
        case Link.SENTENCE:
            base = 0.93 if said.score >= _FAIR else 0.8
        case Link.CARRIED if said.score >= _PLAIN:
            base = 0.96
        case Link.LABEL if entity.full:
            base = 0.92
        case Link.CONTINUED | Link.BEFORE | Link.AFTER:
            base = 0.75
        case _:
            base = 0.84
    return base if entity.full or entity.person > 0 else min(base, 0.84)


def _pronoun_confidence(said: Attribution, found: Found) -> float:
    """Return the surety of a pronoun: good where one fitting person leads by far and was named close by."""
    entity = found.entity
    gendered = said.phrase.head not in {"they", "it", "its", "their", "one"} and entity.male != entity.female
    if not gendered or not found.near:
        return 0.6
    if found.margin >= _FAR_AHEAD and entity.full and said.score >= _PLAIN:
        return 0.9
    return 0.8 if found.margin >= _AHEAD else 0.65
