"""`/desk correct`: a person's word on a quote stands, is audited, and reaches everybody who was shown the quote."""

import json
from datetime import timedelta

import pytest

from feeds.model import Level
from handlers.deliver import compose, due, settle, thread_of
from handlers.digests import queue_digest
from handlers.message import Message
from handlers.outcome import Sent
from handlers.request import Reply, Role
from storage import audit, channels, corrections, quotes
from storage.model import DeliveryKind, QuoteId, StoredQuote
from tests.builders import NOW, an_article
from tests.newsroom import Desk, shown

TEXT = (
    "A deportation flight left Port Ansel on Tuesday, and a second deportation flight is planned.\n"
    "“Nobody told the families that the planes would leave before dawn,” said Karen Bassey, the mayor.\n"
    "“We did everything by the book and we will again,” said Julian Osei, the sheriff."
)
HERALD = "https://herald.example/rss.xml"


@pytest.fixture
def told(desk: Desk) -> Desk:
    """A desk whose terminal was alerted to a story with two quotes."""
    desk.follows("deportation", "deportation")
    desk.receives(desk.watches(), an_article(text=TEXT))
    desk.delivers()
    return desk


def text(reply: Reply) -> str:
    return shown(reply.message)


def quote_of(desk: Desk, number: int) -> StoredQuote:
    with desk.store.reading() as tx:
        found = quotes.quote_as_kept(tx, QuoteId(number))
    assert found is not None
    return found


def follow_ups(desk: Desk) -> list[tuple[str | None, Message]]:
    """Send what is due; return each correction with the message it stands under."""
    found = []
    while batch := due(desk.store, desk.now):
        for delivery in batch:
            message = compose(desk.store, delivery, desk.now)
            if message is not None and delivery.kind is DeliveryKind.CORRECTION:
                found.append((thread_of(desk.store, delivery), message))
            settle(desk.store, delivery, Sent(f"ref:{delivery.id}"), desk.now, 0.5)
    return found


def test_the_right_speaker_stands_and_the_reply_says_what_was_before(told: Desk) -> None:
    reply = told.types('/desk correct 1 by:"Julian Osei"')

    assert not reply.refused
    assert "Quote 1: said by Julian Osei (was: said by Karen Bassey)" in text(reply)
    assert quote_of(told, 1).speaker == "Julian Osei"


def test_a_correction_is_audited_with_before_and_after_and_its_reason(told: Desk) -> None:
    told.types('/desk correct 1 by:"Julian Osei" reason:"see the tape"')
    told.types("/desk correct 1 by:nobody")

    with told.store.reading() as tx:
        second, first = audit.history(tx, told.place.desk.id, "quote:1")
    assert first.before is None
    assert json.loads(first.after or "")["speaker"] == json.loads(second.before or "")["speaker"] == "Julian Osei"
    assert json.loads(first.after or "")["reason"] == "see the tape"
    assert json.loads(second.after or "")["nobody"]


def test_those_who_were_alerted_are_told_in_the_thread_of_the_alert(told: Desk) -> None:
    reply = told.types('/desk correct 1 by:"Julian Osei" reason:"see the tape"')

    [(under, message)] = follow_ups(told)
    assert "1 channel that showed it will be told" in text(reply)
    assert under == "terminal:1"
    assert message.summary == "CORRECTED: said by Julian Osei, not: said by Karen Bassey"
    assert "corrected by you · “see the tape” · Example Times" in shown(message)
    assert "Nobody told the families" in shown(message)


def test_nobody_who_was_shown_nothing_is_told(desk: Desk) -> None:
    desk.receives(desk.watches(), an_article(text=TEXT))

    assert "No channel had shown it." in text(desk.types("/desk correct 1 by:nobody"))
    assert follow_ups(desk) == []


def test_another_desk_is_told_what_is_right_but_not_by_whom_nor_why(told: Desk) -> None:
    with told.store.transaction() as tx:
        other = channels.ensure_desk(tx, "slack:T2", "T2", "UTC")
        corrections.note_shares(tx, other.id, ("slack:C9", "metro"), (QuoteId(1),), NOW)

    told.types('/desk correct 1 by:"Julian Osei" reason:"a secret of ours"')

    notes = {under: shown(message) for under, message in follow_ups(told)}
    assert "corrected by an editor · Example Times" in notes[None]
    assert "secret" not in notes[None]
    assert len(notes) == 2


def test_a_digest_that_told_the_story_is_followed_too(desk: Desk) -> None:
    desk.follows("deportation", "deportation", Level.DIGEST)
    desk.receives(desk.watches(), an_article(text=TEXT))
    desk.now += timedelta(minutes=5)
    queue_digest(desk.store, "terminal", "UTC", desk.now)
    desk.delivers()

    desk.types("/desk correct 1 by:nobody")

    [(under, message)] = follow_ups(desk)
    assert under == "terminal:1"
    assert message.summary == "CORRECTED: nobody said it, not: said by Karen Bassey"


def test_what_nobody_said_is_shown_no_more(told: Desk) -> None:
    told.types("/desk correct 1 by:nobody")

    assert "Nobody told the families" not in text(told.types("/quotes Bassey"))
    assert "Nobody told the families" not in text(told.types("/news https://times.example/flight"))


def test_undo_brings_back_exactly_what_was_before_and_tells_it(told: Desk) -> None:
    told.types('/desk correct 1 by:"Julian Osei"')
    reply = told.types("/desk correct 1 by:unknown kind:partial")
    undo = reply.message.buttons[0]
    follow_ups(told)
    told.now += timedelta(minutes=1)

    assert undo.label == "Undo"
    assert "said by Julian Osei" in text(told.types(undo.command))
    assert quote_of(told, 1).quote.kind == "full"
    assert "CORRECTED: said by Julian Osei, not: speaker not named" in follow_ups(told)[0][1].summary


def test_undoing_the_first_correction_leaves_what_was_read(told: Desk) -> None:
    before = quote_of(told, 1)
    told.types("/desk correct 1 by:nobody")
    follow_ups(told)
    told.now += timedelta(minutes=1)

    told.types("/desk correct 1 undo")

    assert quote_of(told, 1) == before
    assert follow_ups(told)[0][1].summary == "CORRECTION TAKEN BACK: said by Karen Bassey, not: nobody said it"


def test_a_correction_survives_a_revision_of_the_article(told: Desk) -> None:
    told.types('/desk correct 1 by:"Julian Osei"')
    with told.store.reading() as tx:
        feed = quotes.quote_as_kept(tx, QuoteId(1))
    assert feed is not None

    told.now += timedelta(minutes=5)
    again = told.watches(HERALD, "Example Herald")
    told.receives(again, an_article(guid="h", url="https://herald.example/1", text=TEXT, source="Example Herald"))
    told.receives(again, an_article(guid="h", url="https://herald.example/1", text=f"A new lede.\n{TEXT}"))

    assert quote_of(told, 1).speaker == "Julian Osei"


def test_one_kind_and_medium_can_be_corrected_alone_and_one_after_the_other(told: Desk) -> None:
    told.types("/desk correct 1 kind:document")
    told.types('/desk correct 1 medium:"a letter"')
    told.types('/desk correct 1 by:"Julian Osei"')

    quote = quote_of(told, 1)
    assert (quote.quote.kind, quote.quote.medium, quote.speaker) == ("document", "a letter", "Julian Osei")
    told.types("/desk correct 1 medium:none")
    assert not quote_of(told, 1).quote.medium


def test_a_surname_is_read_as_who_bears_it_and_a_new_name_is_taken_as_typed(told: Desk) -> None:
    told.types("/desk correct 1 by:osei")
    told.types('/desk correct 2 by:"Maria  de la Cruz"')

    assert [quote_of(told, number).speaker for number in (1, 2)] == ["Julian Osei", "Maria de la Cruz"]


def test_a_surname_of_several_is_asked_about(told: Desk) -> None:
    more = an_article(
        guid="2", url="https://times.example/2", text="“We will all come back,” said Otto Bassey, a coach."
    )
    told.receives(told.watches(HERALD, "Herald"), more)

    reply = told.types("/desk correct 2 by:Bassey")

    assert reply.refused
    assert 'by:"Karen Bassey"' in text(reply)
    assert 'by:"Otto Bassey"' in text(reply)


def test_all_sightings_are_corrected_at_once_and_told_in_one_line(told: Desk) -> None:
    copy = an_article(guid="h", url="https://herald.example/1", title="Flights go on", text=TEXT)
    told.receives(told.watches(HERALD, "Example Herald"), copy)

    reply = told.types('/desk correct 1 by:"Julian Osei" all:yes')

    assert "2 sightings corrected" in text(reply)
    assert [quote_of(told, number).speaker for number in (1, 3)] == ["Julian Osei"] * 2
    assert len(follow_ups(told)) == 1


def test_the_button_after_one_correction_brings_the_other_sightings_along(told: Desk) -> None:
    copy = an_article(guid="h", url="https://herald.example/1", title="Flights go on", text=TEXT)
    told.receives(told.watches(HERALD, "Example Herald"), copy)
    reply = told.types('/desk correct 1 by:"Julian Osei"')

    button = next(each for each in reply.message.buttons if each.label == "All its sightings")
    told.types(button.command)

    assert [quote_of(told, number).speaker for number in (1, 3)] == ["Julian Osei"] * 2
    assert [quote_of(told, number).speaker for number in (2, 4)] == ["Julian Osei"] * 2
    with told.store.reading() as tx:
        assert quotes.sightings_of(tx, quote_of(told, 1).utterance, 10)[1].id == 3


@pytest.mark.parametrize(
    "line",
    [
        "/desk correct",
        "/desk correct 1",
        "/desk correct 99 by:nobody",
        "/desk correct x by:nobody",
        f"/desk correct {'9' * 400} by:nobody",
        "/desk correct -1 by:nobody",
        "/desk correct 1 kind:joke",
        '/desk correct 1 by:"…"',
        f"/desk correct 1 by:{'a' * 300}",
        "/desk correct 1 undo",
    ],
)
def test_what_cannot_be_done_is_refused_with_its_cure_and_changes_nothing(told: Desk, line: str) -> None:
    before = quote_of(told, 1)

    assert told.types(line).refused
    assert quote_of(told, 1) == before
    assert follow_ups(told) == []


def test_a_reader_may_not_correct(told: Desk) -> None:
    assert told.types("/desk correct 1 by:nobody", role=Role.READER).refused
    assert told.types("/desk correct 1 by:nobody", role=Role.EDITOR).refused is False


def test_a_quote_that_a_revision_took_out_is_refused(told: Desk) -> None:
    with told.store.transaction() as tx:
        gone = quotes.quote_as_kept(tx, QuoteId(1))
        assert gone is not None
        quotes.revise_quotes(tx, gone.article, (), NOW)

    reply = told.types("/desk correct 1 by:nobody")

    assert reply.refused
    assert "a revision took it out" in text(reply)
