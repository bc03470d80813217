"""Utterances are found once each, counted whole, and shown by the sighting that serves best."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.model import QuoteKind
from storage import articles, corrections, quotes
from storage.model import Change, Fix, QuoteQuery, Sort, StoredArticle, Trait, Utterance, Words
from storage.store import Store, Transaction
from storage.utterances import find_utterances, outlets, sightings, utterance_of
from tests.builders import NOW
from tests.storage.builders import HOUR, keep, outlet, quotes_in, speech

DAY = timedelta(days=1)
WHOLE = "We were told nothing at all until the buses had left the northern gate"
OTHER = "My office asked for the list nine times and was sent away nine times"


def sight(
    tx: Transaction, source: str, *lines: tuple[str, str | None], hours: int = 0, part: bool = False
) -> StoredArticle:
    number = tx.session.connection().exec_driver_sql("SELECT count(*) FROM article").scalar_one()
    article, said = speech(number, *lines, source=source, published=NOW + HOUR * hours)
    kind = QuoteKind.PARTIAL if part else QuoteKind.FULL
    return keep(tx, outlet(tx, source, path=str(number)), article, tuple(replace(each, kind=kind) for each in said))


@pytest.fixture
def reported(store: Store) -> Store:
    """One utterance in four outlets: twice whole, once in other words, once in part; and another in one of them."""
    with store.transaction() as tx:
        sight(tx, "Times", (WHOLE, "Tom Quill"), hours=1)
        sight(tx, "Herald", (WHOLE, "Tom Quill"), hours=2)
        sight(tx, "Post", (WHOLE.replace("northern", "southern"), "Tom Quill"), hours=3)
        sight(tx, "Ledger", ("told nothing at all", "Tom Quill"), hours=4, part=True)
        sight(tx, "Times", (OTHER, "Karen Bassey"), hours=5)
    return store


def found(store: Store, query: QuoteQuery) -> list[str]:
    with store.reading() as tx:
        return [each.shown.quote.text for each in find_utterances(tx, query).utterances]


def the(store: Store, query: QuoteQuery) -> Utterance:
    with store.reading() as tx:
        return next(each for each in find_utterances(tx, query).utterances if each.shown.speaker == "Tom Quill")


def test_an_utterance_is_found_once_and_counted_whole(reported: Store) -> None:
    with reported.reading() as tx:
        page = find_utterances(tx, QuoteQuery())

    assert (page.count, page.sightings, page.outlets) == (2, 5, 4)
    assert [each.shown.quote.text for each in page.utterances] == [OTHER, WHOLE]
    told = page.utterances[1]
    assert (told.sightings, told.outlets, told.partly, told.wordings) == (4, 4, 1, 2)
    assert told.shown.article.article.source == "Times"


def test_what_was_asked_for_narrows_what_is_shown_not_what_is_counted(reported: Store) -> None:
    told = the(reported, QuoteQuery(sources=("Ledger",)))

    assert told.shown.quote.text == "told nothing at all"
    assert (told.sightings, told.outlets) == (4, 4)


def test_pages_side_by_side_are_everything_once(reported: Store) -> None:
    pages = [found(reported, QuoteQuery(limit=1, offset=offset)) for offset in range(3)]

    assert pages == [[OTHER], [WHOLE], []]


@pytest.mark.parametrize(
    ("sort", "first"),
    [(Sort.NEWEST, OTHER), (Sort.OLDEST, WHOLE), (Sort.OUTLETS, WHOLE), (Sort.CONFIDENCE, OTHER)],
)
def test_the_order_is_the_one_asked_for(reported: Store, sort: Sort, first: str) -> None:
    assert found(reported, QuoteQuery(sort=sort))[0] == first


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (QuoteQuery(kinds=(QuoteKind.PARTIAL,)), 1),
        (QuoteQuery(kinds=(QuoteKind.DOCUMENT,)), 0),
        (QuoteQuery(kinds=(QuoteKind.DOCUMENT, QuoteKind.FULL)), 2),
        (QuoteQuery(traits=(Trait.UNNAMED,)), 0),
        (QuoteQuery(traits=(Trait.CERTAIN,)), 2),
        (QuoteQuery(traits=(Trait.UNCERTAIN,)), 0),
        (QuoteQuery(not_traits=(Trait.UNNAMED,)), 2),
        (QuoteQuery(traits=(Trait.CORRECTED,)), 0),
        (QuoteQuery(traits=(Trait.WITHDRAWN,)), 0),
        (QuoteQuery(words=Words((("buses",),))), 1),
        (QuoteQuery(words=Words((("buses",),)), exactly=("BUSES",)), 0),
        (QuoteQuery(words=Words((("buses",),)), exactly=("buses",)), 1),
    ],
)
def test_utterances_are_found_by_kind_and_by_what_is_known_of_them(
    reported: Store, query: QuoteQuery, count: int
) -> None:
    assert len(found(reported, query)) == count


def test_a_corrected_quote_and_one_of_a_corrected_article_are_both_corrected(reported: Store) -> None:
    with reported.transaction() as tx:
        first, *_, last = articles.window(tx, NOW - DAY)
        corrections.correct(tx, quotes_in(tx, last)[0].id, Fix(speaker="Otto Bassey"), "Jane", NOW)
        said = tuple(one.quote for one in quotes_in(tx, first))
        articles.revise(tx, first.id, first.article, Change.CORRECTION, "text", said, (), NOW)

    assert found(reported, QuoteQuery(traits=(Trait.CORRECTED,))) == [OTHER, WHOLE]


def test_an_outlet_that_took_its_article_back_is_named_and_another_is_shown(reported: Store) -> None:
    with reported.transaction() as tx:
        first = next(articles.window(tx, NOW - DAY))
        said = tuple(one.quote for one in quotes_in(tx, first))
        articles.revise(tx, first.id, first.article, Change.WITHDRAWN, "text", said, (), NOW)

    told = the(reported, QuoteQuery())
    assert told.withdrawn == ("Times",)
    assert told.shown.article.article.source == "Herald"


def test_a_topic_is_in_the_quote_or_only_round_it(reported: Store) -> None:
    inside, around = QuoteQuery(words=Words((("buses",),))), QuoteQuery(words=Words((("heard",),)))

    assert the(reported, inside).in_quote is True
    assert the(reported, around).in_quote is False
    assert the(reported, QuoteQuery()).in_quote is None


def test_every_sighting_goes_into_a_file_the_newest_first(reported: Store) -> None:
    with reported.reading() as tx:
        listed = [each.article.article.source for each in sightings(tx, QuoteQuery(limit=100))]
        two = list(sightings(tx, QuoteQuery(limit=2)))

    assert listed == ["Times", "Ledger", "Post", "Herald", "Times"]
    assert len(two) == 2


def test_a_quote_knows_its_utterance_and_its_sightings_former_ones_too(reported: Store) -> None:
    with reported.transaction() as tx:
        first = next(articles.window(tx, NOW - DAY))
        [quote] = quotes_in(tx, first)
        quotes.revise_quotes(tx, first, (), NOW)

        gone = quotes.quote_as_kept(tx, quote.id)
        assert gone is not None
        assert utterance_of(tx, gone).sightings == 3
        standing = quotes.sightings_of(tx, gone.utterance, 10)
        ever = quotes.sightings_of(tx, gone.utterance, 10, gone=True)
        assert (len(standing), len(ever), ever[0].gone_at) == (3, 4, NOW)


def test_nothing_stored_is_an_empty_page(store: Store) -> None:
    with store.reading() as tx:
        page = find_utterances(tx, QuoteQuery(words=Words((("x",),))))
        assert (page.utterances, page.count) == ((), 0)
        assert list(sightings(tx, QuoteQuery())) == []
        assert outlets(tx) == ()


def test_outlets_are_known_by_name_once_each(reported: Store) -> None:
    with reported.reading() as tx:
        assert outlets(tx) == ("Herald", "Ledger", "Post", "Times")
