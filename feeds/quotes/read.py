"""Reads the quotes of articles: one sentence a step, each step a module of its own."""

from collections.abc import Sequence

from feeds.model import Quote, QuoteKind
from feeds.quotes.attribution import Attribution, Link, attribute
from feeds.quotes.kind import kind_of
from feeds.quotes.nlp import Nlp
from feeds.quotes.plan import Plan, plan
from feeds.quotes.pronouns import Found, Scene
from feeds.quotes.roster import Entity, read_roster
from feeds.quotes.tree import Tree

_PLAIN = 3.0
_SPOKE = 0.6


def read_quotes(text: str, nlp: Nlp) -> tuple[Quote, ...]:
    """Return the quotes of an article in order of place, each verbatim `text[start:end]`, outer marks left out."""
    return read_many([text], nlp)[0]


def read_many(texts: Sequence[str], nlp: Nlp) -> list[tuple[Quote, ...]]:
    """Return the quotes of many articles, in order; much faster than one by one, for they are parsed in one batch."""
    plans = [plan(text) for text in texts]
    trees = iter(nlp.parse([each.passages[number].text for each in plans for number in each.wanted]))
    return [_quotes(each, {number: next(trees) for number in each.wanted}) for each in plans]


def _quotes(plan: Plan, trees: dict[int, Tree]) -> tuple[Quote, ...]:
    if not plan.spans:
        return ()
    quoted = [(span.start, span.end) for span in plan.spans]
    roster = read_roster(plan.text, quoted)
    given = attribute(plan, trees, roster)
    scene = Scene(plan.text, roster, quoted)
    scene.subjects = {each.phrase.start for each in given.values()}
    for each in given.values():
        if each.phrase.name and each.link is Link.SENTENCE and each.score > _PLAIN:
            each.phrase.name.entity.likely = max(each.phrase.name.entity.likely, _SPOKE)
    found = []
    for number, span in enumerate(plan.spans):
        said = given.get(number)
        kind = kind_of(plan.text, span, said)
        if kind is not None:
            found.append(_quote(plan, number, kind, said, scene))
    return tuple(found)


def _quote(plan: Plan, number: int, kind: QuoteKind, said: Attribution | None, scene: Scene) -> Quote:
    span = plan.spans[number]
    text = plan.text[span.start : span.end]
    if said is None:
        return Quote(text, span.start, span.end, None, kind, "the article does not say who", 0.0)
    speaker, entity, how, confidence = _speaker(said, span.outer_start, scene)
    if entity:
        scene.speaks(entity, span.start)
    return Quote(
        text, span.start, span.end, speaker, kind, how, confidence,
        speaker_as_written=said.phrase.text, role=entity.role if entity else None, cue=said.cue, cue_span=said.cue_span,
    )  # fmt: skip


def _speaker(said: Attribution, offset: int, scene: Scene) -> tuple[str | None, Entity | None, str, float]:
    phrase = said.phrase
    if phrase.name:
        return phrase.name.entity.name, phrase.name.entity, f"named {said.link.value}", 0.9
    if phrase.pronoun:
        found = scene.find(phrase.head, min(phrase.start, offset) if phrase.start < offset else phrase.start)
        if found is None:
            return None, None, f"by the pronoun *{phrase.text}*, nobody fits", 0.1
        return found.entity.name, found.entity, _by_pronoun(phrase.text, found), 0.7
    return phrase.text, None, f"described {said.link.value}", 0.6


def _by_pronoun(text: str, found: Found) -> str:
    return f"by the pronoun *{text}*, last named {found.where}"
