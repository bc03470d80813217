"""Whose words they are: names met in one batch, one transaction or one after another come to the same speakers."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import articles, casting, quotes, speakers
from storage.model import QuoteQuery, SpeakerId
from storage.store import Store, Transaction
from tests.builders import NOW
from tests.storage.builders import find_quotes, keep, outlet, reading_of, speech

Said = tuple[tuple[str | None, str | None], ...]
NAMES = ["Karen Bassey", "Karen R. Bassey", "Karen T. Bassey", "KAREN BASSEY", "Bassey", "Mayor Bassey", "Otto Bassey"]
ROLES = [None, "Mayor", "Coach", "mayor"]


def rows(tx: Transaction, table: str) -> list[tuple[object, ...]]:
    """Return everything in one of the tables of names."""
    return [tuple(row) for row in tx.session.connection().exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1, 2")]  # noqa: S608 (a name of ours)


def test_a_name_met_twice_in_one_batch_is_one_speaker(store: Store) -> None:
    with store.transaction() as tx:
        found = casting.speakers_of(tx, (("Karen Bassey", None), ("Mayor Karen Bassey", None), ("Tom Quill", None)))

    assert found[0] == found[1] != found[2]


def test_what_names_nobody_is_nobody(store: Store) -> None:
    with store.transaction() as tx:
        assert casting.speakers_of(tx, ((None, "Mayor"), ("", None), ("…", None))) == (None,) * 3
        assert casting.speakers_of(tx, ()) == ()


def test_a_bare_surname_and_a_full_name_stay_two_whichever_comes_first(store: Store) -> None:
    with store.transaction() as tx:
        forwards = casting.speakers_of(tx, (("Bassey", None), ("Karen Bassey", None)))
        backwards = casting.speakers_of(tx, (("Tom Quill", None), ("Quill", None)))

    assert forwards[0] != forwards[1]
    assert backwards[0] != backwards[1]


def test_a_role_met_earlier_in_the_same_batch_tells_whose_surname_it_is(store: Store) -> None:
    with store.transaction() as tx:
        full, alone = casting.speakers_of(tx, (("Karen Bassey", "Mayor"), ("Bassey", "mayor")))

    assert full == alone


def test_a_role_met_in_an_earlier_transaction_tells_it_too(store: Store) -> None:
    with store.transaction() as tx:
        full = casting.speaker_of(tx, "Karen Bassey", "Mayor")

    with store.transaction() as tx:
        assert casting.speaker_of(tx, "Bassey", "Mayor") == full


def test_a_role_that_two_of_a_surname_had_tells_nothing(store: Store) -> None:
    with store.transaction() as tx:
        karen, otto, alone = casting.speakers_of(
            tx, (("Karen Bassey", "Mayor"), ("Otto Bassey", "Mayor"), ("Bassey", "Mayor"))
        )

    assert len({karen, otto, alone}) == 3


def test_a_role_of_a_bare_surname_is_not_remembered(store: Store) -> None:
    with store.transaction() as tx:
        casting.speaker_of(tx, "Bassey", "Coach")

        assert rows(tx, "role") == []


@pytest.mark.parametrize(
    ("names", "different"),
    [
        (("Karen R. Bassey", "Karen Bassey"), 1),
        (("Karen R. Bassey", "Karen T. Bassey"), 2),
        (("Karen R. Bassey", "Karen T. Bassey", "Karen Bassey"), 3),
        (("Karen Bassey", "Karen R. Bassey", "Karen T. Bassey"), 2),
        (("Robert Kenning", "Robert Kenning Jr."), 2),
        (("O’Neill", "O'Neill", "ONEILL"), 1),
        (("Siobhán Čapek", "Siobhan Capek"), 1),
        (("J.K. Rowe", "J. K. Rowe", "JK Rowe"), 1),
        (("The Senate", "Senate"), 1),
    ],
)
def test_initials_tell_people_apart_and_spelling_does_not(store: Store, names: tuple[str, ...], different: int) -> None:
    with store.transaction() as tx:
        together = casting.speakers_of(tx, tuple((name, None) for name in names))

    assert len(set(together)) == different


def test_the_shown_name_is_the_plainest_that_was_seen(store: Store) -> None:
    with store.transaction() as tx:
        for name in ("KAREN R. BASSEY", "Karen R. Bassey", "karen bassey", "Karen Bassey", "KAREN BASSEY"):
            casting.speaker_of(tx, name)

        assert [row[1] for row in rows(tx, "speaker")] == ["Karen Bassey"]


def test_an_alias_given_in_a_transaction_counts_in_the_same_transaction(store: Store) -> None:
    with store.transaction() as tx:
        full = casting.speaker_of(tx, "Robert Kenning")
        before = casting.speaker_of(tx, "RFK")
        assert full
        casting.add_alias(tx, full, "RFK")

        assert before != full
        assert casting.speaker_of(tx, "RFK") == full


def test_a_merged_speaker_is_met_no_more_in_the_same_transaction(store: Store) -> None:
    with store.transaction() as tx:
        kept, merged = casting.speakers_of(tx, (("Karen Bassey", "Mayor"), ("Caren Bassey", "Mayor")))
        assert kept
        assert merged
        casting.merge_speakers(tx, kept, merged)

        assert casting.speaker_of(tx, "Caren Bassey") == kept
        assert rows(tx, "role") == [(kept, "mayor")]


def test_merging_a_speaker_with_itself_loses_nothing(store: Store) -> None:
    with store.transaction() as tx:
        kept = casting.speaker_of(tx, "Karen Bassey", "Mayor")
        assert kept
        before = [rows(tx, table) for table in ("speaker", "alias", "role")]

        casting.merge_speakers(tx, kept, kept)

        assert [rows(tx, table) for table in ("speaker", "alias", "role")] == before


def test_a_merge_takes_quotes_roles_and_names_along(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        keep(tx, feed, *speech(1, ("We were told nothing", "Karen Bassey"), ("Never again", "Caren Bassey")))
        kept, merged = (casting.speaker_of(tx, name) for name in ("Karen Bassey", "Caren Bassey"))
        assert kept
        assert merged

        casting.merge_speakers(tx, kept, merged)

        assert find_quotes(tx, QuoteQuery(speakers=(kept,))).count == 2
        assert find_quotes(tx, QuoteQuery(speakers=(merged,))).count == 0
        [found] = speakers.find_speakers(tx, "Caren Bassey")
        assert (found.id, found.quotes) == (kept, 2)


def test_an_alias_for_nobody_is_refused(store: Store) -> None:
    with store.transaction() as tx, pytest.raises(LookupError, match="speaker 99"):
        casting.add_alias(tx, SpeakerId(99), "RFK")


@pytest.mark.parametrize("written", ["", "…", "  "])
def test_an_alias_without_a_letter_is_none(store: Store, written: str) -> None:
    with store.transaction() as tx:
        full = casting.speaker_of(tx, "Robert Kenning")
        assert full
        casting.add_alias(tx, full, written)

        assert len(rows(tx, "alias")) == 1


def test_an_alias_given_twice_is_kept_once(store: Store) -> None:
    with store.transaction() as tx:
        full = casting.speaker_of(tx, "Robert Kenning")
        assert full
        for _ in range(2):
            casting.add_alias(tx, full, "RFK")

        assert len(rows(tx, "alias")) == 2


def test_speakers_of_a_transaction_that_failed_are_met_as_new(store: Store) -> None:
    def meet_and_fail() -> None:
        with store.transaction() as tx:
            casting.speaker_of(tx, "Karen Bassey", "Mayor")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        meet_and_fail()

    with store.transaction() as tx:
        assert casting.speaker_of(tx, "Karen Bassey", "Mayor")
        assert [len(rows(tx, table)) for table in ("speaker", "alias", "role")] == [1, 1, 1]


def test_articles_kept_in_a_batch_are_as_when_kept_one_by_one(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        texts = [speech(number, ("We knew", name), ("Nothing", "Tom Quill")) for number, name in enumerate(NAMES)]
        readings = tuple(reading_of(feed, article, said) for article, said in texts)
        batch = articles.keep_readings(tx, feed.id, (*readings, readings[0]), NOW)

        assert [one.article if one else None for one in batch] == [*(article for article, _ in texts), None]
        found = quotes.quotes_of(tx, [one.id for one in batch if one])
        assert [one.quote for one in found] == [quote for _, said in texts for quote in said]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(ROLES)), max_size=12).map(tuple))
def test_one_batch_many_batches_and_many_transactions_make_the_same_speakers(store: Store, said: Said) -> None:
    def wipe() -> None:
        with store.transaction() as tx:
            for table in ("role", "alias", "speaker", "sqlite_sequence"):
                tx.session.connection().exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608 (names of ours)

    def tables() -> list[list[tuple[object, ...]]]:
        with store.reading() as tx:
            return [rows(tx, table) for table in ("speaker", "alias", "role")]

    wipe()
    with store.transaction() as tx:
        at_once = casting.speakers_of(tx, said)
    after_one = tables()
    wipe()
    with store.transaction() as tx:
        one_by_one = tuple(casting.speakers_of(tx, (each,))[0] for each in said)
    after_many = tables()
    wipe()
    apart = []
    for each in said:
        with store.transaction() as tx:
            apart.append(casting.speakers_of(tx, (each,))[0])

    assert at_once == one_by_one == tuple(apart)
    assert after_one == after_many == tables()
