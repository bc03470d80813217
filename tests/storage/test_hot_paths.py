"""The statements that are really issued on the hot paths read indexes: each is caught as it is sent, and explained."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event

from feeds.model import FeedId
from storage import articles, audit, channels, feeds, outbox, people, quotes, search, speakers, watchlists
from storage.model import (
    ArticleId,
    ChannelId,
    DeliveryId,
    DeliveryKind,
    DeskId,
    NewDelivery,
    QuoteId,
    QuoteQuery,
    SpeakerId,
    StoryKey,
    Words,
)
from storage.store import Store, Transaction
from storage.utterances import find_utterances, sightings
from tests.builders import NOW
from tests.storage.builders import HOUR, a_channel, a_list, a_match, keep, numbered, outlet, reading_of, speech

Ask = Callable[[Transaction], object]
LARGE = ("article", "quote", "alias", "speaker", "role", "delivery", "match", "revision", "audit")
"""The tables that grow with the news; the others hold what people set up."""
QUESTIONS: dict[str, Ask] = {
    "known": lambda tx: articles.known(tx, FeedId(1), tuple(numbered(number) for number in range(30))),
    "an article": lambda tx: articles.article(tx, ArticleId(1)),
    "an address": lambda tx: articles.article_at(tx, "https://times.example/1"),
    "a story": lambda tx: articles.story(tx, StoryKey("s")),
    "revisions": lambda tx: articles.revisions_of(tx, ArticleId(1)),
    "matches": lambda tx: articles.matches_of(tx, ArticleId(1)),
    "news count": lambda tx: articles.news_count(tx, NOW, NOW + HOUR),
    "quotes of articles": lambda tx: quotes.quotes_of(tx, (ArticleId(1), ArticleId(2))),
    "a quote": lambda tx: quotes.quote(tx, QuoteId(1)),
    "newest quotes": lambda tx: tuple(sightings(tx, QuoteQuery())),
    "newest of a speaker": lambda tx: tuple(sightings(tx, QuoteQuery(speakers=(SpeakerId(1),)))),
    "newest utterances": lambda tx: find_utterances(tx, QuoteQuery()),
    "utterances of a speaker": lambda tx: find_utterances(tx, QuoteQuery(speakers=(SpeakerId(1),))),
    "quotes of a day": lambda tx: find_utterances(tx, QuoteQuery(since=NOW, until=NOW + HOUR)),
    "whose alias": lambda tx: speakers.speaker_of(tx, "Karen Bassey"),
    "whose surname": lambda tx: speakers.speaker_of(tx, "Bassey", "Mayor"),
    "due deliveries": lambda tx: outbox.claim_due(tx, NOW, HOUR, 50),
    "settle": lambda tx: outbox.settle_sent(tx, DeliveryId(1), "r", NOW),
    "unknown deliveries": lambda tx: outbox.unknown(tx, NOW),
    "sent alert": lambda tx: outbox.sent_alert(tx, ChannelId(1), StoryKey("s")),
    "last delivery": lambda tx: outbox.last_delivery(tx, ChannelId(1), DeliveryKind.DIGEST),
    "history of a thing": lambda tx: audit.history(tx, DeskId(1), "watchlist:1"),
    "due feeds": lambda tx: feeds.claim_due_feeds(tx, NOW, HOUR, 200),
    "a channel": lambda tx: channels.find_channel(tx, DeskId(1), "slack:C1"),
    "an appointment": lambda tx: people.appointment(tx, DeskId(1), "slack:U1"),
    "words in articles": lambda tx: search.search_articles(tx, Words((("deport",),))),
    "words in quotes": lambda tx: find_utterances(tx, QuoteQuery(words=Words((("deport",),)))),
    "a list": lambda tx: watchlists.find_watchlist(tx, DeskId(1), "Deportation"),
}
SORTS_A_FEW = {
    "due deliveries",
    "words in articles",
    "words in quotes",
    "unknown deliveries",
    "sent alert",
    "an address",
    "known",
    "quotes of articles",
}
"""What sorts a handful of rows: the heads of the lines, or what the words were found in."""
GROUPS_ALL = {"newest utterances", "utterances of a speaker"}
"""What gathers every sighting that is asked for into utterances before it sorts them: `make bench BENCH=ledger`."""


@pytest.fixture
def filled(store: Store) -> Store:
    """A store with something of everything. Nothing runs ANALYZE, so plans are the same however much is stored."""
    with store.transaction() as tx:
        feed, channel = outlet(tx), a_channel(tx)
        watched = a_list(tx, channel)
        for number in range(150):
            article, said = speech(number, ("We were told nothing", f"Karen B{number}"), ("Never again", "Tom Quill"))
            keep(tx, feed, article, said, (a_match(watched.watchlist.id),))
            outbox.enqueue(tx, NewDelivery(channel.id, f"{number}", DeliveryKind.ALERT, f"{number}", NOW), NOW)
    return store


@contextmanager
def caught(tx: Transaction) -> Iterator[list[tuple[str, Any]]]:
    """Note every statement that is sent meanwhile, with its parameters."""
    sent: list[tuple[str, Any]] = []

    def note(connection: Connection, cursor: object, statement: str, parameters: Any, *rest: object) -> None:  # noqa: ANN401 (the event's own)
        del connection, cursor, rest
        if statement != "BEGIN IMMEDIATE":
            sent.append((statement, parameters))

    bind = tx.session.get_bind()
    event.listen(bind, "before_cursor_execute", note)
    yield sent
    event.remove(bind, "before_cursor_execute", note)


def plans(tx: Transaction, ask: Ask) -> list[str]:
    """Return the steps of the plans of all that `ask` sends."""
    with caught(tx) as sent:
        ask(tx)
    connection = tx.session.connection()
    asked = [(text, bound) for text, bound in sent if text.lstrip().startswith(("SELECT", "UPDATE", "WITH", "DELETE"))]
    assert asked
    return [row[3] for text, bound in asked for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", bound)]


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_a_hot_path_scans_no_table_that_grows(filled: Store, name: str) -> None:
    with filled.transaction() as tx:
        steps = plans(tx, QUESTIONS[name])

    # A scan of a covering index in its order, cut off by a limit or a window, is how "the newest" is read.
    scans = [step for step in steps if step.startswith("SCAN") and step.split()[1] in LARGE and "INDEX" not in step]
    assert scans == []


@pytest.mark.parametrize("name", sorted(QUESTIONS.keys() - SORTS_A_FEW - GROUPS_ALL))
def test_a_hot_path_reads_its_rows_in_order(filled: Store, name: str) -> None:
    with filled.transaction() as tx:
        steps = plans(tx, QUESTIONS[name])

    assert not [step for step in steps if "TEMP B-TREE FOR ORDER BY" in step]


def statements(filled: Store, ask: Ask) -> int:
    with filled.transaction() as tx, caught(tx) as sent:
        ask(tx)
    return len(sent)


def test_a_batch_of_articles_looks_its_speakers_up_once(filled: Store) -> None:
    def keep_batch(tx: Transaction) -> None:
        feed = feeds.all_feeds(tx)[0]
        texts = [speech(1000 + number, ("Never again", "Tom Quill"), ("Nothing", "Karen B1")) for number in range(10)]
        keep_all = [reading_of(feed, article, said) for article, said in texts]
        assert all(articles.keep_readings(tx, feed.id, keep_all, NOW))

    # The feed, the rulings, ten articles, one look-up, three of the ledger, its new keys, one insert of the quotes.
    assert statements(filled, keep_batch) <= 18


def test_keeping_an_article_takes_few_statements_however_many_quotes(filled: Store) -> None:
    def keep_one(tx: Transaction) -> None:
        keep(tx, feeds.all_feeds(tx)[0], *speech(2000, *[(f"Word {number}", "Tom Quill") for number in range(40)]))

    assert statements(filled, keep_one) <= 9


def test_queueing_is_one_statement(filled: Store) -> None:
    def queue(tx: Transaction) -> None:
        assert outbox.enqueue(tx, NewDelivery(ChannelId(1), "new", DeliveryKind.ALERT, "s", NOW), NOW)

    assert statements(filled, queue) == 1


def test_a_claim_takes_as_many_statements_for_fifty_channels_as_for_one(filled: Store) -> None:
    def claim(tx: Transaction) -> None:
        assert outbox.claim_due(tx, NOW, timedelta(minutes=2), 50)

    few = statements(filled, claim)
    with filled.transaction() as tx:
        for number in range(50):
            place = a_channel(tx, ref=f"slack:D{number}")
            outbox.enqueue(tx, NewDelivery(place.id, "k", DeliveryKind.ALERT, "s", NOW), NOW)

    assert statements(filled, claim) == few == 3
