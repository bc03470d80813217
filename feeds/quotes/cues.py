"""Finds, in one parsed sentence, the word that attributes a quote and the head of whoever it attributes it to.

It works on one sentence alone: what is carried over from other sentences is `carry`'s, who "he" is is `pronouns`'.
"""

from dataclasses import dataclass

from feeds.quotes.cue_words import LEMMAS, UTTERANCES, WEIGHTS
from feeds.quotes.tree import Tree

_SUBJECT = ("nsubj", "nsubjpass", "csubj")
_WITHOUT_SUBJECT = ("conj", "xcomp", "advcl", "pcomp", "ccomp", "dep", "prep", "parataxis")
_RELATIVES = {"who", "which", "that", "whom"}
_COLON = ":"
_ACCEPTED = 1.5
_LIKELY = 2.0


@dataclass(frozen=True, slots=True)
class Cue:
    """An attribution: the tokens of its word (verb, noun, preposition) and of the speaker's head; how sure it is."""

    word: int
    speaker: int
    weight: float
    form: str

    @property
    def first(self) -> int:
        """The leftmost token."""
        return min(self.word, self.speaker)

    @property
    def last(self) -> int:
        """The rightmost token."""
        return max(self.word, self.speaker)


def find_cues(tree: Tree, quoted: list[range]) -> list[Cue]:
    """Return every attribution in a sentence, in order of place; `quoted` are the tokens of its quotes."""
    hidden = {token for each in quoted for token in each}
    found = [_cue_at(tree, token, hidden) for token in range(len(tree)) if token not in hidden]
    return [cue for cue in found if cue and cue.speaker not in hidden]


def best_cue(tree: Tree, cues: list[Cue], quoted: list[range], which: int) -> tuple[Cue, float] | None:
    """Return the attribution of quote `which` of the sentence with its score, or None where none is near enough."""
    scored = [(score(tree, cue, quoted, which), cue) for cue in cues]
    best = max(scored, key=lambda each: each[0], default=None)
    return (best[1], best[0]) if best and best[0] >= _ACCEPTED else None


def score(tree: Tree, cue: Cue, quoted: list[range], which: int) -> float:
    """Weigh how well an attribution fits a quote: the sureness of its word, nearness, and the shape of the sentence."""
    quote = quoted[which]
    after = cue.first >= quote.stop
    between = range(quote.stop, cue.first) if after else range(cue.last + 1, quote.start)
    hidden = {token for each in quoted for token in each}
    gap = sum(1 for token in between if token not in hidden and tree.words[token][0].isalnum())
    others = sum(1 for each in quoted if each != quote and each.start in between)
    total = cue.weight + (2.0 if gap == 0 else -0.2 * min(gap, 15)) - 1.5 * others
    total += _shape(tree, cue, quote, after=after)
    return total + _governs(tree, cue, quote)


def _shape(tree: Tree, cue: Cue, quote: range, *, after: bool) -> float:
    if after:
        last = tree.words[quote.stop - 1 if tree.words[quote.stop - 1] != '"' else max(quote.stop - 2, quote.start)]
        return 1.0 if last in {",", "?", "!", "-", "—"} else 0.0
    before = tree.words[quote.start - 1] if quote.start else ""
    return 1.0 if before in {":", ",", "that"} and cue.last < quote.start else 0.0


def _governs(tree: Tree, cue: Cue, quote: range) -> float:
    heads = [token for token in quote if tree.heads[token] not in quote or tree.heads[token] == token]
    for head in heads:
        above = tree.ancestors(head)
        if cue.word in above:
            return 1.5 - 0.3 * above.index(cue.word)
    if cue.word in quote or any(tree.heads[cue.word] == token for token in quote):
        return 1.5
    return 0.0


def _cue_at(tree: Tree, token: int, hidden: set[int]) -> Cue | None:
    word = tree.words[token].lower()
    if word == "according" or (word == "per" and tree.tags[token] == "IN"):
        return _according(tree, token)
    if word in UTTERANCES and tree.tags[token].startswith("N"):
        return _utterance(tree, token)
    if not tree.tags[token].startswith("VB") and not (word in LEMMAS and WEIGHTS[LEMMAS[word]] > _LIKELY):
        return None
    speaker, form = _subject(tree, token, hidden)
    if speaker is None:
        return None
    lemma = LEMMAS.get(word)
    weight = WEIGHTS[lemma] if lemma else _unlisted(tree, token)
    return Cue(token, speaker, weight, form)


def _unlisted(tree: Tree, token: int) -> float:
    """Weigh a verb that is no verb of saying: it attributes only what a colon after it announces."""
    rest = tree.words[token : token + 25]
    return 0.0 if _COLON in rest else -1.0


def _according(tree: Tree, token: int) -> Cue | None:
    to = tree.kid(token, "prep", "pobj", "pcomp")
    if to is not None and tree.deps[to] == "prep":
        to = tree.kid(to, "pobj")
    return Cue(token, to, 3.0, "according to") if to is not None else None


def _utterance(tree: Tree, token: int) -> Cue | None:
    owner = tree.kid(token, "poss")
    if owner is None:
        by = next((kid for kid in tree.kids[token] if tree.words[kid].lower() in {"by", "from", "of"}), None)
        owner = tree.kid(by, "pobj") if by is not None and tree.words[by].lower() != "of" else None
    return Cue(token, owner, 1.0, "noun") if owner is not None else None


def _subject(tree: Tree, verb: int, hidden: set[int]) -> tuple[int | None, str]:
    """Return the head of who says: the subject on either side, the agent of a passive, or the subject above."""
    agent = tree.kid(verb, "agent")
    if agent is not None and (by := tree.kid(agent, "pobj")) is not None:
        return by, "agent"
    subject = next((kid for kid in tree.kids[verb] if tree.deps[kid] in _SUBJECT and kid not in hidden), None)
    if subject is None:
        subject = _inverted(tree, verb, hidden)
    if subject is not None:
        if tree.words[subject].lower() in _RELATIVES and tree.deps[verb] in {"relcl", "acl", "ccomp"}:
            return tree.heads[verb], "relative"
        return _owner(tree, subject), "subject"
    return _above(tree, verb, hidden)


def _owner(tree: Tree, subject: int) -> int:
    """Return whose message it is that says something ("Trump's message"), or the subject itself."""
    owner = tree.kid(subject, "poss")
    if owner is not None and tree.words[subject].lower() in UTTERANCES:
        return owner
    return subject


def _inverted(tree: Tree, verb: int, hidden: set[int]) -> int | None:
    """Return the speaker after the verb where it stands next to the quote: `"…," said the mayor`."""
    lemma = LEMMAS.get(tree.words[verb].lower())
    if not lemma or WEIGHTS[lemma] < _LIKELY or verb == 0 or verb - 1 not in hidden:
        return None
    return next((kid for kid in tree.kids[verb] if kid > verb and tree.tags[kid][:2] in {"NN", "PR"}), None)


def _above(tree: Tree, verb: int, hidden: set[int]) -> tuple[int | None, str]:
    token = verb
    for head in tree.ancestors(verb)[:4]:
        if tree.deps[token] == "acl" and tree.tags[head].startswith(("N", "PR")):
            return (_owner(tree, head), "relative") if head not in hidden else (None, "")
        if tree.deps[token] not in _WITHOUT_SUBJECT:
            return None, ""
        subject = next((kid for kid in tree.kids[head] if tree.deps[kid] in _SUBJECT and kid not in hidden), None)
        if subject is not None:
            if tree.words[subject].lower() in _RELATIVES and tree.deps[head] == "relcl":
                return tree.heads[head], "relative"
            return _owner(tree, subject), "above"
        token = head
    return None, ""
