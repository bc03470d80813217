"""The quotes: found by who, what, when and where, kept through revisions, never other than their offsets' text."""

from dataclasses import replace
from datetime import timedelta
from itertools import chain

import pytest

from feeds.model import QuoteKind
from storage import articles, quotes, speakers
from storage.model import ArticleId, Change, QuoteId, QuoteQuery, StoredArticle, Words
from storage.store import Store, Transaction
from tests.builders import NOW
from tests.storage.builders import HOUR, find_quotes, keep, numbered, outlet, quotes_in, reading_of, speech

DAY = timedelta(days=1)


@pytest.fixture
def week(store: Store) -> Store:
    """Six quotes: one a day, by two speakers in turn, in three outlets in turn; number 0 is the oldest."""
    with store.transaction() as tx:
        for number in range(6):
            name = ("Example Times", "Example Herald", "Example Post")[number % 3]
            who = ("Karen Bassey", "Tom Quill")[number % 2]
            published = NOW + DAY * number
            article, said = speech(number, (f"Word number {number}", who), source=name, published=published)
            keep(tx, outlet(tx, name, path=str(number)), article, said)
    return store


def found(store: Store, query: QuoteQuery) -> list[int]:
    """Return the numbers of the quotes that are found, in the order found."""
    with store.reading() as tx:
        return [int(one.quote.text[-1]) for one in find_quotes(tx, query).quotes]


def whose(store: Store, name: str) -> QuoteQuery:
    with store.reading() as tx:
        return QuoteQuery(speakers=tuple(one.id for one in speakers.find_speakers(tx, name)), limit=10)


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (QuoteQuery(limit=10), [5, 4, 3, 2, 1, 0]),
        (QuoteQuery(limit=2), [5, 4]),
        (QuoteQuery(limit=2, offset=2), [3, 2]),
        (QuoteQuery(limit=2, offset=9), []),
        (QuoteQuery(since=NOW + DAY * 4), [5, 4]),
        (QuoteQuery(until=NOW + DAY), [0]),
        (QuoteQuery(since=NOW + DAY, until=NOW + DAY * 3), [2, 1]),
        (QuoteQuery(since=NOW + DAY, until=NOW + DAY), []),
        (QuoteQuery(sources=("Example Herald",)), [4, 1]),
        (QuoteQuery(sources=("Example Herald", "Example Post")), [5, 4, 2, 1]),
        (QuoteQuery(not_sources=("Example Herald",)), [5, 3, 2, 0]),
        (QuoteQuery(sources=("Example Herald",), not_sources=("Example Herald",)), []),
        (QuoteQuery(sources=("example herald",)), []),
        (QuoteQuery(words=Words((("number 3",),))), [3]),
        (QuoteQuery(words=Words((("heard",),)), since=NOW + DAY * 4), [5, 4]),
        (QuoteQuery(words=Words((("heard",),)), quoted=True), []),
        (QuoteQuery(words=Words((("word",),)), sources=("Example Post",), until=NOW + DAY * 5), [2]),
        (QuoteQuery(speakers=()), []),
    ],
)
def test_quotes_are_found_by_every_condition_and_the_newest_first(
    week: Store, query: QuoteQuery, numbers: list[int]
) -> None:
    assert found(week, query) == numbers


def test_quotes_of_a_speaker_are_counted_whole_whatever_the_page(week: Store) -> None:
    query = replace(whose(week, "Bassey"), limit=1, offset=1)

    with week.reading() as tx:
        page = find_quotes(tx, query)

    assert ([one.quote.text for one in page.quotes], page.count, page.outlets) == (["Word number 2"], 3, 3)


def test_pages_side_by_side_are_everything_once(week: Store) -> None:
    pages = [found(week, QuoteQuery(limit=2, offset=offset)) for offset in (0, 2, 4)]

    assert list(chain(*pages)) == [5, 4, 3, 2, 1, 0]


def test_quotes_of_one_moment_keep_one_order(store: Store) -> None:
    with store.transaction() as tx:
        keep(tx, outlet(tx), *speech(1, *[(f"Word {number}", "Tom Quill") for number in range(8)]))

    pages = [found(store, QuoteQuery(limit=3, offset=offset)) for offset in (0, 3, 6)]

    assert list(chain(*pages)) == [7, 6, 5, 4, 3, 2, 1, 0]


def test_a_quote_comes_back_with_all_that_was_read_of_it(store: Store) -> None:
    article, [said] = speech(1, ("Never again", "Tom Quill"))
    whole = replace(
        said, role="Mayor", cue="said", cue_span=(0, 2), medium="Truth Social", speaker_as_written="he",
        kind=QuoteKind.PARTIAL, confidence=0.5, how="named before",
    )  # fmt: skip
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), article, (whole,))

    with store.reading() as tx:
        [back] = quotes_in(tx, stored)
        assert (back.quote, back.speaker, back.article) == (whole, "Tom Quill", stored)
        assert quotes.quote(tx, back.id) == back
        assert quotes.quote(tx, QuoteId(99)) is None


def test_quotes_of_several_articles_come_article_by_article_in_order_of_place(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        kept = [keep(tx, feed, *speech(number, ("One", None), ("Two", None))) for number in range(2)]

        ids = [one.article.id for one in quotes.quotes_of(tx, [kept[1].id, kept[0].id])]

        assert ids == [kept[0].id, kept[0].id, kept[1].id, kept[1].id]
        assert quotes.quotes_of(tx, ()) == ()
        assert quotes.quotes_of(tx, (ArticleId(99),)) == ()


def revise(tx: Transaction, stored: StoredArticle, *lines: tuple[str, str | None]) -> StoredArticle:
    article, said = speech(1, *lines)
    return articles.revise(tx, stored.id, article, Change.UPDATE, "text", said, (), NOW + HOUR)


def test_a_quote_that_moved_keeps_its_id_and_one_that_is_new_gets_another(store: Store) -> None:
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), *speech(1, ("Never again", "Tom Quill"), ("We knew", "Karen Bassey")))
        never, knew = quotes_in(tx, stored)

        revised = revise(tx, stored, ("Nothing", "Otto Bassey"), ("We knew", "Karen Bassey"), ("Never again", None))

        after = {one.quote.text: one for one in quotes_in(tx, revised)}
        assert (after["Never again"].id, after["We knew"].id) == (never.id, knew.id)
        assert after["Nothing"].id not in {never.id, knew.id}
        for one in after.values():
            assert revised.article.text[one.quote.start : one.quote.end] == one.quote.text


def test_the_same_words_twice_are_two_quotes_through_a_revision(store: Store) -> None:
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), *speech(1, ("No", "Tom Quill"), ("No", "Karen Bassey")))
        before = [one.id for one in quotes_in(tx, stored)]

        revised = revise(tx, stored, ("Yes", None), ("No", "Tom Quill"), ("No", "Karen Bassey"))

        after = quotes_in(tx, revised)
        assert [one.id for one in after[1:]] == before
        assert [one.speaker for one in after] == [None, "Tom Quill", "Karen Bassey"]


def test_a_speaker_that_a_revision_corrected_is_the_new_one(store: Store) -> None:
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), *speech(1, ("No", "Tom Quill"), ("Never", None)))

        revised = revise(tx, stored, ("No", "Karen Bassey"), ("Never", "Tom Quill"))

        assert [one.speaker for one in quotes_in(tx, revised)] == ["Karen Bassey", "Tom Quill"]
        assert speakers.find_speakers(tx, "Quill")[0].quotes == 1


def test_a_speaker_that_a_revision_took_back_is_nobody(store: Store) -> None:
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), *speech(1, ("No", "Tom Quill")))

        revised = revise(tx, stored, ("No", None))

        assert [one.speaker for one in quotes_in(tx, revised)] == [None]
        assert speakers.find_speakers(tx, "Quill") == ()


def test_a_quote_taken_out_is_no_longer_found_by_any_way_and_does_not_come_back_by_itself(store: Store) -> None:
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), *speech(1, ("Never again", "Tom Quill")))
        [gone] = quotes_in(tx, stored)
        revise(tx, stored, ("We knew", None))

        back = revise(tx, stored, ("Never again", "Tom Quill"))

        assert quotes.quote(tx, gone.id) is None
        [again] = quotes_in(tx, back)
        assert again.id != gone.id
        assert find_quotes(tx, QuoteQuery(words=Words((("never",),)))).count == 1


def test_a_revision_that_moves_an_article_in_time_moves_its_quotes(week: Store) -> None:
    with week.transaction() as tx:
        [stored] = [one for one in articles.window(tx, NOW) if one.article.guid == "g-0"]
        _, said = speech(0, ("Word number 0", "Karen Bassey"))
        later = replace(stored.article, published=NOW + DAY * 9, source="Example Gazette")

        articles.revise(tx, stored.id, later, Change.UPDATE, "date", said, (), NOW + HOUR)

    assert found(week, QuoteQuery(limit=1)) == [0]
    assert found(week, QuoteQuery(sources=("Example Gazette",))) == [0]


@pytest.mark.parametrize(("start", "end"), [(0, 11), (1, 2), (20, 500), (-3, 8)])
def test_offsets_that_do_not_hold_the_words_are_refused_and_nothing_is_left(store: Store, start: int, end: int) -> None:
    article, [said] = speech(1, ("Never again", "Tom Quill"))
    wrong = replace(said, start=start, end=end)

    def keep_wrong() -> None:
        with store.transaction() as tx:
            feed = outlet(tx)
            readings = (reading_of(feed, numbered(2)), reading_of(feed, article, (wrong,)))
            articles.keep_readings(tx, feed.id, readings, NOW)

    with pytest.raises(ValueError, match="is not its text"):
        keep_wrong()

    with store.reading() as tx:
        assert (articles.counts(tx).articles, articles.counts(tx).quotes) == (0, 0)


def test_a_revision_with_a_wrong_quote_leaves_the_article_as_it_was(store: Store) -> None:
    article, [said] = speech(1, ("Never again", "Tom Quill"))
    with store.transaction() as tx:
        stored = keep(tx, outlet(tx), article, (said,))
    after = replace(article, text=f"UPDATED {article.text}")

    def revise_wrong() -> None:
        with store.transaction() as tx:
            articles.revise(tx, stored.id, after, Change.UPDATE, "text", (said,), (), NOW)

    with pytest.raises(ValueError, match="is not its text"):
        revise_wrong()

    with store.reading() as tx:
        assert articles.article(tx, stored.id) == stored
        assert articles.revisions_of(tx, stored.id) == ()
        assert len(quotes_in(tx, stored)) == 1


def test_a_surname_alone_is_told_by_the_whole_name_it_means(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        keep(tx, feed, *speech(1, ("One", "Karen Bassey"), ("Two", "Karen Bassey")))
        stored = keep(tx, feed, *speech(2, ("Three", "Bassey")))

        [quote] = quotes_in(tx, stored)

        assert (quote.speaker, quote.quote.speaker) == ("Karen Bassey", "Bassey")
        assert quotes.quote(tx, quote.id) == quote


def test_a_surname_that_several_share_is_told_as_it_stands(store: Store) -> None:
    with store.transaction() as tx:
        feed = outlet(tx)
        keep(tx, feed, *speech(1, ("One", "Karen Bassey"), ("Two", "Otto Bassey")))
        stored = keep(tx, feed, *speech(2, ("Three", "Bassey")))

        assert [quote.speaker for quote in quotes_in(tx, stored)] == ["Bassey"]
