"""Splits and merges by editors: what is told as what, that it sticks, and that told channels hear of it."""

import json

import pytest

from feeds.model import Feed
from handlers.deliver import thread_of
from handlers.request import Role
from handlers.rulings import moves_apart, moves_together
from storage import articles, audit, outbox
from storage.model import DeliveryKind, DeliveryState, StoredArticle, StoryKey
from tests.builders import an_article, stored
from tests.newsroom import Desk, reopened, shown

COUNCIL = (
    "The council of Port Ansel voted on Tuesday to borrow four million for the harbour wall, which the storms of "
    "January broke in two places. The harbour master, Ida Quist, had asked for the money since the autumn, and the "
    "fishermen of the harbour filled the gallery of the hall to hear the vote of the council."
)
COUNCIL_AGAIN = (
    "Port Ansel will borrow four million to mend its harbour wall. The council voted for the loan on Tuesday evening "
    "while fishermen watched from the gallery. Ida Quist, the harbour master, said the January storms had broken the "
    "wall twice, and that the harbour could not wait for another winter."
)
SCHOOL = (
    "Teachers at the grammar school of Calder Heights began a strike on Monday over unpaid hours in the classroom. "
    "Their union, led by Tove Marsh, wants eleven hours a month to be paid. Parents brought soup to the gate of the "
    "school, and pupils painted a banner for the teachers."
)
SCHOOL_AGAIN = (
    "A strike over unpaid hours has closed the grammar school in Calder Heights. Tove Marsh of the teachers' union "
    "said that the strike goes on until eleven hours a month are paid. At the gate parents gave out soup to teachers "
    "while pupils held a painted banner."
)


@pytest.fixture
def times(desk: Desk) -> Feed:
    """A desk that watches three outlets for the harbour and the school."""
    desk.follows("town", "harbour, school")
    return outlet(desk, 0)


def outlet(desk: Desk, number: int) -> Feed:
    return desk.watches(f"https://outlet{number}.example/rss", f"Outlet {number}")


def link(name: str) -> str:
    return f"https://outlet.example/{name}"


def brings(desk: Desk, feed: Feed, name: str, title: str, text: str) -> None:
    desk.receives(feed, an_article(guid=name, url=link(name), title=title, text=text, published=desk.now))


def at(desk: Desk, name: str) -> StoredArticle:
    with desk.store.reading() as tx:
        found = articles.article_at(tx, link(name))
    assert found is not None
    return found


def council(desk: Desk, times: Feed) -> None:
    """Let two outlets tell one story in their own words."""
    brings(desk, times, "a", "Council borrows for harbour wall", COUNCIL)
    brings(desk, outlet(desk, 1), "b", "Harbour wall: council votes for a loan", COUNCIL_AGAIN)
    assert at(desk, "a").story == at(desk, "b").story


def two_stories(desk: Desk, times: Feed) -> None:
    brings(desk, times, "a", "Council borrows for harbour wall", COUNCIL)
    brings(desk, times, "s", "Teachers strike in Calder Heights", SCHOOL)
    assert at(desk, "a").story != at(desk, "s").story


def test_a_split_article_is_a_story_of_its_own_and_the_rest_keeps_the_card(desk: Desk, times: Feed) -> None:
    council(desk, times)
    before = at(desk, "a").story

    reply = desk.types(f"/desk split {link('b')}", Role.EDITOR)

    assert shown(reply.message).splitlines()[0] == "Split into two stories, and so they stay."
    assert (at(desk, "a").story, at(desk, "b").story) == (before, StoryKey(at(desk, "b").key))


def test_split_from_its_founder_the_founder_keeps_the_card(desk: Desk, times: Feed) -> None:
    council(desk, times)
    before = at(desk, "a").story

    desk.types(f"/desk split {link('a')}")

    assert (at(desk, "a").story, at(desk, "b").story) == (before, StoryKey(at(desk, "b").key))


def test_later_articles_follow_a_split_also_after_a_restart(desk: Desk, times: Feed) -> None:
    council(desk, times)
    desk.types(f"/desk split {link('b')}")

    brings(desk, outlet(desk, 2), "b2", "Harbour wall: council votes for a loan", COUNCIL_AGAIN)
    later = reopened(desk)
    brings(later, outlet(later, 3), "b3", "Harbour wall: council votes for a loan", COUNCIL_AGAIN)
    brings(later, outlet(later, 4), "a2", "Council borrows for harbour wall", COUNCIL)

    assert at(desk, "b2").story == at(desk, "b3").story == at(desk, "b").story
    assert at(desk, "a2").story == at(desk, "a").story != at(desk, "b").story


def test_a_wire_text_leaves_with_all_who_carry_it(desk: Desk, times: Feed) -> None:
    council(desk, times)
    brings(desk, outlet(desk, 2), "b2", "Loan for the wall", COUNCIL_AGAIN)

    desk.types(f"/desk split {link('b2')}")

    assert at(desk, "b").story == at(desk, "b2").story != at(desk, "a").story


def test_a_story_of_one_text_is_split_between_its_carriers(desk: Desk, times: Feed) -> None:
    brings(desk, times, "a", "Council borrows for harbour wall", COUNCIL)
    brings(desk, outlet(desk, 1), "a2", "Council borrows for harbour wall", COUNCIL)

    desk.types(f"/desk split {link('a')}")

    one, other = at(desk, "a"), at(desk, "a2")
    assert one.story != other.story
    assert one.copies != other.copies


def test_who_stands_alone_is_not_split(desk: Desk, times: Feed) -> None:
    brings(desk, times, "a", "Council borrows for harbour wall", COUNCIL)

    reply = desk.types(f"/desk split {link('a')}")

    assert reply.refused
    assert "stands alone" in shown(reply.message)


def test_merged_stories_are_one_and_the_older_gives_its_key(desk: Desk, times: Feed) -> None:
    two_stories(desk, times)
    older = at(desk, "a").story

    reply = desk.types(f"/desk merge {link('s')} {link('a')}", Role.EDITOR)

    assert "Merged into one story" in shown(reply.message)
    assert at(desk, "s").story == at(desk, "a").story == older


def test_later_articles_of_a_merged_story_follow_it_also_after_a_restart(desk: Desk, times: Feed) -> None:
    two_stories(desk, times)
    desk.types(f"/desk merge {link('a')} {link('s')}")

    brings(desk, outlet(desk, 1), "s2", "Strike closes school in Calder Heights", SCHOOL_AGAIN)
    later = reopened(desk)
    brings(later, outlet(later, 2), "s3", "Teachers strike in Calder Heights", SCHOOL)
    brings(later, outlet(later, 3), "b", "Harbour wall: council votes for a loan", COUNCIL_AGAIN)

    assert {at(desk, name).story for name in ("s", "s2", "s3", "b")} == {at(desk, "a").story}


def test_a_split_takes_a_merge_back_whole_with_what_came_since(desk: Desk, times: Feed) -> None:
    two_stories(desk, times)
    apart = at(desk, "s").story
    desk.types(f"/desk merge {link('a')} {link('s')}")
    brings(desk, outlet(desk, 1), "s2", "Strike closes school in Calder Heights", SCHOOL_AGAIN)

    desk.types(f"/desk split {link('s')}")
    brings(desk, outlet(desk, 2), "s3", "Teachers strike in Calder Heights", SCHOOL)

    assert {at(desk, name).story for name in ("s", "s2", "s3")} == {apart}
    assert at(desk, "a").story != apart


def test_a_merge_of_merged_stories_holds_all_of_them(desk: Desk, times: Feed) -> None:
    two_stories(desk, times)
    brings(desk, times, "c", "A pie contest in Ostermoor", "Rhubarb won the school contest in Ostermoor again. " * 12)
    desk.types(f"/desk merge {link('s')} {link('c')}")

    desk.types(f"/desk merge {link('c')} {link('a')}")
    brings(desk, outlet(desk, 1), "s2", "Strike closes school in Calder Heights", SCHOOL_AGAIN)

    assert {at(desk, name).story for name in ("s", "s2", "c")} == {at(desk, "a").story}


def test_one_story_is_not_merged_with_itself(desk: Desk, times: Feed) -> None:
    council(desk, times)

    reply = desk.types(f"/desk merge {link('a')} {link('b')}")

    assert reply.refused
    assert "one story already" in shown(reply.message)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("/desk split", "One link"),
        ("/desk split council", "One link"),
        ("/desk split https://nowhere.example/x", "is not stored"),
        ("/desk merge https://nowhere.example/x", "Two different links"),
        ("/desk merge https://nowhere.example/x https://nowhere.example/x", "Two different links"),
        ("/desk merge https://nowhere.example/x https://nowhere.example/y", "is not stored"),
    ],
)
def test_what_is_typed_wrong_is_answered(desk: Desk, typed: str, says: str) -> None:
    reply = desk.types(typed)

    assert reply.refused
    assert says in shown(reply.message)


@pytest.mark.parametrize(
    "typed", ["/desk split https://outlet.example/a", "/desk merge https://a.example https://b.example"]
)
def test_a_reader_rules_on_nothing(desk: Desk, typed: str) -> None:
    assert desk.types(typed, Role.READER).refused


def test_a_ruling_is_audited_with_what_was_and_what_is(desk: Desk, times: Feed) -> None:
    council(desk, times)
    a, b = at(desk, "a"), at(desk, "b")

    desk.types(f"/desk split {link('b')}")

    with desk.store.reading() as tx:
        (entry, *_) = audit.history(tx, desk.place.desk.id, of="story")
    assert entry.action == "desk split"
    assert json.loads(entry.before or "") == {a.story: [a.id, b.id]}
    assert json.loads(entry.after or "") == {a.story: [a.id], b.key: [b.id]}


def test_a_told_channel_hears_of_a_split_in_one_line_under_its_card(desk: Desk, times: Feed) -> None:
    council(desk, times)
    desk.delivers()

    desk.types(f"/desk split {link('b')}")

    with desk.store.reading() as tx:
        (note,) = outbox.deliveries(tx, DeliveryState.PENDING)
        card = outbox.sent_alert(tx, desk.place.channel.id, at(desk, "a").story)
    assert card is not None
    assert thread_of(desk.store, note) == card.ref
    (said,) = desk.delivers()
    assert shown(said) == (
        "you split this story: “Harbour wall: council votes for a loan” (1 outlet) is one, "
        "“Council borrows for harbour wall” (1 outlet) another."
    )


def test_a_channel_that_was_not_told_hears_nothing(desk: Desk, times: Feed) -> None:
    council(desk, times)

    desk.types(f"/desk split {link('b')}")

    with desk.store.reading() as tx:
        kinds = [each.kind for each in outbox.deliveries(tx, DeliveryState.PENDING)]
    assert kinds == [DeliveryKind.ALERT]


def test_after_a_merge_the_older_card_speaks_and_no_third_is_sent(desk: Desk, times: Feed) -> None:
    two_stories(desk, times)
    assert len(desk.delivers()) == 2

    desk.types(f"/desk merge {link('s')} {link('a')}")
    notes = desk.delivers()
    brings(desk, outlet(desk, 1), "s2", "Strike closes school in Calder Heights", SCHOOL_AGAIN)
    brings(desk, outlet(desk, 2), "b", "Harbour wall: council votes for a loan", COUNCIL_AGAIN)

    assert [shown(note).split(":")[0] for note in notes] == ["you merged two stories"] * 2
    assert desk.delivers() == []


def test_where_only_the_younger_story_was_told_its_card_becomes_the_one_card(desk: Desk, times: Feed) -> None:
    desk.types("/watch remove town")
    brings(desk, times, "a", "Council borrows for harbour wall", COUNCIL)
    desk.follows("school", "school")
    brings(desk, times, "s", "Teachers strike in Calder Heights", SCHOOL)
    assert len(desk.delivers()) == 1

    desk.types(f"/desk merge {link('a')} {link('s')}")
    desk.delivers()
    brings(desk, outlet(desk, 1), "s2", "Strike closes school in Calder Heights", SCHOOL_AGAIN)

    assert desk.delivers() == []
    with desk.store.reading() as tx:
        assert outbox.sent_alert(tx, desk.place.channel.id, at(desk, "a").story) is not None


def test_a_founder_that_leaves_keeps_key_and_text() -> None:
    told = (stored(1, story="key-1"), stored(2, story="key-1"), stored(3, story="key-1", copies="key-2"))

    moves = moves_apart(told, told[0])

    assert {(each.article, each.story, each.copies) for each in moves} == {
        (1, "key-1", "key-1"),
        (2, "key-2", "key-2"),
        (3, "key-2", "key-2"),
    }


def test_a_merge_keeps_every_strand() -> None:
    one, other = stored(1, story="key-1"), stored(2, story="key-2")

    (move,) = moves_together((one,), (other,))

    assert (move.article, move.story, move.copies) == (2, "key-1", "key-2")
