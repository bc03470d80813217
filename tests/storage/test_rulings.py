"""Rulings on stories: articles stand where they were put, and the latest word on a strand counts."""

from feeds.model import Feed
from storage import articles, rulings
from storage.model import StoredArticle, StoryKey
from storage.rulings import Move
from storage.store import Store, Transaction
from tests.builders import NOW
from tests.storage.builders import numbered, outlet, reading_of

MINE, YOURS, OTHERS = StoryKey("mine"), StoryKey("yours"), StoryKey("others")


def told(tx: Transaction, feed: Feed, number: int, story: StoryKey) -> StoredArticle:
    stored = articles.keep_reading(tx, feed.id, reading_of(feed, numbered(number), story=story), NOW)
    assert stored is not None
    return stored


def to(stored: StoredArticle, story: StoryKey) -> Move:
    return Move(stored.id, story, stored.strand, stored.copies)


def test_without_a_ruling_an_article_is_told_as_folding_found_it(store: Store) -> None:
    with store.transaction() as tx:
        stored = told(tx, outlet(tx), 1, MINE)

    with store.reading() as tx:
        assert articles.article(tx, stored.id) == stored
        assert (stored.story, stored.strand) == (MINE, MINE)
        assert (rulings.latest(tx), rulings.told_as(tx, [MINE]), rulings.moved_since(tx, 0)) == (0, {}, ())


def test_what_is_ruled_holds_for_what_is_there_and_for_what_comes(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        before = told(tx, feed, 1, MINE)
        rulings.tell(tx, [to(before, YOURS)], NOW)
        after = told(tx, feed, 2, MINE)

    with store.reading() as tx:
        assert [each.id for each in articles.story(tx, YOURS)] == [before.id, after.id]
        assert {each.strand for each in articles.story(tx, YOURS)} == {MINE}
        assert articles.story(tx, MINE) == ()


def test_the_latest_ruling_on_a_strand_counts(store: Store) -> None:
    with store.transaction() as tx:
        stored = told(tx, outlet(tx), 1, MINE)
        rulings.tell(tx, [to(stored, YOURS)], NOW)
        rulings.tell(tx, [to(stored, OTHERS)], NOW)

    with store.reading() as tx:
        assert rulings.told_as(tx, [MINE, YOURS]) == {MINE: OTHERS}


def test_an_article_put_back_is_as_if_never_ruled_on(store: Store) -> None:
    with store.transaction() as tx:
        stored = told(tx, outlet(tx), 1, MINE)
        rulings.tell(tx, [to(stored, YOURS)], NOW)
        rulings.tell(tx, [to(stored, MINE)], NOW)

    with store.reading() as tx:
        assert articles.article(tx, stored.id) == stored


def test_only_what_was_moved_since_is_told_again(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        one, other, _ = (told(tx, feed, number, key) for number, key in enumerate((MINE, YOURS, OTHERS)))
        rulings.tell(tx, [to(one, YOURS)], NOW)
        known = rulings.latest(tx)
        rulings.tell(tx, [to(other, MINE)], NOW)

    with store.reading() as tx:
        assert [each.id for each in rulings.moved_since(tx, known)] == [other.id]
        assert [each.id for each in rulings.moved_since(tx, 0)] == [one.id, other.id]


def test_ruling_on_nothing_is_no_ruling(store: Store) -> None:
    with store.transaction() as tx:
        rulings.tell(tx, [], NOW)

        assert rulings.latest(tx) == 0
