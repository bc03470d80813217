"""Pages owed, pages that came late, and the other addresses of articles."""

from dataclasses import replace
from datetime import timedelta

from feeds.model import Article, Feed, FeedId, PageState
from storage import articles, feeds, pages, quotes
from storage.model import Change, Reading, StoredArticle, StoryKey
from storage.store import Store, Transaction
from tests.builders import NOW, a_quote, an_article
from tests.storage.builders import outlet

HOUR = timedelta(hours=1)
FED = an_article(text="A deportation flight left.", page=PageState.OWED)
WHOLE = an_article(page=PageState.READ, as_fed="0" * 32)


def _outlet(tx: Transaction) -> Feed:
    return next(iter(feeds.all_feeds(tx)), None) or outlet(tx)


def keep(tx: Transaction, article: Article) -> StoredArticle:
    feed = _outlet(tx)
    key = articles.article_key(feed.id, article)
    stored = articles.keep_reading(tx, feed.id, Reading(key, article, StoryKey(key), key, (), (), news=True), NOW)
    assert stored is not None
    return stored


def test_what_became_of_a_page_is_kept_with_its_article(store: Store) -> None:
    with store.transaction() as tx:
        stored = keep(tx, WHOLE)

        assert articles.article(tx, stored.id) == stored
        assert stored.article == WHOLE


def test_only_pages_owed_in_the_time_asked_for_are_owed(store: Store) -> None:
    with store.transaction() as tx:
        stored = keep(tx, FED)

        within = pages.owed(tx, NOW, NOW + HOUR, 10)
        outside = (pages.owed(tx, NOW + HOUR, NOW + 2 * HOUR, 10), pages.owed(tx, NOW - HOUR, NOW, 10))
        none = pages.owed(tx, NOW, NOW + HOUR, 0)

    assert within == (stored,)
    assert (outside, none) == (((), ()), ())


def test_a_page_that_comes_late_leaves_no_revision_behind(store: Store) -> None:
    with store.transaction() as tx:
        stored = keep(tx, FED)
        start = WHOLE.text.index("Nobody")

        after = pages.complete(tx, stored.id, WHOLE, [a_quote(start=start, end=start + 24)], (), NOW)

        assert after == replace(stored, article=WHOLE)
        assert articles.revisions_of(tx, stored.id) == ()
        assert [each.quote.text for each in quotes.quotes_of(tx, (stored.id,))] == ["Nobody told the families"]
        assert pages.owed(tx, NOW, NOW + HOUR, 10) == ()


def test_an_article_that_was_revised_meanwhile_is_left_alone(store: Store) -> None:
    with store.transaction() as tx:
        stored = keep(tx, FED)
        edited = an_article(title="Edited")
        articles.revise(tx, stored.id, edited, Change.UPDATE, "headline", (), (), NOW)

        assert pages.complete(tx, stored.id, WHOLE, (), (), NOW) is None
        assert articles.article(tx, stored.id) is not None


def test_an_article_is_known_and_found_by_every_address_it_was_met_under(store: Store) -> None:
    other = "https://times.example/?p=17"
    with store.transaction() as tx:
        stored = keep(tx, WHOLE)
        pages.add_address(tx, stored.id, other)
        pages.add_address(tx, stored.id, other)

        met = an_article(guid="another", url=other)
        assert articles.known(tx, stored.feed, (met,)) == (stored,)
        assert articles.article_at(tx, other) == stored
        assert articles.known(tx, stored.feed, (replace(met, url="https://times.example/?p=18"),)) == (None,)


def test_another_outlets_article_is_not_known_by_that_address(store: Store) -> None:
    with store.transaction() as tx:
        stored = keep(tx, WHOLE)
        pages.add_address(tx, stored.id, "https://wire.example/1")
        stranger = an_article(guid="1", url="https://wire.example/1", source="Another outlet")

        assert articles.known(tx, FeedId(99), (stranger,)) == (None,)
