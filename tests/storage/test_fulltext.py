"""How words are put to the index: whatever is typed is words, never an operator, and never an error."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from storage import fulltext, search
from storage.model import QuoteQuery, Words
from storage.store import Store
from tests.storage.builders import find_quotes, keep, numbered, outlet, speech

ONE_STORE = settings(
    max_examples=150,
    deadline=None,
    # The store is only read, so all examples may share it.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
HOSTILE = st.text(st.sampled_from("\"'“”()*^:+-{}[]\\;,.|& \n\t\x00abANDORTNEé中🦊́"), max_size=24)
TYPED = st.one_of(st.text(max_size=40), HOSTILE, st.sampled_from(["NEAR(a b)", "a AND", "NOT NOT", "text:a", "a*"]))
PHRASES = st.lists(TYPED, max_size=4).map(tuple)


def holding(store: Store, text: str) -> None:
    with store.transaction() as tx:
        keep(tx, outlet(tx), *speech(1, (text, "Karen Bassey"), title="A headline"))


def found(store: Store, words: Words, *, quoted: bool = False) -> int:
    with store.reading() as tx:
        return find_quotes(tx, QuoteQuery(words=words, quoted=quoted)).count


@ONE_STORE
@given(groups=st.lists(PHRASES, max_size=3).map(tuple), none_of=PHRASES)
def test_no_words_whatever_make_the_index_fail(
    store: Store, groups: tuple[tuple[str, ...], ...], none_of: tuple[str, ...]
) -> None:
    words = Words(groups, none_of)

    with store.reading() as tx:
        assert search.search_articles(tx, words).count == 0
        assert find_quotes(tx, QuoteQuery(words=words)).count == 0
        assert find_quotes(tx, QuoteQuery(words=words, quoted=True)).count == 0


@ONE_STORE
@given(typed=TYPED)
@example(typed='"')
@example(typed="a OR")
@example(typed="\x00")
@example(typed="a\udcffb")
def test_nothing_typed_makes_a_search_fail(store: Store, typed: str) -> None:
    with store.reading() as tx:
        for read in (search.phrases, search.any_order):
            assert search.search_articles(tx, read(typed)).count == 0


@given(typed=TYPED)
def test_every_phrase_in_the_expression_is_between_marks(typed: str) -> None:
    expression = fulltext.expression(Words(((typed,),)))

    assert expression.strip("()").startswith('"')
    assert expression.count('"') % 2 == 0
    assert "\x00" not in expression


@pytest.mark.parametrize(
    ("words", "expression"),
    [
        (Words((("deport",),)), '("deport")'),
        (Words((("deport", "raid"),)), '("deport" OR "raid")'),
        (Words((("a",), ("b",))), '("a") AND ("b")'),
        (Words((("a",),), ("b", "c")), '(("a")) NOT ("b" OR "c")'),
        (Words((('say "no"',),)), '("say ""no""")'),
        (Words((("…", "a"), ("!",))), '("a")'),
        (Words((("…",),)), '""'),
        (Words(()), '""'),
        (Words((), ("a",)), '""'),
    ],
)
def test_words_are_put_in_the_syntax_of_the_index(words: Words, expression: str) -> None:
    assert fulltext.expression(words) == expression


@pytest.mark.parametrize("typed", ["Zürich", "zurich", "ZÜRICH", "Zu\u0308rich"])
def test_accents_and_case_do_not_matter(store: Store, typed: str) -> None:
    holding(store, "Nobody in Zürich was asked")

    assert found(store, Words(((typed,),))) == 1


@pytest.mark.parametrize("typed", ["deport", "deports", "deported", "deporting"])
def test_endings_do_not_matter(store: Store, typed: str) -> None:
    holding(store, "They deported my neighbour")

    assert found(store, Words(((typed,),))) == 1


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (Words((("my neighbour",),)), 1),
        (Words((("neighbour my",),)), 0),
        (Words((("neighbour",), ("deport",))), 1),
        (Words((("neighbour",), ("zebra",))), 0),
        (Words((("zebra", "neighbour"),)), 1),
        (Words((("neighbour",),), ("deport",)), 0),
        (Words((("neighbour",),), ("zebra",)), 1),
    ],
)
def test_groups_are_all_needed_choices_are_not_and_none_excludes(store: Store, words: Words, count: int) -> None:
    holding(store, "They deported my neighbour")

    assert found(store, words) == count


def test_words_of_the_paragraph_count_unless_the_quote_alone_is_asked(store: Store) -> None:
    holding(store, "They deported my neighbour")
    words = Words((("heard",),))

    assert (found(store, words), found(store, words, quoted=True)) == (1, 0)


def test_the_index_forgets_what_a_deletion_took(store: Store) -> None:
    holding(store, "They deported my neighbour")

    with store.transaction() as tx:
        tx.session.connection().exec_driver_sql("DELETE FROM article")

    with store.transaction() as tx:
        assert search.search_articles(tx, Words((("heard",),))).count == 0
        for index in ("article_fts", "quote_fts"):
            # Raises where index and table differ (sqlite.org/fts5.html#the_integrity_check_command).
            tx.session.connection().exec_driver_sql(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")  # noqa: S608 (two names)


def test_building_the_index_again_finds_the_same(store: Store) -> None:
    holding(store, "They deported my neighbour")

    with store.transaction() as tx:
        fulltext.build(tx.session.connection())

    assert found(store, Words((("neighbour",),))) == 1


def test_an_update_that_changes_no_words_writes_nothing_to_the_index(store: Store) -> None:
    size = "SELECT count(*), sum(length(block)) FROM article_fts_data"
    with store.transaction() as tx:
        keep(tx, outlet(tx), numbered(1))
    with store.reading() as tx:
        before = tx.session.connection().exec_driver_sql(size).one()

    with store.transaction() as tx:
        tx.session.connection().exec_driver_sql("UPDATE article SET title = title, text = text, source = 'Another'")

    with store.reading() as tx:
        assert tx.session.connection().exec_driver_sql(size).one() == before
