"""The sentences a watchlist is tested with: kept in order, replaced whole, gone with their list."""

from datetime import timedelta

from storage import sentences, watchlists
from storage.model import Sentences
from storage.store import Store
from tests.builders import NOW
from tests.storage.builders import a_channel, a_list

TESTED = Sentences(("ICE agents came.", "“ICE” again.\nSecond line."), ("Ice cream.",))


def test_sentences_come_back_in_their_order(store: Store) -> None:
    with store.transaction() as tx:
        kept = a_list(tx, a_channel(tx)).watchlist.id

        sentences.keep_sentences(tx, kept, TESTED)

    with store.reading() as tx:
        assert sentences.sentences(tx, kept) == TESTED


def test_sentences_are_replaced_whole(store: Store) -> None:
    with store.transaction() as tx:
        kept = a_list(tx, a_channel(tx)).watchlist.id
        sentences.keep_sentences(tx, kept, TESTED)

        sentences.keep_sentences(tx, kept, Sentences(must_not_match=("Hockey.",)))

        assert sentences.sentences(tx, kept) == Sentences((), ("Hockey.",))
        sentences.keep_sentences(tx, kept, Sentences())
        assert sentences.sentences(tx, kept) == Sentences()


def test_sentences_go_with_their_list(store: Store) -> None:
    with store.transaction() as tx:
        kept = a_list(tx, a_channel(tx)).watchlist.id
        sentences.keep_sentences(tx, kept, TESTED)
        watchlists.remove_watchlist(tx, kept, NOW)

        watchlists.purge_watchlists(tx, NOW + timedelta(days=31))

        assert sentences.sentences(tx, kept) == Sentences()
