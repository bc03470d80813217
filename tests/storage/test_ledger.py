"""The ledger: what is one utterance and what is not, in one batch, one by one, and in whatever order it arrives."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from feeds.model import QuoteKind
from storage import articles
from storage.model import QuoteQuery
from storage.store import Store, Transaction
from tests.builders import NOW
from tests.storage.builders import find_quotes, keep, outlet, reading_of, speech
from tests.storage.test_hot_paths import caught

DAY = timedelta(days=1)
WHOLE = "We were told nothing at all until the buses had left the northern gate"
DRIFT = "We were told nothing at all until the buses had left the southern gate"
OTHER = "My office asked for the list nine times and was sent away nine times"
Line = tuple[str, str | None]


def sight(tx: Transaction, *lines: Line, at: datetime = NOW, kind: QuoteKind = QuoteKind.FULL) -> None:
    """Keep an article, of an outlet of its own, in which `lines` are quoted."""
    number = tx.session.connection().exec_driver_sql("SELECT count(*) FROM article").scalar_one()
    article, said = speech(number, *lines, source=f"Outlet {number}", published=at)
    keep(tx, outlet(tx, f"Outlet {number}"), article, tuple(replace(each, kind=kind) for each in said))


def groups(tx: Transaction) -> list[list[str]]:
    """Return the texts of each utterance, in the order first kept."""
    found: dict[int, list[str]] = {}
    for one in sorted(find_quotes(tx, QuoteQuery(limit=100)).quotes, key=lambda each: each.id):
        found.setdefault(one.utterance, []).append(one.quote.text)
    return list(found.values())


def test_the_same_words_of_one_speaker_are_one_utterance_whatever_their_marks(store: Store) -> None:
    with store.transaction() as tx:
        for text in (WHOLE, WHOLE.upper(), f"{WHOLE}!"):
            sight(tx, (text, "Tom Quill"))

        assert len(groups(tx)) == 1


def test_the_same_words_of_two_people_are_two(store: Store) -> None:
    with store.transaction() as tx:
        for who in ("Tom Quill", "Karen Bassey", "Otto Bassey"):
            sight(tx, (WHOLE, who))

        assert len(groups(tx)) == 3


def test_a_surname_alone_may_be_the_one_who_bears_it(store: Store) -> None:
    with store.transaction() as tx:
        for who in ("Bassey", "Karen Bassey", "Bassey"):
            sight(tx, (WHOLE, who))

        assert len(groups(tx)) == 1


@pytest.mark.parametrize("order", list(permutations((WHOLE, "told nothing at all", DRIFT))))
def test_a_fragment_and_a_drift_join_their_utterance_in_any_order(store: Store, order: tuple[str, ...]) -> None:
    with store.transaction() as tx:
        for text in order:
            kind = QuoteKind.FULL if len(text) > 30 else QuoteKind.PARTIAL
            sight(tx, (text, "Tom Quill"), kind=kind)
        sight(tx, (OTHER, "Tom Quill"))

        assert [len(each) for each in groups(tx)] == [3, 1]


def test_two_halves_become_one_when_the_whole_is_sighted(store: Store) -> None:
    with store.transaction() as tx:
        sight(tx, ("We were told nothing at all", "Tom Quill"))
        sight(tx, ("the buses had left the northern gate", "Tom Quill"))
        assert len(groups(tx)) == 2

        sight(tx, (WHOLE, "Tom Quill"))

        assert len(groups(tx)) == 1


def test_a_fragment_of_two_utterances_does_not_make_them_one(store: Store) -> None:
    with store.transaction() as tx:
        sight(tx, (f"{OTHER} by these people", "Tom Quill"))
        sight(tx, ("sent away nine times", "Tom Quill"), kind=QuoteKind.PARTIAL)

        sight(tx, ("Every one of us was sent away nine times that week and came back", "Tom Quill"))

        assert [len(each) for each in groups(tx)] == [2, 1]


def test_what_one_article_quotes_twice_in_nearly_the_same_words_was_said_twice(store: Store) -> None:
    with store.transaction() as tx:
        sight(tx, (WHOLE, "Tom Quill"), (DRIFT, "Tom Quill"))

        assert groups(tx) == [[WHOLE], [DRIFT]]


def test_the_fortnight_counts_from_the_first_sighting(store: Store) -> None:
    with store.transaction() as tx:
        for days in (0, 13, 15, 30):
            sight(tx, (WHOLE, "Tom Quill"), at=NOW + DAY * days)

        assert [len(each) for each in groups(tx)] == [2, 1, 1]


def test_an_older_article_that_comes_late_joins_too(store: Store) -> None:
    with store.transaction() as tx:
        sight(tx, (WHOLE, "Tom Quill"))
        sight(tx, ("until the buses had left", "Tom Quill"), at=NOW - DAY * 13, kind=QuoteKind.PARTIAL)

        assert len(groups(tx)) == 1


def test_words_of_nobody_named_are_known_again_only_where_there_are_enough(store: Store) -> None:
    with store.transaction() as tx:
        for text in (WHOLE, WHOLE, "Go home", "Go home"):
            sight(tx, (text, None))

        assert [len(each) for each in groups(tx)] == [2, 1, 1]


def test_short_sentences_of_one_speaker_are_one_only_word_for_word(store: Store) -> None:
    with store.transaction() as tx:
        for text in ("Never again", "never again!", "Never", "Never again they"):
            sight(tx, (text, "Tom Quill"))

        assert [len(each) for each in groups(tx)] == [2, 1, 1]


def test_a_batch_is_folded_as_when_kept_one_by_one(store: Store) -> None:
    lines = [(WHOLE, "Tom Quill"), ("told nothing at all until", "Quill"), (DRIFT, "Tom Quill"), (OTHER, "Tom Quill")]
    with store.transaction() as tx:
        feed = outlet(tx)
        readings = [reading_of(feed, *speech(number, line)) for number, line in enumerate(lines)]
        assert all(articles.keep_readings(tx, feed.id, readings, NOW))
        at_once = groups(tx)

    assert at_once == [[text for text, _ in lines[:3]], [OTHER]]


def test_an_empty_or_wordless_quote_is_placed(store: Store) -> None:
    with store.transaction() as tx:
        for text in ("…", "!", "“”"):
            sight(tx, (text, "Tom Quill"))

        assert sum(len(each) for each in groups(tx)) == 3


def test_placing_takes_as_many_statements_for_fifty_quotes_as_for_one(store: Store) -> None:
    def sent(count: int) -> int:
        with store.transaction() as tx, caught(tx) as statements:
            sight(tx, *[(f"{OTHER} and then {number} of {count} more", "Tom Quill") for number in range(count)])
        return len(statements)

    sent(1)
    assert sent(50) == sent(2)


def test_a_sighting_between_two_of_the_same_words_makes_one_of_them_only_within_a_fortnight(store: Store) -> None:
    with store.transaction() as tx:
        for days in (0, 15, 8):
            sight(tx, (WHOLE, "Tom Quill"), at=NOW + DAY * days)

        assert [len(each) for each in groups(tx)] == [1, 2]
