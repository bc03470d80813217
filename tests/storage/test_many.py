"""Ten thousand of everything: the answers are still right, and still few statements away."""

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from storage import articles, outbox, search, speakers
from storage.model import Counts, DeliveryKind, NewDelivery, QuoteQuery
from storage.store import Store, open_store
from tests.builders import NOW
from tests.storage.builders import HOUR, a_channel, a_list, a_match, find_quotes, outlet, reading_of, speech

MANY = 10_000
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with ten thousand articles, a quote in each by one of a hundred people, a match in every tenth."""
    path: Path = tmp_path_factory.mktemp("many") / "wiredesk.db"
    with closing(open_store(f"sqlite:///{path}", NOW)) as store:
        with store.transaction() as tx:
            feed = outlet(tx)
            match = a_match(a_list(tx, a_channel(tx)).watchlist.id)
        for first in range(0, MANY, 500):
            batch = []
            for number in range(first, first + 500):
                when = NOW + SECOND * number
                article, said = speech(number, (f"Word w{number}", f"Karen Person{number % 100:02}"), published=when)
                batch.append(reading_of(feed, article, said, (match,) if number % 10 == 0 else ()))
            with store.transaction() as tx:
                assert all(articles.keep_readings(tx, feed.id, batch, NOW))
        yield store


def test_everything_is_counted(newsroom: Store) -> None:
    with newsroom.reading() as tx:
        assert articles.counts(tx) == Counts(articles=MANY, stories=MANY, quotes=MANY, speakers=100)


def test_one_speakers_quotes_are_all_found_and_the_newest_come_first(newsroom: Store) -> None:
    with newsroom.reading() as tx:
        [person] = speakers.find_speakers(tx, "Person42")
        page = find_quotes(tx, QuoteQuery(speakers=(person.id,), limit=2))

    assert (person.quotes, page.count, page.outlets) == (100, 100, 1)
    assert [one.quote.text for one in page.quotes] == ["Word w9942", "Word w9842"]


def test_one_word_among_ten_thousand_is_found(newsroom: Store) -> None:
    with newsroom.reading() as tx:
        found = search.search_articles(tx, search.phrases("w7777"))

    assert [one.article.guid for one in found.articles] == ["g-7777"]


def test_a_word_in_all_of_them_is_counted_whole(newsroom: Store) -> None:
    with newsroom.reading() as tx:
        found = search.search_articles(tx, search.phrases("heard"), limit=1)

    assert (found.count, found.articles[0].article.guid) == (MANY, "g-9999")


def test_the_window_is_read_without_missing_or_repeating_one(newsroom: Store) -> None:
    with newsroom.reading() as tx:
        guids = [one.article.guid for one in articles.window(tx, NOW)]

    assert guids == [f"g-{number}" for number in range(MANY)]


def test_a_feed_of_two_thousand_entries_is_recognised_whole(newsroom: Store) -> None:
    with newsroom.reading() as tx:
        entries = [speech(number, ("Other words", None))[0] for number in range(MANY - 1000, MANY + 1000)]
        known = articles.known(tx, next(articles.window(tx, NOW)).feed, entries)

    assert [one is not None for one in known] == [True] * 1000 + [False] * 1000


def test_a_digest_of_ten_thousand_articles_brings_what_matched(newsroom: Store) -> None:
    with newsroom.transaction() as tx:
        channel = a_channel(tx)
        news = articles.news_between(tx, channel.desk, NOW, NOW + HOUR)

    assert len(news) == MANY // 10
    assert {one.article.article.guid[-1] for one in news} == {"0"}


def test_an_outbox_of_ten_thousand_is_emptied_line_by_line(newsroom: Store) -> None:
    with newsroom.transaction() as tx:
        places = [a_channel(tx, ref=f"slack:L{number}") for number in range(100)]
        for number in range(MANY):
            place, key = places[number % 100], f"key-{number // 100}"
            outbox.enqueue(tx, NewDelivery(place.id, key, DeliveryKind.ALERT, "s", NOW + SECOND * (number // 100)), NOW)

    with newsroom.transaction() as tx:
        first = outbox.claim_due(tx, NOW + HOUR, HOUR, 1000)
        for one in first:
            outbox.settle_sent(tx, one.id, None, NOW)
        second = outbox.claim_due(tx, NOW + HOUR, HOUR, 1000)

        assert ({one.key for one in first}, len(first)) == ({"key-0"}, 100)
        assert ({one.key for one in second}, len(second)) == ({"key-1"}, 100)
        assert outbox.facts(tx).pending == MANY - 200
