"""The ledger of quotes: which sightings are one utterance. It places them as they are kept; shows and finds nothing.

One utterance is the same words by the same speaker within a fortnight, fragments of them, and wordings that differ by
a few words. Candidates come from keys of three words in a row, so that placing costs the same however much is stored.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import select, text, update
from sqlmodel import col, func

from feeds.model import QuoteKind
from storage.model import ArticleId, SpeakerId
from storage.sqlite import insert_new, listed
from storage.store import Transaction
from storage.tables import GramRow, QuoteRow, SpeakerRow, table
from storage.wordings import Likeness, folded_words, grams, likeness, wording_key

TOGETHER = timedelta(days=14)
"""How far from the first sighting of an utterance another sighting of it may be."""
MOST_ALIKE = 20
"""Wordings compared with a new one: those that share the most words in a row with it."""
MOST_GRAMS = 200
FEWEST_UNNAMED = 5
"""Words by which a quote of nobody named is known again; fewer are anybody's."""
_NEW_GRAM = insert_new(table(GramRow))
_WITH_GRAMS = text(
    "SELECT wanted.value, gram.wording FROM json_each(:grams) AS wanted "
    "CROSS JOIN gram ON gram.bucket IN (:bucket - 1, :bucket, :bucket + 1) AND gram.gram = wanted.value"
)
_GROUP = (col(QuoteRow.wording), col(QuoteRow.speaker_id), col(QuoteRow.utterance))
_GROUPS = (
    select(*_GROUP, func.min(QuoteRow.published), func.max(QuoteRow.published), func.min(QuoteRow.id))
    .where(col(QuoteRow.wording).in_(listed("wordings")))
    .group_by(*_GROUP)
)
_FACTS = (
    col(QuoteRow.id),
    col(QuoteRow.text),
    col(QuoteRow.kind),
    col(QuoteRow.article_id),
    col(QuoteRow.gone_at),
    col(SpeakerRow.bare),
)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A quote as the ledger sees it. `surname` and `bare` are its speaker's, as in the table of speakers."""

    text: str
    kind: QuoteKind
    speaker: SpeakerId | None
    surname: str
    bare: bool
    article: ArticleId
    published: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sighting stands in the ledger: the columns of its row."""

    wording: int
    length: int
    utterance: int


@dataclass(slots=True)
class _Group:
    """Sightings of one wording by one speaker that are one utterance; `at` to `until` is when they were published."""

    words: tuple[str, ...]
    whole: bool
    speaker: int | None
    bare: bool
    article: int
    at: datetime
    until: datetime
    place: Place


@dataclass(slots=True)
class _Known:
    """The groups that new sightings may belong to: those stored, and those that were placed just now."""

    by_wording: defaultdict[int, list[_Group]]
    with_gram: defaultdict[int, set[int]]

    def of(self, utterance: int) -> list[_Group]:
        """Return the groups that are sightings of an utterance."""
        return [group for groups in self.by_wording.values() for group in groups if group.place.utterance == utterance]


def place(tx: Transaction, new: Sequence[Sighting]) -> tuple[Place, ...]:
    """Return the places of new sightings, in their order; utterances that one of them joins become one."""
    said = [(sighting, folded_words(sighting.text)) for sighting in new]
    keys = [grams(each.surname, words[:MOST_GRAMS]) if each.speaker else frozenset[int]() for each, words in said]
    wordings = [wording_key(each.surname, words) for each, words in said]
    known = _known(tx, [each.published for each, _ in said], keys, wordings)
    placed, fresh = [], []
    for (each, words), key, wording in zip(said, keys, wordings, strict=True):
        group = _Group(
            words,
            each.kind is QuoteKind.FULL,
            each.speaker,
            each.bare,
            each.article,
            each.published,
            each.published,
            Place(wording, len(words), _founded(wording, each, words)),
        )
        group.place = _joined(tx, known, group, key)
        placed.append(group)
        bucket = bucket_of(each.published)
        if all(bucket_of(other.until) != bucket for other in known.by_wording[wording]):
            fresh += [{"bucket": bucket, "gram": gram, "wording": wording} for gram in key]
        known.by_wording[wording].append(group)
        for gram in key:
            known.with_gram[gram].add(wording)
    if fresh:
        tx.session.connection().execute(_NEW_GRAM, fresh)
    return tuple(group.place for group in placed)


def bucket_of(moment: datetime) -> int:
    """Return the fortnight that `moment` lies in, counted from 1970."""
    return int(moment.timestamp() // TOGETHER.total_seconds())


def _founded(wording: int, sighting: Sighting, words: tuple[str, ...]) -> int:
    """Return the number of the utterance that a sighting founds: the same whenever and wherever it is read."""
    alone = f"\n{sighting.article}" if sighting.speaker is None and len(words) < FEWEST_UNNAMED else ""
    return wording_key(f"{wording}\n{sighting.speaker}\n{sighting.published.isoformat()}{alone}", ())


def _known(
    tx: Transaction, published: Sequence[datetime], keys: Sequence[frozenset[int]], wordings: Sequence[int]
) -> _Known:
    """Learn of the stored groups with the same words as the new sightings, and of those most like each."""
    with_gram: defaultdict[int, set[int]] = defaultdict(set)
    together = sorted(zip((bucket_of(each) for each in published), keys, strict=True), key=lambda pair: pair[0])
    connection = tx.session.connection()
    for bucket, pairs in groupby(together, key=lambda pair: pair[0]):
        wanted = json.dumps(list({gram for _, key in pairs for gram in key}))
        for gram, wording in connection.execute(_WITH_GRAMS, {"grams": wanted, "bucket": bucket}):
            with_gram[gram].add(wording)
    alike = {wording for key in keys for wording in _most_alike(with_gram, key)}
    by_wording: defaultdict[int, list[_Group]] = defaultdict(list)
    for wording, group in _stored(tx, alike.union(wordings)):
        by_wording[wording].append(group)
    return _Known(by_wording, with_gram)


def _most_alike(with_gram: dict[int, set[int]], key: Iterable[int]) -> list[int]:
    shared = Counter(wording for gram in key for wording in with_gram.get(gram, ()))
    return [wording for wording, _ in shared.most_common(MOST_ALIKE)]


def _stored(tx: Transaction, wordings: Iterable[int]) -> Iterable[tuple[int, _Group]]:
    connection = tx.session.connection()
    groups = connection.execute(_GROUPS, {"wordings": json.dumps(list(wordings))}).all()
    first = {number for *_, number in groups}
    query = select(*_FACTS).outerjoin(SpeakerRow, col(SpeakerRow.id) == col(QuoteRow.speaker_id))
    rows = connection.execute(query.where(col(QuoteRow.id).in_(first))) if first else ()
    # What a revision took out of an article may come back into it in other words.
    facts = {number: (said, kind, 0 if gone else of, bare) for number, said, kind, of, gone, bare in rows}
    for wording, speaker, utterance, at, until, number in groups:
        said, kind, article, bare = facts[number]
        words, whole = folded_words(said), kind == QuoteKind.FULL.value
        standing = Place(wording, len(words), utterance)
        yield wording, _Group(words, whole, speaker, bool(bare), article, at, until, standing)


def _joined(tx: Transaction, known: _Known, new: _Group, key: frozenset[int]) -> Place:
    """Return the place of `new`: in the utterance of what it is most like, else in one of its own."""
    wordings = {new.place.wording, *_most_alike(known.with_gram, key)}
    alike = [
        (how, -abs(group.at - new.at), group)
        for wording in wordings
        for group in known.by_wording[wording]
        if _may_be_one(group, new) and (how := _alike(new, group)) is not Likeness.OTHER
    ]
    held = {group.place.utterance for how, _, group in alike if how is Likeness.HOLDS}
    parts = {each for each in held if _longest(tx, known, each) <= new.place.length}
    fitting = [each for each in alike if each[0] is not Likeness.HOLDS or each[2].place.utterance in parts]
    if not fitting:
        return new.place
    how, _, best = max(fitting, key=lambda each: each[:2])
    utterance = best.place.utterance
    others = parts if how in {Likeness.HOLDS, Likeness.DRIFTED} else set[int]()
    if how is Likeness.SAME:
        others = {group.place.utterance for each, _, group in alike if each is how and _within_a_fortnight(group, best)}
    for other in others - {utterance}:
        _absorb(tx, known, other, utterance)
    return replace(new.place, utterance=utterance)


def _within_a_fortnight(one: _Group, other: _Group) -> bool:
    """Return whether all sightings of both were published within a fortnight."""
    return max(one.until, other.until) - min(one.at, other.at) <= TOGETHER


def _may_be_one(group: _Group, new: _Group) -> bool:
    """Return whether both may be one speaker's within a fortnight; a bare surname may be anybody's who bears it."""
    near = group.until - TOGETHER <= new.at <= group.at + TOGETHER
    if new.speaker is None or group.speaker is None:
        told = len(new.words) >= FEWEST_UNNAMED or group.article == new.article
        return near and new.speaker == group.speaker and told
    return near and (group.speaker == new.speaker or group.bare != new.bare)


def _alike(new: _Group, group: _Group) -> Likeness:
    if new.place.wording == group.place.wording:
        return Likeness.SAME
    if new.speaker is None:
        return Likeness.OTHER
    how = likeness(new.words, group.words, one_whole=new.whole, other_whole=group.whole)
    # What one article quotes twice in nearly the same words was said twice.
    return Likeness.OTHER if how is Likeness.DRIFTED and group.article == new.article else how


def _longest(tx: Transaction, known: _Known, utterance: int) -> int:
    """Return how many words the longest wording of an utterance has: a fragment of a longer one is no whole."""
    of_it = select(func.max(QuoteRow.length)).where(col(QuoteRow.utterance) == utterance)
    stored: int = tx.session.execute(of_it).scalar() or 0
    return max(stored, *(group.place.length for group in known.of(utterance)), 0)


def _absorb(tx: Transaction, known: _Known, other: int, utterance: int) -> None:
    """Make the sightings of utterance `other` sightings of `utterance`."""
    tx.session.execute(update(QuoteRow).where(col(QuoteRow.utterance) == other).values(utterance=utterance))
    for group in known.of(other):
        group.place = replace(group.place, utterance=utterance)
