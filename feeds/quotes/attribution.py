"""Joins each quote with the words that attribute it: in its own sentence, or carried over from the sentences round it.

The speaker is still as written here ("he", "Bass", "the agency"); who that is comes later.
"""

import re
from dataclasses import dataclass, replace
from enum import Enum

from feeds.quotes.cues import Cue, best_cue, find_cues
from feeds.quotes.names import Roster
from feeds.quotes.phrases import Phrase, phrase_at
from feeds.quotes.plan import Plan
from feeds.quotes.tree import Tree


class Link(Enum):
    """Where the attribution of a quote stands."""

    SENTENCE = "in the sentence"
    SPLIT = "in the same sentence, beside another part of the quote"
    CARRIED = "carried over from the quote before"
    CONTINUED = "the same quote goes on from the paragraph before"
    BEFORE = "in the sentence before"
    AFTER = "in the sentence after"
    LABEL = "by the speaker label"


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
        best = best_cue(tree, cues, quoted, place)
        if best:
            found[slot.quote] = _attribution(plan, number, tree, best, roster, Link.SENTENCE)
    return found


def _attribution(
    plan: Plan, number: int, tree: Tree, scored: tuple[Cue, float], roster: Roster, link: Link
) -> Attribution:
    cue, score = scored
    passage = plan.passages[number]
    start, end = passage.place(tree.starts[cue.word]), passage.place(tree.end(cue.word))
    phrase = phrase_at(plan.text, passage, tree, cue.speaker, roster)
    return Attribution(phrase, link, score, cue.form, plan.text[start:end], (start, end), number)


_LABEL = re.compile(r"(?:^|\n)[ \t]*(?:[\w.]+ ){0,5}[\w.’'-]+(?: \([^)\n]{1,40}\)| of [\w ]+)?:\s*[\"“‘']?$")
_DASH = re.compile(r"\s*(?:[—–]|--?)\s*(?=[A-Z])")


def _labels(plan: Plan, found: dict[int, Attribution], roster: Roster) -> None:
    """Read `NAME: “…”` at the head of a paragraph, and `“…” — Name` after a quote."""
    for number, span in enumerate(plan.spans):
        before = plan.text[max(0, span.outer_start - 90) : span.outer_start]
        label = _LABEL.search(before)
        if label and number not in found:
            begin = span.outer_start - len(before) + label.start()
            mention = next(iter(roster.between(begin, span.outer_start)), None)
            if mention:
                phrase = Phrase(mention.start, mention.end, plan.text[mention.start : mention.end], "", name=mention)
                found[number] = Attribution(phrase, Link.LABEL, 4.0)
        dash = _DASH.match(plan.text, span.outer_end)
        if dash and number not in found:
            mention = roster.at(dash.end(), dash.end() + 25)
            if mention and mention.entity.person > 0:
                phrase = Phrase(mention.start, mention.end, plan.text[mention.start : mention.end], "", name=mention)
                found[number] = Attribution(phrase, Link.LABEL, 3.0)


def _carry(plan: Plan, trees: dict[int, Tree], found: dict[int, Attribution], roster: Roster) -> None:
    """Give quotes without words of their own the speaker of what stands before or after them."""
    home = {slot.quote: number for number, passage in enumerate(plan.passages) for slot in passage.slots}
    for number, span in enumerate(plan.spans):
        if number in found or number not in home:
            continue
        carried = _from_before(plan, trees, found, roster, number, home)
        if carried:
            found[number] = carried
        elif span.continues and number - 1 in found:
            found[number] = replace(found[number - 1], link=Link.CONTINUED)
    for number in range(len(plan.spans) - 2, -1, -1):
        _from_after(plan, found, number, home)


def _from_before(
    plan: Plan, trees: dict[int, Tree], found: dict[int, Attribution], roster: Roster, number: int, home: dict[int, int]
) -> Attribution | None:
    span, passage = plan.spans[number], plan.passages[home[number]]
    if span.continues and number - 1 in found:
        return replace(found[number - 1], link=Link.CONTINUED)
    if not passage.bare:
        return None
    previous = found.get(number - 1)
    same = number and plan.spans[number - 1].paragraph == span.paragraph
    if same and previous:
        return replace(previous, link=Link.CARRIED)
    context = _context(plan, trees, home[number] - 1, roster)
    if context:
        return context
    if previous and not same and span.paragraph - plan.spans[number - 1].paragraph <= 1:
        return replace(previous, link=Link.CARRIED, score=2.0)
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
