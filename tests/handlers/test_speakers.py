"""`/desk speaker`: who is who is shown to all, decided by admins, audited, undone, and survives further readings."""

import json

import pytest

from handlers.request import Reply, Role
from handlers.rereading import Wish, reread
from storage import audit, speakers
from storage.speaker_edits import speaker_written
from tests.builders import an_article
from tests.newsroom import READER, Desk, shown

LINES = (
    "“Nobody told the families that the planes would leave before dawn,” said Karen Bassey, the mayor.",
    "“Nobody told the families that the planes would leave before dawn,” said Caren Bassey, the mayor.",
    "“We did everything by the book and we will again,” said Julian Osei, the sheriff.",
)


@pytest.fixture
def spoken(desk: Desk) -> Desk:
    """A desk that has read a speaker spelt in two ways, in two articles, and another one."""
    for number, line in enumerate(LINES):
        feed = desk.watches(f"https://{number}.example/rss.xml", f"Outlet {number}")
        desk.receives(
            feed, an_article(guid=str(number), url=f"https://{number}.example/a", title=f"T{number}", text=line)
        )
    return desk


def text(reply: Reply) -> str:
    return shown(reply.message)


def counts(desk: Desk, typed: str) -> list[tuple[str, int]]:
    with desk.store.reading() as tx:
        return [(each.name, each.quotes) for each in speakers.find_speakers(tx, typed)]


def test_a_speaker_is_shown_with_spellings_roles_and_count(spoken: Desk) -> None:
    reply = text(spoken.types("/desk speaker osei", role=Role.READER))

    assert "Julian Osei: 1 quote" in reply
    assert "Spelt in articles: Julian Osei (1)" in reply
    assert "Names that mean them: julian osei" in reply
    assert "Roles: sheriff" in reply


def test_two_spellings_that_an_admin_says_are_one_are_one_and_so_are_their_utterances(spoken: Desk) -> None:
    reply = spoken.types('/desk speaker "Karen Bassey" same:"Caren Bassey"')

    assert "Karen Bassey: 2 quotes (was 1)" in text(reply)
    assert counts(spoken, "caren bassey") == [("Karen Bassey", 2)]
    assert "1 quote, 2 sightings, 2 outlets" in text(spoken.types("/quotes Bassey"))


def test_undo_parts_them_again_exactly(spoken: Desk) -> None:
    before = counts(spoken, "Bassey")
    undo = spoken.types('/desk speaker "Karen Bassey" same:"Caren Bassey"').message.buttons[0]

    spoken.types(undo.command)

    assert counts(spoken, "Bassey") == before
    again = spoken.types('/desk speaker "Karen Bassey" same:"Caren Bassey"')
    assert not again.refused


def test_a_new_name_means_the_speaker_from_now_on_and_can_be_taken_back(spoken: Desk) -> None:
    undo = spoken.types('/desk speaker "Julian Osei" alias:"the Hawk"').message.buttons[0]

    assert counts(spoken, "the Hawk") == [("Julian Osei", 1)]
    spoken.types(undo.command)
    assert counts(spoken, "the Hawk") == []


def test_a_name_that_meant_another_brings_their_quotes(spoken: Desk) -> None:
    reply = spoken.types('/desk speaker "Karen Bassey" alias:"Caren Bassey"')

    assert "Karen Bassey: 2 quotes (was 1)" in text(reply)
    spoken.types(reply.message.buttons[0].command)
    assert sorted(counts(spoken, "Bassey")) == [("Caren Bassey", 1), ("Karen Bassey", 1)]


def test_what_was_decided_stands_for_what_arrives_and_for_what_is_read_again(spoken: Desk) -> None:
    spoken.types('/desk speaker "Karen Bassey" same:"Caren Bassey"')
    list(reread(spoken.store, READER, Wish(everything=True), spoken.now))
    late = an_article(guid="9", url="https://9.example/a", title="T9", text=LINES[1].replace("dawn", "noon"))
    spoken.receives(spoken.watches("https://9.example/rss.xml", "Outlet 9"), late)

    assert counts(spoken, "Bassey") == [("Karen Bassey", 3)]


def test_who_was_parted_stays_parted(spoken: Desk) -> None:
    spoken.types('/desk speaker "Karen Bassey" same:"Caren Bassey"')
    spoken.types('/desk speaker "Karen Bassey" not:"Caren Bassey"')
    list(reread(spoken.store, READER, Wish(everything=True), spoken.now))

    assert sorted(counts(spoken, "Bassey")) == [("Caren Bassey", 1), ("Karen Bassey", 1)]


def test_a_change_is_audited_with_before_and_after(spoken: Desk) -> None:
    spoken.types('/desk speaker "Karen Bassey" same:"Caren Bassey"')

    with spoken.store.reading() as tx:
        who = speaker_written(tx, "Karen Bassey")
        [entry] = audit.history(tx, spoken.place.desk.id, f"speaker:{who}")
    assert (json.loads(entry.before or "")["quotes"], json.loads(entry.after or "")["quotes"]) == (1, 2)
    assert json.loads(entry.after or "")["aliases"] == ["caren bassey", "karen bassey"]


def test_only_an_admin_changes_who_is_who(spoken: Desk) -> None:
    line = '/desk speaker "Karen Bassey" same:"Caren Bassey"'

    assert spoken.types(line, role=Role.EDITOR).refused
    assert sorted(counts(spoken, "Bassey")) == [("Caren Bassey", 1), ("Karen Bassey", 1)]


@pytest.mark.parametrize(
    "rest",
    [
        "",
        "Zorblatt",
        "Bassey",
        '"Karen Bassey" same:Zorblatt',
        '"Karen Bassey" same:Bassey',
        '"Karen Bassey" not:"Karen Bassey"',
        '"Karen Bassey" not:"Somebody Else"',
        '"Karen Bassey" alias:"…"',
        '"Karen Bassey" alias:"K B" same:"Caren Bassey"',
        "a" * 200,
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(spoken: Desk, rest: str) -> None:
    assert spoken.types(f"/desk speaker {rest}").refused
    assert sorted(counts(spoken, "Bassey")) == [("Caren Bassey", 1), ("Karen Bassey", 1)]


def test_a_speaker_who_is_the_same_already_stays_so_and_there_is_nothing_to_undo(spoken: Desk) -> None:
    reply = spoken.types('/desk speaker "Karen Bassey" same:"karen bassey"')

    assert [button.label for button in reply.message.buttons] == ["Quotes"]
