"""Stored articles are read again by another reader: resumable, rehearsable, and what people corrected stays."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.model import Article, Watchlist
from feeds.quotes.version import reader_version
from handlers.reading import LocalReader, Thought
from handlers.rereading import Reread, Wish, reread
from storage import quotes, rereading
from storage.model import QuoteId, Realigned, StoredQuote
from storage.store import Transaction
from tests.builders import an_article
from tests.newsroom import READER, Desk

TEXT = (
    "A deportation flight left Port Ansel on Tuesday.\n"
    "“Nobody told the families that the planes would leave,” said Karen Bassey, the mayor.\n"
    "“We did everything by the book and we will again,” said Julian Osei, the sheriff."
)


class OtherReader(LocalReader):
    """A reader that leaves out the first quote and gives the second to somebody else; it may break on some articles."""

    def __init__(self, breaks_on: str = "") -> None:
        super().__init__()
        self.breaks_on = breaks_on
        self.read_texts: list[str] = []

    def read(self, articles: Sequence[Article], watchlists: tuple[Watchlist, ...]) -> tuple[Thought, ...]:
        """Return other thoughts than the usual reader's."""
        self.read_texts += [article.text for article in articles]
        return tuple(
            Thought((), ())
            if article.guid == self.breaks_on
            else replace(thought, quotes=tuple(replace(quote, speaker="Tom Quill") for quote in thought.quotes[1:]))
            for article, thought in zip(articles, READER.read(articles, watchlists), strict=True)
        )


@pytest.fixture
def read(desk: Desk) -> Desk:
    """A desk with three articles of two quotes each, kept by an older version."""
    feed = desk.watches()
    for number in range(3):
        guid = f"g{number}"
        desk.receives(feed, an_article(guid=guid, url=f"https://times.example/{guid}", text=f"{TEXT}\nNo {number}."))
    older(desk)
    return desk


def older(desk: Desk) -> None:
    with desk.store.transaction() as tx:
        tx.session.connection().exec_driver_sql("UPDATE article SET reader = 'older'")


def standing(desk: Desk) -> list[StoredQuote]:
    def one(tx: Transaction, number: int) -> StoredQuote | None:
        return quotes.quote(tx, QuoteId(number))

    with desk.store.reading() as tx:
        return [found for number in range(1, 20) if (found := one(tx, number))]


def done(desk: Desk, reader: LocalReader, wish: Wish | None = None) -> Reread:
    *_, last = reread(desk.store, reader, wish or Wish(), desk.now)
    return last


def test_the_same_reader_changes_nothing_and_ids_stay(read: Desk) -> None:
    before = standing(read)

    assert done(read, READER) == Reread(articles=3, of=3)
    assert standing(read) == before


def test_what_another_reader_reads_is_kept_and_said(read: Desk) -> None:
    outcome = done(read, OtherReader())

    assert outcome == Reread(3, 3, 3, 0, Realigned(added=0, gone=3, respoken=3))
    assert [(one.id, one.speaker) for one in standing(read)] == [(2, "Tom Quill"), (4, "Tom Quill"), (6, "Tom Quill")]
    assert "3 of 3 articles read again, 3 changed: 0 quotes added, 3 gone, 3 with another speaker." in str(outcome)


def test_what_the_present_reader_has_read_is_not_read_again_unless_all_is_asked_for(read: Desk) -> None:
    done(read, READER)

    assert done(read, READER) == Reread()
    assert done(read, READER, Wish(everything=True)) == Reread(articles=3, of=3)


def test_what_is_read_as_it_arrives_need_not_be_read_again(desk: Desk) -> None:
    desk.receives(desk.watches(), an_article(text=TEXT))

    assert done(desk, READER) == Reread()


def test_a_revised_article_is_read_again(desk: Desk) -> None:
    feed = desk.watches()
    desk.receives(feed, an_article(text=TEXT))
    desk.receives(feed, an_article(text=f"{TEXT}\nMore is expected."))

    assert done(desk, READER).of == 1


def test_a_rehearsal_says_the_same_and_changes_nothing(read: Desk) -> None:
    before = standing(read)

    rehearsed = done(read, OtherReader(), Wish(rehearsal=True))

    assert standing(read) == before
    assert done(read, OtherReader()) == rehearsed


def test_a_rehearsal_of_all_reads_all(read: Desk) -> None:
    done(read, READER)

    assert done(read, OtherReader(), Wish(everything=True, rehearsal=True)).changed == 3
    assert done(read, READER) == Reread()


def test_it_goes_on_where_it_was_broken_off(read: Desk) -> None:
    reader = OtherReader()
    with read.store.transaction() as tx:
        first = rereading.unread(tx, reader_version(), None, limit=1)[0]
        rereading.note_read(tx, first.id, reader_version())

    assert done(read, reader).articles == 2
    assert first.article.text not in reader.read_texts


def test_an_article_that_breaks_the_reader_stays_as_it_is_and_is_tried_again_next_time(read: Desk) -> None:
    before = standing(read)[:2]

    outcome = done(read, OtherReader(breaks_on="g0"))

    assert (outcome.articles, outcome.unreadable, outcome.changed) == (3, 1, 2)
    assert "1 article could not be read" in str(outcome)
    assert standing(read)[:2] == before
    assert done(read, READER).of == 1


def test_what_people_corrected_stays_whatever_is_read(read: Desk) -> None:
    read.types('/desk correct 1 by:"Miriam Castell"')
    read.types('/desk correct 2 by:"Miriam Castell"')
    read.types("/desk correct 3 by:nobody")

    done(read, OtherReader())

    found = {one.id: one.speaker for one in standing(read)}
    assert found == {1: "Miriam Castell", 2: "Miriam Castell", 4: "Tom Quill", 6: "Tom Quill"}
    read.types("/desk correct 2 undo")
    assert standing(read)[1].speaker == "Tom Quill"


def test_an_article_revised_meanwhile_is_left_to_the_next_time(read: Desk) -> None:
    class Meanwhile(LocalReader):
        """A reader during whose reading the article changes."""

        def read(self, articles: Sequence[Article], watchlists: tuple[Watchlist, ...]) -> tuple[Thought, ...]:
            """Change the first article, then read what there was."""
            with read.store.transaction() as tx:
                tx.session.connection().exec_driver_sql("UPDATE article SET text = 'New.' || text WHERE id = 1")
            return OtherReader().read(articles, watchlists)

    assert done(read, Meanwhile()).changed == 2
    assert [one.speaker for one in standing(read)[:2]] == ["Karen Bassey", "Julian Osei"]
    with read.store.reading() as tx:
        assert rereading.unread_count(tx, reader_version(), None) == 1


def test_only_what_was_first_seen_since_then_is_read(read: Desk) -> None:
    later = read.now + timedelta(days=1)

    assert done(read, READER, Wish(since=later)) == Reread()
    assert done(read, READER, Wish(since=read.now - timedelta(days=1), everything=True)).articles == 3


def test_the_version_of_the_reader_is_short_and_the_same_every_time() -> None:
    assert len(reader_version()) == 12
    assert reader_version() == reader_version()
