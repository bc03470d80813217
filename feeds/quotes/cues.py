"""Finds, in one parsed sentence, the word that attributes a quote and the head of whoever it attributes it to.

It works on one sentence alone: what is carried over from other sentences is `carry`'s, who "he" is is `pronouns`'.
"""

from dataclasses import dataclass

from feeds.quotes.cue_words import LEMMAS, UTTERANCES, WEIGHTS, WRITINGS
from feeds.quotes.title_words import BODIES, NO_NAME, PEOPLE
from feeds.quotes.tree import Tree

_SUBJECT = ("nsubj", "nsubjpass", "csubj")
_WITHOUT_SUBJECT = ("conj", "xcomp", "advcl", "pcomp", "ccomp", "dep", "prep", "parataxis")
_RELATIVES = {"who", "which", "that", "whom"}
_INSIDE = ("acl", "dobj", "pobj", "prep", "relcl", "attr", "oprd", "acomp")
_TELLING = {"tell", "email", "write", "text", "inform", "ask", "remind", "warn", "assure", "urge"}
_FINITE = {"VBD", "VBZ", "VBP", "VBN"}
_PAUSES = {",", "-", "—", "–", "--"}
_PASSIVE = {"was", "were", "been", "being", "is", "are"}
_LONGEST_NOUN = 14
_STOPS = {",", ":", ";", ".", "(", "-", "—", "–", "--", "["}
_ENDING = {"IN", "WRB", "TO", "WP", "WDT", "-LRB-", ":", "CC"}
_EXPLETIVES = {"it", "there", "this", "that", "what"}
_ISSUED = {"issued", "released", "published", "posted", "sent", "circulated", "emailed"}
_COLON = ":"
ACCEPTED = 1.5
"""The score from which an attribution is near and sure enough."""
_FAR = 80
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
    by_order = [cue for quote in quoted if (cue := _by_order(tree, quote, hidden))]
    return [cue for cue in [*found, *by_order] if cue and cue.speaker not in hidden]


def best_cue(
    tree: Tree, cues: list[Cue], quoted: list[range], which: int, *, least: float = ACCEPTED
) -> tuple[Cue, float] | None:
    """Return the attribution of quote `which` of the sentence with its score, or None where none scores `least`."""
    hidden = {token for each in quoted for token in each}
    quote = quoted[which]
    near = [cue for cue in cues if cue.first < quote.stop + _FAR and cue.last > quote.start - _FAR]
    scored = [(_score(tree, cue, quote, hidden), cue) for cue in near]
    best = max(scored, key=lambda each: each[0], default=None)
    return (best[1], best[0]) if best and best[0] >= least else None


def _score(tree: Tree, cue: Cue, quote: range, hidden: set[int]) -> float:
    """Weigh how well an attribution fits a quote: the sureness of its word, nearness, and the shape of the sentence."""
    after = cue.first >= quote.stop
    between = range(quote.stop, cue.first) if after else range(cue.last + 1, quote.start)
    gap = sum(1 for token in between if token not in hidden and tree.words[token][0].isalnum())
    others = sum(1 for token in between if token in hidden and token - 1 not in hidden)
    total = cue.weight - (0.0 if can_speak(tree, cue.speaker) else 1.0) + (2.0 if gap == 0 else -0.2 * min(gap, 15))
    return total - 1.5 * others + _shape(tree, cue, quote, after=after) + _governs(tree, cue, quote)


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
    if subject is not None and tree.deps[subject] == "nsubjpass":
        return None, ""
    if subject is None:
        subject = _inverted(tree, verb, hidden)
    if subject is not None:
        if tree.words[subject].lower() in _RELATIVES and tree.deps[verb] in {"relcl", "acl", "ccomp"}:
            return _antecedent(tree, subject, verb), "relative"
        return _owner(tree, subject), "subject"
    main = _main_subject(tree, verb, hidden)
    return (main, "above") if main is not None else _above(tree, verb, hidden)


def _main_subject(tree: Tree, verb: int, hidden: set[int]) -> int | None:
    """Return the subject of the sentence for a participle after a comma: "she paid a man who …, saying"."""
    first = min([verb, *tree.kids[verb]])
    if tree.tags[verb] != "VBG" or first < 1 or tree.words[first - 1] not in _PAUSES or _weight(tree, verb) < _LIKELY:
        return None
    root = next((token for token in range(len(tree)) if tree.heads[token] == token), None)
    subject = tree.kid(root, "nsubj") if root is not None else None
    fits = (
        subject is not None
        and subject < verb
        and subject not in hidden
        and tree.words[subject].lower() not in _EXPLETIVES
    )
    return _owner(tree, subject) if subject is not None and fits and can_speak(tree, subject) else None


def _antecedent(tree: Tree, relative: int, verb: int) -> int:
    """Return the noun that "who" stands for: the one right before it, whatever the parser hung the clause on."""
    left = relative - 2 if relative > 1 and tree.words[relative - 1] == "," else relative - 1
    return left if left >= 0 and tree.tags[left].startswith("NN") else tree.heads[verb]


def _owner(tree: Tree, subject: int) -> int:
    """Return whose message it is that says something ("Lee's letter", "a letter from Lee"), or the subject itself."""
    if tree.words[subject].lower() not in UTTERANCES:
        return subject
    near = [*tree.kids[subject], *range(subject + 1, min(subject + 2, len(tree)))]
    source = next((token for token in near if tree.words[token].lower() in {"from", "by"}), None)
    possessor = tree.kid(subject, "poss")
    owner = _issuer(tree, subject) if source is None and possessor is None else possessor
    owner = tree.kid(source, "pobj") if source is not None else owner
    return owner if owner is not None and (source is None or _is_known(tree, owner)) else subject


def _is_known(tree: Tree, owner: int) -> bool:
    """Tell somebody by name or definite ("the embassy") from somebody in general ("an unknown author")."""
    definite = any(tree.deps[kid] == "poss" or tree.words[kid].lower() == "the" for kid in tree.kids[owner])
    return tree.tags[owner].startswith("NNP") or (definite and can_speak(tree, owner))


def _issuer(tree: Tree, utterance: int) -> int | None:
    """Return who issued an utterance, by a participle after it: "a statement released by the embassy"."""
    issued = tree.kid(utterance, "acl")
    if issued is None or tree.words[issued].lower() not in _ISSUED:
        return None
    agent = tree.kid(issued, "agent")
    return tree.kid(agent, "pobj") if agent is not None else None


def _inverted(tree: Tree, verb: int, hidden: set[int]) -> int | None:
    """Return the speaker after the verb where it stands next to the quote: `"…," said the mayor`."""
    lemma = LEMMAS.get(tree.words[verb].lower())
    if not lemma or WEIGHTS[lemma] < _LIKELY or tree.tags[verb] == "VBG" or verb == 0 or verb - 1 not in hidden:
        return None
    return next((kid for kid in tree.kids[verb] if kid > verb and tree.tags[kid][:2] in {"NN", "PR"}), None)


def _by_order(tree: Tree, quote: range, hidden: set[int]) -> Cue | None:
    """Read `"…," NAME says` and `"…," says NAME` by the order of words alone, for sentences the parser got wrong."""
    after = quote.stop
    if after >= len(tree) or not _invites(tree, quote):
        return _announced(tree, quote, hidden)
    while after < len(tree) and tree.tags[after] in {"RB", "CC"} and after not in hidden:
        after += 1
    says = after < len(tree) and _weight(tree, after) >= _LIKELY and tree.words[after].islower()
    if says and tree.tags[after] != "VBG":
        speaker = _noun_from(tree, after + 1, hidden)
        return Cue(after, _owner(tree, speaker), 3.0, "order") if speaker is not None else None
    speaker = _noun_from(tree, after, hidden)
    if speaker is None:
        return None
    stop = next((token for token in range(speaker + 1, len(tree)) if token in hidden), len(tree))
    verb = next((t for t in range(speaker + 1, stop) if _weight(tree, t) >= _LIKELY and tree.words[t].islower()), None)
    return Cue(verb if verb is not None else speaker, speaker, 2.0 if verb is not None else 0.0, "order")


def _announced(tree: Tree, quote: range, hidden: set[int]) -> Cue | None:
    """Read `Said NAME: "…"` at the head of a sentence, and `NAME, a judge, said "…"`, by the order of words."""
    colon = quote.start > 0 and tree.words[quote.start - 1] == ":"
    if colon and _weight(tree, 0) >= _LIKELY and 0 not in hidden and tree.tags[0].startswith("VB"):
        speaker = _noun_from(tree, 1, hidden)
        return Cue(0, _owner(tree, speaker), 3.0, "order") if speaker is not None else None
    verb = quote.start - 1
    while verb > 0 and tree.words[verb].lower() in {",", ":", "that"}:
        verb -= 1
    active = verb > 0 and tree.words[verb - 1].lower() not in _PASSIVE and tree.tags[verb] in _FINITE
    if not active or verb in hidden or _weight(tree, verb) < _LIKELY:
        return None
    speaker = _noun_before(tree, verb, hidden)
    return Cue(verb, speaker, 2.0, "order") if speaker is not None else None


def _noun_before(tree: Tree, verb: int, hidden: set[int]) -> int | None:
    """Return the noun right before a verb, or before the aside between commas that parts them."""
    at = verb - 1
    while at > 0 and tree.tags[at] in {"RB", "MD", "VBD", "VBZ", "VBP"}:
        at -= 1
    if tree.words[at] == ",":
        at = next((token for token in range(at - 1, max(0, at - 25), -1) if tree.words[token] == ","), 0) - 1
    fits = at >= 0 and at not in hidden and tree.tags[at] in {"NNP", "NN", "NNS", "PRP", "NNPS"}
    return at if fits else None


def _invites(tree: Tree, quote: range) -> bool:
    """Tell whether a quote ends as one does whose speaker follows: with a comma, a question, an exclamation, a dash."""
    inside = [tree.words[token] for token in quote if tree.words[token] not in {'"', "''"}]
    return bool(inside) and inside[-1] in {",", "?", "!", "-", "—"}


def _weight(tree: Tree, token: int) -> float:
    lemma = LEMMAS.get(tree.words[token].lower())
    return WEIGHTS[lemma] if lemma else 0.0


def _noun_from(tree: Tree, token: int, hidden: set[int]) -> int | None:
    """Return the head of the noun phrase that begins at a token: the last noun before whatever ends it."""
    last = None
    for at in range(token, min(token + _LONGEST_NOUN, len(tree))):
        word = tree.words[at]
        pronoun = tree.tags[at] == "PRP" and not (word.isupper() and len(word) > 1)
        if pronoun and last is None:
            return at
        if at in hidden or word in _STOPS or tree.tags[at] in _ENDING or (last is not None and _is_verb(tree, at)):
            return last
        if word.lower() in NO_NAME and tree.tags[at].startswith("NN") and last is not None:
            return last
        if tree.tags[at].startswith("N") or (word[0].isupper() and tree.tags[at] not in {"DT", "JJ", "RB"}):
            last = at
    return last


def _is_verb(tree: Tree, token: int) -> bool:
    return tree.tags[token] in {"VBD", "VBZ", "VBP", "MD"} or (
        _weight(tree, token) >= _LIKELY and tree.words[token].islower()
    )


def _above(tree: Tree, verb: int, hidden: set[int]) -> tuple[int | None, str]:
    """Return the subject of a verb higher up for one without its own, as of "saying" in "she left, saying"."""
    token, spare = verb, None
    for head in tree.ancestors(verb)[:5]:
        if tree.deps[token] == "acl" and tree.tags[head].startswith(("N", "PR")) and not _is_aside(tree, token, head):
            return (_owner(tree, head), "relative") if head not in hidden else (None, "")
        if tree.deps[token] not in _WITHOUT_SUBJECT and tree.deps[token] not in _INSIDE:
            break
        subject = next((kid for kid in tree.kids[head] if tree.deps[kid] in _SUBJECT and kid not in hidden), None)
        if subject is not None and tree.words[subject].lower() not in _EXPLETIVES:
            if tree.words[subject].lower() in _RELATIVES and tree.deps[head] == "relcl":
                return _antecedent(tree, subject, head), "relative"
            subject = _owner(tree, subject)
            if can_speak(tree, subject):
                return subject, "above"
            spare = spare if spare is not None else subject
        token = head
    return (spare, "above") if spare is not None else (None, "")


def _is_aside(tree: Tree, token: int, head: int) -> bool:
    """Tell whether a participle after a noun is the subject's: after a comma, or after who was told."""
    above = tree.heads[head]
    if tree.deps[head] in {"dobj", "dative"} and LEMMAS.get(tree.words[above].lower()) in _TELLING:
        return True
    left = min([token, *tree.kids[token]])
    return left > 0 and tree.words[left - 1] == "," and tree.tags[token] == "VBG" and tree.deps[head] not in _SUBJECT


def can_speak(tree: Tree, token: int) -> bool:
    """Tell whether a noun may be a speaker: a name, a pronoun, people, a body, or a thing that is written or said."""
    word = tree.words[token].lower()
    if tree.tags[token] in {"NNP", "NNPS", "PRP", "NNS", "WP", "DT"}:
        return True
    return word in PEOPLE or word in BODIES or word in UTTERANCES or word in WRITINGS
