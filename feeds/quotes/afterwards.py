"""Finds the speaker whom an article brings in only after a quote (`“…” The boy's aunt, Ana Puig, had watched`)."""

import re

from feeds.quotes.plan import Plan
from feeds.quotes.roster import Mention, Roster

_GAP = re.compile(r"[ \t\u00a0]*(\n\s*)?(?=[A-Z])")
_REACH = 90
_LEAD = re.compile(
    r"(?:(?:With|At|After|On|In|By) [\w'’ -]{2,30}, )?"
    r"(?:(?:The|A|An|His|Her|Their|One|[A-Z]\w+['’]s|[A-Z]\w+s['’]) (?:[\w'’-]+ ){1,5}?(?:[\w'’-]+,? )?)?"
)


def brought_in_after(plan: Plan, number: int, roster: Roster, *, near: bool) -> Mention | None:
    """Return the person who opens the sentence after a quote and is named there for the first time; else None.

    `near`: only in the quote's own paragraph; the next one counts too where nothing before the quote could say who.
    """
    span = plan.spans[number]
    gap = _GAP.match(plan.text, span.outer_end)
    if gap is None or (near and gap.group(1)):
        return None
    start = gap.end()
    named = next((each for each in roster.between(start, start + _REACH) if each.entity.person > 0), None)
    if named is None or not named.entity.full or named.quoted:
        return None
    before = plan.text[start : named.start - len(named.title) - (1 if named.title else 0)]
    is_first = next((each for each in named.entity.mentions if not each.quoted), named).start == named.start
    return named if is_first and _LEAD.fullmatch(before) else None
