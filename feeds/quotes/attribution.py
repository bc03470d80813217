"""Joins each quote with the words that attribute it: in its own sentence, or carried over from the sentences round it.

The speaker is still as written here ("he", "Bass", "the agency"); who that is comes later.
"""

import re
from dataclasses import dataclass, replace
from enum import Enum

from feeds.quotes.afterwards import brought_in_after
from feeds.quotes.cues import ACCEPTED, Cue, best_cue, can_speak, find_cues
from feeds.quotes.marks import STAMP
from feeds.quotes.phrases import Phrase, phrase_at
from feeds.quotes.plan import Plan
from feeds.quotes.roster import Mention, Roster
from feeds.quotes.tree import Tree

_WEAK = 1.5
_CARRIED = 2.0
_TURNS = 2
_LONG = 7
_LEAST_FOR_LONG = 0.0
_FEW = 6


class Link(Enum):
    """Where the attribution of a quote stands."""

    SENTENCE = "in the sentence"
    SPLIT = "in the same sentence, beside another part of the quote"
    CARRIED = "beside the quote before, which this one follows"
    CONTINUED = "in the paragraph before, whose quote goes on"
    BEFORE = "in the sentence before"
    AFTER = "in the sentence after"
    LABEL = "by the label of the quote"


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who a quote is given to, as written; `score` is how well the words fit (0 is weak, 5 is plain)."""

    phrase: Phrase
    link: Link
    score: float
    form: str = ""
    cue: str | None = None
    cue_span: tuple[int, int] | None = None
    passage: int = 0


def attribute(plan: Plan, trees: dict[int, Tree], roster: Roster) -> dict[int, Attribution]:
    """Return the attribution of each quote that has one, by its number; `trees` are by number of passage."""
    found: dict[int, Attribution] = {}
    for number, tree in trees.items():
        found.update(_in_sentence(plan, number, tree, roster))
    _labels(plan, found, roster)
    _carry(plan, trees, found, roster)
    return found


def _in_sentence(plan: Plan, number: int, tree: Tree, roster: Roster) -> dict[int, Attribution]:
    passage = plan.passages[number]
    quoted = [tree.within(slot.start, slot.end) for slot in passage.slots]
    if not all(quoted):
        return {}
    cues = find_cues(tree, quoted)
    found = {}
    for place, slot in enumerate(passage.slots):
        span = plan.spans[slot.quote]
        long = plan.text.count(" ", span.start, span.end) >= _LONG
        best = best_cue(tree, cues, quoted, place, least=_LEAST_FOR_LONG if long else ACCEPTED)
        if best is None and passage.text[: slot.start].rstrip().endswith(":"):
            main = next((cue for cue in cues if tree.deps[cue.word] == "ROOT" and can_speak(tree, cue.speaker)), None)
            if main:
                found[slot.quote] = _attribution(plan, number, tree, (main, _WEAK), roster, Link.SENTENCE)
            else:
                found.update(_announced(plan, number, slot.quote, roster))
        elif best:
            found[slot.quote] = _attribution(plan, number, tree, best, roster, Link.SENTENCE)
    return found


def _announced(plan: Plan, number: int, quote: int, roster: Roster) -> dict[int, Attribution]:
    """Give a quote after a colon, where no verb could be read, to the first person its sentence names."""
    before = roster.between(plan.passages[number].start, plan.spans[quote].outer_start)
    mention = next((each for each in before if each.entity.person > 0 and not each.quoted), None)
    if mention is None:
        return {}
    phrase = Phrase(mention.start, mention.end, plan.text[mention.start : mention.end], "", name=mention)
    return {quote: Attribution(phrase, Link.SENTENCE, _WEAK, passage=number)}


def _attribution(
    plan: Plan, number: int, tree: Tree, scored: tuple[Cue, float], roster: Roster, link: Link
) -> Attribution:
    cue, score = scored
    passage = plan.passages[number]
    start, end = passage.place(tree.starts[cue.word]), passage.place(tree.end(cue.word))
    phrase = phrase_at(plan.text, passage, tree, cue.speaker, roster)
    return Attribution(phrase, link, score, cue.form, plan.text[start:end], (start, end), number)


_LABEL = re.compile(
    rf"(?:^|\n)[ \t]*(?:{STAMP}|[•*–—-] )?((?:[A-Z][\w.’'-]* ){{0,4}}[A-Z][\w.’'-]+)"
    r"(?: \([^)\n]{1,60}\)|,? of [\w ]+|, [^:\n\"“”]{1,90})?(?: (?:said|says|wrote|writes))?: *[\"“‘']?$"
)
_TURN = re.compile(r"\s*[A-Z][A-Z.’' -]+(?: \([^)\n]{1,30}\))?:\s")
_DASH = re.compile(r"\s*(?:[—–―‒]|--?)\s*(?=[A-Z])")
_REACH = 140


def _labels(plan: Plan, found: dict[int, Attribution], roster: Roster) -> None:
    """Read `NAME: “…”` at the head of a paragraph, `“NAME: …”` in a transcript, and `“…” — Name` after a quote."""
    for number, span in enumerate(plan.spans):
        start = max(0, span.outer_start - _REACH)
        label = _LABEL.search(plan.text[start : span.outer_start])
        turn = _TURN.match(plan.text, span.start, span.end)
        dash = _DASH.match(plan.text, span.outer_end)
        if span.label:
            found.pop(number, None)
            found.update(_labelled(plan, number, roster.at(*span.label)))
        elif turn:
            found.update(_labelled(plan, number, next(iter(roster.between(span.start, turn.end())), None)))
        elif label and (number not in found or found[number].score <= _WEAK):
            found.update(_labelled(plan, number, roster.at(start + label.start(1), start + label.end(1))))
        elif dash and number not in found:
            mention = roster.at(dash.end(), dash.end() + 2)
            if mention and (mention.entity.person > 0 or _ends_line(plan.text, mention.end)):
                found.update(_labelled(plan, number, mention))


def _labelled(plan: Plan, number: int, mention: Mention | None) -> dict[int, Attribution]:
    if mention is None:
        return {}
    phrase = Phrase(mention.start, mention.end, plan.text[mention.start : mention.end], "", name=mention)
    return {number: Attribution(phrase, Link.LABEL, 5.0)}


def _ends_line(text: str, offset: int) -> bool:
    return re.match(r"[ \t.]*(?:,[^\n]{0,80})?(?:\n|$)", text[offset:]) is not None


def _carry(plan: Plan, trees: dict[int, Tree], found: dict[int, Attribution], roster: Roster) -> None:
    """Give quotes without words of their own the speaker of what stands before or after them."""
    home = {slot.quote: number for number, passage in enumerate(plan.passages) for slot in passage.slots}
    for number, span in enumerate(plan.spans):
        if number in found or number not in home:
            continue
        if span.dash and plan.passages[home[number]].bare:
            found.update(_alternating(plan, found, number))
            continue
        carried = _from_before(plan, trees, found, roster, number, home)
        after = _brought_in(plan, number, carried, roster) if plan.passages[home[number]].bare else None
        best = after or carried
        if best:
            found[number] = best
        elif span.continues and number - 1 in found:
            found[number] = replace(found[number - 1], link=Link.CONTINUED)
    for number in range(len(plan.spans) - 2, -1, -1):
        _from_after(plan, found, number, home)


def _alternating(plan: Plan, found: dict[int, Attribution], number: int) -> dict[int, Attribution]:
    """Give a bare line of a dialogue in dashes to whoever spoke the line before the last."""
    dialogue = number >= _TURNS and all(plan.spans[at].dash for at in (number - 1, number - _TURNS))
    if not dialogue or number - _TURNS not in found:
        return {}
    return {number: replace(found[number - _TURNS], link=Link.CARRIED, score=_WEAK)}


def _brought_in(plan: Plan, number: int, carried: Attribution | None, roster: Roster) -> Attribution | None:
    """Prefer somebody named for the first time right after a quote to a description, or a paragraph, before it."""
    sure = carried is not None and (carried.link is Link.BEFORE or carried.score > _CARRIED)
    if carried is not None and sure and (carried.phrase.name or carried.phrase.pronoun):
        return None
    mention = brought_in_after(plan, number, roster, near=carried is not None or number > 0)
    if mention is None:
        return None
    phrase = Phrase(mention.start, mention.end, plan.text[mention.start : mention.end], "", name=mention)
    return Attribution(phrase, Link.AFTER, _CARRIED)


def _from_before(
    plan: Plan, trees: dict[int, Tree], found: dict[int, Attribution], roster: Roster, number: int, home: dict[int, int]
) -> Attribution | None:
    span, passage = plan.spans[number], plan.passages[home[number]]
    if span.continues and number - 1 in found:
        return replace(found[number - 1], link=Link.CONTINUED)
    if not passage.bare and len(passage.outside.split()) > _FEW:
        return None
    previous = found.get(number - 1)
    same = number and plan.spans[number - 1].paragraph == span.paragraph
    if same and previous:
        return replace(previous, link=Link.CARRIED)
    context = _context(plan, trees, home[number] - 1, roster)
    if context:
        return context
    if previous and not same and span.paragraph - plan.spans[number - 1].paragraph <= 1:
        return replace(previous, link=Link.CARRIED, score=_CARRIED)
    return None


def _context(plan: Plan, trees: dict[int, Tree], number: int, roster: Roster) -> Attribution | None:
    """Return the last attribution, or else the subject, of a sentence without quotes before a bare one."""
    tree = trees.get(number)
    if tree is None or plan.passages[number].slots:
        return None
    colon = plan.passages[number].text.rstrip().endswith(":")
    cues = [cue for cue in find_cues(tree, []) if cue.weight > 0 or tree.deps[cue.word] == "ROOT"]
    best = max(cues, key=lambda cue: (cue.weight + (tree.deps[cue.word] == "ROOT"), cue.word), default=None)
    if best is None:
        return None
    return _attribution(plan, number, tree, (best, 3.0 if colon else 2.0), roster, Link.BEFORE)


def _from_after(plan: Plan, found: dict[int, Attribution], number: int, home: dict[int, int]) -> None:
    """Give a bare quote at the head of a paragraph the speaker of the next quote of that paragraph."""
    if number in found or number not in home or not plan.passages[home[number]].bare:
        return
    after = found.get(number + 1)
    if after and plan.spans[number + 1].paragraph == plan.spans[number].paragraph:
        found[number] = replace(after, link=Link.AFTER)
