"""Search for words in articles: what is typed, when it was published, one page after another."""

from datetime import timedelta

import pytest

from feeds.model import Article
from storage import articles, search
from storage.model import Change, Words
from storage.store import Store
from tests.builders import NOW
from tests.storage.builders import HOUR, keep, numbered, outlet

DAY = timedelta(days=1)


@pytest.fixture
def week(store: Store) -> Store:
    """Five articles, one a day, each with its number in its headline; the even ones tell of a flight."""
    with store.transaction() as tx:
        feed = outlet(tx)
        for number in range(5):
            text = f"A {'flight' if number % 2 == 0 else 'train'} left Port Ansel."
            keep(tx, feed, numbered(number, title=f"Report {number}", text=text, published=NOW + DAY * number))
    return store


def found(store: Store, typed: str, **conditions: object) -> list[int]:
    """Return the numbers of the articles that are found, in the order found."""
    with store.reading() as tx:
        page = search.search_articles(tx, search.phrases(typed), **conditions)  # type: ignore[arg-type] # by keyword
    return [int(one.article.title[-1]) for one in page.articles]


@pytest.mark.parametrize(
    ("typed", "conditions", "numbers"),
    [
        ("flight", {}, [4, 2, 0]),
        ("flights", {}, [4, 2, 0]),
        ("flight, train", {}, [4, 3, 2, 1, 0]),
        ("flight", {"since": NOW + DAY}, [4, 2]),
        ("flight", {"until": NOW + DAY * 4}, [2, 0]),
        ("flight", {"since": NOW + DAY * 2, "until": NOW + DAY * 2}, []),
        ("flight", {"since": NOW + DAY * 2, "until": NOW + DAY * 3}, [2]),
        ("flight", {"limit": 1}, [4]),
        ("flight", {"limit": 1, "offset": 2}, [0]),
        ("report 3", {}, [3]),
        ("port ansel", {"limit": 2}, [4, 3]),
        ("zebra", {}, []),
    ],
)
def test_articles_are_found_by_words_and_time_and_the_newest_first(
    week: Store, typed: str, conditions: dict[str, object], numbers: list[int]
) -> None:
    assert found(week, typed, **conditions) == numbers


def test_all_that_was_found_is_counted_whatever_the_page(week: Store) -> None:
    with week.reading() as tx:
        page = search.search_articles(tx, search.phrases("flight"), limit=1, offset=9)

    assert (page.articles, page.count) == ((), 3)


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("a b", ("a b",)),
        ("a, b", ("a", "b")),
        ("a OR b", ("a", "b")),
        ("a | b", ("a", "b")),
        ("“a b”, c", ("a b", "c")),
        ('"a, b"', ("a, b",)),
        ("orphan or orchid", ("orphan or orchid",)),
        ('"a', ("a",)),
        (",,", ()),
        ("", ()),
    ],
)
def test_typed_words_are_read_as_choices_of_phrases(typed: str, choices: tuple[str, ...]) -> None:
    assert search.phrases(typed) == Words((choices,))


@pytest.mark.parametrize(
    ("typed", "words"), [("a b", ("a", "b")), ('"a b"', ("a", "b")), (" a,b ", ("a", "b")), ("“a”", ("a",)), ("", ())]
)
def test_words_in_any_order_are_each_needed(typed: str, words: tuple[str, ...]) -> None:
    assert search.any_order(typed) == Words(tuple((word,) for word in words))


@pytest.mark.parametrize("change", list(Change))
def test_a_search_follows_a_revision_of_any_kind(week: Store, change: Change) -> None:
    after: Article = numbered(0, title="Report 0", text="A zebra left.", published=NOW)
    with week.transaction() as tx:
        [stored] = [one for one in articles.window(tx, NOW) if one.article.guid == "g-0"]
        articles.revise(tx, stored.id, after, change, "text", (), (), NOW + HOUR)

    assert found(week, "zebra") == [0]
    assert found(week, "flight") == [4, 2]


def test_a_snapshot_does_not_find_what_is_written_beside_it(week: Store) -> None:
    with week.reading() as before:
        first = search.search_articles(before, search.phrases("flight")).count
        with week.transaction() as tx:
            keep(tx, outlet(tx, path="other"), numbered(9, title="Report 9", text="A flight."))

        assert search.search_articles(before, search.phrases("flight")).count == first
    assert len(found(week, "flight")) == first + 1
