"""A person's correction of a quote wins, and survives revisions and further readings of its article."""

from dataclasses import replace
from datetime import timedelta

import pytest

from feeds.model import Quote, QuoteKind
from storage import articles, channels, corrections, quotes, speakers
from storage.model import Change, Fix, QuoteId, QuoteQuery, Realigned, StoredArticle, StoredQuote
from storage.store import Store, Transaction
from tests.builders import NOW
from tests.storage.builders import HOUR, a_channel, find_quotes, keep, outlet, quotes_in, speech

LONG = "We were told nothing at all until the buses had left"
LATER = NOW + HOUR


def heard(tx: Transaction, *lines: tuple[str, str | None]) -> tuple[StoredArticle, tuple[StoredQuote, ...]]:
    stored = keep(tx, outlet(tx), *speech(1, *(lines or ((LONG, "Tom Quill"),))))
    return stored, quotes_in(tx, stored)


def fixed(tx: Transaction, quote: StoredQuote, **fix: object) -> None:
    corrections.correct(tx, quote.id, Fix(**fix), "Jane", NOW)  # type: ignore[arg-type] # a Fix's fields


def revised(tx: Transaction, stored: StoredArticle, *lines: tuple[str, str | None]) -> tuple[StoredQuote, ...]:
    article, said = speech(1, *lines)
    return quotes_in(tx, articles.revise(tx, stored.id, article, Change.UPDATE, "text", said, (), LATER))


def reread(tx: Transaction, stored: StoredArticle, said: tuple[Quote, ...]) -> Realigned:
    return quotes.revise_quotes(tx, stored, said, LATER)


def test_a_corrected_speaker_is_found_under_the_new_name_only(store: Store) -> None:
    with store.transaction() as tx:
        stored, [quote] = heard(tx)

        fixed(tx, quote, speaker="Karen Bassey")

        [after] = quotes_in(tx, stored)
        assert (after.speaker, after.quote.speaker, after.corrected_at) == ("Karen Bassey", "Karen Bassey", NOW)
        assert (after.quote.how, after.quote.confidence) == ("corrected by an editor", 1.0)
        assert speakers.find_speakers(tx, "Quill") == ()
        assert speakers.find_speakers(tx, "Bassey")[0].quotes == 1


def test_taking_a_correction_back_restores_what_was_read(store: Store) -> None:
    with store.transaction() as tx:
        stored, [quote] = heard(tx)
        fixed(tx, quote, speaker="Karen Bassey", kind=QuoteKind.PARTIAL, medium="a letter")

        before = corrections.correct(tx, quote.id, None, "Jane", LATER)

        assert before == Fix(speaker="Karen Bassey", kind=QuoteKind.PARTIAL, medium="a letter")
        assert quotes_in(tx, stored) == (quote,)
        assert corrections.fix_of_quote(tx, quote.id) is None


def test_a_second_correction_stands_in_place_of_the_first(store: Store) -> None:
    with store.transaction() as tx:
        stored, [quote] = heard(tx)
        fixed(tx, quote, speaker="Karen Bassey", kind=QuoteKind.PARTIAL)

        before = corrections.correct(tx, quote.id, Fix(medium="a letter"), "Jane", LATER)

        assert before == Fix(speaker="Karen Bassey", kind=QuoteKind.PARTIAL)
        [after] = quotes_in(tx, stored)
        assert (after.speaker, after.quote.kind, after.quote.medium) == ("Tom Quill", QuoteKind.FULL, "a letter")


def test_what_nobody_said_is_not_found_and_can_be_brought_back(store: Store) -> None:
    with store.transaction() as tx:
        stored, [quote] = heard(tx)

        fixed(tx, quote, nobody=True)

        assert quotes_in(tx, stored) == ()
        assert find_quotes(tx, QuoteQuery()).count == 0
        kept = quotes.quote_as_kept(tx, quote.id)
        assert kept is not None
        assert (kept.gone_at, kept.quote.speaker) == (NOW, None)
        corrections.correct(tx, quote.id, None, "Jane", LATER)
        assert quotes_in(tx, stored) == (quote,)


def test_a_speaker_that_the_article_does_not_tell_is_unknown_and_the_quote_stays(store: Store) -> None:
    with store.transaction() as tx:
        stored, [quote] = heard(tx)

        fixed(tx, quote, unknown=True)

        [after] = quotes_in(tx, stored)
        assert (after.speaker, after.quote.speaker) == (None, None)


@pytest.mark.parametrize("number", [QuoteId(99), QuoteId(0)])
def test_a_quote_that_is_not_stored_cannot_be_corrected(store: Store, number: QuoteId) -> None:
    with store.transaction() as tx, pytest.raises(LookupError, match="not stored"):
        corrections.correct(tx, number, Fix(nobody=True), "Jane", NOW)


def test_a_quote_that_a_revision_took_out_cannot_be_corrected(store: Store) -> None:
    with store.transaction() as tx:
        stored, [quote] = heard(tx)
        revised(tx, stored, ("Something else altogether", "Karen Bassey"))

        with pytest.raises(LookupError, match="no longer in its article"):
            corrections.correct(tx, quote.id, Fix(nobody=True), "Jane", NOW)


def test_a_correction_survives_a_revision_that_moves_the_quote(store: Store) -> None:
    with store.transaction() as tx:
        stored, [quote] = heard(tx)
        fixed(tx, quote, speaker="Karen Bassey")

        _, after = revised(tx, stored, ("A new first line", "Otto Bassey"), (f"{LONG},", "Tom Quill"))

        assert (after.id, after.speaker, after.corrected_at) == (quote.id, "Karen Bassey", NOW)
        corrections.correct(tx, quote.id, None, "Jane", LATER)
        assert quotes_in(tx, stored)[1].speaker == "Tom Quill"


def test_a_correction_is_handed_on_to_the_same_quote_in_other_words(store: Store) -> None:
    with store.transaction() as tx:
        stored, [quote] = heard(tx)
        fixed(tx, quote, speaker="Karen Bassey")

        [after] = revised(tx, stored, (LONG.replace("buses", "trucks"), "Tom Quill"))

        assert after.id != quote.id
        assert (after.speaker, after.corrected_at) == ("Karen Bassey", NOW)
        gone = quotes.quote_as_kept(tx, quote.id)
        assert gone is not None
        assert (gone.gone_at, gone.utterance) == (LATER, after.utterance)


def test_what_nobody_said_stays_out_when_the_article_is_read_again_and_revised(store: Store) -> None:
    with store.transaction() as tx:
        stored, [quote] = heard(tx)
        said = (quote.quote,)
        fixed(tx, quote, nobody=True)

        again = reread(tx, stored, said)

        assert (again, quotes_in(tx, stored)) == (Realigned(), ())
        assert revised(tx, stored, (LONG, "Tom Quill"), ("Word", None))[0].quote.text == "Word"


def test_a_corrected_quote_stands_while_its_words_do_whether_or_not_they_are_read_as_one(store: Store) -> None:
    with store.transaction() as tx:
        stored, [first, second] = heard(tx, (LONG, "Tom Quill"), ("Never again", "Tom Quill"))
        fixed(tx, first, speaker="Karen Bassey")

        again = reread(tx, stored, ())

        assert again == Realigned(gone=1)
        [left] = quotes_in(tx, stored)
        assert (left.id, left.speaker) == (first.id, "Karen Bassey")
        assert quotes.quote(tx, second.id) is None


def test_a_corrected_quote_whose_words_are_gone_is_gone(store: Store) -> None:
    with store.transaction() as tx:
        stored, [quote] = heard(tx)
        fixed(tx, quote, speaker="Karen Bassey")

        assert revised(tx, stored, ("Something else altogether", None))[0].speaker is None
        assert quotes.quote(tx, quote.id) is None


def test_reading_again_says_how_much_changed_and_keeps_ids(store: Store) -> None:
    with store.transaction() as tx:
        stored, before = heard(tx, (LONG, "Tom Quill"), ("Never again", "Tom Quill"), ("Nothing", None))
        never, nothing = (one.quote for one in before[1:])
        halves = replace(nothing, text="Noth", end=nothing.start + 4)

        again = reread(tx, stored, (before[0].quote, replace(never, speaker="Karen Bassey"), halves))

        assert again == Realigned(added=1, gone=1, respoken=1)
        after = quotes_in(tx, stored)
        assert [one.id for one in after[:2]] == [one.id for one in before[:2]]
        assert after[1].speaker == "Karen Bassey"


def test_reading_the_same_again_changes_nothing(store: Store) -> None:
    with store.transaction() as tx:
        stored, before = heard(tx, (LONG, "Tom Quill"), ("Never again", None))

        assert reread(tx, stored, tuple(one.quote for one in before)) == Realigned()
        assert quotes_in(tx, stored) == before


def test_a_corrected_speaker_moves_the_sighting_to_that_speakers_utterance(store: Store) -> None:
    with store.transaction() as tx:
        _, [quote] = heard(tx)
        other = keep(tx, outlet(tx, "Example Post"), *speech(2, (LONG, "Karen Bassey"), source="Example Post"))
        [theirs] = quotes_in(tx, other)
        assert quote.utterance != theirs.utterance

        fixed(tx, quote, speaker="Karen Bassey")

        after = quotes.quote(tx, quote.id)
        assert after is not None
        assert after.utterance == theirs.utterance


def test_shares_are_noted_once_a_place(store: Store) -> None:
    with store.transaction() as tx:
        desk = a_channel(tx).desk
        _, found = heard(tx, (LONG, "Tom Quill"), ("Never again", None))
        for _ in range(2):
            corrections.note_shares(tx, desk, ("slack:C9", "desk"), [one.id for one in found], NOW)
        corrections.note_shares(tx, desk, ("slack:C8", "other"), (), NOW)

        assert corrections.places_shared(tx, found[0].id) == ((desk, "slack:C9", "desk"),)
        assert corrections.places_shared(tx, QuoteId(99)) == ()


def test_a_desk_that_shared_nothing_is_told_nothing(store: Store) -> None:
    with store.transaction() as tx:
        mine = a_channel(tx).desk
        other = channels.ensure_desk(tx, "slack:T2", "T2", "UTC").id
        _, [quote] = heard(tx)
        corrections.note_shares(tx, mine, ("slack:C9", "desk"), (quote.id,), NOW)

        assert {desk for desk, _, _ in corrections.places_shared(tx, quote.id)} == {mine} != {other}


def test_the_time_of_a_correction_is_kept(store: Store) -> None:
    with store.transaction() as tx:
        stored, [quote] = heard(tx)
        corrections.correct(tx, quote.id, Fix(medium="a letter"), "Jane", NOW + timedelta(minutes=3))

        assert quotes_in(tx, stored)[0].corrected_at == NOW + timedelta(minutes=3)
