"""The articles: recognised, kept once with all that belongs to them, revised without losing what was."""

from dataclasses import replace

import pytest

from feeds.model import Article, Feed, Forms, Level, Match, Mention, Part, Quote, Salience, Watchlist, WatchlistId
from storage import articles, channels, quotes, search, watchlists
from storage.model import ArticleId, Change, Counts, DeskId, QuoteQuery, Reading, StoredArticle, StoryKey, Words
from storage.store import Store, Transaction
from tests.builders import NOW, a_quote, an_article
from tests.storage.builders import HOUR, find_quotes, outlet


def said(article: Article, text: str = "Nobody told the families", speaker: str | None = "Karen Bassey") -> Quote:
    start = article.text.index(text)
    return a_quote(text, speaker, start=start, end=start + len(text))


def a_reading(feed: Feed, article: Article, *, story: str | None = None, **changes: object) -> Reading:
    key = articles.article_key(feed.id, article)
    reading = Reading(key, article, StoryKey(story or key), key, (said(article),), (), news=True)
    return replace(reading, **changes)  # type: ignore[arg-type] # any field of a Reading


def keep(tx: Transaction, feed: Feed, article: Article, **changes: object) -> StoredArticle:
    stored = articles.keep_reading(tx, feed.id, a_reading(feed, article, **changes), NOW)  # type: ignore[arg-type] # fields
    assert stored is not None
    return stored


def a_watchlist(tx: Transaction, name: str = "Deportation") -> Watchlist:
    desk = channels.ensure_desk(tx, "terminal", "this terminal", "UTC")
    channel = channels.ensure_channel(tx, desk.id, "terminal", "this terminal")
    routes = ((channel.id, Level.ALERT),)
    return watchlists.add_watchlist(tx, desk.id, name, "deport", Forms(), Salience.PASSING, routes, NOW).watchlist


def a_match(watchlist: WatchlistId) -> Match:
    return Match(
        watchlist, (Mention(Part.TITLE, 0, 11, "deport"), Mention(Part.TEXT, 2, 13, "deport")), Salience.HEADLINE
    )


def test_an_article_comes_back_as_it_was_kept(store: Store) -> None:
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), an_article())

    with store.reading() as tx:
        assert articles.article(tx, stored.id) == stored
        assert articles.article_at(tx, "https://times.example/flight") == stored
        assert articles.article(tx, ArticleId(99)) is None
    assert stored.article == an_article()


def test_an_article_is_kept_once(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        keep(tx, feed, an_article())

        assert articles.keep_reading(tx, feed.id, a_reading(feed, an_article()), NOW) is None
        assert articles.counts(tx) == Counts(articles=1, stories=1, quotes=1, speakers=1)


@pytest.mark.parametrize(
    "again",
    [
        an_article(title="Edited"),
        an_article(guid="times-1#3"),
        an_article(url="https://times.example/flight-leaves-port-ansel"),
    ],
)
def test_an_article_is_known_by_guid_or_by_address(store: Store, again: Article) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        stored = keep(tx, feed, an_article())

        assert articles.known(tx, feed.id, (again,)) == (stored,)


def test_another_feed_of_the_outlet_knows_the_address_but_not_the_guid(store: Store) -> None:
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), an_article())
        politics = outlet(tx, path="politics")

        found = articles.known(tx, politics.id, (an_article(guid="p-1"), an_article(url="https://times.example/other")))

    assert found == (stored, None)


def test_another_outlet_that_links_to_the_same_address_has_an_article_of_its_own(store: Store) -> None:
    with store.transaction() as tx:
        keep(tx, outlet(tx), an_article())
        herald = outlet(tx, "Example Herald")

        assert articles.known(tx, herald.id, (an_article(source="Example Herald"),)) == (None,)


def test_a_guid_that_all_entries_bear_tells_nothing(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        keep(tx, feed, an_article(guid="all"))
        entries = tuple(an_article(guid="all", url=f"https://times.example/{number}") for number in range(3))

        assert articles.known(tx, feed.id, entries) == (None, None, None)


def test_an_article_whose_address_changed_is_still_known_by_the_old_one(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        stored = keep(tx, feed, an_article())
        moved = an_article(url="https://times.example/new")
        articles.revise(tx, stored.id, moved, Change.COSMETIC, "address", (said(moved),), (), NOW)

        found = articles.known(tx, feed.id, (an_article(guid="other"),))

    assert [each.id if each else None for each in found] == [stored.id]


def test_a_revision_keeps_the_text_before_and_moves_the_quotes(store: Store) -> None:
    before = an_article()
    after = an_article(title="Flight leaves", text=f"UPDATED.\n{before.text}")
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), before)
        quote = quotes.quotes_of(tx, (stored.id,))[0]

        revised = articles.revise(tx, stored.id, after, Change.UPDATE, "headline", (said(after),), (), NOW + HOUR)

        assert (revised.article, revised.change, revised.changed_at) == (after, Change.UPDATE, NOW + HOUR)
        [revision] = articles.revisions_of(tx, stored.id)
        assert (revision.before, revision.difference, revision.at) == (before, "headline", NOW + HOUR)
        [moved] = quotes.quotes_of(tx, (stored.id,))
        assert moved.id == quote.id
        assert after.text[moved.quote.start : moved.quote.end] == moved.quote.text


def test_a_quote_that_a_revision_took_out_is_found_no_more(store: Store) -> None:
    after = an_article(text="A flight left.")
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), an_article())

        articles.revise(tx, stored.id, after, Change.CORRECTION, "quote withdrawn", (), (), NOW)

        assert quotes.quotes_of(tx, (stored.id,)) == ()
        assert find_quotes(tx, QuoteQuery(words=Words((("families",),)))).count == 0


def test_a_cosmetic_change_is_no_news_to_a_reader(store: Store) -> None:
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), an_article())
        after = an_article(title="Deportation flight leaves Port Ansel.")

        revised = articles.revise(tx, stored.id, after, Change.COSMETIC, "a point", (said(after),), (), NOW)

    assert (revised.change, revised.changed_at) == (None, None)


def test_a_quote_that_is_not_verbatim_is_never_kept(store: Store) -> None:
    feed_reading = replace(said(an_article()), text="Somebody told the families")
    with store.transaction() as tx:
        feed = outlet(tx)

    def keep_wrong() -> None:
        with store.transaction() as tx:
            keep(tx, feed, an_article(), quotes=(feed_reading,))

    with pytest.raises(ValueError, match="is not its text"):
        keep_wrong()

    with store.reading() as tx:
        assert articles.counts(tx).articles == 0


def test_a_story_is_told_in_order_of_publication(store: Store) -> None:
    with store.transaction() as tx:
        feed, herald = outlet(tx), outlet(tx, "Example Herald")
        late = keep(tx, feed, an_article(), story="s")
        early = keep(tx, herald, an_article(source="Example Herald", published=NOW - HOUR), story="s")

        assert articles.story(tx, StoryKey("s")) == (early, late)
        assert articles.story(tx, StoryKey("other")) == ()


def test_matches_are_kept_with_their_mentions_and_replaced_by_a_revision(store: Store) -> None:
    with store.transaction() as tx:
        match = a_match(a_watchlist(tx).id)
        stored = keep(tx, outlet(tx), an_article(), matches=(match,))
        first = articles.matches_of(tx, stored.id)

        articles.revise(tx, stored.id, an_article(), Change.UPDATE, "", (), (), NOW)

        assert (first, articles.matches_of(tx, stored.id)) == ((match,), ())


def test_a_match_of_a_list_deleted_meanwhile_does_not_cost_the_article(store: Store) -> None:
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), an_article(), matches=(a_match(WatchlistId(99)),))

        assert articles.matches_of(tx, stored.id) == ()


def test_a_digest_finds_the_news_of_its_window_and_nothing_from_the_archive(store: Store) -> None:
    with store.transaction() as tx:
        watched = a_watchlist(tx)
        match, feed = a_match(watched.id), outlet(tx)
        news = keep(tx, feed, an_article(), matches=(match,))
        old = an_article(guid="2", url="https://times.example/2")
        keep(tx, feed, old, matches=(match,), news=False)

        assert articles.matched_between(tx, watched.id, NOW, NOW + HOUR) == (news,)
        assert articles.matched_between(tx, watched.id, NOW - HOUR, NOW) == ()
        assert [each.matches for each in articles.news_between(tx, DeskId(1), NOW, NOW + HOUR)] == [(match,)]
        assert articles.news_between(tx, DeskId(2), NOW, NOW + HOUR) == ()
        assert articles.story_count(tx, watched.id, NOW, NOW + HOUR) == 1
        assert articles.news_count(tx, NOW, NOW + HOUR) == 1
        assert watchlists.match_count(tx, watched.id, NOW) == 2


def test_the_window_is_read_back_in_the_order_it_was_kept(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        kept = [keep(tx, feed, an_article(guid=f"{n}", url=f"https://times.example/{n}")) for n in range(3)]

    with store.reading() as tx:
        assert list(articles.window(tx, NOW)) == kept
        assert list(articles.window(tx, NOW + HOUR)) == []


def test_a_search_reads_endings_and_follows_a_revision(store: Store) -> None:
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), an_article())
        deported = search.search_articles(tx, search.phrases("deported"))
        after = an_article(title="Flight", text="Nothing left.")
        articles.revise(tx, stored.id, after, Change.UPDATE, "", (), (), NOW)

        assert (deported.articles, deported.count) == ((stored,), 1)
        assert search.search_articles(tx, search.phrases("deported")).count == 0
        assert search.search_articles(tx, search.phrases("nothing left")).count == 1


@pytest.mark.parametrize(
    "typed", ['"', "NEAR(", "depor*", "title:x", "- ^", "AND OR NOT", "zebra) AND (a", "{text}:a", "\x00", "…", ""]
)
def test_nothing_typed_is_an_operator_of_the_search(store: Store, typed: str) -> None:
    with store.transaction() as tx:
        keep(tx, outlet(tx), an_article())

        assert search.search_articles(tx, search.phrases(typed)).count == 0
        assert find_quotes(tx, QuoteQuery(words=Words(((typed,),)), quoted=True)).count == 0


@pytest.mark.parametrize(
    ("typed", "count"),
    [("port ansel", 1), ("ansel port", 0), ("zebra, port ansel", 1), ("zebra OR ansel", 1), ("“Port Ansel”", 1)],
)
def test_words_side_by_side_are_a_phrase_and_a_comma_is_or(store: Store, typed: str, count: int) -> None:
    with store.transaction() as tx:
        keep(tx, outlet(tx), an_article())

        assert search.search_articles(tx, search.phrases(typed)).count == count


def test_words_in_any_order_must_all_be_there(store: Store) -> None:
    with store.transaction() as tx:
        keep(tx, outlet(tx), an_article())

        counts = [search.search_articles(tx, search.any_order(typed)).count for typed in ("ansel port", "ansel zebra")]

    assert counts == [1, 0]
