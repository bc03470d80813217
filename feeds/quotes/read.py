"""Reads the quotes of articles: each step a module of its own, in the order of this one."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from feeds.model import Quote, QuoteKind
from feeds.quotes.attribution import Attribution, Link, attribute
from feeds.quotes.headlines import with_headline
from feeds.quotes.kind import kind_of
from feeds.quotes.nlp import Nlp
from feeds.quotes.plan import Plan, plan
from feeds.quotes.pronouns import Scene
from feeds.quotes.reported import reported_in
from feeds.quotes.roster import read_roster
from feeds.quotes.setting import like_before, setting_of
from feeds.quotes.speakers import NOBODY, speaker_of
from feeds.quotes.tree import Tree

_PLAIN = 3.0
_BETWEEN = re.compile(r"\W+")
_SPOKE = 0.6
_FEWEST_FOLDED = 3


def read_quotes(text: str, nlp: Nlp, published: date | None = None) -> tuple[Quote, ...]:
    """Return the quotes of an article in order of place, each verbatim `text[start:end]`, outer marks left out.

    `published` is the article's day, against which "on Sunday" is resolved; without it no quote has a time.
    """
    return read_many([text], nlp, [published])[0]


def read_many(texts: Sequence[str], nlp: Nlp, published: Sequence[date | None] = ()) -> list[tuple[Quote, ...]]:
    """Return the quotes of many articles, in order; much faster than one by one, for they are parsed in one batch.

    `published` are the articles' days, in the same order, or nothing.
    """
    plans = [plan(text) for text in texts]
    trees = iter(nlp.parse([each.passages[number].parsed for each in plans for number in each.wanted]))
    days = published or [None] * len(plans)
    return [
        _quotes(each, {number: next(trees) for number in each.wanted}, day)
        for each, day in zip(plans, days, strict=True)
    ]


def _quotes(plan: Plan, trees: dict[int, Tree], published: date | None) -> tuple[Quote, ...]:
    if not plan.spans:
        return ()
    quoted = [(span.start, span.end) for span in plan.spans]
    roster = read_roster(plan.text, quoted)
    given = attribute(plan, trees, roster)
    scene = Scene(plan.text, roster, quoted)
    _introduce(given, scene)
    found: list[Quote] = []
    for number, span in enumerate(plan.spans):
        said = given.get(number)
        kind = QuoteKind.FULL if span.label else kind_of(plan.text, span, said)
        if kind is QuoteKind.PARTIAL and _goes_on(found, said):
            kind = QuoteKind.FULL
        if kind is not None:
            quote = _quote(plan, number, kind, said, scene)
            found.append(_set(plan, quote, said, scene, published, found[-1] if found else None) if said else quote)
            found += reported_in(plan.text, span, found[-1])
    return _folded(with_headline(plan.text, found))


def _goes_on(found: list[Quote], said: Attribution | None) -> bool:
    """Tell the second half of a sentence split by its cue (`"It rains," she said, "and pours."`) from a fragment."""
    last = found[-1] if found else None
    return bool(last and said and said.cue_span and last.kind is QuoteKind.FULL and last.cue_span == said.cue_span)


def _introduce(given: dict[int, Attribution], scene: Scene) -> None:
    """Tell the scene who is the subject of a cue, and count it for a person that somebody says something."""
    scene.subjects = {each.phrase.start for each in given.values()}
    for each in given.values():
        if each.phrase.name and each.link is Link.SENTENCE and each.score > _PLAIN:
            entity = each.phrase.name.entity
            entity.likely = max(entity.likely, _SPOKE)


def _quote(plan: Plan, number: int, kind: QuoteKind, said: Attribution | None, scene: Scene) -> Quote:
    span = plan.spans[number]
    text = plan.text[span.start : span.end]
    if said is None:
        return Quote(text, span.start, span.end, None, kind, NOBODY.how, NOBODY.confidence)
    speaker = speaker_of(said, scene)
    if speaker.entity:
        scene.speaks(speaker.entity, span.start)
    return Quote(
        text,
        span.start,
        span.end,
        speaker.name,
        kind,
        speaker.how,
        speaker.confidence,
        speaker_as_written=said.phrase.text,
        role=scene.role(speaker.entity) if speaker.entity else None,
        cue=said.cue,
        cue_span=said.cue_span,
    )


def _set(
    plan: Plan, quote: Quote, said: Attribution, scene: Scene, published: date | None, last: Quote | None
) -> Quote:
    """Add where and when it was said to a quote."""
    setting = setting_of(plan, said, scene.last_speaker(quote.start) if quote.speaker else None, published)
    between = plan.text[last.end : quote.start] if last else ""
    setting = like_before(setting, last, quote.speaker, between)
    return replace(quote, medium=setting.medium, said=setting.said)


def _folded(quotes: list[Quote]) -> tuple[Quote, ...]:
    """Fold fragments into the full quote of the same speaker that holds the same words."""
    if not any(quote.kind is QuoteKind.PARTIAL for quote in quotes):
        return tuple(quotes)
    full: dict[str | None, str] = {}
    for quote in quotes:
        if quote.kind is QuoteKind.FULL:
            full[quote.speaker] = f"{full.get(quote.speaker, '')} {_letters(quote.text)} |"
    return tuple(quote for quote in quotes if not _is_inside(quote, full.get(quote.speaker, "")))


def _is_inside(quote: Quote, full: str) -> bool:
    words = _letters(quote.text)
    return quote.kind is QuoteKind.PARTIAL and words.count(" ") >= _FEWEST_FOLDED - 1 and f" {words} " in full


def _letters(text: str) -> str:
    return _BETWEEN.sub(" ", text).strip().lower()
